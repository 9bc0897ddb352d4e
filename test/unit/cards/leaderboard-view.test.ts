import { describe, expect, it } from "vitest";
import type { Leaderboard, MemberRow } from "../../../shared/contracts/api.ts";
import { formatChange, formatMoney, formatValue } from "../../../shared/wording/numbers.ts";
import type { BoardQuery } from "../../../ui-extension/cards/leaderboard/board-query.ts";
import {
  leaderboardView,
  RowViews,
  type ViewOptions,
} from "../../../ui-extension/cards/leaderboard/leaderboard-view.ts";
import { de } from "../../../ui-extension/cards/leaderboard/words/de.ts";
import { en } from "../../../ui-extension/cards/leaderboard/words/en.ts";
import { es } from "../../../ui-extension/cards/leaderboard/words/es.ts";
import { BOARD_DETAILS, buildBoard, buildPrivateRow, buildRow, NO_DETAILS } from "./leaderboard-board.ts";

const QUERY: BoardQuery = { metric: "revenue_closed", by: "member", period: "this_month" };
const teamNames = new Map([["t1", "Mid-Market West"]]);

const options = (changes: Partial<ViewOptions> = {}): ViewOptions => ({
  query: QUERY,
  words: en,
  language: "en-GB",
  viewer: { memberId: "m2", role: "member" },
  teamNames,
  ...changes,
});

const view = (board: Leaderboard, changes: Partial<ViewOptions> = {}) =>
  leaderboardView(board, options(changes), new RowViews());

const detailed = (id: string, row: Partial<MemberRow>, details: Partial<typeof NO_DETAILS>) =>
  buildRow(id, { ...row, details: { ...NO_DETAILS, ...details } });

const plain = (text: string) => text.replace(/[\s\u2009]/gu, " ");

describe("the head of a board", () => {
  const head = (query: Partial<BoardQuery>, board: Partial<Leaderboard> = {}) => {
    const { title, subtitle, versus } = view(buildBoard(board), { query: { ...QUERY, ...query } });
    return [title, subtitle, versus].map(plain);
  };

  it("names the month, the days so far and what they are compared with", () => {
    expect(head({})).toEqual([
      "Revenue closed, November",
      "1–20 Nov, compared with the same 14 working days in October",
      "vs Oct",
    ]);
  });

  it("compares whole with whole once the period is over", () => {
    const period = { from: "2026-10-01", to: "2026-10-31", timeZone: "Europe/London" };
    const comparedWith = { from: "2026-09-01", to: "2026-09-30", timeZone: "Europe/London" };
    expect(head({ period: "last_month" }, { period, comparedWith })).toEqual([
      "Revenue closed, October",
      "1–31 Oct, compared with September",
      "vs Sept",
    ]);
  });

  it("words weeks, quarters and chosen days without a comparison that is not there", () => {
    const timeZone = "Europe/London";
    const quarter = (number: number, year = 2026) => ({ grain: "quarter" as const, number, year });
    const period = { from: "2026-10-01", to: "2026-12-31", timeZone, fiscal: quarter(4) };
    const comparedWith = { from: "2026-07-01", to: "2026-08-20", timeZone, fiscal: quarter(3) };
    expect(head({ period: "this_quarter" }, { period, comparedWith })).toEqual([
      "Revenue closed, this quarter",
      "1 Oct – 20 Nov, compared with the same 14 working days of the quarter before",
      "vs Q3",
    ]);
    const lastYears = { ...comparedWith, fiscal: quarter(4, 2025) };
    const first = { ...period, fiscal: quarter(1) };
    expect(head({ period: "this_quarter" }, { period: first, comparedWith: lastYears })[2]).toBe(
      "vs Q4 2025",
    );
    const versusIn = (words: ViewOptions["words"], language: string) =>
      view(buildBoard({ period, comparedWith }), {
        query: { ...QUERY, period: "this_quarter" },
        words,
        language,
      }).versus;
    expect([versusIn(de, "de-DE"), versusIn(es, "es-ES")]).toEqual(["zu Q3", "vs. T3"]);
    const custom = { period: undefined, from: "2026-10-05", to: "2026-11-20" };
    const days = { from: "2026-10-05", to: "2026-11-20", timeZone: "Europe/London" };
    expect(head(custom, { period: days, comparedWith: null })).toEqual([
      "Revenue closed, 5 Oct – 20 Nov",
      "5 Oct – 20 Nov",
      "vs before",
    ]);
  });

  it("names what it is compared with in short", () => {
    const timeZone = "Europe/London";
    const versus = (query: Partial<BoardQuery>, from: string, to: string) =>
      head(query, { comparedWith: { from, to, timeZone } })[2];
    expect(versus({ period: "this_week" }, "2026-11-09", "2026-11-13")).toBe("vs 9–13 Nov");
    expect(versus({ period: "this_year" }, "2025-01-01", "2025-11-20")).toBe("vs 2025");
    expect(versus({ period: "this_year" }, "2025-04-01", "2025-11-20")).toBe("vs 2025/26");
    const days = { period: undefined, from: "2026-10-19", to: "2026-10-25" };
    expect(versus(days, "2026-10-12", "2026-10-18")).toBe("vs 12–18 Oct");
    expect(versus(days, "2017-07-03", "2017-09-30")).toBe("vs before");
  });

  it("names the fiscal month that most of its days lie in", () => {
    const period = { from: "2026-10-26", to: "2026-11-22", timeZone: "Europe/London" };
    expect(head({}, { period })[0]).toBe("Revenue closed, November");
  });

  it("says the days as days, whatever the viewer's zone", () => {
    const board = buildBoard({ asOf: "2026-11-20T23:30:00.000Z" });
    const tokyo = { ...board, period: { ...board.period, timeZone: "Asia/Tokyo" } };
    expect(plain(view(tokyo).subtitle)).toMatch(/^1–21 Nov,/);
  });

  it("speaks other languages with their own names of metrics", () => {
    const speak = (words: ViewOptions["words"], language: string) =>
      plain(view(buildBoard(), { words, language }).title);
    expect(speak(de, "de-DE")).toBe("Abgeschlossener Umsatz, November");
    expect(speak(es, "es-ES")).toBe("Ingresos cerrados, noviembre");
  });
});

describe("the rows of a board", () => {
  it("mark a shared place, my own row and its team", () => {
    const rows = [buildRow("m1", { tied: true }), buildRow("m2", { tied: true })];
    expect(view(buildBoard({ rows })).rows.map(({ rank, isMe, team }) => [rank, isMe, team])).toEqual([
      ["=1", false, "Mid-Market West"],
      ["=1", true, "Mid-Market West"],
    ]);
  });

  it("show no data as a dash and zero as zero", () => {
    const rows = [buildRow("m1", { rank: null, value: null }), buildRow("m2", { value: 0 })];
    expect(view(buildBoard({ rows })).rows.map(({ rank, value, percent }) => [rank, value, percent])).toEqual(
      [
        ["–", "–", 0],
        ["1", "$0", 0],
      ],
    );
  });

  it("compare the completed days alone, and nothing where they have no data", () => {
    const rows = [
      buildRow("m1", { value: 200, compared: 150, previous: 100 }),
      buildRow("m2", { value: 200, compared: null, previous: 100 }),
    ];
    expect(view(buildBoard({ rows })).rows.map(({ change }) => change?.text)).toEqual(["50%", undefined]);
  });

  it("keep a private member's place without a name or a way to open it", () => {
    const [row] = view(buildBoard({ rows: [buildPrivateRow(9)] })).rows;
    expect(row).toMatchObject({
      memberId: null,
      rank: "9",
      value: "–",
      isMe: false,
      isPrivate: true,
      tag: null,
    });
  });

  it("show a rate with its base and mark a small sample", () => {
    const board = buildBoard({
      metric: { id: "reply_rate", label: "Reply Rate", unit: "percent", currency: null, better: "higher" },
      rows: [
        buildRow("m1", { value: 17.27, basis: { numerator: 71, denominator: 411 } }),
        buildRow("m2", { value: 5.6, smallSample: true, basis: { numerator: 1, denominator: 18 } }),
      ],
    });
    const drawn = view(board, { query: { ...QUERY, metric: "reply_rate" } });
    expect(drawn.rows.map(({ value, base, smallSample }) => [value, base, smallSample])).toEqual([
      ["17.3%", "71 / 411", false],
      ["5.6%", "1 / 18", true],
    ]);
    expect(drawn.columns.base).toBe(true);
  });

  it("word movement, and say who is new", () => {
    const moved = (rankBefore: number | null) =>
      detailed(
        `m${rankBefore}`,
        { rank: 5 },
        {
          movement: { rankBefore, isNew: rankBefore === null, since: "2026-11-13" },
        },
      );
    const drawn = view(buildBoard({ rows: [moved(7), moved(4), moved(5), moved(null)] }));
    expect(
      drawn.rows.map(({ movement }) => [movement?.direction, movement?.places, movement?.label]),
    ).toEqual([
      ["up", 2, "up 2"],
      ["down", 1, "down 1"],
      ["same", null, "no change"],
      ["new", null, "new"],
    ]);
    expect(drawn.since && plain(drawn.since)).toBe("13 Nov");
  });

  it("give one neutral label for having no place, and the reason only where it was told", () => {
    const rows = [
      detailed("m1", { rank: null }, { notRanked: true }),
      detailed("m2", { rank: null }, { notRanked: true, awaySince: "2026-11-12" }),
      detailed("m3", {}, { ramping: true }),
    ];
    const tags = (period: BoardQuery["period"]) =>
      view(buildBoard({ rows }), { query: { ...QUERY, period } }).rows.map(
        ({ tag }) => tag && plain(tag.text),
      );
    expect(tags("this_month")).toEqual(["Not ranked this month", "On leave since 12 Nov", "Ramping"]);
    expect(tags("this_week")[0]).toBe("Not ranked this week");
    expect(tags("this_year")[0]).toBe("Not ranked");
  });

  it("are the same objects as long as nothing of them changed", () => {
    const rows = [buildRow("m1"), buildRow("m2", { value: 5 })];
    const views = new RowViews();
    const first = leaderboardView(buildBoard({ rows }), options(), views).rows;
    const [one] = rows;
    const next = [...(one ? [one] : []), buildRow("m2", { value: 6 })];
    const second = leaderboardView(buildBoard({ rows: next }), options(), views).rows;
    expect(second[0]).toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
    expect(second[1]?.value).toBe("$0");
  });
});

describe("quotas on a board", () => {
  const quota = { attainment: 72.9, status: "on_track", pace: 70 } as const;
  const rows = [
    detailed("m1", {}, { quota, toNext: 100 }),
    detailed("m2", {}, { quota: { ...quota, status: "paused" } }),
  ];

  it("are rounded down with pace and status, and paused in a sentence", () => {
    const drawn = view(buildBoard({ rows }), { viewer: { memberId: null, role: "manager" } });
    expect(drawn.columns).toMatchObject({ quota: true, toNext: false });
    expect(drawn.pace).toBe("70%");
    expect(drawn.rows[0]?.quota).toMatchObject({
      percent: "72%",
      paused: null,
      status: { tone: "good", label: "On track" },
      bar: { scale: 125, pace: 70, label: "72% of quota, pace 70%" },
    });
    expect(drawn.rows[1]?.quota?.paused).toBe("Paused during leave");
  });

  it("give way to the next place where somebody only competes", () => {
    expect(view(buildBoard({ rows })).columns).toMatchObject({ quota: false, toNext: true });
  });
});

describe("a board of attainment", () => {
  const metric = {
    ...buildBoard().metric,
    id: "quota_attainment" as const,
    unit: "percent" as const,
    currency: null,
  };
  const own = buildBoard({ metric, rows: [detailed("m2", { rank: null, value: 72.9 }, {})], total: 72.9 });

  it("is the own row without a place to a member, and says that others are not shown", () => {
    const drawn = view(own);
    expect(drawn.withheld).toBe("Quotas of others are not shown here.");
    expect(drawn.columns).toMatchObject({ rank: false, movement: false, toNext: false, quota: false });
    expect(drawn.rows.map(({ isMe, tag }) => [isMe, tag])).toEqual([[true, null]]);
    expect(view(own, { words: de }).withheld).toBe(de.quotasWithheld);
    expect(view(own, { words: es }).withheld).toBe(es.quotasWithheld);
  });

  it("has places for a manager, and everybody for an admin", () => {
    const ranked = { ...own, rows: [buildRow("m1")] };
    const as = (role: "manager" | "admin") => view(ranked, { viewer: { memberId: "m2", role } });
    expect([as("manager").columns.rank, as("manager").withheld]).toEqual([true, en.quotasWithheld]);
    expect([as("admin").columns.rank, as("admin").withheld]).toEqual([true, null]);
    expect(view(buildBoard({ rows: [buildRow("m1", { rank: null })] })).columns.rank).toBe(true);
  });
});

describe("the figures over a board", () => {
  const standing = {
    rank: 5,
    tied: false,
    rankBefore: 7,
    since: "2026-11-13",
    toNext: 775_000,
    nextRank: 4,
    of: 13,
  };
  const facts = (board: Leaderboard, changes: Partial<ViewOptions> = {}) =>
    view(board, changes).facts.map(({ id, label, value, hint }) => [id, label, value, hint && plain(hint)]);

  it("say of whom a member's total is, where they stand and how far the next place is", () => {
    const details = { ...BOARD_DETAILS, standing, totals: { previous: 100, compared: 103 } };
    expect(facts(buildBoard({ details }))).toEqual([
      ["total", "Total of the people shown", "$131,250", "vs Oct"],
      ["place", "Your place", "#5", "was #7 on 13 Nov"],
      ["toNext", "To the next place", "$7,750", "then #4"],
    ]);
  });

  it("show the quota of those whose quotas are seen to whoever leads", () => {
    const teamQuota = { attainment: 61.9, pace: 70, quota: 151_500_000, people: 12, judged: 12, onTrack: 6 };
    const details = { ...BOARD_DETAILS, teamQuota };
    expect(facts(buildBoard({ details }), { viewer: { memberId: null, role: "admin" } })).toEqual([
      ["total", "Total", "$131,250", null],
      ["team_quota", "Team quota", "61%", "of $1,515,000, pace 70%"],
      ["on_track", "On track or reached", "6", "of 12 with an active quota"],
    ]);
    expect(facts(buildBoard({ details })).map(([id]) => id)).toEqual(["total"]);
  });

  it("draw the line under the first places, ties at the line above it, and none under the last row", () => {
    const details = { ...BOARD_DETAILS, club: { places: 2 } };
    const rows = [
      buildRow("m1"),
      buildRow("m2", { rank: 2 }),
      buildRow("m3", { rank: 2 }),
      buildRow("m4", { rank: 4 }),
    ];
    expect(view(buildBoard({ details, rows })).cut).toEqual({ after: "member:m3", label: "Top 2" });
    expect(view(buildBoard({ details, rows: rows.slice(0, 2) })).cut).toBeNull();
  });

  it("give the pinned row the gap to the next place", () => {
    const details = { ...BOARD_DETAILS, standing };
    expect(view(buildBoard({ details, rows: [buildRow("m2")] })).own).toEqual({
      key: "member:m2",
      gap: "$7,750 to #4",
    });
  });
});

describe("numbers in the viewer's language", () => {
  it("shows currencies with their own digits", () => {
    expect(formatMoney(123_456, "USD", "en-US", { cents: true })).toBe("$1,234.56");
    expect(formatMoney(1_234, "JPY", "en-US", { cents: true })).toBe("¥1,234");
    expect(formatMoney(1_234_567, "KWD", "en-US", { cents: true })).toBe("KWD\u00a01,234.567");
  });

  it("shows a duration in hours and minutes", () => {
    const metric = {
      id: "talk_time",
      label: "Talk time",
      unit: "seconds",
      currency: null,
      better: "higher",
    } as const;
    expect(formatValue(26_700, metric, "en-GB")).toBe("7 h 25 m");
  });

  it("gives the change of a rate in points and of a sum in percent", () => {
    const rate = { id: "win_rate", label: "", unit: "percent", currency: null, better: "higher" } as const;
    const money = {
      id: "revenue_closed",
      label: "",
      unit: "money",
      currency: "USD",
      better: "higher",
    } as const;
    expect(formatChange(55.5, 50, rate, "en-GB")).toEqual({ text: "5.5 pts", direction: "up" });
    expect(formatChange(90, 100, money, "en-GB")).toEqual({ text: "10%", direction: "down" });
    expect(formatChange(90, 0, money, "en-GB")).toBeNull();
  });
});

describe("teams that sum up others", () => {
  const teamRow = (id: string, parentId: string | null, rank: number | null, value: number) => {
    const details = { ...NO_DETAILS, people: 3, notRanked: rank === null };
    const { member: _, ...row } = buildRow(id, { rank, value, details });
    return { ...row, team: { id, crmId: id, name: `Team ${id}`, parentId } };
  };
  const rows = [
    teamRow("west", "all", 1, 300),
    teamRow("east", "all", 2, 150),
    teamRow("all", null, null, 450),
  ];

  it("say so, and have no bar beside those that compete", () => {
    const drawn = view(buildBoard({ by: "team", rows })).rows;
    expect(drawn.map(({ rank, percent, people, tag }) => [rank, percent, people, tag])).toEqual([
      ["1", 100, "3 people", null],
      ["2", 50, "3 people", null],
      ["–", 0, "3 people, sum of its teams", null],
    ]);
  });

  it("stand under no line of places", () => {
    const details = { ...BOARD_DETAILS, club: { places: 5 } };
    expect(view(buildBoard({ by: "team", rows, details })).cut).toBeNull();
  });
});
