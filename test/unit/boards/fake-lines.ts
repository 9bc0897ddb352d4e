/** Lines of the fake ledger one by one: as "Why this number?" and the page of a person list them. */
import { weekdayOf } from "../../../worker/domain/calendar/local-time.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type {
  ClockHour,
  CreditChange,
  CreditFilter,
  CreditsPage,
  HourSum,
  LedgerReader,
} from "../../../worker/ports/ledger.ts";
import type { FakeRevision } from "./fake-ledger.ts";

const CAUSE = { kind: "webhook" } as const;

/** Stages are not credits' to know: the fake deals stand where their type says. */
export function listLines(
  credits: readonly Credit[],
  revisions: readonly FakeRevision[],
  page: CreditsPage,
): Awaited<ReturnType<LedgerReader["listCredits"]>> {
  const all = credits.filter(
    (credit) => (credit.leftOut !== null) === page.leftOut && isWithin(credit, page.clock),
  );
  const lines = page.oncePerRecord ? oncePerRecord(all) : all;
  const seen = new Set<string>();
  const explained = lines.map((credit) => ({
    ...credit,
    firstOfThing: isNew(seen, `${credit.event} ${credit.kind} ${credit.crmId}`),
    title: `Record ${credit.crmId}`,
    stageId: credit.slice.dealType === "" ? null : credit.slice.dealType,
    archived: false,
    past: null,
    fate: null,
    adjustments: [],
    knownSince: instantOf(credit.knownFrom, revisions),
    cause: CAUSE,
  }));
  const start = Number(page.after ?? 0);
  const end = start + page.limit;
  const next = end < explained.length ? String(end) : null;
  return { credits: explained.slice(start, end), next, total: explained.length };
}

/** Of each record the last event by name, and of that the last line, where they stand in the list. */
export function oncePerRecord(credits: readonly Credit[]): readonly Credit[] {
  const firsts = new Map<string, Credit>();
  for (const credit of credits) {
    const key = `${credit.kind} ${credit.crmId}`;
    const first = firsts.get(key);
    if (!first || comesBefore(credit, first)) firsts.set(key, credit);
  }
  const chosen = new Set(firsts.values());
  return credits.filter((credit) => chosen.has(credit));
}

function comesBefore(one: Credit, other: Credit): boolean {
  if (one.day !== other.day) return (one.day ?? "") > (other.day ?? "");
  return one.event === other.event ? one.line > other.line : one.event > other.event;
}

function isNew(seen: Set<string>, key: string): boolean {
  return !seen.has(key) && seen.add(key).has(key);
}

function isWithin(credit: Credit, clock: CreditsPage["clock"]): boolean {
  if (!clock) return true;
  const { weekday, hour } = hourOf(credit);
  return weekday === clock.weekday && hour === clock.hour;
}

/** Whether a line that may have been known at any time is one that a question is about. */
export function concerns(credit: Credit, { events, span, memberIds }: CreditFilter): boolean {
  const { day, event, memberId } = credit;
  const inSpan = day !== null && day >= span.from && day <= span.to;
  return events.includes(event) && inSpan && (memberIds === null || memberIds.includes(memberId));
}

/** A line that closed in the revision in which another of the same place opened was replaced by it. */
export function changesOf(
  credits: readonly Credit[],
  revisions: readonly FakeRevision[],
  since: number,
): readonly CreditChange[] {
  const placeOf = ({ kind, crmId, event, line }: Credit) => `${kind} ${crmId} ${event} ${line}`;
  const opened = credits.filter(({ knownFrom }) => knownFrom > since);
  const closed = credits.filter(({ knownUntil }) => knownUntil !== null && knownUntil > since);
  const changes = new Map<string, { revision: number; before: Credit | null; after: Credit | null }>();
  const note = (credit: Credit, revision: number, part: { before?: Credit; after?: Credit }) => {
    const key = `${revision} ${placeOf(credit)}`;
    changes.set(key, { before: null, after: null, ...changes.get(key), revision, ...part });
  };
  for (const credit of opened) note(credit, credit.knownFrom, { after: credit });
  for (const credit of closed) note(credit, credit.knownUntil ?? 0, { before: credit });
  return [...changes.values()]
    .toSorted((one, other) => one.revision - other.revision)
    .flatMap(({ revision, before, after }) => {
      const credit = after ?? before;
      if (!credit) return [];
      const { kind, crmId, event } = credit;
      const at = instantOf(revision, revisions);
      return [{ revision, at, cause: CAUSE, kind, crmId, title: `Record ${crmId}`, event, before, after }];
    });
}

/** What has no instant happened at nine. */
export function hoursOf(credits: readonly Credit[]): readonly HourSum[] {
  return credits.map((credit) => {
    const { event, memberId, teamId, count, seconds } = credit;
    return { event, memberId, teamId, ...hourOf(credit), count, seconds };
  });
}

function hourOf({ day, at }: Credit): ClockHour {
  return { weekday: weekdayOf(day ?? ""), hour: at === null ? 9 : Number(at.slice(11, 13)) };
}

function instantOf(revision: number, revisions: readonly FakeRevision[]): string {
  return revisions.find((each) => each.revision === revision)?.at ?? "";
}
