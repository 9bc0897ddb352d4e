import { describe, expect, it } from "vitest";
import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { WatchedBoard } from "../../../shared/live/board-difference.ts";
import { followLive } from "../../../ui-extension/cards/leaderboard/follow-live.ts";

function teamRow(value: number): LeaderboardRow {
  return {
    rank: 1,
    tied: false,
    team: { id: "north", crmId: "1", name: "North", parentId: null },
    value,
    previous: null,
    basis: { numerator: value, denominator: null },
    smallSample: false,
    private: false,
  };
}

function buildShared(revision: number, value: number): WatchedBoard {
  return {
    revision,
    rows: [teamRow(value)],
    total: value,
    leftOut: { count: 0, reasons: [] },
    soFar: false,
  };
}

const mine: Leaderboard = {
  ...buildShared(7, 900),
  metric: { id: "deals_won", label: "Deals Won", unit: "count", currency: null, better: "higher" },
  period: { from: "2026-11-01", to: "2026-11-30", timeZone: "UTC" },
  comparedWith: null,
  asOf: "2026-11-20T14:31:00.000Z",
  by: "team",
};

describe("my board beside the live one", () => {
  it("takes what is newer", () => {
    expect(followLive(mine, buildShared(8, 901), null)).toMatchObject({ total: 901, revision: 8 });
  });

  it("does not take what is older than what was fetched", () => {
    expect(followLive(mine, buildShared(6, 899), null)).toBeNull();
  });

  it("fetches where I see more than every member does, though the same teams stand on both", () => {
    expect(followLive({ ...mine, personal: true }, buildShared(8, 100), null)).toBe("fetch");
  });

  it("takes the days of a whole board with its figures", () => {
    const december = { from: "2026-12-01", to: "2026-12-31", timeZone: "UTC" };
    const followed = followLive(mine, buildShared(8, 0), { period: december, comparedWith: december });
    expect(followed).toMatchObject({ period: december, comparedWith: december, total: 0 });
  });
});
