import * as v from "valibot";
import type { Split } from "../../../domain/records.ts";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure } from "../../../ports/crm.ts";
import type { ClientContext } from "./client-context.ts";
import { isNotToBeHad } from "./failures.ts";
import { PATHS } from "./paths.ts";
import { OtherId, RecordId, Text } from "./read-fields.ts";
import { scaleDecimal } from "./read-money.ts";
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

/** Ten-billionths in a whole. */
const WHOLE = 10_000_000_000;
const SHARE_DECIMALS = 10;
/** How far rounded percentages may miss the whole, in ten-billionths of it: a tenth of a percent. */
const ROUNDING_MAX = WHOLE / 1000;

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

/**
 * Shares that add up to the whole exactly. HubSpot writes fractions of 1; percentages of 100 are seen too.
 * Splits that do not add up, or name nobody, are no splits.
 */
export function sharesOf(
  splits: readonly { readonly ownerId: string | null; readonly percentage: string | null }[],
): Split[] {
  const shares = splits.flatMap(({ ownerId, percentage }) => {
    const share = scaleDecimal(percentage ?? "", SHARE_DECIMALS);
    return ownerId === null || share === null || share <= 0 ? [] : [{ ownerId, share }];
  });
  if (shares.length !== splits.length) return [];
  const sum = shares.reduce((total, { share }) => total + share, 0);
  const whole = sum > WHOLE * 2 ? WHOLE * 100 : WHOLE;
  if (Math.abs(sum - whole) > (whole / WHOLE) * ROUNDING_MAX) return [];
  return toWhole(shares.map(({ ownerId, share }) => ({ ownerId, share: portionOf(share, sum) })));
}

/** Rounded down. The product is beyond what a number holds exactly. */
function portionOf(share: number, sum: number): number {
  return Number((BigInt(share) * BigInt(WHOLE)) / BigInt(sum));
}

/** The first shares take the rest that rounding down leaves, one ten-billionth each. */
function toWhole(shares: readonly Split[]): Split[] {
  const rest = WHOLE - shares.reduce((total, { share }) => total + share, 0);
  return shares.map((split, index) => ({ ...split, share: split.share + (index < rest ? 1 : 0) }));
}
