import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { buildCalendar, buildRules } from "../../builders/rules.ts";
import { BY, NOTHING, NOW, profile, storesOf } from "./people-stores.ts";

/** Rules in which nothing is as a tenant starts with. */
const RULES = buildRules({
  calendar: buildCalendar({
    timeZone: "US/Eastern",
    fiscal: { kind: "weeks", pattern: "4-4-5", startMonth: 2, anchor: "last" },
    holidays: ["2026-12-25"],
  }),
  homeCurrency: "EUR",
  pipelines: ["default"],
  events: {
    meeting_booked: { creditSource: { kind: "property", name: "sdr_owner" } },
    revenue_closed: { amountProperty: "annual_value", pipelines: ["default", "renewals"] },
  },
});

/** Names that broke other software: quotes, markup, controls, right-to-left, emoji, formulas, nothing much. */
const NAUGHTY = [
  "Robert'); DROP TABLE members;--",
  '"><script>alert(1)</script>',
  "undefined",
  "NULL",
  "1E+02",
  "0x0",
  "=1+1|cmd",
  "   leading and trailing   ",
  "\u0000\u0001\u001f\u007f",
  "\u202Etest\u202D",
  "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
  "👩‍👩‍👧‍👦 🇺🇳",
  "田中さんにあげて下さい",
  "\uFEFF",
  "%d%s%n{0}$HOME",
  "\\\\server\\share\r\n\ttab",
];

describe("members", () => {
  it("come back as they were stored, whatever they are called", async () => {
    const { reader, writer } = storesOf("t-names");
    const profiles = NAUGHTY.map((name, index) => ({
      ...profile(`m${index}`, name),
      crmId: name,
      email: name,
    }));
    await writer.savePeople({ ...NOTHING, profiles }, BY);
    const found = new Map((await reader.loadIdentifiedMembers()).map((member) => [member.id, member]));
    expect(profiles.map(({ id }) => found.get(id)?.name)).toEqual(NAUGHTY);
    expect(profiles.map(({ id }) => found.get(id)?.email)).toEqual(NAUGHTY);
  });

  it("carry their ids, memberships and teams they lead", async () => {
    const { reader, writer } = storesOf("t-whole");
    await writer.savePeople(
      {
        ...NOTHING,
        profiles: [profile("m1")],
        newAliases: [
          { kind: "owner", alias: "12345678901234567890", memberId: "m1" },
          { kind: "owner", alias: "7", memberId: "m1" },
          { kind: "user", alias: "7", memberId: "m1" },
          { kind: "person", alias: "hash", memberId: "m1" },
        ],
        newQueueOwnerIds: ["queue-1"],
        memberships: [
          { memberId: "m1", teamId: "team-a", from: null, until: "2026-01-31" },
          { memberId: "m1", teamId: "team-b", from: "2026-02-01", until: null },
        ],
      },
      BY,
    );
    await writer.saveTeamLeads("m1", ["team-b", "team-b", "team-a"]);
    expect(await reader.loadIdentifiedMembers()).toEqual([
      {
        ...profile("m1"),
        role: "member",
        roleByHand: false,
        privacy: "named",
        leaves: [],
        region: null,
        department: null,
        ownerIds: ["12345678901234567890", "7"],
        userIds: ["7"],
        personKeys: ["hash"],
        memberships: [
          { teamId: "team-a", from: null, until: "2026-01-31" },
          { teamId: "team-b", from: "2026-02-01", until: null },
        ],
        managesTeamIds: ["team-a", "team-b"],
      },
    ]);
    expect(await reader.loadQueueOwnerIds()).toEqual(["queue-1"]);
    await writer.saveTeamLeads("m1", []);
    expect((await reader.loadIdentifiedMembers())[0]?.managesTeamIds).toEqual([]);
  });

  it("keep role and privacy when the CRM changes the rest", async () => {
    const { reader, writer } = storesOf("t-role");
    await writer.savePeople({ ...NOTHING, profiles: [profile("m1")] }, BY);
    await writer.saveRoleByHand("m1", "admin");
    await writer.savePrivacy("m1", "anonymous");
    await writer.savePeople({ ...NOTHING, profiles: [profile("m1", "Renamed")] }, BY);
    await writer.saveDecidedRoles([{ memberId: "m1", role: "viewer" }]);
    const kept = { name: "Renamed", role: "admin", roleByHand: true, privacy: "anonymous" };
    expect((await reader.loadIdentifiedMembers())[0]).toMatchObject(kept);
    expect(await writer.giveRoleBack("m1", null)).toBe(true);
    expect((await reader.loadIdentifiedMembers())[0]).toMatchObject({ role: "admin", roleByHand: false });
    await writer.saveDecidedRoles([{ memberId: "m1", role: "viewer" }]);
    expect((await reader.loadIdentifiedMembers())[0]).toMatchObject({ role: "viewer", roleByHand: false });
    await writer.saveRoleByHand("m1", "admin");
    expect(await writer.giveRoleBack("m1", "manager")).toBe(true);
    expect((await reader.loadIdentifiedMembers())[0]).toMatchObject({ role: "manager", roleByHand: false });
  });

  it("keep what they are filtered by, each part by itself", async () => {
    const { reader, writer } = storesOf("t-attributes");
    await writer.savePeople({ ...NOTHING, profiles: [profile("m1")] }, BY);
    const saved = async () =>
      (await reader.loadMembers()).map(({ region, department }) => [region, department]);
    expect(await saved()).toEqual([[null, null]]);
    await writer.saveAttributes("m1", { region: "North", department: "Field" });
    await writer.saveAttributes("m1", { region: undefined, department: null });
    await writer.savePeople({ ...NOTHING, profiles: [profile("m1", "Renamed")] }, BY);
    expect(await saved()).toEqual([["North", null]]);
  });

  it("keep the day they came on, once the CRM tells it", async () => {
    const { reader, writer } = storesOf("t-joined");
    const joinedOn = async () => (await reader.loadMembers()).map((member) => member.joinedOn);
    await writer.savePeople({ ...NOTHING, profiles: [profile("m1")] }, BY);
    expect(await joinedOn()).toEqual([null]);
    const known = { ...profile("m1"), joinedOn: "2025-03-01" };
    await writer.savePeople({ ...NOTHING, profiles: [known] }, BY);
    expect(await joinedOn()).toEqual(["2025-03-01"]);
  });

  it("of another tenant are neither seen nor changed", async () => {
    const a = storesOf("t-mine");
    const b = storesOf("t-other");
    for (const { writer } of [a, b]) {
      await writer.savePeople(
        {
          ...NOTHING,
          profiles: [profile("shared-id")],
          newAliases: [{ kind: "owner", alias: "1", memberId: "shared-id" }],
          newQueueOwnerIds: ["q"],
          openedTeams: [{ id: "team-1", crmId: "1", name: "Team", parentId: null }],
        },
        BY,
      );
      await writer.saveFirstRules(RULES, BY);
    }
    await a.writer.savePeople(
      {
        ...NOTHING,
        profiles: [profile("shared-id", "Mine"), profile("only-mine")],
        droppedAliases: [{ kind: "owner", alias: "1", memberId: "shared-id" }],
        droppedQueueOwnerIds: ["q"],
        closedTeamIds: ["team-1"],
      },
      BY,
    );
    await a.writer.saveRoleByHand("shared-id", "admin");
    await a.writer.savePrivacy("shared-id", "hidden");
    await a.writer.saveTeamLeads("shared-id", ["team-1"]);
    await a.writer.savePipelines([{ id: "p", label: "Mine", stages: [] }]);
    await a.writer.saveRates([{ from: "USD", rate: 0.9, effectiveFrom: "2026-01-01" }]);

    expect(await b.reader.loadIdentifiedMembers()).toMatchObject([
      {
        id: "shared-id",
        name: "Name of shared-id",
        role: "member",
        privacy: "named",
        ownerIds: ["1"],
        managesTeamIds: [],
      },
    ]);
    expect(await b.reader.loadTeams()).toHaveLength(1);
    expect(await b.reader.loadQueueOwnerIds()).toEqual(["q"]);
    expect(await b.reader.loadPipelines()).toEqual([]);
    expect(await b.reader.loadRates()).toEqual([]);
  });
});

describe("leave", () => {
  const leave = (from: string, to: string | null, relievesQuota = false) => ({ from, to, relievesQuota });

  async function rowsOf(tenantId: string) {
    const rows = await env.DB.prepare(
      "SELECT member_id, from_day, set_by, set_at FROM leaves WHERE tenant_id = ?1 ORDER BY member_id, from_day",
    )
      .bind(tenantId)
      .all();
    return rows.results.map((row) => Object.values(row).join(" "));
  }

  it("comes back whole and in order, and is one person's of one tenant", async () => {
    const { reader, writer } = storesOf("t-leave");
    const other = storesOf("t-leave-other");
    const profiles = [profile("m1"), profile("m2")];
    await writer.savePeople({ ...NOTHING, profiles }, BY);
    await other.writer.savePeople({ ...NOTHING, profiles }, BY);
    const by = { setBy: "boss", now: BY.now };
    await writer.saveLeaves("m1", [leave("2026-03-01", null), leave("2026-01-05", "2026-01-09", true)], by);
    await writer.saveLeaves("m2", [leave("2026-03-01", "2026-03-01")], by);
    const leavesOf = async ({ loadMembers }: typeof reader) =>
      (await loadMembers()).map(({ id, leaves }) => [id, leaves]);
    expect(await leavesOf(reader)).toEqual([
      ["m1", [leave("2026-01-05", "2026-01-09", true), leave("2026-03-01", null)]],
      ["m2", [leave("2026-03-01", "2026-03-01")]],
    ]);
    await other.writer.saveLeaves("m1", [], by);
    expect(await leavesOf(other.reader)).toEqual([
      ["m1", []],
      ["m2", []],
    ]);
    await writer.saveLeaves("m1", [], by);
    expect(await leavesOf(reader)).toEqual([
      ["m1", []],
      ["m2", [leave("2026-03-01", "2026-03-01")]],
    ]);
  });

  it("keeps who set what stands already, and when", async () => {
    const { writer } = storesOf("t-leave-set");
    const first = [leave("2026-01-05", "2026-01-09"), leave("2026-03-01", null), leave("2026-05-01", null)];
    await writer.saveLeaves("m1", first, { setBy: "boss", now: "2026-01-01T00:00:00.000Z" });
    const second = [leave("2026-01-05", "2026-01-09"), leave("2026-03-01", "2026-03-05")];
    await writer.saveLeaves("m1", second, { setBy: "other", now: "2026-02-01T00:00:00.000Z" });
    expect(await rowsOf("t-leave-set")).toEqual([
      "m1 2026-01-05 boss 2026-01-01T00:00:00.000Z",
      "m1 2026-03-01 other 2026-02-01T00:00:00.000Z",
    ]);
  });
});

describe("the team tree", () => {
  const root = { id: "team-1", crmId: "1", name: "Root", parentId: null };
  const leaf = { id: "team-2", crmId: "2", name: "Leaf", parentId: "team-1" };

  it("is readable as it was known before a change of parent", async () => {
    const { reader, writer } = storesOf("t-tree");
    expect(await writer.savePeople({ ...NOTHING, openedTeams: [root, leaf] }, BY)).toBeNull();
    const revision = await writer.savePeople({ ...NOTHING, openedTeams: [{ ...leaf, parentId: null }] }, BY);
    expect(revision).toBe(1);
    const closing = await writer.savePeople({ ...NOTHING, closedTeamIds: [root.id] }, BY);
    expect(closing).toBe(2);
    expect(await reader.loadTeams(0)).toEqual([leaf, root]);
    expect(await reader.loadTeams(1)).toEqual([{ ...leaf, parentId: null }, root]);
    expect(await reader.loadTeams(2)).toEqual([{ ...leaf, parentId: null }]);
    expect(await reader.loadTeams()).toEqual([{ ...leaf, parentId: null }]);
  });

  it("shows today's names in every version", async () => {
    const { reader, writer } = storesOf("t-tree-names");
    await writer.savePeople({ ...NOTHING, openedTeams: [root, leaf] }, BY);
    await writer.savePeople({ ...NOTHING, openedTeams: [{ ...leaf, parentId: null }] }, BY);
    const renamed = [{ ...leaf, parentId: null, name: "Branch" }];
    expect(await writer.savePeople({ ...NOTHING, renamedTeams: renamed }, BY)).toBeNull();
    expect((await reader.loadTeams(0)).map(({ name }) => name)).toEqual(["Branch", "Root"]);
  });

  it("waits its turn when two writers want the same revision", async () => {
    const { reader, writer } = storesOf("t-tree-turns");
    await writer.savePeople({ ...NOTHING, openedTeams: [root] }, BY);
    const others = ["3", "4", "5"].map((crmId) => ({
      id: `team-${crmId}`,
      crmId,
      name: crmId,
      parentId: null,
    }));
    const revisions = await Promise.all(
      others.map((team) => writer.savePeople({ ...NOTHING, openedTeams: [team] }, BY)),
    );
    expect(revisions.toSorted()).toEqual([1, 2, 3]);
    expect(await reader.loadTeams()).toHaveLength(4);
  });

  it("takes a team that comes back under its old id", async () => {
    const { reader, writer } = storesOf("t-tree-back");
    await writer.savePeople({ ...NOTHING, openedTeams: [root] }, BY);
    await writer.savePeople({ ...NOTHING, closedTeamIds: [root.id] }, BY);
    await writer.savePeople({ ...NOTHING, openedTeams: [root] }, BY);
    expect([await reader.loadTeams(0), await reader.loadTeams(1), await reader.loadTeams(2)]).toEqual([
      [root],
      [],
      [root],
    ]);
  });
});

describe("pipelines, rates and rules", () => {
  const stage = { id: "won", label: "Won 🎉", order: 0, outcome: "won" as const, probability: 1 };
  const pipeline = { id: "default", label: "Sales", stages: [stage] };

  it("say whether anything changed, and keep what the CRM dropped", async () => {
    const { reader, writer } = storesOf("t-pipelines");
    const rate = { from: "USD", rate: 0.912345, effectiveFrom: "2026-01-01" };
    expect(await writer.savePipelines([pipeline])).toBe(true);
    expect(await writer.savePipelines([pipeline])).toBe(false);
    expect(await writer.savePipelines([{ ...pipeline, id: "second" }])).toBe(true);
    expect((await reader.loadPipelines()).map(({ id }) => id)).toEqual(["default", "second"]);
    expect((await reader.loadPipelines())[0]).toEqual(pipeline);
    expect(await writer.saveRates([rate])).toBe(true);
    expect(await writer.saveRates([rate])).toBe(false);
    expect(await writer.saveRates([])).toBe(false);
    await writer.dropRates();
    expect(await writer.saveRates([rate])).toBe(true);
    expect(await reader.loadRates()).toEqual([rate]);
  });

  it("start with the first rules and are not started twice", async () => {
    const { reader, writer } = storesOf("t-rules");
    await expect(reader.loadLiveGeneration()).rejects.toThrow("no live rules");
    await writer.saveFirstRules(RULES, BY);
    await writer.saveFirstRules({ ...RULES, homeCurrency: "USD" }, BY);
    expect(await reader.loadLiveGeneration()).toEqual({ number: 1, rules: RULES });
    expect(await reader.loadLiveGeneration(0)).toEqual({ number: 1, rules: RULES });
    expect(await reader.loadBuildingGeneration()).toBeNull();
  });

  it("shows the generation that was live at a revision, and the one being built", async () => {
    const { reader, writer } = storesOf("t-generations");
    await writer.saveFirstRules(RULES, BY);
    const next = JSON.stringify({ ...RULES, homeCurrency: "USD" });
    await env.DB.batch([
      env.DB.prepare(
        "UPDATE generations SET live_until = 5 WHERE tenant_id = 't-generations' AND generation = 1",
      ),
      env.DB.prepare(
        `INSERT INTO generations (tenant_id, generation, rules, cause, created_at, live_from)
          VALUES ('t-generations', 2, ?1, '{}', ?2, 5), ('t-generations', 3, ?1, '{}', ?2, NULL)`,
      ).bind(next, NOW),
    ]);
    expect((await reader.loadLiveGeneration(4)).number).toBe(1);
    expect((await reader.loadLiveGeneration(5)).number).toBe(2);
    expect((await reader.loadLiveGeneration()).number).toBe(2);
    expect((await reader.loadBuildingGeneration())?.number).toBe(3);
  });
});
