import { describe, expect, it } from "vitest";
import { createOrganisation } from "../../../worker/app/people/organisation.ts";
import type { CrmPeople, CrmPerson } from "../../../worker/ports/crm.ts";
import { buildBerlinRules } from "../../builders/rules.ts";
import { storesOf, writtenBy } from "./people-stores.ts";

const NOW = "2026-03-02T10:00:00.000Z";
const BY = { cause: { kind: "people" as const }, now: NOW };

describe("the organisation", () => {
  function person(ownerId: string, more: Partial<CrmPerson> = {}): CrmPerson {
    return {
      ownerId,
      userId: `user-${ownerId}`,
      kind: "person",
      name: `Person ${ownerId}`,
      email: `${ownerId}@example.test`,
      archived: false,
      archivedAt: null,
      createdAt: null,
      superAdmin: false,
      primaryTeamId: "1",
      teamIds: ["1"],
      leadsTeamIds: null,
      ...more,
    };
  }

  function organisationOf(tenantId: string, activeIds: readonly string[] = []) {
    let made = 0;
    const { reader, writer } = storesOf(tenantId);
    return createOrganisation({
      store: reader,
      people: writer,
      connections: { loadInstaller: async () => "user-1" },
      ledger: {
        sumCredits: async () =>
          activeIds.map((memberId) => ({
            event: "deal_won",
            memberId,
            teamId: "",
            count: 1,
            unit: 1,
            amountMinor: 0,
            seconds: 0,
          })),
      },
      personKey: (email) => `key of ${email}`,
      newId: () => `member-${++made}`,
    });
  }

  const CRM: CrmPeople = {
    people: [
      person("1"),
      person("2", { superAdmin: true }),
      person("3"),
      person("4"),
      person("9", { kind: "queue" }),
    ],
    teams: [{ crmId: "1", name: "Field", parentId: null }],
    gaps: [],
  };

  it("stores what the CRM tells once, and nothing when it is told again", async () => {
    const { reader, writer } = storesOf("t-organisation");
    await writer.saveFirstRules(buildBerlinRules(), BY);
    const organisation = organisationOf("t-organisation");
    expect(await organisation.savePeople(CRM, NOW)).toBe(true);
    expect((await reader.loadMembers()).map(({ role }) => role)).toEqual([
      "owner",
      "admin",
      "member",
      "member",
    ]);
    expect(await reader.loadQueueOwnerIds()).toEqual(["9"]);
    const again = writtenBy(async () => {
      expect(await organisation.savePeople(CRM, "2026-03-09T10:00:00.000Z")).toBe(false);
    }, "t-organisation");
    expect(await again).toBe(false);
  });

  it("decides roles by what people did lately, and leaves the super admin admin", async () => {
    const { reader, writer } = storesOf("t-roles");
    await writer.saveFirstRules(buildBerlinRules(), BY);
    await organisationOf("t-roles").savePeople(CRM, NOW);
    const ids = (await reader.loadMembers()).map(({ id }) => id);
    await organisationOf("t-roles", [ids[2] ?? ""]).decideRoles(NOW);
    expect((await reader.loadMembers()).map(({ role }) => role)).toEqual([
      "owner",
      "admin",
      "member",
      "viewer",
    ]);
  });

  it("keeps super admins admin when the CRM does not tell any longer who is one", async () => {
    const { reader, writer } = storesOf("t-no-users");
    await writer.saveFirstRules(buildBerlinRules(), BY);
    await organisationOf("t-no-users").savePeople(CRM, NOW);
    const untold = CRM.people.map((each) => ({ ...each, superAdmin: false }));
    const gaps = [{ feature: "users", scopes: ["settings.users.read"], fields: [] }] as const;
    await organisationOf("t-no-users").savePeople({ ...CRM, people: untold, gaps }, NOW);
    expect((await reader.loadMembers()).map(({ role }) => role)[1]).toBe("admin");
  });
});
