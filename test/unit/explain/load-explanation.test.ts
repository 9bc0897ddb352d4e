import { describe, expect, it } from "vitest";
import type { PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { ExplanationQuery } from "../../../worker/app/explain/load-explanation.ts";
import { recordUrl } from "../../../worker/app/explain/record-url.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import { buildCall, buildDeal, buildWonDeal, closing, usd } from "../credit/builders.ts";

import { as, bens, Office, TENANT } from "./office.ts";

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
    expect(told.leftOutReasons).toEqual([{ reason: "no_amount", count: 1 }]);
  });

  it("gives each part of a product its own figure", async () => {
    const told = await office.explained({ metric: "sales_velocity" });
    expect(told.parts?.map(({ metric, value }) => [metric, value])).toEqual([
      ["deals_created", 5],
      ["average_deal_size", 80_000],
      ["win_rate", 100],
      ["sales_cycle", 19],
    ]);
    expect((await office.explained({})).parts).toEqual([]);
  });

  it("says where admins chose who is credited and which amount counts, and nothing where they did not", async () => {
    const splits = { kind: "splits" } as const;
    const events = {
      revenue_closed: { creditSource: splits, amountProperty: "arr" },
      deal_won: { creditSource: splits },
    };
    const ruled = new Office({ rules: { events } }).has(buildWonDeal({ crmId: "1" }));
    expect(await ruled.explained({})).toMatchObject({ creditedBy: [splits], amountFields: ["arr"] });
    expect(await ruled.explained({ metric: "win_rate" })).toMatchObject({ creditedBy: [splits, null] });
    const plain = await office.explained({});
    expect([plain.creditedBy, plain.amountFields]).toEqual([undefined, undefined]);
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

  it("is asked about as on a board that is filtered by team or by a part of the deals", async () => {
    // Ana was in the north until the end of May, and in the south from June on.
    const moved = new Office()
      .has(buildWonDeal({ crmId: "1", close: closing("2026-05-20") }))
      .has(buildWonDeal({ crmId: "2", close: closing("2026-06-02"), dealType: "other" }));
    const summer = { from: "2026-05-01", to: "2026-06-30" };
    const idsOf = async (query: Partial<ExplanationQuery>) =>
      (await moved.explained({ ...summer, ...query })).counted.map(({ crmId }) => crmId);
    expect(await idsOf({})).toEqual(["2", "1"]);
    expect(await idsOf({ teamId: "north" })).toEqual(["1"]);
    expect((await moved.explained({ ...summer, teamId: "south" })).value).toBe(100_000);
    expect(await idsOf({ segment: "type:other" })).toEqual(["2"]);
    expect(await moved.explain({ teamId: "nowhere" })).toMatchObject({ error: { reason: "unknown_team" } });
    expect(await moved.explain({ metric: "calls_made", segment: "type:other" })).toMatchObject({
      error: { reason: "no_segments" },
    });
    expect(await idsOf({ teamId: "north", memberId: null })).toEqual(["1"]);
    expect(await idsOf({ ofTeamId: "south", memberId: null })).toEqual(["2"]);
    expect(await moved.explain({ ofTeamId: "nowhere", memberId: null })).toMatchObject({
      error: { reason: "unknown_team" },
    });
  });

  it("marks what lies in the future", async () => {
    const ahead = new Office({ now: "2026-05-10T12:00:00.000Z" }).has(
      buildWonDeal(),
      "2026-05-09T12:00:00.000Z",
    );
    expect((await ahead.explained({})).counted[0]?.marks).toContain("future");
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
    const hour = { clock: { weekday: 1, hour: 9 }, memberId: null } as const;
    for (const metric of ["deals_won", "talk_time", "touches"] as const) {
      expect(await office().explain({ ...hour, metric })).toMatchObject({
        error: { reason: "not_explainable" },
      });
    }
    expect(
      await office().explain({ metric: "deals_created", memberId: null, board: "activity" }),
    ).toMatchObject({ error: { reason: "not_explainable" } });
    const bar = { metric: "calls_made", memberId: null, board: "activity" } as const;
    for (const wrong of [
      { days: { from: "2026-04-30", to: "2026-05-01" } },
      { days: { from: "2026-05-02", to: "2026-05-01" } },
      { also: ["calls_made"] },
      { also: ["talk_time"] },
      { metric: "deals_won", also: ["calls_made"] },
    ] as const) {
      expect(await office().explain({ ...bar, ...wrong })).toMatchObject({
        error: { reason: "not_explainable" },
      });
    }
    const quota = { board: "team_quota", memberId: null } as const;
    expect(await office().explain({ ...quota, metric: "calls_made" })).toMatchObject({
      error: { reason: "not_explainable" },
    });
    expect(await office().explain({ ...quota }, as("member", "ana"))).toMatchObject({
      error: { reason: "not_permitted" },
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
  expect((await office.explained({ metric: "calls_made" })).undated).toMatchObject([
    { leftOut: "no_date", day: null },
  ]);
  expect((await office.explained({ metric: "tasks_completed" })).value).toBeNull();
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
