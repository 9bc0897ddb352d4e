/** What a person chose last, kept in the browser where that is allowed: frames of other origins may not. */
import { addressOf, type BoardQuery } from "./board-query.ts";

const PREFIX = "standings.leaderboard.";

/** The address of the board that this person chose last; null without one. */
export function keptChoice(page: Window, owner: string): URLSearchParams | null {
  try {
    const text = page.localStorage.getItem(PREFIX + owner);
    return text === null ? null : new URLSearchParams(text);
  } catch (error) {
    if (isBlocked(error)) return null;
    throw error;
  }
}

/** Keeps a choice. The past is not kept: whoever comes back wants to see now. */
export function keepChoice(page: Window, owner: string, query: BoardQuery): void {
  const known = Object.entries(addressOf({ ...query, at: undefined })).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  try {
    page.localStorage.setItem(PREFIX + owner, new URLSearchParams(known).toString());
  } catch (error) {
    if (!isBlocked(error)) throw error;
  }
}

/** Storage that is blocked or full says so by an exception of the browser's own kind. */
function isBlocked(error: unknown): boolean {
  return error instanceof DOMException || error instanceof TypeError;
}
