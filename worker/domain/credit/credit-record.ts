import type { CreditLine } from "../credits.ts";
import type { Facts } from "../facts.ts";
import type { LedgerRecord } from "../records.ts";
import type { Rules } from "../rules.ts";
import { type Candidate, linesOf } from "./candidate.ts";
import { candidatesOfAdjustment } from "./credit-adjustment.ts";
import { candidatesOfCall } from "./credit-call.ts";
import { candidatesOfCommunication } from "./credit-communication.ts";
import { candidatesOfDeal } from "./credit-deal.ts";
import { candidatesOfEmail } from "./credit-email.ts";
import { candidatesOfMeeting } from "./credit-meeting.ts";
import { candidatesOfTask } from "./credit-task.ts";

/**
 * What a record counts for: every candidate once, counted for whom and on which day, or left out and why.
 * Reads nothing but its arguments, so the same record, facts and rules give the same lines for ever.
 */
export function creditRecord(record: LedgerRecord, facts: Facts, rules: Rules): readonly CreditLine[] {
  return candidatesOf(record, facts, rules).flatMap((candidate) => linesOf(candidate, record, facts));
}

function candidatesOf(record: LedgerRecord, facts: Facts, rules: Rules): readonly Candidate[] {
  switch (record.kind) {
    case "deal":
      return candidatesOfDeal(record, facts, rules);
    case "call":
      return candidatesOfCall(record, facts, rules);
    case "email":
      return candidatesOfEmail(record, facts, rules);
    case "meeting":
      return candidatesOfMeeting(record, facts, rules);
    case "task":
      return candidatesOfTask(record, facts, rules);
    case "communication":
      return candidatesOfCommunication(record, facts, rules);
    case "adjustment":
      return candidatesOfAdjustment(record, facts, rules);
  }
}
