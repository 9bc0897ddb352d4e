import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { BoardHead } from "../../../shared/contracts/live.ts";
import type { WatchedBoard } from "../../../shared/live/board-difference.ts";

/**
 * My board as the live one says it is now. "fetch" where the live board, which is the same for all, cannot
 * stand for mine; null where mine was fetched from later knowledge. `head` comes with whole boards alone.
 */
export function followLive(
  mine: Leaderboard,
  shared: WatchedBoard,
  head: BoardHead | null,
): Leaderboard | "fetch" | null {
  if (shared.revision < mine.revision) return null;
  if (mine.personal || !namesEverybodyOn(mine, shared)) return "fetch";
  return { ...mine, ...(head ?? {}), ...shared };
}

/** It does not when I see somebody who is private to others. */
function namesEverybodyOn(mine: Leaderboard, shared: WatchedBoard): boolean {
  const named = new Set(shared.rows.map((row) => row.member?.id ?? row.team?.id));
  return mine.rows.every((row) => row.private || named.has(row.member?.id ?? row.team?.id));
}
