import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import { createConnectionStore } from "../../../worker/adapters/d1/connection-store.ts";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createQuotaStore } from "../../../worker/adapters/d1/quota-store.ts";
import { createSealing, readTokenKeys, type TokenKey } from "../../../worker/adapters/sealing.ts";
import type { Grant } from "../../../worker/ports/crm.ts";
import { buildBerlinRules } from "../../builders/rules.ts";

const OLD_KEY = `k1:${btoa("0123456789abcdef0123456789abcdef")}`;
const NEW_KEY = `k2:${btoa("fedcba9876543210fedcba9876543210")}`;
const NOW = "2026-03-02T10:00:00.000Z";

function keysOf(text: string): readonly TokenKey[] {
  const keys = readTokenKeys(text);
  if (!keys.ok) throw new Error(keys.error);
  return keys.value;
}

const sealing = createSealing(keysOf(OLD_KEY));

describe("sealing", () => {
  it("gives back what was sealed, with the key's id in front and nothing readable behind it", async () => {
    const plain = "a secret – ключ 🔑 \u0000";
    const sealed = await sealing.seal(plain, "tenant-1");
    expect(sealed).toMatch(/^k1\.[A-Za-z0-9+/=]+\.[A-Za-z0-9+/=]+$/);
    expect(sealed).not.toContain(btoa("a secret"));
    expect(await sealing.open(sealed, "tenant-1")).toEqual({ ok: true, value: plain });
  });

  it("never seals the same text the same way twice", async () => {
    expect(await sealing.seal("same", "tenant-1")).not.toBe(await sealing.seal("same", "tenant-1"));
  });

  it("does not open for another tenant", async () => {
    const sealed = await sealing.seal("secret", "tenant-1");
    const refusal = { ok: false, error: { reason: "not_authentic" } };
    expect(await sealing.open(sealed, "tenant-2")).toEqual(refusal);
  });

  it("does not open after a single character was changed", async () => {
    const sealed = await sealing.seal("secret", "tenant-1");
    const [keyId, nonce, body = ""] = sealed.split(".");
    const changed = `${keyId}.${nonce}.${body.startsWith("A") ? "B" : "A"}${body.slice(1)}`;
    expect(await sealing.open(changed, "tenant-1")).toEqual({
      ok: false,
      error: { reason: "not_authentic" },
    });
  });

  it("opens what an older key sealed and seals with the first, until the old key is dropped", async () => {
    const old = await sealing.seal("secret", "tenant-1");
    const rotated = createSealing(keysOf(`${NEW_KEY},${OLD_KEY}`));
    expect(await rotated.open(old, "tenant-1")).toEqual({ ok: true, value: "secret" });
    expect(await rotated.seal("secret", "tenant-1")).toMatch(/^k2\./);
    const dropped = createSealing(keysOf(NEW_KEY));
    const refusal = { ok: false, error: { reason: "key_unknown", keyId: "k1" } };
    expect(await dropped.open(old, "tenant-1")).toEqual(refusal);
  });

  it.each(["", "k1", "k1.abc", "k1.!!!.abc", "k1..", "k1.AAAA.AAAA", "a.b.c.d"])(
    "calls %j malformed",
    async (text) => {
      expect(await sealing.open(text, "tenant-1")).toEqual({ ok: false, error: { reason: "malformed" } });
    },
  );

  it.each([
    ["", "each key is written as id:base64"],
    ["no-colon", "key no-colon must be 32 bytes in base64"],
    ["k1:short", "key k1 must be 32 bytes in base64"],
    ["k1:not base64!", "key k1 must be 32 bytes in base64"],
    [`${OLD_KEY},${OLD_KEY}`, "key k1 is given twice"],
    [`${OLD_KEY},`, "each key is written as id:base64"],
    [`with.dot:${btoa("0123456789abcdef0123456789abcdef")}`, "each key is written as id:base64"],
  ])("refuses the keys %j", (text, message) => {
    expect(readTokenKeys(text)).toEqual({ ok: false, error: message });
  });
});

describe("the grant", () => {
  const grant: Grant = {
    accessToken: "access-token-text",
    refreshToken: "refresh-token-text",
    expiresAt: "2026-03-02T10:30:00.000Z",
    scopes: ["crm.objects.deals.read", "oauth"],
    crmId: "12345678901234567890",
    userId: "77",
    apiUrl: "https://example.my.salesforce.test",
    userName: "sync@example.test",
  };

  it("comes back whole, lies sealed, and is unknown to another tenant", async () => {
    const store = createConnectionStore(env.DB, "g-1", sealing);
    expect(await store.loadGrant()).toBeNull();
    expect(await store.loadInstaller()).toBeNull();
    await store.saveGrant(grant);
    expect(await store.loadGrant()).toEqual(grant);
    expect(await createConnectionStore(env.DB, "g-2", sealing).loadGrant()).toBeNull();
    const rows = await env.DB.prepare("SELECT * FROM connections").all();
    expect(JSON.stringify(rows.results)).not.toMatch(/access-token-text|refresh-token-text/);
  });

  it("does not open in the row of another tenant", async () => {
    await createConnectionStore(env.DB, "g-3", sealing).saveGrant(grant);
    await env.DB.prepare(
      `INSERT INTO connections SELECT 'g-4', sealed_tokens, expires_at, scopes, crm_id, installed_by
        FROM connections WHERE tenant_id = 'g-3'`,
    ).run();
    const thief = createConnectionStore(env.DB, "g-4", sealing);
    await expect(thief.loadGrant()).rejects.toThrow("not_authentic");
  });

  it("keeps who installed when a refresh names nobody, and after it was dropped", async () => {
    const store = createConnectionStore(env.DB, "g-5", sealing);
    await store.saveGrant(grant);
    await store.saveGrant({ ...grant, accessToken: "second", userId: null });
    expect(await store.loadGrant()).toEqual({ ...grant, accessToken: "second" });
    await store.dropGrant();
    expect(await store.loadGrant()).toBeNull();
    expect(await store.loadInstaller()).toBe("77");
    await store.saveGrant(grant);
    expect(await store.loadGrant()).toEqual(grant);
  });
});

describe("quotas", () => {
  const JANUARY = { grain: "month" as const, from: "2026-01-01" };

  function quota(more: Partial<Quota> = {}): Quota {
    return {
      metric: "revenue_closed",
      subject: { kind: "member", id: "m1" },
      period: JANUARY,
      amount: 1000,
      effectiveFrom: null,
      ...more,
    };
  }

  async function storeFor(tenantId: string) {
    await createPeopleStore(env.DB, tenantId).saveFirstRules(buildBerlinRules(), {
      cause: { kind: "manual" },
      now: NOW,
    });
    return createQuotaStore(env.DB, tenantId);
  }

  it("come back for every kind of subject, in whole numbers", async () => {
    const store = await storeFor("q-kinds");
    const saved: readonly Quota[] = [
      quota({ amount: 1e15 }),
      quota({ subject: { kind: "team", id: "team-1" } }),
      quota({ subject: { kind: "vacant", id: 'AE "seven" 🪑', teamId: "team-1" } }),
      quota({ subject: { kind: "default", id: null }, metric: "touches", amount: 0 }),
      quota({ subject: { kind: "default", id: "team-1" }, period: { grain: "year", from: "2026-01-01" } }),
    ];
    expect(await store.save(saved, { setBy: "m9", expectedVersion: 0, now: NOW })).toBe(1);
    expect(await store.loadSheet()).toEqual({
      version: 1,
      currency: "EUR",
      quotas: saved.map((each) => ({ ...each, setBy: "m9", setAt: NOW })),
    });
  });

  it("are saved by one of two who read the same sheet", async () => {
    const store = await storeFor("q-race");
    const save = (amount: number) =>
      store.save([quota({ amount })], { setBy: "m", expectedVersion: 0, now: NOW });
    const results = await Promise.all([save(1), save(2), save(3)]);
    expect(results.filter((version) => version !== null)).toEqual([1]);
    expect(await store.loadVersions()).toHaveLength(1);
  });

  it("are refused for a version that is not there yet", async () => {
    const store = await storeFor("q-ahead");
    expect(await store.save([quota()], { setBy: "m", expectedVersion: 3, now: NOW })).toBeNull();
    expect(await store.loadSheet()).toMatchObject({ version: 0, quotas: [] });
  });

  it("keep every version, and the sheet shows what stood at an instant", async () => {
    const store = await storeFor("q-versions");
    const save = (change: Quota, expectedVersion: number, now: string) =>
      store.save([change], { setBy: "m", expectedVersion, now });
    await save(quota({ amount: 100 }), 0, "2026-01-02T00:00:00.000Z");
    await save(quota({ amount: 200, effectiveFrom: "2026-01-15" }), 1, "2026-01-03T00:00:00.000Z");
    await save(quota({ amount: null }), 2, "2026-01-04T00:00:00.000Z");
    const amounts = async (at?: string) => (await store.loadSheet(at)).quotas.map(({ amount }) => amount);
    expect(await amounts("2026-01-01T00:00:00.000Z")).toEqual([]);
    expect(await amounts("2026-01-02T12:00:00.000Z")).toEqual([100]);
    expect(await amounts("2026-01-03T12:00:00.000Z")).toEqual([100, 200]);
    expect(await amounts()).toEqual([]);
    expect((await store.loadVersions()).map(({ version, amount }) => [version, amount])).toEqual([
      [1, 100],
      [2, 200],
      [3, null],
    ]);
  });

  it("of another tenant are neither seen nor in the way", async () => {
    const mine = await storeFor("q-mine");
    const other = await storeFor("q-other");
    await mine.save([quota()], { setBy: "m", expectedVersion: 0, now: NOW });
    expect(await other.loadVersions()).toEqual([]);
    expect(await other.save([quota({ amount: 5 })], { setBy: "m", expectedVersion: 0, now: NOW })).toBe(1);
    expect((await mine.loadSheet()).quotas.map(({ amount }) => amount)).toEqual([1000]);
  });
});
