/** What admins chose of how a figure is counted, where that is not the metric's own rule. */
import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { isSame } from "../../domain/counting.ts";
import type { EventRules, Rules } from "../../domain/rules.ts";

/** Nothing where every part goes by the metric's own rule. */
export function chosenCounting(
  measures: readonly { readonly event: EventId }[],
  rules: Rules,
): Pick<Explanation, "creditedBy" | "amountFields"> {
  const chosen = measures.map(({ event }) => rulesOf(event, rules));
  const sources = chosen.map(({ creditSource }) => creditSource ?? null);
  const distinct = sources.filter(
    (source, index) => sources.findIndex((other) => isSame(other, source)) === index,
  );
  const fields = new Set(chosen.flatMap(({ amountProperty }) => amountProperty ?? []));
  return {
    ...(distinct.every((source) => source === null) ? {} : { creditedBy: distinct }),
    ...(fields.size === 0 ? {} : { amountFields: [...fields] }),
  };
}

/** What is refunded follows revenue. */
function rulesOf(event: EventId, { events }: Rules): EventRules {
  return events[event === "deal_refunded" ? "revenue_closed" : event] ?? {};
}
