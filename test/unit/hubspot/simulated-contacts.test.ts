import { afterAll, beforeAll, expect, it } from "vitest";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import type { CrmClient, CrmContactPage } from "../../../worker/ports/crm.ts";
import { eraseContact, updateRecord } from "../../simulators/hubspot/portal/changes.ts";
import { tableOf } from "../../simulators/hubspot/portal/portal.ts";
import {
  authorizeUrl,
  codeIn,
  type InstalledSimulator,
  NOW,
  startInstalled,
} from "../simulator/installed-simulator.ts";
import { CLIENT_OPTIONS } from "./recorded-portal.ts";

const LONG_AGO = "2001-01-01T00:00:00.000Z";
const ACT = { now: NOW, userId: null, source: "CRM_UI" };
let simulator: InstalledSimulator;
let client: CrmClient;

beforeAll(async () => {
  simulator = await startInstalled();
  const code = codeIn(simulator.consent(authorizeUrl(simulator.url)));
  const { json: grant } = await simulator.token({ grant_type: "authorization_code", code });
  const { url } = simulator;
  const port = createHubSpotPort({ apiUrl: url, appUrl: url, clientId: "client", clientSecret: "secret" });
  client = port.client({ ...CLIENT_OPTIONS, accessToken: grant.access_token, scopes: grant.scopes });
});
afterAll(() => simulator.close());

async function walk(since: string | null): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  let cursor: string | null = null;
  do {
    const page: CrmContactPage = await readPage(since, cursor);
    for (const { contactId, persons } of page.contacts) found.set(contactId, persons);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}

async function readPage(since: string | null, cursor: string | null): Promise<CrmContactPage> {
  const page = await client.fetchContacts(since, cursor);
  if (!page.ok) throw new Error(JSON.stringify(page.error));
  return page.value;
}

function held(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    tableOf(simulator.portal, "contacts")
      .all()
      .map(({ id, properties: { email } }) => [id, [personKey(CLIENT_OPTIONS.tenantId, email ?? "")]]),
  );
}

it("reads every contact with the key of the address that its e-mails name, by list and by changes", async () => {
  expect(held().size).toBeGreaterThan(100);
  expect(new Map([...(await walk(null))].toSorted())).toEqual(new Map([...held()].toSorted()));
  expect(new Map([...(await walk(LONG_AGO))].toSorted())).toEqual(new Map([...held()].toSorted()));
});

it("finds the one that changed, and none that was erased", async () => {
  const [changed, erased] = tableOf(simulator.portal, "contacts").all();
  if (!changed || !erased) throw new Error("There are no contacts");
  updateRecord(simulator.portal, changed, { firstname: "Renamed" }, ACT);
  expect([...(await walk(new Date(NOW).toISOString())).keys()]).toEqual([changed.id]);
  eraseContact(simulator.portal, erased, ACT);
  expect((await walk(null)).has(erased.id)).toBe(false);
  expect((await walk(LONG_AGO)).has(erased.id)).toBe(false);
});
