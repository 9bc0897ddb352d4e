import type { Split } from "../../domain/records.ts";
import { scaleDecimal } from "./read-money.ts";

/** Ten-billionths in a whole. */
const WHOLE = 10_000_000_000;
const SHARE_DECIMALS = 10;
/** How far rounded percentages may miss the whole, in ten-billionths of it: a tenth of a percent. */
const ROUNDING_MAX = WHOLE / 1000;

/**
 * Shares that add up to the whole exactly. Fractions of 1 and percentages of 100 are both seen.
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
