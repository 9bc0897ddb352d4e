import type { Explanation } from "../../../shared/contracts/api.ts";
import { LEFT_OUT_WORDS } from "../../../shared/contracts/left-out-words.ts";
import type { BarSeries } from "../charts/chart-canvas.tsx";
import { formatDays, formatMoney, formatValue } from "../numbers/format.ts";

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

export interface ExplainedRow {
  readonly key: string;
  readonly title: string;
  readonly url: string | null;
  readonly day: string;
  readonly amount: string;
  readonly note: string;
}

type Line = Explanation["counted"][number];

export function explanationView(explanation: Explanation, language: string): ExplanationView {
  const { metric, period, basis } = explanation;
  const contribution = (line: Line) => contributionText(line, explanation, language);
  return {
    figure: formatValue(explanation.value, metric, language),
    who: explanation.member?.name ?? "Everybody",
    span: formatDays(period.from, period.to, language),
    rule: metric.description,
    basis: basis.denominator === null ? null : `${basis.numerator ?? 0} of ${basis.denominator}`,
    hidden: explanation.recordsVisible ? null : hiddenSentence(explanation.countedTotal, language),
    counted: explanation.counted.map((line) => rowOf(line, contribution(line), language)),
    countedHead: `Counted: ${explanation.countedTotal}`,
    leftOut: explanation.leftOut.map((line) => rowOf(line, contribution(line), language)),
    leftOutHead: `Left out: ${explanation.leftOutTotal}`,
    lateChanges: explanation.lateChanges.map((change) => lateSentence(change, explanation, language)),
    daily: dailySeries(explanation, language),
  };
}

function hiddenSentence(count: number, language: string): string {
  const records =
    count === 1 ? "1 record is" : `${new Intl.NumberFormat(language).format(count)} records are`;
  return `${records} counted. Which ones is for the person, their managers and admins to see.`;
}

function rowOf(line: Line, amount: string, language: string): ExplainedRow {
  const original =
    line.original && line.rate !== null
      ? `${formatMoney(line.original.minor, line.original.currency, language, { cents: true })} at ${line.rate}`
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

function contributionText(line: Line, { metric }: Explanation, language: string): string {
  const money = metric.unit === "money" || metric.unit === "money_per_day";
  if (money && metric.currency) {
    return formatMoney(line.leftOut ? line.amountMinor : line.contribution, metric.currency, language, {
      cents: true,
    });
  }
  if (metric.unit === "seconds") return formatValue(line.contribution, metric, language);
  return new Intl.NumberFormat(language).format(line.contribution);
}

function lateSentence(
  change: Explanation["lateChanges"][number],
  { metric }: Explanation,
  language: string,
): string {
  const day = formatDays(change.at.slice(0, 10), change.at.slice(0, 10), language);
  const before = formatValue(change.before, metric, language);
  const after = formatValue(change.after, metric, language);
  return `${day}: ${change.title ?? change.crmId}, ${before} → ${after}`;
}

function dailySeries(explanation: Explanation, language: string): BarSeries {
  const byDay = new Map<string, number>();
  for (const line of explanation.counted) {
    if (line.day) byDay.set(line.day, (byDay.get(line.day) ?? 0) + line.contribution);
  }
  const days = [...byDay.keys()].sort();
  return {
    labels: days.map((day) => formatDays(day, day, language)),
    values: days.map((day) => byDay.get(day) ?? 0),
    format: (value) => formatValue(value, explanation.metric, language),
  };
}
