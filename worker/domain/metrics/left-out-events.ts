import type { EventId, LeftOutReason } from "../../../shared/contracts/ids.ts";

/** An event of which a question counts nothing: its lines are left out, counted ones elsewhere for this reason. */
export interface LeftOutEvent {
  readonly event: EventId;
  readonly reason: LeftOutReason;
}

/** A won deal with a negative amount was refunded, and closed no revenue that a mean could be taken of. */
const COUNTED_ELSEWHERE: readonly (LeftOutEvent & { readonly insteadOf: EventId })[] = [
  { event: "deal_refunded", insteadOf: "revenue_closed", reason: "negative_amount" },
];

/** What metrics that read some events leave out, because it counts under another event that they do not read. */
export function leftOutEventsOf(events: readonly EventId[]): readonly LeftOutEvent[] {
  return COUNTED_ELSEWHERE.filter(
    ({ event, insteadOf }) => events.includes(insteadOf) && !events.includes(event),
  ).map(({ event, reason }) => ({ event, reason }));
}
