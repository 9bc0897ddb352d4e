/** Records as a CRM would hold them, of two people in one small company; a test says only what it is about. */

import type { EventId } from "../../../shared/contracts/ids.ts";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import { buildDirectory } from "../../../worker/domain/credit/directory.ts";
import type { CreditLine } from "../../../worker/domain/credits.ts";
import type { CreditedMember, Facts, Pipeline } from "../../../worker/domain/facts.ts";
import type {
  Adjustment,
  Call,
  CloseDate,
  Communication,
  Deal,
  Email,
  LedgerRecord,
  Meeting,
  Money,
  Task,
} from "../../../worker/domain/records.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import { buildRules } from "../../builders/rules.ts";

export const ANA: CreditedMember = {
  id: "ana",
  ownerIds: ["owner-ana", "owner-ana-again"],
  userIds: ["user-ana"],
  personKeys: ["person-ana"],
  memberships: [
    { teamId: "north", from: null, until: "2026-05-31" },
    { teamId: "south", from: "2026-06-01", until: null },
  ],
};
export const BEN: CreditedMember = {
  id: "ben",
  ownerIds: ["owner-ben"],
  userIds: ["user-ben"],
  personKeys: ["person-ben"],
  memberships: [{ teamId: "north", from: null, until: null }],
};

export const SALES: Pipeline = {
  id: "sales",
  label: "Sales",
  stages: [
    { id: "qualified", label: "Qualified", order: 0, outcome: "open", probability: 0.2 },
    { id: "demo", label: "Demo", order: 1, outcome: "open", probability: 0.4 },
    { id: "contract", label: "Contract", order: 2, outcome: "open", probability: 0.8 },
    { id: "won", label: "Won", order: 3, outcome: "won", probability: 1 },
    { id: "lost", label: "Lost", order: 4, outcome: "lost", probability: 0 },
  ],
};

export function buildFacts(facts: Partial<Facts> = {}): Facts {
  return {
    directory: buildDirectory([ANA, BEN], ["owner-queue"]),
    pipelines: [SALES],
    rates: [
      { from: "EUR", rate: 1.1, effectiveFrom: "2026-01-01" },
      { from: "EUR", rate: 1.2, effectiveFrom: "2026-05-10" },
    ],
    mergedInto: null,
    duplicateOf: null,
    adjustments: [],
    correspondence: [],
    ...facts,
  };
}

export function usd(dollars: number): Money {
  return { minor: Math.round(dollars * 100), currency: "USD" };
}

/** Noon of a day in New York. */
export function noon(day: string): string {
  return `${day}T16:00:00.000Z`;
}

export function closing(day: string): CloseDate {
  return { kind: "instant", at: noon(day) };
}

const BASE = {
  crmId: "1",
  modifiedAt: "2026-06-01T00:00:00.000Z",
  createdAt: noon("2026-05-01"),
  archived: false,
  title: "A record",
  creatorUserId: "user-ana",
  ownerId: "owner-ana",
} as const;

/** An open deal over 1,000 dollars, created on 1 May and due on 20 May 2026. */
export function buildDeal(deal: Partial<Deal> = {}): Deal {
  return {
    ...BASE,
    kind: "deal",
    pipelineId: "sales",
    stageId: "demo",
    dealType: "newbusiness",
    close: closing("2026-05-20"),
    wonAt: null,
    amount: usd(1000),
    amountHome: null,
    otherAmounts: {},
    otherOwners: {},
    stageHistory: [],
    ownerHistory: [{ at: noon("2026-05-01"), value: "owner-ana" }],
    amountHistory: [],
    closeHistory: [],
    splits: [],
    mergedIds: [],
    ...deal,
  };
}

export function buildWonDeal(deal: Partial<Deal> = {}): Deal {
  return buildDeal({ stageId: "won", wonAt: noon("2026-05-20"), ...deal });
}

export function buildCall(call: Partial<Call> = {}): Call {
  return {
    ...BASE,
    kind: "call",
    at: noon("2026-05-04"),
    direction: "outbound",
    durationSeconds: 300,
    connected: true,
    completed: true,
    duplicateKey: null,
    ...call,
  };
}

export function buildEmail(email: Partial<Email> = {}): Email {
  return {
    ...BASE,
    kind: "email",
    at: noon("2026-05-04"),
    direction: "outbound",
    status: "sent",
    threadId: null,
    from: "person-ana",
    to: ["customer"],
    automatic: false,
    duplicateKey: null,
    ...email,
  };
}

export function buildMeeting(meeting: Partial<Meeting> = {}): Meeting {
  return {
    ...BASE,
    kind: "meeting",
    createdAt: noon("2026-05-04"),
    startsAt: noon("2026-05-12"),
    endsAt: null,
    outcome: "completed",
    outsideAttendees: 1,
    duplicateKey: null,
    ...meeting,
  };
}

export function buildTask(task: Partial<Task> = {}): Task {
  return { ...BASE, kind: "task", dueAt: null, completed: true, completedAt: noon("2026-05-04"), ...task };
}

export function buildMessage(message: Partial<Communication> = {}): Communication {
  return {
    ...BASE,
    kind: "communication",
    at: noon("2026-05-04"),
    channel: "sms",
    duplicateKey: null,
    ...message,
  };
}

export function buildAdjustment(adjustment: Partial<Adjustment> = {}): Adjustment {
  return {
    kind: "adjustment",
    crmId: "adjustment-1",
    modifiedAt: "2026-06-01T00:00:00.000Z",
    archived: false,
    action: "add",
    event: "deal_won",
    target: null,
    memberId: "ben",
    day: "2026-05-20",
    amount: null,
    reason: "agreed in the review",
    approvedBy: "ana",
    ...adjustment,
  };
}

export interface Given {
  readonly facts?: Partial<Facts>;
  readonly rules?: Partial<Rules>;
}

/** All lines of one event. */
export function linesOf(record: LedgerRecord, event: EventId, given: Given = {}): readonly CreditLine[] {
  const lines = creditRecord(record, buildFacts(given.facts), buildRules(given.rules));
  return lines.filter((line) => line.event === event);
}

/** Events that count, in alphabetical order. */
export function countedEvents(record: LedgerRecord, given: Given = {}): readonly EventId[] {
  const lines = creditRecord(record, buildFacts(given.facts), buildRules(given.rules));
  return lines
    .filter(({ leftOut }) => leftOut === null)
    .map(({ event }) => event)
    .sort();
}

/** Why each line of an event is left out; null for what counts. */
export function reasons(record: LedgerRecord, event: EventId, given: Given = {}): readonly (string | null)[] {
  return linesOf(record, event, given).map(({ leftOut }) => leftOut);
}
