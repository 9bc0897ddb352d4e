/** Random tenants with random records, small enough that ids, days and people meet again and again. */
import fc from "fast-check";
import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { CreditedMember, CurrencyRate, Pipeline } from "../../../worker/domain/facts.ts";
import type {
  Adjustment,
  Call,
  CloseDate,
  Communication,
  CrmRecord,
  Deal,
  Email,
  HistoryEntry,
  Meeting,
  Money,
  Task,
} from "../../../worker/domain/records.ts";
import type { CreditSource, EventRules, Rules } from "../../../worker/domain/rules.ts";
import type { World } from "./naive-facts.ts";

export const MEMBERS: readonly CreditedMember[] = [
  {
    id: "m1",
    ownerIds: ["o1", "o1-again"],
    userIds: ["u1"],
    personKeys: ["p1"],
    memberships: [
      { teamId: "t1", from: null, until: "2026-03-15" },
      { teamId: "t2", from: "2026-03-16", until: null },
    ],
  },
  {
    id: "m2",
    ownerIds: ["o2"],
    userIds: ["u2"],
    personKeys: ["p2"],
    memberships: [{ teamId: "t2", from: null, until: null }],
  },
  { id: "m3", ownerIds: ["o3"], userIds: [], personKeys: ["p3", "p3-old"], memberships: [] },
];
const QUEUE_OWNER_IDS = ["queue"];
const OWNER_IDS = ["o1", "o1-again", "o2", "o3", "queue", "stranger"];
const USER_IDS = ["u1", "u2", "integration"];
const PERSONS = ["p1", "p2", "p3", "x1", "x2", "x3"];

export const PIPELINES: readonly Pipeline[] = ["new", "renewal"].map((id) => ({
  id,
  label: id,
  stages: [
    { id: `${id}-1`, label: "First", order: 0, outcome: "open", probability: 0.2 },
    { id: `${id}-2`, label: "Second", order: 1, outcome: "open", probability: 0.4 },
    { id: `${id}-3`, label: "Third", order: 2, outcome: "open", probability: 0.6 },
    { id: `${id}-won`, label: "Won", order: 3, outcome: "won", probability: 1 },
    { id: `${id}-lost`, label: "Lost", order: 4, outcome: "lost", probability: 0 },
  ],
}));
const STAGE_IDS = [...PIPELINES.flatMap(({ stages }) => stages.map(({ id }) => id)), "gone"];

const RATES: readonly CurrencyRate[] = [
  { from: "EUR", rate: 1.0825, effectiveFrom: "2026-01-01" },
  { from: "EUR", rate: 1.1, effectiveFrom: "2026-03-10" },
  { from: "JPY", rate: 0.006543, effectiveFrom: "2026-02-20" },
  { from: "KWD", rate: 3.25, effectiveFrom: "2026-01-01" },
];

const SECOND_MS = 1000;
const FIRST_MS = Date.parse("2026-02-15T00:00:00.000Z");
const LAST_MS = Date.parse("2026-04-15T00:00:00.000Z");

/** Two months around the change to summer time in America and Europe, to the second. */
export const instant = fc
  .integer({ min: FIRST_MS / SECOND_MS, max: LAST_MS / SECOND_MS })
  .map((second) => new Date(second * SECOND_MS).toISOString());
const maybeInstant = fc.option(instant, { freq: 8 });
const localDay = instant.map((at) => at.slice(0, 10));
const ownerId = fc.option(fc.constantFrom(...OWNER_IDS), { freq: 8 });
const seldom = fc.integer({ min: 0, max: 9 }).map((roll) => roll === 0);
const maybeBoolean = fc.option(fc.boolean());

const money: fc.Arbitrary<Money> = fc.record({
  minor: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 5_000_000 }) },
    { weight: 2, arbitrary: fc.integer({ min: -500_000, max: 0 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 1e13 }) },
  ),
  currency: fc.constantFrom("USD", "USD", "USD", "EUR", "JPY", "KWD", "GBP"),
});
const maybeMoney = fc.option(money, { freq: 6 });

function historyOf<T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly HistoryEntry<T>[]> {
  return fc
    .array(fc.record({ at: instant, value }), { maxLength: 6 })
    .map((entries) => entries.toSorted((one, other) => (one.at < other.at ? -1 : 1)));
}

const closeDate: fc.Arbitrary<CloseDate> = fc.oneof(
  instant.map((at): CloseDate => ({ kind: "instant", at })),
  localDay.map((day): CloseDate => ({ kind: "day", day })),
);

/** Shares that add up to the whole, of one to three owners. */
const splits = fc.uniqueArray(fc.constantFrom(...OWNER_IDS), { minLength: 1, maxLength: 3 }).chain((owners) =>
  fc
    .array(fc.integer({ min: 0, max: 10_000_000_000 }), {
      minLength: owners.length - 1,
      maxLength: owners.length - 1,
    })
    .map((cuts) => {
      const marks = [0, ...cuts.toSorted((one, other) => one - other), 10_000_000_000];
      return owners.map((owner, index) => ({
        ownerId: owner,
        share: (marks[index + 1] ?? 0) - (marks[index] ?? 0),
      }));
    }),
);

function baseOf(kind: CrmRecord["kind"]) {
  return {
    crmId: fc.integer({ min: 1, max: 9999 }).map((id) => `${kind}-${id}`),
    modifiedAt: instant,
    createdAt: maybeInstant,
    archived: seldom,
    title: fc.constant(null),
    creatorUserId: fc.option(fc.constantFrom(...USER_IDS)),
    ownerId,
  };
}

const duplicateKey = fc.option(fc.constantFrom("a", "b", "c"), { freq: 1 });

export const deal: fc.Arbitrary<Deal> = fc
  .record({
    ...baseOf("deal"),
    kind: fc.constant("deal" as const),
    pipelineId: fc.constantFrom("new", "new", "new", "renewal", null),
    stage: fc.constantFrom("1", "2", "3", "won", "won", "won", "lost", null, "gone"),
    dealType: fc.constantFrom("newbusiness", "existingbusiness", null),
    close: fc.option(closeDate, { freq: 8 }),
    wonAt: fc.option(instant),
    amount: maybeMoney,
    amountHome: fc.option(
      fc.record({ minor: fc.integer({ min: -1000, max: 9_000_000 }), currency: fc.constant("USD") }),
    ),
    otherAmounts: fc.record({ arr: maybeMoney }),
    otherOwners: fc.record({ sdr: fc.option(fc.constantFrom(...OWNER_IDS, ...USER_IDS)) }),
    stageHistory: historyOf(fc.constantFrom(...STAGE_IDS)),
    ownerHistory: historyOf(ownerId),
    splits: fc.oneof(fc.constant([]), splits),
  })
  .map(({ stage, ...fields }): Deal => {
    const stageId = stage === null || stage === "gone" ? stage : `${fields.pipelineId ?? "new"}-${stage}`;
    return { ...fields, stageId, amountHistory: [], closeHistory: [], mergedIds: [] };
  });

export const call: fc.Arbitrary<Call> = fc.record({
  ...baseOf("call"),
  kind: fc.constant("call" as const),
  at: maybeInstant,
  direction: fc.constantFrom("outbound", "outbound", "inbound", null),
  durationSeconds: fc.option(fc.integer({ min: 0, max: 3600 })),
  connected: maybeBoolean,
  completed: maybeBoolean,
  duplicateKey,
  isNote: fc.boolean(),
});

export const email: fc.Arbitrary<Email> = fc.record({
  ...baseOf("email"),
  kind: fc.constant("email" as const),
  at: maybeInstant,
  direction: fc.constantFrom("outbound", "outbound", "inbound", "forwarded", null),
  status: fc.constantFrom("sent", "sent", "sent", "bounced", "failed", "pending", null),
  threadId: fc.constant(null),
  from: fc.option(fc.constantFrom(...PERSONS), { freq: 8 }),
  to: fc.uniqueArray(fc.constantFrom(...PERSONS), { maxLength: 3 }),
  automatic: seldom,
  duplicateKey,
  copyKey: duplicateKey,
  isNote: seldom,
});

export const meeting: fc.Arbitrary<Meeting> = fc.record({
  ...baseOf("meeting"),
  kind: fc.constant("meeting" as const),
  startsAt: maybeInstant,
  endsAt: fc.constant(null),
  outcome: fc.constantFrom(
    "completed",
    "completed",
    "scheduled",
    "rescheduled",
    "no_show",
    "canceled",
    "other",
    null,
  ),
  outsideAttendees: fc.option(fc.integer({ min: 0, max: 3 })),
  duplicateKey,
});

export const task: fc.Arbitrary<Task> = fc.record({
  ...baseOf("task"),
  kind: fc.constant("task" as const),
  dueAt: maybeInstant,
  completed: fc.boolean(),
  completedAt: maybeInstant,
});

export const communication: fc.Arbitrary<Communication> = fc.record({
  ...baseOf("communication"),
  kind: fc.constant("communication" as const),
  at: maybeInstant,
  channel: fc.constantFrom("sms", "linkedin", "whatsapp", "other"),
  duplicateKey,
});

const crmRecord: fc.Arbitrary<CrmRecord> = fc.oneof(
  { weight: 5, arbitrary: deal },
  { weight: 2, arbitrary: call },
  { weight: 4, arbitrary: email },
  { weight: 2, arbitrary: meeting },
  { weight: 1, arbitrary: task },
  { weight: 1, arbitrary: communication },
);

/** An adjustment of one of the records, or an added credit. */
export function adjustmentOf(records: readonly CrmRecord[]): fc.Arbitrary<Adjustment> {
  const targets = records.map(({ kind, crmId }) => ({ kind, crmId }));
  return fc.record({
    kind: fc.constant("adjustment" as const),
    crmId: fc.integer({ min: 1, max: 9999 }).map((id) => `adjustment-${id}`),
    modifiedAt: instant,
    archived: seldom,
    action: fc.constantFrom("add", "move", "exclude"),
    event: fc.constantFrom(...EVENT_IDS, "revenue_closed", "deal_won"),
    target: targets.length === 0 ? fc.constant(null) : fc.constantFrom(...targets),
    memberId: fc.option(fc.constantFrom("m1", "m2", "m3")),
    day: fc.option(localDay),
    amount: maybeMoney,
    reason: fc.constant("agreed"),
    approvedBy: fc.constant("m1"),
  });
}

const creditSource: fc.Arbitrary<CreditSource> = fc.constantFrom<CreditSource[]>(
  { kind: "owner_at_event" },
  { kind: "creator" },
  { kind: "property", name: "sdr" },
  { kind: "splits" },
  { kind: "splits" },
);

const eventRules: fc.Arbitrary<EventRules> = fc
  .record({
    pipelines: fc.option(fc.subarray(["new", "renewal"])),
    creditSource: fc.option(creditSource),
    amountProperty: fc.option(fc.constant("arr")),
  })
  .map(({ pipelines, creditSource: source, amountProperty }) => ({
    ...(pipelines === null ? {} : { pipelines }),
    ...(source === null ? {} : { creditSource: source }),
    ...(amountProperty === null ? {} : { amountProperty }),
  }));

export const rules: fc.Arbitrary<Rules> = fc.record({
  calendar: fc.record({
    timeZone: fc.constantFrom(
      "America/New_York",
      "US/Eastern",
      "Europe/Berlin",
      "Asia/Tokyo",
      "Pacific/Apia",
      "UTC",
    ),
    weekStart: fc.constant(1 as const),
    fiscal: fc.constant({ kind: "months" as const, startMonth: 1 }),
    weekend: fc.constant([6, 7] as const),
    holidays: fc.constant([]),
  }),
  homeCurrency: fc.constantFrom("USD", "USD", "EUR"),
  pipelines: fc.constantFrom(null, null, ["new"]),
  events: fc.dictionary(fc.constantFrom(...EVENT_IDS), eventRules, { maxKeys: 8 }),
  connectedFromSeconds: fc.constant(30),
  outreachQuietDays: fc.constant(14),
  replyWindowDays: fc.constant(14),
});

/** A tenant whole: records with distinct ids, adjustments of some, and merges among deals. */
export function world(options: { readonly maxRecords: number }): fc.Arbitrary<World> {
  return fc
    .uniqueArray(crmRecord, { maxLength: options.maxRecords, selector: ({ crmId }) => crmId })
    .chain((records) => {
      const deals = records.filter(({ kind }) => kind === "deal").map(({ crmId }) => crmId);
      return fc.record({
        members: fc.constant(MEMBERS),
        queueOwnerIds: fc.constant(QUEUE_OWNER_IDS),
        pipelines: fc.constant(PIPELINES),
        rates: fc.constant(RATES),
        rules,
        records: fc
          .uniqueArray(adjustmentOf(records), { maxLength: 4, selector: ({ crmId }) => crmId })
          .map((adjustments) => [...records, ...adjustments]),
        merges: fc
          .subarray(deals.slice(1, 3))
          .map((from) => from.map((id) => ({ kind: "deal" as const, from: id, into: deals[0] ?? "" }))),
      });
    });
}
