import type { Leaderboard, LeaderboardRow } from "../contracts/api.ts";
import type { LiveMessage } from "../contracts/live.ts";

/** The part of a board that changes while somebody watches it. */
export type WatchedBoard = Pick<Leaderboard, "rows" | "total" | "leftOut" | "soFar" | "revision">;

export type BoardChange = Pick<
  Extract<LiveMessage, { type: "difference" }>,
  "changed" | "removed" | "order" | "total" | "leftOut" | "soFar" | "revision"
>;

/**
 * What tells rows of one board apart. Private members have no id, so they are told apart by their order
 * among the private ones: nothing else about them may be known.
 */
export function rowKeys(rows: readonly LeaderboardRow[]): string[] {
  let privateRows = 0;
  return rows.map((row) => {
    if (row.private) {
      privateRows += 1;
      return `private:${privateRows}`;
    }
    return row.team ? `team:${row.team.id}` : `member:${row.member?.id ?? ""}`;
  });
}

/** What to send so that `before` becomes `after`; null when nothing that a watcher sees has changed. */
export function differenceBetween(before: WatchedBoard, after: WatchedBoard): BoardChange | null {
  const keysBefore = rowKeys(before.rows);
  const keysAfter = rowKeys(after.rows);
  const rowsBefore = new Map(keysBefore.map((key, index) => [key, JSON.stringify(before.rows[index])]));
  const changedNamed = after.rows.filter(
    (row, index) => !row.private && rowsBefore.get(keysAfter[index] ?? "") !== JSON.stringify(row),
  );
  const changed = [...changedNamed, ...changedPrivateRows(before.rows, after.rows)];
  const present = new Set(keysAfter);
  const removed = keysBefore.filter((key) => !present.has(key));
  const sameOrder = keysBefore.join("\n") === keysAfter.join("\n");
  const sameSums =
    before.total === after.total &&
    before.soFar === after.soFar &&
    JSON.stringify(before.leftOut) === JSON.stringify(after.leftOut);
  if (changed.length === 0 && removed.length === 0 && sameOrder && sameSums) return null;
  return {
    changed,
    removed,
    order: sameOrder ? null : keysAfter,
    total: after.total,
    leftOut: after.leftOut,
    soFar: after.soFar,
    revision: after.revision,
  };
}

/** Applies a difference; null when it does not fit, so the caller asks for the whole board. */
export function applyDifference(before: WatchedBoard, change: BoardChange): WatchedBoard | null {
  const keysBefore = rowKeys(before.rows);
  const order = change.order ?? keysBefore;
  const rows = new Map<string, LeaderboardRow>();
  keysBefore.forEach((key, index) => {
    const row = before.rows[index];
    if (row) rows.set(key, row);
  });
  const namedChanges = change.changed.filter((row) => !row.private);
  const namedKeys = rowKeys(namedChanges);
  namedChanges.forEach((row, index) => {
    const key = namedKeys[index];
    if (key) rows.set(key, row);
  });
  const privateRows = change.changed.filter((row) => row.private);
  privateRows.forEach((row, index) => {
    rows.set(`private:${index + 1}`, row);
  });
  const next: LeaderboardRow[] = [];
  for (const key of order) {
    const row = rows.get(key);
    if (!row) return null;
    next.push(row);
  }
  return {
    rows: next,
    total: change.total,
    leftOut: change.leftOut,
    soFar: change.soFar,
    revision: change.revision,
  };
}

/** Private rows carry no key, so when one of them changed all are sent, in their order. */
function changedPrivateRows(
  before: readonly LeaderboardRow[],
  after: readonly LeaderboardRow[],
): readonly LeaderboardRow[] {
  const privateAfter = after.filter((row) => row.private);
  const same = JSON.stringify(before.filter((row) => row.private)) === JSON.stringify(privateAfter);
  return same ? [] : privateAfter;
}
