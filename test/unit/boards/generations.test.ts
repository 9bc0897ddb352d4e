import { describe, expect, it } from "vitest";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import { buildContext, RULES, viewAs } from "./organisation.ts";
import { ana, won } from "./small-board.ts";

describe("a board that is asked for while other rules go live", () => {
  it("has its period and currency from the rules that its figures were made by", async () => {
    const context = buildContext({ members: [ana], credits: won("ana", 500) });
    // The figures are read at revision 1; the account's currency changes with revision 2, right afterwards.
    const loadLiveGeneration = async (revision?: number) =>
      revision === 1 ? { number: 1, rules: RULES } : { number: 2, rules: { ...RULES, homeCurrency: "EUR" } };
    const answer = await loadLeaderboard(
      { ...context, store: { ...context.store, loadLiveGeneration } },
      { metric: "revenue_closed", by: "member", period: "this_month", compare: false },
      viewAs("admin"),
    );
    expect(answer).toMatchObject({ ok: true, value: { revision: 1, metric: { currency: "USD" } } });
  });
});
