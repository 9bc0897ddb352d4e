import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { rowKeys } from "../../../shared/live/board-difference.ts";
import { formatChange, formatValue } from "../../../shared/wording/numbers.ts";

/** By how much the values of the rows changed, by key. Whoever came, left or has no data is not among them. */
export function valueChanges(
  before: readonly LeaderboardRow[],
  after: readonly LeaderboardRow[],
): ReadonlyMap<string, number> {
  const keysBefore = rowKeys(before);
  const known = new Map(before.map((row, index) => [keysBefore[index] ?? "", row.value]));
  const keys = rowKeys(after);
  const changes = new Map<string, number>();
  after.forEach(({ value, private: isPrivate }, index) => {
    const key = keys[index] ?? "";
    const old = known.get(key) ?? null;
    if (!isPrivate && value !== null && old !== null && old !== value) changes.set(key, value - old);
  });
  return changes;
}

/** "+$6,200", "−3", "+0.4 pts". */
export function changeText(change: number, metric: Leaderboard["metric"], language: string): string {
  const sign = change > 0 ? "+" : "−";
  const size = Math.abs(change);
  const points = metric.unit === "percent" ? formatChange(size, 0, metric, language)?.text : undefined;
  return `${sign}${points ?? formatValue(size, metric, language)}`;
}

/**
 * The later rows, but each that says the same as before is the very row of before, so that nothing of it has to
 * be drawn again.
 */
export function keepUnchanged(
  before: readonly LeaderboardRow[],
  after: readonly LeaderboardRow[],
): readonly LeaderboardRow[] {
  const keysBefore = rowKeys(before);
  const known = new Map(before.map((row, index) => [keysBefore[index] ?? "", row]));
  const keys = rowKeys(after);
  return after.map((row, index) => {
    const old = known.get(keys[index] ?? "");
    return old && (old === row || JSON.stringify(old) === JSON.stringify(row)) ? old : row;
  });
}

/** Details of before for rows that came without: the live board has none, and they are fetched in a moment. */
export function keepDetails(before: Leaderboard, after: Leaderboard): Leaderboard {
  const keysBefore = rowKeys(before.rows);
  const known = new Map(before.rows.map((row, index) => [keysBefore[index] ?? "", row]));
  const keys = rowKeys(after.rows);
  const rows = after.rows.map((row, index) => {
    const details = known.get(keys[index] ?? "")?.details;
    return row.details === undefined && details !== undefined ? { ...row, details } : row;
  });
  return { ...after, rows };
}
