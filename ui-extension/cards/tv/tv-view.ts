import type { Display, DisplayRow } from "../../../shared/contracts/display.ts";
import type { MetricId, PeriodName } from "../../../shared/contracts/ids.ts";
import type { MovementView } from "../../../shared/contracts/quota-card.ts";
import { formatDay, formatMonth, formatTime } from "../../../shared/wording/dates.ts";
import {
  type FigureKind,
  formatChange,
  formatCount,
  formatRank,
  formatShortMoney,
  formatValue,
} from "../../../shared/wording/numbers.ts";
import { dayOf } from "../host/account-time.ts";
import type { TvWords } from "./words/en.ts";

/** So many lead with the accent. */
const LEADERS = 3;
/** Wider than this, money is written short. In characters. */
const VALUE_LENGTH_MAX = 10;
/** So many of those who improved stand beside the places. */
const IMPROVED_BESIDE = 3;

type ChangeView = ReturnType<typeof formatChange>;

/** A place as it is drawn. */
export interface TvRow {
  readonly key: string;
  readonly rank: string;
  readonly leads: boolean;
  readonly movement: MovementView | null;
  readonly name: string;
  readonly isPrivate: boolean;
  /** Percent of the longest bar. */
  readonly percent: number;
  readonly value: string;
  readonly change: ChangeView;
  readonly smallSample: boolean;
}

/** Somebody who gained. */
export interface TvImproved {
  readonly key: string;
  readonly name: string;
  readonly change: ChangeView;
  readonly fromTo: string;
}

/** A board in words and widths. */
export interface TvView {
  readonly title: string;
  readonly subtitle: string;
  /** Under the head of those who improved. */
  readonly improvedSubtitle: string;
  readonly byTeam: boolean;
  readonly rows: readonly TvRow[];
  readonly total: { readonly label: string; readonly value: string; readonly change: ChangeView } | null;
  readonly today: readonly { readonly id: MetricId; readonly value: string; readonly unit: string }[];
  readonly improved: readonly TvImproved[];
  readonly improvedBeside: readonly TvImproved[];
}

/** What a board is worded with. */
export interface TvWording {
  readonly words: TvWords;
  /** For figures and dates, such as `en-GB`. */
  readonly language: string;
}

/** What is drawn of a board. */
export function tvView(board: Display, wording: TvWording): TvView {
  const { words, language } = wording;
  const today = dayOf(board.asOf, board.period.timeZone);
  const metric = words.metric(board.metric.id);
  const titleWords = board.by === "team" ? words.titleByTeam : words.title;
  const title = titleWords(metric, spanText(board, wording, today));
  const against = againstText(board, wording, today);
  const withAgainst = (text: string) => (against === null ? text : words.subtitle(text, against));
  const inTeam = (text: string) => (board.teamName === null ? text : words.inTeam(board.teamName, text));
  const improved = improvedRows(board, wording);
  return {
    title,
    subtitle: inTeam(board.soFar ? words.soFar : withAgainst(placesText(board, wording))),
    improvedSubtitle: inTeam(withAgainst(title)),
    byTeam: board.by === "team",
    rows: placeRows(board, wording),
    total: totalOf(board, wording),
    today: board.today.map(({ metric: of, value }) => ({
      id: of.id,
      value: tightValue(value, of, language),
      unit: unitText(of.id, value, words),
    })),
    improved,
    improvedBeside: improved.slice(0, IMPROVED_BESIDE),
  };
}

/** "14:31"; with the day where it is not today's. */
export function clockText(instant: string, timeZone: string, language: string, now: number): string {
  const time = formatTime(instant, { language, timeZone });
  const [day, today] = [dayOf(instant, timeZone), dayOf(new Date(now).toISOString(), timeZone)];
  return day === today ? time : `${formatDay(day, language, today)}, ${time}`;
}

/** "12 minutes ago", by the largest unit that fits. */
export function ageText(milliseconds: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return format.format(-Math.max(1, Math.floor(milliseconds / 1000)), "second");
  if (minutes < 60) return format.format(-minutes, "minute");
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? format.format(-hours, "hour") : format.format(-Math.floor(hours / 24), "day");
}

/** "Friday 20 November". */
export function dateText(now: number, timeZone: string, language: string): string {
  const options = { weekday: "long", day: "numeric", month: "long", timeZone } as const;
  return new Intl.DateTimeFormat(language, options).format(now);
}

function spanText({ period, periodName }: Display, { words, language }: TvWording, today: string): string {
  return periodName === "this_month" || periodName === "last_month"
    ? formatMonth(middleOf(period), language, today)
    : words.spans[periodName];
}

/** A fiscal month may begin in the calendar month before the one that it is named after. */
function middleOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString().slice(0, "YYYY-MM-DD".length);
}

const GRAINS = {
  this_week: "week",
  last_week: "week",
  this_month: "month",
  last_month: "month",
  this_quarter: "quarter",
  last_quarter: "quarter",
  this_year: "year",
  last_year: "year",
} as const satisfies Readonly<Record<PeriodName, string>>;

function againstText(board: Display, { words, language }: TvWording, today: string): string | null {
  const { comparedWith, comparedDays, period, periodName } = board;
  if (comparedWith === null) return null;
  const grain = GRAINS[periodName];
  const month = formatMonth(middleOf(comparedWith), language, today);
  const say = (by: TvWords["within"]) => (grain === "month" ? by.month(month) : by[grain]);
  const open = today <= period.to;
  return open && comparedDays !== null
    ? words.againstDays(comparedDays, say(words.within))
    : words.against(say(words.whole));
}

/** The list has no end that could be read: "Top 8 of 13". */
function placesText({ rows, of, by }: Display, { words, language }: TvWording): string {
  if (rows.length < of) return words.top(formatCount(rows.length, language), formatCount(of, language));
  return (by === "team" ? words.teams : words.people)(of, formatCount(of, language));
}

function placeRows({ rows, metric }: Display, { words, language }: TvWording): readonly TvRow[] {
  const widest = Math.max(0, ...rows.map(({ value }) => value ?? 0));
  const keys = keysOf(rows.map(({ name }) => name ?? ""));
  return rows.map((row, index) => ({
    key: keys[index] ?? "",
    rank: formatRank(row, language),
    leads: row.rank !== null && row.rank <= LEADERS,
    movement: movementOf(row, words, language),
    name: row.name ?? words.privateMember,
    isPrivate: row.name === null,
    percent: widest > 0 && row.value !== null ? Math.max(0, (row.value / widest) * 100) : 0,
    value: tightValue(row.value, metric, language),
    change: formatChange(row.compared, row.previous, metric, language),
    smallSample: row.smallSample,
  }));
}

function movementOf({ rank, movement }: DisplayRow, words: TvWords, language: string): MovementView | null {
  if (movement === null || rank === null) return null;
  if (movement.rankBefore === null) return { direction: "new", places: null, label: words.new };
  const won = movement.rankBefore - rank;
  if (won === 0) return { direction: "same", places: null, label: words.same };
  const text = formatCount(Math.abs(won), language);
  return won > 0
    ? { direction: "up", places: won, label: words.up(text) }
    : { direction: "down", places: -won, label: words.down(text) };
}

function improvedRows({ improved, metric }: Display, { words, language }: TvWording): readonly TvImproved[] {
  const keys = keysOf(improved.map(({ name }) => name));
  return improved.map(({ name, compared, previous }, index) => ({
    key: keys[index] ?? "",
    name,
    change: formatChange(compared, previous, metric, language),
    fromTo: words.fromTo(tightValue(previous, metric, language), tightValue(compared, metric, language)),
  }));
}

function totalOf({ total, metric, by }: Display, { words, language }: TvWording): TvView["total"] {
  if (total.value === null) return null;
  const adds = metric.unit === "money" || metric.unit === "count" || metric.unit === "seconds";
  const label = by === "team" ? words.totalTeams : words.total;
  return {
    label: adds && metric.id !== "average_deal_size" ? label : words.rate,
    value: tightValue(total.value, metric, language),
    change: formatChange(total.compared, total.previous, metric, language),
  };
}

function unitText(id: MetricId, value: number, words: TvWords): string {
  return id === "revenue_closed" || id === "deals_won" || id === "meetings_held"
    ? words.units[id](value)
    : words.metric(id);
}

/** Large sums would not fit at a size that can be read across a room. */
function tightValue(value: number | null, kind: FigureKind, language: string): string {
  const full = formatValue(value, kind, language);
  return value !== null && kind.unit === "money" && kind.currency !== null && full.length > VALUE_LENGTH_MAX
    ? formatShortMoney(value, kind.currency, language)
    : full;
}

/** Names are not unique; private members have none. */
function keysOf(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${count} ${name}`;
  });
}
