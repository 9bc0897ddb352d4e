import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createContactKeyStore } from "../../../worker/adapters/d1/contact-key-store.ts";
import { createSyncStateStore } from "../../../worker/adapters/d1/sync-state-store.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import { createTenant, EVERYTHING, how, type TestTenant } from "../ledger/ledger-tenant.ts";
import { buildEmail, SMALL_TEAM } from "../ledger/records.ts";

const SINCE = "2026-11-18T12:00:00.000Z";

async function rowsOf(tenantId: string): Promise<number> {
  const statement = env.DB.prepare("SELECT count(*) AS rows FROM contact_keys WHERE tenant_id = ?1");
  return (await statement.bind(tenantId).first<number>("rows")) ?? 0;
}

/** Every place of the database in which a text stands, as `table.column`. */
async function placesOf(text: string): Promise<readonly string[]> {
  const { results } = await env.DB.prepare(
    `SELECT tables.name AS "table", columns.name AS "column"
      FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns
      WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`,
  ).all<{ table: string; column: string }>();
  const found = await Promise.all(
    results.map(async ({ table, column }) => {
      const sql = `SELECT count(*) AS rows FROM "${table}" WHERE instr(CAST("${column}" AS TEXT), ?1) > 0`;
      const rows = (await env.DB.prepare(sql).bind(text).first<number>("rows")) ?? 0;
      return rows > 0 ? [`${table}.${column}`] : [];
    }),
  );
  return found.flat();
}

describe("the index from contacts to keys", () => {
  it("keeps every key that a contact has had, once", async () => {
    const contacts = createContactKeyStore(env.DB, "keys");
    await contacts.add([{ contactId: "1", persons: ["a", "b"] }]);
    await contacts.add([
      { contactId: "1", persons: ["b", "c"] },
      { contactId: "2", persons: [] },
    ]);
    expect(await contacts.find("1")).toEqual({ kind: "known", persons: ["a", "b", "c"] });
    expect(await contacts.find("2")).toEqual({ kind: "known", persons: [] });
    expect(await contacts.find("3")).toEqual({ kind: "unknown" });
    expect(await createContactKeyStore(env.DB, "keys-of-another").find("1")).toEqual({ kind: "unknown" });
  });

  it("forgets an erased contact's keys under every contact, and never takes it in again", async () => {
    const contacts = createContactKeyStore(env.DB, "erased");
    const other = createContactKeyStore(env.DB, "erased-elsewhere");
    const merged = { contactId: "1", persons: ["a", "b"] };
    await contacts.add([merged, { contactId: "2", persons: ["b"] }, { contactId: "3", persons: ["c"] }]);
    await other.add([merged]);
    await contacts.erase({ contactId: "1", persons: ["a", "b"] });
    await contacts.erase({ contactId: "1", persons: ["a", "b"] });
    await contacts.add([merged]);
    expect(await contacts.find("1")).toEqual({ kind: "erased" });
    expect(await contacts.find("2")).toEqual({ kind: "unknown" });
    expect(await contacts.find("3")).toEqual({ kind: "known", persons: ["c"] });
    expect(await rowsOf("erased")).toBe(2);
    expect(await other.find("1")).toEqual({ kind: "known", persons: ["a", "b"] });
    await contacts.add([{ contactId: "4", persons: ["a"] }]);
    expect(await contacts.find("4")).toEqual({ kind: "known", persons: ["a"] });
  });

  it("keeps its place in the walk, and changes what is named and nothing else", async () => {
    const contacts = createContactKeyStore(env.DB, "walk");
    expect(await contacts.loadWalk()).toEqual({ refused: false, since: null, cursor: null, startedAt: null });
    await contacts.changeWalk({ cursor: "c", startedAt: SINCE });
    await contacts.changeWalk({ refused: true });
    expect(await contacts.loadWalk()).toEqual({ refused: true, since: null, cursor: "c", startedAt: SINCE });
  });

  it("takes more contacts at once than one parameter holds", async () => {
    const contacts = createContactKeyStore(env.DB, "large");
    const persons = Array.from({ length: 50 }, (_, place) => `${place}-${"k".repeat(30)}`);
    await contacts.add(Array.from({ length: 800 }, (_, id) => ({ contactId: String(id), persons })));
    expect(await rowsOf("large")).toBe(40_000);
  });
});

describe("a contact that the CRM erased", () => {
  /** E-mails with a person of two addresses, and with somebody else, and the contacts of both. */
  async function correspondence() {
    const tenant = await createTenant(SMALL_TEAM);
    const [own, former, somebody] = ["ann", "ann.old", "bob"].map((name) =>
      personKey(tenant.tenantId, `${name}@customer.example`),
    );
    if (!own || !former || !somebody) throw new Error("No keys");
    await tenant.writer.apply(
      [
        buildEmail({ to: [own, somebody] }),
        buildEmail({ crmId: "reply", direction: "inbound", from: own, to: ["p-ada"] }),
        buildEmail({ crmId: "former", to: [former], at: "2026-03-11T15:00:00.000Z" }),
        buildEmail({ crmId: "other", to: [somebody], at: "2026-03-12T15:00:00.000Z" }),
      ],
      how(),
    );
    const contacts = createContactKeyStore(env.DB, tenant.tenantId);
    await contacts.add([
      { contactId: "77", persons: [own, former] },
      { contactId: "70", persons: [former] },
      { contactId: "78", persons: [somebody] },
    ]);
    return { tenant, contacts, own, former, somebody };
  }

  function notice({ tenantId }: TestTenant, contactId: string) {
    const lane = env.LANE.get(env.LANE.idFromName(tenantId));
    return lane.syncRecords(tenantId, [{ change: "person_erased", contactId }]);
  }

  it("leaves no key of the person anywhere, and every figure as it was", async () => {
    const { tenant, own, former, somebody } = await correspondence();
    const before = await tenant.reader().sumCredits(EVERYTHING);
    expect(before.length).toBeGreaterThan(0);
    expect(await placesOf(own)).not.toEqual([]);
    expect(await notice(tenant, "77")).toEqual({ kind: "done" });
    expect([await placesOf(own), await placesOf(former)]).toEqual([[], []]);
    expect(await placesOf(somebody)).toContain("contact_keys.person_key");
    expect(await tenant.reader().sumCredits(EVERYTHING)).toEqual(before);
    const { credits } = await tenant
      .reader()
      .listCredits({ ...EVERYTHING, events: ["email_sent"] }, { limit: 10, leftOut: false });
    expect(credits.map(({ crmId }) => crmId).toSorted()).toEqual(["", "", "other"]);
    expect((await tenant.writer.rebuildCells()).differences).toEqual([]);
    expect(await createSyncStateStore(env.DB, tenant.tenantId).loadFaults()).toEqual([]);
  });

  it("changes nothing when the notice comes again", async () => {
    const { tenant } = await correspondence();
    await notice(tenant, "77");
    const revision = await tenant.reader().loadRevision();
    expect(await notice(tenant, "77")).toEqual({ kind: "done" });
    expect(await tenant.reader().loadRevision()).toBe(revision);
    expect(await createSyncStateStore(env.DB, tenant.tenantId).loadFaults()).toEqual([]);
  });

  it("is named to the admin when nothing was known of it", async () => {
    const { tenant } = await correspondence();
    const { reader } = tenant;
    const before = await reader().loadRevision();
    await notice(tenant, "99");
    expect(await createSyncStateStore(env.DB, tenant.tenantId).loadFaults()).toMatchObject([
      { type: "person_erased", subject: "contact:99" },
    ]);
    expect(await reader().loadRevision()).toBe(before);
  });
});
