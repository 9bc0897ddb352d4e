import { createHash } from "node:crypto";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { readDelivery } from "../../../worker/adapters/crm/hubspot/read-notice.ts";
import type { InstallParts } from "../../../worker/app/sync/install.ts";
import { takeNotices } from "../../../worker/app/sync/take-notices.ts";
import { wakeOverdue } from "../../../worker/app/sync/wake-overdue.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import type { HttpEnv } from "../../../worker/http/context.ts";
import { logRequests } from "../../../worker/http/request-log.ts";
import { installRoutes } from "../../../worker/http/routes/install.ts";
import { hubspotWebhookRoutes } from "../../../worker/http/routes/webhooks-hubspot.ts";
import { salesforceWebhookRoutes } from "../../../worker/http/routes/webhooks-salesforce.ts";
import type { ChangeHint } from "../../../worker/ports/crm.ts";
import type { LogEntry } from "../../../worker/ports/logging.ts";
import type { SyncMessage } from "../../../worker/ports/sync.ts";
import { fakeClock, START } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, fakeLane, lanesWith, liveLane } from "./fakes.ts";

/** Routes behind the log, which gives each request its id. */
function appOf(routes: Hono<HttpEnv>): Hono<HttpEnv> {
  const log = logRequests({ log: () => undefined, now: () => START, newRequestId: () => "made-here" });
  return new Hono<HttpEnv>().use(log).route("/", routes);
}

describe("taking notices", () => {
  const changed = (recordId: string, occurredAt = START): ChangeHint => ({
    change: "changed",
    kind: "deal",
    recordId,
    occurredAt,
    deliveryKey: recordId,
    actor: null,
  });
  const taken = async (notices: Parameters<typeof takeNotices>[1]) => {
    const messages: SyncMessage[] = [];
    await takeNotices(
      {
        crmName: "hubspot",
        directory: liveLane().directory,
        enqueue: async (more) => {
          messages.push(...more);
        },
      },
      notices,
      "request-1",
    );
    return messages;
  };

  it("puts ids on the queue, one of each record, a hundred in a message", async () => {
    const hints = Array.from({ length: 250 }, (_, id) => changed(String(id)));
    const messages = await taken([{ crmId: "42", hints: [...hints, ...hints] }]);
    expect(messages.map(({ tenantId, requestId, hints: of }) => [tenantId, requestId, of.length])).toEqual([
      ["t1", "request-1", 100],
      ["t1", "request-1", 100],
      ["t1", "request-1", 50],
    ]);
    expect(JSON.stringify(messages[0]).length).toBeLessThan(128_000);
  });

  it("gives each account its own events when one delivery carries those of two", async () => {
    const event = (portalId: number, objectId: number) => ({
      portalId,
      objectId,
      subscriptionType: "deal.propertyChange",
      occurredAt: Date.parse(START),
      eventId: 1,
    });
    const erased = { ...event(43, 77), subscriptionType: "contact.privacyDeletion" };
    const body = [event(42, 1), event(43, 2), event(42, 3), event(44, 4), erased];
    const notices = readDelivery(new TextEncoder().encode(JSON.stringify(body)));
    const messages: SyncMessage[] = [];
    const tenantOf: Readonly<Record<string, string>> = { 42: "t1", 43: "t2" };
    await takeNotices(
      {
        crmName: "hubspot",
        directory: {
          findByCrmId: async (_crm, crmId) => {
            const id = tenantOf[crmId];
            return id === undefined ? null : { ...liveLane().directory.tenant, id, crmId };
          },
        },
        enqueue: async (more) => {
          messages.push(...more);
        },
      },
      notices.ok ? notices.value : [],
      "request-1",
    );
    expect(messages).toMatchObject([
      { tenantId: "t1", hints: [{ recordId: "1" }, { recordId: "3" }] },
      { tenantId: "t2", hints: [{ recordId: "2" }, { change: "person_erased", contactId: "77" }] },
    ]);
    expect(messages.map(({ hints }) => hints.length)).toEqual([2, 2]);
  });

  it("passes over an account that nobody connected", async () => {
    expect(await taken([{ crmId: "666", hints: [changed("1")] }])).toEqual([]);
  });

  it("answers a notice that is signed, and refuses one that is not, without saying who is known", async () => {
    const sent: SyncMessage[] = [];
    const ask = async (answer: "42" | "666" | "signature_wrong" | "unreadable") => {
      const routes = hubspotWebhookRoutes(
        { publicUrl: "https://standings.test", now: () => START },
        {
          crmName: "hubspot",
          directory: liveLane().directory,
          enqueue: async (messages) => {
            sent.push(...messages);
          },
          crm: {
            readNotice: async ({ url }) => {
              expect(url).toBe("https://standings.test/webhooks/hubspot?a=1");
              const refused = answer === "signature_wrong" || answer === "unreadable";
              return refused ? err(answer) : ok([{ crmId: answer, hints: [changed("1")] }]);
            },
          },
        },
      );
      const response = await appOf(routes).request("http://127.0.0.1:9/webhooks/hubspot?a=1", {
        method: "POST",
        body: "[]",
        headers: { "x-request-id": "given-by-hubspot" },
      });
      return [response.status, await response.text()] as const;
    };
    expect(await ask("42")).toEqual([200, ""]);
    expect(await ask("666")).toEqual([200, ""]);
    expect(sent).toMatchObject([{ tenantId: "t1", requestId: "given-by-hubspot" }]);
    expect((await ask("signature_wrong"))[0]).toBe(401);
    expect((await ask("unreadable"))[0]).toBe(400);
  });
});

it("puts the request on the queue with Salesforce's pings and outbound messages too", async () => {
  const sent: SyncMessage[] = [];
  const { directory } = liveLane();
  const notice = {
    crmId: directory.tenant.crmId,
    hints: [
      { change: "changed", kind: "deal", recordId: "1", occurredAt: START, deliveryKey: "1", actor: null },
    ],
  } as const;
  const notAsked = () => Promise.reject(new Error("Not expected"));
  const routes = salesforceWebhookRoutes(
    { publicUrl: "https://standings.test", now: () => START },
    {
      crmName: "salesforce",
      directory,
      enqueue: async (messages) => {
        sent.push(...messages);
      },
      crm: { readNotice: async () => ok([notice]) },
      framingOf: () => ({
        loadNoticeKey: notAsked,
        noteHeard: async () => undefined,
        allowHints: async () => true,
      }),
      readOutbound: () => ok(notice),
      acknowledgement: "<ack/>",
    },
  );
  const app = appOf(routes);
  const send = (path: string, id: string) =>
    app.request(path, { method: "POST", body: "{}", headers: { "x-request-id": id } });
  const answers = [
    await send("/webhooks/salesforce", "a-ping-of-ours"),
    await send("/webhooks/salesforce/outbound", "an-outbound-message"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([204, 200]);
  expect(sent.map(({ requestId }) => requestId)).toEqual(["a-ping-of-ours", "an-outbound-message"]);
});

describe("installing", () => {
  function installing() {
    const fake = fakeLane();
    const clock = fakeClock();
    const states = new Map<string, string>();
    const connections = fakeConnections(null);
    const started: string[] = [];
    const startedBy: unknown[] = [];
    let seed = 0;
    const parts: InstallParts = {
      crm: new FakeCrm().port,
      crmName: "hubspot",
      crmLabel: "HubSpot",
      crmAppUrl: "https://app.hubspot.test",
      redirectUri: "https://standings.test/oauth/hubspot/callback",
      proofOf: async (state) => `proof of ${state}`,
      states: {
        save: async (hash, { expiresAt }) => {
          states.set(hash, expiresAt);
        },
        take: async (hash, now) => {
          const expiresAt = states.get(hash);
          states.delete(hash);
          return expiresAt !== undefined && expiresAt > now;
        },
      },
      directory: fake.directory,
      connectionsOf: () => connections,
      lanes: lanesWith((tenantId) => ({
        startBackfill: async (requestId) => {
          started.push(tenantId);
          startedBy.push(requestId);
        },
      })),
      clock,
      randomBytes: (length) => {
        seed += 1;
        return new Uint8Array(length).fill(seed);
      },
    };
    const app = appOf(installRoutes("hubspot", parts));
    const begin = async () => {
      const response = await app.request("/install/hubspot");
      return new URL(response.headers.get("location") ?? "").searchParams.get("state") ?? "";
    };
    const back = (query: string, accept = "application/json") =>
      app.request(`/oauth/hubspot/callback?${query}`, { headers: { accept } });
    return { parts, begin, back, clock, connections, started, startedBy, states };
  }

  it("saves the grant, begins the backfill, and tells what happens now", async () => {
    const { begin, back, connections, started, startedBy, states } = installing();
    const state = await begin();
    expect([...states.keys()].join()).not.toContain(state);
    const response = await back(`code=good&state=${state}`, "text/html");
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain("HubSpot is connected");
    expect(page).toContain('<link rel="stylesheet" href="/cards/notice.css" />');
    expect(page).not.toMatch(/<script|<style|style=/);
    expect(response.headers.get("content-security-policy")).toContain("style-src 'self'");
    expect(connections.saved).toHaveLength(1);
    expect(started).toEqual(["t1"]);
    expect(startedBy).toEqual(["made-here"]);
  });

  it("ties the end of a consent to its beginning by a proof that no address shows", async () => {
    const { parts, begin, back } = installing();
    const asked: unknown[] = [];
    const { authorizeUrl, exchangeCode } = parts.crm;
    const crm = {
      ...parts.crm,
      authorizeUrl: (request: Parameters<typeof authorizeUrl>[0]) => {
        asked.push(request.codeChallenge);
        return authorizeUrl(request);
      },
      exchangeCode: (...[consent, now]: Parameters<typeof exchangeCode>) => {
        asked.push(consent.codeVerifier);
        return exchangeCode(consent, now);
      },
    };
    Object.assign(parts, { crm });
    const state = await begin();
    await back(`code=good&state=${state}`);
    const digest = createHash("sha256").update(`proof of ${state}`).digest("base64url");
    expect(asked).toEqual([digest, `proof of ${state}`]);
  });

  it("takes a state once, not after ten minutes, and none of its own making", async () => {
    const { begin, back, clock, started } = installing();
    const state = await begin();
    await back(`code=good&state=${state}`);
    expect((await back(`code=good&state=${state}`)).status).toBe(400);
    expect((await back("code=good&state=made-up")).status).toBe(400);
    expect((await back("code=good")).status).toBe(400);
    const late = await begin();
    clock.pass(11 * 60_000);
    expect((await back(`code=good&state=${late}`)).status).toBe(400);
    expect(started).toHaveLength(1);
  });

  it("says what to do when consent was not given, or the code is of no use", async () => {
    const { begin, back, started } = installing();
    const refused = await back(`error=access_denied&state=${await begin()}`, "text/html");
    expect([refused.status, await refused.text()]).toMatchObject([
      403,
      expect.stringContaining("Begin again"),
    ]);
    expect((await back(`code=used&state=${await begin()}`)).status).toBe(400);
    expect(started).toEqual([]);
  });
});

describe("waking lanes", () => {
  it("wakes every lane that is late, also behind one that cannot be woken", async () => {
    const woken: string[] = [];
    const logged: LogEntry[] = [];
    await wakeOverdue(
      {
        overview: { listOverdue: async () => ["a", "b", "c"] },
        lanes: lanesWith((tenantId) => ({
          wake: async () => {
            if (tenantId === "b") throw new Error("overloaded");
            woken.push(tenantId);
          },
        })),
        log: (entry) => logged.push(entry),
      },
      START,
      "run-of-the-clock",
    );
    expect(woken).toEqual(["a", "c"]);
    expect(logged).toMatchObject([
      { event: "wake_failed", requestId: "run-of-the-clock", tenantId: "b", error: "Error" },
      { event: "lanes_woken", requestId: "run-of-the-clock", lanes: 3 },
    ]);
    expect(JSON.stringify(logged)).not.toContain("overloaded");
  });
});
