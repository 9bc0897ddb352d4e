/** Records that a sales manager would recognise. */
import type { CreditedMember, Pipeline } from "../../../worker/domain/facts.ts";
import type { Call, Deal, Email } from "../../../worker/domain/records.ts";
import { PLAIN_RULES, type TenantSeed } from "./ledger-tenant.ts";

const AT = "2026-03-10T15:00:00.000Z";

export const ADA: CreditedMember = {
  id: "ada",
  ownerIds: ["o-ada"],
  userIds: ["u-ada"],
  personKeys: ["p-ada"],
  memberships: [{ teamId: "east", from: null, until: null }],
};
export const BEN: CreditedMember = {
  id: "ben",
  ownerIds: ["o-ben"],
  userIds: ["u-ben"],
  personKeys: ["p-ben"],
  memberships: [{ teamId: "west", from: null, until: null }],
};

const NEW_BUSINESS: Pipeline = {
  id: "new",
  label: "New business",
  stages: [
    { id: "open", label: "Open", order: 0, outcome: "open", probability: 0.5 },
    { id: "won", label: "Won", order: 1, outcome: "won", probability: 1 },
  ],
};

export const SMALL_TEAM: TenantSeed = {
  members: [ADA, BEN],
  queueOwnerIds: [],
  pipelines: [NEW_BUSINESS, { ...NEW_BUSINESS, id: "renewal", label: "Renewal" }],
  rates: [],
  rules: PLAIN_RULES,
};

const BASE = {
  modifiedAt: AT,
  createdAt: AT,
  archived: false,
  title: "Somebody",
  creatorUserId: "u-ada",
  ownerId: "o-ada",
};

export function buildCall(fields: Partial<Call> = {}): Call {
  return {
    ...BASE,
    kind: "call",
    crmId: "call-1",
    at: AT,
    direction: "outbound",
    durationSeconds: 120,
    connected: true,
    completed: true,
    duplicateKey: null,
    ...fields,
  };
}

export function buildEmail(fields: Partial<Email> = {}): Email {
  return {
    ...BASE,
    kind: "email",
    crmId: "email-1",
    at: AT,
    direction: "outbound",
    status: "sent",
    threadId: null,
    from: "p-ada",
    to: ["buyer"],
    automatic: false,
    duplicateKey: null,
    ...fields,
  };
}

/** A won deal of 1,000 dollars. */
export function buildDeal(fields: Partial<Deal> = {}): Deal {
  return {
    ...BASE,
    kind: "deal",
    crmId: "deal-1",
    pipelineId: "new",
    stageId: "won",
    dealType: "newbusiness",
    close: { kind: "day", day: "2026-03-10" },
    wonAt: AT,
    amount: { minor: 100_000, currency: "USD" },
    amountHome: null,
    otherAmounts: {},
    otherOwners: {},
    stageHistory: [],
    ownerHistory: [],
    amountHistory: [],
    closeHistory: [],
    splits: [],
    mergedIds: [],
    ...fields,
  };
}
