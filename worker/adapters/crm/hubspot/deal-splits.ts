import * as v from "valibot";
import type { Split } from "../../../domain/records.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import { OtherId, RecordId, Text } from "../read-values.ts";
import { sharesOf } from "../shares.ts";
import type { ClientContext } from "./client-context.ts";
import { isNotToBeHad } from "./failures.ts";
import { PATHS } from "./paths.ts";
import { readBatchAt } from "./read-batch.ts";
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

/** The splits of some deals. */
export interface DealSplits {
  /** Deals without splits are absent. */
  readonly ofDeal: ReadonlyMap<string, readonly Split[]>;
  /** Deals whose splits HubSpot failed to answer for. */
  readonly unanswered: ReadonlySet<string>;
}

const NO_SPLITS: DealSplits = { ofDeal: new Map(), unanswered: new Set() };

/** The splits of some deals, where the account grants them. */
export async function fetchSplits(
  context: ClientContext,
  ids: readonly string[],
): Promise<Result<DealSplits, CrmFailure>> {
  const { scopes } = context.options;
  const isGranted = SCOPES_OF_FEATURE.splits.some((scope) => scopes.includes(scope));
  if (!isGranted || ids.length === 0) return ok(NO_SPLITS);
  const batch = await readBatchAt(context, PATHS.dealSplits, ids);
  // The scope can be granted in an account whose plan has no splits.
  if (!batch.ok) return isNotToBeHad(batch.error) ? ok(NO_SPLITS) : batch;
  const deals = batch.value.results.flatMap((raw) => {
    const parsed = v.safeParse(SplitsOfDeal, raw);
    return parsed.success ? [parsed.output] : [];
  });
  // What is refused for one deal is a split that it cannot have.
  const unanswered = [...batch.value.unanswered].filter(([, failure]) => !isNotToBeHad(failure));
  return ok({
    unanswered: new Set(unanswered.map(([id]) => id)),
    ofDeal: new Map(
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
  });
}
