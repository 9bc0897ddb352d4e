import * as v from "valibot";
import { ok, type Result } from "../../../../domain/result.ts";
import { secondsAfter } from "../../../../domain/seconds-after.ts";
import type { CrmFailure } from "../../../../ports/crm.ts";
import { readJson } from "../../reply.ts";
import type { SalesforceContext } from "../api/context.ts";
import { isNotToBeHad } from "../api/failures.ts";
import { API_VERSION } from "../api/transport.ts";

/**
 * The log goes back 15 days. What is purged was deleted before, which polls find: only what went at once is looked
 * for here, and the last days are enough for that.
 */
const LOOKED_BACK_SECONDS = 4 * 86_400;

const DeletedAnswer = v.object({ deletedRecords: v.array(v.object({ id: v.string() })) });

/** Ids of an object that were deleted lately, those among them that even the recycle bin has no more. */
export async function fetchGone(
  { gateway, insist, now }: SalesforceContext,
  object: string,
): Promise<Result<readonly string[], CrmFailure>> {
  const end = now();
  const span = new URLSearchParams({ start: secondsAfter(end, -LOOKED_BACK_SECONDS), end });
  const path = `/services/data/v${API_VERSION}/sobjects/${object}/deleted?${span}`;
  const answer = await insist(() => gateway.request({ method: "GET", path }));
  // The log may be off, purged or too long; notices and polls tell of all but what went at once.
  if (!answer.ok) return isNotToBeHad(answer.error) ? ok([]) : answer;
  const read = v.safeParse(DeletedAnswer, readJson(answer.value.text));
  return ok(read.success ? read.output.deletedRecords.map(({ id }) => id) : []);
}
