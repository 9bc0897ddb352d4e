import jsforce from "jsforce";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tableOf } from "../../simulators/salesforce/org/org.ts";
import type { ConnectedSimulator } from "./connected-simulator.ts";
import {
  authorizeUrl,
  CHALLENGE,
  CLIENT,
  codeIn,
  queryPath,
  REDIRECT,
  startConnected,
  VERIFIER,
} from "./connected-simulator.ts";

/** A client that others wrote, so that the simulator is not only right by our own reading. */

let simulator: ConnectedSimulator;

beforeAll(async () => {
  simulator = await startConnected({ settings: { pageRowsMax: 50 } });
});
afterAll(() => simulator.close());

function oauth2() {
  return new jsforce.OAuth2({
    loginUrl: simulator.url,
    clientId: CLIENT.client_id,
    clientSecret: CLIENT.client_secret,
    redirectUri: REDIRECT,
  });
}

async function connect() {
  const connection = new jsforce.Connection({ oauth2: oauth2(), version: "66.0" });
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
  await connection.authorize(code, { code_verifier: VERIFIER });
  return connection;
}

it("makes the address of a consent that the simulator accepts", () => {
  const url = oauth2().getAuthorizationUrl({
    scope: "api refresh_token id",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  });
  expect(codeIn(simulator.consent(url))).not.toBe("");
});

it("reads all rows of a query, and what the org has left of its calls", async () => {
  const connection = await connect();
  const { json } = await simulator.call("GET", queryPath("SELECT COUNT() FROM Opportunity", "queryAll"));
  const rows = await connection.query("SELECT Id, Name FROM Opportunity", {
    autoFetch: true,
    scanAll: true,
    maxFetch: 100_000,
  });
  expect(rows.records).toHaveLength(json.totalSize);
  expect(connection.limitInfo.apiUsage?.limit).toBe(115_000);
  const described = await connection.describe("Opportunity");
  expect(described.fields.map(({ name }) => name)).toContain("StageName");
});

it("changes records, and is told why it may not", async () => {
  const connection = await connect();
  const [deal] = tableOf(simulator.org, "Opportunity").having("IsDeleted", false);
  const id = deal?.id ?? "";
  await connection.sobject("Opportunity").update({ Id: id, Amount: 77 });
  expect((await connection.sobject("Opportunity").retrieve(id)).Amount).toBe(77);
  await expect(connection.query("SELECT Nothing__c FROM Opportunity")).rejects.toThrow("Nothing__c");
});

it("refreshes a session that is lost, and gets another refresh token with it", async () => {
  const connection = await connect();
  const before = connection.refreshToken;
  const told: (string | undefined)[] = [];
  connection.on("refresh", (_token, answer) => told.push(answer?.refresh_token));
  simulator.simulation.grants.expireAccess((token) => token === connection.accessToken);
  expect((await connection.query("SELECT COUNT() FROM Opportunity")).totalSize).toBeGreaterThan(0);
  expect(told).toEqual([expect.not.stringMatching(before ?? "none")]);
});

// It cannot read a second page of bulk results: it ends its own stream with the first.
it("reads a bulk query that fits in one page", async () => {
  const connection = await connect();
  connection.bulk2.pollInterval = 1;
  const stream = await connection.bulk2.query("SELECT Id, Name FROM Opportunity", { scanAll: true });
  const rows = await stream.toArray();
  expect(new Set(rows.map((row: { Id?: string }) => row.Id)).size).toBeGreaterThan(40);
});
