import { describe, expect, it } from "vitest";
import { generateOrganisation } from "../../organisation/generate.ts";
import { createZoneClock } from "../../organisation/zone-clock.ts";
import { buildPortal } from "../../simulators/hubspot/portal/build-portal.ts";
import { wonTotals as hubSpotTotals } from "../../simulators/hubspot/portal/totals.ts";
import {
  commitLate,
  deleteRecord,
  insertRecord,
  onChange,
  restoreRecord,
  updateRecord,
} from "../../simulators/salesforce/org/changes.ts";
import { describeAll, describeObject } from "../../simulators/salesforce/org/describe.ts";
import { idOf, sameId, to15, to18 } from "../../simulators/salesforce/org/ids.ts";
import type { Org, OrgChange, OrgRecord } from "../../simulators/salesforce/org/org.ts";
import { buildOrg, tableOf } from "../../simulators/salesforce/org/org.ts";
import { wonTotals } from "../../simulators/salesforce/org/totals.ts";

const TODAY = Date.parse("2026-11-20T18:00:00Z");
const MINUTE = 60_000;
const organisation = generateOrganisation({ seed: 11, today: TODAY, scale: 0.2 });

function freshOrg(): Org {
  return buildOrg(organisation);
}

function rowsOf(org: Org, object: string, opportunityId: string): readonly OrgRecord[] {
  return [...tableOf(org, object).having("OpportunityId", opportunityId)];
}

function insertDeal(org: Org, fields: Readonly<Record<string, string | number>> = {}): OrgRecord {
  const given = { Name: "Fleet", StageName: "Qualified to buy", CloseDate: "2026-12-01", Amount: 1000 };
  return insertRecord(org, "Opportunity", { ...given, ...fields }, { userId: org.adminUserId });
}

describe("ids", () => {
  it("have 18 characters whose last three tell which of the first fifteen are capitals", () => {
    expect(to18("005000000000001")).toBe("005000000000001AAA");
    expect(to18("001A0000006Vm9u")).toBe("001A0000006Vm9uIAC");
    expect(to18("001A0000006Vm9uAAA")).toBeNull();
    expect(to18("005-0000000001")).toBeNull();
  });

  it("name one record in both forms, and another when a letter has the other case", () => {
    const id = idOf("005", 10);
    expect(sameId(id, to15(id))).toBe(true);
    expect(idOf("005", 36).slice(0, 15).toLowerCase()).toBe(to15(id).toLowerCase());
    expect(sameId(id, idOf("005", 36))).toBe(false);
  });
});

describe("an organisation as an org", () => {
  const org = freshOrg();
  const users = tableOf(org, "User");

  it("has one user for somebody who left and came back under another owner id", () => {
    const twice = organisation.people.filter(
      ({ userId }, place, all) => all.findIndex((other) => other.userId === userId) < place,
    );
    expect(twice.length).toBe(1);
    const ids = organisation.people
      .filter(({ userId }) => userId === twice[0]?.userId)
      .map(({ ownerId }) => org.places.owners.get(ownerId));
    expect(new Set(ids).size).toBe(1);
    expect(users.get(ids[0] ?? "")?.fields.IsActive).toBe(true);
  });

  it("puts people under the manager and the role of their team", () => {
    const rep = organisation.people.find(({ role, leftAt }) => role === "rep" && leftAt === null);
    const user = users.get(org.places.owners.get(rep?.ownerId ?? "") ?? "");
    const manager = users.get(String(user?.fields.ManagerId));
    expect(user?.fields.UserRoleId).toBe(org.places.teams.get(rep?.teamId ?? ""));
    expect(manager?.fields.UserRoleId).toBe(user?.fields.UserRoleId);
    expect(manager?.fields.ManagerId).toBeNull();
    const role = tableOf(org, "UserRole").get(String(user?.fields.UserRoleId));
    expect(role?.fields.ParentRoleId).toBe(
      org.places.teams.get(organisation.teams.find(({ id }) => id === rep?.teamId)?.parentId ?? ""),
    );
  });

  it("says what the HubSpot portal of the same organisation says about won deals and their worth", () => {
    const portal = buildPortal(organisation, 1);
    const question = { by: "owner" as const, pipelines: null, from: null, to: null };
    const sums = (totals: readonly (readonly [owner: string | null, rest: string])[]) =>
      Object.groupBy(totals, ([owner]) => String(owner));
    const named = hubSpotTotals(portal, question).map(
      ({ ownerId, ...total }) =>
        [org.places.owners.get(ownerId ?? "") ?? org.adminUserId, JSON.stringify(total)] as const,
    );
    const own = wonTotals(org).map(({ ownerId, ...total }) => [ownerId, JSON.stringify(total)] as const);
    expect(own.length).toBeGreaterThan(100);
    const returner = organisation.people.filter(({ userId }, place, all) =>
      all.some((other, at) => at !== place && other.userId === userId),
    );
    const merged = returner.map(({ ownerId }) => org.places.owners.get(ownerId) ?? "");
    const without = (totals: ReturnType<typeof sums>) =>
      Object.fromEntries(Object.entries(totals).filter(([owner]) => !merged.includes(owner)));
    expect(without(sums(own))).toEqual(without(sums(named)));
  });

  it("closes an opportunity on the local day of the deal's close", () => {
    const clock = createZoneClock(organisation.timeZone);
    for (const deal of organisation.deals.slice(0, 50)) {
      const close = deal.closes.at(-1)?.value ?? 0;
      const record = tableOf(org, "Opportunity").get(org.places.deals.get(deal.id) ?? "");
      expect(record?.fields.CloseDate).toBe(clock.dayOf(close));
      expect(rowsOf(org, "OpportunityHistory", record?.id ?? "").length).toBeGreaterThan(0);
    }
  });

  it("tells amounts in the home currency where the org has only one", () => {
    const single = buildOrg(organisation, { multicurrency: false });
    expect(describeObject(single, "Opportunity")?.fields.map(({ name }) => name)).not.toContain(
      "CurrencyIsoCode",
    );
    expect(describeObject(single, "CurrencyType")).toBeNull();
    expect(wonTotals(single)).toEqual(wonTotals(org));
  });

  it("gives a third of the e-mails a task beside and a tenth of the meetings an invitee's copy", () => {
    const emails = tableOf(org, "EmailMessage").byCursor();
    const twins = emails.filter(({ fields }) => fields.ActivityId !== null);
    expect(twins.length / emails.length).toBeGreaterThan(0.25);
    const task = tableOf(org, "Task").get(String(twins[0]?.fields.ActivityId));
    expect(task?.fields.TaskSubtype).toBe("Email");
    const copies = tableOf(org, "Event")
      .byCursor()
      .filter(({ fields }) => fields.IsChild === true);
    expect(copies.length).toBeGreaterThan(10);
  });
});

describe("changing an opportunity", () => {
  it("sets what follows from the stage and writes a row of history", () => {
    const org = freshOrg();
    const { id } = insertDeal(org);
    const at = TODAY + MINUTE;
    const { fields } = updateRecord(
      org,
      "Opportunity",
      id,
      { StageName: "Closed won", Amount: 1200 },
      { userId: null, at },
    );
    expect(fields).toMatchObject({
      IsClosed: true,
      IsWon: true,
      Probability: 100,
      ForecastCategoryName: "Closed",
      ExpectedRevenue: 1200,
      SystemModstamp: "2026-11-20T18:01:00.000+0000",
      LastStageChangeDate: "2026-11-20T18:01:00.000+0000",
      CreatedDate: "2026-11-20T18:00:00.000+0000",
    });
    const rows = rowsOf(org, "OpportunityHistory", id).map((row) => row.fields);
    expect(rows.map(({ StageName, Amount, PrevAmount }) => [StageName, Amount, PrevAmount])).toEqual([
      ["Qualified to buy", 1000, null],
      ["Closed won", 1200, 1000],
    ]);
  });

  it("writes two rows when the owner changes, one with names and one with ids, and none in the other history", () => {
    const org = freshOrg();
    const [to = ""] = [...org.places.users.values()];
    const { id, fields } = insertDeal(org);
    const from = fields.OwnerId;
    updateRecord(org, "Opportunity", id, { OwnerId: to }, { userId: null });
    const rows = rowsOf(org, "OpportunityFieldHistory", id).map((row) => row.fields);
    expect(rows.map(({ Field, DataType }) => [Field, DataType])).toEqual([
      ["created", "Text"],
      ["Owner", "Text"],
      ["Owner", "EntityId"],
    ]);
    expect(rows[2]).toMatchObject({ OldValue: from, NewValue: to });
    expect(rowsOf(org, "OpportunityHistory", id).length).toBe(1);
  });

  it("takes history and splits to the Recycle Bin and back, and loses the team", () => {
    const org = freshOrg();
    const split = tableOf(org, "OpportunitySplit")
      .byCursor()
      .find(({ fields }) => fields.IsDeleted === false);
    const id = String(split?.fields.OpportunityId);
    const deletions = () =>
      ["OpportunityHistory", "OpportunitySplit"].flatMap((object) =>
        rowsOf(org, object, id).map(({ fields }) => fields.IsDeleted),
      );
    expect(rowsOf(org, "OpportunityTeamMember", id).length).toBe(2);
    deleteRecord(org, "Opportunity", id, { userId: null });
    expect(new Set(deletions())).toEqual(new Set([true]));
    restoreRecord(org, "Opportunity", id, { userId: null });
    expect(new Set(deletions())).toEqual(new Set([false]));
    expect(rowsOf(org, "OpportunityTeamMember", id)).toEqual([]);
  });

  it("refuses a field that the object does not have", () => {
    const org = freshOrg();
    expect(() => insertDeal(org, { Colour: "red" })).toThrow("Opportunity has no Colour");
  });
});

describe("hearing of changes", () => {
  it("tells of each change once, until nobody listens", () => {
    const org = freshOrg();
    const heard: OrgChange[] = [];
    const stop = onChange(org, (change) => heard.push(change));
    const { id } = insertDeal(org);
    updateRecord(org, "Opportunity", id, { Amount: 5 }, { userId: null });
    deleteRecord(org, "Opportunity", id, { userId: null });
    restoreRecord(org, "Opportunity", id, { userId: null });
    stop();
    deleteRecord(org, "Opportunity", id, { userId: null });
    expect(heard.map(({ changeType }) => changeType)).toEqual(["CREATE", "UPDATE", "DELETE", "UNDELETE"]);
    expect(heard[0]).toMatchObject({ object: "Opportunity", ids: [id], at: TODAY });
  });

  it("lets a long transaction appear now under an earlier stamp", () => {
    const org = freshOrg();
    const { id } = insertDeal(org);
    const stampedAt = TODAY - 5 * MINUTE;
    commitLate(org, "Opportunity", id, { Amount: 7 }, { stampedAt });
    const late = commitLate(org, "Task", null, { Subject: "Late" }, { stampedAt });
    const stamps = [tableOf(org, "Opportunity").get(id), late].map((record) => record?.fields.SystemModstamp);
    expect(stamps).toEqual(["2026-11-20T17:55:00.000+0000", "2026-11-20T17:55:00.000+0000"]);
    const cursors = tableOf(org, "Task")
      .byCursor()
      .map(({ fields }) => String(fields.SystemModstamp));
    expect(cursors).toEqual(cursors.toSorted());
  });
});

describe("describing", () => {
  it("tells types, choices and children, and nothing of what is hidden", () => {
    const org = freshOrg();
    const names = () => describeObject(org, "opportunity")?.fields.map(({ name }) => name) ?? [];
    const stage = describeObject(org, "Opportunity")?.fields.find(({ name }) => name === "StageName");
    expect(stage?.type).toBe("picklist");
    expect(stage?.picklistValues.map(({ value }) => value)).toContain("Closed won");
    const children = describeObject(org, "Opportunity")?.childRelationships ?? [];
    expect(children.map(({ relationshipName }) => relationshipName)).toContain("OpportunityHistories");
    expect(names()).toContain("Amount");
    org.missing.fields.set("Opportunity", new Set(["Amount"]));
    org.missing.objects.add("OpportunitySplit");
    expect(names()).not.toContain("Amount");
    expect(describeObject(org, "OpportunitySplit")).toBeNull();
    expect(describeAll(org).map(({ name }) => name)).not.toContain("OpportunitySplit");
  });
});
