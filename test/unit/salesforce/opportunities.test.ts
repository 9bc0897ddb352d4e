import { describe, expect, it } from "vitest";
import { fetchByIds } from "../../../worker/adapters/crm/salesforce/walks/fetch-by-ids.ts";
import { initialAmountOf, laterOwnerOf } from "../../../worker/domain/credit/deal-past.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import {
  contextOf,
  createRecordedOrg,
  history,
  idOf,
  OTHER_OWNER,
  OWNER,
  opportunity,
  type RecordedOrg,
  STAGES,
  STAMP,
  valueIn,
} from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

const DEAL = idOf("006", 1);
const REVENUE = idOf("149", 1);
const OVERLAY = idOf("149", 2);

function orgWith(row: Row, more: Record<string, Row[]> = {}): RecordedOrg {
  return createRecordedOrg({ Opportunity: [opportunity(1, row)], OpportunityStage: STAGES, ...more });
}

function owner(number: number, day: string, OldValue: string, NewValue: string): Row {
  const CreatedDate = `${day}T10:00:00.000+0000`;
  return { Id: idOf("017", number), OpportunityId: DEAL, Field: "Owner", OldValue, NewValue, CreatedDate };
}

async function readDeal(
  org: RecordedOrg,
  over: Parameters<typeof contextOf>[1] = {},
): Promise<Deal | undefined> {
  const { records } = valueIn(await fetchByIds(contextOf(org, over), "deal", [DEAL]));
  return records.find((record): record is Deal => record.kind === "deal");
}

describe("an opportunity", () => {
  it("becomes a deal with a close day that never moves and exact minor units", async () => {
    expect(await readDeal(orgWith({ RecordTypeId: "012000000000001AAA" }))).toEqual({
      kind: "deal",
      crmId: DEAL,
      modifiedAt: "2026-10-05T12:00:00.000Z",
      createdAt: "2026-09-01T08:00:00.000Z",
      archived: false,
      title: "Deal 1",
      creatorUserId: OWNER,
      ownerId: OWNER,
      pipelineId: "012000000000001AAA",
      stageId: "Prospecting",
      dealType: "New Business",
      close: { kind: "day", day: "2026-11-30" },
      wonAt: null,
      amount: { minor: 120_050, currency: "USD" },
      amountHome: null,
      otherAmounts: {},
      otherOwners: {},
      stageHistory: [],
      ownerHistory: [],
      amountHistory: [],
      closeHistory: [],
      splits: [],
      mergedIds: [],
    });
  });

  it("is in the home currency where rows have none, and in its own where they do", async () => {
    expect((await readDeal(orgWith({})))?.amount?.currency).toBe("USD");
    expect((await readDeal(orgWith({ CurrencyIsoCode: "JPY", Amount: 5000 })))?.amount).toEqual({
      minor: 5000,
      currency: "JPY",
    });
  });

  it.each([
    ["0.1", 10],
    [0.285, 29],
    ["-12.345", -1235],
    [90071992547409, 9007199254740900],
    [null, null],
  ])("reads the amount %s exactly", async (Amount, minor) => {
    expect((await readDeal(orgWith({ Amount })))?.amount?.minor ?? null).toBe(minor);
  });

  it.each([
    ["Amount", "many", "Opportunity.Amount"],
    ["CloseDate", "2026-02-30", "Opportunity.CloseDate"],
    ["CurrencyIsoCode", "DOLLARS", "Opportunity.CurrencyIsoCode"],
    ["SystemModstamp", "yesterday", "Opportunity.SystemModstamp"],
  ])("is rejected whole where %s is %s", async (field, value, path) => {
    const org = orgWith({ [field]: value });
    const read = valueIn(await fetchByIds(contextOf(org), "deal", [DEAL]));
    expect(read).toEqual({
      records: [],
      rejections: [{ kind: "deal", crmId: DEAL, path }],
      missing: [],
      others: [],
      merged: [],
    });
  });

  it("keeps its name to itself where it is private", async () => {
    expect((await readDeal(orgWith({ IsPrivate: true })))?.title).toBeNull();
  });

  it("takes its histories from the rows of each change, in their order", async () => {
    const org = orgWith(
      { StageName: "Closed Won", IsWon: true, IsClosed: true },
      {
        OpportunityHistory: [
          history(3, DEAL, {
            StageName: "Closed Won",
            Amount: 1200.5,
            CloseDate: "2026-10-02",
            CreatedDate: "2026-10-02T10:00:00.000+0000",
          }),
          history(1, DEAL, {
            StageName: "Prospecting",
            Amount: 1000,
            CloseDate: "2026-11-30",
            CreatedDate: "2026-09-01T08:00:00.000+0000",
          }),
          // The same second as the first: the id decides.
          history(2, DEAL, {
            StageName: "Negotiation",
            Amount: 1000,
            CloseDate: "2026-11-30",
            CreatedDate: "2026-09-01T08:00:00.000+0000",
          }),
          history(4, DEAL, {
            StageName: "Signed & paid",
            Amount: null,
            CloseDate: "2026-10-02",
            CreatedDate: "2026-10-03T10:00:00.000+0000",
          }),
        ],
      },
    );
    const deal = await readDeal(org);
    expect(deal?.stageHistory).toEqual([
      { at: "2026-09-01T08:00:00.000Z", value: "Prospecting" },
      { at: "2026-09-01T08:00:00.000Z", value: "Negotiation" },
      { at: "2026-10-02T10:00:00.000Z", value: "Closed Won" },
      { at: "2026-10-03T10:00:00.000Z", value: "Signed" },
    ]);
    expect(deal?.amountHistory).toEqual([
      { at: "2026-09-01T08:00:00.000Z", value: 100_000 },
      { at: "2026-10-02T10:00:00.000Z", value: 120_050 },
      { at: "2026-10-03T10:00:00.000Z", value: null },
    ]);
    expect(deal?.closeHistory).toEqual([
      { at: "2026-09-01T08:00:00.000Z", value: { kind: "day", day: "2026-11-30" } },
      { at: "2026-10-02T10:00:00.000Z", value: { kind: "day", day: "2026-10-02" } },
    ]);
    // Going on from one won stage to another is no second win.
    expect(deal?.wonAt).toBe("2026-10-02T10:00:00.000Z");
  });

  it("was won anew when it was reopened in between", async () => {
    const at = (day: number) => `2026-10-0${day}T10:00:00.000+0000`;
    const org = orgWith(
      { StageName: "Closed Won", IsWon: true, IsClosed: true },
      {
        OpportunityHistory: ["Closed Won", "Negotiation", "Closed Won"].map((StageName, index) =>
          history(index, DEAL, { StageName, CreatedDate: at(index + 1) }),
        ),
      },
    );
    expect((await readDeal(org))?.wonAt).toBe("2026-10-03T10:00:00.000Z");
    org.objects.Opportunity = [opportunity(1)];
    expect((await readDeal(org))?.wonAt).toBeNull();
  });

  it("knows its owners by the rows with ids, and nothing where no row is kept", async () => {
    const OpportunityFieldHistory = [
      owner(1, "2026-09-05", "Ada Example", "Grace Example"),
      owner(2, "2026-09-05", OWNER.slice(0, 15), OTHER_OWNER),
      owner(3, "2026-09-09", "Grace Example", "Ada Example"),
      owner(4, "2026-09-09", OTHER_OWNER, OWNER),
    ];
    expect((await readDeal(orgWith({}, { OpportunityFieldHistory })))?.ownerHistory).toEqual([
      { at: "2026-09-01T08:00:00.000Z", value: OWNER },
      { at: "2026-09-05T10:00:00.000Z", value: OTHER_OWNER },
      { at: "2026-09-09T10:00:00.000Z", value: OWNER },
    ]);
    const namesOnly = OpportunityFieldHistory.filter(
      ({ Id }) => Id !== idOf("017", 2) && Id !== idOf("017", 4),
    );
    expect((await readDeal(orgWith({}, { OpportunityFieldHistory: namesOnly })))?.ownerHistory).toEqual([]);
  });

  it("tells who got it after it was won, and what it was worth at first", async () => {
    const rows = {
      OpportunityHistory: [
        history(1, DEAL, {
          StageName: "Prospecting",
          Amount: 1000,
          CreatedDate: "2026-09-01T08:00:00.000+0000",
        }),
        history(2, DEAL, {
          StageName: "Closed Won",
          Amount: 1200.5,
          CreatedDate: "2026-10-02T10:00:00.000+0000",
        }),
      ],
      OpportunityFieldHistory: [owner(1, "2026-10-04", OWNER, OTHER_OWNER)],
    };
    const won = { StageName: "Closed Won", IsWon: true, IsClosed: true, OwnerId: OTHER_OWNER };
    const deal = await readDeal(orgWith(won, rows));
    if (deal === undefined) throw new Error("The opportunity was not read");
    const later = { closedBy: OWNER, ownerId: OTHER_OWNER };
    expect(laterOwnerOf(deal, "deal_won", "2026-10-05T12:00:00.000Z")).toEqual(later);
    expect(laterOwnerOf(deal, "deal_won", "2026-10-03T12:00:00.000Z")).toBeNull();
    expect(initialAmountOf(deal, deal.amount)).toEqual({ minor: 100_000, currency: "USD" });
  });

  it("is divided by its revenue splits, and by no overlay", async () => {
    const split = (
      number: number,
      SplitTypeId: string,
      SplitOwnerId: string,
      SplitPercentage: number,
    ): Row => ({
      Id: idOf("1OS", number),
      OpportunityId: DEAL,
      SplitTypeId,
      SplitOwnerId,
      SplitPercentage,
    });
    const types = (over: Row = {}): Row[] => [
      { Id: OVERLAY, IsTotalValidated: false, SplitField: "Amount", IsActive: true },
      { Id: REVENUE, IsTotalValidated: true, SplitField: "Amount", IsActive: true, ...over },
    ];
    const splits = [
      split(1, REVENUE, OWNER, 66.66666667),
      split(2, REVENUE, OTHER_OWNER, 33.33333333),
      split(3, OVERLAY, OTHER_OWNER, 100),
    ];
    const read = async (OpportunitySplit: Row[], OpportunitySplitType: Row[]) =>
      (await readDeal(orgWith({}, { OpportunitySplit, OpportunitySplitType })))?.splits;
    expect(await read(splits, types())).toEqual([
      { ownerId: OWNER, share: 6_666_666_667 },
      { ownerId: OTHER_OWNER, share: 3_333_333_333 },
    ]);
    expect(await read(splits.slice(1), types())).toEqual([]);
    expect(await read(splits, types({ IsTotalValidated: false }))).toEqual([]);
    expect(await read(splits, types({ IsActive: false }))).toEqual([]);
  });

  it("carries the fields that the rules read, as far as they are shown", async () => {
    const org = orgWith({ Margin__c: "10.25", SDR__c: OTHER_OWNER });
    const extraProperties = { amounts: ["Margin__c", "Gone__c"], owners: ["SDR__c", "Hidden__c"] };
    const deal = await readDeal(org, { extraProperties });
    expect(deal?.otherAmounts).toEqual({ Margin__c: { minor: 1025, currency: "USD" }, Gone__c: null });
    expect(deal?.otherOwners).toEqual({ SDR__c: OTHER_OWNER, Hidden__c: null });
  });

  it("loses no more than what is hidden", async () => {
    const org = orgWith({});
    org.fields.Opportunity = [
      "Id",
      "StageName",
      "CloseDate",
      "OwnerId",
      "IsDeleted",
      "IsWon",
      "IsClosed",
      "LastModifiedDate",
    ];
    org.objects.Opportunity = [opportunity(1, { LastModifiedDate: STAMP })];
    expect(await readDeal(org)).toMatchObject({
      crmId: DEAL,
      modifiedAt: "2026-10-05T12:00:00.000Z",
      amount: null,
      title: null,
      dealType: null,
      pipelineId: "opportunity",
      createdAt: null,
    });
    org.fields.Opportunity = [
      "Id",
      "StageName",
      "OwnerId",
      "IsDeleted",
      "IsWon",
      "IsClosed",
      "SystemModstamp",
    ];
    expect(await fetchByIds(contextOf(org), "deal", [DEAL])).toEqual({
      ok: false,
      error: { reason: "field_missing", fields: ["Opportunity.CloseDate"] },
    });
  });

  it("is asked for once more when a described field is hidden since", async () => {
    const org = orgWith({});
    org.failures.push({ reason: "field_missing", fields: ["Opportunity.Amount"] });
    expect((await readDeal(org))?.crmId).toBe(DEAL);
    org.failures.push(
      { reason: "field_missing", fields: ["Opportunity.Amount"] },
      { reason: "field_missing", fields: ["Opportunity.Amount"] },
    );
    expect((await fetchByIds(contextOf(org), "deal", [DEAL])).ok).toBe(false);
  });

  it("comes with its rows in one call, whose long answers go on", async () => {
    const rows = Array.from({ length: 205 }, (_, number) => opportunity(number));
    const OpportunityHistory = rows.flatMap(({ Id }, number) =>
      ["Prospecting", "Negotiation"].map((StageName, step) =>
        history(number * 2 + step, String(Id), {
          StageName,
          CreatedDate: `2026-09-0${step + 1}T10:00:00.000+0000`,
        }),
      ),
    );
    const org = createRecordedOrg({ Opportunity: rows, OpportunityStage: STAGES, OpportunityHistory });
    org.rowsPerAnswer = 250;
    const { records } = valueIn(
      await fetchByIds(
        contextOf(org),
        "deal",
        rows.map(({ Id }) => String(Id)),
      ),
    );
    expect(records).toHaveLength(205);
    expect(records.every((record) => record.kind === "deal" && record.stageHistory.length === 2)).toBe(true);
    expect(org.calls).toMatchObject({ query: 2, together: 2, more: 1 });
    // Half a history would be a wrong one: the whole is asked for anew.
    org.locatorsExpire = true;
    const again = await fetchByIds(
      contextOf(org),
      "deal",
      rows.map(({ Id }) => String(Id)),
    );
    expect(again).toMatchObject({ ok: false, error: { reason: "unavailable" } });
  });
});

describe("opportunities by id", () => {
  it("tells ids apart by case, and finds what is deleted", async () => {
    const [lower, upper] = ["006000000000abcAAA", "006000000000ABCAA4"];
    const org = createRecordedOrg({
      Opportunity: [opportunity(1, { Id: lower }), opportunity(2, { Id: upper, IsDeleted: true, Amount: 7 })],
      OpportunityStage: STAGES,
    });
    const read = valueIn(await fetchByIds(contextOf(org), "deal", [lower, upper, idOf("006", 9), "17", "'"]));
    expect(read.records.map(({ crmId, archived }) => [crmId, archived])).toEqual([
      [lower, false],
      [upper, true],
    ]);
    expect(read.missing).toEqual([idOf("006", 9), "17", "'"]);
  });

  it("calls nothing gone that lies behind the first page of an answer", async () => {
    const org = createRecordedOrg({
      Opportunity: [1, 2, 3, 4, 5].map((number) => opportunity(number)),
      OpportunityStage: STAGES,
    });
    org.rowsPerAnswer = 2;
    const ids = [1, 2, 3, 4, 5, 6].map((number) => idOf("006", number));
    const read = valueIn(await fetchByIds(contextOf(org), "deal", ids));
    expect(read.records.map(({ crmId }) => crmId)).toEqual(ids.slice(0, 5));
    expect(read.missing).toEqual([idOf("006", 6)]);
  });

  it("are read whatever length the names of stages have, which stand for their ids", async () => {
    const name = `Negotiation ${"long ".repeat(48)}`.trim();
    const org = createRecordedOrg({
      Opportunity: [opportunity(1, { StageName: name }), opportunity(2)],
      OpportunityStage: STAGES.map((row) =>
        row.ApiName === "Negotiation" ? { ...row, ApiName: name, MasterLabel: name } : row,
      ),
      OpportunityHistory: [history(1, DEAL, { StageName: name, CreatedDate: STAMP })],
    });
    const read = valueIn(await fetchByIds(contextOf(org), "deal", [DEAL, idOf("006", 2)]));
    expect(read.records).toMatchObject([
      { stageId: name, stageHistory: [{ value: name }] },
      { crmId: idOf("006", 2) },
    ]);
  });

  it("says what the user may not read at all", async () => {
    expect(await fetchByIds(contextOf(createRecordedOrg({})), "deal", [DEAL])).toEqual({
      ok: false,
      error: { reason: "scope_missing", scopes: ["Opportunity"] },
    });
  });
});
