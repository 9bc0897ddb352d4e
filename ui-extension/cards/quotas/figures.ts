import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { formatCount, formatMoney, NO_FIGURE } from "../../../shared/wording/numbers.ts";

/** A quota or a result as the page writes it: "$120,000", "24", "–". Minor units for money. */
export function figureOf(
  amount: number | null,
  metric: QuotaMetricId,
  { currency, language }: { readonly currency: string; readonly language: string },
): string {
  if (amount === null) return NO_FIGURE;
  return metric === "revenue_closed"
    ? formatMoney(amount, currency, language)
    : formatCount(amount, language);
}
