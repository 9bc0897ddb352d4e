const STANDINGS_PATH = "/cards/standings/";

/**
 * Asks the host around the card to open a page of Standings: only the host can give the new page a ticket, and has
 * room for it. Without a host the page is opened here.
 */
export function openPage(page: Window, query: Readonly<Record<string, string>>): void {
  const path = `${STANDINGS_PATH}?${new URLSearchParams(query)}`;
  if (page.parent === page) page.location.assign(path);
  // The path holds nothing secret, so any parent may hear it.
  else page.parent.postMessage({ type: "standings:open", path }, "*");
}
