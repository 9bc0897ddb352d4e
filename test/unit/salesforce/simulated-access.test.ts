import { createHash, generateKeyPairSync } from "node:crypto";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import type { CrmClient, CrmPort, Grant } from "../../../worker/ports/crm.ts";
import { tableOf } from "../../simulators/salesforce/org/org.ts";
import { type SalesforceSimulator, startSalesforceSimulator } from "../../simulators/salesforce/start.ts";

const NOW = "2026-11-20T19:32:00.000Z";
const REDIRECT = "http://localhost:9/oauth/salesforce/callback";
const VERIFIER = "a-verifier-that-is-long-enough-for-the-flow-0123456789";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

let simulator: SalesforceSimulator;
let port: CrmPort;

beforeAll(async () => {
  simulator = await startSalesforceSimulator({
    seed: 7,
    scale: 0.05,
    now: () => Date.parse(NOW),
    clientId: "client",
    clientSecret: "secret",
    jwtPublicKey: keys.publicKey.export({ type: "spki", format: "pem" }).toString(),
  });
  port = openPort(null);
});
afterAll(() => simulator.close());

function openPort(jwtKey: string | null): CrmPort {
  return createSalesforcePort({
    loginUrl: simulator.url,
    clientId: "client",
    clientSecret: "secret",
    jwtKey,
  });
}

function valueIn<T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function connect(): Promise<Grant> {
  const codeChallenge = createHash("sha256").update(VERIFIER).digest("base64url");
  const url = port.authorizeUrl({ state: "s", redirectUri: REDIRECT, codeChallenge });
  const code = new URL(simulator.consent(url)).searchParams.get("code") ?? "";
  return valueIn(await port.exchangeCode({ code, redirectUri: REDIRECT, codeVerifier: VERIFIER }, NOW));
}

function clientOf(grant: Grant): CrmClient {
  return port.client({
    accessToken: grant.accessToken,
    apiUrl: grant.apiUrl,
    scopes: grant.scopes,
    tenantId: "tenant-simulated",
    throttle: async () => undefined,
    homeCurrency: null,
    timeZone: null,
    extraProperties: { amounts: [], owners: [] },
  });
}

describe("a grant of an org", () => {
  it("comes from a consent with its proof, and names the org and the user", async () => {
    const grant = await connect();
    expect(grant).toMatchObject({
      crmId: simulator.org.id,
      apiUrl: simulator.url,
      scopes: expect.any(Array),
    });
    const user = tableOf(simulator.org, "User").get(grant.userId ?? "");
    expect(grant.userName).toBe(user?.fields.Username);
  });

  it("is rotated with every refresh, and gone once a spent token is shown again", async () => {
    const grant = await connect();
    const renewed = valueIn(await port.refresh(grant, NOW));
    expect(renewed.refreshToken).not.toBe(grant.refreshToken);
    expect((await clientOf(renewed).fetchAccount()).ok).toBe(true);
    expect(await port.refresh(grant, NOW)).toEqual({ ok: false, error: { reason: "token_revoked" } });
    expect(await clientOf(renewed).fetchAccount()).toEqual({ ok: false, error: { reason: "token_expired" } });
    expect(await port.refresh(renewed, NOW)).toEqual({ ok: false, error: { reason: "token_revoked" } });
  });

  it.each([true, false])(
    "is not lost twice where the answer to a refresh is, whether Salesforce saw it: %s",
    async (isSeen) => {
      const own = openPort(null);
      const grant = await connect();
      const real = globalThis.fetch;
      let lost: unknown = null;
      const spy = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
        if (isSeen) lost = await (await real(input, init)).json();
        throw new TypeError("cut");
      });
      expect(await own.refresh(grant, NOW)).toEqual({ ok: false, error: { reason: "token_expired" } });
      spy.mockRestore();
      const later = "2026-11-20T19:33:00.000Z";
      const renewed = await own.refresh(grant, later);
      if (!isSeen) return expect((await clientOf(valueIn(renewed)).fetchAccount()).ok).toBe(true);
      expect(renewed).toEqual({ ok: false, error: { reason: "token_revoked" } });
      // Nothing was revoked: the token was not shown a second time.
      const accessToken = v.parse(v.object({ access_token: v.string() }), lost).access_token;
      expect((await clientOf({ ...grant, accessToken }).fetchAccount()).ok).toBe(true);
    },
  );

  it("is had by the app's own key as often as it likes", async () => {
    const grant = await connect();
    const signing = openPort(keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString());
    const alone = { ...grant, refreshToken: null };
    const renewed = valueIn(await signing.refresh(alone, NOW));
    expect(renewed).toMatchObject({ crmId: grant.crmId, userName: grant.userName, refreshToken: null });
    expect((await clientOf(valueIn(await signing.refresh(alone, NOW))).fetchAccount()).ok).toBe(true);
  });
});

describe("an org", () => {
  it("tells of itself, its people and its teams", async () => {
    const client = clientOf(await connect());
    const account = valueIn(await client.fetchAccount());
    expect(account).toMatchObject({
      crmId: simulator.org.id,
      name: simulator.org.name,
      timeZone: simulator.org.timeZone,
      homeCurrency: simulator.org.currency,
      fiscal: { kind: "months", startMonth: 1 },
    });
    const { people, teams, adminHolders } = valueIn(await client.fetchPeople());
    const users = tableOf(simulator.org, "User")
      .byCursor()
      .filter(({ fields }) => fields.UserType === "Standard");
    expect(people.filter(({ kind }) => kind === "person")).toHaveLength(users.length);
    expect(people.some(({ kind }) => kind === "queue")).toBe(true);
    const admins = people.filter(({ superAdmin }) => superAdmin);
    expect(admins.map(({ userId }) => userId)).toContain(simulator.org.adminUserId);
    // They hold the permission set through a group.
    expect(adminHolders).toBe(admins.length);
    // The roles of the organisation are whole, so a board shows them under their own names.
    expect(teams.filter(({ crmId }) => crmId.includes(":"))).toEqual([]);
    const named = new Set(
      tableOf(simulator.org, "UserRole")
        .byCursor()
        .map(({ id }) => id),
    );
    expect(teams.every(({ crmId }) => named.has(crmId))).toBe(true);
    const managed = new Set(users.flatMap(({ fields }) => (fields.IsActive ? (fields.ManagerId ?? []) : [])));
    const leaders = people.filter(({ leadsTeamIds }) => (leadsTeamIds ?? []).length > 0);
    expect(new Set(leaders.map(({ ownerId }) => ownerId))).toEqual(managed);
  });

  it("tells its rates and its quotas", async () => {
    const client = clientOf(await connect());
    const rates = valueIn(await client.fetchRates(simulator.org.currency));
    expect(new Set(rates.map(({ from }) => from)).size).toBeGreaterThan(0);
    expect(rates.every(({ rate }) => rate > 0)).toBe(true);
    const quotas = valueIn(await client.fetchQuotas());
    const held = tableOf(simulator.org, "ForecastingQuota").byCursor();
    expect(quotas).toHaveLength(held.length);
    expect(quotas.some(({ teamId }) => teamId !== null)).toBe(true);
    for (const quota of quotas) {
      const raw = held.find(({ id }) => id === quota.crmId)?.fields;
      expect(quota.amount).toBe(Math.round(Number(raw?.QuotaAmount) * 100));
      expect(quota.span.from).toBe(raw?.StartDate);
      expect(quota.span.to.slice(0, 7)).toBe(quota.span.from.slice(0, 7));
    }
  });
});
