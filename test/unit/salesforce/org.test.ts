import { describe, expect, it } from "vitest";
import { fetchAccount } from "../../../worker/adapters/crm/salesforce/org/account.ts";
import { fetchQuotas } from "../../../worker/adapters/crm/salesforce/org/quotas.ts";
import { fetchRates } from "../../../worker/adapters/crm/salesforce/org/rates.ts";
import { API_URL, dataPath, ORG_ID, openReplyingOrg, type ReplyingOrg, refusal } from "./replying-org.ts";

const ORGANIZATION = {
  Id: ORG_ID,
  Name: "Acme",
  TimeZoneSidKey: "America/Los_Angeles",
  DefaultLocaleSidKey: "en_GB",
  FiscalYearStartMonth: 2,
};
const CURRENCY_TYPES = [
  { IsoCode: "EUR", ConversionRate: 1, IsActive: true, IsCorporate: true },
  { IsoCode: "USD", ConversionRate: 1.25, IsActive: true, IsCorporate: false },
  { IsoCode: "GBP", ConversionRate: 0.8, IsActive: false, IsCorporate: false },
  { IsoCode: "odd one", ConversionRate: 0, IsActive: true, IsCorporate: false },
];

/** An org with one currency and a standard year. */
function openOrg(): ReplyingOrg {
  const org = openReplyingOrg();
  org.rows.Organization = [ORGANIZATION];
  org.rows.FiscalYearSettings = [{ YearType: "Standard" }];
  org.answers[dataPath("/connect/organization")] = () =>
    Response.json({ features: { multiCurrency: false, defaultCurrencyIsoCode: "GBP" } });
  return org;
}

function addCurrencies(org: ReplyingOrg): ReplyingOrg {
  org.fields.CurrencyType = ["IsoCode", "ConversionRate"];
  org.rows.CurrencyType = CURRENCY_TYPES;
  return org;
}

async function read(org: ReplyingOrg, changes: Parameters<ReplyingOrg["context"]>[0] = {}) {
  const account = await fetchAccount(org.context(changes));
  if (!account.ok) throw new Error(JSON.stringify(account.error));
  return account.value;
}

describe("the org", () => {
  it("tells its clock, its year and its only currency", async () => {
    expect(await read(openOrg())).toEqual({
      crmId: ORG_ID,
      name: "Acme",
      timeZone: "America/Los_Angeles",
      homeCurrency: "GBP",
      currencies: ["GBP"],
      fiscal: { kind: "months", startMonth: 2 },
      appUrl: API_URL,
    });
  });

  it("has the corporate currency for a home where it has several", async () => {
    const account = await read(addCurrencies(openOrg()));
    expect([account.homeCurrency, account.currencies]).toEqual(["EUR", ["EUR", "USD"]]);
  });

  it("is in the currency that is known already where it does not tell, else in that of its country", async () => {
    const org = openOrg();
    delete org.answers[dataPath("/connect/organization")];
    expect((await read(org, { homeCurrency: "SEK" })).homeCurrency).toBe("SEK");
    expect((await read(org)).homeCurrency).toBe("GBP");
    org.rows.Organization = [{ ...ORGANIZATION, DefaultLocaleSidKey: "fr_FR_EURO" }];
    expect((await read(org)).homeCurrency).toBe("EUR");
    org.rows.Organization = [{ ...ORGANIZATION, DefaultLocaleSidKey: null }];
    expect((await read(org)).homeCurrency).toBe("USD");
  });

  it.each<[string, (org: ReplyingOrg) => void]>([
    ["no row", (org) => (org.rows.Organization = [])],
    ["no such zone", (org) => (org.rows.Organization = [{ ...ORGANIZATION, TimeZoneSidKey: "Mars/North" }])],
    [
      "no corporate currency",
      (org) => {
        addCurrencies(org);
        org.rows.CurrencyType = CURRENCY_TYPES.slice(1);
      },
    ],
    [
      "a fault while it is asked for its currency",
      (org) => (org.answers[dataPath("/connect/organization")] = () => new Response("", { status: 503 })),
    ],
    [
      "a fault while it is asked for its year",
      (org) => (org.rows.FiscalYearSettings = () => refusal(503, "SERVER_UNAVAILABLE")),
    ],
  ])("with %s is not read by halves", async (_, change) => {
    const org = openOrg();
    change(org);
    expect(await fetchAccount(org.context())).toMatchObject({ ok: false, error: { reason: "unavailable" } });
  });
});

describe("the fiscal year", () => {
  const period = (Type: string, StartDate: string, EndDate: string) => ({ Type, StartDate, EndDate });
  const YEAR = [
    period("Year", "2026-02-01", "2027-01-30"),
    period("Quarter", "2026-02-01", "2026-08-01"),
    period("Quarter", "2026-08-02", "2027-01-30"),
    period("Month", "2026-02-01", "2026-05-02"),
    period("Month", "2026-05-03", "2026-08-01"),
    period("Month", "2026-08-02", "2027-01-30"),
    period("Week", "2026-02-01", "2026-02-07"),
  ];
  const LISTED = {
    from: "2026-02-01",
    to: "2027-01-30",
    months: ["2026-02-01", "2026-05-03", "2026-08-02"],
    quarters: ["2026-02-01", "2026-08-02"],
  };

  function openCustom(periods: readonly object[]): ReplyingOrg {
    const org = openOrg();
    org.rows.FiscalYearSettings = [{ YearType: "Standard" }, { YearType: "Custom" }];
    org.rows.Period = periods;
    return org;
  }

  it.each([
    [true, 2, { kind: "months", startMonth: 2, namedByStart: true }],
    [false, 2, { kind: "months", startMonth: 2 }],
    // The same by either name.
    [true, 1, { kind: "months", startMonth: 1 }],
  ])("is named as the org names it: by its start %s, from month %i", async (named, month, fiscal) => {
    const org = openOrg();
    const names = { UsesStartDateAsFiscalYearName: named, FiscalYearStartMonth: month };
    org.rows.Organization = [{ ...ORGANIZATION, ...names }];
    expect((await read(org)).fiscal).toEqual(fiscal);
  });

  it("of an org's own is listed period by period", async () => {
    expect((await read(openCustom(YEAR))).fiscal).toEqual({ kind: "listed", years: [LISTED] });
  });

  it("is listed from the last gap on", async () => {
    const before = period("Year", "2020-01-01", "2020-12-31");
    expect((await read(openCustom([before, ...YEAR]))).fiscal).toEqual({ kind: "listed", years: [LISTED] });
    const next = period("Year", "2027-01-31", "2028-01-29");
    const { fiscal } = await read(openCustom([next, ...YEAR]));
    const plain = { from: "2027-01-31", to: "2028-01-29", months: ["2027-01-31"], quarters: ["2027-01-31"] };
    expect(fiscal).toEqual({ kind: "listed", years: [LISTED, plain] });
  });

  it("is one quarter where its quarters cut through months", async () => {
    const odd = [...YEAR, period("Quarter", "2026-03-01", "2026-04-01")];
    const { fiscal } = await read(openCustom(odd));
    expect(fiscal).toEqual({ kind: "listed", years: [{ ...LISTED, quarters: ["2026-02-01"] }] });
  });

  it("is the standard one where periods cannot be had, and unknown without a month to begin in", async () => {
    const org = openCustom([]);
    expect((await read(org)).fiscal).toEqual({ kind: "months", startMonth: 2 });
    delete org.rows.Period;
    expect((await read(org)).fiscal).toEqual({ kind: "months", startMonth: 2 });
    delete org.rows.FiscalYearSettings;
    org.rows.Organization = [{ ...ORGANIZATION, FiscalYearStartMonth: 13 }];
    expect((await read(org)).fiscal).toBeNull();
  });
});

describe("rates", () => {
  it("are none in an org with one currency", async () => {
    const org = openOrg();
    expect(await fetchRates(org.context(), "GBP")).toEqual({ ok: true, value: [] });
  });

  it("are turned round to units of the corporate currency, inactive currencies too", async () => {
    const org = addCurrencies(openOrg());
    expect(await fetchRates(org.context(), "EUR")).toEqual({
      ok: true,
      value: [
        { from: "USD", rate: 0.8, effectiveFrom: "0001-01-01" },
        { from: "GBP", rate: 1.25, effectiveFrom: "0001-01-01" },
      ],
    });
  });

  it("go by day where the org keeps them so", async () => {
    const org = addCurrencies(openOrg());
    org.fields.DatedConversionRate = ["IsoCode"];
    org.rows.DatedConversionRate = [
      { IsoCode: "USD", StartDate: "2025-01-01", NextStartDate: "2026-01-01", ConversionRate: 1.6 },
      { IsoCode: "USD", StartDate: "2026-01-01", NextStartDate: "9999-12-31", ConversionRate: 1.25 },
      { IsoCode: "EUR", StartDate: "2025-01-01", NextStartDate: "9999-12-31", ConversionRate: 1 },
      { IsoCode: "USD", StartDate: "someday", ConversionRate: 2 },
    ];
    expect(await fetchRates(org.context(), "EUR")).toEqual({
      ok: true,
      value: [
        { from: "GBP", rate: 1.25, effectiveFrom: "0001-01-01" },
        { from: "USD", rate: 0.625, effectiveFrom: "2025-01-01" },
        { from: "USD", rate: 0.8, effectiveFrom: "2026-01-01" },
      ],
    });
  });

  it("are none to a currency that is not the corporate one", async () => {
    expect(await fetchRates(addCurrencies(openOrg()).context(), "USD")).toEqual({ ok: true, value: [] });
  });

  it("fail with the org", async () => {
    const org = addCurrencies(openOrg());
    org.rows.CurrencyType = () => refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    expect(await fetchRates(org.context(), "EUR")).toMatchObject({
      ok: false,
      error: { reason: "rate_limited" },
    });
  });
});

describe("quotas", () => {
  const FIELDS = "QuotaOwnerId QuotaAmount StartDate IsAmount PeriodId ForecastingTypeId ProductFamily".split(
    " ",
  );
  const quota = (Id: string, changes: object = {}) => ({
    Id,
    QuotaOwnerId: "005R",
    QuotaAmount: 50_000.5,
    StartDate: "2026-02-01",
    IsAmount: true,
    PeriodId: "026Feb",
    ForecastingTypeId: "0DbRevenue",
    ProductFamily: null,
    ...changes,
  });

  function openQuotas(...rows: object[]): ReplyingOrg {
    const org = openOrg();
    org.fields.ForecastingQuota = FIELDS;
    org.fields.UserRole = ["ForecastUserId"];
    org.rows.ForecastingQuota = rows;
    org.rows.Period = [{ Id: "026Feb", EndDate: "2026-02-28" }];
    org.rows.UserRole = [
      { Id: "00EA", ForecastUserId: "005L" },
      { Id: "00EB", ForecastUserId: "005T" },
      { Id: "00EC", ForecastUserId: "005T" },
      { Id: "00ED", ForecastUserId: null },
    ];
    return org;
  }

  async function quotasOf(org: ReplyingOrg) {
    const quotas = await fetchQuotas(org.context({ homeCurrency: "GBP", timeZone: "Europe/London" }));
    if (!quotas.ok) throw new Error(JSON.stringify(quotas.error));
    return quotas.value;
  }

  it("are a row each forecast period", async () => {
    expect(await quotasOf(openQuotas(quota("0J91")))).toEqual([
      {
        crmId: "0J91",
        name: "Forecast quota",
        metric: "revenue_closed",
        ownerId: "005R",
        teamId: null,
        span: { from: "2026-02-01", to: "2026-02-28" },
        amount: 5_000_050,
        currency: "GBP",
      },
    ]);
  });

  it("end with the month where the period is not told", async () => {
    const [only] = await quotasOf(openQuotas(quota("0J91", { PeriodId: null, StartDate: "2024-02-01" })));
    expect(only?.span).toEqual({ from: "2024-02-01", to: "2024-02-29" });
  });

  it("of whoever forecasts for one role are the team's", async () => {
    const quotas = await quotasOf(
      openQuotas(quota("0J91", { QuotaOwnerId: "005L" }), quota("0J92", { QuotaOwnerId: "005T" })),
    );
    expect(quotas.map(({ ownerId, teamId }) => [ownerId, teamId])).toEqual([
      [null, "00EA"],
      ["005T", null],
    ]);
  });

  it("are of one forecast type, and of the whole target", async () => {
    const org = openQuotas(
      quota("0J91"),
      quota("0J92", { ForecastingTypeId: "0DbAAA" }),
      quota("0J93", { ProductFamily: "Hardware" }),
      quota("0J94", { IsAmount: false, QuotaAmount: null }),
      quota("0J95", { QuotaAmount: null }),
      { Id: "0J96" },
    );
    org.rows.ForecastingType = [
      { Id: "0DbAAA", DeveloperName: "OpportunityOverlay" },
      { Id: "0DbRevenue", DeveloperName: "OpportunityRevenue" },
    ];
    expect((await quotasOf(org)).map(({ crmId }) => crmId)).toEqual(["0J91"]);
    delete org.rows.ForecastingType;
    expect((await quotasOf(org)).map(({ crmId }) => crmId)).toEqual(["0J92"]);
  });

  it("name their own currency where there are several", async () => {
    const org = openQuotas(quota("0J91", { CurrencyIsoCode: "JPY", QuotaAmount: 900 }));
    org.fields.ForecastingQuota = [...FIELDS, "CurrencyIsoCode"];
    expect(await quotasOf(org)).toMatchObject([{ amount: 900, currency: "JPY" }]);
  });

  it("are off where forecasts are, or are hidden", async () => {
    const off = { ok: false, error: { reason: "scope_missing", scopes: ["View All Forecasts"] } };
    const org = openQuotas(quota("0J91"));
    org.fields.ForecastingQuota = ["QuotaOwnerId"];
    expect(await fetchQuotas(org.context())).toEqual(off);
    delete org.fields.ForecastingQuota;
    expect(await fetchQuotas(org.context())).toEqual(off);
    org.fields.ForecastingQuota = FIELDS;
    delete org.rows.ForecastingQuota;
    expect(await fetchQuotas(org.context())).toEqual(off);
    org.rows.ForecastingQuota = [];
    expect(await fetchQuotas(org.context())).toEqual({ ok: true, value: [] });
  });
});
