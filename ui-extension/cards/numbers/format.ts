import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";

/** The viewer's language, and the zone that times are shown in. */
export interface Locale {
  readonly language: string;
  readonly timeZone: string;
}

type MetricHead = Leaderboard["metric"];

/** The viewer's language where `Intl` knows it; browsers without a locale of their own name odd ones. */
export function readLanguage(wished: string): string {
  try {
    return Intl.getCanonicalLocales(wished)[0] ?? "en";
  } catch (error) {
    if (error instanceof RangeError) return "en";
    throw error;
  }
}

/** Money in whole units of its currency; the cents are in "Why this number?". */
export function formatMoney(
  minor: number,
  currency: string,
  language: string,
  options: { readonly cents?: boolean } = {},
): string {
  const digits = minorDigitsOf(currency);
  const shown = options.cents ? digits : 0;
  return new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  }).format(minor / 10 ** digits);
}

/** "2 h 5 m"; minutes alone below an hour. */
export function formatDuration(seconds: number, language: string): string {
  const minutes = Math.round(seconds / 60);
  const number = new Intl.NumberFormat(language);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${number.format(minutes)} m`;
  return `${number.format(hours)} h ${number.format(minutes % 60)} m`;
}

/** A figure of a metric in the viewer's language; "–" when there is no data. */
export function formatValue(value: number | null, metric: MetricHead, language: string): string {
  if (value === null) return "–";
  const number = (digits: number) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  switch (metric.unit) {
    case "money":
      return formatMoney(value, metric.currency ?? "USD", language);
    case "money_per_day":
      return `${formatMoney(value, metric.currency ?? "USD", language)} a day`;
    case "percent":
      return `${number(1).format(value)}%`;
    case "seconds":
      return formatDuration(value, language);
    case "days":
      return `${number(1).format(value)} days`;
    case "count":
      return number(0).format(value);
  }
}

/** "1–20 Nov 2026": a range of days, that no zone moves. */
export function formatDays(from: string, to: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  }).formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** The day of an instant, as the account's clock has it. */
export function formatDayOf(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale.language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: locale.timeZone,
  }).format(new Date(instant));
}

/** The time of day in the tenant's zone. */
export function formatTime(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale.language, {
    hour: "2-digit",
    minute: "2-digit",
    timeZone: locale.timeZone,
  }).format(new Date(instant));
}

/** How a figure changed against the compared period: percent, or points for a rate. Null without a base. */
export function formatChange(
  value: number | null,
  previous: number | null,
  metric: MetricHead,
  language: string,
): { readonly text: string; readonly direction: "up" | "down" | "same" } | null {
  if (value === null || previous === null) return null;
  const rate = metric.unit === "percent";
  if (!rate && previous <= 0) return null;
  const change = rate ? value - previous : ((value - previous) / previous) * 100;
  const rounded = rate ? Math.round(change * 10) / 10 : Math.round(change);
  const text = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.abs(rounded));
  const direction = rounded > 0 ? "up" : rounded < 0 ? "down" : "same";
  return { text: rate ? `${text} pts` : `${text}%`, direction };
}
