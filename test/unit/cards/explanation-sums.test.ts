import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { checkSums, sumOfEvents } from "../../../ui-extension/cards/explanation/adding-up.ts";
import { explanationView } from "../../../ui-extension/cards/explanation/explanation-view.ts";
import { csvFileName, recordsCsv } from "../../../ui-extension/cards/explanation/records-csv.ts";
import {
  buildExplanation,
  buildLine,
  buildRevenue,
  buildScene,
  ENGLISH,
  sumOf,
} from "./explanation-sample.ts";

const view = (explanation: Explanation) => explanationView(buildScene(explanation));

it("tells who is credited by what admins chose, and by the metric's own rule for the rest", () => {
  const ruleOf = (explanation: Explanation, term: string) =>
    view(explanation).head.rule.find((line) => line.term === term)?.texts;
  const field = { kind: "property", name: "sdr" } as const;
  const chosen = buildRevenue([1], {
    creditedBy: [{ kind: "splits" }, field, null],
    amountFields: ["arr"],
  });
  expect(ruleOf(chosen, "Credit")).toEqual([
    "As the CRM splits the deal, else its owner when the deal was closed",
    "The person in the CRM's field sdr",
    ...(ruleOf(buildRevenue([1]), "Credit") ?? []),
  ]);
  expect(ruleOf(chosen, "Counts")?.at(-1)).toBe("The amount is the CRM's field arr.");
});

describe("an amount", () => {
  it("writes what is taken away with the true minus and the region's digits, in every unit", () => {
    const taken = (
      change: Parameters<typeof buildLine>[0],
      event: "deal_won" | "call_answered",
      locale: string,
    ) => {
      const of = event === "deal_won" ? "count" : "seconds";
      const explanation = buildExplanation(event === "deal_won" ? "deals_won" : "talk_time", {
        measures: [sumOf(event, of, change?.contribution ?? 0)],
        counted: [buildLine({ event, kind: "adjustment", original: null, ...change })],
      });
      const region = { language: locale, timeZone: "Europe/London" };
      return explanationView(buildScene(explanation, { ...ENGLISH, locale: region })).lists[0]?.rows[0]
        ?.amount;
    };
    expect(taken({ contribution: -1 }, "deal_won", "en-GB")).toBe("−1");
    expect(taken({ contribution: -0.333 }, "deal_won", "de-DE")).toBe("−0,333");
    expect(taken({ contribution: 1200 }, "deal_won", "es-MX")).toBe("1,200");
    expect(taken({ contribution: -309 }, "call_answered", "en-GB")).toBe("−5:09");
    expect(taken({ contribution: -3600 }, "call_answered", "en-GB")).toBe("−1:00:00");
    const refund = view(buildRevenue([-120_050]));
    expect(refund.lists[0]?.rows.map(({ amount }) => amount)).toEqual(["−$1,200.50"]);
    const foreign = { original: { minor: -120_050, currency: "CAD" }, rate: 0.7 };
    expect(view(buildRevenue([], { counted: [buildLine(foreign)] })).lists[0]?.rows[0]?.tags).toEqual([
      { text: "−CA$1,200.50 at 0.7", tone: "plain" },
    ]);
  });
});

describe("the sum", () => {
  const amounts = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: 1, maxLength: 60 });

  it("is exact to the cent whatever the amounts, and whatever is refunded", () => {
    fc.assert(
      fc.property(amounts, (all) => {
        const lines = all.map((amount) =>
          buildLine({ event: amount < 0 ? "deal_refunded" : "revenue_closed", contribution: amount }),
        );
        const of = (isRefund: boolean) =>
          all.filter((amount) => amount < 0 === isRefund).reduce((sum, amount) => sum + amount, 0);
        const measures = [
          sumOf("revenue_closed", "amount", of(false)),
          sumOf("deal_refunded", "amount", of(true)),
        ];
        const events = ["revenue_closed", "deal_refunded"] as const;
        expect(checkSums(lines, { events, measures, isWhole: true })).toEqual({ kind: "exact" });
        expect(sumOfEvents(events, measures)).toBe(all.reduce((sum, amount) => sum + amount, 0));
      }),
    );
  });

  it("is never called exact when one line is missing, unless it adds nothing", () => {
    fc.assert(
      fc.property(amounts, fc.nat(), (all, at) => {
        const whole = buildRevenue(all);
        const gone = at % all.length;
        const counted = whole.counted.filter((_, index) => index !== gone);
        const asked = { events: ["revenue_closed"], measures: whole.measures, isWhole: true } as const;
        const { kind } = checkSums(counted, asked);
        expect(kind).toBe(all[gone] === 0 ? "exact" : "differs");
      }),
    );
  });

  it("says by how much it differs", () => {
    const told = view({ ...buildRevenue([100_000, 50]), counted: buildRevenue([100_000]).counted });
    expect(told.lists[0]?.check).toEqual({
      kind: "differs",
      text: "The records listed add up to $1,000.00, the figure to $1,000.50: something changed in between.",
    });
  });
});

describe("the file", () => {
  const told = buildRevenue([], {
    counted: [
      buildLine({
        title: '=HYPERLINK("x")',
        contribution: -50,
        amountMinor: -50,
        original: { minor: -45, currency: "EUR" },
        rate: 1.1,
        marks: ["split", "adjusted"],
      }),
    ],
    leftOut: [
      buildLine({ crmId: "2", title: "Höhe, Ltd", leftOut: "no_amount", contribution: 0, original: null }),
    ],
  });
  const rows = recordsCsv(told, ENGLISH).split("\r\n");

  it("has every record with plain numbers, and no text that becomes a formula", () => {
    expect(rows.length).toBe(4);
    expect(rows[1]).toContain('"\'=HYPERLINK(""x"")"');
    expect(rows[1]).toContain(",-0.50,USD,-0.50,USD,-0.45,EUR,1.1,Shared; Adjusted,,");
    expect(rows[2]).toContain('"Höhe, Ltd"');
    expect(rows[2]).toContain("left out,deals won with an amount,2026-11-20,");
    expect(rows[2]).toContain("No amount");
  });

  it("has what became of a record since in plain figures, whatever the language", () => {
    const later = buildLine({
      marks: ["initial_amount", "window_open", "owner_changed", "unheard_of"],
      initial: { minor: 1_200_050, currency: "EUR" },
      windowUntil: "2026-12-04T14:31:00.000Z",
      laterOwner: { name: "Ben Ode" },
    });
    expect(recordsCsv(buildRevenue([], { counted: [later] }), ENGLISH)).toContain(
      '"12000.50 EUR at first; Reply window open until 2026-12-04T14:31:00.000Z; Owner changed later, to Ben Ode; unheard_of"',
    );
  });

  it("adds up in a sheet to the figure", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e10, max: 1e10 }), { maxLength: 20 }), (all) => {
        const lines = recordsCsv(buildRevenue(all), ENGLISH).trimEnd().split("\r\n").slice(1);
        const cents = lines.map((line) => Math.round(Number(line.split(",")[8]) * 100));
        expect(cents).toEqual(all.map((amount) => amount + 0));
      }),
    );
  });

  it("is named after metric, person and days", () => {
    expect(csvFileName(told)).toBe("standings-revenue-closed-maya-okafor-2026-11-01-2026-11-30.csv");
    expect(csvFileName({ ...told, member: null })).toBe("standings-revenue-closed-2026-11-01-2026-11-30.csv");
  });
});

it("carries on its line what became of a record since: with whom, how much and until when, as far as it is told", () => {
  const tagsOf = (change: Parameters<typeof buildLine>[0]) =>
    view(buildRevenue([], { counted: [buildLine(change)] })).lists[0]?.rows[0]?.tags;
  const later = { marks: ["owner_changed"], laterOwner: { name: "Ben Ode" } };
  expect(tagsOf(later)).toEqual([{ text: "Owner changed later, to Ben Ode", tone: "plain" }]);
  const quiet = [{ text: "Owner changed later", tone: "plain" }];
  expect(tagsOf({ ...later, laterOwner: { name: null } })).toEqual(quiet);
  expect(tagsOf({ marks: ["owner_changed"] })).toEqual(quiet);
  const initial = { minor: 1_200_000, currency: "USD" };
  expect(tagsOf({ marks: ["initial_amount"], initial })).toEqual([
    { text: "$12,000 at first", tone: "plain" },
  ]);
  const euros = { minor: 1_200_050, currency: "EUR" };
  expect(tagsOf({ marks: ["initial_amount"], initial: euros })?.map(({ text }) => text)).toEqual([
    "€12,000.50 at first",
  ]);
  expect(tagsOf({ marks: ["window_open"], windowUntil: "2026-12-04T14:31:00.000Z" })).toEqual([
    { text: "Reply window open until 4 Dec 14:31", tone: "plain" },
  ]);
  expect(tagsOf({ marks: ["cancelled"] })).toEqual([{ text: "Cancelled", tone: "warn" }]);
});

describe("credit that an admin adjusted", () => {
  const adjusted = (action: "add" | "move" | "exclude", name: string | null = "Dana Ruiz") =>
    buildLine({
      marks: ["adjusted"],
      adjustment: {
        action,
        reason: "Signed on paper",
        approvedBy: { name },
        madeAt: "2026-11-21T09:00:00.000Z",
      },
    });
  const noteOf = (line: ReturnType<typeof buildLine>) =>
    view(buildRevenue([], { counted: [line] })).lists[0]?.rows[0]?.note;

  it("says what was done, why, and who approved, as far as it is told", () => {
    expect(noteOf(adjusted("move"))).toBe("Moved here: “Signed on paper”, approved by Dana Ruiz");
    expect(noteOf(adjusted("move", null))).toBe("Moved here: “Signed on paper”, approved by an admin");
    // The reason is what added credit is called.
    expect(noteOf(adjusted("add"))).toBe("Added, approved by Dana Ruiz");
    expect(noteOf(buildLine())).toBeNull();
  });

  it("says so among what is left out", () => {
    const line = { ...adjusted("exclude"), leftOut: "excluded_by_adjustment" as const };
    const [group] = view(buildRevenue([], { leftOut: [line] })).leftOut;
    expect(group?.rows[0]?.facts).toContain("Left out: “Signed on paper”, approved by Dana Ruiz");
  });

  it("says so in the file", () => {
    const file = recordsCsv(buildRevenue([], { counted: [adjusted("move")] }), ENGLISH);
    expect(file).toContain('"Adjusted; Moved here: “Signed on paper”, approved by Dana Ruiz"');
  });
});
