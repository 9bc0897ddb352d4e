import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { insertRecord } from "../../simulators/salesforce/org/changes.ts";
import { idOf } from "../../simulators/salesforce/org/ids.ts";
import { tableOf } from "../../simulators/salesforce/org/org.ts";
import type { ConnectedSimulator } from "./connected-simulator.ts";
import { NOW, queryPath, send, startConnected } from "./connected-simulator.ts";

const DEAL_IDS = "SELECT Id FROM Opportunity ORDER BY SystemModstamp, Id";
const MINUTE = 60_000;
const NOT_DELETED = "SELECT COUNT() FROM Opportunity";

let simulator: ConnectedSimulator;

beforeAll(async () => {
  simulator = await startConnected({ settings: { pageRowsMax: 40, bulkRowsUsual: 25 } });
});
afterEach(() => {
  simulator.simulation.faults.turnOn([]);
  simulator.clock.at = NOW;
});
afterAll(() => simulator.close());

async function count(soql: string, resource = "query"): Promise<number> {
  return (await simulator.call("GET", queryPath(soql, resource))).json.totalSize;
}

async function newToken() {
  simulator.useToken((await simulator.freshGrant()).access_token);
}

/** Any open deal of the org, by its id. */
function someDeal(): string {
  const [deal] = tableOf(simulator.org, "Opportunity").having("IsDeleted", false);
  if (!deal) throw new Error("The org has no deals");
  return deal.id;
}

/** The fields of a deal in a stage that is open. */
function newDeal(name: string) {
  const [stage] = tableOf(simulator.org, "OpportunityStage").having("IsClosed", false);
  return { Name: name, StageName: stage?.fields.ApiName ?? null, CloseDate: "2026-12-24" };
}

/** All rows of a query by following its pages. */
async function allRows(soql: string, resource = "query") {
  const rows: Record<string, unknown>[] = [];
  let path: string | null = `/services/data/v66.0${queryPath(soql, resource)}`;
  let pages = 0;
  while (path !== null) {
    const { status, json } = await simulator.call("GET", path.replace("/services/data/v66.0", ""));
    expect(status).toBe(200);
    rows.push(...json.records);
    pages += 1;
    path = json.done ? null : json.nextRecordsUrl;
  }
  return { rows, pages };
}

describe("queries", () => {
  it("bring every row once over pages, and the total with each", async () => {
    const total = await count(NOT_DELETED);
    const { rows, pages } = await allRows(DEAL_IDS);
    expect(pages).toBe(Math.ceil(total / 40));
    expect(new Set(rows.map(({ Id }) => Id)).size).toBe(total);
  });

  it("come in pages of a size within bounds, whatever is asked for", async () => {
    const { settings } = simulator.simulation;
    settings.pageRowsMax = 2000;
    const sizes = [];
    for (const wanted of [1, 250, 100_000]) {
      const headers = { "sforce-query-options": `batchSize=${wanted}` };
      const { json } = await simulator.call("GET", queryPath("SELECT Id FROM Task"), undefined, headers);
      sizes.push(Math.min(json.records.length, 300));
    }
    settings.pageRowsMax = 40;
    expect(sizes).toEqual([200, 250, 300]);
  });

  it("show what was deleted by queryAll alone", async () => {
    const { id } = insertRecord(simulator.org, "Opportunity", newDeal("Gone soon"), { userId: null });
    const asked = `SELECT Id, IsDeleted FROM Opportunity WHERE Id = '${id}'`;
    expect((await simulator.call("DELETE", `/sobjects/Opportunity/${id}`)).status).toBe(204);
    expect(await count(asked)).toBe(0);
    const { json } = await simulator.call("GET", queryPath(asked, "queryAll"));
    expect(json.records).toMatchObject([{ Id: id, IsDeleted: true }]);
    expect((await simulator.call("GET", `/sobjects/Opportunity/${id}`)).status).toBe(404);
  });

  it("are refused with a list of errors", async () => {
    const unknownField = await simulator.call("GET", queryPath("SELECT Nothing__c FROM Opportunity"));
    expect([unknownField.status, unknownField.json[0].errorCode]).toEqual([400, "INVALID_FIELD"]);
    const unreadable = await simulator.call("GET", queryPath("SELECT FROM"));
    expect([unreadable.status, unreadable.json[0].errorCode]).toEqual([400, "MALFORMED_QUERY"]);
    const empty = await simulator.call("GET", "/query");
    expect(empty.json[0].errorCode).toBe("MALFORMED_QUERY");
    expect((await simulator.call("GET", "/nothing")).json[0].errorCode).toBe("NOT_FOUND");
    expect((await simulator.call("POST", "/limits")).json[0].errorCode).toBe("METHOD_NOT_ALLOWED");
  });

  it("lose their locator when they were open for too long, or when it is taken from them", async () => {
    const first = await simulator.call("GET", queryPath(DEAL_IDS));
    const next = first.json.nextRecordsUrl.replace("/services/data/v66.0", "");
    simulator.simulation.locators.expireAll();
    const { status, json } = await simulator.call("GET", next);
    expect([status, json[0].errorCode]).toEqual([400, "INVALID_QUERY_LOCATOR"]);
  });

  it("are too long for an address, but not for a composite request", async () => {
    const names = Array.from({ length: 1200 }, (_, place) => `'${idOf("006", place + 1)}'`);
    const soql = `SELECT Id FROM Opportunity WHERE Id IN (${names.join(",")})`;
    expect((await simulator.call("GET", queryPath(soql))).status).toBe(414);
    const url = `/services/data/v66.0${queryPath(soql)}`;
    const { json } = await simulator.call("POST", "/composite", {
      compositeRequest: [{ method: "GET", url, referenceId: "deals" }],
    });
    expect(json.compositeResponse[0].httpStatusCode).toBe(200);
  });
});

describe("records", () => {
  it("are made, read, changed and deleted", async () => {
    const fields = { ...newDeal("Made here"), Amount: 1200.5 };
    const made = await simulator.call("POST", "/sobjects/Opportunity", fields);
    expect(made).toMatchObject({ status: 201, json: { success: true, errors: [] } });
    const path = `/sobjects/Opportunity/${made.json.id}`;
    expect((await simulator.call("PATCH", path, { Amount: 1300 })).status).toBe(204);
    const read = await simulator.call("GET", `${path}?fields=Name,amount`);
    expect(read.json).toMatchObject({ Id: made.json.id, Name: "Made here", Amount: 1300 });
    expect((await simulator.call("DELETE", path)).status).toBe(204);
  });

  it.each([
    [{ Name: "No stage" }, "REQUIRED_FIELD_MISSING"],
    [{ Nothing__c: 1 }, "INVALID_FIELD"],
    [{ IsWon: true }, "INVALID_FIELD_FOR_INSERT_UPDATE"],
    [{ Amount: "a lot" }, "INVALID_TYPE_ON_FIELD_IN_RECORD"],
    [{ OwnerId: "0055g000000ZZZZAAA" }, "MALFORMED_ID"],
    [{ OwnerId: "0055g000000zzzzAAA" }, "INVALID_CROSS_REFERENCE_KEY"],
    [{ StageName: "No such stage" }, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
    [{ CloseDate: "tomorrow" }, "JSON_PARSER_ERROR"],
  ])("are refused with %o", async (fields, errorCode) => {
    const { status, json } = await simulator.call("POST", "/sobjects/Opportunity", fields);
    expect([status, json[0].errorCode]).toEqual([400, errorCode]);
  });

  it("are described until nothing changed, and anew once a field is hidden", async () => {
    const path = "/sobjects/Opportunity/describe";
    const first = await simulator.call("GET", path);
    expect(first.json.fields.map(({ name }: { name: string }) => name)).toContain("StageName");
    const since = { "if-modified-since": first.headers.get("last-modified") ?? "" };
    expect((await simulator.call("GET", path, undefined, since)).status).toBe(304);
    simulator.simulation.faults.turnOn(["hidden_fields"]);
    const hidden = await simulator.call("GET", path, undefined, since);
    expect(hidden.status).toBe(200);
    expect(hidden.json.fields.map(({ name }: { name: string }) => name)).not.toContain("Amount");
    const query = await simulator.call("GET", queryPath("SELECT Amount FROM Opportunity"));
    expect(query.json[0].errorCode).toBe("INVALID_FIELD");
  });

  it("are told as updated and deleted by minutes, up to the start of what runs still", async () => {
    const { org } = simulator;
    const at = NOW - 10 * MINUTE;
    const { id } = insertRecord(org, "Opportunity", newDeal("Watched"), { userId: null, at });
    const span = `start=${new Date(NOW - 20 * MINUTE).toISOString()}&end=${new Date(NOW).toISOString()}`;
    const updated = await simulator.call("GET", `/sobjects/Opportunity/updated?${span}`);
    expect(updated.json.ids).toContain(id);
    expect(updated.json.latestDateCovered).toBe("2026-11-20T19:32:00.000+0000");
    await simulator.call("DELETE", `/sobjects/Opportunity/${id}`);
    simulator.clock.at = NOW + 2 * MINUTE;
    const wider = `start=${new Date(NOW - 20 * MINUTE).toISOString()}&end=${new Date(NOW + 2 * MINUTE).toISOString()}`;
    const deleted = await simulator.call("GET", `/sobjects/Opportunity/deleted?${wider}`);
    expect(deleted.json.deletedRecords).toContainEqual({ id, deletedDate: "2026-11-20T19:32:00.000+0000" });
    const early = `start=${new Date(NOW - 40 * 24 * 60 * MINUTE).toISOString()}&end=${new Date(NOW).toISOString()}`;
    const tooEarly = await simulator.call("GET", `/sobjects/Opportunity/updated?${early}`);
    expect(tooEarly.json[0].errorCode).toBe("INVALID_REPLICATION_DATE");
  });

  it("appear late with an earlier stamp while transactions are slow", async () => {
    const { faults, lateCommits } = simulator.simulation;
    faults.turnOn(["late_commits"]);
    faults.setEvery("late_commits", 1);
    const { id } = (await simulator.call("POST", "/sobjects/Opportunity", newDeal("Slow"))).json;
    const asked = `SELECT SystemModstamp FROM Opportunity WHERE Id = '${id}'`;
    expect(await count(asked)).toBe(0);
    expect(lateCommits.oldest(simulator.org.id)).toBe(NOW);
    simulator.clock.at = NOW + 10 * MINUTE;
    await simulator.settle();
    const { json } = await simulator.call("GET", queryPath(asked));
    expect(json.records).toMatchObject([{ SystemModstamp: "2026-11-20T19:32:00.000+0000" }]);
  });
});

describe("composite requests", () => {
  it("take 25 requests for the price of one, and put answers into later ones", async () => {
    const before = simulator.simulation.limits.used(simulator.org.id, NOW);
    const { json } = await simulator.call("POST", "/composite", {
      compositeRequest: [
        {
          method: "GET",
          url: `/services/data/v66.0/sobjects/Opportunity/${someDeal()}`,
          referenceId: "deal",
        },
        { method: "GET", url: "/services/data/v66.0/sobjects/User/@{deal.OwnerId}", referenceId: "owner" },
        { method: "GET", url: "/services/data/v66.0/sobjects/Nothing/1", referenceId: "none" },
      ],
    });
    const [deal, owner, none] = json.compositeResponse;
    expect(owner.body.Id ?? owner.httpStatusCode).toBe(deal.body.OwnerId);
    expect([none.httpStatusCode, none.body[0].errorCode]).toEqual([404, "NOT_FOUND"]);
    expect(simulator.simulation.limits.used(simulator.org.id, NOW)).toBe(before + 1);
  });

  it("hold no more than 25 requests and five queries", async () => {
    const url = `/services/data/v66.0${queryPath(NOT_DELETED)}`;
    const queries = Array.from({ length: 6 }, (_, place) => ({
      method: "GET",
      url,
      referenceId: `q${place}`,
    }));
    expect((await simulator.call("POST", "/composite", { compositeRequest: queries })).status).toBe(400);
    const batch = Array.from({ length: 26 }, () => ({ method: "GET", url: "v66.0/limits" }));
    expect((await simulator.call("POST", "/composite/batch", { batchRequests: batch })).status).toBe(400);
    const few = await simulator.call("POST", "/composite/batch", { batchRequests: batch.slice(0, 2) });
    expect(few.json).toMatchObject({ hasErrors: false, results: [{ statusCode: 200 }, { statusCode: 200 }] });
  });
});

describe("bulk queries", () => {
  async function completeJob(query: string, operation = "query") {
    const { json } = await simulator.call("POST", "/jobs/query", { operation, query });
    const states = [json.state];
    for (let look = 0; look < 2; look += 1) {
      states.push((await simulator.call("GET", `/jobs/query/${json.id}`)).json.state);
    }
    expect(states).toEqual(["UploadComplete", "InProgress", "JobComplete"]);
    return String(json.id);
  }

  it("give pages of CSV until the locator is null", async () => {
    const id = await completeJob("SELECT Id, Name, Owner.Name, CreatedDate FROM Opportunity");
    const lines: string[] = [];
    let locator = "";
    while (locator !== "null") {
      const more = locator === "" ? "" : `&locator=${locator}`;
      const { json, headers } = await simulator.call("GET", `/jobs/query/${id}/results?maxRecords=30${more}`);
      const [head, ...rows] = String(json).trimEnd().split("\n");
      expect(head).toBe('"Id","Name","Owner.Name","CreatedDate"');
      expect(headers.get("sforce-numberofrecords")).toBe(String(rows.length));
      lines.push(...rows);
      locator = headers.get("sforce-locator") ?? "null";
    }
    expect(lines).toHaveLength(await count(NOT_DELETED));
    expect(lines[0]).toMatch(/^"006\w{15}",".*",".+","\d{4}-\d\d-\d\dT[\d:.]+Z"$/);
  });

  it("can be read by pages side by side, by the version that asked alone", async () => {
    const id = await completeJob(DEAL_IDS, "queryAll");
    const urls: string[] = [];
    let path: string | null = `/jobs/query/${id}/resultPages`;
    while (path !== null) {
      const { json } = await simulator.call("GET", path);
      expect(json.resultPages.length).toBeLessThanOrEqual(5);
      urls.push(...json.resultPages.map(({ resultUrl }: { resultUrl: string }) => resultUrl));
      path = json.done ? null : json.nextRecordsUrl.replace("/services/data/v66.0", "");
    }
    const ids = new Set<string>();
    for (const url of urls) {
      const { json } = await simulator.call("GET", url.replace("/services/data/v66.0", ""));
      for (const row of String(json).trimEnd().split("\n").slice(1)) ids.add(row);
    }
    expect(ids.size).toBe(await count(NOT_DELETED, "queryAll"));
    const { freshGrant, url } = simulator;
    const authorization = `Bearer ${(await freshGrant()).access_token}`;
    const other = await send(`${url}/services/data/v65.0/jobs/query/${id}/results`, {
      headers: { authorization },
    });
    expect(other.status).toBe(409);
  });

  it("know no aggregates, and do not exist in a small edition", async () => {
    const query = "SELECT COUNT(Id) FROM Opportunity";
    expect((await simulator.call("POST", "/jobs/query", { operation: "query", query })).status).toBe(400);
    simulator.simulation.faults.turnOn(["no_bulk"]);
    const refused = await simulator.call("POST", "/jobs/query", { operation: "query", query: DEAL_IDS });
    expect(refused.json[0].errorCode).toBe("FEATURENOTENABLED");
  });
});

describe("limits and sessions", () => {
  it("stand on every answer, and end in a refusal", async () => {
    const { limits } = simulator.simulation;
    const usual = limits.settings.dailyCalls;
    const used = limits.used(simulator.org.id, NOW);
    const reply = await simulator.call("GET", "/limits");
    expect(reply.headers.get("sforce-limit-info")).toBe(`api-usage=${used + 1}/${usual}`);
    expect(reply.json.DailyApiRequests).toEqual({ Max: usual, Remaining: usual - used - 1 });
    limits.settings.dailyCalls = used + 1;
    const spent = await simulator.call("GET", "/limits");
    expect([spent.status, spent.json[0].errorCode]).toEqual([403, "REQUEST_LIMIT_EXCEEDED"]);
    limits.settings.dailyCalls = usual;
    simulator.clock.at = NOW + 25 * 60 * MINUTE;
    expect(limits.used(simulator.org.id, simulator.clock.at)).toBe(0);
  });

  it("count every request, whatever comes of it", async () => {
    const before = simulator.calls;
    await simulator.call("GET", "/limits");
    await simulator.call("GET", "/nothing");
    expect(simulator.calls).toBe(before + 2);
  });

  it("end without a word in the middle of paging, and go on with another token", async () => {
    const first = await simulator.call("GET", queryPath(DEAL_IDS));
    const next = first.json.nextRecordsUrl.replace("/services/data/v66.0", "");
    simulator.simulation.faults.turnOn(["expired_while_paging"]);
    simulator.simulation.faults.setEvery("expired_while_paging", 1);
    const lost = await simulator.call("GET", next);
    expect([lost.status, lost.json[0].errorCode]).toEqual([401, "INVALID_SESSION_ID"]);
    simulator.simulation.faults.turnOn([]);
    await newToken();
    expect((await simulator.call("GET", next)).status).toBe(200);
  });

  it("stay lost for ever when a refresh does not help", async () => {
    simulator.simulation.faults.turnOn(["endless_401"]);
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await newToken();
      statuses.push((await simulator.call("GET", "/limits")).status);
    }
    expect(statuses).toEqual([401, 401, 401]);
    simulator.simulation.faults.turnOn([]);
    await newToken();
  });
});

describe("faults", () => {
  it("answer every seventh request with one of the ways of being busy", async () => {
    simulator.simulation.faults.turnOn(["busy"]);
    const statuses = [];
    for (let request = 0; request < 21; request += 1)
      statuses.push((await simulator.call("GET", "/limits")).status);
    expect(statuses.filter((status) => status !== 200).toSorted()).toEqual([420, 502, 503]);
  });

  it("break off answers, and leave requests without one", async () => {
    const { faults, settings } = simulator.simulation;
    settings.hangMilliseconds = 1;
    for (const name of ["cut", "hang"] as const) {
      faults.turnOn([name]);
      faults.setEvery(name, 1);
      await expect(simulator.call("GET", "/limits")).rejects.toThrow();
    }
    faults.turnOn(["500"]);
    faults.setEvery("500", 1);
    const broken = await simulator.call("GET", "/limits");
    expect([broken.status, broken.headers.get("content-type")]).toEqual([500, "text/html; charset=utf-8"]);
  });

  it("hide activities of others without View All Data, and whole objects", async () => {
    const tasks = await count("SELECT COUNT() FROM Task");
    expect(tasks).toBeGreaterThan(0);
    const deals = await count(NOT_DELETED);
    simulator.simulation.faults.turnOn(["only_deals", "hidden_objects"]);
    expect(await count("SELECT COUNT() FROM Task")).toBe(0);
    expect(await count("SELECT Id, OwnerId FROM Task")).toBeLessThan(tasks);
    expect(await count(NOT_DELETED)).toBe(deals);
    const splits = await simulator.call("GET", queryPath("SELECT Id FROM OpportunitySplit"));
    expect(splits.json[0].errorCode).toBe("INVALID_TYPE");
  });
});
