import type { FiscalGrain, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { de } from "../../../shared/messages/quota-card/de.ts";
import { en, type QuotaCardWords } from "../../../shared/messages/quota-card/en.ts";
import { es } from "../../../shared/messages/quota-card/es.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { formatDay, formatMonth } from "../../../shared/wording/dates.ts";
import { type Language, readLanguage, wordsLanguageOf } from "../../../shared/wording/locale.ts";
import {
  formatCount,
  formatMoney,
  formatPercentDown,
  formatShortMoney,
  NO_FIGURE,
} from "../../../shared/wording/numbers.ts";
import { fiscalPlaceOf } from "../../domain/calendar/fiscal.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import type { CalendarRules } from "../../domain/rules.ts";

const WORDS: Readonly<Record<Language, QuotaCardWords>> = { en, de, es };
/** From so many on a daily count is rounded up to a whole one: less would not be enough. */
const WHOLE_FROM = 10;
/** A month of whole weeks may begin in the last days of the one before. */
const INSIDE_A_MONTH_DAYS = 14;

/** The card's words in the nearest language. */
export function wordsFor(wished: string): QuotaCardWords {
  return WORDS[wordsLanguageOf(readLanguage(wished))];
}

/** What figures and days are worded for. */
export interface WordedFor {
  /** As the host or the browser names it. */
  readonly language: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly calendar: CalendarRules;
  readonly today: LocalDay;
}

/** Figures, days and periods as this viewer reads them. */
export class CardWording {
  readonly words: QuotaCardWords;
  readonly language: string;
  readonly timeZone: string;
  readonly #for: WordedFor;

  constructor(wordedFor: WordedFor) {
    this.words = wordsFor(wordedFor.language);
    this.language = readLanguage(wordedFor.language);
    this.timeZone = wordedFor.timeZone;
    this.#for = wordedFor;
  }

  count(value: number): string {
    return formatCount(value, this.language);
  }

  percent(value: number | null): string {
    return value === null ? NO_FIGURE : formatPercentDown(value, this.language);
  }

  money(minor: number): string {
    return formatMoney(minor, this.#for.currency, this.language);
  }

  /** A figure of a metric: money in whole units, or a count. */
  amount(metric: QuotaMetricId, value: number | null): string {
    if (value === null) return NO_FIGURE;
    return isMoney(metric) ? this.money(value) : this.count(value);
  }

  /** "$124k" for ticks and ranges. */
  short(metric: QuotaMetricId, value: number): string {
    return isMoney(metric) ? formatShortMoney(value, this.#for.currency, this.language) : this.count(value);
  }

  /** What is left to do on each day. */
  daily(metric: QuotaMetricId, value: number | null): string {
    if (value === null) return NO_FIGURE;
    return this.amount(metric, !isMoney(metric) && value >= WHOLE_FROM ? Math.ceil(value) : value);
  }

  /** An estimate is not shown as exactly as a result: "$124,000", and counts whole. */
  estimate(metric: QuotaMetricId, value: number): string {
    if (!isMoney(metric)) return this.count(Math.round(value));
    const unit = 10 ** minorDigitsOf(this.#for.currency);
    const magnitude = Math.floor(Math.log10(Math.max(Math.abs(value) / unit, 1)));
    const step = Math.max(unit, unit * 5 * 10 ** (magnitude - 3));
    return this.money(Math.round(value / step) * step);
  }

  /** "20 Nov"; with the year where it is not this one. */
  day(day: LocalDay): string {
    return formatDay(day, this.language, this.#for.today);
  }

  /** "November", "Q4", "2026"; a month or quarter of another year names it. */
  period(grain: FiscalGrain, { from, to }: DaySpan): string {
    const { calendar, today } = this.#for;
    const place = fiscalPlaceOf(from, grain, calendar);
    if (grain === "year") return String(place.year);
    if (grain === "month") {
      const inside = addDays(from, INSIDE_A_MONTH_DAYS);
      return formatMonth(inside > to ? from : inside, this.language, today);
    }
    const isThisYear = place.year === fiscalPlaceOf(today, "year", calendar).year;
    return this.words.quarter(place.number, isThisYear ? null : String(place.year));
  }
}

function isMoney(metric: QuotaMetricId): boolean {
  return metricById(metric).unit === "money";
}
