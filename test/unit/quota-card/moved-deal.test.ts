import { expect, it } from "vitest";
import { buildAdjustment, buildDeal, closing, usd } from "../credit/builders.ts";
import { cardOf } from "./sales-floor.ts";

it("knows a deal whose number an admin moved as won for whoever still has its amount", async () => {
  const deal = buildDeal({
    crmId: "deal-1",
    createdAt: "2026-10-01T12:00:00.000Z",
    ownerId: "owner-ada",
    ownerHistory: [],
    stageId: "won",
    stageHistory: [{ at: "2026-11-10T12:00:00.000Z", value: "won" }],
    wonAt: "2026-11-10T12:00:00.000Z",
    close: closing("2026-11-10"),
    amount: usd(14_400),
  });
  const adjustments = [
    buildAdjustment({
      action: "move",
      event: "deal_won",
      target: { kind: "deal", crmId: "deal-1" },
      memberId: "peer-0",
      day: null,
    }),
  ];
  const card = await cardOf({ deals: [deal], facts: { adjustments }, query: { dealId: "deal-1" } });
  expect(card.deal?.kind).toBe("already_won");
});
