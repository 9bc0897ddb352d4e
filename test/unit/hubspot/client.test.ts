import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { failureOf } from "../../../worker/adapters/crm/hubspot/failures.ts";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import type { CrmClient, CrmPage, CrmPort } from "../../../worker/ports/crm.ts";
import { ONE_STAMP } from "./recorded-data.ts";
import {
  ACCESS_TOKEN,
  CLIENT_OPTIONS,
  GRANT,
  openRecordedPortal,
  type PortalFaults,
  REFRESH_TOKEN,
  type RecordedPortal,
} from "./recorded-portal.ts";

const NOW = "2026-11-21T12:00:00.000Z";
const EVERYTHING = { from: "2026-08-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z" };
let portal: RecordedPortal;
let port: CrmPort;

beforeAll(async () => {
  portal = await openRecordedPortal();
  port = openPort();
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(portal.faults)) delete portal.faults[name as keyof PortalFaults];
  portal.requests.length = 0;
});

function openPort(): CrmPort {
  const app = {
    apiUrl: portal.url,
    appUrl: portal.url,
    clientId: "client id",
    clientSecret: "client-secret",
  };
  return createHubSpotPort(app, { sleep: () => Promise.resolve() });
}

function openClient(over: Partial<typeof CLIENT_OPTIONS> = {}): CrmClient {
  return port.client({ ...CLIENT_OPTIONS, ...over });
}

async function readValue<T>(
  result: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>,
): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(JSON.stringify(settled.error));
  return settled.value;
}

it("asks for what is needed, and wishes for the rest", () => {
  const url = new URL(
    port.authorizeUrl({
      state: "s&1",
      redirectUri: "https://standings.test/oauth/hubspot/callback",
      codeChallenge: "unused",
    }),
  );
  expect(url.pathname).toBe("/oauth/authorize");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: "client id",
    redirect_uri: "https://standings.test/oauth/hubspot/callback",
    scope: "oauth crm.objects.deals.read crm.objects.owners.read",
    optional_scope:
      "crm.objects.contacts.read crm.objects.companies.read sales-email-read settings.users.read settings.users.teams.read settings.currencies.read crm.objects.goals.read crm.dealsplits.read_write",
    state: "s&1",
  });
  expect(url.search).not.toContain("+");
});

it("keeps the refresh token when HubSpot sends no other", async () => {
  expect(await readValue(port.refresh(GRANT, NOW))).toEqual({
    accessToken: ACCESS_TOKEN,
    refreshToken: REFRESH_TOKEN,
    expiresAt: "2026-11-21T12:30:00.000Z",
    scopes: ["oauth", "crm.objects.deals.read", "crm.objects.owners.read"],
    crmId: "4411",
    userId: "9051",
    apiUrl: null,
    userName: null,
  });
});

it.each([
  [400, { status: "BAD_HUB" }, { reason: "token_revoked" }],
  [400, { error: "invalid_grant" }, { reason: "token_revoked" }],
  [400, { status: "BAD_CLIENT_ID" }, { reason: "misconfigured", detail: "BAD_CLIENT_ID" }],
  [401, { error: "invalid_client" }, { reason: "misconfigured", detail: "invalid_client" }],
  [423, {}, { reason: "rate_limited", retryAfterSeconds: 2 }],
  [429, {}, { reason: "rate_limited", retryAfterSeconds: 10 }],
  [502, {}, { reason: "unavailable", detail: "status 502" }],
])("knows what a refused refresh means: %d %j", async (status, body, error) => {
  portal.faults.always = { status, body };
  expect(await port.refresh(GRANT, NOW)).toEqual({ ok: false, error });
});

it("waits through a migration as long as HubSpot says", async () => {
  portal.faults.always = { status: 477, body: {}, headers: { "retry-after": "7200" } };
  const refreshed = await port.refresh(GRANT, NOW);
  expect(refreshed).toEqual({ ok: false, error: { reason: "rate_limited", retryAfterSeconds: 7200 } });
});

it("does not take a stale code for a revoked grant", async () => {
  const granted = await port.exchangeCode(
    { code: "code-used", redirectUri: "https://standings.test/cb", codeVerifier: "" },
    NOW,
  );
  expect(granted).toEqual({ ok: false, error: { reason: "rejected", status: 400, detail: "BAD_AUTH_CODE" } });
});

it.each([
  [{ policyName: "TEN_SECONDLY_ROLLING" }, {}, 10],
  [{ policyName: "SECONDLY" }, {}, 1],
  [{ policyName: "DAILY" }, {}, 3600],
  [{ policyName: "SECONDLY" }, { "retry-after": "4" }, 4],
  [{}, { "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT", date: "Sat, 21 Nov 2026 12:00:00 GMT" }, 30],
  [{}, { "x-hubspot-ratelimit-interval-milliseconds": "1500" }, 2],
  [{}, {}, 10],
])("waits as a 429 says: %j %j", (body, headers, retryAfterSeconds) => {
  const reply = { status: 429, headers, text: JSON.stringify(body) };
  expect(failureOf(reply)).toEqual({ reason: "rate_limited", retryAfterSeconds });
});

it.each([
  [401, "{}", { reason: "token_expired" }],
  [
    400,
    '{"category":"VALIDATION_ERROR","message":"Ada"}',
    { reason: "rejected", status: 400, detail: "VALIDATION_ERROR" },
  ],
  [403, '{"category":"BANNED"}', { reason: "rejected", status: 403, detail: "BANNED" }],
  [403, '{"category":"MISSING_SCOPES"}', { reason: "scope_missing", scopes: [] }],
  [
    403,
    '{"category":"MISSING_SCOPES","context":{"requiredGranularScopes":["a.read","a.read",7,"<b>"]}}',
    { reason: "scope_missing", scopes: ["a.read"] },
  ],
  [521, "<html>", { reason: "unavailable", detail: "status 521" }],
  [302, "", { reason: "unavailable", detail: "status 302" }],
])("names a failure without repeating what HubSpot wrote: %d %s", (status, text, failure) => {
  expect(failureOf({ status, headers: {}, text })).toEqual(failure);
});

it("names the account by its number when the token does not tell its domain", async () => {
  expect(await readValue(openClient().fetchAccount())).toEqual({
    crmId: "4411",
    name: "HubSpot 4411",
    timeZone: "US/Eastern",
    homeCurrency: "USD",
    currencies: ["USD", "EUR"],
    fiscal: null,
    appUrl: portal.url,
  });
});

it("joins owners, users and teams by the three kinds of id", async () => {
  const { people, teams, gaps } = await readValue(openClient().fetchPeople());
  expect(people.map(({ ownerId, userId, name, kind }) => [ownerId, userId, name, kind])).toEqual([
    ["51", "9051", "Ada Example", "person"],
    ["52", "9052", "ben@seller.example", "person"],
    ["53", null, "Inbound", "queue"],
    ["59", "9059", "Gone Person", "person"],
    [null, "9060", "Bo Ss", "person"],
  ]);
  expect(people[0]).toMatchObject({ superAdmin: true, primaryTeamId: "7", teamIds: ["7"], archived: false });
  expect(people[1]).toMatchObject({ superAdmin: false, primaryTeamId: null, teamIds: ["7"] });
  expect(people[3]).toMatchObject({ archived: true, archivedAt: "2026-09-11T15:00:00.000Z" });
  expect(people.map(({ createdAt }) => createdAt)).toEqual([
    "2026-09-01T15:00:00.000Z",
    null,
    null,
    null,
    null,
  ]);
  expect(teams).toEqual([
    { crmId: "7", name: "North", parentId: "8" },
    { crmId: "8", name: "All", parentId: null },
  ]);
  expect(gaps).toEqual([]);
});

it("knows people by their owners alone when users and teams were not granted, and names the gaps", async () => {
  portal.faults.missing = ["settings.users.read", "settings.users.teams.read"];
  const { people, teams, gaps } = await readValue(openClient().fetchPeople());
  expect(people).toHaveLength(4);
  expect(teams).toEqual([{ crmId: "7", name: "North", parentId: null }]);
  expect(gaps).toEqual([
    { feature: "users", scopes: ["settings.users.read"], fields: [] },
    { feature: "teams", scopes: ["settings.users.teams.read"], fields: [] },
  ]);
});

it("does not ask for what was not granted", async () => {
  const scopes = ["oauth", "crm.objects.deals.read", "crm.objects.owners.read"];
  const client = openClient({ scopes });
  const { gaps } = await readValue(client.fetchPeople());
  expect(gaps.map(({ feature }) => feature)).toEqual([
    "call",
    "email",
    "meeting",
    "task",
    "communication",
    "users",
    "teams",
    "currencies",
    "goals",
    "email_content",
    "splits",
    "contacts",
  ]);
  const calls = await client.fetchChanged("call", ONE_STAMP, null);
  expect(calls).toEqual({
    ok: false,
    error: { reason: "scope_missing", scopes: ["crm.objects.contacts.read"] },
  });
  expect(portal.requests.every(({ path }) => path.startsWith("/crm/v3/owners"))).toBe(true);
});

it("reads the rates to the home currency, each from its local day", async () => {
  expect(await readValue(openClient().fetchRates("USD"))).toEqual([
    { from: "EUR", rate: 1.1, effectiveFrom: "2026-09-01" },
    { from: "USD", rate: 1, effectiveFrom: "2026-09-01" },
  ]);
});

it("takes those goals for quotas that measure what a quota measures", async () => {
  const quotas = await readValue(openClient().fetchQuotas());
  const october = { from: "2026-10-01", to: "2026-10-31" };
  expect(quotas).toMatchObject([
    {
      crmId: "701",
      metric: "revenue_closed",
      ownerId: "51",
      span: october,
      amount: 5_000_000,
      currency: "USD",
    },
    { crmId: "702", metric: "revenue_closed", ownerId: "52", teamId: null, span: october },
    { crmId: "703", metric: "deals_won", ownerId: null, teamId: "7", amount: 12, currency: null },
    // Nobody's, and a user's who is no owner, whose team has another goal: told, so that the admin learns of them.
    { crmId: "706", ownerId: null, teamId: null, amount: 5_000_000 },
    { crmId: "707", ownerId: null, teamId: null, amount: 5_000_000 },
  ]);
  expect(quotas).toHaveLength(5);
});

it("reads the won deals of a span first, with their number, and the open ones without the others", async () => {
  const won = await readValue(
    openClient().fetchStretch({ kind: "deals_closed", ...EVERYTHING, wonOnly: true }, null),
  );
  expect(won).toMatchObject({ total: 130, rejections: [] });
  expect(won.records).toHaveLength(100);
  const more = await readValue(
    openClient().fetchStretch({ kind: "deals_closed", ...EVERYTHING, wonOnly: true }, won.next),
  );
  expect(more).toMatchObject({ total: 130, next: null });
  expect(new Set([...won.records, ...more.records].map(({ crmId }) => crmId)).size).toBe(130);
  const open = await readValue(openClient().fetchStretch({ kind: "deals_open" }, null));
  expect(open.records.map(({ crmId }) => crmId)).toEqual(["2001", "2002", "2004"]);
  expect(open.rejections).toEqual([{ kind: "deal", crmId: "2003", path: "properties.amount" }]);
});

it("judges calls by the outcomes that the account made itself, and looks them up once", async () => {
  const page = await readValue(openClient().fetchStretch({ kind: "all", of: "call" }, null));
  const connected = page.records.map((record) => (record.kind === "call" ? record.connected : "no call"));
  expect(connected).toEqual([true, true, false, null, null]);
  await readValue(openClient().fetchStretch({ kind: "all", of: "call" }, null));
  const lookUps = portal.requests.filter(({ path }) => path.endsWith("hs_call_disposition"));
  expect(lookUps.length).toBeLessThanOrEqual(1);
});

it("asks how many contacts each meeting has", async () => {
  const page = await readValue(openClient().fetchStretch({ kind: "all", of: "meeting" }, null));
  const outside = page.records.map((record) =>
    record.kind === "meeting" ? record.outsideAttendees : "no meeting",
  );
  expect(outside).toEqual([2, 0]);
});

it("asks contacts for nothing but their addresses and stamp, and not at all where they are not granted", async () => {
  const { contacts } = await readValue(openClient().fetchContacts(ONE_STAMP, null));
  expect(JSON.stringify(contacts)).not.toMatch(/@|Never asked for/);
  const [search] = portal.requests.filter(({ path }) => path.endsWith("/contacts/search"));
  expect(JSON.parse(search?.body ?? "{}").properties).toEqual([
    "email",
    "hs_additional_emails",
    "lastmodifieddate",
  ]);
  portal.requests.length = 0;
  const refused = await openClient({ scopes: ["crm.objects.deals.read"] }).fetchContacts(null, null);
  expect(refused).toMatchObject({ ok: false, error: { scopes: ["crm.objects.contacts.read"] } });
  expect(portal.requests).toEqual([]);
});

it("reads splits where they were granted, in shares that add up", async () => {
  const scopes = ["crm.objects.deals.read", "crm.dealsplits.read_write"];
  const { records } = await readValue(openClient({ scopes }).fetchByIds("deal", ["1000", "1001", "1002"]));
  const splits = records.map((record) =>
    record.kind === "deal" ? record.splits.map(({ share }) => share) : [],
  );
  expect(splits).toEqual([[3_333_000_000, 3_333_000_000, 3_334_000_000], [5_000_000_000, 5_000_000_000], []]);
});

it("never asks for the text of a message", async () => {
  for (const of of ["email", "communication", "meeting", "call", "task"] as const) {
    await readValue(openClient().fetchStretch({ kind: "activities", of, ...EVERYTHING }, null));
  }
  const asked = portal.requests.map(({ body }) => body).join("\n");
  expect(asked).not.toMatch(/_(text|html|body|subject_line)\b|hs_email_subject/);
  expect(asked.length).toBeGreaterThan(100);
});

it("stays within HubSpot's limits on searches", async () => {
  await readValue(openClient().fetchStretch({ kind: "activities", of: "email", ...EVERYTHING }, null));
  await readValue(openClient().fetchChanged("deal", ONE_STAMP, null));
  for (const { body } of portal.requests.filter(({ path }) => path.endsWith("/search"))) {
    expect(body.length).toBeLessThan(3000);
    expect(JSON.parse(body)).not.toHaveProperty("after");
  }
});

it("waits its turn before each call, searches apart", async () => {
  const turns: string[] = [];
  const throttle = (bucket: string) => {
    turns.push(bucket);
    return Promise.resolve(undefined);
  };
  const client = openClient({ throttle });
  await readValue(client.fetchChanged("deal", ONE_STAMP, null));
  expect(turns).toEqual(["search", "general", "general"]);
  expect(turns).toHaveLength(portal.requests.length);
  expect(client.allowance()).toEqual({ limit: 110, remaining: 99, windowSeconds: 10 });
});

it("loses no record that changes while a walk through the changes goes on", async () => {
  const client = openClient();
  const walked = new Map<string, string>();
  let cursor: string | null = null;
  let changes = 0;
  do {
    const page: CrmPage = await readValue(client.fetchChanged("deal", ONE_STAMP, cursor));
    for (const record of page.records) walked.set(record.crmId, record.modifiedAt);
    cursor = page.next;
    // A deal that was read already, and one that was not.
    for (const id of [String(1000 + changes), String(1129 - changes)]) {
      const deal = portal.records.deals.find((one) => one.id === id);
      if (deal && changes < 2) deal.properties.hs_lastmodifieddate = `2026-10-07T08:00:0${changes}.000Z`;
    }
    changes += 1;
  } while (cursor !== null);
  const held = portal.records.deals.filter(({ archived, id }) => !archived && id !== "2003");
  expect(walked.size).toBe(held.length);
  for (const { id, properties } of held) expect(walked.get(id)).toBe(properties.hs_lastmodifieddate);
});

it("asks for the stage dates of a deal whose history was cut, by the names they have in the account", async () => {
  const cut = portal.records.deals.find(({ id }) => id === "1005");
  if (!cut) throw new Error("No such deal");
  cut.history = { dealstage: [] };
  cut.properties.hs_v2_date_entered_new_9 = "2026-08-01T00:00:00Z";
  cut.properties.hs_v2_date_entered_closedwon = "2026-09-01T00:00:00Z";
  const { records } = await readValue(openClient().fetchByIds("deal", ["1005", "1006"]));
  expect(records).toMatchObject([
    { crmId: "1005", title: "Deal 5", stageHistory: [{ value: "new" }, { value: "closedwon" }] },
    { crmId: "1006", title: "Deal 6", stageHistory: [{ value: "new" }, { value: "closedwon" }] },
  ]);
});
