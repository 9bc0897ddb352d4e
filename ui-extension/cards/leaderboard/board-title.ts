import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { formatDays, formatMonth, formatShortMonth, quarterName } from "../../../shared/wording/dates.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { dayOf } from "../host/account-time.ts";
import { type BoardQuery, grainOf } from "./board-query.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** What a board is about, in words. */
export interface BoardTitle {
  /** "Revenue closed, November". */
  readonly title: string;
  /** "1–20 Nov, compared with the same 14 working days in October". */
  readonly subtitle: string;
  readonly metric: string;
  /** Head of the change column: "vs Oct". */
  readonly versus: string;
}

/** "28 Sept – 4 Oct", and no year. */
const VERSUS_LETTERS_MAX = 16;

/** How the words are chosen. */
export interface TitleOptions {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly language: string;
}

/** The head of a board. An open period runs up to today. */
export function boardTitle(board: Leaderboard, options: TitleOptions): BoardTitle {
  const { words, language } = options;
  const { period, metric } = board;
  const today = dayOf(board.asOf, period.timeZone);
  const name = words.metricTitle(metric.id);
  const open = period.from <= today && today <= period.to;
  const days = formatDays(period.from, open ? today : period.to, language, today);
  const compared = comparedWords(board, { ...options, today, open });
  const title = board.by === "team" ? words.titleByTeam : words.title;
  return {
    title: title(name, spanWords(board, options, today)),
    subtitle: compared === null ? days : words.subtitle(days, compared),
    metric: name,
    versus: versusWords(board, options, today),
  };
}

/** What stands in the head of a narrow column: days that are too many words for it are told under the title. */
function versusWords(
  { comparedWith, period }: Leaderboard,
  { words, language, query }: TitleOptions,
  today: string,
): string {
  if (comparedWith === null) return words.versusBefore;
  const name =
    quarterName(comparedWith.fiscal, period.fiscal, words.quarter) ??
    shortNameOf(comparedWith, grainOf(query), { language, today });
  return name.length > VERSUS_LETTERS_MAX ? words.versusBefore : words.versus(name);
}

function spanWords({ period }: Leaderboard, { query, words, language }: TitleOptions, today: string): string {
  const named = query.period;
  if (named === undefined) return formatDays(period.from, period.to, language, today);
  if (named === "this_month" || named === "last_month") return formatMonth(middleOf(period), language, today);
  return words.spans[named];
}

/** A fiscal month may begin in the calendar month before the one that it is named after. */
function middleOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString().slice(0, "YYYY-MM-DD".length);
}

function comparedWords(
  { comparedWith, details }: Leaderboard,
  options: TitleOptions & { readonly today: string; readonly open: boolean },
): string | null {
  if (comparedWith === null) return null;
  const { words, language, today, open, query } = options;
  const grain = grainOf(query);
  const days = details?.comparedDays ?? null;
  const month = formatMonth(comparedWith.from, language, today);
  const span = formatDays(comparedWith.from, comparedWith.to, language, today);
  const say = (by: LeaderboardWords["within"]) =>
    grain === "month" ? by.month(month) : grain === "custom" ? by.custom(span) : by[grain];
  return open && days !== null
    ? words.comparedOpen(days, formatCount(days, language), say(words.within))
    : words.comparedClosed(say(words.whole));
}

/** "Oct", "2025", "12–18 Oct". */
function shortNameOf(
  { from, to }: NonNullable<Leaderboard["comparedWith"]>,
  grain: ReturnType<typeof grainOf>,
  { language, today }: { readonly language: string; readonly today: string },
): string {
  if (grain === "month") return formatShortMonth(from, language);
  if (grain === "year") {
    const [year = "", month] = from.split("-");
    return month === "01" ? year : `${year}/${String(Number(year) + 1).slice(-2)}`;
  }
  return formatDays(from, to, language, today);
}
