import type { CreditMark } from "../credits.ts";
import type { Facts } from "../facts.ts";
import type { Call } from "../records.ts";
import type { Rules } from "../rules.ts";
import { activityHolder, dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";

interface Connection {
  readonly connected: boolean;
  readonly marks: readonly CreditMark[];
}

/**
 * An outbound call was made, and answered when it connected; an inbound one was received. A call without a
 * direction was logged by hand by whoever made it, so it is outbound.
 */
export function candidatesOfCall(call: Call, facts: Facts, rules: Rules): readonly Candidate[] {
  const { connected, marks } = connectionOf(call, rules);
  const seconds = connected ? Math.max(0, Math.floor(call.durationSeconds ?? 0)) : 0;
  const base = { ...PLAIN, at: call.at, day: dayOf(call.at, rules) };
  const holdersOf = (event: Candidate["event"]) => activityHolder(call, event, facts, rules);
  if (call.direction === "inbound") {
    return [{ ...base, event: "call_received", holders: holdersOf("call_received"), marks, seconds }];
  }
  const made: Candidate = { ...base, event: "call_made", holders: holdersOf("call_made") };
  if (!connected) return [made];
  return [made, { ...base, event: "call_answered", holders: holdersOf("call_answered"), marks, seconds }];
}

/** The outcome decides; without one, a call that did not break off and was long enough. */
function connectionOf(call: Call, rules: Rules): Connection {
  if (call.connected !== null) return { connected: call.connected, marks: [] };
  const longEnough = call.durationSeconds !== null && call.durationSeconds >= rules.connectedFromSeconds;
  if (call.completed === false || !longEnough) return { connected: false, marks: [] };
  return { connected: true, marks: ["by_duration"] };
}
