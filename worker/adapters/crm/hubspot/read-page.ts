import * as v from "valibot";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";

/** A page of anything. Its entries are read one by one, so that one bad entry costs nothing but itself. */
const HubSpotPage = v.object({
  results: v.array(v.unknown()),
  total: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0)), null),
  paging: v.nullish(
    v.object({ next: v.nullish(v.object({ after: v.union([v.string(), v.number()]) }), null) }),
    null,
  ),
  errors: v.nullish(v.fallback(v.array(v.unknown()), []), []),
});

/** A page whose entries are not read yet. */
export interface RawPage {
  readonly results: readonly unknown[];
  readonly total: number | null;
  readonly after: string | null;
  /** What a batch says of ids that it does not answer for. */
  readonly errors: readonly unknown[];
}

/** A page, or why there is none. An answer without results is a fault, not an empty page. */
export function readPage(answer: Result<unknown, CrmFailure>): Result<RawPage, CrmFailure> {
  if (!answer.ok) return answer;
  const page = v.safeParse(HubSpotPage, answer.value);
  if (!page.success) return err({ reason: "unavailable", detail: "an answer without results" });
  const { results, total, paging, errors } = page.output;
  const after = paging?.next?.after;
  return ok({ results, total, after: after === undefined ? null : String(after), errors });
}

const PAGES_PER_WALK_MAX = 1000;

/** All entries of something that is read as a whole, page by page. */
export async function readAllPages(
  fetchPage: (after: string | null) => Promise<Result<RawPage, CrmFailure>>,
): Promise<Result<unknown[], CrmFailure>> {
  const entries: unknown[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < PAGES_PER_WALK_MAX; pages += 1) {
    const page: Result<RawPage, CrmFailure> = await fetchPage(after);
    if (!page.ok) return page;
    entries.push(...page.value.results);
    if (page.value.after === null || page.value.after === after) return ok(entries);
    after = page.value.after;
  }
  return err({ reason: "unavailable", detail: "a list without an end" });
}

/** The id of a raw record, where it can be read. */
export function rawIdOf(raw: unknown): string | null {
  const id: unknown = Object(raw).id;
  if (typeof id === "number" && Number.isSafeInteger(id)) return String(id);
  return typeof id === "string" && id !== "" ? id : null;
}
