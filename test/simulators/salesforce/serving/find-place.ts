import { type Found, findRoute, type Placed } from "../../shared/router.ts";

/** The route of an address as Salesforce finds it: in any case of letters, with or without a slash at the end. */
export function findPlace<H>(
  routes: readonly Placed<H>[],
  method: string,
  path: string,
): Found<H> | "method" | null {
  const asked = { method, path: path.replace(/(?<=.)\/$/, "") };
  return findRoute(routes, asked, (named, given) => named.toLowerCase() === given.toLowerCase());
}
