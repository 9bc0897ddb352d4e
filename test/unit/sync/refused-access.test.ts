import { describe, expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import { buildDeal, buildGrant, START } from "./builders.ts";
import { hint, liveLane } from "./fakes.ts";

/** A lane whose CRM refuses every token it gives, until it is told to take them. */
function refusedLane() {
  const fake = liveLane();
  const { crm } = fake;
  let accepts = false;
  crm.accessToken = "none";
  crm.refreshAnswer = async () => {
    const accessToken = `access-${crm.refreshes + 1}`;
    if (accepts) crm.accessToken = accessToken;
    return ok(buildGrant({ accessToken, expiresAt: "2027-01-01T00:00:00.000Z" }));
  };
  const lane = createLane(fake.parts);
  const minutes = (count: number) => fake.clock.pass(count * 60_000);
  /** Whatever the lane does by itself within so many minutes. */
  const pass = async (count: number) => {
    const end = Date.parse(fake.clock.now()) + count * 60_000;
    for (let next = await lane.tick(); next !== null && Date.parse(next) <= end; next = await lane.tick()) {
      fake.clock.pass(Math.max(0, Date.parse(next) - Date.parse(fake.clock.now())));
    }
    fake.clock.pass(Math.max(0, end - Date.parse(fake.clock.now())));
  };
  return {
    ...fake,
    lane,
    minutes,
    pass,
    accept() {
      accepts = true;
    },
  };
}

describe("a token that was refreshed just now and is refused all the same", () => {
  it("is an odd moment at first, which passes by itself", async () => {
    const { lane, state, directory, accept } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    expect(await lane.poll()).toMatchObject({ kind: "retry" });
    expect(directory.tenant.state).toBe("live");
    expect(state.faults).toMatchObject([{ type: "unavailable", subject: "access" }]);
    accept();
    expect(await lane.poll()).toEqual({ kind: "done" });
    expect(state.faults).toEqual([]);
  });

  it("is still an odd moment however many things one sync asks for", async () => {
    const { lane, directory } = refusedLane();
    for (let call = 0; call < 20; call += 1) await lane.syncRecords([hint("1")]);
    expect(directory.tenant.state).toBe("live");
  });

  it("has to be connected again where that goes on, and says so", async () => {
    const { lane, state, directory, pass } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    await pass(20);
    expect(directory.tenant.state).toBe("reconnect");
    expect(state.faults).toContainEqual(
      expect.objectContaining({ type: "token_revoked", subject: "access", detail: "refused" }),
    );
    expect(await lane.syncRecords([hint("1")])).toEqual({ kind: "stopped", reason: "reconnect" });
  });

  it("goes on by itself once a token is taken again, and asks seldom until then", async () => {
    const { crm, state, directory, ledger, pass, accept } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    await pass(20);
    const calls = crm.calls.length;
    await pass(60);
    expect(crm.calls.length - calls).toBeLessThanOrEqual(10);
    expect(directory.tenant.state).toBe("reconnect");
    accept();
    crm.put(buildDeal("1"));
    await pass(20);
    expect(directory.tenant.state).toBe("live");
    expect(state.faults).toEqual([]);
    expect(ledger.records.has("deal:1")).toBe(true);
  });

  it("loses nothing of what was told meanwhile: polls and the recycle bin tell it again", async () => {
    const { lane, crm, state, directory, ledger, pass, accept, parts } = refusedLane();
    const [changed, archived, restored] = [buildDeal("1"), buildDeal("2"), buildDeal("3")];
    const how = { cause: { kind: "webhook" }, now: parts.clock.now(), fresh: true } as const;
    await ledger.apply([changed, archived, { ...restored, archived: true }], how);
    await state.changeStatus({ nextPollAt: START, nextSweepAt: START });
    await pass(20);
    const stamps = { modifiedAt: parts.clock.now(), title: "Renamed" };
    // Archiving and restoring move no stamp.
    crm.put({ ...changed, ...stamps }, { ...archived, archived: true }, restored, buildDeal("4", stamps));
    for (const id of ["1", "2", "3", "4"]) {
      expect(await lane.syncRecords([hint(id)])).toEqual({ kind: "stopped", reason: "reconnect" });
    }
    accept();
    await pass(20);
    expect(directory.tenant.state).toBe("live");
    expect([...ledger.records.values()]).toMatchObject([
      { crmId: "1", title: "Renamed" },
      { crmId: "2", archived: true },
      { crmId: "3", archived: false },
      { crmId: "4" },
    ]);
  });

  it("takes a backfill up again where it stood", async () => {
    const { lane, state, directory, started, minutes, pass, accept } = refusedLane();
    directory.tenant = { ...directory.tenant, state: "backfilling" };
    await lane.startBackfill();
    for (let step = 0; step < 20; step += 1) {
      await lane.backfillStep(1);
      minutes(1);
    }
    expect(directory.tenant.state).toBe("reconnect");
    accept();
    await pass(20);
    expect(directory.tenant.state).toBe("backfilling");
    expect(started.at(-1)).toMatchObject({ attempt: 1 });
    expect((await state.loadStatus()).leg).toBeGreaterThan(0);
  });

  it("leaves a tenant alone that was connected again while its account was asked", async () => {
    const { crm, directory, state, pass, accept } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    await pass(20);
    expect(directory.tenant.state).toBe("reconnect");
    accept();
    const refresh = crm.refreshAnswer;
    crm.refreshAnswer = (...asked) => {
      directory.tenant = { ...directory.tenant, state: "installing" };
      return refresh(...asked);
    };
    await pass(16);
    // What follows a consent starts over only with a tenant that is not live.
    expect(directory.tenant.state).toBe("installing");
  });

  it("goes on by itself too where something else that was under way came through meanwhile", async () => {
    const { directory, state, pass, accept } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    await pass(20);
    // What a success forgets.
    await state.clearFaults("unavailable", null);
    await pass(16);
    expect(directory.tenant.state).toBe("reconnect");
    await state.clearFaults("unavailable", null);
    accept();
    await pass(16);
    expect(directory.tenant.state).toBe("live");
    expect(state.faults).toEqual([]);
  });

  it("is over for good where the refresh is refused, and nothing is asked for any more", async () => {
    const { lane, crm, directory, state, pass } = refusedLane();
    await state.changeStatus({ nextPollAt: "2026-01-01T00:00:00.000Z" });
    await pass(20);
    crm.refreshAnswer = async () => err({ reason: "token_revoked" });
    await pass(40);
    expect(directory.tenant.state).toBe("reconnect");
    expect(await lane.tick()).toBeNull();
  });
});
