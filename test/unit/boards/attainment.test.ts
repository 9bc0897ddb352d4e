import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import { loadExplanation } from "../../../worker/app/explain/load-explanation.ts";
import { loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { buildContext, buildMember, type Organisation, viewAs } from "./organisation.ts";
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

  it("asks less of whoever was away, where that relieves the quota", async () => {
    // Ten of the twenty working days of November: the 2nd to the 13th.
    const leave = { from: "2026-11-01", to: "2026-11-15" };
    const away = (id: string, relievesQuota: boolean) =>
      buildMember(id, "us", { leaves: [{ ...leave, relievesQuota }] });
    const members = [away("ben", true), away("cleo", false)];
    const board = await load({ ...organisation, members }, query);
    expect(board.rows.map(({ member, basis }) => [member?.id, basis.denominator])).toEqual([
      ["ben", 50],
      ["cleo", 60],
    ]);
    expect(board.total).toBe((120 * 100) / 110);
  });

  it("shows a member the own row alone, without a place among quotas that are not shown", async () => {
    const leftOut = won("ben", 0, { teamId: "paris", leftOut: "no_amount", count: 0 });
    const known = { ...organisation, credits: [...(organisation.credits ?? []), ...leftOut] };
    const board = await load(known, { ...query, details: true }, viewAs("member", "ana"));
    expect(places(board)).toEqual([["ana", null, false, 25]]);
    expect(board.rows[0]).toMatchObject({
      basis: { numerator: 50, denominator: 200 },
      details: { movement: null, toNext: null, notRanked: false, quota: { attainment: 25 } },
    });
    expect([board.total, board.leftOut.count, board.personal]).toEqual([25, 0, true]);
    expect(board.details?.standing).toEqual({
      rank: null,
      tied: false,
      rankBefore: null,
      since: null,
      toNext: null,
      nextRank: null,
      of: 0,
    });
    const teams = await load(known, { ...query, by: "team" }, viewAs("member", "ana"));
    expect(teams.rows).toEqual([]);
  });

  it("shows nobody to whoever stands for all members", async () => {
    for (const by of ["member", "team"] as const) {
      const board = await load(organisation, { ...query, by, details: true }, viewAs("member"));
      expect([board.rows, board.total, board.personal]).toEqual([[], null, false]);
    }
  });

  it("ranks among themselves the people and teams whom a manager leads", async () => {
    const board = await load(organisation, query, viewAs("manager", "lead"));
    expect(places(board)).toEqual([
      ["ben", 1, false, 90],
      ["ana", 2, false, 25],
      ["lead", null, false, null],
    ]);
    expect(board.total).toBe((140 * 100) / 300);
    const teams = await load(organisation, { ...query, by: "team" }, viewAs("manager", "lead"));
    expect(places(teams)).toEqual([
      ["paris", 1, false, 90],
      ["london", 2, false, 25],
      ["emea", null, false, (140 * 100) / 300],
    ]);
  });

  it("hides a manager's team over days on which somebody counted for it whom they do not lead any more", async () => {
    const memberships = [
      { teamId: "london", from: null, until: "2026-11-05" },
      { teamId: "us", from: "2026-11-06", until: null },
    ];
    const october = quota("gone", 70, { period: { grain: "month", from: "2026-10-01" } });
    const known: Organisation = {
      ...organisation,
      members: [...organisation.members, buildMember("gone", null, { memberships })],
      credits: [...(organisation.credits ?? []), ...won("ana", 40, { teamId: "london", day: "2026-10-05" })],
      quotas: [
        ...(organisation.quotas ?? []),
        october,
        quota("ana", 200, { period: { grain: "month", from: "2026-10-01" } }),
      ],
    };
    const lead = viewAs("manager", "lead");
    const before = await load(known, { ...query, period: "last_month", by: "team" }, lead);
    expect(before.rows.map(({ team }) => team?.id)).toEqual(["paris"]);
    const now = await load(known, { ...query, by: "team", compare: true }, lead);
    expect(now.rows.map(({ team, previous }) => [team?.id, previous])).toEqual([
      ["paris", null],
      ["london", null],
      ["emea", null],
    ]);
    const details = { period: "last_month", by: "team", details: true } as const;
    const revenue = await load(known, details, lead);
    expect(revenue.rows.find(({ team }) => team?.id === "london")?.details?.quota).toBeNull();
    const why = await loadExplanation(
      buildContext(known),
      { metric: "quota_attainment", memberId: null, ofTeamId: "london", period: "last_month" },
      lead,
    );
    expect(why).toMatchObject({ ok: false, error: { reason: "not_permitted" } });
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

  it("asks of a part of a team's people what is asked of them, not what is asked of all", async () => {
    const members = [
      buildMember("ana", "london", { region: "north" }),
      buildMember("eve", "london", { region: "south" }),
    ];
    const quotas = [
      quota("ana", 200),
      quota("eve", 300),
      quota("london", 600, { subject: { kind: "team", id: "london" } }),
    ];
    const known = { ...organisation, members, quotas };
    const london = async (region?: string) => {
      const board = await load(known, {
        ...query,
        by: "team",
        details: true,
        ...(region === undefined ? {} : { region }),
      });
      const row = board.rows.find(({ team }) => team?.id === "london");
      return [row?.basis, row?.details?.quota?.attainment];
    };
    expect(await london()).toEqual([{ numerator: 50, denominator: 600 }, (50 * 100) / 600]);
    expect(await london("north")).toEqual([{ numerator: 50, denominator: 200 }, 25]);
    const inTeam = await load(known, {
      metric: "revenue_closed",
      teamId: "london",
      region: "north",
      details: true,
    });
    expect(inTeam.details?.teamQuota).toMatchObject({ quota: 200, attainment: 25 });
  });

  describe("on the board is what the list of attainment says", () => {
    const byDefault = (amount: number, id: string | null = null) =>
      quota("", amount, { subject: { kind: "default", id } });
    const listed = async (known: Organisation) => {
      const answer = await loadAttainment(
        buildContext(known),
        { metric: "revenue_closed", period: "this_month" },
        viewAs("admin"),
      );
      if (!answer.ok) throw new Error(answer.error.reason);
      return answer.value;
    };
    const rowsOf = async (known: Organisation) => {
      const { rows } = await load(known, query);
      return new Map(rows.map(({ member, basis }) => [member?.id, basis.denominator]));
    };

    it("for an admin who sells nothing, and the teams that hold one", async () => {
      const known: Organisation = {
        teams: TEAMS,
        members: [buildMember("ana", "london"), buildMember("root", "london", { role: "admin" })],
        credits: won("ana", 50, { teamId: "london" }),
        quotas: [byDefault(100)],
      };
      const list = await listed(known);
      expect(list.rows.map(({ subject, quota: asked }) => [subject.id, asked])).toEqual([["ana", 100]]);
      expect(list.teams.find(({ team }) => team.id === "london")?.attainment).toBe(50);
      expect(await rowsOf(known)).toEqual(
        new Map([
          ["ana", 100],
          ["root", null],
        ]),
      );
      const teams = await load(known, { ...query, by: "team" });
      expect(teams.rows.find(({ team }) => team?.id === "london")?.value).toBe(50);
      const selling = {
        ...known,
        credits: [...(known.credits ?? []), ...won("root", 20, { teamId: "london" })],
      };
      expect(await rowsOf(selling)).toEqual(
        new Map([
          ["ana", 100],
          ["root", 100],
        ]),
      );
    });

    it("for somebody who changed the team, whichever team is looked at", async () => {
      const memberships = [
        { teamId: "london", from: null, until: "2026-11-12" },
        { teamId: "paris", from: "2026-11-13", until: null },
      ];
      const known: Organisation = {
        teams: TEAMS,
        members: [buildMember("ana", null, { memberships }), buildMember("ben", "paris")],
        credits: [
          ...won("ana", 20, { teamId: "london" }),
          ...won("ana", 30, { teamId: "paris", day: "2026-11-16" }),
          ...won("ben", 90, { teamId: "paris" }),
        ],
        quotas: [quota("ana", 100), quota("ben", 100)],
      };
      const list = await listed(known);
      expect(list.rows.map(({ subject, attainment }) => [subject.id, attainment])).toEqual([
        ["ana", 50],
        ["ben", 90],
      ]);
      for (const teamId of ["paris", "emea"]) {
        const board = await load(known, { ...query, teamId });
        expect(board.rows.map(({ member, value }) => [member?.id, value])).toEqual([
          ["ben", 90],
          ["ana", 50],
        ]);
        const why = await loadExplanation(
          buildContext(known),
          { metric: "quota_attainment", memberId: "ana", teamId, period: "this_month" },
          viewAs("admin"),
        );
        expect(why).toMatchObject({ ok: true, value: { value: 50, countedTotal: 2 } });
        const revenue = await load(known, { teamId, details: true });
        expect(revenue.rows.map(({ details }) => details?.quota?.attainment)).toEqual([90, 50]);
      }
      expect((await load(known, { teamId: "paris" })).rows.map(({ value }) => value)).toEqual([90, 30]);
      const teams = await load(known, { ...query, by: "team" });
      for (const { team, value } of teams.rows) {
        expect([team?.id, value]).toEqual([
          team?.id,
          list.teams.find((figures) => figures.team.id === team?.id)?.attainment,
        ]);
      }
    });

    it("for somebody who is in no team any more", async () => {
      const memberships = [{ teamId: "london", from: null, until: "2026-11-12" }];
      const known: Organisation = {
        teams: TEAMS,
        members: [buildMember("ana", null, { memberships })],
        credits: won("ana", 50, { teamId: "london" }),
        quotas: [byDefault(500), byDefault(100, "london")],
      };
      const list = await listed(known);
      expect(list.rows.map(({ quota: asked }) => asked)).toEqual([100]);
      expect(await rowsOf(known)).toEqual(new Map([["ana", 100]]));
    });
  });
});
