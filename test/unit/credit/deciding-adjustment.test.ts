import { describe, expect, it } from "vitest";
import { decidingAdjustment } from "../../../worker/domain/credit/deciding-adjustment.ts";
import type { Adjustment } from "../../../worker/domain/records.ts";
import { buildAdjustment } from "./builders.ts";

const MONDAY = "2026-06-01T09:00:00.000Z";
const TUESDAY = "2026-06-02T09:00:00.000Z";
const WEDNESDAY = "2026-06-03T09:00:00.000Z";

const target = { kind: "deal", crmId: "1" } as const;
const made = (crmId: string, modifiedAt: string, more: Partial<Adjustment> = {}) =>
  buildAdjustment({ action: "move", target, crmId, modifiedAt, ...more });
const idOf = (all: readonly Adjustment[], asOf: string | null = null) =>
  decidingAdjustment("deal_won", all, asOf)?.crmId ?? null;

describe("the adjustment that decided a line", () => {
  it("is the last move, and an exclusion before any move", () => {
    const moves = [made("later", TUESDAY), made("first", MONDAY)];
    expect(idOf(moves)).toBe("later");
    expect(idOf([...moves, made("out", MONDAY, { action: "exclude" })])).toBe("out");
  });

  it("is about the line's own event, and revenue below zero is revenue", () => {
    expect(idOf([made("other", MONDAY, { event: "revenue_closed" })])).toBeNull();
    const revenue = made("revenue", MONDAY, { event: "revenue_closed" });
    expect(decidingAdjustment("deal_refunded", [revenue], null)).toBe(revenue);
  });

  it("stands until it is withdrawn, and stood then", () => {
    const withdrawn = made("withdrawn", MONDAY, { archived: true, withdrawnAt: WEDNESDAY });
    expect(idOf([withdrawn])).toBeNull();
    expect(idOf([withdrawn], TUESDAY)).toBe("withdrawn");
    expect(idOf([withdrawn], WEDNESDAY)).toBeNull();
    expect(idOf([made("later", WEDNESDAY)], TUESDAY)).toBeNull();
  });
});
