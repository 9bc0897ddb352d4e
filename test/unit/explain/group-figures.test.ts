import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { METRIC_IDS, PERIOD_NAMES, type PrivacyMode } from "../../../shared/contracts/ids.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import type { ExplanationQuery } from "../../../worker/app/explain/explained-figure.ts";
import { sharedViewer, type Viewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "../boards/organisation.ts";
import { OPEN, pairOf, SHY, TEAMS, type Twins, twins } from "../boards/twins.ts";
import { expectAddsUp, explained, privacy, viewer } from "./figure-answers.ts";

/** What is shared is counted in these: they are asked for more often than the others. */
const COUNTS_OF_DEALS = ["deals_won", "deals_created", "win_rate", "average_deal_size"] as const;

/** What a board may be asked, without how it is divided into rows. */
const asked = fc.record({
  metric: fc.constantFrom(...METRIC_IDS, ...COUNTS_OF_DEALS),
  quotaMetric: fc.constantFrom("revenue_closed" as const, "deals_won" as const),
  period: fc.constantFrom(...PERIOD_NAMES),
  teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined, freq: 1 }),
  region: fc.constantFrom(undefined, undefined, "north", "south"),
  department: fc.constantFrom(undefined, undefined, undefined, "field"),
  segment: fc.option(fc.constantFrom("pipeline:p1", "type:new"), { nil: undefined, freq: 1 }),
  at: fc.constantFrom(undefined, "2026-11-12T12:00:00.000Z"),
});

const teamId = fc.constantFrom("top", "left", "right", "apart");

/** Deals that several have won together, whoever of them holds the unit. */
const deals = fc.array(
  fc.record({
    event: fc.constantFrom("deal_won" as const, "revenue_closed" as const, "deal_created" as const),
    holders: fc.uniqueArray(fc.record({ id: fc.constantFrom(...OPEN, ...SHY), teamId }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ id }) => id,
    }),
    unit: fc.nat(3),
    day: fc.constantFrom("2026-10-20", "2026-11-02", "2026-11-19"),
    amountMinor: fc.integer({ min: -1000, max: 1000 }),
  }),
  { minLength: 2, maxLength: 8 },
);
type Deals = typeof deals extends fc.Arbitrary<infer Value> ? Value : never;

function linesOf(shared: Deals, isHeld: (id: string) => boolean): readonly Credit[] {
  return shared.flatMap(({ holders, unit, ...deal }, index) =>
    holders.flatMap((holder, line) => {
      if (!isHeld(holder.id)) return [];
      const { id: memberId, teamId: heldIn } = holder;
      const isUnit = line === unit % holders.length;
      const crmId = `deal-${index}`;
      return [buildCredit({ ...deal, crmId, line, memberId, teamId: heldIn, unit: isUnit ? 1 : 0 })];
    }),
  );
}

/**
 * The pair with people in two regions and a department, deals of two pipelines, and deals that are shared. The second
 * knows nothing of the shares of private people.
 */
function dividedPair(mode: PrivacyMode, seed: Twins, shared: Deals): readonly [Organisation, Organisation] {
  const [one, other] = pairOf(mode, seed);
  return [
    divided(
      one,
      linesOf(shared, () => true),
    ),
    divided(
      other,
      linesOf(shared, (id) => OPEN.includes(id)),
    ),
  ];
}

function divided(organisation: Organisation, shared: readonly Credit[]): Organisation {
  const members = organisation.members.map((member, index) => ({
    ...member,
    region: index % 2 === 0 ? "north" : "south",
    department: index % 3 === 0 ? null : "field",
  }));
  const credits = [...(organisation.credits ?? []), ...shared].map((credit) => ({
    ...credit,
    slice: { pipelineId: credit.crmId.length % 2 === 0 ? "p1" : "p2", dealType: "new" },
  }));
  return { ...organisation, members, credits };
}

type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

async function board(
  organisation: Organisation,
  query: Asked & { by: "member" | "team"; compare?: boolean },
  by: Viewer,
): Promise<Leaderboard | null> {
  const answer = await loadLeaderboard(
    buildContext(organisation),
    { compare: false, ...query, all: true },
    by,
  );
  return answer.ok ? answer.value : null;
}

describe("a figure of a board", () => {
  it("is explained by lines that add up to it: of each person, each team and the total, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, deals, asked, viewer, privacy, async (seed, shared, query, by, mode) => {
        const [organisation] = dividedPair(mode, seed, shared);
        const people = await board(organisation, { ...query, by: "member" }, by);
        const teams = await board(organisation, { ...query, by: "team" }, by);
        const total = await explained(organisation, { ...query, memberId: null }, by);
        expect(total.ok).toBe(people !== null);
        if (!total.ok || !people || !teams) return;
        expect([total.value.value, total.value.value]).toEqual([people.total, teams.total]);
        expectAddsUp(total.value);
        for (const { team, value, basis } of teams.rows) {
          const row = await explained(organisation, { ...query, memberId: null, ofTeamId: team?.id }, by);
          if (!row.ok) expect([row.error.reason, value]).toEqual(["not_permitted", null]);
          else {
            expect([row.value.value, row.value.basis, row.value.team]).toEqual([value, basis, team]);
            expectAddsUp(row.value);
          }
        }
        for (const { member, value, basis } of people.rows.filter((row) => !row.private)) {
          const row = await explained(organisation, { ...query, memberId: member?.id ?? "" }, by);
          if (!row.ok) expect([row.error.reason, value]).toEqual(["not_permitted", null]);
          else {
            expect([row.value.value, row.value.basis]).toEqual([value, basis]);
            expectAddsUp(row.value);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is compared with a figure that is explained by lines that add up to it, over all filters", async () => {
    await fc.assert(
      fc.asyncProperty(twins, deals, asked, viewer, privacy, async (seed, shared, query, by, mode) => {
        const [organisation] = dividedPair(mode, seed, shared);
        const compared = { ...query, compare: true };
        const people = await board(organisation, { ...compared, by: "member" }, by);
        const teams = await board(organisation, { ...compared, by: "team" }, by);
        const span = people?.comparedWith;
        if (!people || !teams || !span) return;
        const question = { ...query, board: "compared" as const, days: { from: span.from, to: span.to } };
        const check = async (whose: Pick<ExplanationQuery, "memberId" | "ofTeamId">, was: number | null) => {
          const told = await explained(organisation, { ...question, ...whose }, by);
          if (!told.ok) return expect([told.error.reason, was]).toEqual(["not_permitted", null]);
          expect([told.value.value, told.value.period.from]).toEqual([was, span.from]);
          expectAddsUp(told.value);
        };
        for (const { team, previous } of teams.rows) {
          await check({ memberId: null, ofTeamId: team?.id }, previous);
        }
        for (const { member, previous } of people.rows.filter((row) => !row.private)) {
          await check({ memberId: member?.id ?? "" }, previous);
        }
        const total = await loadLeaderboard(
          buildContext(organisation),
          { ...compared, by: "member", details: true },
          by,
        );
        if (total.ok) await check({ memberId: null }, total.value.details?.totals.previous ?? null);
      }),
      { numRuns: 200 },
    );
  });

  it("is compared with no days that end before they begin, whose figure it is", async () => {
    const organisation: Organisation = { members: [buildMember("ana", null)], credits: [] };
    const days = { from: "2026-10-31", to: "2026-10-01" };
    for (const memberId of [null, "ana"]) {
      const question = { metric: "deals_won", memberId, board: "compared", days } as const;
      expect(await explained(organisation, question, viewAs("admin"))).toMatchObject({
        ok: false,
        error: { reason: "period_invalid" },
      });
    }
  });

  it("tells a peer the same whatever a private person did, over all filters, of teams and totals", async () => {
    const peer = fc.constantFrom(
      viewAs("member", "ana"),
      viewAs("viewer", "ben"),
      viewAs("manager", "lead"),
      sharedViewer("tenant"),
    );
    const ofTeam = fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: undefined });
    const days = { from: "2026-10-01", to: "2026-10-31" };
    const place = fc.constantFrom(
      {},
      {},
      { board: "team_quota" as const },
      { board: "compared" as const, days },
    );
    const shy = fc.constantFrom<PrivacyMode>("hidden", "anonymous");
    await fc.assert(
      fc.asyncProperty(
        twins,
        deals,
        asked,
        ofTeam,
        place,
        peer,
        shy,
        async (seed, shared, query, ofTeamId, place, by, mode) => {
          const [one, other] = dividedPair(mode, seed, shared);
          const question = { ...query, ofTeamId, memberId: null, ...place };
          const told = await explained(one, question, by);
          expect(told).toEqual(await explained(other, question, by));
          for (const id of SHY) expect(JSON.stringify(told)).not.toContain(id);
        },
      ),
      { numRuns: 400 },
    );
  });

  it("has its quota explained by the people whose it is, as the strip over it has it, over all filters", async () => {
    const metric = fc.constantFrom(
      "revenue_closed" as const,
      "deals_won" as const,
      "quota_attainment" as const,
    );
    await fc.assert(
      fc.asyncProperty(
        twins,
        deals,
        asked,
        metric,
        viewer,
        privacy,
        async (seed, shared, query, of, by, mode) => {
          const [organisation] = dividedPair(mode, seed, shared);
          const asking = { ...query, metric: of };
          const answer = await loadLeaderboard(
            buildContext(organisation),
            { ...asking, by: "member", compare: false, all: true, details: true },
            by,
          );
          const told = await explained(organisation, { ...asking, memberId: null, board: "team_quota" }, by);
          if (by.role === "member" || by.role === "viewer") {
            if (answer.ok) expect(told).toMatchObject({ ok: false, error: { reason: "not_permitted" } });
            return;
          }
          if (!answer.ok || query.segment !== undefined) return expect(told.ok).toBe(false);
          if (!told.ok) throw new Error(told.error.reason);
          const strip = answer.value.details?.teamQuota ?? null;
          const { value, quota } = told.value;
          const { people = [], judged, onTrack } = quota?.over ?? {};
          expect([value, quota?.amount, people.length, judged, onTrack]).toEqual([
            strip?.attainment ?? null,
            strip?.quota ?? null,
            strip?.people ?? 0,
            strip?.judged ?? 0,
            strip?.onTrack ?? 0,
          ]);
          expectAddsUp(told.value);
          if (quota?.source !== "people") return;
          expect(people.reduce((sum, person) => sum + person.quota, 0)).toBeCloseTo(quota.amount ?? 0, 6);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("has a team's own quota explained as that, with the people under it", async () => {
    const quota = (kind: "member" | "team", id: string, amount: number) => ({
      metric: "revenue_closed" as const,
      subject: { kind, id },
      period: { grain: "month" as const, from: "2026-11-01" },
      amount,
      effectiveFrom: null,
    });
    const organisation: Organisation = {
      members: [
        buildMember("ana", "left"),
        buildMember("ben", "left"),
        buildMember("lead", "left", { role: "manager", managesTeamIds: ["left"] }),
      ],
      teams: TEAMS,
      credits: [buildCredit({ event: "revenue_closed", memberId: "ana", teamId: "left", amountMinor: 300 })],
      quotas: [quota("team", "left", 1000), quota("member", "ana", 300), quota("member", "ben", 400)],
    };
    const query = {
      metric: "revenue_closed",
      memberId: null,
      period: "this_month",
      board: "team_quota",
    } as const;
    const told = async (teamId?: string) => {
      const answer = await explained(organisation, { ...query, teamId }, viewAs("manager", "lead"));
      if (!answer.ok) throw new Error(answer.error.reason);
      const { value, quota: found } = answer.value;
      const names = found?.over?.people.map(({ id, status }) => `${id} ${status}`);
      return [value, found?.source, found?.amount, names, answer.value.countedTotal];
    };
    const people = ["ana reached", "ben behind"];
    expect(await told("left")).toEqual([30, "team", 1000, people, 1]);
    expect(await told()).toEqual([(300 / 700) * 100, "people", 700, people, 1]);
  });

  it("opens its records to a manager where it is of their people alone, and to nobody below for more", async () => {
    const organisation: Organisation = {
      members: [
        buildMember("ana", "left"),
        buildMember("ben", "left"),
        buildMember("lead", "left", { role: "manager", managesTeamIds: ["left"] }),
        buildMember("cleo", "right"),
      ],
      teams: TEAMS,
      credits: [
        buildCredit({ event: "deal_won", memberId: "ana", teamId: "left" }),
        buildCredit({ event: "deal_won", memberId: "cleo", teamId: "right" }),
      ],
    };
    const visible = async (by: Viewer, query: Partial<ExplanationQuery>) => {
      const question = { metric: "deals_won", memberId: null, period: "this_month", ...query } as const;
      const told = await explained(organisation, question, by);
      return told.ok && told.value.recordsVisible;
    };
    const lead = viewAs("manager", "lead");
    expect(await visible(lead, { ofTeamId: "left" })).toBe(true);
    expect(await visible(lead, { teamId: "left" })).toBe(true);
    expect(await visible(lead, { ofTeamId: "right" })).toBe(false);
    expect(await visible(lead, { ofTeamId: "top" })).toBe(false);
    expect(await visible(lead, {})).toBe(false);
    expect(await visible(viewAs("member", "ana"), { ofTeamId: "left" })).toBe(false);
    expect(await visible(viewAs("admin"), { ofTeamId: "top" })).toBe(true);
    const shared = await explained(
      organisation,
      { metric: "deals_won", memberId: null, period: "this_month" },
      sharedViewer("tenant"),
    );
    expect(shared.ok && shared.value).toMatchObject({ value: 2, countedTotal: 2, counted: [] });
  });

  it("counts a deal of two of a team once, shows both shares, and counts it in each team of two", async () => {
    const shares = ["ana", "ben"].map((memberId, line) =>
      buildCredit({
        event: "deal_won",
        crmId: "deal",
        line,
        memberId,
        teamId: memberId === "ana" ? "left" : "right",
        unit: line === 0 ? 1 : 0,
        marks: ["split"],
      }),
    );
    const organisation: Organisation = {
      members: [buildMember("ana", "left"), buildMember("ben", "right")],
      teams: TEAMS,
      credits: shares,
    };
    const told = async (ofTeamId: string) => {
      const query = { metric: "deals_won", memberId: null, period: "this_month", ofTeamId } as const;
      const told = await explained(organisation, query, viewAs("admin"));
      if (!told.ok) throw new Error(told.error.reason);
      return [
        told.value.value,
        told.value.counted.map(({ contribution, marks }) => [contribution, ...marks]),
      ];
    };
    expect(await told("left")).toEqual([1, [[1, "split"]]]);
    expect(await told("right")).toEqual([1, [[1, "split"]]]);
    expect(await told("top")).toEqual([
      1,
      [
        [1, "split"],
        [0, "split"],
      ],
    ]);
  });
});
