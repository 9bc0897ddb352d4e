import type { Facts } from "../facts.ts";
import type { Communication } from "../records.ts";
import type { Rules } from "../rules.ts";
import { activityHolder, dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";

/** An SMS, LinkedIn or WhatsApp message: CRMs log the member's own, so each was sent. */
export function candidatesOfCommunication(
  message: Communication,
  facts: Facts,
  rules: Rules,
): readonly Candidate[] {
  return [
    {
      ...PLAIN,
      event: "message_sent",
      at: message.at,
      day: dayOf(message.at, rules),
      holders: activityHolder(message, "message_sent", facts, rules),
    },
  ];
}
