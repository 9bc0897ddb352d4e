import type { LocalDay } from "../../../shared/contracts/time.ts";
import type { CurrencyRate } from "../facts.ts";
import type { Money } from "../records.ts";
import { convertExactly } from "./exact-rate.ts";

/** An amount in the tenant's home currency, or why there is none. */
export interface HomeAmount {
  /** 0 when it is not known. */
  readonly minor: number;
  readonly original: Money | null;
  /** Null when the CRM converted or nothing had to be. */
  readonly rate: number | null;
  readonly missing: "no_amount" | "no_currency_rate" | "no_date" | null;
}

/** An amount as the CRM holds it. */
export interface AmountSource {
  readonly amount: Money | null;
  /** The CRM's own conversion. */
  readonly converted: Money | null;
}

/** The CRM's own conversion where it gives one, else the rate in force on the day, else nothing. */
export function homeAmountOf(
  source: AmountSource,
  day: LocalDay | null,
  rates: readonly CurrencyRate[],
  homeCurrency: string,
): HomeAmount {
  const { amount, converted } = source;
  if (converted?.currency === homeCurrency) {
    return { minor: converted.minor, original: amount ?? converted, rate: null, missing: null };
  }
  if (amount === null) return { minor: 0, original: null, rate: null, missing: "no_amount" };
  if (amount.currency === homeCurrency) {
    return { minor: amount.minor, original: amount, rate: null, missing: null };
  }
  if (day === null) return { minor: 0, original: amount, rate: null, missing: "no_date" };
  const rate = rateOn(day, amount.currency, rates);
  if (rate === null) return { minor: 0, original: amount, rate: null, missing: "no_currency_rate" };
  return { minor: convertExactly(amount, rate, homeCurrency), original: amount, rate, missing: null };
}

function rateOn(day: LocalDay, currency: string, rates: readonly CurrencyRate[]): number | null {
  let newest: CurrencyRate | null = null;
  for (const rate of rates) {
    if (rate.from !== currency || rate.effectiveFrom > day) continue;
    if (newest === null || rate.effectiveFrom > newest.effectiveFrom) newest = rate;
  }
  return newest?.rate ?? null;
}
