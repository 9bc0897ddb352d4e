import { expect, it } from "vitest";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { changeRules, createTenant, EVERYTHING, how, type TestTenant } from "./ledger-tenant.ts";
import { buildCall, buildDeal, buildEmail, SMALL_TEAM } from "./records.ts";

const LATER = "2026-03-11T09:00:00.000Z";
const LATEST = "2026-03-12T09:00:00.000Z";

async function totalOf({ reader }: TestTenant, event: EventId): Promise<number> {
  const sums = await reader().sumCredits({ ...EVERYTHING, events: [event] });
  return sums.reduce((total, { count }) => total + count, 0);
}

async function reasonsOf({ reader }: TestTenant, event: EventId): Promise<readonly string[]> {
  return (await reader().sumLeftOut({ ...EVERYTHING, events: [event] })).map(({ reason }) => reason);
}

async function rowsOf({ db, tenantId }: TestTenant, table: string): Promise<number> {
  const sql = `SELECT count(*) AS rows FROM ${table} WHERE tenant_id = ?1`;
  return (await db.prepare(sql).bind(tenantId).first<number>("rows")) ?? 0;
}

it("writes nothing and makes no revision when the same records come again", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const records = [buildDeal(), buildCall(), buildEmail({ duplicateKey: "message-1" })];
  const first = await tenant.writer.apply(records, how());
  expect(first).toMatchObject({ revision: 1, stored: 3, unchanged: 0 });
  expect(first.rowsWritten).toBeGreaterThan(0);
  for (const fresh of [false, true]) {
    const again = await tenant.writer.apply(records, how({ fresh }));
    expect(again).toMatchObject({ revision: null, stored: 0, unchanged: 3, rowsWritten: 0 });
  }
  expect(await tenant.reader().loadRevision()).toBe(1);
});

it("says which events, members and days a batch changed", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildCall()], how());
  const moved = buildCall({ modifiedAt: LATER, ownerId: "o-ben", at: "2026-03-08T15:00:00.000Z" });
  const { touched } = await tenant.writer.apply([moved], how());
  expect(touched.events.toSorted()).toEqual(["call_answered", "call_made"]);
  expect(touched.memberIds.toSorted()).toEqual(["ada", "ben"]);
  expect(touched.days).toEqual({ from: "2026-03-08", to: "2026-03-10" });
});

it("drops an older version, and asks for a fresh read when one stamp has two contents", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildCall({ modifiedAt: LATER })], how());
  expect(await tenant.writer.apply([buildCall({ ownerId: "o-ben" })], how())).toMatchObject({ dropped: 1 });
  const other = buildCall({ modifiedAt: LATER, ownerId: "o-ben" });
  const answer = await tenant.writer.apply([other], how());
  expect(answer).toMatchObject({ revision: null, ambiguous: [{ kind: "call", crmId: "call-1" }] });
  await tenant.writer.apply([other], how({ fresh: true }));
  const sums = await tenant.reader().sumCredits({ ...EVERYTHING, events: ["call_made"] });
  expect(sums).toMatchObject([{ memberId: "ben", teamId: "west", count: 1 }]);
});

it("asks for a fresh read when one batch holds two contents under one stamp, and stores neither", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const answer = await tenant.writer.apply([buildCall(), buildCall({ ownerId: "o-ben" })], how());
  expect(answer).toMatchObject({ revision: null, stored: 0, ambiguous: [{ kind: "call", crmId: "call-1" }] });
});

it("leaves a deleted record out, with its reason, until a fresh read finds it again", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildDeal()], how());
  await tenant.writer.applyDeletions([{ kind: "deal", crmId: "deal-1" }], how());
  expect(await totalOf(tenant, "deal_won")).toBe(0);
  expect(await reasonsOf(tenant, "deal_won")).toEqual(["deleted_in_crm"]);
  const late = await tenant.writer.apply([buildDeal({ modifiedAt: LATER })], how());
  expect(late.ambiguous).toEqual([{ kind: "deal", crmId: "deal-1" }]);
  expect(await reasonsOf(tenant, "deal_won")).toEqual(["deleted_in_crm"]);
  await tenant.writer.apply([buildDeal({ modifiedAt: LATER })], how({ fresh: true }));
  expect(await totalOf(tenant, "deal_won")).toBe(1);
  expect(await reasonsOf(tenant, "deal_won")).toEqual([]);
});

it("keeps a tombstone for a record that was merged or deleted before it was ever read", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.applyMerges([{ kind: "deal", from: "deal-1", into: "deal-2" }], how());
  await tenant.writer.applyDeletions([{ kind: "call", crmId: "call-1" }], how());
  await tenant.writer.apply([buildDeal(), buildCall()], how());
  expect(await reasonsOf(tenant, "deal_won")).toEqual(["merged_into_another"]);
  expect(await reasonsOf(tenant, "call_made")).toEqual(["deleted_in_crm"]);
});

it("takes the credits of merged deals back when the survivor names them", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildDeal(), buildDeal({ crmId: "deal-2" })], how());
  expect(await totalOf(tenant, "deal_won")).toBe(2);
  const survivor = buildDeal({ crmId: "deal-3", mergedIds: ["deal-1", "deal-2", "deal-3", "never-seen"] });
  await tenant.writer.apply([survivor], how());
  expect(await totalOf(tenant, "deal_won")).toBe(1);
  await tenant.writer.apply([buildDeal({ crmId: "never-seen" })], how());
  expect(await totalOf(tenant, "deal_won")).toBe(1);
});

it("erases a record: the figures stay, its id is gone, and it never comes back", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const second = buildEmail({ crmId: "email-2", at: "2026-03-12T15:00:00.000Z" });
  await tenant.writer.apply([buildEmail({ to: ["buyer", "other"] }), second], how());
  const before = await tenant.reader().sumCredits(EVERYTHING);
  const erasure = how({ cause: { kind: "erasure" } });
  const keys = [{ kind: "email", crmId: "email-1" }] as const;
  expect(await tenant.writer.erase(keys, erasure)).toMatchObject({ stored: 1 });
  expect(await tenant.writer.erase(keys, erasure)).toMatchObject({ revision: null, rowsWritten: 0 });
  expect(await tenant.writer.apply([buildEmail({ modifiedAt: LATEST })], how())).toMatchObject({
    dropped: 1,
  });
  await tenant.writer.apply([{ ...second, modifiedAt: LATER, title: "Again" }], how());
  expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
  const filter = { ...EVERYTHING, events: ["email_sent"] as const };
  const { credits } = await tenant.reader().listCredits(filter, { limit: 10, leftOut: false });
  expect(credits.map(({ crmId, title }) => [crmId, title])).toEqual([
    ["email-2", "Again"],
    ["", null],
  ]);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
});

it("erases a person with every record, and keeps what remains through a change of rules", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const reply = buildEmail({
    crmId: "reply",
    direction: "inbound",
    from: "buyer",
    to: ["p-ada"],
    at: "2026-03-11T15:00:00.000Z",
  });
  await tenant.writer.apply([buildEmail(), reply, buildCall()], how());
  const before = await tenant.reader().sumCredits(EVERYTHING);
  await tenant.writer.erasePerson("buyer", how({ cause: { kind: "erasure" } }));
  expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
  const links = "SELECT count(*) AS rows FROM record_links WHERE tenant_id = ?1 AND key = 'p:buyer'";
  expect(await tenant.db.prepare(links).bind(tenant.tenantId).first("rows")).toBe(0);
  const rules = { ...SMALL_TEAM.rules, connectedFromSeconds: 5 };
  await changeRules(tenant, rules, how());
  expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
});

it("loses nothing when writers race: one wins each time, the others begin anew", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const calls = Array.from({ length: 4 }, (_, index) => buildCall({ crmId: `call-${index}` }));
  const answers = await Promise.all(calls.map((call) => tenant.writer.apply([call], how())));
  expect(answers.map(({ revision }) => revision).toSorted()).toEqual([1, 2, 3, 4]);
  expect(await totalOf(tenant, "call_made")).toBe(calls.length);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
});

it("writes a second writer's batch only after it was made anew for the ledger as it then was", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildCall()], how());
  const [one, other] = await Promise.all([
    tenant.writer.apply([buildCall({ modifiedAt: LATER, ownerId: "o-ben" })], how()),
    tenant.writer.apply([buildCall({ modifiedAt: LATEST, durationSeconds: 60 })], how()),
  ]);
  expect([one.revision, other.revision].filter((revision) => revision !== null).length).toBeGreaterThan(0);
  const sums = await tenant.reader().sumCredits({ ...EVERYTHING, events: ["call_answered"] });
  expect(sums).toMatchObject([{ memberId: "ada", count: 1, seconds: 60 }]);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
});

it("never mixes tenants, though their records have the same ids", async () => {
  const [one, other] = [await createTenant(SMALL_TEAM), await createTenant(SMALL_TEAM)];
  await one.writer.apply([buildDeal(), buildCall(), buildEmail()], how());
  expect(await other.reader().sumCredits(EVERYTHING)).toEqual([]);
  expect(await other.reader().loadRevision()).toBe(0);
  await other.writer.apply([buildDeal({ ownerId: "o-ben", dealType: "existing" })], how());
  const cells = await one.reader().sumCredits({ ...EVERYTHING, events: ["deal_won"] });
  expect(cells).toMatchObject([{ memberId: "ada", count: 1 }]);
  await other.writer.applyDeletions([{ kind: "deal", crmId: "deal-1" }], how());
  await other.writer.erase([{ kind: "call", crmId: "call-1" }], how());
  expect(await one.reader().sumCredits({ ...EVERYTHING, events: ["deal_won"] })).toEqual(cells);
  expect(await totalOf(one, "call_made")).toBe(1);
});

it("finds a cell that differs from the ledger, says so and mends it", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildDeal(), buildCall()], how());
  const before = await tenant.reader().sumCredits(EVERYTHING);
  const { db, tenantId } = tenant;
  const where = "WHERE tenant_id = ?1 AND event = 'call_made'";
  await db.batch([
    db.prepare(`UPDATE cells SET count = 7 ${where} AND grain = 'month'`).bind(tenantId),
    db.prepare(`DELETE FROM cells ${where} AND grain = 'day'`).bind(tenantId),
    db
      .prepare(
        `INSERT INTO cells SELECT tenant_id, generation, event, left_out, grain, slice, '2026-01-05',
          member_id, team_id, 3, 3, 0, 0 FROM cells ${where} AND grain = 'week'`,
      )
      .bind(tenantId),
  ]);
  const { differences } = await tenant.writer.rebuildCells();
  expect(differences.map(({ cell, ledger }) => [cell, ledger]).toSorted()).toEqual([
    ["3 3 0 0", "none"],
    ["7 1 0 0", "1 1 0 0"],
    ["none", "1 1 0 0"],
  ]);
  expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
  expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
});

it("keeps no cell that has become nothing", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildCall()], how());
  const cells = await rowsOf(tenant, "cells");
  await tenant.writer.apply([buildCall({ modifiedAt: LATER, ownerId: "o-ben" })], how());
  expect(await rowsOf(tenant, "cells")).toBe(cells);
  const zeros = "SELECT count(*) AS rows FROM cells WHERE tenant_id = ?1 AND count = 0";
  expect(await tenant.db.prepare(zeros).bind(tenant.tenantId).first("rows")).toBe(0);
});

it("applies a list of any length, and names of any script, in batches of bounded size", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const title = `${"𝒳 名前 \u0000 \"'; DROP TABLE cells; -- ".repeat(60)}`;
  const calls = Array.from({ length: 2100 }, (_, index) => buildCall({ crmId: `call-${index}`, title }));
  expect(await tenant.writer.apply(calls, how())).toMatchObject({ revision: 3, stored: 2100 });
  expect(await totalOf(tenant, "call_made")).toBe(2100);
  expect(await tenant.writer.apply(calls, how())).toMatchObject({ unchanged: 2100, rowsWritten: 0 });
});
