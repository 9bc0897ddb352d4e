import * as v from "valibot";
import type { Call } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import { connectedBy } from "../../call-outcome.ts";
import { OtherId, Text, When } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { Count, headOf, rejectionOf, rowEntries } from "../api/read-values.ts";
import type { ActivityContext } from "./activity-context.ts";
import { directionOf } from "./read-task.ts";

export const VOICE_CALL_FIELDS: WantedFields = {
  object: "VoiceCall",
  required: ["Id", "CallStartDateTime", "IsDeleted"],
  optional: [
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "UserId",
    "OwnerId",
    "CallType",
    "CallDurationInSeconds",
    "CallDisposition",
    "ActivityId",
  ],
};

const ORIGIN = { kind: "call", object: VOICE_CALL_FIELDS.object } as const;

const VoiceCall = v.object({
  ...rowEntries,
  UserId: OtherId,
  OwnerId: OtherId,
  CallType: Text,
  CallStartDateTime: When,
  CallDurationInSeconds: Count,
  CallDisposition: Text,
  ActivityId: OtherId,
});

/** One raw voice call as a call. Its task, where it has one, is the same call; one inside the company is none. */
export function readVoiceCall(raw: unknown, context: ActivityContext): Result<Call | null, RecordRejection> {
  const parsed = v.safeParse(VoiceCall, raw);
  if (!parsed.success) return err(rejectionOf(ORIGIN, raw, parsed.issues[0].path));
  const row = parsed.output;
  const head = headOf(row);
  if (head === null) return err(rejectionOf(ORIGIN, raw, "SystemModstamp"));
  if (row.CallType === "Internal") return ok(null);
  return ok({
    kind: "call",
    ...head,
    ownerId: row.UserId ?? row.OwnerId,
    title: null,
    at: row.CallStartDateTime,
    direction: directionOf(row.CallType),
    durationSeconds: row.CallDurationInSeconds,
    connected: connectedBy(row.CallDisposition),
    completed: null,
    duplicateKey: row.ActivityId === null ? null : context.activityKey(row.ActivityId),
  });
}
