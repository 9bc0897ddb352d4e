import type { Deal, Money } from "../../../worker/domain/records.ts";
import type { World } from "./naive-facts.ts";

const DECIMALS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };
const days = new Map<string, string>();

/** What a calendar on the wall of the tenant's office shows. */
export function naiveDay(world: World, at: string | null): string | null {
  if (at === null) return null;
  const { timeZone } = world.rules.calendar;
  const key = `${timeZone} ${at}`;
  const known = days.get(key) ?? new Date(at).toLocaleDateString("en-CA", { timeZone });
  days.set(key, known);
  return known;
}

export function naiveCloseDay(world: World, deal: Deal): string | null {
  if (deal.close === null) return null;
  return deal.close.kind === "day" ? deal.close.day : naiveDay(world, deal.close.at);
}

/** Home currency in minor units; null where it cannot be known. */
export function naiveHomeMinor(
  world: World,
  amount: Money | null,
  converted: Money | null,
  day: string | null,
): number | null {
  const home = world.rules.homeCurrency;
  if (converted !== null && converted.currency === home) return converted.minor;
  if (amount === null || amount.currency === home) return amount?.minor ?? null;
  const known = world.rates.filter(
    ({ from, effectiveFrom }) => from === amount.currency && effectiveFrom <= (day ?? ""),
  );
  known.sort((one, other) => (one.effectiveFrom < other.effectiveFrom ? 1 : -1));
  const rate = known[0]?.rate;
  if (rate === undefined) return null;
  const scaled = BigInt(rate.toFixed(12).replace(".", "")) * BigInt(amount.minor);
  const up = 10n ** BigInt(DECIMALS[home] ?? 2);
  const down = 10n ** BigInt(12 + (DECIMALS[amount.currency] ?? 2));
  const tenths = (scaled * up * 10n) / down;
  const away = tenths < 0n ? -5n : 5n;
  return Number((tenths + away) / 10n);
}
