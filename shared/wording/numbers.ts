/** Figures as the screens write them: whole money, rates with one decimal, attainment rounded down. */
import type { Leaderboard } from "../contracts/api.ts";
import { minorDigitsOf } from "../money/minor-digits.ts";

/** What is shown where there is no figure. */
export const NO_FIGURE = "–";

/** What a figure is of, as boards and cards carry it. */
export type FigureKind = Pick<Leaderboard["metric"], "unit" | "currency">;

/** Words around figures, which each language has its own of. */
export interface FigureWords {
  readonly hours: (hours: string, minutes: string) => string;
  readonly minutes: (minutes: string) => string;
  readonly aDay: (amount: string) => string;
  readonly days: (count: number, text: string) => string;
  readonly points: (text: string) => string;
}

const ENGLISH: FigureWords = {
  hours: (hours, minutes) => `${hours} h ${minutes} m`,
  minutes: (minutes) => `${minutes} m`,
  aDay: (amount) => `${amount} a day`,
  days: (count, text) => (count === 1 ? `${text} day` : `${text} days`),
  points: (text) => `${text} pts`,
};

const FIGURE_WORDS: Readonly<Record<string, FigureWords>> = {
  de: {
    hours: (hours, minutes) => `${hours} Std. ${minutes} Min.`,
    minutes: (minutes) => `${minutes} Min.`,
    aDay: (amount) => `${amount} am Tag`,
    days: (count, text) => (count === 1 ? `${text} Tag` : `${text} Tage`),
    points: (text) => `${text} Pkt.`,
  },
  es: {
    hours: (hours, minutes) => `${hours} h ${minutes} min`,
    minutes: (minutes) => `${minutes} min`,
    aDay: (amount) => `${amount} al día`,
    days: (count, text) => (count === 1 ? `${text} día` : `${text} días`),
    points: (text) => `${text} pts`,
  },
};

function figureWords(language: string): FigureWords {
  return FIGURE_WORDS[language.toLowerCase().split("-")[0] ?? ""] ?? ENGLISH;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Making a format takes longer than a hundred uses of it, and a board writes thousands of figures. */
function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  // What rounds to nothing has no sign: "-$0" would be less than nothing.
  const known = formats.get(key) ?? new Intl.NumberFormat(language, { signDisplay: "negative", ...options });
  formats.set(key, known);
  return known;
}

function write(value: number, language: string, options: Intl.NumberFormatOptions): string {
  return trueMinus(numberFormat(language, options).format(value));
}

/** Most languages put a hyphen before what is below zero. */
function trueMinus(text: string): string {
  return text.replace("-", "−");
}

function decimals(value: number, language: string, digits: number): string {
  return write(value, language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/**
 * Money in whole units of its currency; with `cents` exactly, as "Why this number?" shows it. The account's own
 * currency is written short ("$"); `foreign` says which dollar it is ("CA$").
 */
export function formatMoney(
  minor: number,
  currency: string,
  language: string,
  options: { readonly cents?: boolean; readonly foreign?: boolean } = {},
): string {
  const digits = minorDigitsOf(currency);
  const shown = options.cents ? digits : 0;
  return write(minor / 10 ** digits, language, {
    style: "currency",
    currency,
    currencyDisplay: options.foreign ? "symbol" : "narrowSymbol",
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  });
}

/** From here on three digits say a million: 999,499 is the last that says "$999k". */
const MILLION_FROM = 999_500;

/**
 * "$124k", "$12.4k", "$1.40M": three digits, for charts and tight facts; the full value is one step away. A language
 * without a short form of thousands, such as German, writes them whole.
 */
export function formatShortMoney(minor: number, currency: string, language: string): string {
  const units = minor / 10 ** minorDigitsOf(currency);
  const absolute = Math.abs(units);
  if (absolute < 1000) return formatMoney(minor, currency, language);
  const digits = {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumSignificantDigits: 3,
    ...(absolute < MILLION_FROM ? {} : { minimumSignificantDigits: 3 }),
  } as const;
  if (isEnglish(language)) return shortInEnglish(units, numberFormat(language, digits));
  const format = numberFormat(language, { ...digits, notation: "compact" });
  const isShort = format.formatToParts(units).some(({ type }) => type === "compact");
  return isShort ? trueMinus(format.format(units)) : formatMoney(minor, currency, language);
}

function isEnglish(language: string): boolean {
  return language.toLowerCase().split("-")[0] === "en";
}

/** The same letters in every English, where regions write "K", "m", "bn" or count in lakhs. */
const ENGLISH_SCALES = [
  { from: MILLION_FROM * 1000, unit: 1e9, letter: "B" },
  { from: MILLION_FROM, unit: 1e6, letter: "M" },
  { from: 0, unit: 1000, letter: "k" },
] as const;

function shortInEnglish(units: number, format: Intl.NumberFormat): string {
  const { unit, letter } = ENGLISH_SCALES.find(({ from }) => Math.abs(units) >= from) ?? ENGLISH_SCALES[2];
  const parts = format.formatToParts(units / unit);
  const last = parts.findLastIndex(({ type }) => type === "integer" || type === "fraction");
  return trueMinus(parts.map(({ value }, index) => (index === last ? `${value}${letter}` : value)).join(""));
}

/** A whole or broken count: "0.3", "1.5", "50"; with more digits where they are asked for. */
export function formatCount(value: number, language: string, digits = Math.abs(value) < 10 ? 1 : 0): string {
  return write(value, language, { maximumFractionDigits: digits });
}

/** A place: "5", or "#5" with that mark; "=5" where it is shared, "–" where there is none. */
export function formatRank(
  { rank, tied }: { readonly rank: number | null; readonly tied: boolean },
  language: string,
  mark = "",
): string {
  return rank === null ? NO_FIGURE : `${tied ? "=" : mark}${formatCount(rank, language)}`;
}

/** Attainment and pace: whole percent, rounded down, so that nothing is reached too early. */
export function formatPercentDown(percent: number, language: string): string {
  return write(Math.floor(percent) / 100, language, { style: "percent", maximumFractionDigits: 0 });
}

/** A rate with one decimal. */
export function formatRate(percent: number, language: string): string {
  return write(percent / 100, language, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

/** "2 h 5 m"; minutes alone below an hour. */
export function formatDuration(seconds: number, language: string): string {
  const words = figureWords(language);
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return words.minutes(decimals(minutes, language, 0));
  return words.hours(decimals(hours, language, 0), decimals(minutes % 60, language, 0));
}

/** A figure of a metric; "–" when there is no data. */
export function formatValue(value: number | null, kind: FigureKind, language: string): string {
  if (value === null) return NO_FIGURE;
  const words = figureWords(language);
  const currency = kind.currency ?? "USD";
  switch (kind.unit) {
    case "money":
      return formatMoney(value, currency, language);
    case "money_per_day":
      return words.aDay(formatMoney(value, currency, language));
    case "percent":
      return formatRate(value, language);
    case "seconds":
      return formatDuration(value, language);
    case "days":
      return words.days(value, decimals(value, language, 1));
    case "count":
      return decimals(value, language, 0);
  }
}

/** How a figure changed against the compared period: percent, or points for a rate. Null without a base. */
export function formatChange(
  value: number | null,
  previous: number | null,
  kind: FigureKind,
  language: string,
): { readonly text: string; readonly direction: "up" | "down" | "same" } | null {
  if (value === null || previous === null) return null;
  const rate = kind.unit === "percent";
  if (!rate && previous <= 0) return null;
  const change = rate ? value - previous : ((value - previous) / previous) * 100;
  const rounded = rate ? Math.round(change * 10) / 10 : Math.round(change);
  const text = write(Math.abs(rounded), language, { maximumFractionDigits: 1 });
  const direction = rounded > 0 ? "up" : rounded < 0 ? "down" : "same";
  const percent = write(Math.abs(rounded) / 100, language, { style: "percent" });
  return { text: rate ? figureWords(language).points(text) : percent, direction };
}
