import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MemberChange } from "../../../shared/contracts/api.ts";
import { PRIVACY_MODES, ROLES, type Role } from "../../../shared/contracts/ids.ts";
import { changeMember, decideChange } from "../../../worker/app/people/change-member.ts";
import { loadMembers } from "../../../worker/app/people/load-members.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { MemberAttributes } from "../../../worker/ports/people.ts";
import type { IdentifiedMember } from "../../../worker/ports/tenants.ts";
import { buildContext, buildMember, buildTeam } from "../boards/organisation.ts";

const TEAMS = [buildTeam("north"), buildTeam("south")];

function buildPeople(
  changes: Partial<Record<Role, Partial<IdentifiedMember>>> = {},
): readonly IdentifiedMember[] {
  return ROLES.map((role) => buildMember(role, "north", { role, ...changes[role] }));
}

function viewAs(role: Role, memberId: string | null = role): Viewer {
  return { tenantId: "tenant", memberId, role, mayWrite: true };
}

function decide(viewer: Viewer, memberId: string, change: MemberChange, members = buildPeople()) {
  const decided = decideChange({ viewer, memberId, change }, { members, teams: TEAMS });
  return decided.ok ? "allowed" : decided.error.reason;
}

describe("who may change a person", () => {
  it("is everybody for their own privacy, and owners and admins for anybody's", () => {
    for (const role of ROLES) {
      const sets = (id: string) => decide(viewAs(role), id, { privacy: "hidden" });
      const others = role === "owner" || role === "admin" ? "allowed" : "not_permitted";
      for (const id of ROLES)
        expect([role, id, sets(id)]).toEqual([role, id, id === role ? "allowed" : others]);
    }
  });

  it("is nobody but owners and admins for roles and leads, not even for one's own", () => {
    for (const role of ["manager", "member", "viewer"] as const) {
      const more: readonly MemberChange[] = [{ role: "admin" }, { managesTeamIds: ["north"] }];
      for (const change of more) {
        expect(decide(viewAs(role), role, { privacy: "named", ...change })).toBe("not_permitted");
      }
    }
    for (const role of ["owner", "admin"] as const) {
      expect(decide(viewAs(role), "member", { role: "manager", managesTeamIds: ["south"] })).toBe("allowed");
    }
  });

  it("is no machine that may only read, and no machine in the place of a member", () => {
    const readOnly = { ...viewAs("admin", null), mayWrite: false };
    expect(decide(readOnly, "member", { privacy: "named" })).toBe("not_permitted");
    expect(decide(viewAs("member", null), "member", { privacy: "named" })).toBe("not_permitted");
    expect(decide(viewAs("admin", null), "member", { privacy: "named" })).toBe("allowed");
  });

  it("is an owner alone where somebody becomes an owner, or was one", () => {
    const members = [...buildPeople(), buildMember("second", "north", { role: "owner" })];
    expect(decide(viewAs("admin"), "member", { role: "owner" }, members)).toBe("not_permitted");
    expect(decide(viewAs("admin"), "owner", { role: "member" }, members)).toBe("not_permitted");
    expect(decide(viewAs("owner"), "member", { role: "owner" }, members)).toBe("allowed");
    expect(decide(viewAs("owner"), "second", { role: "member" }, members)).toBe("allowed");
    expect(decide(viewAs("owner"), "owner", { role: "viewer" }, members)).toBe("allowed");
  });

  it("learns of people who do not exist only as owner or admin", () => {
    expect(decide(viewAs("admin"), "nobody", { privacy: "named" })).toBe("unknown_member");
    expect(decide(viewAs("manager"), "nobody", { privacy: "named" })).toBe("not_permitted");
  });

  it("never takes away the last active owner, whoever asks for whatever", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ role: fc.constantFrom(...ROLES), active: fc.boolean() }), { minLength: 1 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...ROLES))),
        (people, changes) => {
          const founder = buildMember("m0", null, { role: "owner" });
          let members = [founder, ...people.map((more, at) => buildMember(`m${at + 1}`, null, more))];
          for (const [by, whom, role] of changes) {
            const asker = members[by % members.length] ?? founder;
            const memberId = `m${whom % members.length}`;
            if (decide(viewAs(asker.role, asker.id), memberId, { role }, members) !== "allowed") continue;
            members = members.map((member) => (member.id === memberId ? { ...member, role } : member));
          }
          expect(members.some(({ role, active }) => role === "owner" && active)).toBe(true);
        },
      ),
    );
  });
});

describe("a change that is wrong", () => {
  it("names the last owner and each unknown team", () => {
    const change = { role: "member", managesTeamIds: ["north", "west", "south", ""] } as const;
    const request = {
      viewer: viewAs("owner"),
      memberId: "owner",
      change: { ...change, managesTeamIds: [...change.managesTeamIds] },
    };
    const members = [...buildPeople(), buildMember("left", "north", { role: "owner", active: false })];
    expect(decideChange(request, { members, teams: TEAMS })).toMatchObject({
      error: {
        reason: "change_invalid",
        faults: [{ path: "role" }, { path: "managesTeamIds.1" }, { path: "managesTeamIds.3" }],
      },
    });
  });
});

describe("the role that follows from leading a team", () => {
  const roleAfter = (change: MemberChange, member: Partial<IdentifiedMember>) => {
    const members = [buildMember("m1", "north", member)];
    const decided = decideChange(
      { viewer: viewAs("admin"), memberId: "m1", change },
      { members, teams: TEAMS },
    );
    return decided.ok ? decided.value : decided.error;
  };

  it("is manager at once, and member again when the last lead is taken", () => {
    const lead = { managesTeamIds: ["north"] };
    expect(roleAfter(lead, { role: "viewer" })).toEqual([{ memberId: "m1", role: "manager" }]);
    expect(roleAfter({ managesTeamIds: [] }, { role: "manager", ...lead })).toEqual([
      { memberId: "m1", role: "member" },
    ]);
    expect(roleAfter(lead, { role: "admin" })).toEqual([]);
  });

  it("is not looked at where a role was set by hand, or leads are not spoken of", () => {
    const lead = { managesTeamIds: ["north"] };
    expect(roleAfter(lead, { role: "viewer", roleByHand: true })).toEqual([]);
    expect(roleAfter({ ...lead, role: "viewer" }, { role: "member" })).toEqual([]);
    expect(roleAfter({ privacy: "hidden" }, { role: "member", ...lead })).toEqual([]);
  });
});

describe("a role that is given back to the nightly decision", () => {
  const decide = (viewer: Role, memberId: string, members: readonly IdentifiedMember[]) =>
    decideChange({ viewer: viewAs(viewer), memberId, change: { role: null } }, { members, teams: TEAMS });

  it("is at once what is known of the person, and follows the night from then on", () => {
    const lead = buildMember("m1", "north", { role: "viewer", roleByHand: true, managesTeamIds: ["north"] });
    expect(decide("admin", "m1", [lead])).toEqual({ ok: true, value: [{ memberId: "m1", role: "manager" }] });
    expect(decide("admin", "m1", [{ ...lead, managesTeamIds: [] }])).toEqual({ ok: true, value: [] });
  });

  it("is an owner's to give where the night would make an owner of the person", () => {
    const installer = buildMember("m1", "north", { role: "admin", roleByHand: true, userIds: ["u-1"] });
    const giveBack = (viewer: Viewer) =>
      decideChange(
        { viewer, memberId: "m1", change: { role: null } },
        {
          members: [installer, buildMember("m2", "north", { role: "owner" })],
          teams: TEAMS,
          installerUserId: "u-1",
        },
      );
    for (const viewer of [viewAs("admin"), viewAs("admin", "m1")]) {
      expect(giveBack(viewer)).toMatchObject({ error: { reason: "not_permitted" } });
    }
    expect(giveBack(viewAs("owner"))).toMatchObject({ ok: true });
  });

  it("is the role that is named with it until then, which leads and the night may change", () => {
    const decided = (member: Partial<IdentifiedMember>, role: Role) =>
      decideChange(
        { viewer: viewAs("owner"), memberId: "m1", change: { role, roleByHand: false } },
        { members: [buildMember("m1", "north", { roleByHand: true, ...member })], teams: TEAMS },
      );
    const nothing = { ok: true, value: [] };
    expect(decided({ role: "admin", managesTeamIds: ["north"] }, "manager")).toEqual(nothing);
    expect(decided({ role: "manager" }, "viewer")).toEqual(nothing);
    expect(decided({ role: "member" }, "admin")).toEqual(nothing);
    expect(decided({ role: "admin", managesTeamIds: ["north"] }, "member")).toEqual({
      ok: true,
      value: [{ memberId: "m1", role: "manager" }],
    });
  });

  it("is not an admin's to name for whoever the night makes an owner", () => {
    const installer = buildMember("m1", "north", { role: "admin", roleByHand: true, userIds: ["u-1"] });
    const members = [installer, buildMember("m2", "north", { role: "owner", roleByHand: true })];
    const change: MemberChange = { role: "member", roleByHand: false };
    const known = { members, teams: TEAMS, installerUserId: "u-1" };
    const asked = (viewer: Viewer) => decideChange({ viewer, memberId: "m1", change }, known);
    expect(asked(viewAs("admin"))).toMatchObject({ error: { reason: "not_permitted" } });
    expect(asked(viewAs("owner"))).toMatchObject({ ok: true });
  });

  it("leaves an owner whom the night will not take: two made by hand are not both given back", () => {
    const byHand = (id: string) => buildMember(id, "north", { role: "owner", roleByHand: true });
    const [one, other] = [byHand("m1"), byHand("m2")];
    const givenBack = { ...other, roleByHand: false };
    const refused = { error: { reason: "change_invalid", faults: [{ path: "role" }] } };
    const asked = (change: MemberChange, members: readonly IdentifiedMember[], installerUserId: string) =>
      decideChange(
        { viewer: viewAs("owner", "m1"), memberId: "m1", change },
        { members, teams: TEAMS, installerUserId },
      );
    const backward: readonly MemberChange[] = [
      { role: null },
      { role: "owner", roleByHand: false },
      { role: "member" },
    ];
    for (const change of backward) {
      expect(asked(change, [one, other], "gone")).toMatchObject({ ok: true });
      expect(asked(change, [one, givenBack], "gone")).toMatchObject(refused);
      expect(asked(change, [one, { ...givenBack, userIds: ["u-2"] }], "u-2")).toMatchObject({ ok: true });
    }
    // Whoever installed is an owner every night.
    const installer = { ...one, userIds: ["u-1"] };
    expect(asked({ role: null }, [installer], "u-1")).toMatchObject({ ok: true });
    expect(asked({ role: "member" }, [installer], "u-1")).toMatchObject(refused);
  });

  it("is an owner's by an owner alone, and the last owner's not at all", () => {
    const owners = ["m1", "m2"].map((id) => buildMember(id, "north", { role: "owner", roleByHand: true }));
    expect(decide("admin", "m1", owners)).toMatchObject({ error: { reason: "not_permitted" } });
    expect(decide("owner", "m1", owners)).toMatchObject({ ok: true });
    expect(decide("owner", "m1", owners.slice(0, 1))).toMatchObject({
      error: { reason: "change_invalid", faults: [{ path: "role" }] },
    });
  });
});

/** A store that writes down what it is asked to do, and refuses roles when told to. */
function buildDesk({ refusesRoles = false } = {}) {
  const done: unknown[] = [];
  const note = async (...what: readonly unknown[]) => {
    done.push(what);
  };
  const parts = {
    context: buildContext({ members: buildPeople({ member: { privacy: "hidden" } }), teams: TEAMS }),
    people: {
      saveRoleByHand: async (memberId: string, role: Role) => {
        if (!refusesRoles) await note("role", memberId, role);
        return !refusesRoles;
      },
      giveRoleBack: async (memberId: string, until: Role | null) => {
        if (!refusesRoles) await note("given back", memberId, until);
        return !refusesRoles;
      },
      saveDecidedRoles: async (decisions: readonly { role: Role }[]) => {
        if (decisions.length > 0) await note("decided", ...decisions.map(({ role }) => role));
      },
      savePrivacy: (memberId: string, privacy: string) => note("privacy", memberId, privacy),
      saveAttributes: (memberId: string, { region, department }: MemberAttributes) =>
        note("attributes", memberId, String(region), String(department)),
      saveTeamLeads: (memberId: string, teamIds: readonly string[]) => note("leads", memberId, ...teamIds),
    },
    loadInstaller: async () => null,
    announce: (memberId: string) => note("announced", memberId),
  };
  return { parts, done };
}

describe("changing a person", () => {
  it("saves what was given and nothing else, then tells the open pages", async () => {
    const { parts, done } = buildDesk();
    const change: MemberChange = { role: "manager", managesTeamIds: ["south"] };
    const answer = await changeMember(parts, { viewer: viewAs("admin"), memberId: "member", change });
    expect(answer).toMatchObject({
      ok: true,
      value: { id: "member", privacy: "hidden", managesTeamIds: [] },
    });
    expect(done).toEqual([
      ["role", "member", "manager"],
      ["leads", "member", "south"],
      ["announced", "member"],
    ]);
  });

  it("gives a role back by itself, or as the one that it was", async () => {
    const { parts, done } = buildDesk();
    const changes: readonly MemberChange[] = [{ role: null }, { role: "viewer", roleByHand: false }];
    for (const change of changes) {
      await changeMember(parts, { viewer: viewAs("admin"), memberId: "member", change });
    }
    expect(done.filter((what) => Array.isArray(what) && what[0] !== "announced")).toEqual([
      ["given back", "member", null],
      ["given back", "member", "viewer"],
    ]);
  });

  it("saves what people are filtered by for admins alone, and takes it away by null", async () => {
    const { parts, done } = buildDesk();
    const change: MemberChange = { region: "North", department: null };
    await changeMember(parts, { viewer: viewAs("admin"), memberId: "member", change });
    expect(done).toEqual([
      ["attributes", "member", "North", "null"],
      ["announced", "member"],
    ]);
    const own = await changeMember(parts, { viewer: viewAs("member"), memberId: "member", change });
    expect(own).toMatchObject({ error: { reason: "not_permitted" } });
  });

  it("tells the open pages also of a change that was made before, because that may have got lost", async () => {
    const { parts, done } = buildDesk();
    const change: MemberChange = { privacy: "hidden" };
    await changeMember(parts, { viewer: viewAs("member"), memberId: "member", change });
    expect(done).toEqual([
      ["privacy", "member", "hidden"],
      ["announced", "member"],
    ]);
  });

  it("saves nothing when the other owner was demoted in the meantime", async () => {
    const { parts, done } = buildDesk({ refusesRoles: true });
    const change: MemberChange = { role: "owner", privacy: "named", managesTeamIds: [] };
    const answer = await changeMember(parts, { viewer: viewAs("owner"), memberId: "member", change });
    expect(answer).toMatchObject({ error: { reason: "change_invalid", faults: [{ path: "role" }] } });
    expect(done).toEqual([]);
  });
});

describe("privacy and leads in the list of people", () => {
  it("are told to admins, owners and oneself, and of leads those of teams that still are", async () => {
    const members = PRIVACY_MODES.map((privacy) =>
      buildMember(privacy, "north", { privacy, managesTeamIds: ["south", "closed"] }),
    );
    const lead = buildMember("lead", null, { role: "manager", managesTeamIds: ["north"] });
    const context = buildContext({ members: [...members, lead], teams: TEAMS });
    const told = async (viewer: Viewer) => {
      const list = await loadMembers(context, viewer);
      if (!list.ok) throw new Error(list.error.reason);
      return list.value.members
        .filter((member) => "privacy" in member || "managesTeamIds" in member)
        .map(({ id, privacy, managesTeamIds }) => [id, privacy, managesTeamIds?.join()]);
    };
    const all = PRIVACY_MODES.map((mode) => [mode, mode, "south"]);
    const leader = ["lead", "named", "north"];
    expect(await told(viewAs("owner", null))).toEqual([...all, leader]);
    expect(await told(viewAs("admin", null))).toEqual([...all, leader]);
    expect(await told(viewAs("manager", "lead"))).toEqual([leader]);
    expect(await told(viewAs("member", "hidden"))).toEqual([["hidden", "hidden", "south"]]);
    expect(await told(viewAs("viewer", null))).toEqual([]);
  });
});
