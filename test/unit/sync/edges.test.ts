import { createHash } from "node:crypto";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { readDelivery } from "../../../worker/adapters/crm/hubspot/read-notice.ts";
import { consume, DELIVERIES_MAX } from "../../../worker/app/sync/consume.ts";
import type { InstallParts } from "../../../worker/app/sync/install.ts";
import { takeNotices } from "../../../worker/app/sync/take-notices.ts";
import { wakeOverdue } from "../../../worker/app/sync/wake-overdue.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import type { HttpEnv } from "../../../worker/http/context.ts";
import { installRoutes } from "../../../worker/http/routes/install.ts";
import { hubspotWebhookRoutes } from "../../../worker/http/routes/webhooks-hubspot.ts";
import type { ChangeHint } from "../../../worker/ports/crm.ts";
import type { LaneVerdict, SyncHint, SyncMessage } from "../../../worker/ports/sync.ts";
import { fakeClock, START } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, fakeLane, hint, lanesWith, liveLane } from "./fakes.ts";

function delivery(body: unknown, attempts = 1) {
  const outcome: { acked: boolean; delaySeconds: number | null } = { acked: false, delaySeconds: null };
  return {
    body,
    attempts,
    outcome,
    ack() {
      outcome.acked = true;
    },
    retry({ delaySeconds }: { readonly delaySeconds: number }) {
      outcome.delaySeconds = delaySeconds;
    },
  };
}

describe("the consumer of the queue", () => {
  const message = (tenantId: string, ...ids: readonly string[]): SyncMessage => ({
    tenantId,
    hints: ids.map((id) => hint(id)),
  });
  const consumeWith = async (
    answer: (tenantId: string, hints: readonly SyncHint[]) => Promise<LaneVerdict>,
    deliveries: readonly ReturnType<typeof delivery>[],
  ) => {
    const givenUp: string[] = [];
    await consume(
      {
        lanes: lanesWith((tenantId) => ({ syncRecords: (hints) => answer(tenantId, hints) })),
        log: () => undefined,
        giveUp: async (tenantId) => {
          givenUp.push(tenantId);
        },
      },
      deliveries,
    );
    return { givenUp, outcomes: deliveries.map(({ outcome }) => outcome) };
  };
  const done = async (): Promise<LaneVerdict> => ({ kind: "done" });

  it("asks each tenant's lane once, with all hints of that tenant and of no other", async () => {
    const asked: Record<string, string[]> = {};
    const { outcomes } = await consumeWith(
      async (tenantId, hints) => {
        asked[tenantId] = hints.flatMap((of) => ("recordId" in of ? [of.recordId] : []));
        return { kind: "done" };
      },
      [delivery(message("a", "1")), delivery(message("b", "2")), delivery(message("a", "3"))],
    );
    expect(asked).toEqual({ a: ["1", "3"], b: ["2"] });
    expect(outcomes.every(({ acked }) => acked)).toBe(true);
  });

  it("acknowledges nothing that is not written, and waits as long as the CRM asked", async () => {
    const { outcomes } = await consumeWith(
      async (tenantId) =>
        tenantId === "a" ? { kind: "retry", delaySeconds: 40, reason: "rate_limited" } : { kind: "done" },
      [delivery(message("a", "1")), delivery(message("b", "2"))],
    );
    expect(outcomes).toEqual([
      { acked: false, delaySeconds: 40 },
      { acked: true, delaySeconds: null },
    ]);
  });

  it("tries again, with longer and longer pauses, when a lane is lost in the middle", async () => {
    const lost = async (): Promise<LaneVerdict> => {
      throw new Error("Durable Object reset");
    };
    const { outcomes } = await consumeWith(lost, [delivery(message("a", "1"), 1)]);
    const later = await consumeWith(lost, [delivery(message("a", "1"), 6)]);
    expect([outcomes[0]?.delaySeconds, later.outcomes[0]?.delaySeconds]).toEqual([2, 64]);
  });

  it("gives up at last, says so, and leaves the rest to the polls", async () => {
    const { outcomes, givenUp } = await consumeWith(
      async () => ({ kind: "retry", delaySeconds: 1, reason: "unavailable" }),
      [delivery(message("a", "1"), DELIVERIES_MAX)],
    );
    expect(outcomes[0]?.acked).toBe(true);
    expect(givenUp).toEqual(["a"]);
  });

  it("acknowledges what waits for the customer: connecting again reads everything", async () => {
    const { outcomes } = await consumeWith(
      async () => ({ kind: "stopped", reason: "reconnect" }),
      [delivery(message("a", "1"))],
    );
    expect(outcomes[0]?.acked).toBe(true);
  });

  it("throws away a message that is none, without holding up the others", async () => {
    const { outcomes } = await consumeWith(done, [delivery({ what: 1 }), delivery(message("a", "1"))]);
    expect(outcomes.map(({ acked }) => acked)).toEqual([true, true]);
  });
});

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
    );
    return messages;
  };

  it("puts ids on the queue, one of each record, a hundred in a message", async () => {
    const hints = Array.from({ length: 250 }, (_, id) => changed(String(id)));
    const messages = await taken([{ crmId: "42", hints: [...hints, ...hints] }]);
    expect(messages.map(({ tenantId, hints: of }) => [tenantId, of.length])).toEqual([
      ["t1", 100],
      ["t1", 100],
      ["t1", 50],
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
      const app = new Hono<HttpEnv>().route("/", routes);
      const response = await app.request("http://127.0.0.1:9/webhooks/hubspot?a=1", {
        method: "POST",
        body: "[]",
      });
      return [response.status, await response.text()] as const;
    };
    expect(await ask("42")).toEqual([200, ""]);
    expect(await ask("666")).toEqual([200, ""]);
    expect(sent).toHaveLength(1);
    expect((await ask("signature_wrong"))[0]).toBe(401);
    expect((await ask("unreadable"))[0]).toBe(400);
  });
});

describe("installing", () => {
  function installing() {
    const fake = fakeLane();
    const clock = fakeClock();
    const states = new Map<string, string>();
    const connections = fakeConnections(null);
    const started: string[] = [];
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
        startBackfill: async () => {
          started.push(tenantId);
        },
      })),
      clock,
      randomBytes: (length) => {
        seed += 1;
        return new Uint8Array(length).fill(seed);
      },
    };
    const app = new Hono<HttpEnv>().route("/", installRoutes("hubspot", parts));
    const begin = async () => {
      const response = await app.request("/install/hubspot");
      return new URL(response.headers.get("location") ?? "").searchParams.get("state") ?? "";
    };
    const back = (query: string, accept = "application/json") =>
      app.request(`/oauth/hubspot/callback?${query}`, { headers: { accept } });
    return { parts, begin, back, clock, connections, started, states };
  }

  it("saves the grant, begins the backfill, and tells what happens now", async () => {
    const { begin, back, connections, started, states } = installing();
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
    await wakeOverdue(
      {
        overview: { listOverdue: async () => ["a", "b", "c"] },
        lanes: lanesWith((tenantId) => ({
          wake: async () => {
            if (tenantId === "b") throw new Error("overloaded");
            woken.push(tenantId);
          },
        })),
        log: () => undefined,
      },
      START,
    );
    expect(woken).toEqual(["a", "c"]);
  });
});
