import { err, ok, type Result } from "../domain/result.ts";
import type { HttpContext } from "./context.ts";
import type { ProblemName } from "./problem.ts";

/** The version that a change is based on, from `If-Match`. A tag that was never given out matches nothing. */
export function readVersion(c: HttpContext): Result<number, ProblemName> {
  const tag = c.req.header("if-match");
  if (tag === undefined) return err("version-required");
  const digits = /^(?:W\/)?"?(\d{1,15})"?$/.exec(tag.trim())?.[1];
  return digits === undefined ? err("version-mismatch") : ok(Number(digits));
}

/** The tag under which a version is given out. */
export function tagOf(version: number): Readonly<Record<"etag", string>> {
  return { etag: `"${version}"` };
}
