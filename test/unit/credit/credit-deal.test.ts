import { describe, expect, it } from "vitest";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { CreditSource } from "../../../worker/domain/rules.ts";
import { buildDeal, buildWonDeal, closing, countedEvents, linesOf, noon, reasons, usd } from "./builders.ts";

const WON_EVENTS: readonly EventId[] = [
  "deal_created",
  "deal_cycle",
  "deal_won",
  "pipeline_generated",
  "revenue_closed",
];

function sourced(event: EventId, creditSource: CreditSource) {
  return { rules: { events: { [event]: { creditSource } } } };
}

describe("a won deal", () => {
  it("counts as won, with its revenue and cycle, on its close date and for its owner", () => {
    const deal = buildWonDeal();
    expect(countedEvents(deal)).toEqual(WON_EVENTS);
    const [revenue] = linesOf(deal, "revenue_closed");
    expect(revenue).toMatchObject({
      memberId: "ana",
      day: "2026-05-20",
      count: 1,
      unit: 1,
      amountMinor: 100_000,
    });
    expect(linesOf(deal, "deal_cycle")[0]?.seconds).toBe(19 * 86_400);
  });

  it("carries its pipeline and type as the slice that boards are filtered by", () => {
    for (const event of WON_EVENTS) {
      expect(linesOf(buildWonDeal(), event)[0]?.slice).toEqual({
        pipelineId: "sales",
        dealType: "newbusiness",
      });
    }
  });

  it("stops counting when it is reopened and counts in the new period when it is won again", () => {
    expect(countedEvents(buildWonDeal({ stageId: "contract" }))).not.toContain("deal_won");
    const again = buildWonDeal({ close: closing("2026-07-02"), wonAt: noon("2026-07-02") });
    expect(linesOf(again, "deal_won").map(({ day }) => day)).toEqual(["2026-07-02"]);
  });

  it("is credited to the owner at the moment of winning, whoever got it afterwards", () => {
    const ownerHistory = [
      { at: noon("2026-05-01"), value: "owner-ana" },
      { at: noon("2026-05-25"), value: "owner-ben" },
    ];
    const [line] = linesOf(buildWonDeal({ ownerHistory, ownerId: "owner-ben" }), "revenue_closed");
    expect(line).toMatchObject({ memberId: "ana", marks: [] });
  });

  it("takes the moment of winning from the stage history where the CRM gives no stamp", () => {
    const deal = buildWonDeal({
      wonAt: null,
      ownerId: "owner-ben",
      stageHistory: [
        { at: noon("2026-05-01"), value: "demo" },
        { at: noon("2026-05-19"), value: "won" },
      ],
      ownerHistory: [
        { at: noon("2026-05-01"), value: "owner-ana" },
        { at: noon("2026-05-20"), value: "owner-ben" },
      ],
    });
    expect(linesOf(deal, "deal_won")[0]?.memberId).toBe("ana");
  });

  it("goes to the present owner with a mark where the history does not tell", () => {
    const deal = buildWonDeal({ ownerHistory: [], ownerId: "owner-ben" });
    expect(linesOf(deal, "deal_won")[0]).toMatchObject({ memberId: "ben", marks: ["present_owner"] });
  });

  it("is marked when its close date lies more than three days from the winning", () => {
    const moved = (day: string) => linesOf(buildWonDeal({ close: closing(day) }), "revenue_closed")[0]?.marks;
    expect(moved("2026-05-23")).toEqual([]);
    expect(moved("2026-05-24")).toEqual(["close_date_moved"]);
    expect(moved("2026-05-16")).toEqual(["close_date_moved"]);
  });
});

describe("a won deal that lacks something or has too little", () => {
  it("lowers revenue when its amount is negative, and counts neither as a deal nor in the cycle", () => {
    const refund = buildWonDeal({ amount: usd(-250) });
    expect(linesOf(refund, "deal_refunded")[0]).toMatchObject({ amountMinor: -25_000, leftOut: null });
    expect(linesOf(refund, "revenue_closed")).toEqual([]);
    expect(reasons(refund, "deal_won")).toEqual(["negative_amount"]);
    expect(reasons(refund, "deal_cycle")).toEqual(["negative_amount"]);
    expect(linesOf(refund, "deal_won")[0]).toMatchObject({ count: 0, unit: 0 });
  });

  it("counts as won without an amount, and is left out of revenue", () => {
    const deal = buildWonDeal({ amount: null });
    expect(reasons(deal, "deal_won")).toEqual([null]);
    expect(reasons(deal, "revenue_closed")).toEqual(["no_amount"]);
  });

  it("counts with an amount of zero", () => {
    expect(reasons(buildWonDeal({ amount: usd(0) }), "revenue_closed")).toEqual([null]);
  });

  it("is listed without a day when it has no close date", () => {
    const deal = buildWonDeal({ close: null });
    expect(linesOf(deal, "deal_won")[0]).toMatchObject({ leftOut: "no_date", day: null });
    expect(linesOf(deal, "revenue_closed")[0]).toMatchObject({ leftOut: "no_date", amountMinor: 100_000 });
  });

  it("is left out of the cycle when it closed before it was created", () => {
    const deal = buildWonDeal({ close: closing("2026-04-30") });
    expect(reasons(deal, "deal_cycle")).toEqual(["closed_before_created"]);
    expect(reasons(deal, "deal_won")).toEqual([null]);
  });

  it("has a cycle of no days when it was won on the day it was created", () => {
    expect(linesOf(buildWonDeal({ close: closing("2026-05-01") }), "deal_cycle")[0]).toMatchObject({
      seconds: 0,
      leftOut: null,
    });
  });

  it("keeps what it would have been when it was deleted or merged", () => {
    const deleted = linesOf(buildWonDeal({ archived: true }), "revenue_closed")[0];
    expect(deleted).toMatchObject({ leftOut: "deleted_in_crm", amountMinor: 100_000, count: 0, unit: 0 });
    for (const event of WON_EVENTS) {
      expect(reasons(buildWonDeal({ archived: true }), event, { facts: { mergedInto: "2" } })).toEqual([
        "merged_into_another",
      ]);
    }
  });
});

describe("who is credited", () => {
  it("says whether there is no owner, a queue, or somebody unknown", () => {
    const ownedBy = (ownerId: string | null) =>
      reasons(buildDeal({ ownerId, ownerHistory: [] }), "deal_created");
    expect(ownedBy(null)).toEqual(["no_owner"]);
    expect(ownedBy("owner-queue")).toEqual(["owner_is_queue"]);
    expect(ownedBy("owner-stranger")).toEqual(["owner_not_mapped"]);
  });

  it("knows a person by an owner id of earlier days, and in the team of the day", () => {
    const deal = buildWonDeal({ ownerHistory: [{ at: noon("2026-05-01"), value: "owner-ana-again" }] });
    expect(linesOf(deal, "deal_won")[0]).toMatchObject({ memberId: "ana", teamId: "north" });
    const later = { ...deal, close: closing("2026-06-01"), wonAt: noon("2026-06-01") };
    expect(linesOf(later, "deal_won")[0]).toMatchObject({ memberId: "ana", teamId: "south" });
  });

  it("credits a created deal to its first owner, though it was given to them a moment later", () => {
    const ownerHistory = [
      { at: noon("2026-05-01"), value: null },
      { at: noon("2026-05-02"), value: "owner-ben" },
      { at: noon("2026-05-09"), value: "owner-ana" },
    ];
    expect(linesOf(buildDeal({ ownerHistory }), "deal_created")[0]).toMatchObject({
      memberId: "ben",
      marks: [],
    });
  });

  it("follows the rules to the creator or to a property that names a person by either id", () => {
    const deal = buildDeal({
      creatorUserId: "user-ben",
      otherOwners: { sdr: "owner-ben", scout: "user-ben" },
    });
    const credited = (source: CreditSource) =>
      linesOf(deal, "pipeline_generated", sourced("pipeline_generated", source)).map(
        ({ memberId }) => memberId,
      );
    expect(credited({ kind: "owner_at_event" })).toEqual(["ana"]);
    expect(credited({ kind: "creator" })).toEqual(["ben"]);
    expect(credited({ kind: "property", name: "sdr" })).toEqual(["ben"]);
    expect(credited({ kind: "property", name: "scout" })).toEqual(["ben"]);
    expect(
      reasons(deal, "pipeline_generated", sourced("pipeline_generated", { kind: "property", name: "empty" })),
    ).toEqual(["no_owner"]);
  });
});

describe("a split", () => {
  const thirds = [
    { ownerId: "owner-ben", share: 3_333_333_334 },
    { ownerId: "owner-ana", share: 6_666_666_666 },
  ];
  const bySplit = sourced("revenue_closed", { kind: "splits" });

  it("divides the amount to the cent, counts once per person and once in all", () => {
    const lines = linesOf(buildWonDeal({ splits: thirds, amount: usd(100.01) }), "revenue_closed", bySplit);
    expect(lines.map(({ memberId, amountMinor }) => [memberId, amountMinor])).toEqual([
      ["ana", 6667],
      ["ben", 3334],
    ]);
    expect(lines.map(({ count, unit }) => [count, unit])).toEqual([
      [1, 1],
      [1, 0],
    ]);
    expect(lines.every(({ marks, original }) => marks.includes("split") && original?.minor === 10_001)).toBe(
      true,
    );
  });

  it("gives a person with two owner ids one share", () => {
    const splits = [
      { ownerId: "owner-ana", share: 4_000_000_000 },
      { ownerId: "owner-ana-again", share: 6_000_000_000 },
    ];
    expect(linesOf(buildWonDeal({ splits }), "revenue_closed", bySplit)).toMatchObject([
      { memberId: "ana", amountMinor: 100_000 },
    ]);
  });

  it("leaves out only the share of somebody who is no member", () => {
    const splits = [
      { ownerId: "owner-ana", share: 5_000_000_000 },
      { ownerId: "a-stranger", share: 5_000_000_000 },
    ];
    const lines = linesOf(buildWonDeal({ splits }), "revenue_closed", bySplit);
    expect(lines).toMatchObject([
      { memberId: "", leftOut: "owner_not_mapped", amountMinor: 50_000, unit: 0 },
      { memberId: "ana", leftOut: null, amountMinor: 50_000, unit: 1 },
    ]);
  });

  it("divides what is taken back just as exactly", () => {
    const lines = linesOf(buildWonDeal({ splits: thirds, amount: usd(-0.02) }), "deal_refunded", bySplit);
    expect(lines.map(({ amountMinor }) => amountMinor)).toEqual([-1, -1]);
  });

  it("stays with the owner where the deal has none", () => {
    expect(linesOf(buildWonDeal(), "revenue_closed", bySplit)).toMatchObject([
      { memberId: "ana", marks: [] },
    ]);
  });
});

describe("a pipeline", () => {
  it("that is not included leaves its deals out, for one event or for all", () => {
    const deal = buildWonDeal();
    expect(reasons(deal, "deal_created", { rules: { pipelines: ["renewals"] } })).toEqual([
      "pipeline_not_included",
    ]);
    const rules = { pipelines: ["renewals"], events: { deal_won: { pipelines: ["sales"] } } };
    expect(reasons(deal, "deal_won", { rules })).toEqual([null]);
    expect(reasons(deal, "revenue_closed", { rules })).toEqual(["pipeline_not_included"]);
  });

  it("without the deal's stage makes it neither won nor lost, while its creation counts", () => {
    const deal = buildDeal({ stageId: "retired" });
    expect(countedEvents(deal)).toEqual(["deal_created", "pipeline_generated"]);
    expect(reasons(deal, "deal_due")).toEqual(["stage_unknown"]);
    expect(linesOf(deal, "deal_won")).toEqual([]);
  });

  it("without the stage of a deal that the CRM calls won says so where the win is missed", () => {
    const deal = buildWonDeal({ stageId: "retired" });
    for (const event of ["deal_won", "revenue_closed", "deal_cycle"] as const) {
      expect(reasons(deal, event)).toEqual(["stage_unknown"]);
    }
  });
});

describe("an open or a lost deal", () => {
  it("is due on its close date with its amount, for its present owner", () => {
    const deal = buildDeal({ ownerId: "owner-ben" });
    expect(countedEvents(deal)).toEqual(["deal_created", "deal_due", "pipeline_generated"]);
    expect(linesOf(deal, "deal_due")[0]).toMatchObject({
      memberId: "ben",
      day: "2026-05-20",
      amountMinor: 100_000,
      marks: [],
    });
    expect(reasons(buildDeal({ close: null }), "deal_due")).toEqual(["no_date"]);
  });

  it("is lost on its close date for whoever owned it when it was", () => {
    const deal = buildDeal({
      stageId: "lost",
      ownerId: "owner-ben",
      stageHistory: [{ at: noon("2026-05-18"), value: "lost" }],
      ownerHistory: [
        { at: noon("2026-05-01"), value: "owner-ana" },
        { at: noon("2026-05-19"), value: "owner-ben" },
      ],
    });
    expect(linesOf(deal, "deal_lost")[0]).toMatchObject({
      memberId: "ana",
      day: "2026-05-20",
      leftOut: null,
    });
    expect(linesOf(deal, "deal_won")).toEqual([]);
  });
});
