import type { Role } from "../../../shared/contracts/ids.ts";
import { isPageId, type PageId, pagesFor } from "./pages.ts";

/** Where somebody wants to go: a page and its filters. An entry that is undefined is left out. */
export interface PageTarget {
  readonly page: PageId;
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What the host and the one who tries things out have put into the address; it stays on every way. */
const KEPT_PARAMETERS = ["host", "org", "parent", "mode", "locale", "pseudo", "dir"];

/** The query of a page's address, from the one that is open now. */
export function searchOf(target: PageTarget, present: string): string {
  const before = new URLSearchParams(present);
  const next = new URLSearchParams({ page: target.page });
  for (const [name, value] of Object.entries(target.query ?? {})) {
    if (value !== undefined && value !== "") next.set(name, value);
  }
  for (const name of KEPT_PARAMETERS) {
    const value = before.get(name);
    if (value !== null) next.set(name, value);
  }
  return `?${next}`;
}

/** Which page the address opens; null for a name that is no page. An address without one opens the viewer's first. */
export function pageOf(search: string, role: Role): PageId | null {
  const asked = new URLSearchParams(search);
  const name = asked.get("page");
  if (name !== null) return isPageId(name) ? name : null;
  // Links of before there were pages name a board.
  if (asked.has("metric") || asked.has("by")) return "leaderboard";
  return pagesFor(role)[0]?.id ?? "leaderboard";
}
