import type { Explanation } from "../../../shared/contracts/api.ts";
import type { RuleWords } from "../../../shared/metrics/words/rule-words.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { csvFile, plainMinor } from "../../../shared/wording/csv.ts";
import type { Line } from "./adding-up.ts";
import { adjustmentText, type MarkFigures, markText } from "./mark-texts.ts";
import { amountKindOf, currencyOf } from "./record-amounts.ts";
import { titleOf } from "./record-lists.ts";
import type { ExplanationWords } from "./words/en.ts";

/** What a file is written in. */
export interface FileWords {
  readonly words: ExplanationWords;
  readonly rules: RuleWords;
}

/**
 * Every record of an explanation: counted, left out, and without a date. Numbers are plain, whatever the language, so that a sheet
 * adds the counted ones up to the figure.
 */
export function recordsCsv(explanation: Explanation, file: FileWords): string {
  const head = file.words.file;
  const names = [
    head.state,
    head.what,
    head.day,
    head.at,
    head.kind,
    head.title,
    head.id,
    head.link,
    head.adds,
    head.unit,
    head.amount,
    head.currency,
    head.originalAmount,
    head.originalCurrency,
    head.rate,
    head.marks,
    head.reason,
    head.knownSince,
  ];
  const lines = [...explanation.counted, ...explanation.leftOut, ...explanation.undated];
  return csvFile([names, ...lines.map((line) => cellsOf(line, explanation, file))]);
}

const PLAIN_FIGURES: MarkFigures = {
  money: ({ minor, currency }) => `${plainMinor(minor, minorDigitsOf(currency))} ${currency}`,
  moment: (at) => at,
};

function cellsOf(line: Line, explanation: Explanation, { words, rules }: FileWords): readonly string[] {
  const { original, leftOut } = line;
  const kind = amountKindOf(line.event, explanation);
  const currency = currencyOf(explanation);
  const inHome = (minor: number) => plainMinor(minor, minorDigitsOf(currency));
  const units = { amount: currency, duration: words.file.units.seconds, days: words.file.units.seconds };
  const isMoney = kind === "amount";
  return [
    stateOf(line, words),
    rules.noun(line.event),
    line.day ?? "",
    line.at ?? "",
    words.kinds[line.kind],
    titleOf(line, { words }),
    line.crmId,
    line.url ?? "",
    isMoney ? inHome(line.contribution) : String(line.contribution),
    kind === "count" ? words.file.units.count : units[kind],
    isMoney ? inHome(line.amountMinor) : "",
    isMoney ? currency : "",
    original === null ? "" : plainMinor(original.minor, minorDigitsOf(original.currency)),
    original?.currency ?? "",
    line.rate === null ? "" : String(line.rate),
    remarksOf(line, words),
    leftOut === null ? "" : words.leftOutReasons[leftOut].label,
    line.knownSince,
  ];
}

function remarksOf(line: Line, words: ExplanationWords): string {
  const remarks = line.marks.map((mark) => markText(mark, line, { words, figures: PLAIN_FIGURES }) ?? mark);
  return [...remarks, adjustmentText(line, words)].filter((text) => text !== null).join("; ");
}

function stateOf({ leftOut, day }: Line, { file, noDate }: ExplanationWords): string {
  if (leftOut === null) return file.counted;
  return day === null ? noDate : file.leftOut;
}

/** "standings-revenue-closed-maya-okafor-2026-11-01-2026-11-30.csv". */
export function csvFileName({ metric, member, team, period }: Explanation): string {
  const name = member?.name ?? team?.name;
  const who = name === undefined ? [] : [slugOf(name)];
  const parts = ["standings", slugOf(metric.id), ...who, period.from, period.to];
  return `${parts.filter((part) => part !== "").join("-")}.csv`;
}

/** Letters of every script stay; what a file system may refuse does not. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}
