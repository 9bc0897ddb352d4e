import { isInSalesforce } from "../host/session.ts";

const STANDINGS_PATH = "/cards/standings/";

/** Where a page in Salesforce stands: the next one needs it to be framed, and to ask for a ticket. */
const KEPT_IN_SALESFORCE = ["host", "org", "parent", "locale", "mode"];

/**
 * Asks the host around the card to open a page of Standings: only the host can give the new page a ticket, and has
 * room for it. Without a host the page is opened here, and so it is in Salesforce, which opens nothing for a frame but
 * gives a ticket to whatever page is in it.
 */
export function openPage(page: Window, query: Readonly<Record<string, string>>): void {
  const present = new URLSearchParams(page.location.search);
  const next = new URLSearchParams(query);
  const inSalesforce = isInSalesforce(page);
  for (const name of inSalesforce ? KEPT_IN_SALESFORCE : []) {
    const value = present.get(name);
    if (value !== null) next.set(name, value);
  }
  const path = `${STANDINGS_PATH}?${next}`;
  if (page.parent === page || inSalesforce) page.location.assign(path);
  // The path holds nothing secret, so any parent may hear it.
  else page.parent.postMessage({ type: "standings:open", path }, "*");
}
