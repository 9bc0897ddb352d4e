import type { Credit } from "../../../worker/domain/credits.ts";
import type {
  CellSum,
  CreditFilter,
  DailySum,
  LedgerReader,
  SharedCount,
} from "../../../worker/ports/ledger.ts";

/** A revision of the fake ledger, and when it was made. */
export interface FakeRevision {
  readonly revision: number;
  readonly at: string;
}

/** A ledger that answers straight from a list of credits: slow, and plain to see through. */
export function fakeLedger(credits: readonly Credit[], revisions: readonly FakeRevision[]): LedgerReader {
  const present = revisions.at(-1)?.revision ?? 0;
  const matching = (filter: CreditFilter) => credits.filter((credit) => matches(credit, filter, present));
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
    sumByHour: () => notAsked("sumByHour"),
    sumLeftOut: async (filter) =>
      matching(filter).flatMap(({ event, memberId, leftOut }) =>
        leftOut === null ? [] : [{ event, memberId, reason: leftOut, count: 1 }],
      ),
    listCredits: () => notAsked("listCredits"),
    listChanges: () => notAsked("listChanges"),
    listSeconds: async (filter) =>
      counted(filter).map(({ memberId, teamId, seconds }) => ({ memberId, teamId, seconds })),
  };
}

function matches(credit: Credit, filter: CreditFilter, present: number): boolean {
  const { events, span, memberIds, teamIds, atRevision = present } = filter;
  const { day, knownFrom, knownUntil } = credit;
  return (
    events.includes(credit.event) &&
    day !== null &&
    day >= span.from &&
    day <= span.to &&
    (memberIds === null || memberIds.includes(credit.memberId)) &&
    (teamIds === null || teamIds.includes(credit.teamId)) &&
    knownFrom <= atRevision &&
    (knownUntil === null || knownUntil > atRevision)
  );
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

function notAsked(question: string): never {
  throw new Error(`Boards do not ask the ledger for ${question}`);
}
