import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { Problem } from "../../../shared/contracts/api.ts";
import { Connection } from "../../../shared/contracts/connection.ts";
import { PingKeyMade } from "../../../shared/contracts/preflight.ts";
import {
  OUTBOUND_ACKNOWLEDGEMENT,
  readOutboundMessage,
} from "../../../worker/adapters/crm/salesforce/notices/read-outbound-message.ts";
import { createSalesforcePort } from "../../../worker/adapters/crm/salesforce/salesforce-port.ts";
import { createFramingStore } from "../../../worker/adapters/d1/framing-store.ts";
import { createOperatorStore } from "../../../worker/adapters/d1/operator-store.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { createSealing, readTokenKeys } from "../../../worker/adapters/sealing.ts";
import { secondsAfter } from "../../../worker/domain/seconds-after.ts";
import { salesforceWebhookRoutes } from "../../../worker/http/routes/webhooks-salesforce.ts";
import type { SyncMessage } from "../../../worker/ports/sync.ts";
import naughtyText from "../../data/naughty-strings.json?raw";
import { NOW, TestApp } from "./app.ts";
import { hmac } from "./salesforce-frame.ts";
import { type SeededTenant, seedTenant } from "./seed.ts";
import { bearer, makeKey } from "./sign-in.ts";

const ORG = "00D5g000000002bEAA";
const UNKNOWN_ORG = "00D5g00000000zzEAA";
const DEAL = "0065g000000001aAAA";
const keys = readTokenKeys(env.TOKEN_KEYS);
const sealing = createSealing(keys.ok ? keys.value : []);
const app = new TestApp(env);
let org: SeededTenant;
let admin: string;
let clock = NOW;
let sent: SyncMessage[] = [];
let hooks: TestApp;

beforeAll(async () => {
  org = await seedTenant(env.DB, { mark: "pinging", crmId: ORG, crm: "salesforce" });
  admin = (await makeKey(app, org, { role: "admin" })).key;
  const routes = salesforceWebhookRoutes(
    { publicUrl: "https://standings.test", now: () => clock },
    {
      crm: createSalesforcePort({
        loginUrl: "https://login.salesforce.test",
        clientId: "x",
        clientSecret: "y",
        jwtKey: null,
      }),
      crmName: "salesforce",
      directory: createTenantDirectory(env.DB),
      enqueue: async (messages) => {
        sent.push(...messages);
      },
      framingOf: (tenantId) => createFramingStore(env.DB, tenantId, sealing),
      readOutbound: readOutboundMessage,
      acknowledgement: OUTBOUND_ACKNOWLEDGEMENT,
    },
  );
  hooks = new TestApp(env, {}, [routes]);
});

async function makePingKey(): Promise<string> {
  const answer = await app.fetch("/api/v1/connection/ping-key", { method: "POST", headers: bearer(admin) });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return v.parse(PingKeyMade, await answer.json()).key;
}

async function loadPings(): Promise<Connection["pings"]> {
  const answer = await app.fetch("/api/v1/connection", { headers: bearer(admin) });
  return v.parse(Connection, await answer.json()).pings;
}

async function ping(key: string, change: object = {}, signature?: string): Promise<Response> {
  sent = [];
  const body = JSON.stringify({
    orgId: ORG,
    object: "Opportunity",
    ids: [DEAL],
    changeType: "UPDATE",
    commitTimestamp: Date.parse(clock),
    sentAt: Date.parse(clock),
    nonce: crypto.randomUUID(),
    ...change,
  });
  return hooks.fetch("/webhooks/salesforce", {
    method: "POST",
    headers: { "x-standings-signature": signature ?? (await hmac(key, body)) },
    body,
  });
}

const recordsOf = () => sent.flatMap(({ hints }) => hints.map((hint) => "recordId" in hint && hint.recordId));

describe("the key of an org's pings", () => {
  it("is shown once, lies sealed, and proves the org's pings from then on", async () => {
    expect(await loadPings()).toEqual({ keyMadeAt: null, lastAt: null });
    expect((await ping("any key")).status).toBe(401);
    const key = await makePingKey();
    expect(await loadPings()).toEqual({ keyMadeAt: NOW, lastAt: null });
    const answer = await ping(key);
    expect([answer.status, await answer.text()]).toEqual([204, ""]);
    expect(recordsOf()).toEqual([DEAL]);
    expect(await loadPings()).toEqual({ keyMadeAt: NOW, lastAt: clock });
    const stored = await env.DB.prepare("SELECT * FROM notice_keys WHERE tenant_id = ?1")
      .bind(org.tenant.id)
      .first();
    expect(JSON.stringify(stored)).not.toContain(key);
    const lines: string[] = [];
    for await (const line of createOperatorStore(env.DB).exportTenant(org.tenant.id)) lines.push(line);
    expect(lines.join()).toContain("notice_keys");
    expect(lines.join()).not.toContain(String(stored?.sealed_key));
  });

  it("is replaced by another, whose pings are then the only ones believed", async () => {
    const first = await makePingKey();
    const second = await makePingKey();
    expect((await ping(first)).status).toBe(401);
    expect((await ping(second)).status).toBe(204);
  });

  it("is not made by a key that may only read, nor for an account of HubSpot", async () => {
    const hubspot = await seedTenant(env.DB, { mark: "no-pings", crmId: "900100" });
    const make = async (tenant: SeededTenant, write: boolean) => {
      const { key } = await makeKey(app, tenant, { role: "admin", write });
      const answer = await app.fetch("/api/v1/connection/ping-key", {
        method: "POST",
        headers: bearer(key),
      });
      return v.parse(Problem, await answer.json()).type;
    };
    expect(await make(org, false)).toBe("/problems/read-only-key");
    expect(await make(hubspot, true)).toBe("/problems/crm-without-this");
  });
});

describe("a ping", () => {
  it("is refused unsigned, signed otherwise, too old, or for an org that is not connected", async () => {
    const key = await makePingKey();
    const other = btoa("x".repeat(32));
    for (const [change, signature] of [
      [{}, ""],
      [{}, "not base64"],
      [{}, other],
      [{ orgId: UNKNOWN_ORG }, undefined],
      [{ sentAt: Date.parse(clock) - 301_000 }, undefined],
      [{ sentAt: Date.parse(clock) + 301_000 }, undefined],
    ] as const) {
      const answer = await ping(key, change, signature);
      expect([change, answer.status, sent]).toEqual([change, 401, []]);
      v.parse(Problem, await answer.json());
    }
    expect((await ping(key, { ids: "all" })).status).toBe(400);
    expect((await ping(key, { orgId: null })).status).toBe(400);
  });

  it("is not the same as one for an org whose id differs in case", async () => {
    const key = await makePingKey();
    expect((await ping(key, { orgId: "00D5g000000002BEAQ" })).status).toBe(401);
  });
});

function outbound(orgId: string, ids: readonly string[]): string {
  const notifications = ids.map(
    (id, at) =>
      `<Notification><Id>04l5g0000000${String(at).padStart(3, "0")}</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>${id}</sf:Id></sObject></Notification>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${orgId}</OrganizationId><ActionId>04k5g0000004C92IAE</ActionId><SessionId xsi:nil="true"/>${notifications.join("")}</notifications></soapenv:Body></soapenv:Envelope>`;
}

async function post(body: BodyInit): Promise<Response> {
  sent = [];
  return hooks.fetch("/webhooks/salesforce/outbound", { method: "POST", body });
}

const dealId = (at: number) => `0065g00000${String(at).padStart(5, "0")}`;

describe("an outbound message", () => {
  it("is acknowledged, and hints at what changed in an org that is connected", async () => {
    clock = secondsAfter(clock, 3600);
    const answer = await post(outbound(ORG, [DEAL]));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/xml; charset=utf-8"]);
    expect(await answer.text()).toMatch(/<Ack>true<\/Ack>/);
    expect(recordsOf()).toEqual([DEAL]);
  });

  it("is acknowledged alike for an org that nobody knows, and for one without notifications", async () => {
    for (const body of [outbound(UNKNOWN_ORG, [DEAL]), outbound(ORG, [])]) {
      const answer = await post(body);
      expect([answer.status, sent]).toEqual([200, []]);
    }
  });

  it("is heard so often an hour, and acknowledged beyond that, so that nobody uses up the org's calls", async () => {
    clock = secondsAfter(clock, 3600);
    const many = (from: number) => Array.from({ length: 100 }, (_, at) => dealId(from + at));
    for (let turn = 0; turn < 6; turn += 1) {
      await post(outbound(ORG, many(turn * 100)));
      expect(recordsOf()).toHaveLength(100);
    }
    const answer = await post(outbound(ORG, [dealId(999)]));
    expect([answer.status, sent]).toEqual([200, []]);
    clock = secondsAfter(clock, 1800);
    await post(outbound(ORG, [dealId(999)]));
    expect(sent).toEqual([]);
    clock = secondsAfter(clock, 1800);
    await post(outbound(ORG, [dealId(999)]));
    expect(recordsOf()).toHaveLength(1);
  });

  it("is refused with a DOCTYPE, and when it is not what Salesforce sends", async () => {
    const good = outbound(ORG, [DEAL]);
    for (const body of [
      good.replace("<soapenv:Envelope", '<!DOCTYPE x [<!ENTITY a "b">]><soapenv:Envelope'),
      "",
      "{}",
      "<a/>",
      good.slice(0, -20),
      new Uint8Array([0xff, 0xfe, 0xfd]),
      "x".repeat(1_000_001),
    ]) {
      const answer = await post(body);
      expect([answer.status, sent]).toEqual([400, []]);
      v.parse(Problem, await answer.json());
    }
  });
});

it("answers what to set where this Worker has no app at Salesforce", async () => {
  const routes = salesforceWebhookRoutes({ publicUrl: "https://standings.test", now: () => clock }, null);
  const off = new TestApp(env, {}, [routes]);
  for (const path of ["/webhooks/salesforce", "/webhooks/salesforce/outbound"]) {
    const answer = await off.fetch(path, { method: "POST", body: "x" });
    expect(answer.status).toBe(503);
    expect(v.parse(Problem, await answer.json()).type).toBe("/problems/crm-not-configured");
  }
});

it("takes no string that breaks things for a notice, wherever it stands", async () => {
  const strings = v.parse(v.array(v.string()), JSON.parse(naughtyText));
  const answers = await Promise.all(
    strings.flatMap((text) => [
      ping("any key", { orgId: text, object: text, ids: [text] }),
      post(text.toWellFormed()),
      post(outbound(text.toWellFormed(), [text.toWellFormed()])),
      hooks.fetch("/webhooks/salesforce", {
        method: "POST",
        headers: { "x-standings-signature": encodeURIComponent(text.toWellFormed()).slice(0, 500) },
        body: text.toWellFormed(),
      }),
    ]),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([400, 401]));
  expect(sent).toEqual([]);
});
