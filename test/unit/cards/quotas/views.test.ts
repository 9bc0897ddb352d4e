import { describe, expect, it } from "vitest";
import type { QuotaImportRow } from "../../../../shared/contracts/quota-import.ts";
import { stopAfter } from "../../../../ui-extension/cards/quotas/grid-keys.ts";
import { chosenQuotas, groupImport, preselected } from "../../../../ui-extension/cards/quotas/import-view.ts";
import { neighbourOf, spanHolding, spanLabel } from "../../../../ui-extension/cards/quotas/periods-view.ts";
import { en } from "../../../../ui-extension/cards/quotas/words/en.ts";
import { DECEMBER, NOVEMBER, SPANS } from "./sample-desk.ts";

const REVENUE = "revenue_closed";

describe("keys in the grid", () => {
  const stops = [
    { row: 0, column: 1 },
    { row: 0, column: 2 },
    { row: 1, column: 0 },
    { row: 1, column: 1 },
    { row: 1, column: 2 },
    { row: 2, column: 1 },
  ];
  const press = (key: string, at: { row: number; column: number }, more: object = {}) => {
    const {
      caret = { atStart: true, atEnd: true },
      rightToLeft = false,
      ...modifiers
    } = more as {
      caret?: { atStart: boolean; atEnd: boolean };
      rightToLeft?: boolean;
    };
    const pressed = { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...modifiers };
    return stopAfter(pressed, stops, { at, caret, rightToLeft });
  };

  it("go down with Enter and the arrow, past lines without such a cell, and stay at the end", () => {
    expect(press("Enter", { row: 0, column: 1 })).toEqual({ row: 1, column: 1 });
    expect(press("ArrowDown", { row: 1, column: 1 })).toEqual({ row: 2, column: 1 });
    expect(press("ArrowDown", { row: 1, column: 2 })).toBeNull();
    expect(press("Enter", { row: 1, column: 1 }, { shiftKey: true })).toEqual({ row: 0, column: 1 });
  });

  it("go on with Tab in reading order, and out at the end", () => {
    expect(press("Tab", { row: 0, column: 2 })).toEqual({ row: 1, column: 0 });
    expect(press("Tab", { row: 2, column: 1 })).toBeNull();
    expect(press("Tab", { row: 0, column: 1 }, { shiftKey: true })).toBeNull();
  });

  it("move the caret before the cell, and the other way where it is read from the right", () => {
    expect(press("ArrowRight", { row: 1, column: 1 })).toEqual({ row: 1, column: 2 });
    expect(press("ArrowRight", { row: 1, column: 1 }, { caret: { atStart: true, atEnd: false } })).toBeNull();
    expect(press("ArrowRight", { row: 1, column: 1 }, { rightToLeft: true })).toEqual({ row: 1, column: 0 });
  });

  it("jump to the corners", () => {
    expect(press("Home", { row: 2, column: 1 }, { ctrlKey: true })).toEqual({ row: 0, column: 1 });
    expect(press("End", { row: 0, column: 1 }, { ctrlKey: true })).toEqual({ row: 2, column: 1 });
  });
});

describe("periods", () => {
  const options = { words: en, language: "en-GB" };

  it("are named as months, quarters and years, and by their days where months are weeks", () => {
    expect(SPANS.slice(10).map((span) => spanLabel(span, SPANS, options))).toEqual([
      "November 2026",
      "December 2026",
      "Q1 2026",
      "Q2 2026",
      "Q3 2026",
      "Q4 2026",
      "2026",
    ]);
    const weeks = { grain: "month", from: "2026-11-02", to: "2026-11-29" } as const;
    expect(spanLabel(weeks, SPANS, options)).toMatch(/^2.+29 Nov 2026$/);
    const split = { grain: "year", from: "2026-07-01", to: "2027-06-30" } as const;
    expect(spanLabel(split, [split], options)).toBe("2026/27");
  });

  it("are found by a day, and lead to their neighbours", () => {
    expect(spanHolding(SPANS, "month", "2026-11-20")).toEqual(NOVEMBER);
    expect(neighbourOf(SPANS, NOVEMBER, 1)).toEqual(DECEMBER);
    expect(neighbourOf(SPANS, DECEMBER, 1)).toBeUndefined();
  });
});

describe("the import", () => {
  const row = (goalId: string, change: QuotaImportRow["change"]): QuotaImportRow => ({
    goalId,
    metric: REVENUE,
    subject: change === "unmatched" ? null : { kind: "member", id: goalId },
    name: goalId,
    period: { grain: "month", from: "2026-12-01" },
    from: "2026-12-01",
    to: "2026-12-31",
    present: null,
    imported: 5,
    currency: "USD",
    change,
    reason: change === "unmatched" ? "subject_unknown" : null,
  });
  const answer = {
    version: 3,
    currency: "USD",
    rows: [row("a", "new"), row("b", "changed"), row("c", "same"), row("d", "unmatched")],
  };

  it("begins with everything that changes something, and sends what is chosen of it alone", () => {
    expect([...preselected(answer)]).toEqual(["a", "b"]);
    expect(groupImport(answer).unmatched).toHaveLength(1);
    const sent = chosenQuotas(answer, new Set(["b", "c", "d"]));
    expect(sent).toEqual([
      {
        metric: REVENUE,
        subject: { kind: "member", id: "b" },
        period: { grain: "month", from: "2026-12-01" },
        amount: 5,
        effectiveFrom: null,
      },
    ]);
  });
});
