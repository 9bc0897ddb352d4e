import type { Explanation } from "../../../shared/contracts/api.ts";
import { LEFT_OUT_WORDS } from "../../../shared/contracts/left-out-words.ts";
import { formatDayOf, formatDays } from "../../../shared/wording/dates.ts";
import { formatDuration, formatMoney, formatValue } from "../../../shared/wording/numbers.ts";
import type { BarSeries } from "../charts/chart-canvas.tsx";

/** "Why this number?" as the drawer draws it. */
export interface ExplanationView {
  readonly figure: string;
  readonly who: string;
  readonly span: string;
  readonly rule: string;
  readonly basis: string | null;
  /** Instead of the records, where only the person and those who lead them may see which they are. */
  readonly hidden: string | null;
  readonly counted: readonly ExplainedRow[];
  readonly countedHead: string;
  readonly leftOut: readonly ExplainedRow[];
  readonly leftOutHead: string;
  readonly lateChanges: readonly string[];
  /** The counted lines by day. */
  readonly daily: BarSeries;
}

/** One record, as the drawer lists it. */
export interface ExplainedRow {
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly day: string;
  readonly amount: string;
  readonly note: string;
}

type Line = Explanation["counted"][number];

/** An explanation in words; its numbers are the answer's own. */
export function explanationView(explanation: Explanation, language: string): ExplanationView {
  const { metric, period } = explanation;
  const contribution = (line: Line) => contributionText(line, explanation, language);
  return {
    figure: formatValue(explanation.value, metric, language),
    who: explanation.member?.name ?? "Everybody",
    span: formatDays(period.from, period.to, language),
    rule: metric.description,
    basis: basisText(explanation, language),
    hidden: explanation.recordsVisible ? null : hiddenSentence(explanation.countedTotal, language),
    counted: explanation.counted.map((line) => rowOf(line, contribution(line), language)),
    countedHead: headOf("Counted", explanation.counted.length, explanation.countedTotal),
    leftOut: explanation.leftOut.map((line) => rowOf(line, contribution(line), language)),
    leftOutHead: headOf("Left out", explanation.leftOut.length, explanation.leftOutTotal),
    lateChanges: explanation.lateChanges.map((change) => lateSentence(change, explanation, language)),
    daily: dailySeries(explanation, language),
  };
}

/** Long lists begin with the newest records, and say so. */
function headOf(word: string, shown: number, total: number): string {
  return shown > 0 && shown < total ? `${word}: ${total}, of which the newest ${shown}` : `${word}: ${total}`;
}

/** What a rate or mean is made of. The parts of a product say nothing by themselves. */
function basisText({ metric, basis, measures }: Explanation, language: string): string | null {
  const { numerator, denominator } = basis;
  if (denominator === null || metric.unit === "money_per_day") return null;
  const ofMoney = measures.some(({ part, of }) => part === "numerator" && of === "amount");
  const number = new Intl.NumberFormat(language);
  const money = () => formatMoney(numerator ?? 0, metric.currency ?? "USD", language, { cents: true });
  const above = ofMoney ? money() : number.format(numerator ?? 0);
  return `${above}${metric.unit === "days" ? " days" : ""} of ${number.format(denominator)}`;
}

function hiddenSentence(count: number, language: string): string {
  const records =
    count === 1 ? "1 record is" : `${new Intl.NumberFormat(language).format(count)} records are`;
  return `${records} counted. Which ones is for the person, their managers and admins to see.`;
}

function rowOf(line: Line, amount: string, language: string): ExplainedRow {
  const original =
    line.original && line.rate !== null
      ? `${formatMoney(line.original.minor, line.original.currency, language, { cents: true, foreign: true })} at ${line.rate}`
      : "";
  const reason = line.leftOut ? LEFT_OUT_WORDS[line.leftOut].label : "";
  return {
    key: `${line.kind}:${line.crmId}:${line.event}:${line.day ?? ""}:${line.knownSince}`,
    title: line.title ?? `${line.kind} ${line.crmId}`,
    url: line.url,
    day: line.day ? formatDays(line.day, line.day, language) : "no date",
    amount,
    note: [reason, original].filter((part) => part !== "").join(" · "),
  };
}

function contributionText(line: Line, explanation: Explanation, language: string): string {
  const ofAmount = measureOf(line.event, explanation) === "amount";
  const value = line.leftOut && ofAmount ? line.amountMinor : line.contribution;
  return formatContribution(value, line.event, { explanation, language });
}

const SECONDS_PER_DAY = 86_400;

/** A line adds money, a length or a count, whatever the unit of the figure that comes of them all. */
function formatContribution(
  value: number,
  event: Line["event"],
  { explanation, language }: { readonly explanation: Explanation; readonly language: string },
): string {
  const number = new Intl.NumberFormat(language);
  switch (measureOf(event, explanation)) {
    case "amount":
      return formatMoney(value, explanation.metric.currency ?? "USD", language, { cents: true });
    case "seconds":
      return event === "deal_cycle"
        ? `${number.format(value / SECONDS_PER_DAY)} days`
        : formatDuration(value, language);
    case "count":
      return number.format(value);
  }
}

/** What the first measure that reads the event adds up. */
function measureOf(event: Line["event"], { measures }: Explanation): "amount" | "seconds" | "count" {
  return measures.find((measure) => measure.event === event)?.of ?? "count";
}

function lateSentence(
  change: Explanation["lateChanges"][number],
  explanation: Explanation,
  language: string,
): string {
  const day = formatDayOf(change.at, { language, timeZone: explanation.period.timeZone });
  const text = (value: number | null) =>
    value === null ? "–" : formatContribution(value, change.event, { explanation, language });
  const before = text(change.before);
  const after = text(change.after);
  return `${day}: ${change.title ?? change.crmId}, ${before} → ${after}`;
}

/** Only of a sum whose lines are all here: days of a rate do not add up, and half the lines are not the days. */
function dailySeries(explanation: Explanation, language: string): BarSeries {
  const byDay = new Map<string, number>();
  const isWhole = explanation.nextCounted === null && explanation.basis.denominator === null;
  for (const line of isWhole ? explanation.counted : []) {
    if (line.day) byDay.set(line.day, (byDay.get(line.day) ?? 0) + line.contribution);
  }
  const days = [...byDay.keys()].sort();
  return {
    labels: days.map((day) => formatDays(day, day, language)),
    values: days.map((day) => byDay.get(day) ?? 0),
    format: (value) => formatValue(value, explanation.metric, language),
  };
}
