import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import type { Money } from "../records.ts";

/** A decimal number as a whole number over a power of ten. */
interface Decimal {
  readonly mantissa: bigint;
  readonly decimals: number;
}

/**
 * An amount in another currency, rounded once, half away from zero. Counts in whole numbers throughout: the
 * rate is taken as the decimal it is written as, so 0.1 is a tenth and nothing near it.
 */
export function convertExactly(amount: Money, rate: number, into: string): number {
  const { mantissa, decimals } = readDecimal(rate);
  const shift = minorDigitsOf(into) - minorDigitsOf(amount.currency) - decimals;
  const product = BigInt(amount.minor) * mantissa;
  if (shift >= 0) return Number(product * 10n ** BigInt(shift));
  return Number(divideHalfAwayFromZero(product, 10n ** BigInt(-shift)));
}

function readDecimal(value: number): Decimal {
  const [digits = "0", exponent = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const decimals = fraction.length - Number(exponent);
  const mantissa = BigInt(whole + fraction);
  return decimals < 0
    ? { mantissa: mantissa * 10n ** BigInt(-decimals), decimals: 0 }
    : { mantissa, decimals };
}

function divideHalfAwayFromZero(dividend: bigint, divisor: bigint): bigint {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const rounded = (magnitude * 2n + divisor) / (divisor * 2n);
  return dividend < 0n ? -rounded : rounded;
}
