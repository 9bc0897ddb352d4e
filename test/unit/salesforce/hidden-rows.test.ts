import { expect, it } from "vitest";
import { fetchByIds } from "../../../worker/adapters/crm/salesforce/walks/fetch-by-ids.ts";
import { openReplyingOrg, type ReplyingOrg, refusal, USER_ID } from "./replying-org.ts";

const TASK = "00T5g0000000001EAA";
const EMAIL = "02s5g0000000001EAA";
const DEAL = "0065g0000000001EAA";

/** An org that answers no row, to a user who may or may not see everybody's. */
function openOrg(seesAllData: boolean): ReplyingOrg {
  const org = openReplyingOrg();
  Object.assign(org.fields, {
    Task: "TaskSubtype Type IsDeleted IsClosed CompletedDateTime ActivityDate OwnerId CreatedDate".split(" "),
    Opportunity: "Name Amount CloseDate StageName IsClosed IsWon IsDeleted OwnerId CreatedDate".split(" "),
    Profile: ["Name", "PermissionsViewAllData"],
    PermissionSet: ["Name", "PermissionsViewAllData"],
  });
  Object.assign(org.rows, { Task: [], Opportunity: [] });
  org.rows.User = [{ Id: USER_ID, ProfileId: "00eApi" }];
  org.rows.Profile = [{ Id: "00eApi", Name: "API", PermissionsViewAllData: false }];
  org.rows.PermissionSetAssignment = seesAllData ? [{ Id: "0Pa" }] : [];
  return org;
}

async function missingOf(org: ReplyingOrg, kind: "task" | "deal", id: string): Promise<readonly string[]> {
  const read = await fetchByIds(org.context(), kind, [id]);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.missing;
}

it("takes an activity that is not found for gone where everybody's can be seen", async () => {
  expect(await missingOf(openOrg(true), "task", TASK)).toEqual([TASK]);
});

it("does not take one for gone that may only be hidden since View All Data was taken away", async () => {
  expect(await missingOf(openOrg(false), "task", TASK)).toEqual([]);
});

it("still takes for gone what is no id at all, and an opportunity, which that permission is not needed for", async () => {
  expect(await missingOf(openOrg(false), "task", "no id")).toEqual(["no id"]);
  expect(await missingOf(openOrg(false), "deal", DEAL)).toEqual([DEAL]);
});

it("takes it for gone where nobody can tell what may be seen", async () => {
  const org = openOrg(false);
  org.answers["/services/oauth2/userinfo"] = () => refusal(403, "FORBIDDEN");
  expect(await missingOf(org, "task", TASK)).toEqual([TASK]);
});

it("does not take one for gone whose object is hidden by now, or a field that it needs", async () => {
  const org = openOrg(true);
  const read = await fetchByIds(org.context(), "email", [EMAIL, TASK]);
  expect(read).toMatchObject({ ok: true, value: { missing: [TASK] } });
  org.fields.EmailMessage = ["Subject"];
  org.rows.EmailMessage = [];
  expect(await fetchByIds(org.context(), "email", [EMAIL])).toMatchObject({
    ok: true,
    value: { missing: [] },
  });
});

it("asks what may be seen once for a burst of notices, and anew a minute later", async () => {
  const org = openOrg(false);
  let now = "2026-11-21T12:00:00.000Z";
  const context = { ...org.context(), now: () => now };
  const askedOf = async (kind: "call" | "email" | "task" | "communication") => {
    const before = org.calls.length;
    const read = await fetchByIds(context, kind, [TASK]);
    expect(read).toMatchObject({ ok: true, value: { missing: [] } });
    return org.calls.slice(before).filter(({ path }) => path === "/services/oauth2/userinfo").length;
  };
  expect(await askedOf("call")).toBe(1);
  expect([await askedOf("email"), await askedOf("task"), await askedOf("communication")]).toEqual([0, 0, 0]);
  now = "2026-11-21T12:01:01.000Z";
  expect(await askedOf("task")).toBe(1);
});
