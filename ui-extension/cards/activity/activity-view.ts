/** The activity page from its answers: what to draw, every text ready. */
import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { formatDays, formatMonth, formatShortMonth, quarterName } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import {
  formatChange,
  formatCount,
  formatDuration,
  formatRate,
  formatValue,
  NO_FIGURE,
} from "../../../shared/wording/numbers.ts";
import type { ActivityWords } from "./words/en.ts";

/** Whose words, and how figures and times are written. */
export interface ActivityWording {
  readonly words: ActivityWords;
  readonly locale: Locale;
}

/** One figure of the strip at the head. */
export interface SummaryView {
  readonly id: ActivityPage["summary"][number]["metric"]["id"];
  readonly label: string;
  readonly value: string;
  readonly change: ReturnType<typeof formatChange>;
  readonly versus: string | null;
}

/** The strip: each figure against the compared period. */
export function summaryViews(page: ActivityPage, { words, locale }: ActivityWording): readonly SummaryView[] {
  const { language } = locale;
  const versus = page.comparedWith && words.versus(comparedName(page.comparedWith, page, { words, locale }));
  return page.summary.map(({ metric, value, previous, compared }) => ({
    id: metric.id,
    label: words.metric(metric.id),
    value: formatValue(value, metric, language),
    change: formatChange(compared, previous, metric, language),
    versus,
  }));
}

/** "November", or the days where it is no whole month. */
export function titleOf({ period, today }: ActivityPage, language: string): string {
  return isMonth(period)
    ? formatMonth(period.from, language, today)
    : formatDays(period.from, period.to, language, today);
}

/** What the page's period is compared with: "Q3", "Oct" for anything within a month, else the days. */
export function comparedName(
  comparedWith: NonNullable<ActivityPage["comparedWith"]>,
  { period, today }: Pick<ActivityPage, "period" | "today">,
  { words, locale }: ActivityWording,
): string {
  const quarter = quarterName(comparedWith.fiscal, period.fiscal, words.quarter);
  return quarter ?? nameOfSpan(comparedWith, today, locale.language);
}

function nameOfSpan({ from, to }: DaySpan, today: string, language: string): string {
  if (from.slice(0, 7) !== to.slice(0, 7) || !from.endsWith("-01"))
    return formatDays(from, to, language, today);
  return formatShortMonth(from, language);
}

function isMonth({ from, to }: DaySpan): boolean {
  const next = new Date(`${to}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return from.endsWith("-01") && from.slice(0, 7) === to.slice(0, 7) && next.getUTCDate() === 1;
}

/** By what the table can be sorted, in the order of the columns. */
export const PERSON_COLUMNS = [
  "emailsSent",
  "emailsReceived",
  "callsMade",
  "connectRate",
  "talkSeconds",
  "meetingsBooked",
  "dealsCreated",
  "dealsAdvanced",
  "tasksCompleted",
] as const;
export type PersonColumn = (typeof PERSON_COLUMNS)[number];

/** Columns whose bars compare people. */
const BAR_COLUMNS: readonly PersonColumn[] = ["emailsSent", "callsMade", "talkSeconds", "meetingsBooked"];

/** A cell, with its bar where the column has bars. */
export interface PersonCell {
  readonly column: PersonColumn;
  readonly text: string;
  /** Percent of the largest in the column; null without a bar. */
  readonly percent: number | null;
}

/** One person, or the average of the team. */
export interface PersonRowView {
  /** Null for the average. */
  readonly memberId: string | null;
  readonly name: string;
  readonly cells: readonly PersonCell[];
  /** The activities of the last eight working days or weeks; empty for the average. */
  readonly trend: readonly number[];
}

/** People sorted by a column, most first; whoever has no figure comes last. */
export function personRows(
  page: ActivityPage,
  options: ActivityWording & { readonly sortedBy: PersonColumn },
): readonly PersonRowView[] {
  const { sortedBy } = options;
  const largest = new Map(
    BAR_COLUMNS.map((column) => [
      column,
      Math.max(...page.members.map(({ totals }) => totals[column] ?? 0), 0),
    ]),
  );
  return page.members
    .toSorted(
      (one, other) =>
        (other.totals[sortedBy] ?? -1) - (one.totals[sortedBy] ?? -1) ||
        one.member.name.localeCompare(other.member.name),
    )
    .map(({ member, totals, days }) => ({
      memberId: member.id,
      name: member.name,
      cells: cellsOf(totals, options.locale.language, largest),
      trend: trendOf(days, page),
    }));
}

/** The average of the viewer's team; null where none was answered. */
export function averageRow(page: ActivityPage, { words, locale }: ActivityWording): PersonRowView | null {
  const { average } = page;
  if (!average) return null;
  const team = average.team?.name ?? words.table.yourTeam;
  return {
    memberId: null,
    name: words.table.average(team, formatCount(average.people, locale.language)),
    cells: cellsOf(average.totals, locale.language, new Map()),
    trend: [],
  };
}

function cellsOf(
  totals: Readonly<Record<PersonColumn, number | null>>,
  language: string,
  largest: ReadonlyMap<PersonColumn, number>,
): readonly PersonCell[] {
  return PERSON_COLUMNS.map((column) => {
    const value = totals[column];
    const most = largest.get(column);
    return {
      column,
      text: textOf(column, value, language),
      percent: most ? ((value ?? 0) / most) * 100 : null,
    };
  });
}

function textOf(column: PersonColumn, value: number | null, language: string): string {
  if (value === null) return NO_FIGURE;
  if (column === "connectRate") return formatRate(value, language);
  if (column === "talkSeconds") return formatDuration(value, language);
  return formatCount(value, language);
}

const TREND_POINTS = 8;

function trendOf(days: ActivityPage["days"], { workingDays, today }: ActivityPage): readonly number[] {
  const shown = new Set(workingDays.filter((day) => day <= today));
  return days
    .filter(({ day }) => shown.has(day))
    .slice(-TREND_POINTS)
    .map(({ emailsSent, callsMade, meetingsBooked }) => emailsSent + callsMade + meetingsBooked);
}
