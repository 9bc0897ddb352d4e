import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowKeys } from "../../../shared/live/board-difference.ts";
import { csvCell } from "../../../shared/wording/csv.ts";
import { dayOf, instantAt, wallClockOf } from "../../../ui-extension/cards/host/account-time.ts";
import { boardCsv } from "../../../ui-extension/cards/leaderboard/board-csv.ts";
import {
  addressOf,
  choiceOf,
  countFilters,
  FIRST_DEFAULTS,
  namesBoard,
  readQuery,
  withoutFilters,
} from "../../../ui-extension/cards/leaderboard/board-query.ts";
import { columnsFor } from "../../../ui-extension/cards/leaderboard/columns.ts";
import { en as dialogs } from "../../../ui-extension/cards/leaderboard/dialogs/words/en.ts";
import { leaderboardView, RowViews } from "../../../ui-extension/cards/leaderboard/leaderboard-view.ts";
import {
  heldOrder,
  inOrder,
  matching,
  placesChanged,
  shorten,
} from "../../../ui-extension/cards/leaderboard/shown-rows.ts";
import { layoutFor } from "../../../ui-extension/cards/leaderboard/use-layout.ts";
import { sideOf } from "../../../ui-extension/cards/leaderboard/use-out-of-view.ts";
import {
  changeText,
  keepDetails,
  keepUnchanged,
  valueChanges,
} from "../../../ui-extension/cards/leaderboard/value-changes.ts";
import { en } from "../../../ui-extension/cards/leaderboard/words/en.ts";
import { buildBoard, buildPrivateRow, buildRow, NO_DETAILS } from "./leaderboard-board.ts";

const read = (address: string) => readQuery(new URLSearchParams(address), FIRST_DEFAULTS);

function viewsOf(count: number, own: number | null, ranked = count) {
  const rows = Array.from({ length: count }, (_, index) =>
    buildRow(`m${index + 1}`, { rank: index < ranked ? index + 1 : null }),
  );
  const options = {
    query: read(""),
    words: en,
    language: "en-GB",
    viewer: { memberId: own === null ? null : `m${own}`, role: "member" as const },
    teamNames: new Map(),
  };
  return leaderboardView(buildBoard({ rows }), options, new RowViews()).rows;
}

describe("the address of a board", () => {
  it("opens the same view again", () => {
    const query = read("metric=win_rate&by=team&period=last_quarter&team=t1&region=North&segment=type:new");
    const known = Object.entries(addressOf(query)).flatMap(([name, value]) => (value ? [[name, value]] : []));
    expect(read(new URLSearchParams(known).toString())).toEqual(query);
    expect(countFilters(query)).toBe(3);
    expect(countFilters(withoutFilters(query))).toBe(0);
  });

  it("takes two days instead of a period, and the default for what is nothing known", () => {
    expect(read("from=2026-10-05&to=2026-11-20&period=this_week")).toMatchObject({
      from: "2026-10-05",
      to: "2026-11-20",
    });
    expect(read("from=2026-10-05&to=2026-11-20").period).toBeUndefined();
    for (const odd of [
      "metric=charm",
      "period=someday",
      "from=2026-10-05",
      "from=2026-10-05&to=2026-10-04",
      "at=x",
    ]) {
      expect(read(odd)).toEqual(read(""));
    }
    expect(namesBoard(new URLSearchParams("page=leaderboard&mode=dark"))).toBe(false);
  });

  it("is followed live with its filters, unless it is about the past", () => {
    expect(choiceOf(read("team=t1&region=North"))).toEqual({
      metric: "revenue_closed",
      by: "member",
      period: "this_month",
      team: "t1",
      region: "North",
    });
    expect(choiceOf(read("at=2026-11-13T09:00:00Z"))).toBeNull();
  });
});

describe("the account's clock", () => {
  it("is read and set in its own zone, across changes of the clock", () => {
    expect(wallClockOf("2026-11-13T14:00:00.000Z", "US/Eastern")).toBe("2026-11-13T09:00");
    expect(instantAt("2026-11-13T09:00", "US/Eastern")).toBe("2026-11-13T14:00:00.000Z");
    expect(dayOf("2026-11-20T23:30:00.000Z", "Asia/Tokyo")).toBe("2026-11-21");
    expect(instantAt("2026-11-01T00:30", "US/Eastern")).toBe("2026-11-01T04:30:00.000Z");
    for (const odd of ["", "2026-13-01T00:00", "yesterday"]) expect(instantAt(odd, "UTC")).toBeNull();
  });

  it("comes back to the instant that it was read from, whenever the clock shows it once", () => {
    const zones = ["US/Eastern", "Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati", "UTC"];
    const minute = fc.integer({ min: 0, max: 60 * 24 * 365 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minute, (zone, minutes) => {
        const at = new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString();
        const clock = wallClockOf(at, zone);
        const found = instantAt(clock, zone);
        expect(found && wallClockOf(found, zone)).toBe(clock);
      }),
    );
  });
});

describe("which rows are drawn", () => {
  it("are all of a short board", () => {
    expect(shorten(viewsOf(20, 15), false)).toHaveLength(20);
  });

  it("are the top, the own row and its neighbours of a long one, with what is left out counted", () => {
    const drawn = shorten(viewsOf(200, 43), false).map((shown) =>
      shown.kind === "row" ? shown.row.rank : `${shown.count}${shown.last ? " below" : ""}`,
    );
    expect(drawn).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "31",
      "42",
      "43",
      "44",
      "156 below",
    ]);
    expect(shorten(viewsOf(200, 43), true)).toHaveLength(200);
    expect(shorten(viewsOf(30, null), false)).toHaveLength(11);
  });

  it("count no place for people who are not ranked", () => {
    const gaps = (own: number, ranked: number) =>
      shorten(viewsOf(30, own, ranked), false).flatMap((shown) =>
        shown.kind === "gap" ? [shown.count] : [],
      );
    expect(gaps(30, 25)).toEqual([15]);
    expect(gaps(12, 25)).toEqual([12]);
    // Somebody is left out all the same, and can be shown.
    expect(gaps(30, 8)).toEqual([0]);
  });

  it("are those whose name is looked for, without accents and capitals, never a private one", () => {
    const rows = [
      { ...buildRow("a"), member: { id: "a", crmId: "", name: "José Álvarez", teamId: null } },
      buildRow("b"),
      buildPrivateRow(3),
    ];
    const options = {
      query: read(""),
      words: en,
      language: "en-GB",
      viewer: { memberId: null, role: "member" as const },
      teamNames: new Map(),
    };
    const views = leaderboardView(buildBoard({ rows }), options, new RowViews()).rows;
    expect(matching(views, " jose alv").map(({ name }) => name)).toEqual(["José Álvarez"]);
    expect(matching(views, "private")).toEqual([]);
    expect(matching(views, "")).toHaveLength(3);
  });

  it("stay in the order that is read, without who is gone and with who is new at the end", () => {
    expect(heldOrder(["a", "b", "c"], ["c", "d", "a"])).toEqual(["a", "c", "d"]);
    expect(placesChanged(["a", "b", "c"], ["b", "a", "c"])).toBe(2);
    expect(placesChanged(["a"], ["a"])).toBe(0);
    const views = viewsOf(3, null);
    expect(inOrder(views, ["member:m3", "gone", "member:m1"]).map(({ key }) => key)).toEqual([
      "member:m3",
      "member:m1",
    ]);
  });

  it("never lose or double a row while the order is held", () => {
    const keys = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { maxLength: 8 });
    fc.assert(
      fc.property(keys, keys, (held, latest) => {
        const order = heldOrder(held, latest);
        expect([...order].sort()).toEqual([...latest].sort());
        expect(placesChanged(order, latest) === 0).toBe(order.join() === latest.join());
      }),
    );
  });
});

describe("which columns there are", () => {
  const has = {
    rank: true,
    movement: true,
    base: false,
    toNext: true,
    quota: false,
    weeks: true,
    perPerson: false,
  };

  it("are fewer with less room", () => {
    expect([959, 960, 559, 560].map(layoutFor)).toEqual(["middle", "wide", "narrow", "middle"]);
    expect(columnsFor("wide", has, "member")).toEqual([
      "rank",
      "movement",
      "name",
      "team",
      "bar",
      "value",
      "change",
      "toNext",
      "weeks",
    ]);
    expect(columnsFor("middle", { ...has, base: true }, "member")).toEqual([
      "rank",
      "movement",
      "name",
      "bar",
      "value",
      "base",
      "change",
      "weeks",
    ]);
    expect(columnsFor("narrow", has, "member")).toEqual(["rank", "name", "value"]);
    expect(columnsFor("narrow", { ...has, rank: false }, "member")).toEqual(["name", "value"]);
  });

  it("give whoever leads quota and status, and teams no column of teams", () => {
    const leads = { ...has, toNext: false, quota: true, perPerson: true };
    expect(columnsFor("wide", leads, "team")).toEqual([
      "rank",
      "movement",
      "name",
      "bar",
      "value",
      "perPerson",
      "change",
      "quota",
      "status",
      "weeks",
    ]);
  });
});

describe("my row", () => {
  const entry = (isIntersecting: boolean, top: number) => ({
    isIntersecting,
    boundingClientRect: { top },
    rootBounds: { top: 0 },
  });

  it("is pinned at the edge that it is nearer to, and only while it cannot be seen", () => {
    expect(sideOf(entry(true, 100))).toBeNull();
    expect(sideOf(entry(false, -50))).toBe("above");
    expect(sideOf(entry(false, 900))).toBe("below");
    expect(sideOf({ ...entry(false, 900), rootBounds: null })).toBe("below");
  });
});

describe("what changed on a board", () => {
  const before = buildBoard({ rows: [buildRow("m1"), buildRow("m2", { value: 100 }), buildPrivateRow(3)] });

  it("is told with its sign, in the unit of the metric", () => {
    const after = [buildRow("m2", { value: 620_100 }), buildRow("m1"), buildRow("m3"), buildPrivateRow(3)];
    expect([...valueChanges(before.rows, after)]).toEqual([["member:m2", 620_000]]);
    expect(changeText(620_000, before.metric, "en-GB")).toBe("+$6,200");
    expect(changeText(-300, before.metric, "en-GB")).toBe("−$3");
    const rate = { ...before.metric, unit: "percent", currency: null } as const;
    expect(changeText(0.42, rate, "en-GB")).toBe("+0.4 pts");
  });

  it("leaves rows that say the same the very objects they were", () => {
    const rows = keepUnchanged(before.rows, [buildRow("m2", { value: 1 }), buildRow("m1")]);
    expect(rows[1]).toBe(before.rows[0]);
    expect(rows[0]?.value).toBe(1);
  });

  it("keeps the personal part until it is fetched anew", () => {
    const mine = { ...before, rows: [buildRow("m1", { details: { ...NO_DETAILS, toNext: 5 } })] };
    const live = { ...before, rows: [buildRow("m1", { value: 7 }), buildRow("m9")] };
    const kept = keepDetails(mine, live);
    expect(rowKeys(kept.rows)).toEqual(["member:m1", "member:m9"]);
    expect(kept.rows.map(({ value, details }) => [value, details?.toNext])).toEqual([
      [7, 5],
      [13_125_000, undefined],
    ]);
  });
});

describe("a board as a file", () => {
  const teamNames = new Map([["t1", "West, Mid"]]);

  it("has plain numbers, quotes what has to be, and leaves private members out", () => {
    const rows = [
      buildRow("m1", { value: 13_125_050, previous: null }),
      buildPrivateRow(2),
      buildRow("m3", { rank: null, value: -200, previous: 100 }),
    ];
    expect(boardCsv(buildBoard({ rows }), { words: { ...en, ...dialogs }, teamNames }).split("\r\n")).toEqual(
      [
        '\uFEFFRank,Name,Team,Revenue Closed (USD),"Revenue Closed (USD), Compared period"',
        '1,Person m1,"West, Mid",131250.50,',
        ',Person m3,"West, Mid",-2.00,1.00',
        "",
      ],
    );
  });

  it("adds the cases of a rate, and has no team beside a team", () => {
    const metric = {
      id: "win_rate",
      label: "Win Rate",
      unit: "percent",
      currency: null,
      better: "higher",
    } as const;
    const team = { id: "t1", crmId: "", name: "West", parentId: null };
    const { member: _, ...row } = buildRow("x", { value: 50, basis: { numerator: 1, denominator: 2 } });
    const board = buildBoard({ metric, by: "team", rows: [{ ...row, team }] });
    expect(
      boardCsv(board, { words: { ...en, ...dialogs }, teamNames })
        .split("\r\n")
        .slice(0, 2),
    ).toEqual(['\uFEFFRank,Name,Win Rate,"Win Rate, Compared period",Cases', "1,West,50,,2"]);
  });

  it("lets no text become a formula", () => {
    expect(["=1+1", "+49", "-x", "@sum", "\tx", '=a"b', "-2.50", "plain"].map(csvCell)).toEqual([
      "'=1+1",
      "'+49",
      "'-x",
      "'@sum",
      "'\tx",
      '"\'=a""b"',
      "-2.50",
      "plain",
    ]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(csvCell(text).replace(/^"/, "")).not.toMatch(/^[=+@\t]/);
      }),
    );
  });
});
