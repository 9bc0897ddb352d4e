import { describe, expect, it } from "vitest";
import { dataPath, openGateway, openReplyingOrg, page, refusal } from "./replying-org.ts";

const SOQL = "SELECT Id FROM Opportunity";

describe("a call", () => {
  it("is not made where the wait for a turn is too long, and fails with it", async () => {
    const org = openReplyingOrg();
    org.rows.Opportunity = () => page([]);
    const held = { reason: "rate_limited", retryAfterSeconds: 600 } as const;
    expect(await openGateway({ throttle: async () => held }).query(SOQL)).toEqual({ ok: false, error: held });
    expect(org.calls).toHaveLength(0);
  });

  it.each<[string, () => Response, number[]]>([
    ["by a header", () => new Response("", { status: 429, headers: { "retry-after": "40" } }), [40]],
    [
      "while it is not to be had",
      () => new Response("", { status: 503, headers: { "retry-after": "9" } }),
      [9, 9, 9],
    ],
    ["for the day", () => refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), [3600]],
    ["not at all", () => refusal(503, "SERVER_UNAVAILABLE", ""), []],
  ])("tells of the wait that Salesforce asks for %s", async (_, answer, seconds) => {
    const org = openReplyingOrg();
    org.answers[dataPath("/")] = answer;
    const told: number[] = [];
    const gateway = openGateway({ onRateLimited: ({ retryAfterSeconds }) => told.push(retryAfterSeconds) });
    expect((await gateway.queryAllPages(SOQL)).ok).toBe(false);
    expect(told).toEqual(seconds);
  });

  it("tells of the wait that one of several answers asks for", async () => {
    const org = openReplyingOrg();
    const body = [
      { errorCode: "REQUEST_LIMIT_EXCEEDED", message: "ConcurrentPerOrgLongTxn Limit exceeded." },
    ];
    org.answers[dataPath("/composite")] = () =>
      Response.json({ compositeResponse: [{ body, httpStatusCode: 403 }] });
    const told: number[] = [];
    await openGateway({
      onRateLimited: ({ retryAfterSeconds }) => told.push(retryAfterSeconds),
    }).queryTogether([SOQL]);
    expect(told).toEqual([60]);
  });
});
