/** Days and times as the screens write them. Days are of the account's calendar: no zone moves them. */
import type { FiscalLabel } from "../contracts/fiscal.ts";
import type { Instant, LocalDay } from "../contracts/time.ts";
import type { Locale } from "./locale.ts";

function midnightOf(day: LocalDay): Date {
  return new Date(`${day}T00:00:00Z`);
}

function dayFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", ...options });
}

/** "20 Nov"; with the year where it is not `today`'s. */
export function formatDay(day: LocalDay, language: string, today: LocalDay | null = null): string {
  const sameYear = today !== null && day.slice(0, 4) === today.slice(0, 4);
  return dayFormat(language, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(midnightOf(day));
}

/** "1–20 Nov", or "1–20 Nov 2025" where the year is not `today`'s. */
export function formatDays(
  from: LocalDay,
  to: LocalDay,
  language: string,
  today: LocalDay | null = null,
): string {
  const sameYear = today !== null && [from, to].every((day) => day.slice(0, 4) === today.slice(0, 4));
  const text = dayFormat(language, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).formatRange(midnightOf(from), midnightOf(to));
  // Two days of one month stand close, "1–20 Nov"; some languages' data put spaces between them.
  return from.slice(0, 7) === to.slice(0, 7) ? text.replace(/(\d)\s*–\s*(\d)/u, "$1–$2") : text;
}

/** "November", or "November 2025" where the year is not `today`'s. */
export function formatMonth(day: LocalDay, language: string, today: LocalDay | null = null): string {
  const sameYear = today !== null && day.slice(0, 4) === today.slice(0, 4);
  return dayFormat(language, { month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(
    midnightOf(day),
  );
}

/** "Oct", the month that a day lies in. */
export function formatShortMonth(day: LocalDay, language: string): string {
  return dayFormat(language, { month: "short" }).format(midnightOf(day));
}

/** "Mon", the name of a day of the week; 1 is Monday and 7 is Sunday. */
export function formatWeekday(weekday: number, language: string, width: "short" | "long" = "short"): string {
  // 1 January 2024 was a Monday.
  return dayFormat(language, { weekday: width }).format(new Date(Date.UTC(2024, 0, weekday)));
}

/** The day of an instant, as the account's clock has it; with the year where it is not that of `today`, a day or instant. */
export function formatDayOf(
  instant: string,
  locale: Locale,
  today: LocalDay | Instant | null = null,
): string {
  const date = new Date(instant);
  const { language, timeZone } = locale;
  const sameYear = today !== null && yearOf(date, timeZone) === yearIn(today, timeZone);
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
    timeZone,
  }).format(date);
}

function yearIn(today: LocalDay | Instant, timeZone: string): string {
  const isDay = today.length === "YYYY-MM-DD".length;
  return isDay ? today.slice(0, "YYYY".length) : yearOf(new Date(today), timeZone);
}

function yearOf(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { year: "numeric", timeZone }).format(date);
}

/** The time of day in the account's zone: "14:31". */
export function formatTime(instant: string, locale: Locale): string {
  return new Intl.DateTimeFormat(locale.language, {
    timeStyle: "short",
    timeZone: locale.timeZone,
  }).format(new Date(instant));
}

/** How a language names a quarter: "Q3", and "Q3 2025" with its year. */
export type QuarterWords = (number: number, year: string | null) => string;

/** The name of a quarter beside another period: with the year where that is of another one. Null for all else. */
export function quarterName(
  fiscal: FiscalLabel | null | undefined,
  beside: FiscalLabel | null | undefined,
  say: QuarterWords,
): string | null {
  if (fiscal?.grain !== "quarter") return null;
  return say(fiscal.number, beside?.year === fiscal.year ? null : String(fiscal.year));
}
