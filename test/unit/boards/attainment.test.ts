import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import { buildMember, type Organisation, viewAs } from "./organisation.ts";
import { load, PEOPLE, places, TEAMS, won } from "./small-board.ts";

const QUARTER = { from: "2026-10-01", to: "2026-12-31" };

describe("quota attainment", () => {
  const quota = (id: string, amount: number, changes: Partial<Quota> = {}): Quota => ({
    metric: "revenue_closed",
    subject: { kind: "member", id },
    period: { grain: "month", from: "2026-11-01" },
    amount,
    effectiveFrom: null,
    ...changes,
  });
  const organisation: Organisation = {
    members: [
      ...PEOPLE,
      buildMember("dan", "us"),
      buildMember("lead", "emea", { role: "manager", managesTeamIds: ["emea"] }),
    ],
    teams: TEAMS,
    credits: [
      ...won("ana", 50, { teamId: "london" }),
      ...won("ben", 90, { teamId: "paris" }),
      ...won("cleo", 30, { teamId: "us" }),
      ...won("dan", 1000, { teamId: "us" }),
    ],
    quotas: [quota("ana", 200), quota("ben", 100), quota("cleo", 60)],
  };
  const query = { metric: "quota_attainment" as const };

  it("ranks by result over quota, and leaves those without a quota unranked", async () => {
    const board = await load(organisation, query);
    expect(places(board)).toEqual([
      ["ben", 1, false, 90],
      ["cleo", 2, false, 50],
      ["ana", 3, false, 25],
      ["dan", null, false, null],
      ["lead", null, false, null],
    ]);
    expect(board.rows[0]?.basis).toEqual({ numerator: 90, denominator: 100 });
    expect(board.total).toBe((170 * 100) / 360);
  });

  it("tells a member nobody's attainment but their own", async () => {
    const board = await load(organisation, query, viewAs("member", "ana"));
    const values = board.rows.map(({ member, value, basis }) => [member?.id, value, basis.denominator]);
    expect(values).toEqual([
      ["ben", null, null],
      ["cleo", null, null],
      ["ana", 25, 200],
      ["dan", null, null],
      ["lead", null, null],
    ]);
    expect(board.total).toBe(25);
    const teams = await load(organisation, { ...query, by: "team" }, viewAs("member", "ana"));
    expect(teams.rows.every(({ value, rank }) => value === null && rank === null)).toBe(true);
  });

  it("shows a manager the people of the teams they lead", async () => {
    const board = await load(organisation, query, viewAs("manager", "lead"));
    expect(board.rows.map(({ member, value }) => [member?.id, value])).toEqual([
      ["ben", 90],
      ["cleo", null],
      ["ana", 25],
      ["dan", null],
      ["lead", null],
    ]);
    expect(board.total).toBe((140 * 100) / 300);
    const teams = await load(organisation, { ...query, by: "team" }, viewAs("manager", "lead"));
    expect(teams.rows.map(({ team, value }) => [team?.id, value])).toEqual([
      ["paris", 90],
      ["emea", (140 * 100) / 300],
      ["london", 25],
      ["us", null],
    ]);
  });

  it("takes a team's own quota before what its people have together", async () => {
    const quotas = [
      ...(organisation.quotas ?? []),
      quota("us", 2060, { subject: { kind: "team", id: "us" } }),
    ];
    const board = await load({ ...organisation, quotas }, { ...query, by: "team" });
    expect(board.rows.find(({ team }) => team?.id === "us")?.value).toBe(50);
  });

  it("takes a part of the month's quota for a range, by working days", async () => {
    const board = await load(organisation, { ...query, from: "2026-11-09", to: "2026-11-13" });
    expect(board.rows.find(({ member }) => member?.id === "ana")?.basis).toEqual({
      numerator: 50,
      denominator: 50,
    });
  });

  it("can be of another kind of quota, over a quarter from its months", async () => {
    const months = ["2026-10-01", "2026-11-01", "2026-12-01"].map((from) =>
      quota("ana", 2, { metric: "deals_won", period: { grain: "month", from } }),
    );
    const board = await load(
      { ...organisation, quotas: months },
      { ...query, quotaMetric: "deals_won", ...QUARTER },
    );
    expect(board.rows[0]).toMatchObject({ member: { id: "ana" }, value: 100 / 6 });
  });
});
