import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fetchPeople } from "../../../worker/adapters/crm/salesforce/org/people.ts";
import { type OrgRole, planTeams, type TeamUser } from "../../../worker/adapters/crm/salesforce/org/teams.ts";
import { openReplyingOrg, type ReplyingOrg, refusal, USER_ID } from "./replying-org.ts";

const DEAL_FIELDS = "Amount CloseDate StageName IsClosed IsWon OwnerId Type".split(" ");
const ALL_FIELDS: Readonly<Record<string, readonly string[]>> = {
  User: "Name IsActive UserType Email ManagerId UserRoleId ProfileId CreatedDate LastModifiedDate".split(" "),
  Profile: ["Name", "PermissionsViewAllData"],
  PermissionSet: ["Name", "PermissionsViewAllData"],
  Opportunity: DEAL_FIELDS,
  OpportunityHistory: "StageName Amount CloseDate CreatedDate".split(" "),
  OpportunityFieldHistory: "Field OldValue NewValue".split(" "),
  OpportunitySplit: "SplitOwnerId SplitPercentage SplitTypeId".split(" "),
  Task: "TaskSubtype Type CallType CallDurationInSeconds CallDisposition IsClosed CompletedDateTime ActivityDate OwnerId".split(
    " ",
  ),
  Event: "StartDateTime EndDateTime OwnerId".split(" "),
  EmailMessage: "Incoming MessageDate Status FromAddress ToAddress".split(" "),
  Contact: ["Email"],
  ForecastingQuota: "QuotaOwnerId QuotaAmount StartDate".split(" "),
};

/** A small org in which nothing is hidden. */
function openOrg(): ReplyingOrg {
  const org = openReplyingOrg();
  Object.assign(org.fields, ALL_FIELDS);
  org.rows.User = [
    { Id: USER_ID, Name: "Integration", IsActive: true, ProfileId: "00eApi" },
    {
      Id: "005L",
      Name: "Lena Lead",
      Email: "lena@acme.example",
      IsActive: true,
      UserRoleId: "00EA",
      ProfileId: "00eAdmin",
    },
    {
      Id: "005R",
      Name: "Ravi Rep",
      IsActive: true,
      UserRoleId: "00EA",
      ManagerId: "005L",
      ProfileId: "00eStd",
    },
    {
      Id: "005r",
      Name: "Gone Before",
      IsActive: false,
      UserRoleId: "00EA",
      CreatedDate: "2024-01-01T09:00:00.000+0000",
      LastModifiedDate: "2026-03-05T17:00:00.000+0000",
    },
    { Name: "Without id" },
  ];
  org.rows.UserRole = [
    { Id: "00EA", Name: "EMEA" },
    { Id: "00EB", Name: "Nobody's role" },
  ];
  org.rows.Group = [{ Id: "00GQ", Name: "Leads" }];
  org.rows.Profile = [
    { Id: "00eAdmin", Name: "System Administrator", PermissionsViewAllData: true },
    { Id: "00eStd", Name: "Standard User", PermissionsViewAllData: false },
    { Id: "00eApi", Name: "API", PermissionsViewAllData: false },
  ];
  org.rows.PermissionSetAssignment = (soql) => (soql.includes("ViewAllData") ? [{ Id: "0Pa" }] : []);
  return org;
}

async function read(org: ReplyingOrg) {
  const people = await fetchPeople(org.context());
  if (!people.ok) throw new Error(JSON.stringify(people.error));
  return people.value;
}

describe("people", () => {
  it("are staff and queues, those who left with the day of their last change", async () => {
    const org = openOrg();
    const { people, teams, gaps } = await read(org);
    expect(people.map(({ ownerId, userId, kind, name }) => [ownerId, userId, kind, name])).toEqual([
      [USER_ID, USER_ID, "person", "Integration"],
      ["005L", "005L", "person", "Lena Lead"],
      ["005R", "005R", "person", "Ravi Rep"],
      ["005r", "005r", "person", "Gone Before"],
      ["00GQ", null, "queue", "Leads"],
    ]);
    expect(people[1]).toMatchObject({ email: "lena@acme.example", archived: false, primaryTeamId: "00EA" });
    expect(people[3]).toMatchObject({
      archived: true,
      archivedAt: "2026-03-05T17:00:00.000Z",
      createdAt: "2024-01-01T09:00:00.000Z",
      primaryTeamId: "00EA",
    });
    expect(people.map(({ leadsTeamIds }) => leadsTeamIds)).toEqual([[], ["00EA"], [], [], null]);
    expect(teams).toEqual([{ crmId: "00EA", name: "EMEA", parentId: null }]);
    expect(gaps).toEqual([]);
    expect(org.soqls().find((soql) => soql.includes("FROM User "))).toContain("UserType = 'Standard'");
    expect(org.soqls()).toContain("SELECT Id, Name, CreatedDate FROM Group WHERE Type = 'Queue' ORDER BY Id");
  });

  it("are admins by the permission set, and by the profile while nobody holds it", async () => {
    const org = openOrg();
    const adminsOf = async () =>
      (await read(org)).people.filter(({ superAdmin }) => superAdmin).map(({ name }) => name);
    expect(await adminsOf()).toEqual(["Lena Lead"]);
    org.rows.PermissionSetAssignment = [{ AssigneeId: "005R" }, { AssigneeId: "005r" }];
    expect(await adminsOf()).toEqual(["Ravi Rep"]);
    expect(org.soqls()).toContain(
      "SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Standings_Admin'",
    );
  });

  it("are nobody's admins where neither can be asked, which is said", async () => {
    const org = openOrg();
    delete org.rows.PermissionSetAssignment;
    delete org.fields.Profile;
    const { people, gaps } = await read(org);
    expect(people.some(({ superAdmin }) => superAdmin)).toBe(false);
    expect(gaps).toEqual([{ feature: "users", scopes: ["View Setup and Configuration"], fields: [] }]);
  });

  it("need only what every user shows of users", async () => {
    const org = openOrg();
    org.fields.User = ["Name", "IsActive"];
    const { people } = await read(org);
    expect(people[2]).toMatchObject({ name: "Ravi Rep", primaryTeamId: "00EA" });
    expect(org.soqls()[0]).toMatch(/^SELECT Id, Name, IsActive, SystemModstamp FROM User /);
  });

  it("are described once more when a field was hidden since", async () => {
    const org = openOrg();
    const context = org.context();
    await fetchPeople(context);
    const present = org.rows.User ?? [];
    org.fields.User = ["Name", "IsActive", "UserType"];
    org.rows.User = (soql) =>
      soql.includes("Email")
        ? refusal(400, "INVALID_FIELD", "No such column 'Email' on entity 'User'.")
        : Array.isArray(present)
          ? present
          : [];
    expect(await fetchPeople(context)).toMatchObject({ ok: true });
  });

  it("cannot be read where the users cannot", async () => {
    const org = openOrg();
    org.rows.User = () => refusal(401, "INVALID_SESSION_ID");
    expect(await fetchPeople(org.context())).toEqual({ ok: false, error: { reason: "token_expired" } });
    org.fields.User = ["IsActive"];
    expect(await fetchPeople(org.context({ tenantId: "other" }))).toEqual({
      ok: false,
      error: { reason: "field_missing", fields: ["User.Name"] },
    });
  });
});

describe("gaps", () => {
  it("name hidden fields, missing objects and what is not seen, each with its remedy", async () => {
    const org = openOrg();
    org.fields.Opportunity = DEAL_FIELDS.filter((name) => name !== "Amount" && name !== "Type");
    delete org.fields.OpportunitySplit;
    delete org.fields.ForecastingQuota;
    org.rows.PermissionSetAssignment = [];
    expect((await read(org)).gaps).toEqual([
      {
        feature: "deal",
        scopes: ["Opportunity: View All"],
        fields: ["Opportunity.Amount", "Opportunity.Type"],
      },
      { feature: "splits", scopes: ["Opportunity Splits"], fields: [] },
      { feature: "goals", scopes: ["View All Forecasts"], fields: [] },
      { feature: "complete_activities", scopes: ["View All Data"], fields: [] },
    ]);
  });

  it("are none of completeness for a profile that sees everything, nor where nobody can tell", async () => {
    const org = openOrg();
    org.rows.PermissionSetAssignment = [];
    org.rows.Profile = [{ Id: "00eApi", Name: "API", PermissionsViewAllData: true }];
    expect((await read(org)).gaps).toEqual([]);
    org.answers["/services/oauth2/userinfo"] = () => refusal(403, "FORBIDDEN");
    org.rows.Profile = [];
    expect((await read(org)).gaps).toEqual([]);
  });

  it.each<[string | null, boolean]>([
    ["Private", true],
    // Nobody may be asked how users are shared.
    [null, true],
    ["Read", false],
  ])(
    "name what it takes to see all users, unless users are shared with everybody: %s",
    async (model, isGap) => {
      const org = openOrg();
      for (const object of ["Profile", "PermissionSet"]) {
        org.fields[object] = [...(ALL_FIELDS[object] ?? []), "PermissionsViewAllUsers"];
      }
      if (model !== null) org.rows.EntityDefinition = [{ InternalSharingModel: model }];
      expect(await read(org)).toMatchObject({
        isPartial: isGap,
        gaps: isGap ? [{ feature: "users", scopes: ["View All Users"], fields: [] }] : [],
      });
      org.rows.PermissionSetAssignment = [{ Id: "0Pa" }];
      expect(await read(org)).toMatchObject({ isPartial: false, gaps: [] });
    },
  );

  it("say that teams cannot be told where roles are hidden and nobody has a manager", async () => {
    const org = openOrg();
    delete org.rows.UserRole;
    expect((await read(org)).gaps).toEqual([]);
    org.rows.User = [{ Id: "005R", Name: "Ravi Rep", IsActive: true }];
    const { gaps, teams, people } = await read(org);
    expect(gaps.map(({ feature }) => feature)).toContain("teams");
    expect([teams, people[0]?.leadsTeamIds]).toEqual([[], null]);
  });
});

function user(id: string, managerId: string | null, roleId: string | null, active = true): TeamUser {
  return { id, name: id.toUpperCase(), managerId, roleId, active };
}

function role(id: string, parentId: string | null = null): OrgRole {
  return { id, name: `Role ${id}`, parentId };
}

describe("teams", () => {
  it("are roles where the people of each report alike", () => {
    const users = [
      user("vp", null, "sales"),
      user("lena", "vp", "emea"),
      user("ravi", "lena", "emea"),
      user("omar", "vp", "us"),
      user("uma", "omar", "us"),
    ];
    const roles = [role("sales"), role("emea", "sales"), role("us", "sales"), role("empty", "sales")];
    const plan = planTeams(users, roles);
    expect(plan.teams).toEqual([
      { crmId: "sales", name: "Role sales", parentId: null },
      { crmId: "emea", name: "Role emea", parentId: "sales" },
      { crmId: "us", name: "Role us", parentId: "sales" },
    ]);
    expect(plan.leads).toEqual(
      new Map([
        ["vp", ["sales"]],
        ["lena", ["emea"]],
        ["omar", ["us"]],
      ]),
    );
  });

  it("are divided by manager where one role has people of several", () => {
    const users = [
      user("vp", null, null),
      user("lena", "vp", "lead"),
      user("omar", "vp", "lead"),
      user("ravi", "lena", "rep"),
      user("uma", "omar", "rep"),
      user("old", "omar", "rep", false),
    ];
    const plan = planTeams(users, [role("lead"), role("rep", "lead")]);
    expect(plan.teams.filter(({ crmId }) => crmId.includes(":"))).toEqual([
      { crmId: "rep:lena", name: "Role rep (LENA)", parentId: "rep" },
      { crmId: "rep:omar", name: "Role rep (OMAR)", parentId: "rep" },
    ]);
    // Who left counts where they were, and hides nobody from a manager.
    expect(plan.teamOf.get("old")).toBe("rep");
    expect(plan.leads).toEqual(
      new Map([
        ["vp", ["lead"]],
        ["lena", ["rep:lena"]],
        ["omar", ["rep:omar"]],
      ]),
    );
  });

  it("are those who report to one manager for people without a role", () => {
    const users = [user("vp", null, null), user("lena", "vp", null), user("ravi", "lena", null)];
    const plan = planTeams(users, []);
    expect(plan.teams).toEqual([
      { crmId: "manager:vp", name: "VP's team", parentId: null },
      { crmId: "manager:lena", name: "LENA's team", parentId: "manager:vp" },
    ]);
    expect(plan.leads).toEqual(
      new Map([
        ["vp", ["manager:vp"]],
        ["lena", ["manager:lena"]],
      ]),
    );
  });

  it("are led by the roles above where nobody has a manager", () => {
    const users = [user("vp", null, "sales"), user("ravi", null, "emea"), user("old", "vp", "emea", false)];
    const plan = planTeams(users, [role("sales"), role("emea", "sales")]);
    expect(plan.leads).toEqual(new Map([["vp", ["emea"]]]));
    expect(planTeams([user("ravi", null, null)], []).leads).toBeNull();
  });

  it("let every manager lead exactly those who report to them, whatever the org looks like", () => {
    const names = Array.from({ length: 9 }, (_, index) => `u${index}`);
    const roleIds = ["a", "b", "c", "d"];
    const someUser = fc.record({
      managerId: fc.option(fc.constantFrom(...names), { nil: null }),
      roleId: fc.option(fc.constantFrom(...roleIds, "unknown"), { nil: null }),
      active: fc.boolean(),
    });
    const parents = fc.tuple(...roleIds.map(() => fc.option(fc.constantFrom(...roleIds), { nil: null })));
    fc.assert(
      fc.property(
        fc.array(someUser, { minLength: 1, maxLength: 9 }),
        parents,
        fc.boolean(),
        (shapes, parentIds, mayCircle) => {
          const users = shapes.map(({ managerId, ...shape }, index) => {
            const id = `u${index}`;
            const isAbove = mayCircle || (managerId !== null && managerId < id);
            return { ...shape, id, name: id, managerId: isAbove ? managerId : null };
          });
          if (!users.some(({ active, managerId }) => active && managerId !== null)) return;
          const roles = withoutCircles(roleIds.map((id, index) => role(id, parentIds[index] ?? null)));
          const plan = planTeams(users, roles);
          for (const { id } of users) {
            const led = new Set(
              users.filter((each) => leads(plan, id, each.id) && each.active).map((each) => each.id),
            );
            led.delete(id);
            const reporting = users.filter(
              (each) => each.active && each.id !== id && reportsTo(users, each.id, id),
            );
            // Never more than these. Less only where managers report to each other in a circle.
            expect([...led].filter((each) => !reporting.some((report) => report.id === each))).toEqual([]);
            if (!hasCircle(users))
              expect([...led].toSorted()).toEqual(reporting.map((each) => each.id).toSorted());
          }
        },
      ),
      { numRuns: 4000 },
    );
  });
});

function withoutCircles(roles: readonly OrgRole[]): OrgRole[] {
  // A parent that stands further on in the list cannot lead back.
  return roles.map((each) =>
    each.parentId !== null && each.parentId < each.id ? each : { ...each, parentId: null },
  );
}

function leads(plan: ReturnType<typeof planTeams>, leader: string, member: string): boolean {
  const led = plan.leads?.get(leader) ?? [];
  const parentOf = new Map(plan.teams.map(({ crmId, parentId }) => [crmId, parentId]));
  const seen = new Set<string>();
  for (let team = plan.teamOf.get(member) ?? null; team !== null && !seen.has(team); ) {
    if (led.includes(team)) return true;
    seen.add(team);
    team = parentOf.get(team) ?? null;
  }
  return false;
}

function hasCircle(users: readonly TeamUser[]): boolean {
  return (
    users.some((each) =>
      users.some((other) => other.managerId === each.id && reportsTo(users, each.id, other.id)),
    ) || users.some((each) => each.managerId === each.id)
  );
}

/** By a walk of its own. A circle of managers ends before whoever stands in it. */
function reportsTo(users: readonly TeamUser[], id: string, manager: string): boolean {
  const seen = new Set([id]);
  let at = users.find((each) => each.id === id)?.managerId ?? null;
  while (at !== null && !seen.has(at)) {
    if (at === manager) return true;
    seen.add(at);
    at = users.find((each) => each.id === at)?.managerId ?? null;
  }
  return false;
}
