import { describe, expect, it } from "vitest";
import type { Display } from "../../../../shared/contracts/display.ts";
import { keyOf, nextState, type TvState, turnAt } from "../../../../ui-extension/cards/tv/tv-state.ts";
import { ageText, clockText, dateText, tvView } from "../../../../ui-extension/cards/tv/tv-view.ts";
import { de } from "../../../../ui-extension/cards/tv/words/de.ts";
import { en } from "../../../../ui-extension/cards/tv/words/en.ts";
import { es } from "../../../../ui-extension/cards/tv/words/es.ts";
import { board, place } from "./tv-sample.ts";

const view = (changes: Partial<Display> = {}) => tvView(board(changes), { words: en, language: "en-GB" });

describe("the head of a screen", () => {
  it("says what is ranked, when, of how many, and against what", () => {
    expect(view()).toMatchObject({
      title: "Revenue closed, November",
      subtitle: "Top 3 of 13, against the same working days in October",
      improvedSubtitle: "Revenue closed, November, against the same working days in October",
    });
    expect(view({ of: 3 }).subtitle).toBe("3 people, against the same working days in October");
    expect(view({ by: "team", of: 3, comparedWith: null })).toMatchObject({
      title: "Revenue closed by team, November",
      subtitle: "3 teams",
    });
    expect(view({ teamName: "Sales North", comparedWith: null }).subtitle).toBe("Sales North: Top 3 of 13");
    expect(view({ soFar: true }).subtitle).toBe(en.soFar);
  });

  it("compares a period that is over as a whole", () => {
    const october = { from: "2026-10-01", to: "2026-10-31", timeZone: "Europe/London" };
    const september = { from: "2026-09-01", to: "2026-09-30", timeZone: "Europe/London" };
    expect(view({ periodName: "last_month", period: october, comparedWith: september })).toMatchObject({
      title: "Revenue closed, October",
      subtitle: "Top 3 of 13, against September",
    });
    expect(view({ periodName: "this_quarter" }).title).toBe("Revenue closed, this quarter");
  });

  it("is worded in every language", () => {
    const heads = [de, es].map((words) => tvView(board(), { words, language: words === de ? "de" : "es" }));
    expect(heads.map(({ title, subtitle }) => [title, subtitle])).toEqual([
      ["Abgeschlossener Umsatz, November", "Top 3 von 13, gegenüber denselben Arbeitstagen im Oktober"],
      ["Ingresos cerrados, noviembre", "Los 3 primeros de 13, frente a los mismos días hábiles de octubre"],
    ]);
  });
});

describe("the places of a screen", () => {
  it("stand on one scale, with movement and change of the part that is compared", () => {
    const [first, second] = view().rows;
    expect(first).toMatchObject({
      rank: "1",
      name: "Daniel Reyes",
      percent: 100,
      value: "$131,250",
      change: { text: "17%", direction: "up" },
      movement: { direction: "up", places: 1, label: "up 1" },
      leads: true,
    });
    expect(second?.percent).toBeCloseTo(90.59, 2);
    expect(second?.movement).toMatchObject({ direction: "down", label: "down 1" });
  });

  it("keep that of a private member without a name or figure", () => {
    expect(view().rows[2]).toMatchObject({
      name: "Private member",
      isPrivate: true,
      value: "–",
      percent: 0,
      change: null,
      movement: { direction: "same" },
    });
  });

  it("say ties, new places and small samples, and none while deals still arrive", () => {
    const { rows } = view({
      rows: [
        place({ rank: 6, tied: true, movement: null }),
        place({ rank: 6, tied: true, movement: { rankBefore: null }, smallSample: true }),
        place({ rank: null, movement: { rankBefore: 4 } }),
      ],
    });
    expect(
      rows.map(({ rank, movement, leads, smallSample }) => [
        rank,
        movement?.label ?? null,
        leads,
        smallSample,
      ]),
    ).toEqual([
      ["=6", null, false, false],
      ["=6", "new", false, true],
      ["–", null, false, false],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
  });

  it("write sums short that would not fit", () => {
    const { rows } = view({ rows: [place({ value: 123_456_789_00 }), place({ value: 100_000_000 })] });
    expect(rows.map(({ value }) => value.toUpperCase())).toEqual(["$123M", "$1,000,000"]);
  });
});

describe("what stands beside the places", () => {
  it("is the total of whom it speaks, today, and who gained", () => {
    expect(view()).toMatchObject({
      total: { label: "Total of the people shown", value: "$938,500", change: { text: "7%" } },
      today: [
        { value: "$21,900", unit: "closed" },
        { value: "1", unit: "deal" },
        { value: "11", unit: "meetings" },
      ],
      improved: [
        { name: "Ines Duarte", change: { text: "21%", direction: "up" }, fromTo: "from $100 to $121" },
      ],
    });
    expect(view({ total: { value: null, compared: null, previous: null } }).total).toBeNull();
  });

  it("is no total where values do not add up", () => {
    for (const id of ["average_deal_size", "win_rate", "sales_cycle"] as const) {
      const unit = id === "win_rate" ? "percent" : id === "sales_cycle" ? "days" : "money";
      const metric = { ...board().metric, id, unit } as const;
      expect([id, view({ metric }).total?.label]).toEqual([id, "Over all of the people shown"]);
    }
  });
});

describe("times of a screen", () => {
  const now = Date.parse("2026-11-20T14:32:00.000Z");

  it("are those of the account, with the day where it is another", () => {
    expect(clockText("2026-11-20T14:31:00.000Z", "Europe/London", "en-GB", now)).toBe("14:31");
    expect(clockText("2026-11-19T14:31:00.000Z", "Europe/London", "en-GB", now)).toBe("19 Nov, 14:31");
    expect(clockText("2026-11-20T14:31:00.000Z", "America/New_York", "en-GB", now)).toBe("09:31");
    expect(dateText(now, "Europe/London", "en-GB")).toBe("Friday 20 November");
  });

  it("say an age in words", () => {
    const ages = [0, 59_000, 60_000, 12 * 60_000, 3 * 3_600_000, 50 * 3_600_000];
    expect(ages.map((age) => ageText(age, "en-GB"))).toEqual([
      "1 second ago",
      "59 seconds ago",
      "1 minute ago",
      "12 minutes ago",
      "3 hours ago",
      "2 days ago",
    ]);
    expect(ageText(12 * 60_000, "de")).toBe("vor 12 Minuten");
  });
});

describe("what an answer changes on a screen", () => {
  const shown: TvState = { kind: "board", board: board(), receivedAt: 1000, unreachable: false };
  const problem = (status: number) => ({
    kind: "problem" as const,
    problem: { type: "/problems/x", title: "x", status, requestId: "r" },
  });

  it("keeps the last board while nobody answers or the server is in trouble", () => {
    for (const answer of [{ kind: "offline" } as const, problem(500), problem(503), problem(429)]) {
      expect(nextState(shown, answer, 9000)).toEqual({ ...shown, unreachable: true });
    }
    const again = nextState({ ...shown, unreachable: true }, { kind: "ok", value: board() }, 9000);
    expect(again).toMatchObject({ unreachable: false, receivedAt: 9000 });
  });

  it("takes it away at once where it was withdrawn", () => {
    for (const status of [400, 401, 403, 404]) {
      expect(nextState(shown, problem(status), 9000)).toMatchObject({ kind: "problem", problem: { status } });
    }
  });

  it("has nothing to keep at first", () => {
    expect(nextState({ kind: "loading" }, { kind: "offline" }, 0)).toEqual({
      kind: "problem",
      problem: null,
    });
  });
});

describe("the slides", () => {
  it("take turns every 20 seconds", () => {
    const at = (seconds: number, slides = 2) => turnAt(seconds * 1000, slides);
    expect([0, 1, 19, 20, 39, 40].map((seconds) => at(seconds))).toEqual([
      { index: 0, secondsLeft: 20 },
      { index: 0, secondsLeft: 19 },
      { index: 0, secondsLeft: 1 },
      { index: 1, secondsLeft: 20 },
      { index: 1, secondsLeft: 1 },
      { index: 0, secondsLeft: 20 },
    ]);
    expect(at(25, 1).index).toBe(0);
    expect(at(-5).index).toBe(0);
  });

  it("belong to the key behind the #", () => {
    expect(keyOf("#key=sd_abc-_1")).toBe("sd_abc-_1");
    expect([keyOf(""), keyOf("#"), keyOf("#key="), keyOf("#ticket=x")]).toEqual([null, null, null, null]);
  });
});
