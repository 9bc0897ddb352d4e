import { addDays, weekdayOf } from "../../../worker/domain/calendar/local-time.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import { medianOf } from "../../../worker/domain/median.ts";
import type {
  CellSum,
  CreditFilter,
  DailySum,
  LedgerReader,
  SharedCount,
} from "../../../worker/ports/ledger.ts";
import { changesOf, concerns, hoursOf, listLines } from "./fake-lines.ts";

/** A revision of the fake ledger, and when it was made. */
export interface FakeRevision {
  readonly revision: number;
  readonly at: string;
}

/** A ledger that answers straight from a list of credits: slow, and plain to see through. */
export function fakeLedger(credits: readonly Credit[], revisions: readonly FakeRevision[]): LedgerReader {
  const present = revisions.at(-1)?.revision ?? 0;
  const matching = (filter: CreditFilter) => credits.filter((credit) => matches(credit, filter, present));
  const leftOut = (filter: CreditFilter) => {
    const { leftOutEvents = [] } = filter;
    const elsewhere = matching({ ...filter, events: leftOutEvents.map(({ event }) => event) });
    return [
      ...matching(filter),
      ...elsewhere.map((credit) => {
        const reason = leftOutEvents.find(({ event }) => event === credit.event)?.reason ?? null;
        return { ...credit, leftOut: credit.leftOut ?? reason };
      }),
    ].flatMap((credit) => (credit.leftOut === null ? [] : [{ ...credit, leftOut: credit.leftOut }]));
  };
  const counted = (filter: CreditFilter) => matching(filter).filter(({ leftOut }) => leftOut === null);
  return {
    loadRevision: async () => present,
    revisionAt: async (at) => revisions.findLast((revision) => revision.at <= at)?.revision ?? null,
    sumCredits: async (filter) =>
      addUp(counted(filter), ({ event, memberId, teamId }) => ({ event, memberId, teamId })),
    countShared: async (filter) => countShared(counted(filter)),
    sumByDay: async (filter) =>
      addUp(counted(filter), ({ event, memberId, teamId, day }) => ({
        event,
        memberId,
        teamId,
        day: day ?? "",
      })) satisfies DailySum[],
    sumByWeek: async (filter) =>
      addUp(
        counted(filter).filter(({ day }) => isInWholeWeek(day ?? "", filter.span)),
        ({ event, memberId, teamId, day }) => ({ event, memberId, teamId, week: mondayOf(day ?? "") }),
      ),
    sumByHour: async (filter) => hoursOf(counted(filter)),
    sumLeftOut: async (filter) =>
      leftOut(filter).map(({ event, memberId, leftOut: reason }) => ({ event, memberId, reason, count: 1 })),
    listSlices: async () => {
      const slices = new Map(credits.map(({ slice }) => [`${slice.pipelineId} ${slice.dealType}`, slice]));
      return [...slices.values()].filter(({ pipelineId, dealType }) => pipelineId !== "" || dealType !== "");
    },
    listCredits: async (filter, page) =>
      listLines((page.leftOut ? leftOut : counted)(filter), revisions, page),
    listChanges: async (filter, since, limit) => {
      const asked = credits.filter((credit) => concerns(credit, filter));
      return changesOf(asked, revisions, since).slice(0, limit);
    },
    listSeconds: async (filter) =>
      counted(filter).map(({ memberId, teamId, seconds }) => ({ memberId, teamId, seconds })),
    medianSeconds: async (filter) => medianOf(counted(filter).map(({ seconds }) => seconds)),
  };
}

function matches(credit: Credit, filter: CreditFilter, present: number): boolean {
  const { events, span, memberIds, teamIds, slice = {}, atRevision = present } = filter;
  const { day, knownFrom, knownUntil } = credit;
  return (
    events.includes(credit.event) &&
    (filter.undated ? day === null : day !== null && day >= span.from && day <= span.to) &&
    (memberIds === null || memberIds.includes(credit.memberId)) &&
    (teamIds === null || teamIds.includes(credit.teamId)) &&
    (slice.pipelineIds?.includes(credit.slice.pipelineId) ?? true) &&
    (slice.dealTypes?.includes(credit.slice.dealType) ?? true) &&
    knownFrom <= atRevision &&
    (knownUntil === null || knownUntil > atRevision)
  );
}

/** Weeks begin on Monday here. */
function mondayOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

function isInWholeWeek(day: string, span: CreditFilter["span"]): boolean {
  const monday = mondayOf(day);
  return monday >= span.from && addDays(monday, 6) <= span.to;
}

type Sums = Pick<CellSum, "count" | "unit" | "amountMinor" | "seconds">;

function addUp<Key extends object>(
  credits: readonly Credit[],
  keyOf: (credit: Credit) => Key,
): (Key & Sums)[] {
  const sums = new Map<string, Key & Sums>();
  for (const credit of credits) {
    const key = keyOf(credit);
    const text = JSON.stringify(key);
    const known = sums.get(text) ?? { ...key, count: 0, unit: 0, amountMinor: 0, seconds: 0 };
    sums.set(text, {
      ...known,
      count: known.count + credit.count,
      unit: known.unit + credit.unit,
      amountMinor: known.amountMinor + credit.amountMinor,
      seconds: known.seconds + credit.seconds,
    });
  }
  return [...sums.values()];
}

/** Records that several people hold credits of: nothing happens twice to one record here. */
export function countShared(credits: readonly Credit[]): readonly SharedCount[] {
  const things = Map.groupBy(credits, ({ event, kind, crmId }) => `${event} ${kind} ${crmId}`);
  return [...things.values()].flatMap((lines) => {
    const [first] = lines;
    if (!first || lines.length < 2) return [];
    const holders = lines.map(({ memberId, teamId }) => ({ memberId, teamId }));
    return [{ event: first.event, holders, count: 1 }];
  });
}
