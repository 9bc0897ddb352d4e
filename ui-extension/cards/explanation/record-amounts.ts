import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { minorDigitsOf } from "../../../shared/money/minor-digits.ts";
import { formatMoney } from "../../../shared/wording/numbers.ts";
import { measureOf } from "./adding-up.ts";
import type { ExplanationWords } from "./words/en.ts";

const SECONDS_PER_DAY = 86_400;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;

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
  readonly #number: Intl.NumberFormat;

  constructor(explanation: Explanation, language: string, words: ExplanationWords) {
    this.#language = language;
    this.#currency = currencyOf(explanation);
    this.#cents = hasCents(explanation);
    this.#words = words;
    this.#number = new Intl.NumberFormat(language);
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
    return this.#number.format(value);
  }

  rate(value: number): string {
    return new Intl.NumberFormat(this.#language, { maximumSignificantDigits: 8 }).format(value);
  }

  of(kind: AmountKind, value: number): string {
    switch (kind) {
      case "amount":
        return this.money(value);
      case "duration":
        return clockText(value);
      case "days":
        return this.#words.inDays(this.#number.format(value / SECONDS_PER_DAY));
      case "count":
        return this.#number.format(value);
    }
  }
}

/** "7:25:09": minutes alone would not add up. */
function clockText(seconds: number): string {
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / SECONDS_PER_MINUTE);
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const tail = `${two(minutes % MINUTES_PER_HOUR)}:${two(whole % SECONDS_PER_MINUTE)}`;
  return hours === 0 ? tail.replace(/^0/, "") : `${hours}:${tail}`;
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
