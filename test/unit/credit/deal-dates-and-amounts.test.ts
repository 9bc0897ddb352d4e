import { describe, expect, it } from "vitest";
import { buildDeal, buildWonDeal, closing, linesOf, noon, reasons, SALES, usd } from "./builders.ts";

describe("pipeline generated", () => {
  it("is the present amount on the day of creation", () => {
    expect(linesOf(buildDeal({ amount: usd(4200) }), "pipeline_generated")[0]).toMatchObject({
      day: "2026-05-01",
      amountMinor: 420_000,
    });
    expect(reasons(buildDeal({ amount: null }), "pipeline_generated")).toEqual(["no_amount"]);
    expect(reasons(buildDeal({ createdAt: null }), "deal_created")).toEqual(["no_date"]);
  });

  it("reads another amount than the usual one where the rules say so", () => {
    const deal = buildWonDeal({ otherAmounts: { arr: usd(77) }, amountHome: usd(1) });
    const rules = { events: { revenue_closed: { amountProperty: "arr" } } };
    expect(linesOf(deal, "revenue_closed", { rules })[0]?.amountMinor).toBe(7700);
    expect(linesOf(deal, "pipeline_generated", { rules })[0]?.amountMinor).toBe(100);
  });
});

describe("an advance", () => {
  function advances(...stages: readonly string[]): readonly (string | null)[] {
    const stageHistory = stages.map((value, index) => ({ at: noon(`2026-05-0${index + 1}`), value }));
    return linesOf(buildDeal({ stageHistory }), "deal_advanced").map(({ day }) => day);
  }

  it("is each first rise above the furthest stage so far", () => {
    expect(advances("qualified", "demo", "contract")).toEqual(["2026-05-02", "2026-05-03"]);
  });

  it("is not the first stage, however late it is", () => {
    expect(advances("contract")).toEqual([]);
    expect(advances("demo", "qualified")).toEqual([]);
  });

  it("counts once when the deal goes back and forth, and when stages are skipped", () => {
    expect(advances("qualified", "demo", "qualified", "demo", "contract")).toEqual([
      "2026-05-02",
      "2026-05-05",
    ]);
    expect(advances("qualified", "contract", "demo")).toEqual(["2026-05-02"]);
  });

  it("is neither winning nor losing, nor a stage of another pipeline", () => {
    expect(advances("qualified", "won")).toEqual([]);
    expect(advances("qualified", "lost", "demo")).toEqual(["2026-05-03"]);
    expect(advances("elsewhere", "qualified", "elsewhere", "demo")).toEqual(["2026-05-04"]);
  });

  it("is the owner's of that day", () => {
    const deal = buildDeal({
      stageHistory: [
        { at: noon("2026-05-01"), value: "qualified" },
        { at: noon("2026-05-05"), value: "demo" },
        { at: noon("2026-05-09"), value: "contract" },
      ],
      ownerHistory: [
        { at: noon("2026-05-01"), value: "owner-ana" },
        { at: noon("2026-05-07"), value: "owner-ben" },
      ],
    });
    expect(linesOf(deal, "deal_advanced").map(({ memberId }) => memberId)).toEqual(["ana", "ben"]);
  });

  it("keeps its line when the pipeline's list is given in another order", () => {
    const stageHistory = [
      { at: noon("2026-05-01"), value: "qualified" },
      { at: noon("2026-05-05"), value: "contract" },
    ];
    const shuffled = { ...SALES, stages: SALES.stages.toReversed() };
    const one = linesOf(buildDeal({ stageHistory }), "deal_advanced");
    expect(
      linesOf(buildDeal({ stageHistory }), "deal_advanced", { facts: { pipelines: [shuffled] } }),
    ).toEqual(one);
  });
});

describe("currency", () => {
  const euros = { minor: 100_001, currency: "EUR" };

  it("is the CRM's own conversion where there is one", () => {
    const [line] = linesOf(buildWonDeal({ amount: euros, amountHome: usd(1111.11) }), "revenue_closed");
    expect(line).toMatchObject({ amountMinor: 111_111, original: euros, rate: null });
  });

  it("is else converted at the rate of the close date, rounded once and away from zero", () => {
    const closedOn = (day: string) =>
      linesOf(buildWonDeal({ amount: euros, close: closing(day) }), "revenue_closed")[0];
    expect(closedOn("2026-05-09")).toMatchObject({ amountMinor: 110_001, rate: 1.1, original: euros });
    expect(closedOn("2026-05-10")).toMatchObject({ amountMinor: 120_001, rate: 1.2 });
    const half = { rates: [{ from: "EUR", rate: 0.5, effectiveFrom: "2026-01-01" }] };
    const halved = (minor: number) =>
      linesOf(
        buildWonDeal({ amount: { minor, currency: "EUR" } }),
        minor < 0 ? "deal_refunded" : "revenue_closed",
        { facts: half },
      )[0]?.amountMinor;
    expect([halved(5), halved(-5), halved(4)]).toEqual([3, -3, 2]);
  });

  it("reads created pipeline at the expected close date, else at the day of creation", () => {
    expect(linesOf(buildDeal({ amount: euros }), "pipeline_generated")[0]?.rate).toBe(1.2);
    expect(linesOf(buildDeal({ amount: euros, close: null }), "pipeline_generated")[0]?.rate).toBe(1.1);
  });

  it("is left out where no rate was in force yet, or the currency is unknown", () => {
    expect(reasons(buildWonDeal({ amount: euros, close: closing("2025-12-31") }), "revenue_closed")).toEqual([
      "no_currency_rate",
    ]);
    expect(reasons(buildWonDeal({ amount: { minor: 1, currency: "GBP" } }), "revenue_closed")).toEqual([
      "no_currency_rate",
    ]);
    expect(reasons(buildWonDeal({ amount: euros, close: closing("2025-12-31") }), "deal_won")).toEqual([
      null,
    ]);
  });

  it("knows currencies without cents and with thousandths", () => {
    const into = (amount: { minor: number; currency: string }, homeCurrency: string, rate: number) =>
      linesOf(buildWonDeal({ amount }), "revenue_closed", {
        facts: { rates: [{ from: amount.currency, rate, effectiveFrom: "2026-01-01" }] },
        rules: { homeCurrency },
      })[0]?.amountMinor;
    expect(into({ minor: 1000, currency: "JPY" }, "USD", 0.0065)).toBe(650);
    expect(into({ minor: 650, currency: "USD" }, "JPY", 153.8461)).toBe(1000);
    expect(into({ minor: 1500, currency: "KWD" }, "USD", 3.25)).toBe(488);
    expect(into({ minor: 1, currency: "USD" }, "KWD", 1e-7)).toBe(0);
    expect(into({ minor: 9_007_199_254_740_991, currency: "EUR" }, "USD", 1)).toBe(9_007_199_254_740_991);
  });
});

describe("the day", () => {
  it("is the tenant's: an instant near midnight belongs to the local day", () => {
    const close = { kind: "instant", at: "2026-07-01T03:30:00.000Z" } as const;
    expect(linesOf(buildWonDeal({ close }), "deal_won")[0]?.day).toBe("2026-06-30");
  });

  it("of a date without a time never moves", () => {
    const close = { kind: "day", day: "2026-07-01" } as const;
    for (const timeZone of ["Pacific/Honolulu", "Asia/Tokyo"]) {
      const rules = {
        calendar: {
          timeZone,
          weekStart: 1,
          fiscal: { kind: "months", startMonth: 1 },
          weekend: [],
          holidays: [],
        },
      } as const;
      expect(linesOf(buildWonDeal({ close }), "deal_won", { rules })[0]?.day).toBe("2026-07-01");
    }
  });
});
