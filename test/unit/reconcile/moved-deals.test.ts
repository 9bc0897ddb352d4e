import { expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import type { WinLine } from "../../../worker/domain/reconcile/bridge.ts";
import { buildRules } from "../../builders/rules.ts";
import { buildDeal, START } from "../sync/builders.ts";
import { liveLane } from "../sync/fakes.ts";

/** A won deal whose credit an admin moved. */
function movedLines(amountMinor: number): readonly WinLine[] {
  const line = {
    kind: "deal",
    crmId: "1",
    memberId: "m1",
    unit: 1,
    leftOut: null,
    converted: false,
  } as const;
  return [
    { ...line, event: "deal_won", amountMinor: 0, adjusted: true },
    { ...line, event: "revenue_closed", amountMinor, adjusted: true },
  ];
}

it("reads a deal again whose credit was moved, because moving changes no amount", async () => {
  const { parts, crm, wonLines, ledger, reconciliations } = liveLane();
  await parts.people.saveFirstRules(buildRules(), { cause: { kind: "backfill" }, now: START });
  crm.wonDeals = [{ crmId: "1", ownerId: null, amountMinor: 500 }];
  crm.put(buildDeal("1", { modifiedAt: "2026-11-18T11:59:00.000Z" }));
  wonLines.lines = movedLines(300);
  ledger.onApply = async () => {
    wonLines.lines = movedLines(500);
  };
  await createLane(parts).tick();
  expect(reconciliations.saved[0]?.draft).toMatchObject({ mended: 1, steps: [] });
});
