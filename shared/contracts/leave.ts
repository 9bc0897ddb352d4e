import * as v from "valibot";
import { LocalDaySchema } from "./values.ts";

const LEAVES_MAX = 100;

/** An absence: both days are part of it, and `to` is null while its end is open. */
export const Leave = v.strictObject({
  from: LocalDaySchema,
  to: v.nullable(LocalDaySchema),
  /** Takes the days out of the quota too; otherwise only the status pauses. */
  relievesQuota: v.boolean(),
});

/** `GET` and `PUT /members/{id}/leave`: when somebody is away, whole, earliest first. */
export const LeaveList = v.strictObject({ leave: v.pipe(v.array(Leave), v.maxLength(LEAVES_MAX)) });
export type LeaveList = v.InferOutput<typeof LeaveList>;
