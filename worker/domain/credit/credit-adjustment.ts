import { AMOUNT_EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { Facts } from "../facts.ts";
import type { Adjustment } from "../records.ts";
import type { Rules } from "../rules.ts";
import { type Candidate, PLAIN } from "./candidate.ts";
import { holderOfOwner, soleHolder } from "./holder.ts";
import { homeAmountOf } from "./home-amount.ts";

/**
 * An added credit is a line of its own. Moving and excluding change the lines of the record they concern, and
 * an adjustment that was withdrawn is as if it had never been.
 */
export function candidatesOfAdjustment(
  adjustment: Adjustment,
  facts: Facts,
  rules: Rules,
): readonly Candidate[] {
  if (adjustment.action !== "add" || adjustment.archived) return [];
  const { memberId, day } = adjustment;
  const shared = {
    ...PLAIN,
    at: null,
    day,
    holders: [memberId === null ? holderOfOwner(null, facts.directory) : soleHolder(memberId)],
    marks: ["adjusted"] as const,
  };
  if (!AMOUNT_EVENT_IDS.includes(adjustment.event)) return [{ ...shared, event: adjustment.event }];
  const source = { amount: adjustment.amount, converted: null };
  const { minor, original, rate, missing } = homeAmountOf(source, day, facts.rates, rules.homeCurrency);
  // Taking revenue away is no deal of its own, so it joins what was refunded.
  const event = adjustment.event === "revenue_closed" && minor < 0 ? "deal_refunded" : adjustment.event;
  return [{ ...shared, event, amountMinor: minor, original, rate, leftOut: missing }];
}
