import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { csvFile, plainMinor } from "../../../shared/wording/csv.ts";
import { saveFile } from "../host/save-file.ts";
import type { PageContext } from "../standings/page-context.ts";
import { type BoardQuery, wireOf } from "./board-query.ts";
import { DIALOG_WORDS } from "./dialogs/words/book.ts";
import type { DialogWords } from "./dialogs/words/en.ts";
import type { LeaderboardWords } from "./words/en.ts";

interface CsvOptions {
  readonly words: Pick<LeaderboardWords, "metricLabel"> & Pick<DialogWords, "csv" | "csvValue">;
  readonly teamNames: ReadonlyMap<string, string>;
}

/**
 * Gives a board to the viewer as a file, in their language. It is made of what every member may see, whoever asks
 * for it. False where the board could not be had.
 */
export async function saveBoard(
  options: Pick<PageContext, "page" | "api" | "language"> & {
    readonly query: BoardQuery;
    readonly words: LeaderboardWords;
    readonly teamNames: ReadonlyMap<string, string>;
  },
): Promise<boolean> {
  const { page, api, query } = options;
  const { details: _, ...wire } = wireOf(query);
  const answer = await api.get<Leaderboard>("leaderboard", { ...wire, audience: "members" });
  if (answer.kind !== "ok") return false;
  const board = answer.value;
  const { metric, period } = board;
  const words = { ...options.words, ...(await DIALOG_WORDS[options.language]()) };
  const name = `standings-${metric.id}-${period.from}-${period.to}.csv`;
  saveFile(page, { name, text: boardCsv(board, { ...options, words }) });
  return true;
}

/**
 * A board as a file for spreadsheets: what every member may see, private members left out. Figures are plain
 * numbers, money in whole units with its decimals, so that a sheet can calculate with them.
 */
export function boardCsv(board: Leaderboard, { words, teamNames }: CsvOptions): string {
  const { metric, by } = board;
  const value = words.csvValue(words.metricLabel(metric.id), metric.currency);
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
  return csvFile([head, ...rows]);
}

function numberText(value: number | null, { currency }: Leaderboard["metric"]): string {
  if (value === null) return "";
  if (currency === null) return String(value);
  return plainMinor(Math.round(value), minorDigitsOf(currency));
}

function baseText({ basis }: LeaderboardRow): string {
  return basis.denominator === null ? "" : String(basis.denominator);
}
