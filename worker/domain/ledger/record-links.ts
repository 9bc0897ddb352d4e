import type { RecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Email, LedgerRecord, PersonKey } from "../records.ts";
import { type IsMember, isSentByMember } from "../sent-by-member.ts";
import { type HeldRecord, type RecordName, stands } from "./held-record.ts";

/** What a link says of its record. */
export type LinkRole =
  /** An e-mail of ours that reached the person. */
  | "sent"
  /** One that does not count as that: bounced, automatic, deleted, merged, a repetition, not yet sent. */
  | "unsent"
  /** The person's own e-mail. */
  | "received"
  /** One of the records that are the same activity. */
  | "same"
  /** One of them that counts where no other stands. */
  | "note"
  /** An adjustment of the record that the key names. */
  | "target"
  /** Kept so that the record is found, and nothing more. */
  | "idle";

/** By which key a record is found from other records. */
export interface RecordLink extends RecordName {
  readonly key: string;
  /** '' for a link without an instant. */
  readonly at: Instant | "";
  readonly role: LinkRole;
}

/** The key under which an e-mail is found from the people it went to or came from. */
export function personKeyLink(person: PersonKey): string {
  return `p:${person}`;
}

/** The keys that the records of one and the same activity share; none for a record that nothing repeats. */
export function sameActivityKeys(record: LedgerRecord | null): readonly string[] {
  if (!record || !("duplicateKey" in record)) return [];
  const copyKey = record.kind === "email" ? (record.copyKey ?? null) : null;
  const keys = new Set([record.duplicateKey, copyKey].filter((key) => key !== null));
  return [...keys].map((key) => `d:${record.kind}:${key}`);
}

/** The key under which a record finds its adjustments. */
export function targetKey(target: { readonly kind: RecordKind; readonly crmId: string }): string {
  return `t:${target.kind}:${target.crmId}`;
}

/** What an e-mail's links say that it does not know itself. */
export interface EmailStanding {
  /** Another record of the same activity counts instead. */
  readonly repeats: boolean;
  readonly isMember: IsMember;
}

/**
 * Every link of a record. Those of a record that does not stand, or that repeats another, stay but count for
 * nothing: so the record is still found, and nothing else changes when it stands again.
 */
export function linksOf(held: HeldRecord, standing: EmailStanding): readonly RecordLink[] {
  return [...fixedLinksOf(held), ...personLinksOf(held, standing)];
}

/** The links that do not depend on whether the record repeats another. */
export function fixedLinksOf(held: HeldRecord): readonly RecordLink[] {
  const { record, kind, crmId } = held;
  if (!record) return [];
  const same = sameActivityKeys(record);
  if (same.length > 0) {
    const role = stands(held) ? roleAmongSame(record) : "idle";
    return same.map((key) => ({ key, at: instantOf(record), kind, crmId, role }));
  }
  if (record.kind !== "adjustment" || !record.target || record.action === "add") return [];
  return [{ key: targetKey(record.target), at: "", kind, crmId, role: stands(held) ? "target" : "idle" }];
}

function roleAmongSame(record: LedgerRecord): LinkRole {
  return "isNote" in record && record.isNote === true ? "note" : "same";
}

/**
 * The links of an e-mail to the people it went to or came from. Who is a member decides their roles alone, so
 * that a link is found again under its key whoever joined or left meanwhile.
 */
export function personLinksOf(held: HeldRecord, { repeats, isMember }: EmailStanding): readonly RecordLink[] {
  const { record, kind, crmId } = held;
  if (record?.kind !== "email") return [];
  const counts = stands(held) && !repeats && record.at !== null && wentThrough(record);
  const roleFor = isSentByMember(record, isMember) ? roleOfSent : roleOfReceived;
  return peopleOf(record).map((person) => ({
    key: personKeyLink(person),
    at: record.at ?? "",
    kind,
    crmId,
    role: roleFor(person, record, counts),
  }));
}

/** Everybody by whom an e-mail has to be found. Of what the CRM calls outbound that is not the sender. */
export function peopleOf(email: Email): readonly PersonKey[] {
  const from = email.direction !== "outbound" && email.from !== null ? [email.from] : [];
  return [...new Set([...from, ...email.to])];
}

function roleOfSent(person: PersonKey, email: Email, counts: boolean): LinkRole {
  if (!email.to.includes(person)) return "idle";
  return counts ? "sent" : "unsent";
}

function roleOfReceived(person: PersonKey, email: Email, counts: boolean): LinkRole {
  return email.direction === "inbound" && email.from === person && counts ? "received" : "idle";
}

/** An automatic answer, or an e-mail that did not arrive, neither breaks the quiet nor is a reply. */
function wentThrough(email: Email): boolean {
  return !email.automatic && (email.status === null || email.status === "sent");
}

/** When the activity took place, where it says; it orders the records of one activity. */
function instantOf(record: LedgerRecord): Instant | "" {
  if ("at" in record) return record.at ?? "";
  return record.kind === "meeting" ? (record.startsAt ?? "") : "";
}
