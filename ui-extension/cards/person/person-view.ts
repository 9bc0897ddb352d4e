/** The page of a person from its answer: what to draw, every text ready. */
import type { MetricId } from "../../../shared/contracts/ids.ts";
import type { PersonStanding, StandingMetric } from "../../../shared/contracts/person.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { formatDay, formatDayOf } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import {
  formatChange,
  formatCount,
  formatMoney,
  formatRank,
  formatValue,
  NO_FIGURE,
} from "../../../shared/wording/numbers.ts";
import type { PersonWords } from "./words/en.ts";

/** Whose words, and how figures and times are written. */
export interface PersonWording {
  readonly words: PersonWords;
  readonly locale: Locale;
}

/** The ten that stand there at once; the others are a press away. */
const FIRST_METRICS: readonly MetricId[] = [
  "revenue_closed",
  "deals_won",
  "pipeline_generated",
  "meetings_booked",
  "emails_sent",
  "calls_made",
  "talk_time",
  "connect_rate",
  "reply_rate",
  "win_rate",
];

/** One row of the table of all metrics. */
export interface MetricRowView {
  readonly id: MetricId;
  readonly label: string;
  readonly value: string;
  readonly previous: string;
  readonly change: ReturnType<typeof formatChange>;
  readonly isBetter: boolean | null;
  /** "71 / 411" beside a rate. */
  readonly base: string | null;
  readonly smallSample: boolean;
  readonly weeks: readonly (number | null)[];
  readonly weeksLabel: string;
  readonly fewPerWeek: boolean;
  readonly rank: string;
  /** Whether it stands there before "Show all". */
  readonly first: boolean;
}

/** What of a metric is shown: peers get no place and no weeks. */
export type ShownMetric = Pick<
  StandingMetric,
  "metric" | "value" | "previous" | "compared" | "basis" | "smallSample"
> &
  Partial<Pick<StandingMetric, "rank" | "tied" | "weeks">>;

/** The rows, the ten of every day first; at once with them stands the metric that the page was opened from. */
export function metricRows(
  metrics: readonly ShownMetric[],
  wording: PersonWording,
  asked: string | null = null,
): readonly MetricRowView[] {
  const placeOf = ({ metric }: ShownMetric) => {
    const place = FIRST_METRICS.indexOf(metric.id);
    return place < 0 ? FIRST_METRICS.length : place;
  };
  return metrics
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((metric) => metricRow(metric, wording))
    .map((row) => ({ ...row, first: row.first || row.id === asked }));
}

function metricRow(shown: ShownMetric, { words, locale }: PersonWording): MetricRowView {
  const { metric, value, previous, compared, smallSample, weeks = [], rank = null, tied = false } = shown;
  const { language } = locale;
  const label = words.metric(metric.id);
  const values = weeks.map((week) => formatValue(week.value, metric, language)).join(", ");
  const change = formatChange(compared, previous, metric, language);
  return {
    id: metric.id,
    label,
    value: formatValue(value, metric, language),
    previous: formatValue(previous, metric, language),
    change,
    isBetter: isBetter(change, metric.better),
    base: baseOf(shown, words, language),
    smallSample,
    weeks: weeks.map((week) => week.value),
    weeksLabel: words.all.weeksLabel(label, values),
    fewPerWeek: weeks.some((week) => week.smallSample),
    rank: formatRank({ rank, tied }, language, "#"),
    first: FIRST_METRICS.includes(metric.id),
  };
}

function isBetter(change: MetricRowView["change"], better: "higher" | "lower"): boolean | null {
  if (change === null || change.direction === "same") return null;
  return (change.direction === "up") === (better === "higher");
}

/** Only of rates: the mean of a few deals has its number of deals in the drawer. */
function baseOf({ metric, basis, value }: ShownMetric, words: PersonWords, language: string): string | null {
  const { numerator, denominator } = basis;
  if (metric.unit !== "percent" || value === null || numerator === null || denominator === null) return null;
  return words.all.base(formatCount(numerator, language), formatCount(denominator, language));
}

/** A stage of the open pipeline as a bar among its neighbours. */
export interface StageView {
  readonly key: string;
  /** Null where no deal stands in it. */
  readonly stage: { readonly pipelineId: string; readonly stageId: string } | null;
  readonly label: string;
  /** Percent of the largest stage. */
  readonly percent: number;
  readonly count: string;
  readonly amount: string;
}

/** The open pipeline, and what of it is due against what is needed. */
export interface PipelineView {
  readonly total: string;
  /** One group for each pipeline; named only where there are several. */
  readonly groups: readonly { readonly name: string | null; readonly stages: readonly StageView[] }[];
  readonly sentence: string | null;
}

/** Null where there is nothing open. */
export function pipelineView(page: PersonStanding, wording: PersonWording): PipelineView | null {
  const { pipeline, currency } = page;
  const { language } = wording.locale;
  if (pipeline.stages.length === 0) return null;
  const largest = Math.max(1, ...pipeline.stages.map(({ amountMinor }) => amountMinor));
  const byPipeline = Map.groupBy(pipeline.stages, ({ pipelineId }) => pipelineId);
  const groups = [...byPipeline.values()].map((stages) => ({
    name: byPipeline.size > 1 ? (stages[0]?.pipeline ?? null) : null,
    stages: stages.map((stage) => ({
      key: `${stage.pipelineId} ${stage.stageId}`,
      stage: stage.count === 0 ? null : { pipelineId: stage.pipelineId, stageId: stage.stageId },
      label: stage.label,
      percent: (Math.max(0, stage.amountMinor) / largest) * 100,
      count: formatCount(stage.count, language),
      amount: formatMoney(stage.amountMinor, currency, language),
    })),
  }));
  return {
    total: formatMoney(pipeline.amountMinor, currency, language),
    groups,
    sentence: dueSentence(page, wording),
  };
}

/** "4 deals, $61,500, are due by 30 Nov. $33,600 is needed." */
function dueSentence(
  { dueByEnd, currency, today }: PersonStanding,
  { words, locale }: PersonWording,
): string | null {
  if (dueByEnd === null) return null;
  const { language } = locale;
  const { count, amountMinor, to, needed } = dueByEnd;
  const day = formatDay(to, language, today);
  const due =
    count === 0
      ? words.pipeline.noneDue(day)
      : words.pipeline.due(
          count,
          formatCount(count, language),
          formatMoney(amountMinor, currency, language),
          day,
        );
  if (needed === null) return due;
  const need =
    needed === 0 ? words.pipeline.reached : words.pipeline.needed(formatMoney(needed, currency, language));
  return `${due} ${need}`;
}

/** A figure as it was, and as it is. */
export interface FromTo {
  readonly from: string;
  readonly to: string;
}

/** One late change. */
export interface LateChangeView {
  readonly key: string;
  readonly when: string;
  readonly title: string;
  readonly url: string | null;
  readonly change: FromTo;
}

/** Newest first, as they come. */
export function lateChangeViews(
  page: PersonStanding,
  { words, locale }: PersonWording,
): readonly LateChangeView[] {
  const money = (minor: number | null) =>
    minor === null ? NO_FIGURE : formatMoney(minor, page.currency, locale.language);
  return page.lateChanges.map(({ at, kind, crmId, title, url, before, after, event }, index) => ({
    key: `${at} ${kind} ${crmId} ${event} ${index}`,
    when: formatDayOf(at, locale, page.today),
    title: title ?? (crmId === "" ? words.late.erased : crmId),
    url,
    change: { from: money(before), to: money(after) },
  }));
}

/** What changed since the page was last open. */
export interface SinceView {
  readonly hint: string;
  readonly changes: readonly { readonly id: MetricId; readonly label: string; readonly change: FromTo }[];
  readonly records: string | null;
}

/** Null before the first look. */
export function sinceView(
  looked: PersonStanding["sinceLastLooked"],
  today: LocalDay,
  { words, locale }: PersonWording,
): SinceView | null {
  if (looked === null) return null;
  const { language } = locale;
  return {
    hint: words.since.hint(formatDayOf(looked.since, locale, today)),
    changes: looked.changes.map(({ metric, before, after }) => ({
      id: metric.id,
      label: words.metric(metric.id),
      change: { from: formatValue(before, metric, language), to: formatValue(after, metric, language) },
    })),
    records:
      looked.newRecords === 0
        ? null
        : words.since.records(looked.newRecords, formatCount(looked.newRecords, language)),
  };
}

/** One deal that will not count. */
export interface MissingView {
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly reason: string;
  readonly amount: string;
  /** "due 12 Nov", or that it is won. */
  readonly when: string | null;
}

/** The deals that are listed, and how many more there are. */
export function missingViews(
  page: PersonStanding,
  { words, locale }: PersonWording,
): { readonly deals: readonly MissingView[]; readonly more: string | null; readonly count: string } {
  const { language } = locale;
  const { total, deals } = page.willNotCount;
  const left = total - deals.length;
  return {
    count: words.missing.hint(total, formatCount(total, language)),
    more: left > 0 ? words.missing.more(left, formatCount(left, language)) : null,
    deals: deals.map((deal, index) => ({
      key: `${deal.crmId} ${index}`,
      title: deal.title ?? words.missing.untitled,
      url: deal.url,
      reason: words.missing.reasons[deal.reason],
      amount: deal.amountMinor === null ? NO_FIGURE : formatMoney(deal.amountMinor, page.currency, language),
      when: whenOf(deal, page, { words, locale }),
    })),
  };
}

function whenOf(
  deal: PersonStanding["willNotCount"]["deals"][number],
  { today }: PersonStanding,
  { words, locale }: PersonWording,
): string | null {
  if (deal.won) return words.missing.won;
  return deal.closeDay === null ? null : words.missing.due(formatDay(deal.closeDay, locale.language, today));
}
