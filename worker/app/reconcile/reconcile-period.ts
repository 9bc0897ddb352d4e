import { RECONCILIATION_STEPS } from "../../../shared/contracts/reconciliation.ts";
import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf, fiscalPeriodsWithin } from "../../domain/calendar/fiscal.ts";
import { addDays, startOfLocalDay } from "../../domain/calendar/local-time.ts";
import {
  type Bridge,
  type BridgeEntry,
  buildBridge,
  type CrmWin,
  stepsOf,
} from "../../domain/reconcile/bridge.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Rules } from "../../domain/rules.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { ReconciliationDraft } from "../../ports/reconciliation.ts";
import type { LaneCore } from "../sync/lane-core.ts";
import { chunksOf, readByIds } from "../sync/reading.ts";

/** Deals that one reconciliation reads again; a larger difference is no matter of single deals. */
const READ_AGAIN_MAX = 500;
/** For so long after a change the CRM's search may still say what was before. */
const SEARCH_LAG_MILLISECONDS = 15 * 60_000;
const CAUSE = { kind: "sweep" } as const;
const NOTHING_IN_HAND = new Map<string, never>();

/** A period, and whether what was found now is the last word. */
export interface PeriodToReconcile {
  readonly span: DaySpan;
  readonly rules: Rules;
  readonly final: boolean;
}

/**
 * Holds a period against the CRM: asks for the CRM's own won deals, explains each difference by what the ledger
 * says, reads again what nothing explains, and keeps the result. What is left after that is a fault.
 */
export async function reconcilePeriod(
  core: LaneCore,
  period: PeriodToReconcile,
): Promise<Result<null, CrmFailure>> {
  const { parts } = core;
  const askedAt = parts.clock.now();
  const { timeZone } = period.rules.calendar;
  const crm = await core.client.fetchWonDeals({
    from: startOfLocalDay(period.span.from, timeZone),
    to: startOfLocalDay(addDays(period.span.to, 1), timeZone),
  });
  if (!crm.ok) return crm;
  const first = await bridgeNow(core, period, crm.value);
  const suspects = doubtfulDeals(first.entries);
  const read = await readAgain(core, suspects);
  if (!read.ok) return read;
  const second = read.value.size === 0 ? first : await bridgeNow(core, period, crm.value);
  const entries = await explainRest(core, second.entries, { readAgain: read.value, askedAt });
  const left = new Set(
    entries.flatMap(({ crmId, count, amountMinor }) => (count !== 0 || amountMinor !== 0 ? [crmId] : [])),
  );
  const mended = suspects.filter((crmId) => read.value.has(crmId) && !left.has(crmId)).length;
  const draft = draftOf(period, { ...second, entries }, { at: askedAt, mended });
  await core.turns.take(() => parts.reconciliations.save(draft, entries));
  if (period.final) await noteDifference(core, period.span, entries);
  return ok(null);
}

async function bridgeNow(
  { parts }: LaneCore,
  { span, rules }: PeriodToReconcile,
  crm: readonly CrmWin[],
): Promise<Bridge> {
  const [lines, members] = await Promise.all([
    parts.wins.listWins(span),
    parts.store.loadIdentifiedMembers(),
  ]);
  const memberOf = new Map(members.flatMap(({ id, ownerIds }) => ownerIds.map((ownerId) => [ownerId, id])));
  const source = rules.events.deal_won?.creditSource?.kind ?? "owner_at_event";
  const memberOfOwner =
    source === "owner_at_event" ? (ownerId: string) => memberOf.get(ownerId) ?? null : null;
  const isOtherAmount = rules.events.revenue_closed?.amountProperty !== undefined;
  return buildBridge({ crm, lines, memberOfOwner, isOtherAmount });
}

/** What an admin moved is among them: of a deal that counts, a move changes neither amount nor number. */
function doubtfulDeals(entries: readonly BridgeEntry[]): readonly string[] {
  const isDoubtful = ({ step, kind }: BridgeEntry) =>
    kind === "deal" && (step === "unexplained" || step === "adjusted");
  const found = entries.filter(isDoubtful);
  return [...new Set(found.map(({ crmId }) => crmId))];
}

/** What both sides say at different times agrees once it is read anew. Answers which deals were read. */
async function readAgain(
  core: LaneCore,
  crmIds: readonly string[],
): Promise<Result<ReadonlySet<string>, CrmFailure>> {
  const wanted = crmIds.slice(0, READ_AGAIN_MAX);
  for (const ids of chunksOf(wanted)) {
    const read = await core.turns.take(() =>
      readByIds(core, { kind: "deal", ids }, { cause: CAUSE, inHand: NOTHING_IN_HAND }),
    );
    if (!read.ok) return read;
  }
  return ok(new Set(wanted));
}

/** Of what is left after reading anew: what an admin moved, what changed just now, what cannot be read. */
async function explainRest(
  { parts }: LaneCore,
  entries: readonly BridgeEntry[],
  known: { readonly readAgain: ReadonlySet<string>; readonly askedAt: Instant },
): Promise<readonly BridgeEntry[]> {
  const ids = doubtfulDeals(entries);
  if (ids.length === 0) return entries;
  const held = new Map((await parts.wins.loadHeld(ids)).map((deal) => [deal.crmId, deal]));
  const faults = await parts.state.loadFaults();
  const unreadable = new Set(
    faults.filter(({ type }) => type === "record_unreadable").map(({ subject }) => subject),
  );
  const latest = Date.parse(known.askedAt) - SEARCH_LAG_MILLISECONDS;
  const isLate = (crmId: string) => {
    const deal = held.get(crmId);
    // Gone from the CRM, though its search still finds it.
    return deal === undefined || Date.parse(deal.modifiedAt) >= latest;
  };
  return entries.map((entry) => {
    if (entry.step !== "unexplained" || entry.kind !== "deal") return entry;
    if (unreadable.has(`deal:${entry.crmId}`)) return { ...entry, step: "unreadable" };
    if (held.get(entry.crmId)?.adjusted) return { ...entry, step: "adjusted" };
    const isKnownLate = known.readAgain.has(entry.crmId) && isLate(entry.crmId);
    return isKnownLate ? { ...entry, step: "changed_since" } : entry;
  });
}

function draftOf(
  { span, rules, final }: PeriodToReconcile,
  { crm, standings, entries }: Bridge,
  { at, mended }: { readonly at: Instant; readonly mended: number },
): ReconciliationDraft {
  const { calendar } = rules;
  const year = fiscalPeriodOf(span.from, "year", calendar);
  const quarters = fiscalPeriodsWithin(year, "quarter", calendar);
  return {
    period: {
      ...span,
      timeZone: calendar.timeZone,
      quarter: quarters.findIndex(({ from }) => from === span.from) + 1,
    },
    currency: rules.homeCurrency,
    at,
    final,
    crm: { ...crm },
    standings: { ...standings },
    steps: [...stepsOf(entries, RECONCILIATION_STEPS)],
    mended,
  };
}

async function noteDifference(
  { parts }: LaneCore,
  { from }: DaySpan,
  entries: readonly BridgeEntry[],
): Promise<void> {
  const subject = `period:${from}`;
  if (!entries.some(({ step }) => step === "unexplained")) {
    await parts.state.clearFaults("reconcile_difference", [subject]);
    return;
  }
  await parts.state.recordFaults([{ type: "reconcile_difference", subject, detail: "" }], parts.clock.now());
}
