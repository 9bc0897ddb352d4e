import { describe, expect, it } from "vitest";
import { createMemories } from "../../../worker/adapters/crm/salesforce/api/context.ts";
import { toFullId } from "../../../worker/adapters/crm/salesforce/api/record-ids.ts";
import { dataPath, openGateway, openReplyingOrg, page, refusal } from "./replying-org.ts";

const SOQL = "SELECT Id FROM Opportunity WHERE Name = 'A & B+C'";

describe("a query", () => {
  it("is sent as it stands, with the token and the hint for the size of a page", async () => {
    const org = openReplyingOrg();
    org.rows.Opportunity = [{ Id: "1" }];
    expect(await openGateway().query(SOQL, { pageSize: 500 })).toEqual({
      ok: true,
      value: { records: [{ Id: "1" }], next: null, total: 1 },
    });
    expect(org.soqls()).toEqual([SOQL]);
    expect(org.calls[0]?.path).toMatch(/^\/services\/data\/v66\.0\/query\?q=/);
    expect(org.calls[0]?.headers.get("authorization")).toBe("Bearer access");
    expect(org.calls[0]?.headers.get("sforce-query-options")).toBe("batchSize=500");
  });

  it("shows what is deleted only when asked to", async () => {
    const org = openReplyingOrg();
    org.rows.Opportunity = [];
    await openGateway().query(SOQL, { deleted: true });
    expect(org.calls[0]?.path).toMatch(/\/queryAll\?q=/);
  });

  it("goes to the end without a cap, and tries a page again that failed", async () => {
    const org = openReplyingOrg();
    const pages = 12;
    let failures = 0;
    const answerPage = (index: number) =>
      Response.json({
        totalSize: pages * 2000,
        done: index === pages,
        records: Array.from({ length: 2000 }, (_, at) => ({ Id: `${index}-${at}` })),
        ...(index < pages ? { nextRecordsUrl: dataPath(`/query/01gX-${index * 2000}`) } : {}),
      });
    org.rows.Opportunity = () => answerPage(1);
    org.answers[dataPath("/query/01gX-")] = ({ path }) => {
      const index = Number(path.split("-").at(-1)) / 2000 + 1;
      if (index === 5 && failures++ === 0) return new Response("<html>", { status: 503 });
      return answerPage(index);
    };
    const rows = await openGateway().queryAllPages(SOQL);
    expect(rows.ok && [rows.value.length, failures]).toEqual([24_000, 2]);
  });

  it("says that a locator expired", async () => {
    const org = openReplyingOrg();
    org.answers[dataPath("/query/")] = () => refusal(400, "INVALID_QUERY_LOCATOR");
    expect(await openGateway().more(dataPath("/query/01gX-2000"))).toEqual({
      ok: false,
      error: { reason: "rejected", status: 400, detail: "INVALID_QUERY_LOCATOR" },
    });
  });

  it("that is too long for an address goes inside a composite call", async () => {
    const org = openReplyingOrg();
    const soql = `SELECT Id FROM Opportunity WHERE Id IN (${Array.from({ length: 3000 }, (_, at) => `'006${at}'`).join(",")})`;
    org.answers[dataPath("/composite")] = () =>
      Response.json({ compositeResponse: [{ httpStatusCode: 200, body: { records: [], totalSize: 0 } }] });
    expect(await openGateway().query(soql)).toMatchObject({ ok: true });
    const [request] = JSON.parse(org.calls[0]?.body ?? "").compositeRequest;
    expect(request).toEqual({
      method: "GET",
      referenceId: "query0",
      url: `${dataPath("/query")}?q=${encodeURIComponent(soql)}`,
    });
  });
});

describe("queries together", () => {
  const answers = (...list: object[]) => Response.json({ compositeResponse: list });
  const good = { httpStatusCode: 200, body: { records: [{ Id: "1" }], totalSize: 1 } };

  it("are one call and come back in order", async () => {
    const org = openReplyingOrg();
    org.answers[dataPath("/composite")] = () =>
      answers(good, { httpStatusCode: 200, body: { records: [], totalSize: 0 } });
    const pages = await openGateway().queryTogether(["SELECT Id FROM A", "SELECT Id FROM B"]);
    expect(pages.ok && pages.value.map(({ records }) => records.length)).toEqual([1, 0]);
    expect(org.calls).toHaveLength(1);
  });

  it("fail together", async () => {
    const org = openReplyingOrg();
    const bad = { httpStatusCode: 400, body: [{ errorCode: "QUERY_TIMEOUT", message: "too long" }] };
    org.answers[dataPath("/composite")] = () => answers(good, bad);
    expect(await openGateway().queryTogether(["SELECT Id FROM A", "SELECT Id FROM B"])).toEqual({
      ok: false,
      error: { reason: "unavailable", detail: "QUERY_TIMEOUT" },
    });
    org.answers[dataPath("/composite")] = () => answers(good);
    expect(await openGateway().queryTogether(["SELECT Id FROM A", "SELECT Id FROM B"])).toMatchObject({
      ok: false,
      error: { reason: "unavailable" },
    });
  });

  it("are as many calls as there are fives", async () => {
    const org = openReplyingOrg();
    const replies = [answers(good, good, good, good, good), answers(good)];
    org.answers[dataPath("/composite")] = () => replies.shift() ?? answers();
    const six = Array.from({ length: 6 }, () => "SELECT Id FROM A");
    expect(await openGateway().queryTogether(six)).toMatchObject({ ok: true, value: { length: 6 } });
    expect(org.calls).toHaveLength(2);
  });
});

/** The same answer to each of two requests. */
function togetherOf(answer: object): Response {
  return Response.json({ compositeResponse: [answer, answer] });
}

describe("a description", () => {
  it("is asked once an hour, and then only whether it changed", async () => {
    const org = openReplyingOrg();
    let now = 0;
    org.answers[dataPath("/sobjects/Task/describe")] = ({ headers }) =>
      headers.get("if-modified-since") === "yesterday"
        ? new Response(null, { status: 304 })
        : Response.json(
            { fields: [{ name: "Type", type: "picklist", filterable: false }] },
            { headers: { "last-modified": "yesterday" } },
          );
    const memory = createMemories()("t");
    const gateway = openGateway({ memory, now: () => now });
    const type = { name: "Type", type: "picklist", filterable: false };
    const expected = new Map([["Type", { ...type, label: "", referenceTo: [] }]]);
    expect(await gateway.describe("Task")).toEqual({ ok: true, value: expected });
    await gateway.describe("Task");
    expect(org.calls).toHaveLength(1);
    now = 3_600_000;
    // Another client of the same tenant knows it too.
    expect(await openGateway({ memory, now: () => now }).describe("Task")).toEqual({
      ok: true,
      value: expected,
    });
    expect(org.calls).toHaveLength(2);
    gateway.forgetDescriptions();
    await gateway.describe("Task");
    expect(org.calls.map(({ headers }) => headers.get("if-modified-since"))).toEqual([
      null,
      "yesterday",
      null,
    ]);
  });

  it("comes with others in one call, and costs none where it is known", async () => {
    const org = openReplyingOrg();
    const fields = (name: string) => ({ httpStatusCode: 200, body: { fields: [{ name }] } });
    const missing = { httpStatusCode: 404, body: [{ errorCode: "NOT_FOUND", message: "" }] };
    const asked: string[][] = [];
    org.answers[dataPath("/composite")] = ({ body }) => {
      asked.push(JSON.parse(body).compositeRequest.map(({ url }: { url: string }) => url));
      return Response.json({ compositeResponse: [fields("Amount"), missing, fields("Type")] });
    };
    const gateway = openGateway();
    const objects = ["Opportunity", "VoiceCall", "Task"];
    await gateway.describeTogether(objects);
    await gateway.describeTogether(objects);
    expect(asked).toEqual([objects.map((object) => dataPath(`/sobjects/${object}/describe`))]);
    const task = await gateway.describe("Task");
    expect(task.ok && [...(task.value?.keys() ?? [])]).toEqual(["Type"]);
    expect(await gateway.describe("VoiceCall")).toEqual({ ok: true, value: null });
    expect(org.calls).toHaveLength(1);
  });

  it.each([
    ["refuses", () => refusal(400, "LIMIT_EXCEEDED")],
    ["finds nothing that way", () => togetherOf({ httpStatusCode: 404, body: [] })],
    ["fails one by one", () => togetherOf({ httpStatusCode: 500, body: [] })],
    ["says something else", () => new Response("<html>")],
  ])("is asked for alone where a server %s", async (_, answer) => {
    const org = openReplyingOrg();
    org.fields.Task = ["Type"];
    org.answers[dataPath("/composite")] = answer;
    const gateway = openGateway();
    await gateway.describeTogether(["Task", "Event"]);
    const task = await gateway.describe("Task");
    expect(task.ok && task.value?.has("Type")).toBe(true);
  });

  it("is null of an object that this user does not have", async () => {
    const org = openReplyingOrg();
    expect(await openGateway().describe("OpportunitySplit")).toEqual({ ok: true, value: null });
    org.answers[dataPath("/sobjects/Task")] = () => refusal(500, "UNKNOWN_EXCEPTION");
    expect(await openGateway().describe("Task")).toMatchObject({
      ok: false,
      error: { reason: "unavailable" },
    });
    org.answers[dataPath("/sobjects/Event")] = () => refusal(403, "API_DISABLED_FOR_ORG");
    expect(await openGateway().describe("Event")).toMatchObject({
      ok: false,
      error: { scopes: ["API Enabled"] },
    });
    org.answers[dataPath("/sobjects/Lead")] = () => Response.json({ fields: "many" });
    expect(await openGateway().describe("Lead")).toMatchObject({
      ok: false,
      error: { reason: "unavailable" },
    });
    await expect(openGateway().describe("Task/../../limits")).rejects.toThrow("no name");
  });
});

describe("the day's calls", () => {
  it("are told by every answer", async () => {
    const org = openReplyingOrg();
    org.rows.Opportunity = [];
    const gateway = openGateway();
    expect(gateway.allowance()).toEqual({ limit: null, remaining: null, windowSeconds: null });
    await gateway.query(SOQL);
    expect(gateway.allowance()).toEqual({ limit: 15_000, remaining: 14_982, windowSeconds: 86_400 });
  });

  it("are left to other apps from our share on, but for one call an hour", async () => {
    const org = openReplyingOrg();
    let used = 7_499;
    let now = 0;
    org.rows.Opportunity = () =>
      Response.json({ records: [] }, { headers: { "sforce-limit-info": `api-usage=${used}/15000` } });
    const memory = createMemories()("t");
    const ask = () => openGateway({ memory, now: () => now }).query(SOQL);
    expect((await ask()).ok).toBe(true);
    used = 7_500;
    expect((await ask()).ok).toBe(true);
    now = 600_000;
    expect(await ask()).toEqual({ ok: false, error: { reason: "rate_limited", retryAfterSeconds: 3000 } });
    expect(org.calls).toHaveLength(2);
    now = 3_600_000;
    expect((await ask()).ok).toBe(true);
    expect((await ask()).ok).toBe(false);
    now = 7_200_000;
    used = 5_000;
    expect((await ask()).ok).toBe(true);
    expect((await ask()).ok).toBe(true);
  });
});

describe("a plain request", () => {
  it("gives back status, headers and text, untouched", async () => {
    const org = openReplyingOrg();
    org.answers[dataPath("/jobs/query/750/results")] = () =>
      new Response('"Id"\n"006"\n', { headers: { "content-type": "text/csv", "Sforce-Locator": "null" } });
    const path = dataPath("/jobs/query/750/results?maxRecords=2");
    expect(
      await openGateway().request({ method: "GET", path, headers: { accept: "text/csv" } }),
    ).toMatchObject({
      ok: true,
      value: { status: 200, text: '"Id"\n"006"\n', headers: { "sforce-locator": "null" } },
    });
    expect(org.calls[0]?.headers.get("accept")).toBe("text/csv");
  });

  it("sends a body as JSON", async () => {
    const org = openReplyingOrg();
    org.answers[dataPath("/jobs/query")] = () => Response.json({ id: "750" });
    await openGateway().request({
      method: "POST",
      path: dataPath("/jobs/query"),
      body: { operation: "query" },
    });
    expect(org.calls[0]).toMatchObject({ method: "POST", body: '{"operation":"query"}' });
    expect(org.calls[0]?.headers.get("content-type")).toBe("application/json");
  });
});

describe("a failure", () => {
  it.each<[number, string, string, object]>([
    [401, "INVALID_SESSION_ID", "Session expired or invalid", { reason: "token_expired" }],
    [403, "INVALID_SESSION_ID", "", { reason: "token_expired" }],
    [
      403,
      "REQUEST_LIMIT_EXCEEDED",
      "TotalRequests Limit exceeded.",
      { reason: "rate_limited", retryAfterSeconds: 3600 },
    ],
    [
      403,
      "REQUEST_LIMIT_EXCEEDED",
      "ConcurrentPerOrgLongTxn Limit exceeded.",
      { reason: "rate_limited", retryAfterSeconds: 60 },
    ],
    [403, "API_DISABLED_FOR_ORG", "", { reason: "scope_missing", scopes: ["API Enabled"] }],
    [
      400,
      "INVALID_FIELD",
      "\nSELECT Amount FROM\n       ^\nERROR at Row:1:Column:8\nNo such column 'Amount' on entity 'Opportunity'. If you are",
      { reason: "field_missing", fields: ["Opportunity.Amount"] },
    ],
    [400, "INVALID_FIELD", "something else", { reason: "field_missing", fields: [] }],
    [
      400,
      "INVALID_TYPE",
      "sObject type 'ForecastingQuota' is not supported.",
      { reason: "scope_missing", scopes: ["ForecastingQuota"] },
    ],
    [400, "MALFORMED_QUERY", "", { reason: "rejected", status: 400, detail: "MALFORMED_QUERY" }],
    [400, "QUERY_TIMEOUT", "", { reason: "unavailable", detail: "QUERY_TIMEOUT" }],
    [400, "UNABLE_TO_LOCK_ROW", "", { reason: "unavailable", detail: "UNABLE_TO_LOCK_ROW" }],
    [404, "NOT_FOUND", "", { reason: "rejected", status: 404, detail: "NOT_FOUND" }],
    [420, "odd code 1", "", { reason: "unavailable", detail: "status 420" }],
    [500, "UNKNOWN_EXCEPTION", "", { reason: "unavailable", detail: "UNKNOWN_EXCEPTION" }],
    [503, "SERVER_UNAVAILABLE", "", { reason: "unavailable", detail: "SERVER_UNAVAILABLE" }],
  ])("of status %i and %s is what it means", async (status, code, message, error) => {
    const org = openReplyingOrg();
    org.rows.Opportunity = () => refusal(status, code, message);
    expect(await openGateway().query(SOQL)).toEqual({ ok: false, error });
    expect(org.calls).toHaveLength(1);
  });

  it.each<[string, Response | Error, object]>([
    ["a page for people", new Response("<html>down</html>", { status: 500 }), { reason: "unavailable" }],
    [
      "too many requests",
      new Response("", { status: 429 }),
      { reason: "rate_limited", retryAfterSeconds: 60 },
    ],
    [
      "too many requests, with a time",
      new Response("", { status: 429, headers: { "retry-after": "7" } }),
      { reason: "rate_limited", retryAfterSeconds: 7 },
    ],
    ["an address elsewhere", new Response(null, { status: 302 }), { reason: "unavailable" }],
    ["no rows", Response.json({ done: true }), { reason: "unavailable" }],
    [
      "a next page elsewhere",
      Response.json({ records: [], nextRecordsUrl: "https://elsewhere.test/" }),
      { reason: "unavailable" },
    ],
    ["text", new Response("fine"), { reason: "unavailable" }],
    [
      "a cut connection",
      new TypeError("fetch failed"),
      { reason: "unavailable", detail: "the connection failed" },
    ],
    [
      "silence",
      new DOMException("late", "TimeoutError"),
      { reason: "unavailable", detail: "no answer in time" },
    ],
  ])("is %s", async (_, answer, error) => {
    const org = openReplyingOrg();
    org.answers[dataPath("/query")] = () =>
      answer instanceof Response ? answer : Promise.reject<Response>(answer);
    expect(await openGateway().query(SOQL)).toMatchObject({ ok: false, error });
  });

  it("waits for its turn before each call", async () => {
    const org = openReplyingOrg();
    org.rows.Opportunity = () => page([]);
    const turns: string[] = [];
    const throttle = async (bucket: string) => {
      turns.push(bucket);
      return undefined;
    };
    await openGateway({ throttle }).query(SOQL);
    expect(turns).toEqual(["general"]);
  });
});

describe("an id", () => {
  it.each([
    ["0010000000000aB", "0010000000000aBAAQ"],
    ["001D000000IRFma", "001D000000IRFmaIAH"],
    ["005000000000001", "005000000000001AAA"],
    ["001D000000IRFmaIAH", "001D000000IRFmaIAH"],
    ["00D", null],
    ["001D000000IRFm'", null],
  ])("%s is %s", (given, full) => {
    expect(toFullId(given)).toBe(full);
  });
});
