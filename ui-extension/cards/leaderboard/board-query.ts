import { METRIC_IDS, type MetricId, PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";
import type { BoardChoice } from "../../../shared/contracts/live.ts";
import type { PageTarget } from "../standings/address.ts";

/** Which board: what its address says. A custom period has both days instead of a name. */
export interface BoardQuery {
  readonly metric: MetricId;
  readonly by: "member" | "team";
  readonly period?: PeriodName | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly team?: string | undefined;
  readonly region?: string | undefined;
  readonly department?: string | undefined;
  readonly segment?: string | undefined;
  /** The instant whose knowledge is shown; undefined is now. */
  readonly at?: string | undefined;
}

/** What a board opens with where nothing was chosen. */
export type BoardDefaults = Pick<BoardQuery, "metric" | "period">;

export const FIRST_DEFAULTS: BoardDefaults = { metric: "revenue_closed", period: "this_month" };

/** What narrows a board, in the order of the controls. */
const FILTERS = ["team", "region", "department", "segment"] as const;

const NAMES = ["metric", "by", "period", "from", "to", ...FILTERS, "at"] as const;

/** Whether an address says anything about a board. */
export function namesBoard(route: URLSearchParams): boolean {
  return NAMES.some((name) => route.has(name));
}

/** The board that an address asks for; what is not in it or is nothing known stands at the default. */
export function readQuery(route: URLSearchParams, defaults: BoardDefaults): BoardQuery {
  const text = (name: (typeof NAMES)[number]) => route.get(name) || undefined;
  const from = readDay(text("from"));
  const to = readDay(text("to"));
  const named = PERIOD_NAMES.find((name) => name === text("period")) ?? defaults.period ?? "this_month";
  return {
    metric: METRIC_IDS.find((id) => id === text("metric")) ?? defaults.metric,
    by: text("by") === "team" ? "team" : "member",
    ...(from && to && from <= to ? { from, to } : { period: named }),
    team: text("team"),
    region: text("region"),
    department: text("department"),
    segment: text("segment"),
    at: readInstant(text("at")),
  };
}

function readDay(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
}

function readInstant(text: string | undefined): string | undefined {
  return text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
}

/** The query as an address holds it. */
export function addressOf(query: BoardQuery): Readonly<Record<string, string | undefined>> {
  return { ...query };
}

/** The query as the server takes it: compared, with details, and every row, because the live board sends every row. */
export function wireOf(query: BoardQuery): Readonly<Record<string, string | undefined>> {
  return { ...query, compare: "true", details: "true", all: "true" };
}

/** The board to follow live; null for the past, which stands still. */
export function choiceOf({ at, ...query }: BoardQuery): BoardChoice | null {
  if (at !== undefined) return null;
  const known = Object.entries(query).filter(([, value]) => value !== undefined);
  return { metric: query.metric, ...Object.fromEntries(known) };
}

/** The same board without what narrows it. */
export function withoutFilters(query: BoardQuery): BoardQuery {
  return { ...query, team: undefined, region: undefined, department: undefined, segment: undefined };
}

/** How many filters are set. */
export function countFilters(query: BoardQuery): number {
  return FILTERS.filter((name) => query[name] !== undefined).length;
}

/** The page of somebody, over the same period and with the way back to the same metric. */
export function personTarget(
  member: string,
  { metric, period, from, to }: Pick<BoardQuery, "metric" | "period" | "from" | "to">,
): PageTarget {
  return { page: "person", query: { member, metric, period, from, to } };
}

/** Which kind of period it is, for words. */
export function grainOf({ period }: BoardQuery): "week" | "month" | "quarter" | "year" | "custom" {
  if (period === undefined) return "custom";
  const grain = period.slice("this_".length);
  return grain === "week" || grain === "quarter" || grain === "year" ? grain : "month";
}
