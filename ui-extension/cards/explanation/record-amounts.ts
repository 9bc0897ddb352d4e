import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { formatCount, formatMoney } from "../../../shared/wording/numbers.ts";
import { measureOf } from "./adding-up.ts";
import type { ExplanationWords } from "./words/en.ts";

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
/** Of counts and days: one decimal alone would not add up. */
const DIGITS_MAX = 3;

/** What a line adds: money, a length, days, or itself. */
export type AmountKind = "amount" | "duration" | "days" | "count";

/** By the first measure that reads the event, whatever the unit of the figure that comes of them all. */
export function amountKindOf(event: EventId, explanation: Explanation): AmountKind {
  const of = measureOf(event, explanation.measures)?.of ?? "count";
  if (of !== "seconds") return of;
  return event === "deal_cycle" ? "days" : "duration";
}

/** The currency of the amounts, also where the figure itself is no money. */
export function currencyOf({ homeCurrency, metric }: Explanation): string {
  return homeCurrency ?? metric.currency ?? "USD";
}

/** Writes what lines add, so exactly that a reader can add them up. */
export class AmountTexts {
  readonly #language: string;
  readonly #currency: string;
  readonly #cents: boolean;
  readonly #words: ExplanationWords;

  constructor(explanation: Explanation, language: string, words: ExplanationWords) {
    this.#language = language;
    this.#currency = currencyOf(explanation);
    this.#cents = hasCents(explanation);
    this.#words = words;
  }

  /** To the cent; without cents only where no amount has any. */
  money(minor: number): string {
    return formatMoney(minor, this.#currency, this.#language, { cents: this.#cents });
  }

  /** What a record was worth before conversion; of another currency it is said which dollar it is. */
  original({ minor, currency }: { readonly minor: number; readonly currency: string }): string {
    const cents = minor % 10 ** minorDigitsOf(currency) !== 0;
    return formatMoney(minor, currency, this.#language, { cents, foreign: currency !== this.#currency });
  }

  count(value: number): string {
    return formatCount(value, this.#language, DIGITS_MAX);
  }

  /** What one unit was worth, with every digit that tells; never below zero. */
  rate(value: number): string {
    return new Intl.NumberFormat(this.#language, { maximumSignificantDigits: 8 }).format(value);
  }

  of(kind: AmountKind, value: number): string {
    switch (kind) {
      case "amount":
        return this.money(value);
      case "duration":
        return clockText(value, this.#language);
      case "days":
        return this.#words.inDays(this.count(value / SECONDS_PER_DAY));
      case "count":
        return this.count(value);
    }
  }
}

/** "7:25:09": minutes alone would not add up. */
function clockText(seconds: number, language: string): string {
  const rounded = Math.round(seconds);
  const whole = Math.abs(rounded);
  const minutes = Math.floor(whole / SECONDS_PER_MINUTE);
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const parts = [...(hours === 0 ? [] : [hours]), minutes % MINUTES_PER_HOUR, whole % SECONDS_PER_MINUTE];
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  const text = parts.map((part, index) => (index === 0 ? formatCount(part, language) : two.format(part)));
  return `${rounded < 0 ? "−" : ""}${text.join(":")}`;
}

function hasCents(explanation: Explanation): boolean {
  const unit = 10 ** minorDigitsOf(currencyOf(explanation));
  const isBroken = (minor: number | null) => minor !== null && minor % unit !== 0;
  const { measures, counted, leftOut, lateChanges } = explanation;
  const isMoney = (event: EventId) => amountKindOf(event, explanation) === "amount";
  return (
    measures.some(({ of, sum }) => of === "amount" && isBroken(sum)) ||
    counted.some(({ event, contribution }) => isMoney(event) && isBroken(contribution)) ||
    leftOut.some(({ event, amountMinor }) => isMoney(event) && isBroken(amountMinor)) ||
    lateChanges.some(({ event, before, after }) => isMoney(event) && (isBroken(before) || isBroken(after)))
  );
}
