import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../../../shared/contracts/api.ts";
import { TestApp } from "./app.ts";
import { seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const app = new TestApp(env);
let key: string;

beforeAll(async () => {
  const north = await seedTenant(env.DB, { mark: "north", crmId: "1001" });
  key = (await makeKey(app, north, { role: "admin" })).key;
});

describe("an adjustment that is wrong", () => {
  const added = {
    action: "add",
    event: "revenue_closed",
    memberId: "north-member",
    day: "2026-03-02",
    amount: { minor: 5_000, currency: "EUR" },
    reason: "Agreed",
    approvedBy: "north-admin",
  };
  const moved = {
    action: "move",
    event: "deal_won",
    record: { kind: "deal", crmId: "77" },
    memberId: "north-member",
    reason: "Agreed",
    approvedBy: "north-admin",
  };
  const counted = { ...added, event: "deal_won", amount: undefined };

  it.each([
    ["no JSON", "{", 400, null],
    ["nothing to do", {}, 400, ["action"]],
    ["something else to do", { ...added, action: "erase" }, 400, ["action"]],
    ["another event", { ...counted, event: "magic" }, 400, ["event"]],
    ["what only its sign makes", { ...added, event: "deal_refunded" }, 400, ["event"]],
    ["an open deal out of nothing", { ...added, event: "deal_due" }, 400, ["event"]],
    ["a cycle without a length", { ...counted, event: "deal_cycle" }, 400, ["event"]],
    ["no amount where there must be one", { ...added, amount: undefined }, 400, ["amount"]],
    ["an amount where none belongs", { ...added, event: "deal_won" }, 400, ["amount"]],
    ["an amount of a move", { ...moved, amount: added.amount }, 400, ["amount"]],
    ["nothing as an amount", { ...added, amount: { minor: 0, currency: "EUR" } }, 400, ["amount.minor"]],
    ["half a cent", { ...added, amount: { minor: 0.5, currency: "EUR" } }, 400, ["amount.minor"]],
    ["too much", { ...added, amount: { minor: 1e16, currency: "EUR" } }, 400, ["amount.minor"]],
    ["no currency", { ...added, amount: { minor: 5, currency: "euro" } }, 400, ["amount.currency"]],
    ["an impossible day", { ...added, day: "2026-02-30" }, 400, ["day"]],
    ["a day of long ago", { ...added, day: "1492-01-01" }, 400, ["day"]],
    ["no reason", { ...added, reason: "   " }, 400, ["reason"]],
    ["a long reason", { ...added, reason: "x".repeat(501) }, 400, ["reason"]],
    ["a reason with a null character", { ...added, reason: "a\u0000b" }, 400, ["reason"]],
    ["an id like an erased one", { ...added, id: "~1.0" }, 400, ["id"]],
    [
      "a record that is an adjustment",
      { ...moved, record: { kind: "adjustment", crmId: "1" } },
      400,
      ["record.kind"],
    ],
    ["a move to nobody", { ...moved, memberId: undefined }, 400, ["memberId"]],
    ["a record of an addition", { ...added, record: moved.record }, 400, ["record"]],
    ["an unknown member", { ...added, memberId: "nobody" }, 422, ["memberId"]],
    ["an unknown record", moved, 422, ["record"]],
    [
      "a currency without a rate",
      { ...added, amount: { minor: 5, currency: "XAU" } },
      422,
      ["amount.currency"],
    ],
    ["an unknown approver", { ...added, approvedBy: "nobody" }, 422, ["approvedBy"]],
    ["an approver who may not", { ...added, approvedBy: "north-manager" }, 422, ["approvedBy"]],
    ["nobody who approves", { ...added, approvedBy: undefined }, 422, ["approvedBy"]],
  ])("with %s is refused, and nothing is adjusted", async (_what, body, status, names) => {
    const answer = await app.fetch("/api/v1/adjustments", {
      method: "POST",
      headers: { ...bearer(key), "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    expect(answer.status).toBe(status);
    const { errors } = v.parse(Problem, await answer.json());
    expect(errors?.map(({ path }) => path) ?? null).toEqual(names);
    const list = await app.fetch("/api/v1/adjustments", { headers: bearer(key) });
    expect(await list.json()).toEqual({ adjustments: [], next: null });
  });
});
