import type { Answer, Incoming } from "./exchange.ts";

export type Handler = (incoming: Incoming) => Answer | Promise<Answer>;

export type Route = Placed<Handler>;

/** What answers at an address. A handler may be told more than the request, such as who calls. */
export interface Placed<H> {
  readonly method: string;
  /** Segments that begin with a colon are places. */
  readonly path: string;
  readonly handle: H;
}

export interface Found<H> {
  readonly handle: H;
  readonly params: Readonly<Record<string, string>>;
}

/** Whether what stands in an address is what a route names. */
export type SameSegment = (named: string, given: string) => boolean;

/** The first route that fits; "method" when the path is known under other methods only. */
export function findRoute<H>(
  routes: readonly Placed<H>[],
  { method, path }: { readonly method: string; readonly path: string },
  isSame: SameSegment = (named, given) => named === given,
): Found<H> | "method" | null {
  const fitting = routes.flatMap((route) => {
    const params = placesIn(route.path, path, isSame);
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return { handle: found.route.handle, params: found.params };
  return fitting.length > 0 ? "method" : null;
}

function placesIn(
  template: string,
  path: string,
  isSame: SameSegment,
): Readonly<Record<string, string>> | null {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const value = given[place] ?? "";
    if (segment.startsWith(":")) params[segment.slice(1)] = decodeURIComponent(value);
    else if (!isSame(segment, value)) return null;
  }
  return params;
}
