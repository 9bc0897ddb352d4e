/** Decimal text without rounding: HubSpot's amounts are strings of any precision. */
interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?$/;

function readDecimal(text: string): Decimal | null {
  const [, sign = "", whole = "", fraction = ""] = SHAPE.exec(text.trim()) ?? [];
  if (whole + fraction === "") return null;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, places: fraction.length };
}

function writeDecimal({ digits, places }: Decimal): string {
  const negative = digits < 0n;
  const text = String(negative ? -digits : digits).padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places);
  const fraction = places === 0 ? "" : text.slice(-places).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/** 123456 becomes "1234.56". */
export function minorToText(minor: number): string {
  return writeDecimal({ digits: BigInt(minor), places: 2 });
}

/** Exact; null when a factor is no number. */
export function multiply(text: string, factor: number): string | null {
  const left = readDecimal(text);
  const right = readDecimal(String(factor));
  if (!left || !right) return null;
  return writeDecimal({ digits: left.digits * right.digits, places: left.places + right.places });
}

/** Whole minor units of two decimals, half away from zero; null when the text is no number. */
export function textToMinor(text: string): number | null {
  const decimal = readDecimal(text);
  if (!decimal) return null;
  if (decimal.places <= 2) return Number(decimal.digits * 10n ** BigInt(2 - decimal.places));
  const divisor = 10n ** BigInt(decimal.places - 2);
  const magnitude = decimal.digits < 0n ? -decimal.digits : decimal.digits;
  const rounded = (magnitude + divisor / 2n) / divisor;
  return Number(decimal.digits < 0n ? -rounded : rounded);
}
