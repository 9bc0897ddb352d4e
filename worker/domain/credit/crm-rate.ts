import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import type { CreditLine } from "../credits.ts";

/** More than a rate is published with would only repeat the rounding of the amounts. */
const DIGITS_MAX = 6;

/**
 * About what one unit of the original amount came to where the CRM converted it: CRMs tell the result alone. As many
 * digits as both amounts can tell. Null where our own rate is told, nothing was converted, or the line is a share.
 */
export function crmRateOf(
  line: Pick<CreditLine, "rate" | "marks" | "original" | "amountMinor">,
  homeCurrency: string,
): number | null {
  const { rate, marks, original, amountMinor } = line;
  if (rate !== null || original === null || original.currency === homeCurrency) return null;
  if (marks.includes("split") || original.minor === 0 || amountMinor === 0) return null;
  const digits = Math.min(DIGITS_MAX, digitsIn(original.minor), digitsIn(amountMinor));
  const scale = 10 ** (minorDigitsOf(original.currency) - minorDigitsOf(homeCurrency));
  return Number(((amountMinor / original.minor) * scale).toPrecision(digits));
}

function digitsIn(minor: number): number {
  return String(Math.abs(minor)).length;
}
