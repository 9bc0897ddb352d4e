import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOpportunity } from "../../../worker/adapters/crm/salesforce/reading/read-opportunity.ts";
import { readStages } from "../../../worker/adapters/crm/salesforce/reading/stage-book.ts";
import { fetchByIds } from "../../../worker/adapters/crm/salesforce/walks/fetch-by-ids.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import { contextOf, createRecordedOrg, history, idOf, opportunity, STAGES, valueIn } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

const DEAL = idOf("006", 1);

async function readDealWith(OpportunityHistory: Row[]): Promise<Deal | undefined> {
  const org = createRecordedOrg({
    Opportunity: [opportunity(1)],
    OpportunityStage: STAGES,
    OpportunityHistory,
  });
  const { records } = valueIn(await fetchByIds(contextOf(org), "deal", [DEAL]));
  return records.find((record): record is Deal => record.kind === "deal");
}

describe("the past of an opportunity", () => {
  it("leaves out of each history what cannot be read of the past, and says of which", async () => {
    const at = (day: number) => `2026-10-0${day}T10:00:00.000+0000`;
    const deal = await readDealWith([
      history(1, DEAL, {
        Amount: 1,
        StageName: "Prospecting",
        CloseDate: "2026-11-01",
        CreatedDate: at(1),
      }),
      history(2, DEAL, {
        Amount: "many",
        StageName: "Negotiation",
        CloseDate: "2026-02-30",
        CreatedDate: at(2),
      }),
      history(3, DEAL, { Amount: 3, CloseDate: "2026-11-03", CreatedDate: "yesterday" }),
      history(4, DEAL, {
        Amount: 4,
        StageName: "x".repeat(300),
        CloseDate: "2026-11-04",
        CreatedDate: at(4),
      }),
    ]);
    expect(deal?.stageHistory.map(({ value }) => value)).toEqual(["Prospecting", "Negotiation"]);
    expect(deal?.amountHistory.map(({ value }) => value)).toEqual([100, 400]);
    expect(deal?.closeHistory.map(({ value }) => value)).toEqual([
      { kind: "day", day: "2026-11-01" },
      { kind: "day", day: "2026-11-04" },
    ]);
    expect(deal?.incompleteHistories).toEqual(["stage", "amount", "close"]);
  });

  it("is the same present deal whatever its past values are", async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("1e999", "2026-02-30", "2026-11-04"));
    const row = fc.record(
      {
        StageName: value,
        Amount: value,
        CloseDate: value,
        CreatedDate: value,
        OldValue: value,
        NewValue: value,
      },
      { requiredKeys: [] },
    );
    const rows = { history: fc.array(fc.oneof(row, value)), owners: fc.array(fc.oneof(row, value)) };
    const stages = readStages(STAGES);
    if (stages === null) throw new Error("The stages cannot be read");
    const presentWith = (past: {
      readonly history: readonly unknown[];
      readonly owners: readonly unknown[];
    }) => {
      const { stageHistory, ownerHistory, amountHistory, closeHistory, incompleteHistories, wonAt, ...deal } =
        valueIn(
          readOpportunity(opportunity(1, { IsWon: true }), {
            homeCurrency: "USD",
            amountFields: [],
            ownerFields: [],
            stages,
            rows: { ...past, splits: [] },
          }),
        );
      return deal;
    };
    fc.assert(
      fc.property(fc.record(rows), (past) => {
        expect(presentWith(past)).toEqual(presentWith({ history: [], owners: [] }));
      }),
    );
  });
});
