import { describe, expect, it } from "vitest";
import { fetchPipelines } from "../../../worker/adapters/crm/salesforce/reading/fetch-pipelines.ts";
import { fetchWonDeals } from "../../../worker/adapters/crm/salesforce/walks/fetch-won-deals.ts";
import { contextOf, createRecordedOrg, OWNER, opportunity, STAGES, valueIn } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

describe("pipelines", () => {
  const RecordType: Row[] = [
    { Id: "012000000000001AAA", Name: "New sales", IsActive: true, SobjectType: "Opportunity" },
    { Id: "012000000000002AAA", Name: "Old sales", IsActive: false, SobjectType: "Opportunity" },
    { Id: "012000000000003AAA", Name: "Never used", IsActive: false, SobjectType: "Opportunity" },
    { Id: "012000000000004AAA", Name: "Cases", IsActive: true, SobjectType: "Case" },
  ];

  it("are the record types in use, each with all stages in their order", async () => {
    const org = createRecordedOrg({
      Opportunity: [
        opportunity(1, { RecordTypeId: "012000000000001AAA" }),
        opportunity(2, { RecordTypeId: "012000000000002AAA" }),
      ],
      OpportunityStage: STAGES.toReversed(),
      RecordType,
    });
    const pipelines = valueIn(await fetchPipelines(contextOf(org)));
    expect(pipelines.map(({ id, label }) => [id, label])).toEqual([
      ["012000000000001AAA", "New sales"],
      ["012000000000002AAA", "Old sales"],
    ]);
    expect(pipelines[0]?.stages).toEqual([
      { id: "Prospecting", label: "Prospecting", order: 1, outcome: "open", probability: 0.1 },
      { id: "Negotiation", label: "Negotiation", order: 2, outcome: "open", probability: 0.6 },
      { id: "Closed Won", label: "Closed Won", order: 3, outcome: "won", probability: 1 },
      { id: "Signed", label: "Signed & paid", order: 4, outcome: "won", probability: null },
      { id: "Closed Lost", label: "Closed Lost", order: 5, outcome: "lost", probability: 0 },
    ]);
    org.objects.Opportunity?.push(opportunity(3, { RecordTypeId: null }));
    expect(valueIn(await fetchPipelines(contextOf(org))).map(({ id }) => id)).toContain("opportunity");
  });

  it("are one where there are no record types", async () => {
    const org = createRecordedOrg({ Opportunity: [opportunity(1)], OpportunityStage: STAGES });
    const [pipeline, ...more] = valueIn(await fetchPipelines(contextOf(org)));
    expect([pipeline?.id, pipeline?.label, pipeline?.stages.length]).toEqual([
      "opportunity",
      "Opportunities",
      5,
    ]);
    expect(more).toEqual([]);
  });
});

describe("the deals that Salesforce calls won", () => {
  const span = { from: "2026-10-01T04:00:00.000Z", to: "2026-11-01T04:00:00.000Z" };

  it("are those of the days, with amounts by the rates of their close date", async () => {
    const won = (number: number, over: Row): Row =>
      opportunity(number, { IsWon: true, IsClosed: true, ...over });
    const org = createRecordedOrg({
      Opportunity: [
        won(1, { CloseDate: "2026-10-01", CurrencyIsoCode: "USD", Amount: 10 }),
        won(2, { CloseDate: "2026-10-31", CurrencyIsoCode: "EUR", Amount: 100 }),
        won(3, { CloseDate: "2026-10-10", CurrencyIsoCode: "EUR", Amount: 100 }),
        won(4, { CloseDate: "2026-10-10", CurrencyIsoCode: "JPY", Amount: 1000 }),
        won(5, { CloseDate: "2026-10-10", CurrencyIsoCode: "XXX", Amount: 1000 }),
        won(6, { CloseDate: "2026-10-10", CurrencyIsoCode: "USD", Amount: null }),
        won(7, { CloseDate: "2026-09-30", CurrencyIsoCode: "USD" }),
        won(8, { CloseDate: "2026-11-01", CurrencyIsoCode: "USD" }),
        opportunity(9, { CloseDate: "2026-10-10", CurrencyIsoCode: "USD" }),
      ],
      CurrencyType: [
        { IsoCode: "USD", ConversionRate: 1 },
        { IsoCode: "EUR", ConversionRate: 0.5 },
        { IsoCode: "JPY", ConversionRate: 150 },
      ],
      DatedConversionRate: [
        { IsoCode: "EUR", ConversionRate: 0.8, StartDate: "2026-01-01", NextStartDate: "2026-10-15" },
        { IsoCode: "EUR", ConversionRate: 0.9, StartDate: "2026-10-15", NextStartDate: "9999-12-31" },
      ],
    });
    const deals = valueIn(await fetchWonDeals(contextOf(org), span));
    expect(deals.map(({ crmId, amountMinor }) => [Number(crmId.slice(3, 15)), amountMinor])).toEqual([
      [1, 1000],
      [2, 11_111],
      [3, 12_500],
      [4, 667],
      [5, null],
      [6, null],
    ]);
    expect(deals[0]?.ownerId).toBe(OWNER);
  });
});
