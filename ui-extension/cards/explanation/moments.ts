import { formatDay, formatDays, formatMonth, formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { dayOf } from "../host/account-time.ts";

/** Whole days from one day to a later one. */
export function daysFrom(from: string, to: string): number {
  const [start, end] = [from, to].map((day) => Date.parse(`${day}T00:00:00Z`));
  return Math.round(((end ?? 0) - (start ?? 0)) / 86_400_000);
}

/** Writes days and instants as seen on a given day. */
export class MomentTexts {
  readonly #locale: Locale;
  readonly #today: string;

  constructor(locale: Locale, asOf: string) {
    this.#locale = locale;
    this.#today = dayOf(asOf, locale.timeZone);
  }

  day(day: string): string {
    return formatDay(day, this.#locale.language, this.#today);
  }

  span(from: string, to: string): string {
    return formatDays(from, to, this.#locale.language, this.#today);
  }

  /** "November" for a whole month, else the days. */
  period(from: string, to: string): string {
    const isMonth = from.endsWith("-01") && to === lastDayOfMonth(from);
    return isMonth ? formatMonth(from, this.#locale.language, this.#today) : this.span(from, to);
  }

  /** "20 Nov 14:31". */
  moment(at: string): string {
    return `${this.day(this.dayOf(at))} ${formatTime(at, this.#locale)}`;
  }

  /** The day that the account's clock had then. */
  dayOf(at: string): string {
    return dayOf(at, this.#locale.timeZone);
  }
}

function lastDayOfMonth(day: string): string {
  const [year = 0, month = 0] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
