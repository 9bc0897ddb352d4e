import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import type { LeaderboardWords } from "./words/en.ts";

/**
 * A board as a file for spreadsheets: what every member may see, private members left out. Figures are plain
 * numbers, money in whole units with its decimals, so that a sheet can calculate with them.
 */
export function boardCsv(
  board: Leaderboard,
  { words, teamNames }: { readonly words: LeaderboardWords; readonly teamNames: ReadonlyMap<string, string> },
): string {
  const { metric, by } = board;
  const value = words.csvValue(words.metricLabel(metric.id, metric.label), metric.currency);
  const rate = metric.unit === "percent";
  const head = [
    words.csv.rank,
    words.csv.name,
    ...(by === "member" ? [words.csv.team] : []),
    value,
    `${value}, ${words.csv.previous}`,
    ...(rate ? [words.csv.base] : []),
  ];
  const rows = board.rows
    .filter((row) => !row.private)
    .map((row) => [
      row.rank === null ? "" : String(row.rank),
      row.team?.name ?? row.member?.name ?? "",
      ...(by === "member" ? [teamNames.get(row.member?.teamId ?? "") ?? ""] : []),
      numberText(row.value, metric),
      numberText(row.previous, metric),
      ...(rate ? [baseText(row)] : []),
    ]);
  // With its mark spreadsheets read the file as UTF-8.
  return `\uFEFF${[head, ...rows].map((cells) => cells.map(cellText).join(",")).join("\r\n")}\r\n`;
}

function numberText(value: number | null, { currency }: Leaderboard["metric"]): string {
  if (value === null) return "";
  if (currency === null) return String(value);
  const digits = minorDigitsOf(currency);
  return (value / 10 ** digits).toFixed(digits);
}

function baseText({ basis }: LeaderboardRow): string {
  return basis.denominator === null ? "" : String(basis.denominator);
}

/**
 * Quoted where it has to be. A text that a spreadsheet would take for a formula gets an apostrophe in front; a
 * negative number is a number.
 */
export function cellText(text: string): string {
  const isNumber = /^-?\d+(\.\d+)?$/.test(text);
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
