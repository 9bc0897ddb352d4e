import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Standings, startStandings, until } from "../tools/standings.ts";
import {
  type BoardAnswer,
  type ConnectionAnswer,
  openApi,
  type StandingsApi,
  valuesOf,
} from "../tools/standings-api.ts";
import { signedNotice } from "./signed-notice.ts";
import { openStrangePortal, type StrangeAccount, type StrangePortal } from "./strange-portal.ts";
import {
  buildStrangeRecords,
  dayOf,
  EMAILS,
  LEAVER,
  ODD_DEALS,
  QUEUE,
  REPS,
  type StrangeRecord,
  type StrangeType,
  ZONE,
} from "./strange-records.ts";

const SECRET = "secret-of-the-strange-app";
const YEAR = new Date().getUTCFullYear();
const EVER = `from=${YEAR - 2}-01-01&to=${YEAR + 2}-12-31`;
const RECORDS = buildStrangeRecords(Date.now());
/** More than a page of a search, so that one stamp on all of them fills pages. */
const FEW = 150;

const OWNERS = [
  {
    id: "101",
    email: "ada@seller.example",
    firstName: "Ada",
    lastName: "Lark",
    userId: 9001,
    teams: [{ id: "1", name: "East", primary: true }],
  },
  { id: "102", email: "b@seller.example" },
  { id: 103 },
  { id: QUEUE, type: "QUEUE" },
];
const PIPELINES = [
  {
    id: "default",
    stages: [
      { id: "new", label: "New" },
      { id: "closedwon", metadata: { isClosed: "true", probability: "1.0" } },
      { id: "closedlost", metadata: { probability: "0.0" } },
    ],
  },
];
const USUAL: Omit<StrangeAccount, "hubId"> = {
  tokenExtras: { expires_in: 1800 },
  introspection: null,
  details: { portalId: 1, timeZone: ZONE, companyCurrency: "USD" },
  owners: OWNERS,
  archivedOwners: [{ id: LEAVER, firstName: "Gone", userIdIncludingInactive: 9005 }],
  pipelines: PIPELINES,
  records: RECORDS,
  refusal: { status: 404 },
  refusedTypes: [],
};

const BIG: StrangeAccount = { ...USUAL, hubId: 1001, introspection: { hub_id: 1001 } };
const CLOSED: StrangeAccount = {
  ...USUAL,
  hubId: 1002,
  tokenExtras: {},
  introspection: { active: true, hub_id: "1002", scopes: null },
  details: { portalId: "1002", timeZone: ZONE, companyCurrency: "usd", additionalCurrencies: null },
  owners: OWNERS.map((owner) => ({ ...owner, archived: "false", updatedAt: "", teams: [{}] })),
  records: firstOf(RECORDS),
  refusal: { status: 403, body: {} },
  refusedTypes: ["calls", "emails", "meetings", "tasks", "communications"],
};
const OLD: StrangeAccount = {
  ...USUAL,
  hubId: 1003,
  tokenExtras: { expires_in: "1800", hub_id: "1003", scopes: ["oauth", "crm.objects.deals.read"] },
  archivedOwners: null,
  records: firstOf(RECORDS),
  refusal: { status: 400, body: "what?" },
};
const ACCOUNTS = [BIG, CLOSED, OLD];

function firstOf(records: typeof RECORDS): Record<StrangeType, StrangeRecord[]> {
  return {
    deals: records.deals.slice(0, FEW).map((deal) => ({ ...deal, properties: { ...deal.properties } })),
    emails: records.emails.slice(0, FEW),
    calls: records.calls.slice(0, FEW),
    meetings: records.meetings,
    tasks: [],
    communications: [],
  };
}

let portal: StrangePortal;
let standings: Standings;
const apis = new Map<number, StandingsApi>();

async function install(hubId: number): Promise<void> {
  const begun = await fetch(`${standings.worker.url}/install/hubspot`, { redirect: "manual" });
  const state = new URL(begun.headers.get("location") ?? "").searchParams.get("state");
  const back = `${standings.worker.url}/oauth/hubspot/callback?code=code-${hubId}&state=${state}`;
  const landed = await fetch(back);
  expect(await landed.json()).toMatchObject({ state: "backfilling" });
}

function apiOf({ hubId }: StrangeAccount): StandingsApi {
  const api = apis.get(hubId);
  if (!api) throw new Error(`Account ${hubId} is not connected`);
  return api;
}

beforeAll(async () => {
  portal = await openStrangePortal(ACCOUNTS);
  standings = await startStandings({
    state: "strange-server",
    hubspotUrl: portal.url,
    clientId: "strange-app",
    clientSecret: SECRET,
  });
  for (const { hubId } of ACCOUNTS) await install(hubId);
  for (const { id, crmId } of await standings.untilLive()) {
    const key = await standings.apiKey(id);
    apis.set(
      Number(crmId),
      openApi(() => standings.worker.url, key),
    );
  }
});

afterAll(async () => {
  await standings?.stop();
  await portal?.close();
});

/** Won deals by owner and month, straight from the account's records. */
function wonIn(month: string): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { properties = {} } of RECORDS.deals) {
    const { dealstage, closedate, amount, amount_in_home_currency: home } = properties;
    const currency = properties.deal_currency_code ?? "USD";
    const minor = Math.round(Number(home ?? amount) * 100);
    const owner = String(properties.hubspot_owner_id ?? "");
    const isSomebody = [...REPS, LEAVER].some((known) => known === owner);
    if (dealstage !== "closedwon" || !closedate || currency !== "USD" || !isSomebody || !minor) continue;
    if (dayOf(String(closedate)).startsWith(month)) sums.set(owner, (sums.get(owner) ?? 0) + minor);
  }
  return Object.fromEntries(sums);
}

/** The months of the account's won deals. */
function monthsOfDeals(): readonly string[] {
  const days = RECORDS.deals.flatMap(({ properties }) =>
    properties?.closedate ? [dayOf(String(properties.closedate)).slice(0, 7)] : [],
  );
  return [...new Set(days)].sort();
}

describe("an account of which every seventh answer fails and half the fields are missing", () => {
  it("is live in its own time zone, with all its records", async () => {
    const board = await apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=revenue_closed&${EVER}`);
    expect(board.period.timeZone).toBe(ZONE);
    expect(board.soFar).toBe(false);
    const failed = portal.requests.filter(({ status }) => status === 429 || status >= 500).length;
    expect(failed).toBe(Math.floor(portal.requests.length / 7));
  });

  it("counts every e-mail, far beyond what a search gives", async () => {
    const board = await apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=emails_sent&${EVER}`);
    expect(board.total).toBe(EMAILS);
    expect(valuesOf(board)).toEqual(
      Object.fromEntries(REPS.map((rep, index) => [rep, Math.ceil((EMAILS - index) / 3)])),
    );
  });

  it.each(monthsOfDeals())("shows for %s exactly what was won, by the account's own days", async (month) => {
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
    const span = `from=${month}-01&to=${month}-${last}`;
    const board = await apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=revenue_closed&${span}`);
    expect(valuesOf(board)).toEqual(wonIn(month));
  });

  it("says of every won deal that adds nothing why it does not", async () => {
    const board = await apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=revenue_closed&${EVER}`);
    const reasons = Object.fromEntries(board.leftOut.reasons.map(({ reason, count }) => [reason, count]));
    expect(reasons.no_amount).toBe(ODD_DEALS.withoutAmount);
    expect(reasons.no_currency_rate).toBe(ODD_DEALS.withoutRate);
    const ownerless = [reasons.no_owner, reasons.owner_is_queue, reasons.owner_not_mapped];
    expect(ownerless.reduce((sum, count) => (sum ?? 0) + (count ?? 0), 0)).toBe(ODD_DEALS.withoutOwner);
  });

  it("counts calls and meetings although neither outcomes nor attendees can be asked for", async () => {
    const total = async (metric: string) =>
      (await apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=${metric}&${EVER}`)).total;
    expect(await total("calls_made")).toBe(RECORDS.calls.length);
    const byOutcome = RECORDS.calls.filter((_, index) => index % 2 === 0);
    const byLength = RECORDS.calls.filter((_, index) => index % 2 === 1 && index % 3 !== 0);
    expect(await total("calls_answered")).toBe(byOutcome.length + byLength.length);
    expect(await total("meetings_booked")).toBe(RECORDS.meetings.length);
    expect(await total("meetings_held")).toBe(RECORDS.meetings.length / 4);
  });

  it("names each record that cannot be read, and each feature the account lacks, with a remedy", async () => {
    const { state, faults } = await apiOf(BIG).get<ConnectionAnswer>("connection");
    expect(state).toBe("live");
    const named = (type: string) => faults.filter((fault) => fault.type === type);
    const unreadable = ["deal:5000271", "deal:5000276", "task:900000"];
    expect(
      named("record_unreadable")
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(unreadable);
    expect(
      named("scope_missing")
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(["teams", "users"]);
    expect(faults.filter(({ remedy }) => remedy === "")).toEqual([]);
  });

  it("takes a change that moves no stamp, told of by a notice of the old kind", async () => {
    const deal = RECORDS.deals[0];
    if (!deal?.properties) throw new Error("The account has no deals");
    const owner = String(deal.properties.hubspot_owner_id);
    const ask = () => apiOf(BIG).get<BoardAnswer>(`leaderboard?metric=revenue_closed&${EVER}`);
    const before = valuesOf(await ask())[owner] ?? 0;
    const was = Math.round(Number(deal.properties.amount) * 100);
    deal.properties.amount = "90000.01";
    deal.properties.amount_in_home_currency = null;
    const url = `${standings.worker.url}/webhooks/hubspot`;
    const body = JSON.stringify([
      {
        portalId: BIG.hubId,
        objectId: Number(deal.id),
        subscriptionType: "deal.propertyChange",
        occurredAt: Date.now(),
        propertyName: "amount",
      },
    ]);
    expect((await fetch(url, signedNotice(SECRET, { url, body }))).status).toBe(200);
    const after = await until("the new amount", async () => {
      const now = valuesOf(await ask())[owner] ?? 0;
      return now === before ? null : now;
    });
    expect(after).toBe(before - was + 9_000_001);
  });
});

describe("an account that refuses everything but deals without a word, and tells nothing of its tokens", () => {
  it("ranks by deals, has no data for activities, and names what is missing", async () => {
    const deals = await apiOf(CLOSED).get<BoardAnswer>(`leaderboard?metric=deals_won&${EVER}`);
    expect(deals.total).toBe(FEW);
    expect(Object.keys(valuesOf(deals)).sort()).toEqual([...REPS, LEAVER].sort());
    const calls = await apiOf(CLOSED).get<BoardAnswer>(`leaderboard?metric=calls_made&${EVER}`);
    expect(calls.total).toBeNull();
    const { faults } = await apiOf(CLOSED).get<ConnectionAnswer>("connection");
    expect(faults.every(({ type }) => type === "scope_missing")).toBe(true);
    const refused = ["call", "communication", "email", "meeting", "task", "teams", "users"];
    expect(faults.map(({ subject }) => subject).sort()).toEqual(refused);
  });

  it("writes nothing when everything is read once more, although all of it bears one recent stamp", async () => {
    const tenant = (await standings.tenants()).find(({ crmId }) => crmId === String(CLOSED.hubId));
    const ask = () => apiOf(CLOSED).get<BoardAnswer>(`leaderboard?metric=revenue_closed&${EVER}`);
    const before = await ask();
    expect((await standings.runJob(tenant?.id ?? "", "sync")).state).toBe("done");
    const after = await ask();
    expect(after.revision).toBe(before.revision);
    expect(after.rows).toEqual(before.rows);
    const rebuilt = await standings.runJob(tenant?.id ?? "", "rebuild");
    expect(rebuilt.result).toMatchObject({ differenceCount: 0 });
  });
});

describe("an account that granted deals alone and writes its numbers as text", () => {
  it("is live, and is not asked for what it did not grant", async () => {
    const deals = await apiOf(OLD).get<BoardAnswer>(`leaderboard?metric=deals_won&${EVER}`);
    const ofLeaver = OLD.records.deals.filter(({ properties }) => properties?.hubspot_owner_id === LEAVER);
    expect(deals.total).toBe(FEW - ofLeaver.length);
    expect(deals.leftOut.reasons).toEqual([{ reason: "owner_not_mapped", count: ofLeaver.length }]);
    const { state, faults } = await apiOf(OLD).get<ConnectionAnswer>("connection");
    expect(state).toBe("live");
    expect(faults.map(({ subject }) => subject)).toContain("email");
  });
});
