import type { Answer, Incoming } from "./exchange.ts";

export type Handler = (incoming: Incoming) => Answer | Promise<Answer>;

export interface Route {
  readonly method: string;
  /** Segments that begin with a colon are places. */
  readonly path: string;
  readonly handle: Handler;
}

export interface Found {
  readonly handle: Handler;
  readonly params: Readonly<Record<string, string>>;
}

function match(template: string, path: string): Readonly<Record<string, string>> | null {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [place, segment] of wanted.entries()) {
    const value = given[place] ?? "";
    if (segment.startsWith(":")) params[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return null;
  }
  return params;
}

/** The first route that fits; "method" when the path is known under other methods only. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found | "method" | null {
  let known = false;
  for (const route of routes) {
    const params = match(route.path, path);
    if (params && route.method === method) return { handle: route.handle, params };
    known ||= params !== null;
  }
  return known ? "method" : null;
}
