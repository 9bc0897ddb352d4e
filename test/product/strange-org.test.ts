import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Standings, startStandings, until } from "../tools/standings.ts";
import {
  type BoardAnswer,
  type ConnectionAnswer,
  openApi,
  type StandingsApi,
  valuesOf,
} from "../tools/standings-api.ts";
import type { Row } from "../unit/salesforce/small-soql.ts";
import { openStrangeOrg, type StrangeOrg } from "./strange-org.ts";
import {
  buildOrgRows,
  dayIn,
  IMPORTED,
  monthOfCalls,
  ORG_ID,
  ORG_LEAVER,
  ORG_REPS,
  ORG_ZONE,
  stampOf,
} from "./strange-org-rows.ts";

const CLIENT_ID = "3MVG9.strange";
const CLIENT_SECRET = "secret-of-the-strange-app";
const NOW = Date.now();
const YEAR = new Date(NOW).getUTCFullYear();
const EVER = `from=${YEAR - 2}-01-01&to=${YEAR + 2}-12-31`;
const ROWS = buildOrgRows(NOW);
/** Small enough for the imported ones to fill pages, and to end in the middle of one. */
const ROWS_PER_ANSWER = 16;

let org: StrangeOrg;
let standings: Standings;
let api: StandingsApi;
let tenantId: string;

async function install(): Promise<void> {
  const begun = await fetch(`${standings.worker.url}/install/salesforce`, { redirect: "manual" });
  const landed = await fetch(org.consent(begun.headers.get("location") ?? ""));
  expect(await landed.json()).toMatchObject({ state: "backfilling" });
}

beforeAll(async () => {
  org = await openStrangeOrg({
    orgId: ORG_ID,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    org: {
      userId: ORG_REPS[0],
      objects: ROWS,
      hidden: [],
      // It tells its currency nowhere, so that of its locale counts.
      currency: null,
      rowsPerAnswer: ROWS_PER_ANSWER,
      hasBulk: false,
    },
  });
  standings = await startStandings({
    state: "strange-org",
    hubspotUrl: "http://127.0.0.1:9",
    clientId: "nowhere",
    clientSecret: "nothing",
    vars: {
      SALESFORCE_LOGIN_URL: org.loginUrl,
      SALESFORCE_CLIENT_ID: CLIENT_ID,
      SALESFORCE_CLIENT_SECRET: CLIENT_SECRET,
      SALESFORCE_CANVAS_SECRET: "canvas-secret-of-the-strange-app",
    },
  });
  const middle = org.hold(/ FROM Opportunity WHERE Id > /);
  await install();
  await middle.reached;
  await standings.crash();
  org.endSessions();
  middle.release();
  const [tenant] = await standings.untilLive();
  expect(tenant).toMatchObject({ crmId: ORG_ID, state: "live" });
  tenantId = tenant?.id ?? "";
  const key = await standings.apiKey(tenantId);
  api = openApi(() => standings.worker.url, key);
});

afterAll(async () => {
  await standings?.stop();
  await org?.close();
});

const OWNERS: readonly string[] = [...ORG_REPS, ORG_LEAVER];

/** What was won by each owner, straight from the rows. */
function wonIn(days: string): Record<string, number> {
  const sums = new Map<string, number>();
  for (const row of ROWS.Opportunity ?? []) {
    const { OwnerId, Amount, CloseDate } = row;
    if (!isWon(row) || Number(Amount) === 0 || !String(CloseDate).startsWith(days)) continue;
    const minor = Math.round(Number(Amount) * 100);
    sums.set(String(OwnerId), (sums.get(String(OwnerId)) ?? 0) + minor);
  }
  return Object.fromEntries(sums);
}

function isWon({ IsWon, IsDeleted, OwnerId }: Row): boolean {
  return IsWon === true && IsDeleted !== true && OWNERS.includes(String(OwnerId));
}

function spanOf(month: string): string {
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();
  return `from=${month}-01&to=${month}-${last}`;
}

function boardOf(metric: string, span: string): Promise<BoardAnswer> {
  return api.get<BoardAnswer>(`leaderboard?metric=${metric}&${span}`);
}

function changeDeal(index: number, over: Row): Row {
  const deals = ROWS.Opportunity ?? [];
  const deal = { ...deals[index], ...over };
  deals[index] = deal;
  return deal;
}

/** The value of an owner, once it is another than it was. */
function valueAfter(owner: string, before: number): Promise<number> {
  return until("another value", async () => {
    const now = valuesOf(await boardOf("revenue_closed", EVER))[owner] ?? 0;
    return now === before ? null : now;
  });
}

describe("an org of which every seventh answer fails, and that was read across a restart and an ended session", () => {
  it("is live in its own time zone, and spent no refresh token twice", async () => {
    const board = await boardOf("revenue_closed", EVER);
    expect(board.period.timeZone).toBe(ORG_ZONE);
    expect(board.soFar).toBe(false);
    expect(org.tokens.refreshes).toBeGreaterThan(0);
    expect(org.tokens.replays).toBe(0);
    const failed = org.requests.filter(({ status }) => status >= 500).length;
    expect(failed).toBe(Math.floor(org.requests.length / 7));
  });

  it("shows exactly what was won, month by month, by owners whose ids differ in case alone", async () => {
    expect(valuesOf(await boardOf("revenue_closed", EVER))).toEqual(wonIn(""));
    const months = new Set((ROWS.Opportunity ?? []).map(({ CloseDate }) => String(CloseDate).slice(0, 7)));
    for (const month of months) {
      const board = await boardOf("revenue_closed", spanOf(month));
      expect([month, valuesOf(board)]).toEqual([month, wonIn(month)]);
    }
    const deals = await boardOf("deals_won", EVER);
    // A credit note takes from the revenue, and is no deal that was won.
    const counted = (ROWS.Opportunity ?? []).filter((row) => isWon(row) && Number(row.Amount) >= 0);
    expect(deals.total).toBe(counted.length);
  });

  it("says of the won opportunity without an amount why it adds nothing", async () => {
    const { leftOut } = await boardOf("revenue_closed", EVER);
    const reasons = Object.fromEntries(leftOut.reasons.map(({ reason, count }) => [reason, count]));
    expect(reasons).toMatchObject({ no_amount: 1, owner_not_mapped: 1 });
  });

  it("counts calls by the days of the org", async () => {
    const month = monthOfCalls(NOW);
    const board = await boardOf("calls_made", spanOf(month));
    const calls = (ROWS.Task ?? []).filter(({ CompletedDateTime }) =>
      dayIn(String(CompletedDateTime)).startsWith(month),
    );
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.length).toBeLessThan((ROWS.Task ?? []).length);
    expect(board.total).toBe(calls.length);
  });

  it("names each feature that the org lacks, with a remedy", async () => {
    const { state, faults } = await api.get<ConnectionAnswer>("connection");
    expect(state).toBe("live");
    expect(faults.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(["owner_history", "splits", "goals", "teams"]),
    );
    expect(faults.filter(({ remedy }) => remedy === "")).toEqual([]);
  });

  it("finds by a poll what was changed, although many more share the stamp", async () => {
    const imported = (ROWS.Opportunity ?? []).filter(
      ({ SystemModstamp }) => SystemModstamp === ROWS.Opportunity?.[0]?.SystemModstamp,
    );
    expect(imported).toHaveLength(IMPORTED);
    // All of them are touched once more, at once, and only one of them means anything.
    const stamp = stampOf(Date.now());
    for (let index = 0; index < IMPORTED; index += 1) changeDeal(index, { SystemModstamp: stamp });
    changeDeal(IMPORTED - 1, { Amount: 77_777.77 });
    const job = await standings.runJob(tenantId, "sync");
    expect(job.state).toBe("done");
    expect(valuesOf(await boardOf("revenue_closed", EVER))).toEqual(wonIn(""));
  });

  it("takes a signed ping at its word, reads the row again, and no other whose id differs in case", async () => {
    const answer = await api.ask("connection/ping-key", { method: "POST" });
    const { key } = (await answer.json()) as { readonly key: string };
    const owner = String(ROWS.Opportunity?.[1]?.OwnerId);
    const before = valuesOf(await boardOf("revenue_closed", EVER))[owner] ?? 0;
    const deal = changeDeal(1, { Amount: 90_000.01 });
    const ping = (signedWith: string) => {
      const body = JSON.stringify({
        orgId: ORG_ID,
        object: "Opportunity",
        ids: [deal.Id],
        changeType: "UPDATE",
        commitTimestamp: Date.now(),
        sentAt: Date.now(),
        nonce: "nonce-1",
      });
      const signature = createHmac("sha256", signedWith).update(body).digest("base64");
      return fetch(`${standings.worker.url}/webhooks/salesforce`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-standings-signature": signature },
        body,
      });
    };
    expect((await ping(`${key}x`)).status).toBe(401);
    expect((await ping(key)).status).toBe(204);
    await valueAfter(owner, before);
    expect(valuesOf(await boardOf("revenue_closed", EVER))).toEqual(wonIn(""));
  });
});
