import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LEFT_OUT_REASONS } from "../../../shared/contracts/ids.ts";
import { RECONCILIATION_STEPS } from "../../../shared/contracts/reconciliation.ts";
import {
  buildBridge,
  type CrmWin,
  stepsOf,
  WIN_EVENTS,
  type WinLine,
} from "../../../worker/domain/reconcile/bridge.ts";

const memberOfOwner = (ownerId: string) => (ownerId === "nobody" ? null : `member of ${ownerId}`);

function win(crmId: string, amountMinor: number | null = 1000, ownerId: string | null = "1"): CrmWin {
  return { crmId, ownerId, amountMinor };
}

/** The two lines of a won deal, as crediting makes them. */
function lines(crmId: string, change: Partial<WinLine> = {}): readonly WinLine[] {
  const counts = (change.leftOut ?? null) === null;
  const line: WinLine = {
    kind: "deal",
    crmId,
    event: "deal_won",
    memberId: "member of 1",
    unit: counts ? 1 : 0,
    amountMinor: 0,
    leftOut: null,
    adjusted: false,
    converted: false,
    ...change,
  };
  return [
    { ...line, amountMinor: 0 },
    { ...line, event: "revenue_closed", amountMinor: change.amountMinor ?? 1000 },
  ];
}

function between(crm: readonly CrmWin[], ours: readonly WinLine[], isOtherAmount = false) {
  const bridge = buildBridge({ crm, lines: ours, memberOfOwner, isOtherAmount });
  return { ...bridge, steps: stepsOf(bridge.entries, RECONCILIATION_STEPS) };
}

describe("the bridge from the CRM's total to ours", () => {
  it("is empty when both say the same", () => {
    const { crm, standings, steps } = between(
      [win("a"), win("b", null)],
      [
        ...lines("a"),
        ...lines("b").map((line) =>
          line.event === "deal_won" ? line : { ...line, leftOut: "no_amount" as const, amountMinor: 0 },
        ),
      ],
    );
    expect(steps).toEqual([]);
    expect([crm, standings]).toEqual([
      { count: 2, amountMinor: 1000 },
      { count: 2, amountMinor: 1000 },
    ]);
  });

  it("names the reason of what is left out, with the deals and the money", () => {
    const { standings, steps } = between(
      [win("a"), win("b", 5000), win("c", 700)],
      [
        ...lines("a"),
        ...lines("b", { leftOut: "pipeline_not_included", memberId: "", amountMinor: 5000 }),
        ...lines("c", { leftOut: "no_owner", memberId: "", amountMinor: 700 }),
      ],
    );
    expect(standings).toEqual({ count: 1, amountMinor: 1000 });
    expect(steps).toEqual([
      { step: "no_owner", deals: 1, count: -1, amountMinor: -700 },
      { step: "pipeline_not_included", deals: 1, count: -1, amountMinor: -5000 },
    ]);
  });

  it("takes a credit note out of the number of deals and not out of the money", () => {
    const [won, amount] = lines("a", { leftOut: "negative_amount" });
    if (!won || !amount) throw new Error("A won deal has two lines");
    const refund = { ...amount, event: "deal_refunded", leftOut: null, amountMinor: -300 } as const;
    expect(between([win("a", -300)], [won, refund]).steps).toEqual([
      { step: "negative_amount", deals: 1, count: -1, amountMinor: 0 },
    ]);
  });

  it("tells a rate of the close date from a difference that nothing explains", () => {
    const { steps } = between(
      [win("a", 1000), win("b", 1000)],
      [...lines("a", { amountMinor: 1080, converted: true }), ...lines("b", { amountMinor: 900 })],
    );
    expect(steps).toEqual([
      { step: "currency", deals: 1, count: 0, amountMinor: 80 },
      { step: "unexplained", deals: 1, count: 0, amountMinor: -100 },
    ]);
  });

  it("expects other amounts where revenue is counted by another field, except where an admin made the difference", () => {
    const ours = [
      ...lines("a", { amountMinor: 1080, converted: true }),
      ...lines("b", { amountMinor: 900, adjusted: true }),
      ...lines("c"),
    ];
    expect(between([win("a"), win("b"), win("c")], ours, true).steps).toEqual([
      { step: "other_amount", deals: 1, count: 0, amountMinor: 80 },
      { step: "adjusted", deals: 1, count: 0, amountMinor: -100 },
    ]);
  });

  it("says which deals are credited to whoever owned them then, which moves no total", () => {
    const { steps } = between([win("a", 1000, "2"), win("b", 1000, null)], [...lines("a"), ...lines("b")]);
    expect(steps).toEqual([{ step: "former_owner", deals: 2, count: 0, amountMinor: 0 }]);
  });

  it("names what an admin added or took out, and never hides what only one side knows", () => {
    const added = lines("plus").map((line) => ({ ...line, kind: "adjustment" as const }));
    const taken = lines("b", { leftOut: "excluded_by_adjustment", adjusted: true });
    const { steps } = between([win("b"), win("theirs", 40)], [...added, ...taken, ...lines("ours")]);
    expect(steps).toEqual([
      { step: "excluded_by_adjustment", deals: 1, count: -1, amountMinor: -1000 },
      { step: "adjusted", deals: 1, count: 1, amountMinor: 1000 },
      { step: "unexplained", deals: 2, count: 0, amountMinor: 960 },
    ]);
  });

  it("leaves a share of a split out by its own reason", () => {
    const [won, first] = lines("a", { amountMinor: 600 });
    if (!won || !first) throw new Error("A won deal has two lines");
    const second = { ...first, memberId: "", leftOut: "owner_not_mapped", amountMinor: 400 } as const;
    expect(between([win("a")], [won, first, second]).steps).toEqual([
      { step: "owner_not_mapped", deals: 1, count: 0, amountMinor: -400 },
    ]);
  });
});

const anyId = fc.constantFrom("a", "b", "c", "d", "e");
const anyAmount = fc.integer({ min: -1_000_000, max: 1_000_000 });
const anyLine: fc.Arbitrary<WinLine> = fc.record({
  kind: fc.constantFrom("deal", "adjustment"),
  crmId: anyId,
  event: fc.constantFrom(...WIN_EVENTS),
  memberId: fc.constantFrom("", "member of 1", "member of 2"),
  unit: fc.constantFrom(0, 1),
  amountMinor: anyAmount,
  leftOut: fc.option(fc.constantFrom(...LEFT_OUT_REASONS)),
  adjusted: fc.boolean(),
  converted: fc.boolean(),
});
const anyWin: fc.Arbitrary<CrmWin> = fc.record({
  crmId: anyId,
  ownerId: fc.option(fc.constantFrom("1", "2", "nobody")),
  amountMinor: fc.option(anyAmount),
});

it("adds up exactly, whatever both sides say", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyWin, { selector: ({ crmId }) => crmId }),
      fc.array(anyLine, { maxLength: 30 }),
      (crm, ours) => {
        const { crm: theirs, standings, steps } = between(crm, ours);
        const sum = (of: "count" | "amountMinor") => steps.reduce((total, step) => total + step[of], 0);
        expect(theirs.count + sum("count")).toBe(standings.count);
        expect(theirs.amountMinor + sum("amountMinor")).toBe(standings.amountMinor);
      },
    ),
  );
});
