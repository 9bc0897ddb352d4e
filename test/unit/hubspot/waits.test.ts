import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { failureOf } from "../../../worker/adapters/crm/hubspot/failures.ts";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import type { CrmClient } from "../../../worker/ports/crm.ts";
import { ONE_STAMP } from "./recorded-data.ts";
import { CLIENT_OPTIONS, openRecordedPortal, type RecordedPortal } from "./recorded-portal.ts";

let portal: RecordedPortal;

beforeAll(async () => {
  portal = await openRecordedPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  delete portal.faults.always;
  portal.requests.length = 0;
});

function openClient(over: Partial<typeof CLIENT_OPTIONS>): CrmClient {
  const app = {
    apiUrl: portal.url,
    appUrl: portal.url,
    clientId: "client id",
    clientSecret: "client-secret",
  };
  const port = createHubSpotPort(app, { sleep: () => Promise.resolve() });
  return port.client({ ...CLIENT_OPTIONS, ...over });
}

it("asks nothing where the wait for a turn is too long, and says how long it is", async () => {
  const held = { reason: "rate_limited", retryAfterSeconds: 600 } as const;
  const client = openClient({ throttle: async () => held });
  for (const asked of [
    client.fetchChanged("deal", ONE_STAMP, null),
    client.fetchAccount(),
    client.fetchPeople(),
  ]) {
    expect(await asked).toEqual({ ok: false, error: held });
  }
  expect(portal.requests).toEqual([]);
});

it.each([
  ["a long wait", { status: 429, body: {}, headers: { "retry-after": "40" } }, [40]],
  ["each of several short ones", { status: 429, body: { policyName: "SECONDLY" } }, [1, 1, 1]],
  ["a wait for a server in trouble", { status: 503, body: {}, headers: { "retry-after": "90" } }, [90]],
  [
    "a quarter of an hour at most for such a server",
    { status: 503, body: {}, headers: { "retry-after": "86400" } },
    [900],
  ],
  ["no wait where none was asked for", { status: 503, body: {} }, []],
])("tells of %s as soon as HubSpot asks for it", async (_, always, seconds) => {
  portal.faults.always = always;
  const told: number[] = [];
  const client = openClient({ onRateLimited: ({ retryAfterSeconds }) => told.push(retryAfterSeconds) });
  expect((await client.fetchPipelines()).ok).toBe(false);
  expect(told).toEqual(seconds);
});

it.each([
  ["Sat, 21 Nov 2026 04:50:00 GMT", "US/Eastern", 600],
  ["Sat, 21 Nov 2026 05:00:00 GMT", "US/Eastern", 3600],
  ["Sat, 21 Nov 2026 04:50:00 GMT", null, 3600],
  [undefined, "US/Eastern", 3600],
])("waits for a day's allowance no longer than until midnight: %s in %s", (date, timeZone, seconds) => {
  const headers: Record<string, string> = date === undefined ? {} : { date };
  const reply = { status: 429, headers, text: '{"policyName":"DAILY"}' };
  expect(failureOf(reply, timeZone)).toEqual({ reason: "rate_limited", retryAfterSeconds: seconds });
});
