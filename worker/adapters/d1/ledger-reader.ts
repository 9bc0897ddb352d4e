import * as v from "valibot";
import { EVENT_IDS, LEFT_OUT_REASONS } from "../../../shared/contracts/ids.ts";
import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import { addDays, localMomentOf } from "../../domain/calendar/local-time.ts";
import type { Slice } from "../../domain/credits.ts";
import { Buckets } from "../../domain/ledger/buckets.ts";
import { readHourBucket } from "../../domain/ledger/cell-deltas.ts";
import type {
  CellSum,
  CreditFilter,
  DailySum,
  HourSum,
  LedgerReader,
  LeftOutSum,
  WeeklySum,
} from "../../ports/ledger.ts";
import { addUp, loadCells } from "./ledger-cell-sums.ts";
import { listChanges } from "./ledger-changes.ts";
import { lineSums } from "./ledger-credit-lines.ts";
import { listCredits, listSeconds, medianSeconds } from "./ledger-explain.ts";
import { loadSlices } from "./ledger-loads.ts";
import { type ReadContext, type SeenGeneration, SeenGenerations, slicesOf } from "./ledger-reading.ts";
import { countShared } from "./ledger-shared.ts";
import { readRows } from "./read-rows.ts";

const DAYS_PER_WEEK = 7;

/** Reads the ledger of one tenant. Make one per question: it stays with one generation of rules. */
export function createLedgerReader(db: D1Database, tenantId: string): LedgerReader {
  const database = { db, tenantId };
  const context: ReadContext = { database, generations: new SeenGenerations(database) };
  return {
    loadRevision: () => context.generations.loadRevision(),
    revisionAt: (at) => revisionAt(context, at),
    sumCredits: (filter) => sumCredits(context, filter),
    countShared: (filter) => countShared(context, filter),
    sumByDay: (filter) => sumByDay(context, filter),
    sumByWeek: (filter) => sumByWeek(context, filter),
    sumByHour: (filter) => sumByHour(context, filter),
    sumLeftOut: (filter) => sumLeftOut(context, filter),
    listSlices: async () => (await loadSlices(database)).map(toSlice),
    listCredits: (filter, page) => listCredits(context, filter, page),
    listChanges: (filter, sinceRevision, limit) => listChanges(context, filter, { sinceRevision, limit }),
    listSeconds: (filter) => listSeconds(context, filter),
    medianSeconds: (filter) => medianSeconds(context, filter),
  };
}

const Event = v.picklist(EVENT_IDS);
const Sums = { count: v.number(), unit: v.number(), amount_minor: v.number(), seconds: v.number() };
const SumRow = v.object({ event: Event, member_id: v.string(), team_id: v.string(), ...Sums });
const DayRow = v.object({ ...SumRow.entries, day: v.string() });
const AtRow = v.object({ ...SumRow.entries, at: v.string() });
const LeftOutRow = v.object({
  event: Event,
  member_id: v.string(),
  left_out: v.picklist(LEFT_OUT_REASONS),
  count: v.number(),
});
const RevisionRow = v.object({ revision: v.number() });
const ConnectedRow = v.object({ connected_at: v.string() });

async function revisionAt({ database }: ReadContext, at: Instant): Promise<number | null> {
  const { db, tenantId } = database;
  const [last, tenant] = await db.batch([
    db
      .prepare(
        `SELECT revision FROM revisions WHERE tenant_id = ?1 AND at <= ?2
          ORDER BY at DESC, revision DESC LIMIT 1`,
      )
      .bind(tenantId, at),
    db.prepare("SELECT connected_at FROM tenants WHERE id = ?1").bind(tenantId),
  ]);
  const connectedAt = readRows(ConnectedRow, tenant)[0]?.connected_at;
  if (connectedAt !== undefined && at < connectedAt) return null;
  const revision = readRows(RevisionRow, last)[0]?.revision;
  return revision ?? (connectedAt === undefined ? null : 0);
}

/** Where a question is answered: from cells where they can tell, else from the credits. */
interface Source {
  readonly generation: SeenGeneration;
  /** Null: from the credits. */
  readonly slices: readonly string[] | null;
}

async function sourceOf(context: ReadContext, filter: CreditFilter): Promise<Source | null> {
  const generation = await context.generations.at(filter.atRevision);
  if (!generation || (filter.span.from > filter.span.to && !filter.undated)) return null;
  const slices = filter.atRevision === undefined ? await slicesOf(context.database, filter) : null;
  return { generation, slices };
}

function lineQuestion(source: Source, filter: CreditFilter) {
  return { generation: source.generation.number, filter, atRevision: filter.atRevision };
}

async function sumCredits(context: ReadContext, filter: CreditFilter): Promise<readonly CellSum[]> {
  const source = await sourceOf(context, filter);
  if (!source) return [];
  const { generation, slices } = source;
  if (!slices) {
    const answer = await lineSums(context.database, lineQuestion(source, filter), BY_MEMBER);
    return readRows(SumRow, answer).map(toSum);
  }
  const question = { generation, filter, slices, leftOut: COUNTED, buckets: "period" } as const;
  return addUp(await loadCells(context.database, question), memberKey).map(toSum);
}

async function sumByDay(context: ReadContext, filter: CreditFilter): Promise<readonly DailySum[]> {
  const source = await sourceOf(context, filter);
  if (!source) return [];
  const { generation, slices } = source;
  if (!slices) {
    const answer = await lineSums(context.database, lineQuestion(source, filter), [...BY_MEMBER, "day"]);
    return readRows(DayRow, answer).map((row) => ({ ...toSum(row), day: row.day }));
  }
  const question = { generation, filter, slices, leftOut: COUNTED, buckets: "days" } as const;
  const cells = await loadCells(context.database, question);
  const days = addUp(cells, (cell) => `${memberKey(cell)}\n${cell.bucket}`);
  return days.map((cell) => ({ ...toSum(cell), day: cell.bucket }));
}

/** Of a span of a revision, only the credits can tell: they are added up by day first. */
async function sumByWeek(context: ReadContext, filter: CreditFilter): Promise<readonly WeeklySum[]> {
  const source = await sourceOf(context, filter);
  const span = source && wholeWeeks(source.generation, filter.span);
  if (!source || !span || filter.undated) return [];
  const { generation, slices } = source;
  if (slices) {
    const question = {
      generation,
      filter: { ...filter, span },
      slices,
      leftOut: COUNTED,
      buckets: "weeks",
    } as const;
    const cells = await loadCells(context.database, question);
    const weeks = addUp(cells, (cell) => `${memberKey(cell)}\n${cell.bucket}`);
    return weeks.map((cell) => ({ ...toSum(cell), week: cell.bucket }));
  }
  const buckets = new Buckets(generation.rules.calendar);
  const question = lineQuestion(source, { ...filter, span });
  const answer = await lineSums(context.database, question, [...BY_MEMBER, "day"]);
  const days = readRows(DayRow, answer).map((row) => ({
    ...row,
    bucket: buckets.of(row.day).week,
    left_out: "" as const,
  }));
  const weeks = addUp(days, (row) => `${memberKey(row)}\n${row.bucket}`);
  return weeks.map((row) => ({ ...toSum(row), week: row.bucket }));
}

/** From the first day of the first whole week to the last day of the last one; null without any. */
function wholeWeeks(generation: SeenGeneration, { from, to }: DaySpan): DaySpan | null {
  const buckets = new Buckets(generation.rules.calendar);
  const started = buckets.of(from).week;
  const first = started === from ? from : addDays(started, DAYS_PER_WEEK);
  const end = addDays(buckets.of(addDays(to, 1)).week, -1);
  return first < end ? { from: first, to: end } : null;
}

const BY_MEMBER = ["event", "member_id", "team_id"] as const;
const COUNTED = [""];

/** The separator occurs in no id. */
function memberKey(row: { event: string; member_id: string; team_id: string }): string {
  return `${row.event}\n${row.member_id}\n${row.team_id}`;
}

function toSum(row: v.InferOutput<typeof SumRow>): CellSum {
  return {
    event: row.event,
    memberId: row.member_id,
    teamId: row.team_id,
    count: row.count,
    unit: row.unit,
    amountMinor: row.amount_minor,
    seconds: row.seconds,
  };
}

async function sumLeftOut(context: ReadContext, filter: CreditFilter): Promise<readonly LeftOutSum[]> {
  const { leftOutEvents = [] } = filter;
  if (leftOutEvents.length === 0) return sumOwnLeftOut(context, filter);
  const elsewhere = leftOutEvents.map(({ event }) => event);
  const [own, counted] = await Promise.all([
    sumOwnLeftOut(context, { ...filter, events: [...filter.events, ...elsewhere] }),
    sumCredits(context, { ...filter, events: elsewhere }),
  ]);
  const left = counted.flatMap(({ event, memberId, count }) =>
    leftOutEvents
      .filter((each) => each.event === event)
      .map(({ reason }) => ({ event, memberId, reason, count })),
  );
  return [...own, ...left];
}

async function sumOwnLeftOut(context: ReadContext, filter: CreditFilter): Promise<readonly LeftOutSum[]> {
  const source = await sourceOf(context, filter);
  if (!source) return [];
  const { generation, slices } = source;
  if (!slices) {
    const by = ["event", "member_id", "left_out"] as const;
    const answer = await lineSums(context.database, lineQuestion(source, filter), by);
    return readRows(LeftOutRow, answer).map(toLeftOut);
  }
  const question = { generation, filter, slices, leftOut: LEFT_OUT_REASONS, buckets: "period" } as const;
  const cells = await loadCells(context.database, question);
  const sums = addUp(cells, (cell) => `${cell.event}\n${cell.member_id}\n${cell.left_out}`);
  return sums.flatMap((cell) => {
    const { left_out } = cell;
    return left_out === "" ? [] : [toLeftOut({ ...cell, left_out })];
  });
}

function toLeftOut(row: v.InferOutput<typeof LeftOutRow>): LeftOutSum {
  return { event: row.event, memberId: row.member_id, reason: row.left_out, count: row.count };
}

function toSlice({ pipelineId, dealType }: Slice): Slice {
  return { pipelineId, dealType };
}

/** Whole months come from cells; the days around them from the credits. */
async function sumByHour(context: ReadContext, filter: CreditFilter): Promise<readonly HourSum[]> {
  const source = await sourceOf(context, filter);
  if (!source || filter.undated) return [];
  const { generation, slices } = source;
  const sums = new Map<string, HourSum>();
  if (slices) {
    const question = { generation, filter, slices, leftOut: COUNTED, buckets: "hours" } as const;
    for (const cell of await loadCells(context.database, question)) {
      addHour(sums, cell, readHourBucket(cell.bucket));
    }
  }
  const { timeZone } = generation.rules.calendar;
  for (const span of slices ? daysBesideMonths(generation, filter.span) : [filter.span]) {
    const question = lineQuestion(source, { ...filter, span });
    const answer = await lineSums(context.database, question, [...BY_MEMBER, "at"]);
    for (const row of readRows(AtRow, answer)) addHour(sums, row, localMomentOf(row.at, timeZone));
  }
  return [...sums.values()];
}

function daysBesideMonths(generation: SeenGeneration, span: DaySpan): readonly DaySpan[] {
  return new Buckets(generation.rules.calendar)
    .cut(span)
    .filter(({ grain }) => grain !== "month")
    .map(({ grain, from, to }) => ({ from, to: grain === "week" ? addDays(to, DAYS_PER_WEEK - 1) : to }));
}

function addHour(
  sums: Map<string, HourSum>,
  row: v.InferOutput<typeof SumRow>,
  { weekday, hour }: { readonly weekday: number; readonly hour: number },
): void {
  const key = JSON.stringify([row.event, row.member_id, row.team_id, weekday, hour]);
  const known = sums.get(key);
  sums.set(key, {
    event: row.event,
    memberId: row.member_id,
    teamId: row.team_id,
    weekday,
    hour,
    count: (known?.count ?? 0) + row.count,
    seconds: (known?.seconds ?? 0) + row.seconds,
  });
}
