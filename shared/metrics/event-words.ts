import type { EventId } from "../contracts/ids.ts";
import type { Measure } from "./metric.ts";

/** What one event's count, amount or seconds are called in a formula. */
const NOUNS: Readonly<Record<EventId, string>> = {
  deal_created: "deals created",
  pipeline_generated: "deals created with an amount",
  deal_advanced: "advances",
  deal_won: "deals won",
  revenue_closed: "deals won with an amount",
  deal_refunded: "won deals with a negative amount",
  deal_cycle: "deals won with both dates",
  deal_lost: "deals lost",
  deal_due: "open deals due",
  call_made: "outbound calls",
  call_answered: "outbound calls that connected",
  call_received: "inbound calls",
  email_sent: "e-mails sent",
  email_received: "e-mails received",
  outreach_delivered: "outreaches delivered",
  outreach_replied: "outreaches answered",
  meeting_booked: "meetings booked",
  meeting_held: "meetings held",
  task_completed: "tasks completed",
  message_sent: "other messages sent",
};

/** What one event's records are called: "outbound calls that connected". */
export function eventNoun(event: EventId): string {
  return NOUNS[event];
}

/** A measure as a formula in words names it. */
export function measureInWords({ event, of }: Measure): string {
  if (of === "amount") return `amount of ${NOUNS[event]}`;
  if (of === "seconds")
    return event === "deal_cycle" ? `days of ${NOUNS[event]}` : `length of ${NOUNS[event]}`;
  return NOUNS[event];
}
