/** One quota in words: status, bar, the facts beside it, and its line. */

import type {
  BarView,
  ExplainTarget,
  FactView,
  QuotaLineView,
  StatusView,
} from "../../../shared/contracts/quota-card.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { QUOTA_TONES } from "../../../shared/wording/quota-tones.ts";
import { type AttainmentRow, hasQuota } from "./card-scene.ts";
import type { CardWording } from "./card-wording.ts";
import type { QuotaFigure, QuotaFigures } from "./quota-figures.ts";

/** Shares of draws from which a chance is called so. */
const LIKELY_FROM = 0.6;
const POSSIBLE_FROM = 0.25;
/** A chance is never said to be certain before it is. */
const CHANCE_PERCENT_MIN = 1;
const CHANCE_PERCENT_MAX = 99;
/** "2 every 3 days" is easier to follow than "4 every 7 days". */
const EXACT_DAYS_MAX = 6;

/** The status in the head of the card. Somebody new is not judged until the quota is reached. */
export function wordStatus({ row, ramping, arriving }: QuotaFigure, { words }: CardWording): StatusView {
  const { status: state } = row;
  if (state === "reached" || state === "no_quota" || state === "paused") {
    return { state, tone: QUOTA_TONES[state], label: words.status[state] };
  }
  if (arriving) return { state: "too_early", tone: "quiet", label: words.soFar };
  return ramping
    ? { state, tone: "quiet", label: words.ramping }
    : { state, tone: QUOTA_TONES[state], label: words.status[state] };
}

function lineStatus(figure: QuotaFigure, wording: CardWording): StatusView {
  const status = wordStatus(figure, wording);
  return status.state === "reached" ? { ...status, label: wording.words.lineReached } : status;
}

/** Null without a quota: there is nothing to compare with. */
export function wordBar(
  figure: QuotaFigure,
  wording: CardWording,
  label: (percent: string, pace: string) => string,
): BarView | null {
  const { row } = figure;
  if (!hasQuota(row)) return null;
  const percent = row.attainment ?? 0;
  const pace = wording.percent(row.pace);
  const asksPace = row.workingDays.completed > 0 && row.status !== "paused";
  return {
    percent,
    added: null,
    pace: asksPace ? row.pace : null,
    paceLabel: asksPace ? wording.words.pace(pace) : null,
    scale: 100,
    tone: wordStatus(figure, wording).tone,
    label: label(wording.percent(row.attainment), pace),
  };
}

/** "2 pts ahead of pace", between the percentages as they are shown; only the pace where nothing is judged. */
export function wordAgainstPace({ row, arriving }: QuotaFigure, wording: CardWording): string {
  const { words } = wording;
  const { attainment, pace, status } = row;
  if (status === "paused") return words.paused;
  if (attainment === null) return words.noData;
  if (arriving) return words.arriving;
  if (status === "too_early") return words.pace(wording.percent(pace));
  const points = Math.floor(attainment) - Math.floor(pace);
  if (points === 0) return words.onPace;
  const text = wording.count(Math.abs(points));
  return points > 0 ? words.ahead(points, text) : words.below(-points, text);
}

/** What "Why this number?" answers for a result of the card. */
export function explainOf({ person, period }: QuotaFigures, { row }: QuotaFigure): ExplainTarget {
  return { metric: row.metric, memberId: person.member.id, from: period.from, to: period.to };
}

/** The same for what derives from the quota: the drawer tells quota, result, and what follows from them. */
export function explainQuotaOf(figures: QuotaFigures, figure: QuotaFigure): ExplainTarget {
  return { ...explainOf(figures, figure), metric: "quota_attainment", quotaMetric: figure.row.metric };
}

/** To go, per working day, projected finish, chance: two by two. */
export function wordFacts(figures: QuotaFigures, wording: CardWording): FactView[] {
  const { main } = figures;
  if (!hasQuota(main.row)) return [];
  const { words } = wording;
  const { metric, toGo, perWorkingDay, workingDays } = main.row;
  const left = wording.count(workingDays.left);
  const facts =
    main.row.status === "reached"
      ? [
          { label: words.beyond, value: wording.amount(metric, beyondQuota(main.row)) },
          { label: words.workingDaysLeft, value: left },
        ]
      : [
          { label: words.toGo, value: wording.amount(metric, toGo) },
          {
            label: words.perWorkingDay(workingDays.left, left),
            value: wording.daily(metric, perWorkingDay),
          },
        ];
  const explain = explainQuotaOf(figures, main);
  return [...facts, ...projectionFacts(main, wording)].map((fact) => ({ hint: null, ...fact, explain }));
}

function beyondQuota({ result, quota }: AttainmentRow): number {
  return Math.max(0, (result ?? 0) - (quota ?? 0));
}

/** Absent where history is too short: a guess would look like a figure. */
function projectionFacts(
  { row, projection }: QuotaFigure,
  wording: CardWording,
): Omit<FactView, "explain">[] {
  if (projection === null) return [];
  const { words } = wording;
  const projected = {
    label: words.projected,
    value: wordFinish(row, projection.middle, wording),
    hint: null,
  };
  const { chance } = projection;
  if (chance === null) return [projected];
  const isReached = row.status === "reached";
  const percent = Math.min(Math.max(Math.round(chance * 100), CHANCE_PERCENT_MIN), CHANCE_PERCENT_MAX);
  return [
    projected,
    {
      label: words.chance,
      value: isReached ? words.chanceReached : wording.percent(percent),
      hint: isReached ? null : words.chances[chanceWord(chance)],
    },
  ];
}

/** Where nothing more is expected, the finish is the result itself and no estimate. */
function wordFinish({ metric, result }: AttainmentRow, middle: number, wording: CardWording): string {
  return middle === result ? wording.amount(metric, result) : wording.estimate(metric, middle);
}

function chanceWord(chance: number): "likely" | "possible" | "unlikely" {
  if (chance >= LIKELY_FROM) return "likely";
  return chance >= POSSIBLE_FROM ? "possible" : "unlikely";
}

/** A quota as a line of the narrow card and a row of the wide one. */
export function wordLine(figures: QuotaFigures, figure: QuotaFigure, wording: CardWording): QuotaLineView {
  const { row, projection } = figure;
  const { words } = wording;
  const label = words.metrics[row.metric];
  const hint = lineHint(figure, wording);
  const explainQuota = hasQuota(row) ? explainQuotaOf(figures, figure) : null;
  const derived = {
    percent: wording.percent(row.attainment),
    toGo: wording.amount(row.metric, wholeToGo(row)),
    perWorkingDay: wording.daily(row.metric, row.perWorkingDay),
    projected: projection === null ? NO_FIGURE : wordFinish(row, projection.middle, wording),
  };
  const openedBy = (text: string) => (text === NO_FIGURE ? null : explainQuota);
  return {
    metric: row.metric,
    main: figure === figures.main,
    label,
    status: lineStatus(figure, wording),
    bar: wordBar(figure, wording, (percent, pace) => words.lineBarLabel(label, percent, pace)),
    result: wording.amount(row.metric, row.result),
    quota: wording.amount(row.metric, row.quota),
    ...derived,
    hint,
    explain: explainOf(figures, figure),
    explainQuota,
    explainEach: {
      percent: openedBy(derived.percent),
      toGo: openedBy(derived.toGo),
      perWorkingDay: openedBy(derived.perWorkingDay),
      projected: openedBy(derived.projected),
    },
  };
}

/** Half a deal cannot be won: what is left of a divided quota is rounded up. */
function wholeToGo({ metric, toGo }: AttainmentRow): number | null {
  return toGo === null || metricById(metric).unit === "money" ? toGo : Math.ceil(toGo);
}

/** "2 to go, 1 every 3 days". */
function lineHint({ row, reachedOn }: QuotaFigure, wording: CardWording): string {
  const { words } = wording;
  if (row.status === "reached") {
    return reachedOn === null ? words.chanceReached : words.lineReachedOn(wording.day(reachedOn));
  }
  const toGo = wholeToGo(row);
  if (toGo === null) return words.noData;
  const amount = words.toGoAmount(wording.amount(row.metric, toGo));
  const rate = dailyRate(row, toGo, wording);
  return rate === null ? amount : `${amount}, ${rate}`;
}

function dailyRate(row: AttainmentRow, toGo: number, wording: CardWording): string | null {
  const { metric, perWorkingDay, workingDays } = row;
  const { words } = wording;
  if (perWorkingDay === null || row.status === "paused") return null;
  if (metricById(metric).unit === "money" || toGo >= workingDays.left) {
    return words.aDay(wording.daily(metric, perWorkingDay));
  }
  const { count, days } = rarely(toGo, workingDays.left);
  return words.everyDays(wording.count(count), days, wording.count(days));
}

/** Fewer than one a day: how many in how many days, never too few. */
function rarely(toGo: number, left: number): { readonly count: number; readonly days: number } {
  const divisor = greatestDivisor(toGo, left);
  const exact = { count: toGo / divisor, days: left / divisor };
  return exact.count === 1 || exact.days <= EXACT_DAYS_MAX
    ? exact
    : { count: 1, days: Math.floor(left / toGo) };
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other);
}
