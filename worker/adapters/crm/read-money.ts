import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const DIGITS_MAX = 60;

/** A decimal number as text, such as `1234.5`, `-0.10` or `1.2E7`, taken apart exactly. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: bigint;
  /** How many of the digits stand behind the point. Negative when zeros follow. */
  readonly scale: number;
}

function readDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  if (digits === "" || digits.length > DIGITS_MAX) return null;
  return { negative: sign === "-", digits: BigInt(digits), scale: fraction.length - Number(exponent) };
}

/** The number times ten to the power, rounded once, half away from zero; null when it is no exact integer. */
export function scaleDecimal(text: string, power: number): number | null {
  const decimal = readDecimal(text);
  if (decimal === null) return null;
  const shift = power - decimal.scale;
  if (Math.abs(shift) > DIGITS_MAX) return decimal.digits === 0n || shift < 0 ? 0 : null;
  const magnitude = Number(
    shift >= 0 ? decimal.digits * 10n ** BigInt(shift) : halfUp(decimal.digits, -shift),
  );
  if (!Number.isSafeInteger(magnitude)) return null;
  return decimal.negative && magnitude !== 0 ? -magnitude : magnitude;
}

/** Money as a CRM writes it in minor units. Null when it is no number or too large to stay exact. */
export function readMinorUnits(text: string, currency: string): number | null {
  return scaleDecimal(text, minorDigitsOf(currency));
}

function halfUp(digits: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places);
  return (digits + divisor / 2n) / divisor;
}
