import * as v from "valibot";
import type { Split } from "../../../domain/records.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { OtherId, RecordId, Text } from "../read-values.ts";
import { sharesOf } from "../shares.ts";
import type { ClientContext } from "./client-context.ts";
import { isNotToBeHad } from "./failures.ts";
import { PATHS } from "./paths.ts";
import { readPage } from "./read-page.ts";
import { SCOPES_OF_FEATURE } from "./scopes.ts";

const SplitsOfDeal = v.object({
  id: RecordId,
  splits: v.nullish(
    v.array(
      v.object({ properties: v.object({ hubspot_owner_id: OtherId, hs_deal_split_percentage: Text }) }),
    ),
    [],
  ),
});

/** The splits of some deals, where the account grants them. Deals without splits are absent. */
export async function fetchSplits(
  { gateway, insist, options }: ClientContext,
  ids: readonly string[],
): Promise<Result<ReadonlyMap<string, readonly Split[]>, CrmFailure>> {
  const isGranted = SCOPES_OF_FEATURE.splits.some((scope) => options.scopes.includes(scope));
  if (!isGranted || ids.length === 0) return ok(new Map());
  const json = { inputs: ids.map((id) => ({ id })) };
  const page = await insist(async () =>
    readPage(await gateway.send({ method: "POST", path: PATHS.dealSplits, json })),
  );
  // The scope can be granted in an account whose plan has no splits.
  if (!page.ok) return isNotToBeHad(page.error) ? ok(new Map()) : page;
  const deals = page.value.results.flatMap((raw) => {
    const parsed = v.safeParse(SplitsOfDeal, raw);
    return parsed.success ? [parsed.output] : [];
  });
  return ok(
    new Map(
      deals.flatMap(({ id, splits }) => {
        const shares = sharesOf(
          splits.map(({ properties }) => ({
            ownerId: properties.hubspot_owner_id,
            percentage: properties.hs_deal_split_percentage,
          })),
        );
        return shares.length === 0 ? [] : [[id, shares] as const];
      }),
    ),
  );
}
