import type { LedgerRecord } from "../records.ts";
import type { HeldRecord } from "./held-record.ts";

/** A version of a record as it was read, with the hash of its content. */
export interface ReadVersion {
  readonly record: LedgerRecord;
  readonly contentHash: string;
}

/** What becomes of a version that was read. */
export type Verdict =
  | "store"
  /**
   * Newer content of a record that is held as deleted. It may be a late delivery from before the deletion or
   * the first sign of a restore: the content is taken, the deletion stays until a fresh read decides.
   */
  | "store_as_deleted"
  | "unchanged"
  /** Older than what is held, or erased for privacy. */
  | "dropped"
  /** Other content under the same stamp: only a fresh read can tell which is newer. */
  | "ambiguous";

/** Decides by the CRM's own stamp. A fresh read by id is taken as it is, whatever its stamp. */
export function settleVersion(held: HeldRecord | null, read: ReadVersion, fresh: boolean): Verdict {
  if (!held) return "store";
  if (held.erased) return "dropped";
  const { modifiedAt } = read.record;
  const sameContent = read.contentHash === held.contentHash;
  if (sameContent && modifiedAt === held.modifiedAt) return "unchanged";
  if (fresh) return "store";
  if (modifiedAt < held.modifiedAt) return "dropped";
  if (modifiedAt === held.modifiedAt) return "ambiguous";
  return held.archived && !read.record.archived && read.record.kind !== "adjustment"
    ? "store_as_deleted"
    : "store";
}

/**
 * The version that counts among several of one record in one batch: the one with the newest stamp. Of
 * different contents under the newest stamp none is chosen, unless they were read afresh: then the last is.
 */
export function newestVersion(versions: readonly ReadVersion[], fresh: boolean): ReadVersion | null {
  let newest: ReadVersion | null = null;
  let conflict = false;
  for (const version of versions) {
    const stamp = version.record.modifiedAt;
    if (newest && stamp < newest.record.modifiedAt) continue;
    const tied: boolean = newest !== null && stamp === newest.record.modifiedAt;
    const differs: boolean = tied && version.contentHash !== newest?.contentHash;
    conflict = tied ? conflict || differs : false;
    newest = version;
  }
  return conflict && !fresh ? null : newest;
}
