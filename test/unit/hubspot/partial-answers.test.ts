import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createHubSpotPort } from "../../../worker/adapters/crm/hubspot/hubspot-port.ts";
import type { CrmClient } from "../../../worker/ports/crm.ts";
import { buildRecords, SPLITS } from "./recorded-data.ts";
import {
  type Answer,
  CLIENT_OPTIONS,
  openRecordedPortal,
  type PortalFaults,
  type RecordedPortal,
} from "./recorded-portal.ts";

const DEALS = "/crm/v3/objects/deals/batch/read";
const MEETINGS = "/crm/v3/objects/meetings/batch/read";
const CONTACTS = "/crm/associations/2026-09/meetings/contacts/batch/read";
const DEAL_SPLITS = "/deal-splits/2026-09/batch/read";
const INTERNAL = { category: "INTERNAL_ERROR" };
const UNREAD = { rejections: [{ kind: "deal", crmId: "1000", path: "not_answered" }], missing: [] };

let portal: RecordedPortal;
let client: CrmClient;

beforeAll(async () => {
  portal = await openRecordedPortal();
  const app = { apiUrl: portal.url, appUrl: portal.url, clientId: "client", clientSecret: "secret" };
  client = createHubSpotPort(app, { sleep: () => Promise.resolve() }).client(CLIENT_OPTIONS);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(portal.faults)) delete portal.faults[name as keyof PortalFaults];
  Object.assign(portal.records, buildRecords());
  portal.requests.length = 0;
});

interface Trouble {
  readonly path: string;
  readonly ids: readonly string[];
  readonly error?: Readonly<Record<string, unknown>>;
  /** Which requests for the path are in trouble, counted from 0. */
  readonly at?: (request: number) => boolean;
  /** What a request for one id alone is answered with instead. */
  readonly alone?: Answer;
  readonly isNamed?: boolean;
}

/** HubSpot answers a batch without some of its ids, and says in its errors what became of them. */
function failSome({ path, ids, error = INTERNAL, at = () => true, alone, isNamed = true }: Trouble): void {
  let requests = 0;
  portal.faults.spoil = (answer, asked) => {
    if (asked.path !== path) return answer;
    const inTrouble = at(requests);
    requests += 1;
    const wanted: string[] = JSON.parse(asked.body).inputs.map(({ id }: { id: string }) => id);
    const failed = wanted.filter((id) => ids.includes(id));
    if (!inTrouble || failed.length === 0) return answer;
    if (alone && wanted.length === 1) return alone;
    const { results } = answer.body as { results: { id?: string; from?: { id: string } }[] };
    const left = results.filter((result) => !failed.includes(result.from?.id ?? result.id ?? ""));
    const errors = [{ status: "error", ...error, ...(isNamed ? { context: { ids: failed } } : {}) }];
    return { status: 207, body: { status: "COMPLETE", results: left, numErrors: failed.length, errors } };
  };
}

async function readDeals(...ids: string[]) {
  const read = await client.fetchByIds("deal", ids);
  if (!read.ok) return { failure: read.error };
  const { records, rejections, missing, merged } = read.value;
  return { records: records.map(({ crmId }) => crmId), rejections, missing, merged };
}

function askedFor(path: string): string[][] {
  return portal.requests
    .filter((request) => request.path === path)
    .map(({ body }) => JSON.parse(body).inputs.map(({ id }: { id: string }) => id));
}

describe("an id that HubSpot failed to read among others", () => {
  it.each([
    ["not found", { category: "OBJECT_NOT_FOUND" }],
    ["without associations", { category: "ERROR", subCategory: "crm.associations.NO_ASSOCIATIONS_FOUND" }],
    ["without a category", {}],
  ])("is missing when HubSpot says that it is %s", async (_, error) => {
    failSome({ path: DEALS, ids: ["1000"], error });
    expect(await readDeals("1000", "1001")).toMatchObject({
      records: ["1001"],
      rejections: [],
      missing: ["1000"],
    });
  });

  it.each([true, false])("is read alone, whether it is named (%s) or not", async (isNamed) => {
    failSome({ path: DEALS, ids: ["1000"], at: (request) => request === 0, isNamed });
    const read = await readDeals("1000", "1001", "77777");
    expect(read).toMatchObject({ rejections: [], missing: ["77777"] });
    expect(read.records?.toSorted()).toEqual(["1000", "1001"]);
    expect(askedFor(DEALS)).toContainEqual(["1000"]);
  });

  it("is insisted on, as other calls are", async () => {
    failSome({ path: DEALS, ids: ["1000"], at: (request) => request < 3 });
    expect(await readDeals("1000", "1001")).toMatchObject({
      records: ["1001", "1000"],
      rejections: [],
      missing: [],
    });
  });

  it.each([
    ["in a batch of one", undefined],
    ["with a fault of its own", { status: 500, body: {} }],
    ["with a refusal", { status: 400, body: { category: "VALIDATION_ERROR" } }],
    ["with a refusal that says nothing", { status: 403, body: {} }],
  ])("is parked by name when it fails alone too, %s, and the others are read", async (_, alone) => {
    failSome({ path: DEALS, ids: ["1000"], ...(alone ? { alone } : {}) });
    expect(await readDeals("1000", "1001")).toEqual({ records: ["1001"], merged: [], ...UNREAD });
  });

  it("is missing when alone it is not found", async () => {
    failSome({
      path: DEALS,
      ids: ["1000"],
      alone: { status: 404, body: { category: "OBJECT_NOT_FOUND" } },
    });
    expect(await readDeals("1000", "1001")).toMatchObject({ rejections: [], missing: ["1000"] });
  });

  it.each([
    [{ status: 401, body: {} }, { reason: "token_expired" }],
    [
      { status: 429, body: { policyName: "DAILY" } },
      { reason: "rate_limited", retryAfterSeconds: 3600 },
    ],
    [{ status: 200, body: "maintenance" }, { reason: "unavailable" }],
  ])("fails the read when the failure is of more than one record: %j", async (alone, failure) => {
    failSome({ path: DEALS, ids: ["1000"], alone });
    expect(await readDeals("1000", "1001")).toMatchObject({ failure });
  });

  it("fails the read when HubSpot says in the batch to ask less often", async () => {
    failSome({ path: DEALS, ids: ["1000"], error: { category: "RATE_LIMITS" } });
    expect(await readDeals("1000", "1001")).toEqual({
      failure: { reason: "rate_limited", retryAfterSeconds: 10 },
    });
  });

  it("is not asked for alone for ever where many of them fail", async () => {
    const ids = Array.from({ length: 40 }, (_, at) => String(1000 + at));
    failSome({ path: DEALS, ids });
    const read = await readDeals(...ids);
    expect(read).toMatchObject({ records: [], missing: [] });
    expect(read.rejections?.map(({ crmId }) => crmId)).toEqual(ids);
    expect(askedFor(DEALS).length).toBeLessThanOrEqual(31);
  });

  it("is not missing from the recycle bin", async () => {
    failSome({ path: DEALS, ids: ["2999"], at: (request) => request > 0 });
    expect(await readDeals("2999")).toMatchObject({
      rejections: [{ crmId: "2999", path: "not_answered" }],
      missing: [],
    });
  });

  it("is not taken from the list of the recycle bin, which lacks its history", async () => {
    failSome({ path: DEALS, ids: ["2999"] });
    expect(await client.fetchArchived("deal", null)).toMatchObject({
      value: { records: [], rejections: [{ kind: "deal", crmId: "2999", path: "not_answered" }] },
    });
  });

  it("takes nothing from the deals that were merged into it", async () => {
    failSome({ path: DEALS, ids: ["2004"] });
    expect(await readDeals("902")).toMatchObject({
      records: [],
      merged: [],
      missing: [],
      rejections: [
        { crmId: "2004", path: "not_answered" },
        { crmId: "902", path: "not_answered" },
      ],
    });
  });

  it("is parked where only its stage dates fail, because its history would be cut", async () => {
    const cut = portal.records.deals.find(({ id }) => id === "1000");
    if (!cut) throw new Error("No such deal");
    cut.history = { dealstage: [] };
    cut.properties.hs_v2_date_entered_new_9 = "2026-08-01T00:00:00Z";
    failSome({ path: DEALS, ids: ["1000"], at: (request) => request > 0 });
    expect(await readDeals("1000", "1001")).toMatchObject({ records: ["1001"], ...UNREAD });
  });

  it("is parked when it is found in a list, instead of passed over", async () => {
    failSome({ path: DEALS, ids: ["1000"] });
    const page = await client.fetchStretch({ kind: "all", of: "deal" }, null);
    expect(page).toMatchObject({ ok: true, value: { rejections: UNREAD.rejections } });
  });

  it("is parked whatever kind it is of", async () => {
    failSome({ path: MEETINGS, ids: ["401"] });
    const read = await client.fetchByIds("meeting", ["401", "402"]);
    expect(read).toMatchObject({
      value: { rejections: [{ kind: "meeting", crmId: "401", path: "not_answered" }], missing: [] },
    });
  });
});

describe("what stands beside records", () => {
  const meetings = () => client.fetchByIds("meeting", ["401", "402"]);

  it("is asked for again: contacts that HubSpot failed to read are not nobody", async () => {
    failSome({ path: CONTACTS, ids: ["401"], at: (request) => request === 0 });
    expect(await meetings()).toMatchObject({
      value: { records: [{ outsideAttendees: 2 }, { outsideAttendees: 0 }], rejections: [] },
    });
  });

  it("parks the meeting whose contacts cannot be read", async () => {
    failSome({ path: CONTACTS, ids: ["401"] });
    expect(await meetings()).toMatchObject({
      value: {
        records: [{ crmId: "402" }],
        rejections: [{ kind: "meeting", crmId: "401", path: "not_answered" }],
        missing: [],
      },
    });
  });

  it.each([
    { category: "VALIDATION_ERROR" },
    { category: "ERROR", subCategory: "crm.associations.FORBIDDEN" },
  ])(
    "reads the meeting whose contacts are refused for good, and takes them as unknown: %j",
    async (error) => {
      failSome({ path: CONTACTS, ids: ["401"], error });
      const read = await meetings();
      expect(read).toMatchObject({ value: { rejections: [], missing: [] } });
      const attendees = read.ok
        ? read.value.records.map((record) => record.kind === "meeting" && record.outsideAttendees)
        : [];
      expect(attendees).toEqual([null, 0]);
    },
  );

  it.each([
    [INTERNAL, UNREAD.rejections],
    [{ category: "VALIDATION_ERROR" }, []],
  ])(
    "parks the deal whose splits cannot be read, not the one that has none: %j",
    async (error, rejections) => {
      expect(SPLITS.map(({ id }) => id)).toContain("1000");
      failSome({ path: DEAL_SPLITS, ids: ["1000"], error });
      const scopes = ["crm.objects.deals.read", "crm.dealsplits.read_write"];
      const app = { apiUrl: portal.url, appUrl: portal.url, clientId: "client", clientSecret: "secret" };
      const granted = createHubSpotPort(app, { sleep: () => Promise.resolve() }).client({
        ...CLIENT_OPTIONS,
        scopes,
      });
      expect(await granted.fetchByIds("deal", ["1000", "1001"])).toMatchObject({
        value: { rejections, missing: [] },
      });
    },
  );
});
