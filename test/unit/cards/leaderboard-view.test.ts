import { describe, expect, it } from "vitest";
import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { formatChange, formatMoney, formatValue } from "../../../shared/wording/numbers.ts";
import { leaderboardView } from "../../../ui-extension/cards/leaderboard/leaderboard-view.ts";

const viewer = { memberId: "m2", locale: { language: "en-GB", timeZone: "Europe/London" } };

function buildRow(overrides: Partial<LeaderboardRow> = {}): LeaderboardRow {
  return {
    rank: 1,
    tied: false,
    member: { id: "m1", crmId: "11", name: "Ada Example", teamId: null },
    value: 13_125_000,
    previous: null,
    basis: { numerator: 13_125_000, denominator: null },
    smallSample: false,
    private: false,
    ...overrides,
  };
}

function buildBoard(overrides: Partial<Leaderboard> = {}): Leaderboard {
  return {
    metric: {
      id: "revenue_closed",
      label: "Revenue closed",
      unit: "money",
      currency: "USD",
      better: "higher",
    },
    period: { from: "2026-11-01", to: "2026-11-30", timeZone: "Europe/London" },
    comparedWith: null,
    asOf: "2026-11-20T14:31:00.000Z",
    revision: 7,
    by: "member",
    rows: [buildRow()],
    total: 13_125_000,
    soFar: false,
    leftOut: { count: 0, reasons: [] },
    ...overrides,
  };
}

describe("the leaderboard as it is drawn", () => {
  it("marks a shared place and my own row", () => {
    const view = leaderboardView(
      buildBoard({
        rows: [
          buildRow({ tied: true }),
          buildRow({ tied: true, member: { id: "m2", crmId: "12", name: "Bo Sample", teamId: null } }),
        ],
      }),
      viewer,
    );
    expect(view.rows.map(({ rank, isMe }) => [rank, isMe])).toEqual([
      ["=1", false],
      ["=1", true],
    ]);
  });

  it("shows no data as a dash and zero as zero", () => {
    const view = leaderboardView(
      buildBoard({ rows: [buildRow({ rank: null, value: null }), buildRow({ value: 0 })] }),
      viewer,
    );
    expect(view.rows.map(({ rank, value, width }) => [rank, value, width])).toEqual([
      ["–", "–", 0],
      ["1", "$0", 0],
    ]);
  });

  it("compares the completed days alone, and nothing where they have no data", () => {
    const rows = [
      buildRow({ value: 200, compared: 150, previous: 100 }),
      buildRow({ value: 200, compared: null, previous: 100 }),
    ];
    const changes = leaderboardView(buildBoard({ rows }), viewer).rows.map(({ change }) => change?.text);
    expect(changes).toEqual(["50%", undefined]);
  });

  it("keeps a private member's place without a name or a way to open it", () => {
    const privateRow = buildRow({
      private: true,
      value: null,
      member: { id: "", crmId: "", name: "Private member", teamId: null },
    });
    const [row] = leaderboardView(buildBoard({ rows: [privateRow] }), { ...viewer, memberId: null }).rows;
    expect(row).toMatchObject({ memberId: null, value: "–", isMe: false, isPrivate: true });
  });

  it("says the days as days, whatever the viewer's zone", () => {
    const view = leaderboardView(buildBoard(), {
      memberId: null,
      locale: { language: "en-GB", timeZone: "Pacific/Kiritimati" },
    });
    expect(view.span.replace(/\s/gu, "")).toBe("1–30Nov2026");
  });

  it("shows a small sample with its base", () => {
    const rate = buildBoard({
      metric: { id: "win_rate", label: "Win rate", unit: "percent", currency: null, better: "higher" },
      rows: [buildRow({ value: 50, smallSample: true, basis: { numerator: 1, denominator: 2 } })],
    });
    expect(leaderboardView(rate, viewer).rows[0]).toMatchObject({ value: "50.0%", note: "1 / 2, few cases" });
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
