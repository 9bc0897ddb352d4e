import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { rowKeys } from "../../../shared/live/board-difference.ts";
import { formatDays, formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { formatChange, formatValue } from "../../../shared/wording/numbers.ts";

/** What the card draws: words and widths, no arithmetic left to do. */
export interface LeaderboardView {
  readonly title: string;
  readonly span: string;
  readonly compared: string | null;
  readonly asOf: string;
  readonly total: string;
  readonly totalHead: string;
  readonly valueHead: string;
  readonly rows: readonly RowView[];
  readonly leftOut: string | null;
  /** Why there are no ranks yet; null when there are. */
  readonly soFar: string | null;
}

/** One row, as the table draws it. */
export interface RowView {
  readonly key: string;
  readonly memberId: string | null;
  readonly rank: string;
  readonly name: string;
  readonly initials: string;
  readonly isMe: boolean;
  readonly isPrivate: boolean;
  readonly value: string;
  /** Percent of the widest bar. */
  readonly width: number;
  readonly change: { readonly text: string; readonly direction: "up" | "down" | "same" } | null;
  readonly note: string | null;
}

/** A board in words and widths, for whoever looks at it. */
export function leaderboardView(
  board: Leaderboard,
  viewer: { readonly memberId: string | null; readonly locale: Locale },
): LeaderboardView {
  const { language } = viewer.locale;
  const widest = Math.max(0, ...board.rows.map((row) => row.value ?? 0));
  const keys = rowKeys(board.rows);
  return {
    title: board.metric.label,
    span: formatDays(board.period.from, board.period.to, language),
    compared: board.comparedWith
      ? `compared with ${formatDays(board.comparedWith.from, board.comparedWith.to, language)}`
      : null,
    asOf: formatTime(board.asOf, viewer.locale),
    total: formatValue(board.total, board.metric, language),
    totalHead: totalHeadOf(board),
    valueHead: board.metric.label,
    rows: board.rows.map((row, index) => rowView(row, keys[index] ?? "", { board, viewer, widest })),
    leftOut: leftOutSentence(board.leftOut.count, language),
    soFar: board.soFar ? "So far. Deals of this period are still arriving, so there are no ranks yet." : null,
  };
}

/** Sums add up; rates and means do not, so theirs is over all the cases. */
function totalHeadOf({ by, metric }: Leaderboard): string {
  const shown = by === "team" ? "the teams shown" : "the people shown";
  const addsUp = metric.unit === "money" || metric.unit === "count" || metric.unit === "seconds";
  return addsUp ? `Total of ${shown}` : `Over all of ${shown}`;
}

function rowView(
  row: LeaderboardRow,
  key: string,
  context: {
    readonly board: Leaderboard;
    readonly viewer: { readonly memberId: string | null; readonly locale: Locale };
    readonly widest: number;
  },
): RowView {
  const { board, viewer, widest } = context;
  const { language } = viewer.locale;
  const name = row.team?.name ?? row.member?.name ?? "";
  return {
    key,
    memberId: row.private ? null : (row.member?.id ?? null),
    rank: row.rank === null ? "–" : `${row.tied ? "=" : ""}${row.rank}`,
    name,
    initials: initialsOf(name),
    isMe: row.member !== undefined && row.member.id !== "" && row.member.id === viewer.memberId,
    isPrivate: row.private,
    value: formatValue(row.value, board.metric, language),
    width: widest > 0 && row.value !== null ? Math.max(0, (row.value / widest) * 100) : 0,
    // While the period is open, only its completed working days are compared; without data there, nothing is.
    change: formatChange(row.compared ?? null, row.previous, board.metric, language),
    note: noteOf(row),
  };
}

function noteOf(row: LeaderboardRow): string | null {
  if (row.private) return "Chose not to be named. The place is kept, so other ranks stay true.";
  if (!row.smallSample) return null;
  const { numerator, denominator } = row.basis;
  return numerator !== null && denominator !== null
    ? `${numerator} / ${denominator}, few cases`
    : "few cases";
}

function leftOutSentence(count: number, language: string): string | null {
  if (count === 0) return null;
  const number = new Intl.NumberFormat(language).format(count);
  return count === 1
    ? "1 record is left out, with its reason."
    : `${number} records are left out, with their reasons.`;
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/u).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? "")][0] ?? "",
  );
  return letters.join("").toLocaleUpperCase();
}
