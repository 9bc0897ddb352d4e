import * as v from "valibot";
import type { CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../../shared/contracts/time.ts";
import { isLocalDay } from "../../../domain/calendar/local-time.ts";
import type { PersonKey } from "../../../domain/records.ts";
import type { RecordRejection } from "../../../ports/crm.ts";
import { OtherId, RecordId, Text, When } from "../read-values.ts";

const ADDRESS = /[^\s<>;,"()]+@[^\s<>;,"()]+/g;
/** More recipients than this tell of a mailing, not of people written to. */
const PERSONS_MAX = 200;
const MANY_MAX = 20_000;

/** Bulk results write booleans as text. What is hidden is not true. */
export const Flag = v.pipe(
  v.nullish(v.union([v.boolean(), v.string()]), null),
  v.transform((value) => value === true || value === "true"),
);

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
  const id = v.safeParse(RecordId, fieldOf(raw, "Id"));
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

/** Where a row could not be read. */
export function rejectionOf(
  kind: CrmRecordKind,
  raw: unknown,
  path: string | readonly v.IssuePathItem[] | undefined,
): RecordRejection {
  const where = typeof path === "string" ? path : (path ?? []).map((item) => String(item.key)).join(".");
  return { kind, crmId: rowIdOf(raw) ?? "", path: where === "" ? "record" : where };
}

/** Addresses in a text such as `a@x.example; B <b@y.example>` as keys, each person once. */
export function personsIn(text: string | null, personKey: (address: string) => PersonKey): PersonKey[] {
  const addresses = (text ?? "").slice(0, MANY_MAX).match(ADDRESS) ?? [];
  return [...new Set(addresses.slice(0, PERSONS_MAX).map((address) => personKey(address)))];
}
