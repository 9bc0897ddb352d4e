import { describe, expect, it } from "vitest";
import { readExplained } from "../../../ui-extension/cards/explanation/explain-address.ts";
import { writeExplained } from "../../../ui-extension/cards/explanation/write-explained.ts";
import type { BoardQuery } from "../../../ui-extension/cards/leaderboard/board-query.ts";
import { figureOf } from "../../../ui-extension/cards/leaderboard/use-open-figure.ts";
import { buildBoard } from "./leaderboard-board.ts";

const QUERY: BoardQuery = {
  metric: "revenue_closed",
  by: "team",
  period: "this_month",
  team: "emea",
  region: "North",
  department: "Field",
  segment: "pipeline:new",
  at: "2026-11-13T14:00:00.000Z",
};
const MONTH = { metric: "revenue_closed", from: "2026-11-01", to: "2026-11-30" };

describe("what is asked about a figure of a board", () => {
  const board = buildBoard();
  const { team, region, department, segment, at } = QUERY;

  it("is asked of a team as its row is filtered", () => {
    const row = { memberId: null, teamId: "east", name: "East" };
    expect(figureOf(board, QUERY, row)).toEqual({
      ...MONTH,
      memberId: "",
      ofTeam: "east",
      memberName: "East",
      ...{ team, region, department, segment, at },
    });
  });

  it("is asked of the total as the whole board is filtered", () => {
    const whole = { ...MONTH, memberId: "", team, region, department, segment, at };
    expect(figureOf(board, QUERY, "total")).toEqual(whole);
    expect(figureOf(board, { metric: "revenue_closed", by: "member" }, "total")).toEqual({
      ...MONTH,
      memberId: "",
    });
  });

  it("is asked of the quota over it, and of who is on track, as the whole board is filtered", () => {
    const whole = { ...MONTH, memberId: "", team, region, department, segment, at };
    expect(figureOf(board, QUERY, "team_quota")).toEqual({ ...whole, board: "team_quota" });
    expect(figureOf(board, QUERY, "on_track")).toEqual({ ...whole, board: "on_track" });
  });

  it("is asked of the days that are compared with, of whoever is on the board", () => {
    const row = { memberId: null, teamId: "east", name: "East" };
    const asked = figureOf(board, QUERY, row, "compared");
    expect(asked).toEqual({
      ...figureOf(board, QUERY, row),
      board: "compared",
      days: { from: "2026-10-01", to: "2026-10-20" },
    });
    const search = `?explain=${writeExplained(asked)}`;
    const { memberName: _, ...target } = asked;
    expect(readExplained(search)).toEqual(target);
    expect(figureOf({ ...board, comparedWith: null }, QUERY, row, "compared")).toEqual(
      figureOf(board, QUERY, row),
    );
  });

  it("is asked of a person without what chooses among people", () => {
    const row = { memberId: "m1", teamId: null, name: "Maya Okafor" };
    const own = { ...MONTH, memberId: "m1", memberName: "Maya Okafor", team, segment, at };
    expect(figureOf(board, QUERY, row)).toEqual(own);
  });
});
