import { describe, expect, it } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { de as germanRules } from "../../../shared/metrics/words/de.ts";
import { explanationView } from "../../../ui-extension/cards/explanation/explanation-view.ts";
import { de } from "../../../ui-extension/cards/explanation/words/de.ts";
import {
  buildChange,
  buildExplanation,
  buildLine,
  buildRevenue,
  buildScene,
  ENGLISH,
  sumOf,
} from "./explanation-sample.ts";

const view = (explanation: Explanation) => explanationView(buildScene(explanation));
const ruleOf = (explanation: Explanation, term: string) =>
  view(explanation).head.rule.find((line) => line.term === term)?.texts;

describe("the head of the drawer", () => {
  it("asks the question, names the figure in full, and tells the rule", () => {
    const { head } = view(buildRevenue([8_640_000]));
    expect(head.eyebrow).toBe("Why this number? Maya Okafor");
    expect(head.title).toBe("Revenue Closed, November: $86,400");
    expect(head.rule.map(({ term }) => term)).toEqual(["Counts", "Date used", "Credit", "As of"]);
    expect(head.moreRule.map(({ term, texts }) => [term, texts.length])).toEqual([
      ["Formula", 1],
      ["Not counted", 4],
    ]);
    expect(ruleOf(buildRevenue([1]), "Date used")?.[0]).toMatch(/\. 1\s?–\s?30 Nov, Europe\/London$/u);
    expect(ruleOf(buildRevenue([1]), "As of")).toEqual(["20 Nov 14:32"]);
  });

  it("writes cents wherever one amount has any", () => {
    const told = view(buildRevenue([8_640_000, 50]));
    expect(told.head.title).toBe("Revenue Closed, November: $86,400.50");
    expect(told.lists[0]?.rows.map(({ amount }) => amount)).toEqual(["$86,400.00", "$0.50"]);
  });

  it("gives rates and means with what they are made of", () => {
    const rate = { value: 17.27, basis: { numerator: 71, denominator: 411 } };
    expect(ruleOf(buildExplanation("reply_rate", rate), "Made of")).toEqual(["71 / 411"]);
    const mean = { value: 61_700, basis: { numerator: 123_400, denominator: 2 } };
    const measures = [
      sumOf("revenue_closed", "amount", 123_400),
      sumOf("revenue_closed", "count", 2, "denominator"),
    ];
    expect(ruleOf(buildExplanation("average_deal_size", { ...mean, measures }), "Made of")).toEqual([
      "$1,234 / 2",
    ]);
    const days = { value: 19.5, basis: { numerator: 39, denominator: 2 } };
    expect(ruleOf(buildExplanation("sales_cycle", days), "Made of")).toEqual(["39 days / 2"]);
  });

  it("gives each part of the velocity its own figure", () => {
    const { head } = view(
      buildExplanation("sales_velocity", {
        value: 120_000,
        basis: { numerator: 1, denominator: 1 },
        parts: [
          { metric: "deals_created", unit: "count", value: 12, basis: { numerator: 12, denominator: null } },
          {
            metric: "average_deal_size",
            unit: "money",
            value: 61_700,
            basis: { numerator: 123_400, denominator: 2 },
          },
          { metric: "win_rate", unit: "percent", value: 40, basis: { numerator: 2, denominator: 5 } },
          { metric: "sales_cycle", unit: "days", value: 20, basis: { numerator: 40, denominator: 2 } },
        ],
      }),
    );
    expect(head.parts).toEqual([
      { label: "Deals Created", value: "12", base: null },
      { label: "Average Deal Size", value: "$617", base: "$1,234 / 2" },
      { label: "Win Rate", value: "40.0%", base: "2 / 5" },
      { label: "Sales Cycle", value: "20.0 days", base: "40 days / 2" },
    ]);
    expect(head.rule.map(({ term }) => term)).not.toContain("Made of");
  });

  it("sets attainment against its quota and the version in force, and never rounds it up", () => {
    const told = buildExplanation("quota_attainment", {
      value: 99.96,
      basis: { numerator: 11_995_200, denominator: 12_000_000 },
      quota: {
        metric: "revenue_closed",
        unit: "money",
        amount: 12_000_000,
        source: "own",
        proRated: false,
        versions: [
          {
            version: 3,
            source: "own",
            grain: "month",
            from: "2026-11-01",
            amount: 12_000_000,
            effectiveFrom: null,
            setAt: "2026-11-02T08:00:00.000Z",
            setBy: "Grace Holm",
          },
        ],
      },
    });
    expect(view(told).head.title).toBe("Quota Attainment, November: 99%");
    expect(ruleOf(told, "Result")).toEqual(["$119,952"]);
    expect(ruleOf(told, "Quota")).toEqual([
      "$120,000",
      "Set for this person",
      "Version 3: $120,000, month from 1 Nov on, set 2 Nov by Grace Holm",
    ]);
    const none = buildExplanation("quota_attainment", {
      quota: {
        metric: "revenue_closed",
        unit: "money",
        amount: null,
        source: null,
        proRated: false,
        versions: [],
      },
    });
    expect(ruleOf(none, "Quota")).toEqual(["No quota set for this period"]);
  });

  it("says that it is shown as it was known, and which days are no whole month", () => {
    const scene = buildScene(
      buildRevenue([100], { period: { from: "2025-12-29", to: "2026-01-04", timeZone: "Europe/London" } }),
    );
    const told = explanationView({ ...scene, figure: { ...scene.figure, at: "2026-11-20T14:32:00.000Z" } });
    expect(told.head.replay).toBe("As it was known on 20 Nov 14:32. What became known later is not in it.");
    expect(told.head.title).toMatch(/29 Dec 2025.+4 Jan 2026/);
  });

  it("speaks the viewer's language, with the figures of their region", () => {
    const german = {
      ...ENGLISH,
      words: de,
      rules: germanRules,
      language: "de",
      locale: { language: "de-DE", timeZone: "Europe/Berlin" },
    } as const;
    const { head } = explanationView(buildScene(buildRevenue([8_640_000]), german));
    expect(head.eyebrow).toBe("Warum diese Zahl? Maya Okafor");
    expect(head.title.replace(/\s/g, " ")).toBe("Abgeschlossener Umsatz, November: 86.400 $");
    expect(head.rule[0]?.texts[0]).toContain("gewonnenen Deals");
  });
});

describe("the records", () => {
  it("stand in one list where they add up to the figure, with their total", () => {
    const [list, ...more] = view(buildRevenue([1_820_000, 975_000])).lists;
    expect(more).toEqual([]);
    expect(list?.total).toEqual({ label: "2 deals", amount: "$27,950" });
    expect(list?.check).toEqual({ kind: "exact", text: "2 records, and they add up exactly." });
    expect(list?.rows[0]).toMatchObject({ day: "20 Nov", title: "Deal 1", amount: "$18,200", tags: [] });
  });

  it("stand in the order of their days, and of a long list from the newest on", () => {
    const days = ["2026-11-19", "2026-11-03"];
    const counted = days.map((day, index) => buildLine({ day, crmId: String(index) }));
    const daysOf = (change: Partial<Explanation>) =>
      view(buildRevenue([], { counted, ...change })).lists[0]?.rows.map(({ day }) => day);
    expect(daysOf({})).toEqual(["3 Nov", "19 Nov"]);
    expect(daysOf({ countedTotal: 80, nextCounted: "more" })).toEqual(["19 Nov", "3 Nov"]);
    expect(daysOf({ countedTotal: 80 })).toEqual(["19 Nov", "3 Nov"]);
  });

  it("stand in a list for each side of a rate, each with its own total", () => {
    const call = { kind: "call", amountMinor: 0, original: null, contribution: 1 } as const;
    const { lists } = view(
      buildExplanation("connect_rate", {
        value: 50,
        basis: { numerator: 1, denominator: 2 },
        measures: [sumOf("call_answered", "count", 1), sumOf("call_made", "count", 2, "denominator")],
        counted: [
          buildLine({ ...call, crmId: "1", event: "call_made", title: null }),
          buildLine({ ...call, crmId: "1", event: "call_answered", marks: ["by_duration"] }),
          buildLine({ ...call, crmId: "", event: "call_made", title: null, url: null }),
        ],
      }),
    );
    expect(lists.map(({ title, total, check }) => [title, total.amount, check?.kind])).toEqual([
      ["outbound calls that connected", "1", "exact"],
      ["outbound calls", "2", "exact"],
    ]);
    expect(lists[0]?.rows[0]?.tags).toEqual([{ text: "Judged by its length", tone: "warn" }]);
    expect(lists[1]?.rows.map(({ title }) => title)).toEqual(["Call 1", "Call, erased for privacy"]);
  });

  it("show lengths to the second, so that they add up, and cycles in days", () => {
    const talk = view(
      buildExplanation("talk_time", {
        value: 26_709,
        measures: [sumOf("call_answered", "seconds", 26_700), sumOf("call_received", "seconds", 9)],
        counted: [
          buildLine({ kind: "call", event: "call_answered", contribution: 26_700 }),
          buildLine({ kind: "call", event: "call_received", contribution: 9 }),
        ],
      }),
    );
    expect(talk.head.title).toBe("Talk Time, November: 7 h 25 m");
    expect(talk.lists[0]?.total).toEqual({ label: "2 calls", amount: "7:25:09" });
    expect(talk.lists[0]?.rows.map(({ amount }) => amount)).toEqual(["7:25:00", "0:09"]);
    const cycle = view(
      buildExplanation("sales_cycle", {
        measures: [sumOf("deal_cycle", "seconds", 864_000), sumOf("deal_cycle", "count", 1, "denominator")],
        counted: [buildLine({ event: "deal_cycle", contribution: 864_000 })],
      }),
    );
    expect(cycle.lists.map(({ rows }) => rows[0]?.amount)).toEqual(["10 days"]);
  });

  it("carry their original amount and rate, their share, and what is to be known of them", () => {
    const tagsOf = (change: Parameters<typeof buildLine>[0], late: Explanation["lateChanges"] = []) =>
      view(buildRevenue([], { counted: [buildLine(change)], lateChanges: late })).lists[0]?.rows[0]?.tags.map(
        ({ text }) => text,
      );
    const euros = { minor: 2_000_000, currency: "EUR" };
    expect(tagsOf({ original: euros, rate: 1.12 })).toEqual(["€20,000 at 1.12"]);
    expect(tagsOf({ original: euros })).toEqual(["€20,000, converted by the CRM"]);
    expect(tagsOf({ original: { minor: 200, currency: "CAD" }, rate: 0.7 })).toEqual(["CA$2 at 0.7"]);
    expect(tagsOf({ contribution: 500, amountMinor: 500, marks: ["split"] })).toEqual([
      "Share of $18,200",
      "Shared",
    ]);
    expect(tagsOf({ marks: ["present_owner", "future", "unheard_of"] })).toEqual([
      "Present owner taken",
      "Dated ahead",
    ]);
    expect(tagsOf({ original: euros, crmRate: 1.0843 })).toEqual([
      "€20,000, converted by the CRM at about 1.0843",
    ]);
    expect(tagsOf({}, [buildChange()])).toEqual(["Amount changed"]);
    const entered = buildChange({ before: null, at: "2026-11-22T16:40:00.000Z" });
    expect(tagsOf({}, [entered])).toEqual(["Back-dated 2 days"]);
    // Nobody changed the record: it is counted in another way since.
    const recounted = { cause: "rules", before: 0 };
    expect(tagsOf({}, [buildChange(recounted)])).toEqual([]);
    expect(tagsOf({}, [entered, buildChange(recounted)])).toEqual(["Back-dated 2 days"]);
    expect(tagsOf({}, [{ ...entered, cause: "adjustment" }])).toEqual([]);
    expect(tagsOf({}, [buildChange({ crmId: "other" })])).toEqual([]);
  });

  it("show the total of all first where only some are listed, and judge no sum then", () => {
    const told = view(buildRevenue([100, 200], { countedTotal: 80, nextCounted: "more" }));
    expect(told.partial).toBe("The newest 2 of 80 are listed; the total is of all.");
    expect(told.moreCounted?.label).toBe("Show more, 2 of 80");
    expect(told.lists[0]?.check).toBeNull();
    expect(told.lists[0]?.total.label).toBe("80 deals");
  });

  it("are counted but not named for peers", () => {
    const told = view(buildRevenue([], { countedTotal: 6, value: 8_640_000, recordsVisible: false }));
    expect(told.hidden).toBe(
      "6 records are counted. Which ones they are, is for Maya Okafor, those who lead them and admins to see.",
    );
    expect([told.lists, told.leftOut, told.none]).toEqual([[], [], null]);
    const group = view(buildRevenue([], { countedTotal: 1, recordsVisible: false, member: null }));
    expect(group.head.eyebrow).toBe("Why this number? Everybody you can see");
    expect(group.hidden).toBe("1 record is counted. Which one it is, is for admins to see.");
  });

  it("are said to be none where there are none", () => {
    expect(view(buildRevenue([], { value: 0 })).none).toBe("No record counts in this period.");
  });
});

describe("late changes", () => {
  it("say what was before and after, when, and by whom or what", () => {
    const { late } = view(
      buildRevenue([100], {
        lateChanges: [
          buildChange({ actor: "7", by: "Maya Okafor" }),
          buildChange({
            before: null,
            dayBefore: null,
            at: "2026-11-19T16:40:00.000Z",
            dayAfter: "2026-11-15",
          }),
          buildChange({
            after: null,
            dayAfter: null,
            before: 730_000,
            dayBefore: "2026-11-02",
            cause: "sweep",
          }),
        ],
      }),
    );
    expect(late.map(({ title, text, when }) => `${title}, ${text} (${when})`)).toEqual([
      "Fennimore & Co, $12,900 to $11,650 (13 Nov 09:12, by Maya Okafor)",
      "Fennimore & Co, entered 19 Nov with the date 15 Nov, $11,650 (19 Nov 16:40, in the CRM)",
      "Fennimore & Co, counted $7,300 on 2 Nov, no longer counts here (13 Nov 09:12, found by the nightly check)",
    ]);
  });

  it("are told by the account's clock", () => {
    const period = { from: "2026-05-01", to: "2026-05-31", timeZone: "America/Los_Angeles" };
    const { late } = view(
      buildRevenue([100], { period, lateChanges: [buildChange({ at: "2026-06-02T03:00:00.000Z" })] }),
    );
    expect(late[0]?.when).toBe("1 Jun 20:00, in the CRM");
  });
});

describe("what was left out", () => {
  it("stands by reason, most first, each with what would make it count and its records", () => {
    const out = { leftOut: "pipeline_not_included", contribution: 0, amountMinor: 410_000 } as const;
    const { leftOut, moreLeftOut } = view(
      buildRevenue([100], {
        leftOut: [buildLine({ ...out, crmId: "8", title: "Lumen Studio renewal" })],
        leftOutTotal: 60,
        nextLeftOut: "more",
        leftOutReasons: [
          { reason: "pipeline_not_included", count: 59 },
          { reason: "no_amount", count: 1 },
        ],
      }),
    );
    expect(leftOut.map(({ title, rows }) => [title, rows.length])).toEqual([
      ["59: Pipeline is not included", 1],
      ["1: No amount", 0],
    ]);
    expect(leftOut[0]).toMatchObject({ remedy: "An admin can include the pipeline in the rules." });
    expect(leftOut[0]?.rows[0]).toMatchObject({
      title: "Lumen Studio renewal",
      facts: [expect.any(String), "$4,100"],
    });
    expect(moreLeftOut?.label).toBe("Show more, 1 of 60");
  });
});

describe("the quota over a board", () => {
  const person = { result: 9_000_000, quota: 10_000_000, attainment: 90 };
  const people = [
    { ...person, id: "a", name: "Ada", status: "at_risk" as const },
    { ...person, id: "b", name: "Bea", status: "on_track" as const },
    { ...person, id: "c", name: "Cy", result: null, attainment: null, status: "too_early" as const },
  ];
  const told = buildExplanation("quota_attainment", {
    member: null,
    value: 60,
    basis: { numerator: 18_000_000, denominator: 30_000_000 },
    quota: {
      metric: "revenue_closed",
      unit: "money",
      amount: 30_000_000,
      source: "people",
      proRated: false,
      versions: [],
      over: { judged: 2, onTrack: 1, people },
    },
  });
  const viewOf = (board: "team_quota" | "on_track") => {
    const scene = buildScene(told);
    return explanationView({ ...scene, figure: { ...scene.figure, metric: "revenue_closed", board } });
  };

  it("names those whose quotas it is made of, with how each goes", () => {
    const { head, people: shown } = viewOf("team_quota");
    expect(head.title).toBe("Quota Attainment, November: 60%");
    expect(head.rule.find(({ term }) => term === "Quota")?.texts).toEqual([
      "$300,000",
      "The quotas of these people together",
    ]);
    expect(shown?.caption).toBe("The quotas of 3 people");
    expect(shown?.people[0]).toMatchObject({
      name: "Ada",
      result: "$90,000",
      quota: "$100,000",
      attainment: "90%",
      status: { tone: "warn", label: "At risk" },
    });
    expect(shown?.people[2]).toMatchObject({ result: "–", attainment: "–" });
  });

  it("tells who is on track by name, those first, and lists no records", () => {
    const { head, people: shown, lists, none } = viewOf("on_track");
    expect(head.title).toBe("On track or reached, November: 1 of 2");
    expect(shown?.people.map(({ name }) => name)).toEqual(["Bea", "Ada", "Cy"]);
    expect([lists, none]).toEqual([[], null]);
  });
});

describe("several metrics told as one figure", () => {
  it("are called activities, and each is told by its own rule", () => {
    const also = (["calls_made", "meetings_booked"] as const).map((id) => buildExplanation(id).metric);
    const told = buildExplanation("emails_sent", { value: 12, also });
    const scene = buildScene(told);
    const figure = { ...scene.figure, metric: "emails_sent" as const, also: also.map(({ id }) => id) };
    const { head } = explanationView({ ...scene, figure });
    expect(head.title).toBe("Activities, November: 12");
    expect(head.rule.find(({ term }) => term === "Counts")?.texts).toHaveLength(3);
    expect(head.moreRule[0]?.texts[0]).toMatch(/^e-mails sent \+ .* \+ /);
  });
});
