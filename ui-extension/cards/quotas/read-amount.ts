/** Amounts as people type and paste them, in the viewer's language: "1.234,50", "$120,000", "120 000". */
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";

/** What a column is counted in. */
export interface AmountKind {
  /** Null for a count. */
  readonly currency: string | null;
  /** Language and region, such as `de-DE`: they decide what "1.234" is. */
  readonly language: string;
}

/** Why a text is no amount. */
export type AmountFault =
  | "no_number"
  /** Another currency's sign stands with it. */
  | "other_currency"
  | "negative"
  /** A count is whole. */
  | "fraction"
  /** More decimals than the currency has. */
  | "too_precise"
  /** "120,000" where a comma is the decimal sign: it may be 120 or 120 thousand. */
  | "unclear"
  | "too_large";

/** A text, read. An empty one sets nothing: the default counts. */
export type ReadAmount =
  | { readonly kind: "empty" }
  /** Minor units for money, else a count. */
  | { readonly kind: "amount"; readonly amount: number }
  | { readonly kind: "fault"; readonly fault: AmountFault };

/** As the server takes it at most. */
const AMOUNT_MAX = 1e15;
const MINUS = /^[-\u2212(]/u;
const SPACES_AND_APOSTROPHES = /[\s\u00a0\u202f'’\u200e\u200f]/gu;
/** Groups of three; India writes those above the last in twos. */
const GROUPED = /^\d{1,3}([.,]\d{2,3})*[.,]\d{3}$/u;

/** Reads an amount. Total: whatever is typed comes back as an amount or as what is wrong with it. */
export function readAmount(text: string, kind: AmountKind): ReadAmount {
  const bare = withoutCurrency(text.trim(), kind).replace(SPACES_AND_APOSTROPHES, "");
  if (text.trim() === "") return { kind: "empty" };
  if (/\p{Sc}/u.test(bare)) return fault("other_currency");
  const isNegative = MINUS.test(bare);
  const digits = bare.replace(/^[-+\u2212(]|\)$/gu, "");
  if (!/^\d[\d.,]*$|^[.,]\d+$/u.test(digits)) return fault("no_number");
  const decimal = splitDecimal(digits, kind);
  if (decimal === null) return fault("unclear");
  const places = kind.currency === null ? 0 : minorDigitsOf(kind.currency);
  const fraction = decimal.fraction.replace(/0+$/u, "");
  if (fraction.length > places) return fault(kind.currency === null ? "fraction" : "too_precise");
  const amount = Number(`${decimal.whole || "0"}${fraction.padEnd(places, "0")}`);
  if (isNegative && amount > 0) return fault("negative");
  return amount > AMOUNT_MAX ? fault("too_large") : { kind: "amount", amount };
}

/** An amount as a field shows it: grouped, without the currency, and with decimals only where there are some. */
export function writeAmount(amount: number, { currency, language }: AmountKind): string {
  const places = currency === null ? 0 : minorDigitsOf(currency);
  const isWhole = amount % 10 ** places === 0;
  const shown = isWhole ? 0 : places;
  return plainFormat(language, shown).format(amount / 10 ** places);
}

/** A percentage, such as "-2.5" or "10 %", unrounded; null when it is none. */
export function readPercent(text: string, language: string): number | null {
  const bare = text.replace(SPACES_AND_APOSTROPHES, "").replace(/%$/u, "");
  const digits = bare.replace(/^[-+\u2212]/u, "");
  if (!/^\d+([.,]\d+)?$/u.test(digits)) return null;
  const decimal = splitDecimal(digits, { currency: null, language });
  if (decimal === null) return null;
  const value = Number(`${decimal.whole}.${decimal.fraction || "0"}`);
  return MINUS.test(bare) ? -value : value;
}

function fault(reason: AmountFault): ReadAmount {
  return { kind: "fault", fault: reason };
}

/** Takes away the currency's own signs, as this language writes them, and no other's. */
function withoutCurrency(text: string, { currency, language }: AmountKind): string {
  if (currency === null) return text;
  const sign = signsOf(currency, language).find((each) => text.toUpperCase().includes(each.toUpperCase()));
  if (sign === undefined) return text;
  const at = text.toUpperCase().indexOf(sign.toUpperCase());
  return `${text.slice(0, at)}${text.slice(at + sign.length)}`;
}

interface Decimal {
  readonly whole: string;
  /** '' without. */
  readonly fraction: string;
}

/** Tells the decimal sign from signs of grouping; null where both readings make sense. */
function splitDecimal(digits: string, kind: AmountKind): Decimal | null {
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (last < 0) return { whole: digits, fraction: "" };
  const sign = digits.charAt(last);
  const fraction = digits.slice(last + 1);
  const whole = digits.slice(0, last);
  const asDecimal = { whole: whole.replace(/[.,]/gu, ""), fraction };
  const asGrouped = { whole: digits.replace(/[.,]/gu, ""), fraction: "" };
  const hasOther = /[.,]/u.test(whole.replaceAll(sign, ""));
  if (hasOther) return whole.includes(sign) || !isGrouped(whole) ? null : asDecimal;
  if (!isGrouped(digits)) return whole.includes(sign) ? null : asDecimal;
  const isDecimalHere = sign === decimalSignOf(kind.language);
  if (!isDecimalHere || whole.includes(sign)) return asGrouped;
  // As many decimals as the currency has are no group of three by chance.
  return kind.currency !== null && minorDigitsOf(kind.currency) === fraction.length ? asDecimal : null;
}

function isGrouped(digits: string): boolean {
  return GROUPED.test(digits);
}

function decimalSignOf(language: string): string {
  const parts = plainFormat(language, 1).formatToParts(1.5);
  return parts.find(({ type }) => type === "decimal")?.value ?? ".";
}

/** Making a format costs more than using it a hundred times, and a grid has hundreds of cells. */
const plainFormats = new Map<string, Intl.NumberFormat>();
const currencySigns = new Map<string, readonly string[]>();

function plainFormat(language: string, digits: number): Intl.NumberFormat {
  const key = `${language} ${digits}`;
  const known = plainFormats.get(key);
  if (known) return known;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const format = new Intl.NumberFormat(language, options);
  plainFormats.set(key, format);
  return format;
}

/** How this language writes a currency, longest first. */
function signsOf(currency: string, language: string): readonly string[] {
  const key = `${language} ${currency}`;
  const known = currencySigns.get(key);
  if (known) return known;
  const signs = (["code", "symbol", "narrowSymbol"] as const).map(
    (currencyDisplay) =>
      new Intl.NumberFormat(language, { style: "currency", currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === "currency")?.value ?? currency,
  );
  const longestFirst = signs.toSorted((left, right) => right.length - left.length);
  currencySigns.set(key, longestFirst);
  return longestFirst;
}
