import type { RecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { LedgerRecord } from "../records.ts";

/** What names a record within a tenant. */
export interface RecordName {
  readonly kind: RecordKind;
  readonly crmId: string;
}

/** A record as the ledger holds it: read, or only known to be merged, deleted or erased. */
export interface HeldRecord extends RecordName {
  /** '' for a tombstone of a record that was never read: everything is newer. */
  readonly modifiedAt: Instant | "";
  readonly contentHash: string;
  readonly archived: boolean;
  readonly mergedInto: string | null;
  readonly erased: boolean;
  /** Null when it was never read, or is erased. */
  readonly record: LedgerRecord | null;
}

/** One text per record, for maps. */
export function nameOf(record: RecordName): string {
  return `${record.kind} ${record.crmId}`;
}

/** Whether other records may build on it: it was read, and is neither deleted nor merged nor erased. */
export function stands(held: HeldRecord): boolean {
  return held.record !== null && !held.archived && held.mergedInto === null && !held.erased;
}

/** What is held of a record before anything is known of it. */
export function unknownRecord(name: RecordName): HeldRecord {
  return {
    kind: name.kind,
    crmId: name.crmId,
    modifiedAt: "",
    contentHash: "",
    archived: false,
    mergedInto: null,
    erased: false,
    record: null,
  };
}

/** Erasure for privacy puts a token that begins so in the place of a record's id. No CRM's id does. */
export const ERASED_PREFIX = "~";

/** Whether an id is the token that erasure left. */
export function isErasedId(crmId: string): boolean {
  return crmId.startsWith(ERASED_PREFIX);
}
