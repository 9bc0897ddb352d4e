import { describe, expect, it } from "vitest";
import { EVENT_IDS, LEFT_OUT_REASONS, METRIC_IDS } from "../../../shared/contracts/ids.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import { METRICS, metricById } from "../../../shared/metrics/catalogue.ts";
import { formulaInWords } from "../../../shared/metrics/describe.ts";
import { metricLabel } from "../../../shared/metrics/words/labels.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { csvCell, csvFile, plainMinor } from "../../../shared/wording/csv.ts";
import { LANGUAGES } from "../../../shared/wording/locale.ts";
import { EXPLAIN_PARAMETER, readExplained } from "../../../ui-extension/cards/explanation/explain-address.ts";
import { EXPLANATION_WORDS } from "../../../ui-extension/cards/explanation/words/book.ts";
import { writeExplained } from "../../../ui-extension/cards/explanation/write-explained.ts";
import { withParameter } from "../../../ui-extension/cards/host/use-drawer-address.ts";

describe("the words of metrics", () => {
  it("call a metric in English what its declaration does", () => {
    expect(METRIC_IDS.map((id) => metricLabel(id, "en"))).toEqual(METRICS.map(({ label }) => label));
  });

  it("tell every rule in every language, each in its own words", async () => {
    for (const language of LANGUAGES) {
      const rules = await RULE_WORDS[language]();
      for (const id of METRIC_IDS) {
        const { description, dateField, creditRule, exclusions } = rules.rule(id);
        const declared = metricById(id);
        expect([description, dateField, creditRule, ...exclusions].every((text) => text.length > 5)).toBe(
          true,
        );
        expect(exclusions.length).toBe(declared.exclusions.length);
        if (language !== "en") expect(description).not.toBe(declared.description);
      }
      expect(new Set(METRIC_IDS.map((id) => metricLabel(id, language))).size).toBe(METRIC_IDS.length);
      expect(new Set(EVENT_IDS.map(rules.noun)).size).toBe(EVENT_IDS.length);
    }
  });

  it("tell formulas in every language", async () => {
    const formula = async (language: "de" | "es", id: "win_rate" | "sales_velocity" | "sales_cycle") =>
      formulaInWords(metricById(id), (await RULE_WORDS[language]()).formula);
    expect(await formula("de", "win_rate")).toBe(
      "gewonnene Deals ÷ (gewonnene Deals + verlorene Deals) × 100",
    );
    expect(await formula("es", "sales_velocity")).toBe(
      "Negocios creados × Tamaño medio del negocio × Tasa de cierre ÷ Ciclo de venta",
    );
    expect(await formula("de", "sales_cycle")).toContain("Tage (");
  });

  it("have a remedy for every reason in every language", async () => {
    for (const language of LANGUAGES) {
      const { leftOutReasons } = await EXPLANATION_WORDS[language]();
      expect(Object.keys(leftOutReasons).sort()).toEqual([...LEFT_OUT_REASONS].sort());
    }
  });
});

describe("the address of an open drawer", () => {
  const figure = { metric: "deals_won", memberId: "m-1", from: "2026-11-01", to: "2026-11-30" } as const;

  const addressOf = (target: ExplainTarget, search = "") =>
    withParameter(search, EXPLAIN_PARAMETER, writeExplained(target));

  it("opens the same figure again, and keeps the page's own filters", () => {
    const search = addressOf(figure, "?page=leaderboard&metric=deals_won");
    expect(new URLSearchParams(search).get("explain")).toBe("deals_won,m-1,2026-11-01,2026-11-30");
    expect(readExplained(search)).toEqual(figure);
    expect(search).toContain("?page=leaderboard&metric=deals_won&");
  });

  it("carries everybody, a quota, an instant, and any id", () => {
    const odd = { ...figure, memberId: "a,b%" };
    const quota = { ...figure, metric: "quota_attainment", quotaMetric: "touches" } as const;
    const then = { ...figure, memberId: "", at: "2026-11-20T14:32:00.000Z" };
    const filtered = { ...figure, team: "t,1", segment: "pipeline:a/b" };
    const row = { ...then, ofTeam: "t-2", region: "North, East", department: "Field" };
    const hour = { ...then, board: "activity", clock: { weekday: 2, hour: 0 } } as const;
    const team = { ...then, team: "t" };
    const bar = { ...then, board: "activity", days: { from: "2026-11-16", to: "2026-11-20" } } as const;
    const all = { ...bar, metric: "emails_sent", also: ["calls_made", "meetings_booked"] } as const;
    const allOfHour = { ...hour, also: [...all.also] };
    const strip = [
      { ...then, board: "team_quota" },
      { ...filtered, board: "on_track" },
    ] as const;
    const rows = [odd, quota, then, { ...quota, at: then.at }, filtered, team, row, hour];
    for (const each of [...rows, bar, { ...all, also: [...all.also] }, allOfHour, ...strip]) {
      expect(readExplained(addressOf(each))).toEqual(each);
    }
  });

  it("opens nothing that is no figure", () => {
    const strange = ["", "?explain=", "?explain=gold,m,2026-11-01,2026-11-30", "?explain=deals_won,m,1,2"];
    for (const search of [...strange, "?explain=deals_won,%25E0,2026-11-01,2026-11-30"]) {
      expect(readExplained(search)).toBeNull();
    }
  });
});

describe("a file for spreadsheets", () => {
  it("lets no text become a formula, and leaves numbers numbers", () => {
    expect(["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", " =1"].map(csvCell)).toEqual([
      "'=1+1",
      "'+1",
      "'-2+3",
      "'@SUM(A1)",
      "'\t=1",
      "' =1",
    ]);
    expect(["-12.50", "0", "7"].map(csvCell)).toEqual(["-12.50", "0", "7"]);
  });

  it("quotes commas, quotes and line ends, and begins with its byte order mark", () => {
    expect(
      csvFile([
        ["a,b", 'say "hi"'],
        ["one\ntwo", "=x,y"],
      ]),
    ).toBe('\uFEFF"a,b","say ""hi"""\r\n"one\ntwo","\'=x,y"\r\n');
  });

  it("writes minor units without rounding", () => {
    const written = [plainMinor(8_640_050, 2), plainMinor(-5, 2), plainMinor(0, 2), plainMinor(120, 0)];
    expect(written).toEqual(["86400.50", "-0.05", "0.00", "120"]);
    expect(plainMinor(1234, 3)).toBe("1.234");
  });
});
