import * as v from "valibot";
import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../../../shared/contracts/time.ts";
import { isLocalDay } from "../../../../domain/calendar/local-time.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import { OtherId, RecordId, Text, When } from "../../read-values.ts";
import { rejectionAt, type WhereUnreadable, writePath } from "../../rejection.ts";

/** Bulk results write booleans as text. What is hidden is not true. */
export const Flag = v.pipe(
  v.nullish(v.union([v.boolean(), v.string()]), null),
  v.transform((value) => value === true || value === "true"),
);

/** What a stage is known by: a name of the org's own, as long as Salesforce lets names be. */
export const StageName = v.pipe(Text, v.nullable(v.pipe(v.string(), v.maxLength(255))));

/** A day without a zone, such as a close date. */
export const Day = v.pipe(
  Text,
  v.rawTransform(({ dataset, addIssue, NEVER }): LocalDay | null => {
    if (dataset.value === null || isLocalDay(dataset.value)) return dataset.value;
    addIssue({ message: "is no day" });
    return NEVER;
  }),
);

/** A whole number that is not negative. */
export const Count = v.pipe(
  Text,
  v.rawTransform(({ dataset, addIssue, NEVER }): number | null => {
    if (dataset.value === null) return null;
    const count = Math.floor(Number(dataset.value));
    if (Number.isSafeInteger(count) && count >= 0) return count;
    addIssue({ message: "is no count" });
    return NEVER;
  }),
);

/** What every row has. Each of the stamps may be missing, but not all. */
export const rowEntries = {
  Id: RecordId,
  CreatedDate: When,
  CreatedById: OtherId,
  SystemModstamp: When,
  LastModifiedDate: When,
  IsDeleted: Flag,
} as const;

interface RowHead {
  readonly Id: string;
  readonly CreatedDate: Instant | null;
  readonly CreatedById: string | null;
  readonly SystemModstamp: Instant | null;
  readonly LastModifiedDate: Instant | null;
  readonly IsDeleted: boolean;
}

/** What every record of ours begins with; null when nothing tells which version of the row this is. */
export function headOf(row: RowHead) {
  const modifiedAt = row.SystemModstamp ?? row.LastModifiedDate ?? row.CreatedDate;
  if (modifiedAt === null) return null;
  return {
    crmId: row.Id,
    modifiedAt,
    createdAt: row.CreatedDate,
    archived: row.IsDeleted,
    creatorUserId: row.CreatedById,
  };
}

/** The id of a raw row, where it can be read. */
export function rowIdOf(raw: unknown): string | null {
  return idIn(raw, "Id");
}

/** A field of a raw row as an id; null when it is none. */
export function idIn(raw: unknown, name: string): string | null {
  const id = v.safeParse(RecordId, fieldOf(raw, name));
  return id.success ? id.output : null;
}

/** A field of a raw row, as it came; undefined where it has none of the name. */
export function fieldOf(raw: unknown, name: string): unknown {
  return typeof raw === "object" && raw !== null && Object.hasOwn(raw, name) ? Object(raw)[name] : undefined;
}

/** A field of a raw row as text, an instant among them as an instant of ours; null when it is neither. */
export function instantIn(raw: unknown, name: string): Instant | null {
  const parsed = v.safeParse(When, fieldOf(raw, name));
  return parsed.success ? parsed.output : null;
}

/** Which kind of record a row was read as, and of which object it is. */
export interface RowOrigin {
  readonly kind: CrmRecordKind;
  readonly object: string;
}

/** Where a row could not be read, such as `Task.CallDurationInSeconds`; a row of a history names itself. */
export function rejectionOf(origin: RowOrigin, raw: unknown, path: WhereUnreadable): RecordRejection {
  const where = writePath(path);
  return rejectionAt(
    origin.kind,
    fieldOf(raw, "Id"),
    where.includes(".") ? where : `${origin.object}.${where}`,
  );
}
