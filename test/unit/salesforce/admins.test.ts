import { expect, it } from "vitest";
import { fetchRights, type Rights } from "../../../worker/adapters/crm/salesforce/access/rights.ts";
import { openReplyingOrg, type ReplyingOrg, refusal, USER_ID } from "./replying-org.ts";

const ADMIN = "0055g00000AdminAAV";
const BY_SET = "0055g00000BySetAAV";
const BY_GROUP = "0055g00000ByGrpAAV";
const LEFT = "0055g00000GoneXAAV";
const SET = "0PS5g000000AdminAAA";
const GROUP = "0PG5g000000GroupAAA";

const USERS = [
  { id: USER_ID, profileId: "00eApi", active: true },
  { id: ADMIN, profileId: "00eAdmin", active: true },
  { id: BY_SET, profileId: "00eStd", active: true },
  { id: BY_GROUP, profileId: "00eStd", active: true },
  { id: LEFT, profileId: "00eStd", active: false },
];

interface Holders {
  readonly bySet: readonly string[];
  readonly byGroup: readonly string[];
}

/** An org with the package, in which the permission set for admins is also part of a group. */
function openOrg({ bySet, byGroup }: Holders): ReplyingOrg {
  const org = openReplyingOrg();
  Object.assign(org.fields, { Profile: ["Name"], PermissionSet: ["Name"] });
  org.rows.Profile = [
    { Id: "00eAdmin", Name: "System Administrator" },
    { Id: "00eStd", Name: "Standard User" },
  ];
  org.rows.PermissionSet = (soql) => (soql.includes("Name = 'Standings_Admin'") ? [{ Id: SET }] : []);
  org.rows.PermissionSetGroupComponent = (soql) =>
    soql.includes(`PermissionSetId IN ('${SET}')`) ? [{ PermissionSetGroupId: GROUP }] : [];
  org.rows.PermissionSetAssignment = (soql) => {
    const isByGroup = soql.includes(`PermissionSetGroupId IN ('${GROUP}')`);
    return (isByGroup ? byGroup : bySet).map((AssigneeId) => ({ AssigneeId }));
  };
  return org;
}

async function rightsIn(org: ReplyingOrg): Promise<Rights> {
  const rights = await fetchRights(org.context(), USERS);
  if (!rights.ok) throw new Error(JSON.stringify(rights.error));
  return rights.value;
}

it.each<[string, Holders, readonly string[], number]>([
  ["by the permission set", { bySet: [BY_SET], byGroup: [] }, [BY_SET], 1],
  ["by a group that it is part of", { bySet: [], byGroup: [BY_GROUP] }, [BY_GROUP], 1],
  ["by either, and once by both", { bySet: [BY_SET, BY_GROUP], byGroup: [BY_GROUP] }, [BY_SET, BY_GROUP], 2],
  ["by the profile while nobody holds it", { bySet: [], byGroup: [] }, [ADMIN], 0],
  ["by the profile while only somebody holds it who left", { bySet: [LEFT], byGroup: [] }, [ADMIN], 0],
])("makes admins %s", async (_, holders, admins, count) => {
  const rights = await rightsIn(openOrg(holders));
  expect([...(rights.adminIds ?? [])]).toEqual(admins);
  expect(rights.adminHolders).toBe(count);
});

it.each(["PermissionSet", "PermissionSetGroupComponent"])(
  "goes by the set alone where %s is hidden",
  async (object) => {
    const org = openOrg({ bySet: [BY_SET], byGroup: [BY_GROUP] });
    delete org.rows[object];
    expect((await rightsIn(org)).adminIds).toEqual(new Set([BY_SET]));
  },
);

it("does not know who holds the set where assignments are hidden", async () => {
  const org = openOrg({ bySet: [BY_SET], byGroup: [] });
  delete org.rows.PermissionSetAssignment;
  expect(await rightsIn(org)).toMatchObject({ adminIds: new Set([ADMIN]), adminHolders: null });
});

it("asks again later where the groups cannot be asked for the moment", async () => {
  const org = openOrg({ bySet: [BY_SET], byGroup: [] });
  org.rows.PermissionSetGroupComponent = () => refusal(503, "SERVER_UNAVAILABLE");
  expect(await fetchRights(org.context(), USERS)).toMatchObject({ error: { reason: "unavailable" } });
});
