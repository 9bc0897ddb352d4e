import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRecord } from "../../simulators/hubspot/portal/changes.ts";
import { tableOf } from "../../simulators/hubspot/portal/portal.ts";
import type { InstalledSimulator } from "./installed-simulator.ts";
import { NOW, startInstalled } from "./installed-simulator.ts";

const ACT = { now: NOW, userId: null, source: "CRM_UI" };
let simulator: InstalledSimulator;

beforeAll(async () => {
  simulator = await startInstalled();
});
afterAll(() => simulator.close());

function anyDeal(): string {
  const deal = tableOf(simulator.portal, "deals")
    .all()
    .find(({ archivedAt, properties }) => archivedAt === null && properties.pipeline === "default");
  return deal?.id ?? "";
}

async function createDeal(properties: Readonly<Record<string, string>> = {}): Promise<string> {
  const { json } = await simulator.call("POST", "/crm/v3/objects/deals", {
    properties: {
      dealname: "Test",
      pipeline: "default",
      dealstage: "qualifiedtobuy",
      amount: "100",
      ...properties,
    },
  });
  return json.id;
}

describe("reading records", () => {
  it("walks every present record once, in pages of ten unless told otherwise", async () => {
    const first = await simulator.call("GET", "/crm/v3/objects/deals");
    expect(first.json.results.length).toBe(10);
    const seen: string[] = [];
    let after: string | undefined = "0";
    while (after !== undefined) {
      const { json } = await simulator.call("GET", `/crm/objects/2026-09/0-3?limit=100&after=${after}`);
      seen.push(...json.results.map((record: { id: string }) => record.id));
      after = json.paging?.next.after;
    }
    const present = tableOf(simulator.portal, "deals")
      .all()
      .filter(({ archivedAt }) => archivedAt === null);
    expect(seen).toEqual(present.map(({ id }) => id));
  });

  it("gives the properties asked for, null where empty, and leaves out what does not exist", async () => {
    const id = anyDeal();
    const { json } = await simulator.call(
      "GET",
      `/crm/v3/objects/deals/${id}?properties=amount,closed_lost_reason,nonsense`,
    );
    const names = Object.keys(json.properties).sort();
    expect(names).toEqual([
      "amount",
      "closed_lost_reason",
      "createdate",
      "hs_lastmodifieddate",
      "hs_object_id",
    ]);
    expect(json.properties.closed_lost_reason).toBeNull();
    expect(typeof (json.properties.amount ?? "")).toBe("string");
  });

  it.each([
    ["/crm/v3/objects/deals?limit=101", 400],
    ["/crm/v3/objects/deals?limit=51&propertiesWithHistory=dealstage", 400],
    ["/crm/v3/objects/deals?limit=50&propertiesWithHistory=dealstage", 200],
    ["/crm/v3/objects/deals?colour=red", 400],
    ["/crm/v3/objects/deals?after=soon", 400],
    ["/crm/v3/objects/unicorns", 400],
    ["/crm/v3/objects/deals/1", 404],
    ["/crm/v9/objects/deals", 404],
  ])("answers %s with %i", async (path, status) => {
    const reply = await simulator.call("GET", path);
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.json).toMatchObject({ status: "error", category: "VALIDATION_ERROR" });
  });

  it("tells what is missing of a batch with 207", async () => {
    const id = anyDeal();
    const reply = await simulator.call("POST", "/crm/v3/objects/deals/batch/read", {
      inputs: [{ id }, { id: "5" }],
      properties: ["dealstage"],
      propertiesWithHistory: ["dealstage"],
    });
    expect(reply.status).toBe(207);
    expect(reply.json.results[0].propertiesWithHistory.dealstage.length).toBeGreaterThan(0);
    expect(reply.json.errors[0].context.ids).toEqual(["5"]);
    const inputs = Array.from({ length: 101 }, (_, place) => ({ id: String(place) }));
    const tooMany = await simulator.call("POST", "/crm/v3/objects/deals/batch/read", {
      inputs,
      properties: [],
    });
    expect(tooMany.status).toBe(400);
  });

  it("lists the recycle bin apart, and archiving moves no modified stamp", async () => {
    const id = await createDeal();
    const before = await simulator.call("GET", `/crm/v3/objects/deals/${id}`);
    expect((await simulator.call("DELETE", `/crm/v3/objects/deals/${id}`)).status).toBe(204);
    expect((await simulator.call("GET", `/crm/v3/objects/deals/${id}`)).status).toBe(404);
    const binned = await simulator.call("GET", `/crm/v3/objects/deals/${id}?archived=true`);
    expect(binned.json).toMatchObject({ archived: true, updatedAt: before.json.updatedAt });
    expect(binned.json.archivedAt).toBe(new Date(NOW).toISOString());
  });

  it("leads from a merged id to the survivor, by reading but not by batch update", async () => {
    const [one, other] = [await createDeal({ amount: "5" }), await createDeal({ amount: "9" })];
    const merge = { primaryObjectId: one, objectIdToMerge: other };
    const { json: survivor } = await simulator.call("POST", "/crm/v3/objects/deals/merge", merge);
    expect([one, other]).not.toContain(survivor.id);
    for (const id of [one, other]) {
      const { json } = await simulator.call(
        "GET",
        `/crm/v3/objects/deals/${id}?properties=hs_merged_object_ids,amount`,
      );
      expect(json).toMatchObject({
        id: survivor.id,
        properties: { amount: "5", hs_merged_object_ids: `${one};${other}` },
      });
    }
    const inputs = [{ id: other, properties: { amount: "1" } }];
    expect((await simulator.call("POST", "/crm/v3/objects/deals/batch/update", { inputs })).status).toBe(207);
  });

  it("works out a deal's own values and keeps the versions of what changed", async () => {
    const id = await createDeal({ deal_currency_code: "EUR", amount: "1000" });
    simulator.clock.at += 60_000;
    await simulator.call("PATCH", `/crm/v3/objects/deals/${id}`, { properties: { dealstage: "closedwon" } });
    const asked =
      "hs_is_closed_won,amount_in_home_currency,closedate,hs_closed_won_date,hs_v2_date_entered_closedwon";
    const { json } = await simulator.call(
      "GET",
      `/crm/v3/objects/deals/${id}?properties=${asked}&propertiesWithHistory=dealstage`,
    );
    const rate = simulator.portal.rates.at(-1)?.rate ?? 0;
    const at = new Date(simulator.clock.at).toISOString();
    expect(Number(json.properties.amount_in_home_currency)).toBeCloseTo(1000 * rate, 6);
    expect(json.properties).toMatchObject({
      hs_is_closed_won: "true",
      closedate: at,
      hs_closed_won_date: at,
    });
    expect(json.properties.hs_v2_date_entered_closedwon).toBe(at);
    const versions = json.propertiesWithHistory.dealstage.map(({ value }: { value: string }) => value);
    expect(versions).toEqual(["closedwon", "qualifiedtobuy"]);
  });

  it.each([
    [{ dealstage: "renewal_due" }, "INVALID_STAGE"],
    [{ amount: "a lot" }, "INVALID_DOUBLE"],
    [{ closedate: "soon" }, "INVALID_DATE"],
    [{ hubspot_owner_id: "1" }, "INVALID_OWNER_ID"],
    [{ colour: "red" }, "PROPERTY_DOESNT_EXIST"],
    [{ hs_is_closed_won: "true" }, "READ_ONLY_VALUE"],
  ])("refuses to write %o", async (properties, code) => {
    const reply = await simulator.call("PATCH", `/crm/v3/objects/deals/${anyDeal()}`, { properties });
    expect(reply.status).toBe(400);
    expect(reply.json.errors[0].code).toBe(code);
  });
});

describe("searching", () => {
  const search = (body: unknown) => simulator.call("POST", "/crm/v3/objects/deals/search", body);
  const filter = (propertyName: string, operator: string, more: object = {}) => ({
    filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
  });

  it("finds by value, by milliseconds, by list and by absence, without the archived", async () => {
    const name = "A name of its own";
    const id = await createDeal({ dealname: name, closedate: "2026-12-01T10:00:00Z" });
    const ids = async (body: object) =>
      (await search({ ...body, properties: [] })).json.results.map((r: { id: string }) => r.id);
    expect(await ids(filter("dealname", "EQ", { value: name }))).toEqual([id]);
    const at = String(Date.parse("2026-12-01T10:00:00Z"));
    expect(await ids(filter("closedate", "BETWEEN", { value: at, highValue: at }))).toEqual([id]);
    expect(await ids(filter("hs_object_id", "IN", { values: [id] }))).toEqual([id]);
    expect(await ids(filter("dealname", "NOT_HAS_PROPERTY"))).toEqual([]);
    await simulator.control("POST", `/simulator/deals/${id}/archive`, {});
    expect(await ids(filter("dealname", "EQ", { value: name }))).toEqual([]);
  });

  it.each([
    ["an operator that does not exist", filter("amount", "LIKE", { value: "1" })],
    ["a property that does not exist", filter("colour", "EQ", { value: "red" })],
    ["a number that is none", filter("amount", "GT", { value: "much" })],
    ["IN without values", filter("dealname", "IN", { value: "x" })],
    ["a page above 200", { limit: 201 }],
    ["two sort rules", { sorts: ["amount", "closedate"] }],
    ["six groups", { filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }],
    [
      "seven filters in a group",
      {
        filterGroups: [
          {
            filters: Array.from({ length: 7 }, () => ({ propertyName: "amount", operator: "HAS_PROPERTY" })),
          },
        ],
      },
    ],
    ["a field that search does not have", { associations: ["contacts"] }],
    ["a body above 3,000 characters", { query: "x".repeat(3001) }],
  ])("refuses %s", async (_what, body) => {
    expect((await search(body)).status).toBe(400);
  });

  it("reaches 10,000 results and not one more, though it counts them all", async () => {
    for (let count = 0; count < 10_050; count += 1) {
      createRecord(simulator.portal, "communications", { hs_communication_channel_type: "SMS" }, ACT);
    }
    const deep = (after: string, limit: number) =>
      simulator.call("POST", "/crm/v3/objects/communications/search", { limit, after });
    const last = await deep("9800", 200);
    expect(last.json.results.length).toBe(200);
    expect(last.json.total).toBeGreaterThan(10_050);
    expect((await deep("10000", 1)).status).toBe(400);
  });

  it("goes on seeing the old state while the index lags", async () => {
    const id = await createDeal({ amount: "11" });
    simulator.portal.indexLagMilliseconds = 3000;
    await simulator.call("PATCH", `/crm/v3/objects/deals/${id}`, { properties: { amount: "12" } });
    const fresh = await createDeal();
    const seen = async (wanted: string) => {
      const { json } = await search({
        ...filter("hs_object_id", "EQ", { value: wanted }),
        properties: ["amount"],
      });
      return json.results[0]?.properties.amount;
    };
    expect([await seen(id), await seen(fresh)]).toEqual(["11", undefined]);
    simulator.clock.at += 3000;
    expect([await seen(id), await seen(fresh)]).toEqual(["12", "100"]);
    simulator.portal.indexLagMilliseconds = 0;
  });
});

describe("contacts", () => {
  const contacts = () => tableOf(simulator.portal, "contacts").all();
  const find = async (filters: readonly object[], properties = ["email", "lastmodifieddate"]) =>
    simulator.call("POST", "/crm/v3/objects/contacts/search", {
      filterGroups: [{ filters }],
      sorts: [{ propertyName: "lastmodifieddate", direction: "ASCENDING" }],
      properties,
      limit: 200,
    });
  const add = async (email: string) =>
    (await simulator.control("POST", "/simulator/contacts", { properties: { email } })).json.id as string;

  it("are whom the e-mails went to and came from", () => {
    const addresses = new Set(contacts().map(({ properties }) => properties.email));
    const emails = tableOf(simulator.portal, "emails").all();
    const linked = emails.flatMap((email) => simulator.portal.associations.of(email, "contacts"));
    expect(linked.length).toBeGreaterThan(0);
    for (const email of emails) {
      const [id] = simulator.portal.associations.of(email, "contacts");
      if (id === undefined) continue;
      const { hs_email_from_email: from, hs_email_to_email: to } = email.properties;
      const named = [from ?? "", ...(to ?? "").split(";")];
      expect(named.some((address) => addresses.has(address))).toBe(true);
    }
  });

  it("are listed, and read and searched by their own stamp, as strictly as anything else", async () => {
    const listed = await simulator.call("GET", "/crm/v3/objects/contacts?limit=100&properties=email");
    expect(listed.json.results.length).toBe(Math.min(100, contacts().length));
    expect(Object.keys(listed.json.results[0].properties).sort()).toEqual([
      "createdate",
      "email",
      "hs_object_id",
      "lastmodifieddate",
    ]);
    const id = await add("new@customer.example");
    const since = [{ propertyName: "lastmodifieddate", operator: "GTE", value: String(NOW) }];
    const found = await find(since);
    expect(found.json.results.map((record: { id: string }) => record.id)).toContain(id);
    const unknown = await find([{ propertyName: "hs_lastmodifieddate_", operator: "GTE", value: "1" }]);
    expect(unknown.status).toBe(400);
    const read = await simulator.call("POST", "/crm/v3/objects/contacts/batch/read", {
      inputs: [{ id }],
      properties: ["email", "hs_additional_emails"],
    });
    expect(read.json.results[0].properties).toMatchObject({ email: "new@customer.example" });
  });

  it("carry the addresses of those that were merged into them", async () => {
    const [one, other] = [await add("one@customer.example"), await add("other@customer.example")];
    const { json } = await simulator.control("POST", "/simulator/contacts/merge", {
      primaryId: one,
      otherId: other,
    });
    expect(json.properties).toMatchObject({
      email: "one@customer.example",
      hs_additional_emails: "other@customer.example",
    });
    const third = await add("third@customer.example");
    const again = await simulator.control("POST", "/simulator/contacts/merge", {
      primaryId: third,
      otherId: json.id,
    });
    expect(again.json.properties.hs_additional_emails).toBe("one@customer.example;other@customer.example");
  });

  it("are gone for good when they are erased, and their e-mails with them", async () => {
    const { associations } = simulator.portal;
    const contact = contacts().find((record) => associations.of(record, "emails").length > 0);
    const [email] = contact ? associations.of(contact, "emails") : [];
    const path = `/crm/v3/objects/contacts/${contact?.id}`;
    expect((await simulator.call("GET", path)).status).toBe(200);
    await simulator.control("POST", `/simulator/contacts/${contact?.id}/erase`, {});
    expect((await simulator.call("GET", path)).status).toBe(404);
    expect((await simulator.call("GET", `${path}?archived=true`)).status).toBe(404);
    expect((await simulator.call("GET", `/crm/v3/objects/emails/${email}`)).status).toBe(404);
    const { json } = await find([{ propertyName: "hs_object_id", operator: "EQ", value: contact?.id }]);
    expect(json.total).toBe(0);
  });
});

describe("what stands around the records", () => {
  it("shows owners who left apart, with the user id they had", async () => {
    const { json } = await simulator.call("GET", "/crm/owners/2026-09?archived=true");
    expect(json.results.length).toBe(4);
    expect(json.results[0]).toMatchObject({ archived: true, userId: null });
    expect(json.results[0].userIdIncludingInactive).toBeGreaterThan(0);
    const here = await simulator.call("GET", "/crm/v3/owners?limit=500");
    expect(here.json.results.filter(({ type }: { type: string }) => type === "QUEUE").length).toBe(1);
  });

  it("names stage dates as the portal does, suffix and all", async () => {
    const { json } = await simulator.call("GET", "/crm/v3/properties/deals");
    const names = json.results.map(({ name }: { name: string }) => name);
    expect(names).toContain("hs_v2_date_entered_closedwon");
    expect(names).toContain("hs_v2_date_entered_renewal_signed_1389047116");
    const { json: property } = await simulator.call("GET", "/crm/v3/properties/calls/hs_call_disposition");
    expect(property.options.length).toBe(7);
  });

  it("reads associations of many records at once", async () => {
    const meetings = tableOf(simulator.portal, "meetings").all().slice(0, 100);
    const inputs = meetings.map(({ id }) => ({ id }));
    const { json } = await simulator.call("POST", "/crm/v4/associations/meetings/contacts/batch/read", {
      inputs,
    });
    expect(json.results.length).toBeGreaterThan(50);
    expect(json.results[0].to[0]).toMatchObject({ associationTypes: [{ category: "HUBSPOT_DEFINED" }] });
  });

  it("describes the account, its people, teams, currencies and goals", async () => {
    const account = await simulator.call("GET", "/account-info/2026-09/details");
    expect(account.json).toMatchObject({
      timeZone: "US/Eastern",
      companyCurrency: "USD",
      additionalCurrencies: ["EUR"],
      utcOffset: "-05:00",
    });
    const users = await simulator.call("GET", "/settings/v3/users/");
    expect(users.json.results.filter(({ superAdmin }: { superAdmin: boolean }) => superAdmin).length).toBe(2);
    const tree = await simulator.call("GET", "/settings/teams/2026-09-beta");
    expect(tree.json.results.filter((team: object) => "parentTeamId" in team).length).toBe(6);
    const rates = await simulator.call("GET", "/settings/currencies/2026-09/exchange-rates");
    expect(rates.json.results[0]).toMatchObject({ fromCurrencyCode: "EUR", toCurrencyCode: "USD" });
    const goals = await simulator.call(
      "GET",
      "/crm/v3/objects/goal_targets?properties=hs_target_amount,hs_kpi_property_name",
    );
    expect(goals.json.results[0].properties.hs_kpi_property_name).toBe("amount_in_home_currency");
  });
});
