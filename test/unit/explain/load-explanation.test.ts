import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { Explanation } from "../../../shared/contracts/api.ts";
import type { PrivacyMode, Role } from "../../../shared/contracts/ids.ts";
import { type ExplanationQuery, loadExplanation } from "../../../worker/app/explain/load-explanation.ts";
import { recordUrl } from "../../../worker/app/explain/record-url.ts";
import type { QueryContext } from "../../../worker/app/queries.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { creditRecord } from "../../../worker/domain/credit/credit-record.ts";
import type { Cause } from "../../../worker/domain/credits.ts";
import type { CreditedMember } from "../../../worker/domain/facts.ts";
import type { LedgerRecord } from "../../../worker/domain/records.ts";
import type { Rules } from "../../../worker/domain/rules.ts";
import type { Member } from "../../../worker/ports/tenants.ts";
import { buildRules } from "../../builders/rules.ts";
import {
  ANA,
  BEN,
  buildCall,
  buildDeal,
  buildFacts,
  buildWonDeal,
  closing,
  usd,
} from "../credit/builders.ts";
import { MemoryLedger } from "./memory-ledger.ts";

const TENANT = {
  id: "tenant",
  crm: "hubspot",
  crmId: "4242",
  name: "Example",
  state: "live",
  plan: "pro",
  connectedAt: "2026-04-01T00:00:00.000Z",
  crmAppUrl: "https://app.hubspot.test",
} as const;
const MAY = { from: "2026-05-01", to: "2026-05-31" } as const;
const BACKFILL: Cause = { kind: "backfill" };

class Office {
  readonly ledger = new MemoryLedger();
  readonly rules: Rules;
  readonly now: string;
  readonly ben: Member;

  constructor(
    options: {
      rules?: Partial<Rules>;
      now?: string;
      privacyOfBen?: PrivacyMode;
      benLeftOn?: string;
    } = {},
  ) {
    this.rules = buildRules(options.rules);
    this.now = options.now ?? "2026-06-15T12:00:00.000Z";
    this.ben = {
      ...member(BEN, options.privacyOfBen ?? "named"),
      ...(options.benLeftOn === undefined ? {} : { active: false, leftOn: options.benLeftOn }),
    };
  }

  has(record: LedgerRecord, at = "2026-05-25T12:00:00.000Z", cause: Cause = BACKFILL): this {
    this.ledger.write(record, creditRecord(record, buildFacts(), this.rules), { at, cause });
    return this;
  }

  explain(query: Partial<ExplanationQuery>, viewer: Viewer = as("admin", "ana")) {
    return loadExplanation(
      this.#context(),
      { metric: "revenue_closed", memberId: "ana", ...MAY, ...query },
      viewer,
    );
  }

  async explained(query: Partial<ExplanationQuery>, viewer?: Viewer): Promise<Explanation> {
    const result = await this.explain(query, viewer);
    if (!result.ok) throw new Error(result.error.reason);
    return v.parse(Explanation, result.value);
  }

  #context(): QueryContext {
    const generation = { number: 1, rules: this.rules };
    return {
      tenant: TENANT,
      now: this.now,
      ledger: this.ledger.reader(),
      coverage: {
        loadCoverage: async () => [
          { kind: "deal", completeFrom: "2020-01-01" },
          { kind: "call", completeFrom: "2020-01-01" },
        ],
      },
      store: {
        loadMembers: async () => [member(ANA, "named"), this.ben],
        loadIdentifiedMembers: async () => [],
        loadTeams: async () => [
          { id: "north", crmId: "1", name: "North", parentId: null },
          { id: "south", crmId: "2", name: "South", parentId: null },
        ],
        loadQueueOwnerIds: async () => [],
        loadPipelines: async () => [],
        loadRates: async () => [],
        loadLiveGeneration: async () => generation,
        loadBuildingGeneration: async () => null,
      },
      quotas: {
        loadVersions: async () => [],
        loadSheet: async () => ({ version: 0, currency: "USD", quotas: [] }),
        save: async () => null,
      },
    };
  }
}

/** Ana leads the team that Ben is in. */
function member(person: CreditedMember, privacy: PrivacyMode): Member {
  return {
    ...person,
    crmId: person.ownerIds[0] ?? "",
    name: person.id,
    email: null,
    role: "member",
    privacy,
    roleByHand: false,
    active: true,
    joinedOn: null,
    leftOn: null,
    leaves: [],
    managesTeamIds: person.id === "ana" ? ["north"] : [],
  };
}

function as(role: Role, memberId: string | null): Viewer {
  return { tenantId: "tenant", role, memberId, mayWrite: false };
}

function bens(crmId: string, dollars: number) {
  const ownerHistory = [{ at: "2026-05-01T16:00:00.000Z", value: "owner-ben" }];
  return buildWonDeal({ crmId, ownerId: "owner-ben", ownerHistory, amount: usd(dollars) });
}

describe("why this number", () => {
  const office = new Office()
    .has(buildWonDeal({ crmId: "10", title: "Big one", close: closing("2026-05-20") }))
    .has(buildWonDeal({ crmId: "11", amount: { minor: 50_000, currency: "EUR" } }))
    .has(buildWonDeal({ crmId: "12", amount: usd(-100) }))
    .has(buildWonDeal({ crmId: "13", amount: null }))
    .has(buildWonDeal({ crmId: "14", close: closing("2026-04-30") }))
    .has(bens("20", 300));

  it("is answered by lines that add up to it, each with its record", async () => {
    const told = await office.explained({});
    expect(told.value).toBe(100_000 + 60_000 - 10_000);
    expect(told.counted.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(told.value);
    expect(told.countedTotal).toBe(3);
    expect(told.measures).toEqual([
      { event: "revenue_closed", of: "amount", part: "numerator", sum: 160_000 },
      { event: "deal_refunded", of: "amount", part: "numerator", sum: -10_000 },
    ]);
    const big = told.counted.find(({ crmId }) => crmId === "10");
    expect(big).toMatchObject({
      title: "Big one",
      url: "https://app.hubspot.test/contacts/4242/record/0-3/10",
    });
    const foreign = told.counted.find(({ crmId }) => crmId === "11");
    expect(foreign).toMatchObject({ rate: 1.2, original: { minor: 50_000, currency: "EUR" } });
  });

  it("names what was left out and why", async () => {
    const told = await office.explained({});
    expect(told.leftOut.map(({ crmId, leftOut }) => [crmId, leftOut])).toEqual([["13", "no_amount"]]);
    expect(told.leftOut[0]?.contribution).toBe(0);
  });

  it("shows both sides of a rate, each adding up", async () => {
    const told = await new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildDeal({ crmId: "2", stageId: "lost" }))
      .explained({ metric: "win_rate" });
    expect(told).toMatchObject({ value: 50, basis: { numerator: 1, denominator: 2 } });
    expect(told.measures).toEqual([
      { event: "deal_won", of: "count", part: "numerator", sum: 1 },
      { event: "deal_won", of: "count", part: "denominator", sum: 1 },
      { event: "deal_lost", of: "count", part: "denominator", sum: 1 },
    ]);
  });

  it("reaches into the parts of a product, and says which side they stand on", async () => {
    const told = await office.explained({ metric: "sales_velocity" });
    expect(told.measures.map(({ event, of, part }) => `${part} ${event}.${of}`)).toEqual([
      "numerator deal_created.count",
      "numerator revenue_closed.amount",
      "numerator deal_won.count",
      "numerator deal_cycle.count",
      "denominator revenue_closed.count",
      "denominator deal_won.count",
      "denominator deal_lost.count",
      "denominator deal_cycle.seconds",
    ]);
  });

  it("comes in pages", async () => {
    const first = await office.explained({ limit: 2 });
    const second = await office.explained({ limit: 2, afterCounted: first.nextCounted ?? "" });
    expect([first.counted.length, second.counted.length, second.nextCounted]).toEqual([2, 1, null]);
    expect(second.countedTotal).toBe(3);
  });

  it("counts a shared deal once for everybody, and for each who shares it", async () => {
    const rules = { events: { deal_won: { creditSource: { kind: "splits" } } } } as const;
    const splits = [
      { ownerId: "owner-ana", share: 5_000_000_000 },
      { ownerId: "owner-ben", share: 5_000_000_000 },
    ];
    const shared = new Office({ rules }).has(buildWonDeal({ splits }));
    const all = await shared.explained({ metric: "deals_won", memberId: null });
    expect(all.value).toBe(1);
    expect(all.counted.map(({ contribution }) => contribution).sort()).toEqual([0, 1]);
    expect((await shared.explained({ metric: "deals_won", memberId: "ben" })).counted).toMatchObject([
      { contribution: 1 },
    ]);
  });

  it("marks what lies in the future", async () => {
    const ahead = new Office({ now: "2026-05-10T12:00:00.000Z" }).has(
      buildWonDeal(),
      "2026-05-09T12:00:00.000Z",
    );
    expect((await ahead.explained({})).counted[0]?.marks).toContain("future");
  });
});

describe("late changes", () => {
  const edited: Cause = { kind: "webhook", actor: "user-ben" };

  it("are those after the end of the period that moved the figure, with who and how much", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", amount: usd(1100) }), "2026-05-30T12:00:00.000Z", edited)
      .has(buildWonDeal({ crmId: "1", amount: usd(1500) }), "2026-06-05T12:00:00.000Z", edited)
      .has(
        buildWonDeal({ crmId: "1", amount: usd(1500), dealType: "other" }),
        "2026-06-06T12:00:00.000Z",
        edited,
      )
      .has(buildWonDeal({ crmId: "2", amount: usd(20) }), "2026-06-07T12:00:00.000Z", { kind: "poll" });
    const { lateChanges } = await office.explained({});
    expect(lateChanges).toMatchObject([
      {
        at: "2026-06-05T12:00:00.000Z",
        cause: "webhook",
        actor: "user-ben",
        crmId: "1",
        before: 110_000,
        after: 150_000,
      },
      { at: "2026-06-07T12:00:00.000Z", cause: "poll", actor: null, crmId: "2", before: null, after: 2_000 },
    ]);
  });

  it("are neither the first filling of the ledger nor changes of an open period", async () => {
    const filled = new Office().has(buildWonDeal({ crmId: "1" }), "2026-06-10T12:00:00.000Z");
    expect((await filled.explained({})).lateChanges).toEqual([]);
    const open = new Office({ now: "2026-05-28T12:00:00.000Z" }).has(
      buildWonDeal(),
      "2026-05-27T12:00:00.000Z",
      edited,
    );
    expect((await open.explained({})).lateChanges).toEqual([]);
  });

  it("tell of a deal that was moved out of the period", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", close: closing("2026-06-02") }), "2026-06-03T12:00:00.000Z", edited);
    expect((await office.explained({})).lateChanges).toMatchObject([{ before: 100_000, after: null }]);
  });

  it("stay out of a board as it was known before them", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", amount: usd(1500) }), "2026-06-05T12:00:00.000Z", edited);
    const then = await office.explained({ at: "2026-06-04T12:00:00.000Z" });
    expect(then).toMatchObject({ value: 100_000, lateChanges: [] });
  });
});

describe("who may see the records", () => {
  const office = (privacyOfBen: PrivacyMode = "named") =>
    new Office({ privacyOfBen })
      .has(buildWonDeal({ crmId: "10" }))
      .has(bens("20", 300))
      .has(bens("21", 50));

  it("is the person, those who lead them, and admins; others are told how many", async () => {
    const visible = async (viewer: Viewer, memberId: string | null) => {
      const told = await office().explained({ memberId }, viewer);
      expect(told.counted.length).toBe(told.recordsVisible ? told.countedTotal : 0);
      return told.recordsVisible;
    };
    expect(await visible(as("member", "ben"), "ben")).toBe(true);
    expect(await visible(as("manager", "ana"), "ben")).toBe(true);
    expect(await visible(as("owner", null), "ben")).toBe(true);
    expect(await visible(as("admin", null), null)).toBe(true);
    expect(await visible(as("member", "ana"), "ben")).toBe(false);
    expect(await visible(as("manager", "ben"), "ana")).toBe(false);
    expect(await visible(as("viewer", null), "ana")).toBe(false);
    expect(await visible(as("member", "ana"), null)).toBe(false);
    expect(await visible(as("manager", "ana"), null)).toBe(false);
  });

  it("tells others count and total, and nothing of the records", async () => {
    const told = await office().explained({ memberId: "ben" }, as("member", "ana"));
    expect(told).toMatchObject({ value: 35_000, countedTotal: 2, counted: [], leftOut: [], lateChanges: [] });
    expect(JSON.stringify(told)).not.toContain("A record");
  });

  it("knows no private person in a member's view, whose figures change nothing in it", async () => {
    for (const privacy of ["anonymous", "hidden"] as const) {
      const asked = await office(privacy).explain({ memberId: "ben" }, as("member", "ana"));
      expect(asked).toEqual({ ok: false, error: { reason: "unknown_member" } });
      const total = await office(privacy).explained({ memberId: null }, as("member", "ana"));
      const without = await new Office({ privacyOfBen: privacy })
        .has(buildWonDeal({ crmId: "10" }))
        .explained({ memberId: null }, as("member", "ana"));
      expect(total).toEqual(without);
      expect((await office(privacy).explained({ memberId: "ben" }, as("admin", null))).value).toBe(35_000);
    }
  });

  it("tells peers no figure of somebody whom the board does not rank, alone or within everybody's", async () => {
    const office = new Office({ benLeftOn: "2026-04-15" })
      .has(buildWonDeal({ crmId: "10" }))
      .has(bens("20", 300));
    const peer = as("member", "ana");
    const alone = await office.explained({ memberId: "ben" }, peer);
    expect(alone).toMatchObject({ value: null, basis: { numerator: null }, countedTotal: 0 });
    expect(alone.measures.map(({ sum }) => sum)).toEqual([0, 0]);
    const everybody = await office.explained({ memberId: null }, peer);
    expect(everybody).toMatchObject({ value: 100_000, countedTotal: 1 });
    expect((await office.explained({ memberId: null }, as("admin", null))).value).toBe(130_000);
  });

  it("is refused with a reason for people, times and metrics that cannot be asked about", async () => {
    expect(await office().explain({ memberId: "nobody" })).toMatchObject({
      error: { reason: "unknown_member" },
    });
    expect(await office().explain({ metric: "quota_attainment" })).toMatchObject({
      error: { reason: "not_explainable" },
    });
    expect(await office().explain({ at: "2027-01-01T00:00:00.000Z" })).toMatchObject({
      error: { reason: "in_the_future" },
    });
    expect(await office().explain({ at: "2020-01-01T00:00:00.000Z" })).toMatchObject({
      error: { reason: "before_connection" },
    });
    expect(await office().explain({ from: "2026-05-31", to: "2026-05-01" })).toMatchObject({
      error: { reason: "period_invalid" },
    });
  });
});

it("tells no data from zero", async () => {
  const office = new Office().has(buildCall({ at: null }));
  expect((await office.explained({ metric: "calls_made" })).value).toBe(0);
  expect((await office.explained({ metric: "calls_made" })).leftOut).toMatchObject([
    { leftOut: "no_date", day: null },
  ]);
  expect((await office.explained({ metric: "emails_sent" })).value).toBeNull();
});

it("opens each kind of record at its own address, and what is erased or ours nowhere", () => {
  const kinds = ["deal", "call", "email", "meeting", "task", "communication"] as const;
  expect(kinds.map((kind) => recordUrl(TENANT, { kind, crmId: "7" })?.split("/record/")[1])).toEqual([
    "0-3/7",
    "0-48/7",
    "0-49/7",
    "0-47/7",
    "0-27/7",
    "0-18/7",
  ]);
  expect(recordUrl(TENANT, { kind: "deal", crmId: "" })).toBeNull();
  expect(recordUrl(TENANT, { kind: "adjustment", crmId: "7" })).toBeNull();
  const salesforce = {
    crm: "salesforce",
    crmId: "00D",
    crmAppUrl: "https://example.my.salesforce.test/",
  } as const;
  expect(recordUrl(salesforce, { kind: "deal", crmId: "006A" })).toBe(
    "https://example.my.salesforce.test/006A",
  );
});
