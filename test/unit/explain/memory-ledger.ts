/** A ledger in memory: credits as they were made, one revision a call, each with its instant and cause. */

import { EVENTS_WITH_PAST } from "../../../worker/domain/credit/deal-past.ts";
import type { Cause, Credit, CreditLine } from "../../../worker/domain/credits.ts";
import type { LedgerRecord } from "../../../worker/domain/records.ts";
import type {
  CellSum,
  CreditChange,
  CreditFilter,
  CreditsPage,
  ExplainedCredit,
  LedgerReader,
} from "../../../worker/ports/ledger.ts";
import { countShared } from "../boards/fake-ledger.ts";
import { oncePerRecord } from "../boards/fake-lines.ts";

interface Revision {
  readonly at: string;
  readonly cause: Cause;
}

export class MemoryLedger {
  readonly #revisions: Revision[] = [];
  readonly #records = new Map<string, LedgerRecord>();
  #credits: Credit[] = [];

  /** Replaces the lines of a record. */
  write(record: LedgerRecord, lines: readonly CreditLine[], revision: Revision): void {
    const number = this.#revisions.push(revision);
    const { kind, crmId } = record;
    this.#records.set(`${kind} ${crmId}`, record);
    this.#credits = this.#credits.map((credit) =>
      credit.kind === kind && credit.crmId === crmId && credit.knownUntil === null
        ? { ...credit, knownUntil: number }
        : credit,
    );
    this.#credits.push(
      ...lines.map((line) => ({ ...line, kind, crmId, knownFrom: number, knownUntil: null })),
    );
  }

  reader(): LedgerReader {
    return {
      loadRevision: async () => this.#revisions.length,
      revisionAt: async (at) => this.#revisions.filter((revision) => revision.at <= at).length || null,
      sumCredits: async (filter) => this.#sum(filter),
      countShared: async (filter) => countShared(this.#standing(filter, false)),
      listCredits: async (filter, page) => this.#list(filter, page),
      listChanges: async (filter, since, limit) => this.#changes(filter, since).slice(0, limit),
      sumByDay: () => refuse("sumByDay"),
      sumByWeek: () => refuse("sumByWeek"),
      sumByHour: () => refuse("sumByHour"),
      sumLeftOut: async (filter) =>
        this.#leftOut(filter).flatMap(({ event, memberId, leftOut }) =>
          leftOut === null ? [] : [{ event, memberId, reason: leftOut, count: 1 }],
        ),
      listSeconds: () => refuse("listSeconds"),
      medianSeconds: () => refuse("medianSeconds"),
      listSlices: () => refuse("listSlices"),
    };
  }

  #standing(filter: CreditFilter, leftOut: boolean): readonly Credit[] {
    const at = filter.atRevision ?? this.#revisions.length;
    return this.#credits.filter(
      (credit) =>
        credit.knownFrom <= at &&
        (credit.knownUntil === null || credit.knownUntil > at) &&
        (credit.leftOut !== null) === leftOut &&
        matches(credit, filter),
    );
  }

  /** With what counts elsewhere, and so not here. */
  #leftOut(filter: CreditFilter): readonly Credit[] {
    const { leftOutEvents = [] } = filter;
    const others = leftOutEvents.flatMap(({ event, reason }) => {
      const asked = { ...filter, events: [event] };
      const counted = this.#standing(asked, false).map((credit) => ({ ...credit, leftOut: reason }));
      return [...counted, ...this.#standing(asked, true)];
    });
    return [...this.#standing(filter, true), ...others];
  }

  #sum(filter: CreditFilter): readonly CellSum[] {
    return this.#standing(filter, false).map(
      ({ event, memberId, teamId, count, unit, amountMinor, seconds }) => ({
        event,
        memberId,
        teamId,
        count,
        unit,
        amountMinor,
        seconds,
      }),
    );
  }

  #list(filter: CreditFilter, page: CreditsPage) {
    const found = page.leftOut ? this.#leftOut(filter) : this.#standing(filter, false);
    const lines = page.oncePerRecord ? oncePerRecord(found) : found;
    const all = lines.toSorted((one, other) => ((one.day ?? "") > (other.day ?? "") ? -1 : 1));
    const start = Number(page.after ?? 0);
    const first = new Map(
      all.toReversed().map((credit) => [`${credit.event} ${credit.kind} ${credit.crmId}`, credit]),
    );
    const isFirst = (credit: Credit) =>
      first.get(`${credit.event} ${credit.kind} ${credit.crmId}`) === credit;
    const credits = all
      .slice(start, start + page.limit)
      .map((credit) => ({ ...this.#explained(credit, filter), firstOfThing: isFirst(credit) }));
    const next = start + page.limit < all.length ? String(start + page.limit) : null;
    return { credits, next, total: all.length };
  }

  #explained(credit: Credit, { atRevision }: CreditFilter): ExplainedCredit {
    const { at, cause } = this.#revision(credit.knownFrom);
    const record = this.#records.get(`${credit.kind} ${credit.crmId}`);
    return {
      ...credit,
      title: this.#title(credit),
      stageId: null,
      archived: false,
      firstOfThing: true,
      past: record?.kind === "deal" && EVENTS_WITH_PAST.includes(credit.event) ? record : null,
      fate: this.#fateOf(credit, atRevision ?? this.#revisions.length),
      adjustments: record?.kind === "adjustment" ? [record] : [],
      knownSince: at,
      cause,
    };
  }

  #fateOf({ kind, crmId, event, line }: Credit, at: number): ExplainedCredit["fate"] {
    const siblings = this.#credits.filter(
      (credit) =>
        credit.kind === kind &&
        credit.crmId === crmId &&
        credit.knownFrom <= at &&
        (credit.knownUntil === null || credit.knownUntil > at),
    );
    if (event === "meeting_booked") {
      return siblings.some(({ leftOut }) => leftOut === "meeting_cancelled") ? "cancelled" : null;
    }
    const isAnswered = siblings.some((credit) => credit.event === "outreach_replied" && credit.line === line);
    return event === "outreach_delivered" && isAnswered ? "answered" : null;
  }

  #changes(filter: CreditFilter, since: number): readonly CreditChange[] {
    const opened = this.#credits.filter(({ knownFrom }) => knownFrom > since);
    const closed = this.#credits.filter(({ knownUntil }) => knownUntil !== null && knownUntil > since);
    const replaced = new Set<Credit>();
    const changes = opened.map((after) => {
      const before =
        closed.find((credit) => credit.knownUntil === after.knownFrom && sameLine(credit, after)) ?? null;
      if (before) replaced.add(before);
      return this.#change(after.knownFrom, before, after);
    });
    const gone = closed
      .filter((credit) => !replaced.has(credit))
      .map((before) => this.#change(before.knownUntil ?? 0, before, null));
    return [...changes, ...gone]
      .filter(({ before, after }) => [before, after].some((credit) => credit && matches(credit, filter)))
      .sort((one, other) => one.revision - other.revision);
  }

  #change(revision: number, before: Credit | null, after: Credit | null): CreditChange {
    const { kind, crmId, event } = after ?? before ?? refuse("a change of nothing");
    const title = this.#title({ kind, crmId });
    return { revision, ...this.#revision(revision), kind, crmId, title, event, before, after };
  }

  #revision(number: number): Revision {
    return this.#revisions[number - 1] ?? refuse(`revision ${number}`);
  }

  #title({ kind, crmId }: Pick<Credit, "kind" | "crmId">): string | null {
    const record = this.#records.get(`${kind} ${crmId}`);
    return record && "title" in record ? record.title : null;
  }
}

function sameLine(one: Credit, other: Credit): boolean {
  return (
    one.kind === other.kind &&
    one.crmId === other.crmId &&
    one.event === other.event &&
    one.line === other.line
  );
}

function matches(credit: Credit, filter: CreditFilter): boolean {
  const { events, span, memberIds, teamIds, slice } = filter;
  const { pipelineId, dealType } = credit.slice;
  const inTeams = teamIds === null || teamIds.includes(credit.teamId);
  const inSlice =
    slice?.pipelineIds?.includes(pipelineId) !== false && slice?.dealTypes?.includes(dealType) !== false;
  if (!inTeams || !inSlice) return false;
  const inSpan = filter.undated
    ? credit.day === null
    : credit.day !== null && credit.day >= span.from && credit.day <= span.to;
  return (
    events.includes(credit.event) && inSpan && (memberIds === null || memberIds.includes(credit.memberId))
  );
}

function refuse(what: string): never {
  throw new Error(`The ledger in memory does not know ${what}`);
}
