/**
 * What other records say about a record, found by looking through all of them. Slow and plain on purpose: it
 * is what the ledger's own, indexed facts are compared with.
 */
import type { RecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { buildDirectory } from "../../../worker/domain/credit/directory.ts";
import type {
  Correspondence,
  CreditedMember,
  CurrencyRate,
  Facts,
  Pipeline,
} from "../../../worker/domain/facts.ts";
import type { Adjustment, Email, LedgerRecord, PersonKey } from "../../../worker/domain/records.ts";
import type { Rules } from "../../../worker/domain/rules.ts";

/** Everything that decides the totals of a tenant. */
export interface World {
  readonly members: readonly CreditedMember[];
  readonly queueOwnerIds: readonly string[];
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly CurrencyRate[];
  readonly rules: Rules;
  readonly records: readonly LedgerRecord[];
  readonly merges: readonly { readonly kind: RecordKind; readonly from: string; readonly into: string }[];
}

export function naiveFacts(world: World, record: LedgerRecord): Facts {
  return {
    directory: buildDirectory(world.members, world.queueOwnerIds),
    pipelines: world.pipelines,
    rates: world.rates,
    mergedInto: naiveMergedInto(world, record),
    duplicateOf: naiveDuplicateOf(world, record),
    adjustments: naiveAdjustments(world, record),
    correspondence: record.kind === "email" ? naiveCorrespondence(world, record) : [],
  };
}

export function naiveMergedInto(world: World, record: LedgerRecord): string | null {
  return world.merges.find(({ kind, from }) => kind === record.kind && from === record.crmId)?.into ?? null;
}

function keysOf(record: LedgerRecord): readonly (string | null)[] {
  const copyKey = record.kind === "email" ? record.copyKey : null;
  const keys = "duplicateKey" in record ? [record.duplicateKey, copyKey ?? null] : [];
  return keys.filter((key) => key !== null);
}

function isNote(record: LedgerRecord): boolean {
  return (record.kind === "call" || record.kind === "email") && record.isNote === true;
}

/** Gone records hide no others. */
function stands(world: World, record: LedgerRecord): boolean {
  return !record.archived && naiveMergedInto(world, record) === null;
}

/** When an activity took place, where it says. */
function whenOf(record: LedgerRecord): string {
  if ("at" in record) return record.at ?? "";
  return record.kind === "meeting" ? (record.startsAt ?? "") : "";
}

/** Notes come last, the others by when they were, and by id at one instant. */
function rankOf(record: LedgerRecord): string {
  return `${isNote(record) ? 1 : 0} ${whenOf(record)} ${record.crmId}`;
}

/** Of the records of one kind with one key that stand, the first counts, and a record only if under all its keys. */
export function naiveDuplicateOf(world: World, record: LedgerRecord): string | null {
  for (const key of keysOf(record)) {
    const same = world.records.filter(
      (other) => other.kind === record.kind && keysOf(other).includes(key) && stands(world, other),
    );
    same.sort((one, other) => (rankOf(one) < rankOf(other) ? -1 : 1));
    const first = same[0];
    if (first !== undefined && first.crmId !== record.crmId) return first.crmId;
  }
  return null;
}

export function naiveAdjustments(world: World, record: LedgerRecord): readonly Adjustment[] {
  return world.records.filter(
    (other): other is Adjustment =>
      other.kind === "adjustment" &&
      !other.archived &&
      other.action !== "add" &&
      other.target?.kind === record.kind &&
      other.target.crmId === record.crmId,
  );
}

function isMember(world: World, person: PersonKey): boolean {
  return world.members.some(({ personKeys }) => personKeys.includes(person));
}

/** A member wrote it, whatever the CRM calls its direction. */
export function naiveIsSent(world: World, email: Email): boolean {
  if (email.direction === "outbound") return true;
  if (email.from === null) return email.direction === null;
  return isMember(world, email.from);
}

/** What went through: it stands, repeats nothing, arrived, and somebody wrote it. */
function deliveredEmails(world: World): readonly Email[] {
  return world.records.filter(
    (record): record is Email =>
      record.kind === "email" &&
      stands(world, record) &&
      naiveDuplicateOf(world, record) === null &&
      (record.status === null || record.status === "sent") &&
      !record.automatic,
  );
}

/** What a member wrote begins a correspondence; what the CRM calls inbound, from a person outside, answers. */
function naiveCorrespondence(world: World, email: Email): readonly Correspondence[] {
  const { at } = email;
  if (at === null || !naiveIsSent(world, email)) return [];
  const persons = [...new Set(email.to)].filter((person) => !isMember(world, person));
  return persons.map((person) => ({
    person,
    previousSentAt: previousTo(world, person, { at, crmId: email.crmId }),
    answeredAt: answerOf(world, person, at),
  }));
}

/** Of two e-mails at one instant the one with the smaller id is the earlier. */
function previousTo(world: World, person: PersonKey, than: { at: Instant; crmId: string }): Instant | null {
  const before = deliveredEmails(world)
    .filter((other) => naiveIsSent(world, other) && other.to.includes(person))
    .filter((other) => `${other.at} ${other.crmId}` < `${than.at} ${than.crmId}`)
    .flatMap((other) => (other.at === null ? [] : [other.at]));
  return before.sort().at(-1) ?? null;
}

function answerOf(world: World, person: PersonKey, at: Instant): Instant | null {
  const after = deliveredEmails(world)
    .filter((other) => other.direction === "inbound" && other.from === person && !isMember(world, person))
    .flatMap((other) => (other.at !== null && other.at > at ? [other.at] : []));
  return after.sort()[0] ?? null;
}
