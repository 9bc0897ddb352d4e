import { describe, expect, it } from "vitest";
import { HUBSPOT_LIMITS } from "../../../worker/adapters/crm/hubspot/limits.ts";
import { createAccess } from "../../../worker/app/sync/access.ts";
import { createLimiter } from "../../../worker/app/sync/limiter.ts";
import { createTurns } from "../../../worker/app/sync/turns.ts";
import { decideOn, joinVerdicts } from "../../../worker/app/sync/verdicts.ts";
import { err } from "../../../worker/domain/result.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { buildGrant, fakeClock } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections } from "./fakes.ts";

const UNAVAILABLE: CrmFailure = { reason: "unavailable", detail: "status 500" };

describe("the limiter", () => {
  it("never lets more than 110 requests out in any 10 seconds", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    const sent: number[] = [];
    for (let request = 0; request < 400; request += 1) {
      await limiter.take("general");
      sent.push(Date.parse(clock.now()));
    }
    const crowded = sent.filter((at, index) => (sent[index + 110] ?? Number.POSITIVE_INFINITY) - at < 10_000);
    expect(crowded).toEqual([]);
  });

  it("never lets more than 4 searches out in a second, in the order they were asked for", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    const sent: { request: number; at: number }[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async (_, request) => {
        await limiter.take("search");
        sent.push({ request, at: Date.parse(clock.now()) });
      }),
    );
    expect(sent.map(({ request }) => request)).toEqual(Array.from({ length: 12 }, (_, request) => request));
    const crowded = sent.filter(
      ({ at }, index) => (sent[index + 4]?.at ?? Number.POSITIVE_INFINITY) - at < 1_000,
    );
    expect(crowded).toEqual([]);
  });

  it("lets nobody out while the CRM asked to wait", async () => {
    const clock = fakeClock();
    const limiter = createLimiter(clock, HUBSPOT_LIMITS);
    limiter.pause(7_000);
    await limiter.take("general");
    expect(clock.slept).toEqual([7_000]);
  });
});

describe("turns", () => {
  it("runs works one after another and goes on after one that throws", async () => {
    const turns = createTurns();
    const log: string[] = [];
    const work = (name: string, fails: boolean) => async () => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
    };
    const results = await Promise.allSettled([turns.take(work("a", true)), turns.take(work("b", false))]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("ends the work under way and refuses the rest once it is closed", async () => {
    const turns = createTurns();
    const log: string[] = [];
    const underWay = turns.take(async () => {
      await Promise.resolve();
      log.push("a");
    });
    await Promise.resolve();
    await Promise.all([turns.close(), underWay]);
    await expect(turns.take(async () => log.push("b"))).rejects.toThrow("The lane is closed");
    expect(log).toEqual(["a"]);
  });
});

describe("access", () => {
  const expired = buildGrant({ expiresAt: "2026-11-18T12:01:00.000Z" });

  it("refreshes once for all who ask at the same time, and saves the rotated token before anybody has it", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    const grants = await Promise.all([access.current(null), access.current(null), access.current(null)]);
    expect(crm.refreshes).toBe(1);
    expect(connections.saved.map(({ refreshToken }) => refreshToken)).toEqual(["refresh-2"]);
    expect(new Set(grants.map((grant) => (grant.ok ? grant.value.accessToken : "")))).toEqual(
      new Set(["access-2"]),
    );
  });

  it("uses no token that could not be saved", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    connections.saveGrant = async () => {
      throw new Error("The database is away");
    };
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    await expect(access.current(null)).rejects.toThrow("The database is away");
  });

  it("takes a newer grant that a new consent saved instead of refreshing the old one", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(buildGrant());
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    await access.current(null);
    await connections.saveGrant(buildGrant({ accessToken: "access-9" }));
    const grant = await access.current("access-1");
    expect(grant).toMatchObject({ ok: true, value: { accessToken: "access-9" } });
    expect(crm.refreshes).toBe(0);
  });

  it("says that it is over only when the refresh is refused", async () => {
    const crm = new FakeCrm();
    crm.refreshAnswer = async () => err({ reason: "token_revoked" });
    const access = createAccess({ crm: crm.port, connections: fakeConnections(expired), clock: fakeClock() });
    expect(await access.current(null)).toEqual(err({ reason: "token_revoked" }));
  });
});

describe("verdicts", () => {
  it("retries what passes, stops for what the customer must mend, and leaves out what is not granted", () => {
    const failures: readonly CrmFailure[] = [
      { reason: "rate_limited", retryAfterSeconds: 30 },
      UNAVAILABLE,
      { reason: "token_expired" },
      { reason: "misconfigured", detail: "" },
      { reason: "token_revoked" },
      { reason: "scope_missing", scopes: ["a"] },
      { reason: "field_missing", fields: ["b"] },
      { reason: "rejected", status: 400, detail: "" },
    ];
    expect(failures.map((failure) => decideOn(failure).kind)).toEqual([
      "retry",
      "retry",
      "retry",
      "retry",
      "stop",
      "skip",
      "skip",
      "skip",
    ]);
    expect(decideOn({ reason: "rate_limited", retryAfterSeconds: 30 })).toMatchObject({ delaySeconds: 30 });
  });

  it("joins verdicts so that nothing is acknowledged that one of them wants again", () => {
    const retry = (delaySeconds: number) => ({ kind: "retry", delaySeconds, reason: "unavailable" }) as const;
    expect(joinVerdicts([{ kind: "done" }, retry(5), retry(9)])).toEqual(retry(9));
    expect(joinVerdicts([])).toEqual({ kind: "done" });
  });
});
