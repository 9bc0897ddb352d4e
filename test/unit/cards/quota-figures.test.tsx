// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { explanationView } from "../../../ui-extension/cards/explanation/explanation-view.ts";
import { QuotaCard } from "../../../ui-extension/cards/quota-card/quota-card.tsx";
import { buildExplanation, buildScene } from "./explanation-sample.ts";
import { buildCardWithoutQuota, buildHero, buildLine, buildQuotaCard } from "./quota-card-sample.ts";

afterEach(cleanup);

const DEFAULTS = { onGrain: vi.fn(), onExplain: vi.fn(), onOpenStandings: vi.fn() };
const ruleOf = (explanation: Explanation, term: string) =>
  explanationView(buildScene(explanation)).head.rule.find((line) => line.term === term)?.texts;

describe("what follows from a quota and a result", () => {
  it.each(["narrow", "wide"] as const)("opens the big percent of the %s card as the attainment", (layout) => {
    const onExplain = vi.fn();
    const { rerender } = render(
      <QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout={layout} onExplain={onExplain} />,
    );
    fireEvent.click(screen.getByRole("button", { name: "72% of quota. Why this number?" }));
    expect(onExplain).toHaveBeenLastCalledWith({
      metric: "quota_attainment",
      quotaMetric: "revenue_closed",
      memberId: "m1",
      from: "2026-11-01",
      to: "2026-11-30",
    });
    const without = buildCardWithoutQuota();
    rerender(<QuotaCard {...DEFAULTS} view={without} layout={layout} onExplain={onExplain} />);
    fireEvent.click(screen.getByRole("button", { name: "$86,400 closed. Why this number?" }));
    expect(onExplain).toHaveBeenLastCalledWith(expect.objectContaining({ metric: "revenue_closed" }));
    const waiting = { ...without, hero: buildHero({ text: "–", explain: null }) };
    rerender(<QuotaCard {...DEFAULTS} view={waiting} layout={layout} onExplain={onExplain} />);
    expect(screen.queryByRole("button", { name: /Why this number/ })).toBeNull();
  });

  it("opens what is left of a quota as its attainment", () => {
    const onExplain = vi.fn();
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout="narrow" onExplain={onExplain} />);
    fireEvent.click(screen.getByRole("button", { name: "2 to go, 1 every 3 days" }));
    expect(onExplain).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ metric: "quota_attainment", quotaMetric: "deals_won" }),
    );
  });

  it("opens every figure of a row: percent, to go, per day and projection as the attainment", () => {
    const onExplain = vi.fn();
    const main = buildLine({ main: true });
    const explainEach = { ...main.explainEach, projected: null };
    const quotas = [main, buildLine({ metric: "touches", label: "Touches", projected: "–", explainEach })];
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard({ quotas })} layout="wide" onExplain={onExplain} />);
    const [, deals, touches] = within(screen.getByRole("table")).getAllByRole("row");
    const buttons = (row: HTMLElement | undefined) => (row ? within(row).getAllByRole("button") : []);
    expect(buttons(deals).map(({ textContent }) => textContent)).toEqual(["75%", "6", "2", "0.3", "9"]);
    for (const button of buttons(deals)) fireEvent.click(button);
    expect(onExplain.mock.calls.map(([{ metric }]) => metric)).toEqual([
      "quota_attainment",
      "revenue_closed",
      "quota_attainment",
      "quota_attainment",
      "quota_attainment",
    ]);
    expect(buttons(touches).map(({ textContent }) => textContent)).toEqual(["75%", "6", "2", "0.3"]);
  });

  it("says how what is left, what it is a day, and the projection come about", () => {
    const told = (numerator: number, workingDaysLeft?: number) =>
      buildExplanation("quota_attainment", {
        value: 72,
        basis: { numerator, denominator: 12_000_000 },
        quota: {
          metric: "revenue_closed",
          unit: "money",
          amount: 12_000_000,
          source: "own",
          proRated: false,
          versions: [],
          ...(workingDaysLeft === undefined ? {} : { workingDaysLeft, workingDaysDone: 14 }),
        },
      });
    const open = told(8_640_000, 6);
    expect(ruleOf(open, "Pace")).toEqual(["14 of 20 working days done = 70%"]);
    expect(ruleOf(open, "To go")).toEqual(["$120,000 − $86,400 = $33,600"]);
    expect(ruleOf(open, "Per working day")).toEqual(["$33,600 ÷ 6 working days left = $5,600"]);
    expect(ruleOf(open, "Projected finish")?.[0]).toContain("$86,400 so far, and what 6 working days more");
    const reached = told(13_000_000, 6);
    expect(ruleOf(reached, "Beyond quota")).toEqual(["$130,000 − $120,000 = $10,000"]);
    expect(ruleOf(reached, "Per working day")).toBeUndefined();
    const ended = told(8_640_000, 0);
    expect(ruleOf(ended, "To go")).toHaveLength(1);
    expect(ruleOf(ended, "Projected finish")).toBeUndefined();
    // Of several people together nothing is asked by the day.
    expect(ruleOf(told(8_640_000), "To go")).toBeUndefined();
  });
});
