import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  readCall,
  readCommunication,
  readEmail,
  readMeeting,
  readTask,
} from "../../../worker/adapters/crm/hubspot/read-activities.ts";
import { readDeal } from "../../../worker/adapters/crm/hubspot/read-deal.ts";
import { matchStageDates } from "../../../worker/adapters/crm/hubspot/stage-dates.ts";
import { readMinorUnits } from "../../../worker/adapters/crm/read-money.ts";
import { readInstant } from "../../../worker/adapters/crm/read-values.ts";
import { sharesOf } from "../../../worker/adapters/crm/shares.ts";
import { activityContext, buildRaw, dealContext, readValue, STAMP } from "./raw-records.ts";

describe("amounts", () => {
  it.each([
    ["1234.5", "USD", 123_450],
    ["0.005", "USD", 1],
    ["-0.005", "USD", -1],
    ["0.004999999999999999999999", "USD", 0],
    ["1.005", "USD", 101],
    ["1.2E7", "USD", 1_200_000_000],
    ["1e-3", "USD", 0],
    [".5", "USD", 50],
    ["5.", "USD", 500],
    ["+7", "USD", 700],
    ["99.5", "JPY", 100],
    ["1.2345", "KWD", 1235],
    ["-0", "USD", 0],
    ["90071992547409.91", "USD", 9_007_199_254_740_991],
  ])("reads %s %s exactly", (text, currency, minor) => {
    expect(readMinorUnits(text, currency)).toBe(minor);
  });

  it.each([
    "",
    "abc",
    "1,000",
    "1.2.3",
    "0x10",
    "Infinity",
    "NaN",
    "--1",
    "1e",
    "9e99",
    "90071992547409.92",
    "١٢",
  ])("does not guess at '%s'", (text) => {
    expect(readMinorUnits(text, "USD")).toBeNull();
  });

  it("agrees with whole cents written as decimals, whatever they are", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (minor) => {
        const digits = String(Math.abs(minor)).padStart(3, "0");
        const text = `${minor < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        expect(readMinorUnits(text, "EUR")).toBe(minor);
      }),
    );
  });
});

describe("instants", () => {
  it.each([
    ["2026-10-05T12:00:00Z", STAMP],
    ["2026-10-05T08:00:00.000-04:00", STAMP],
    ["2026-10-05T12:00:00.000123Z", STAMP],
    ["2026-10-05 12:00:00", STAMP],
    ["1791201600000", STAMP],
    ["2026-10-05", "2026-10-05T00:00:00.000Z"],
    ["0", "1970-01-01T00:00:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("reads %s", (text, instant) => {
    expect(readInstant(text)).toBe(instant);
  });

  it.each([
    "2026-02-30",
    "2026-13-01",
    "2026-02-29T10:00:00Z",
    "2026-10-05T25:00:00Z",
    "tomorrow",
    "99999999999999999",
    "999999999999999",
  ])("does not take '%s' for one", (text) => {
    expect(readInstant(text)).toBeNull();
  });
});

describe("deals", () => {
  it("reads a whole deal", () => {
    const raw = buildRaw(
      {
        dealname: " Big one ",
        amount: "1000.10",
        amount_in_home_currency: "1100.111",
        deal_currency_code: "eur",
        dealstage: "closedwon",
        pipeline: "default",
        dealtype: "newbusiness",
        closedate: "2026-10-31T22:30:00Z",
        createdate: "2026-01-02T03:04:05Z",
        hs_closed_won_date: "2026-11-01T00:00:00Z",
        hubspot_owner_id: "51",
        hs_created_by_user_id: "9051",
        hs_merged_object_ids: "901; 902;",
        hs_lastmodifieddate: STAMP,
        margin: "12.34",
        sdr: "52",
      },
      {
        propertiesWithHistory: {
          dealstage: [
            { value: "closedwon", timestamp: "2026-11-01T00:00:00Z", sourceType: "CRM_UI" },
            { value: "new", timestamp: "2026-01-02T03:04:05Z" },
          ],
          hubspot_owner_id: [
            { value: "51", timestamp: "2026-03-01T00:00:00Z" },
            { value: "", timestamp: "2026-02-01T00:00:00Z" },
            { value: "50", timestamp: "2026-01-02T03:04:05Z" },
          ],
          amount: [{ value: "1000.10", timestamp: "2026-01-02T03:04:05Z" }],
          closedate: [{ value: "1793485800000", timestamp: "2026-01-02T03:04:05Z" }],
        },
      },
    );
    expect(readValue(readDeal(raw, dealContext))).toMatchObject({
      crmId: "1",
      title: "Big one",
      amount: { minor: 100_010, currency: "EUR" },
      amountHome: { minor: 110_011, currency: "USD" },
      otherAmounts: { margin: { minor: 1234, currency: "EUR" } },
      otherOwners: { sdr: "52" },
      close: { kind: "instant", at: "2026-10-31T22:30:00.000Z" },
      createdAt: "2026-01-02T03:04:05.000Z",
      wonAt: "2026-11-01T00:00:00.000Z",
      creatorUserId: "9051",
      mergedIds: ["901", "902"],
      stageHistory: [
        { at: "2026-01-02T03:04:05.000Z", value: "new" },
        { at: "2026-11-01T00:00:00.000Z", value: "closedwon" },
      ],
      ownerHistory: [
        { at: "2026-01-02T03:04:05.000Z", value: "50" },
        { at: "2026-02-01T00:00:00.000Z", value: null },
        { at: "2026-03-01T00:00:00.000Z", value: "51" },
      ],
      amountHistory: [{ value: 100_010 }],
      closeHistory: [{ value: { kind: "instant", at: "2026-10-31T22:30:00.000Z" } }],
    });
  });

  it.each([
    {},
    { amount: null, dealstage: null, closedate: null },
    { amount: "", dealstage: "", closedate: "" },
  ])("reads a deal of which hardly anything is there: %j", (properties) => {
    const deal = readValue(readDeal(buildRaw(properties), dealContext));
    expect(deal).toMatchObject({
      amount: null,
      stageId: null,
      close: null,
      ownerId: null,
      modifiedAt: STAMP,
    });
  });

  it("does not take nothing for zero", () => {
    expect(readValue(readDeal(buildRaw({ amount: "0" }), dealContext)).amount).toEqual({
      minor: 0,
      currency: "USD",
    });
    expect(readValue(readDeal(buildRaw({}), dealContext)).amount).toBeNull();
  });

  it("completes a history that was cut with the stage dates before it", () => {
    const raw = buildRaw(
      {
        hs_v2_date_entered_new_77: "2026-01-01T00:00:00Z",
        hs_v2_date_entered_closedwon: "2026-05-01T00:00:00Z",
      },
      { propertiesWithHistory: { dealstage: [{ value: "closedwon", timestamp: "2026-05-01T00:00:00Z" }] } },
    );
    expect(readValue(readDeal(raw, dealContext)).stageHistory).toEqual([
      { at: "2026-01-01T00:00:00.000Z", value: "new" },
      { at: "2026-05-01T00:00:00.000Z", value: "closedwon" },
    ]);
  });

  it.each([
    ["properties.amount", buildRaw({ amount: "a lot" })],
    ["properties.closedate", buildRaw({ closedate: "soon" })],
    ["properties.margin", buildRaw({ margin: "?" })],
    ["properties.deal_currency_code", buildRaw({ deal_currency_code: "EURO" })],
    ["properties.dealname", buildRaw({ dealname: { first: 1 } })],
    ["properties", { id: "1", properties: "none" }],
    ["properties", { id: "1", updatedAt: STAMP }],
    ["updatedAt", { id: "1", properties: {} }],
  ])("rejects a deal whole and says where: %s", (path, raw) => {
    expect(readDeal(raw, dealContext)).toEqual({ ok: false, error: { kind: "deal", crmId: "1", path } });
  });

  it("leaves out of each history what cannot be read of the past, and says of which", () => {
    const at = (day: number) => `2026-10-0${day}T10:00:00.000Z`;
    const past = (...values: unknown[]) =>
      values.map((value, index) => ({ value, timestamp: at(index + 1) })).toReversed();
    const raw = buildRaw(
      { amount: "10", closedate: "2026-12-01", dealstage: "won", hubspot_owner_id: "51" },
      {
        propertiesWithHistory: {
          dealstage: past("new", { id: 7 }, "won"),
          hubspot_owner_id: [...past("50", "51"), { value: "49", timestamp: "then" }],
          amount: past("9", "a lot", "10"),
          closedate: past("2026-11-01", "soon", "2026-12-01"),
        },
      },
    );
    expect(readValue(readDeal(raw, dealContext))).toMatchObject({
      amount: { minor: 1000, currency: "USD" },
      stageHistory: [
        { at: at(1), value: "new" },
        { at: at(3), value: "won" },
      ],
      ownerHistory: [
        { at: at(1), value: "50" },
        { at: at(2), value: "51" },
      ],
      amountHistory: [
        { at: at(1), value: 900 },
        { at: at(3), value: 1000 },
      ],
      closeHistory: [
        { at: at(1), value: { kind: "instant", at: "2026-11-01T00:00:00.000Z" } },
        { at: at(3), value: { kind: "instant", at: "2026-12-01T00:00:00.000Z" } },
      ],
      incompleteHistories: ["stage", "owner", "amount", "close"],
    });
    expect(readValue(readDeal(buildRaw({ amount: "10" }), dealContext))).not.toHaveProperty(
      "incompleteHistories",
    );
  });

  it("is the same present deal whatever its past values are", () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("1e999", "30.2.2026", "2026-02-30", "9".repeat(70)),
    );
    const version = fc.record({ value, timestamp: fc.oneof(value, fc.constant(STAMP)) });
    const past = fc.oneof(fc.array(fc.oneof(version, value)), value);
    const histories = fc.record(
      { dealstage: past, hubspot_owner_id: past, amount: past, closedate: past },
      { requiredKeys: [] },
    );
    const present = { amount: "12.5", closedate: STAMP, dealstage: "new", hubspot_owner_id: "51" };
    const presentOf = (raw: unknown) => {
      const { stageHistory, ownerHistory, amountHistory, closeHistory, incompleteHistories, ...deal } =
        readValue(readDeal(raw, dealContext));
      return deal;
    };
    fc.assert(
      fc.property(fc.oneof(histories, value), value, (propertiesWithHistory, stageDate) => {
        const raw = buildRaw({ ...present, hs_v2_date_entered_new_77: stageDate }, { propertiesWithHistory });
        expect(presentOf(raw)).toEqual(presentOf(buildRaw(present)));
      }),
    );
  });

  it.each([null, 7, "deal", [], {}, { id: {} }, { id: "" }, { id: "a b" }])(
    "rejects what is no record at all: %j",
    (raw) => {
      expect(readDeal(raw, dealContext)).toMatchObject({ ok: false, error: { crmId: "" } });
    },
  );

  it("matches stage dates by their account's own names", () => {
    const names = [
      "hs_v2_date_entered_closedwon",
      "hs_v2_date_entered_new_1437284735",
      "hs_v2_date_entered_0f3a_11ee_9",
      "hs_v2_date_exited_closedwon",
      "hs_v2_date_entered_current_stage",
      "amount",
    ];
    expect([...matchStageDates(names, ["closedwon", "new", "0F3a-11ee"])]).toEqual([
      ["hs_v2_date_entered_closedwon", "closedwon"],
      ["hs_v2_date_entered_new_1437284735", "new"],
      ["hs_v2_date_entered_0f3a_11ee_9", "0F3a-11ee"],
    ]);
  });
});

describe("splits", () => {
  it("add up exactly, however they are written", () => {
    const thirds = ["0.3333", "0.3333", "0.3334"];
    for (const percentages of [thirds, ["33.33", "33.33", "33.33"], ["100"], ["1"], ["12.5", "87.5"]]) {
      const shares = sharesOf(
        percentages.map((percentage, index) => ({ ownerId: String(index), percentage })),
      );
      expect(shares).toHaveLength(percentages.length);
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBe(10_000_000_000);
    }
  });

  it.each([[["0.5"]], [["0.5", "x"]], [["-0.5", "1.5"]], [["70", "70"]]])(
    "are none when they do not: %j",
    (parts) => {
      expect(sharesOf(parts.map((percentage, index) => ({ ownerId: String(index), percentage })))).toEqual(
        [],
      );
    },
  );
});

describe("texts that break other programs", () => {
  const strings: string[] = [
    "\u0000",
    "a\ud800b",
    "👩‍👩‍👧‍👦".repeat(200),
    "'; DROP TABLE deals;--",
    "<script>alert(1)</script>",
    "مُنَاقَشَةُ سُبُلِ",
    "__proto__",
    "\ufeff\u202e",
    "%s%n\\u0000{{1}}",
    "-9223372036854775808",
    "1/0",
    "Ω≈ç√∫˜µ≤≥÷",
    "\u2028\u2029",
    "../../etc/passwd",
    "=1+1",
  ];

  it("stand as names of deals, well-formed and bounded", () => {
    for (const dealname of strings) {
      const { title } = readValue(readDeal(buildRaw({ dealname, pipeline: "p" }), dealContext));
      expect(
        title === null || (title.isWellFormed() && title.length <= 300 && !title.includes("\u0000")),
      ).toBe(true);
    }
  });

  it("as amounts, dates and owners give a deal or a rejection, never an exception", () => {
    for (const text of strings) {
      for (const name of ["amount", "closedate", "hubspot_owner_id", "dealstage", "hs_merged_object_ids"]) {
        expect(readDeal(buildRaw({ [name]: text }), dealContext)).toHaveProperty("ok");
      }
    }
  });

  it("as anything at all give a record or a rejection", () => {
    const readers = [
      (raw: unknown) => readDeal(raw, dealContext),
      (raw: unknown) => readCall(raw, activityContext),
      (raw: unknown) => readEmail(raw, activityContext),
      (raw: unknown) => readMeeting(raw, activityContext),
      readTask,
      readCommunication,
    ];
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (anything, properties) => {
        for (const read of readers) {
          expect(read(anything)).toHaveProperty("ok");
          expect(read({ id: "1", updatedAt: STAMP, properties })).toHaveProperty("ok");
        }
      }),
    );
  });
});
