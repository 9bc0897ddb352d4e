import { describe, expect, it } from "vitest";
import { describeConnection } from "../../../worker/app/sync/connection.ts";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { buildBerlinRules } from "../../builders/rules.ts";
import { buildDeal, START } from "./builders.ts";
import { fakeLane, liveLane } from "./fakes.ts";

const framing = { loadNoticeKeyState: async () => null };

describe("the connection as an admin sees it", () => {
  it("says of an account that signs its notices itself since when, and of no other", async () => {
    const { state, directory, jobs } = fakeLane();
    const pingsOf = async (
      crm: "hubspot" | "salesforce",
      key: { madeAt: string; heardAt: string | null } | null,
    ) => {
      const tenant = { ...directory.tenant, crm };
      const parts = { tenant, state, jobs, framing: { loadNoticeKeyState: async () => key } };
      return (await describeConnection(parts, START)).pings;
    };
    const key = { madeAt: START, heardAt: null };
    expect(await pingsOf("hubspot", key)).toBeNull();
    expect(await pingsOf("salesforce", null)).toEqual({ keyMadeAt: null, lastAt: null });
    expect(await pingsOf("salesforce", key)).toEqual({ keyMadeAt: START, lastAt: null });
    expect(await pingsOf("salesforce", { ...key, heardAt: START })).toMatchObject({ lastAt: START });
  });

  it("names each fault with its remedy and says how long the backfill takes", async () => {
    const { state, directory, jobs } = fakeLane();
    directory.tenant = { ...directory.tenant, state: "backfilling" };
    state.status = { ...state.status, backfillStartedAt: "2026-11-18T11:59:00.000Z" };
    state.loadProgress = async () => [{ kind: "deal", done: 100, expected: 300 }];
    await state.recordFaults(
      [{ type: "scope_missing", subject: "email", detail: "sales-email-read" }],
      START,
    );
    expect(await describeConnection({ tenant: directory.tenant, state, jobs, framing }, START)).toMatchObject(
      {
        state: "backfilling",
        secondsLeft: 120,
        faults: [{ type: "scope_missing", remedy: expect.stringContaining("sales-email-read") }],
      },
    );
  });

  it("tells once that access was revoked, whatever was asked for when that turned out", async () => {
    const { state, directory, jobs } = fakeLane();
    const told = async () =>
      (await describeConnection({ tenant: directory.tenant, state, jobs, framing }, START)).faults;
    const later = "2026-11-19T12:00:00.000Z";
    const refused = { type: "token_revoked", subject: "access", detail: "refused" } as const;
    await state.recordFaults([refused], later);
    expect(await told()).toMatchObject([
      { ...refused, count: 1, remedy: expect.stringContaining("refuses every new access") },
    ]);
    const revoked = ["deal", "call", "email"].map(
      (subject) => ({ type: "token_revoked", subject, detail: "" }) as const,
    );
    await state.recordFaults(
      [{ type: "scope_missing", subject: "task", detail: "tasks" }, ...revoked],
      START,
    );
    expect(await told()).toMatchObject([
      {
        type: "token_revoked",
        subject: "access",
        since: START,
        count: 4,
        detail: "",
        remedy: "Connect Standings to the CRM again: its access was revoked.",
      },
      { type: "scope_missing", subject: "task" },
    ]);
  });

  it("says of each kind how it stands and how long it takes behind those before it", async () => {
    const { state, directory, jobs } = fakeLane();
    directory.tenant = { ...directory.tenant, state: "backfilling" };
    state.status = { ...state.status, backfillStartedAt: "2026-11-18T11:59:00.000Z" };
    state.loadProgress = async () => [
      { kind: "deal", done: 100, expected: 100 },
      { kind: "call", done: 20, expected: 80 },
      { kind: "email", done: 0, expected: 60 },
      { kind: "task", done: 0, expected: null },
    ];
    await state.changeKind("deal", { completeFrom: "0001-01-01" });
    await state.changeKind("call", { completeFrom: null });
    await state.changeKind("email", { granted: false });
    await state.changeKind("task", { pollSince: START, lastSyncAt: START });
    await jobs.create({ id: "j1", tenantId: "t1", kind: "reconcile" }, START);
    const connection = await describeConnection({ tenant: directory.tenant, state, jobs, framing }, START);
    expect(connection.progress.map(({ kind, secondsLeft }) => [kind, secondsLeft])).toEqual([
      ["deal", null],
      ["call", 30],
      ["email", 60],
      ["task", null],
    ]);
    expect(connection.secondsLeft).toBeNull();
    expect(connection.kinds.map(({ kind, state: stands, read }) => [kind, stands, read])).toEqual([
      ["deal", "reading", 100],
      ["call", "waiting", 20],
      ["email", "not_granted", 0],
      ["task", "live", 0],
    ]);
    expect(connection.openJobs).toEqual(["reconcile"]);
    directory.tenant = { ...directory.tenant, state: "live" };
    const live = await describeConnection({ tenant: directory.tenant, state, jobs, framing }, START);
    expect([live.backfillStartedAt, live.secondsLeft]).toEqual([null, null]);
  });

  it("says how fresh the figures are by the kind that was synced longest ago", async () => {
    const { state, directory, jobs } = fakeLane();
    const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
    const judged = async (tenantState: typeof directory.tenant.state, now: string) => {
      const tenant = { ...directory.tenant, state: tenantState };
      return (await describeConnection({ tenant, state, jobs, framing }, now)).freshness;
    };
    for (const kind of ["deal", "call", "meeting", "email", "task", "communication"] as const) {
      await state.changeKind(kind, { granted: true, lastSyncAt: at(10) });
    }
    await state.changeKind("deal", { lastSyncAt: START });
    await state.changeKind("email", { granted: false, lastSyncAt: at(-600) });
    expect(await judged("live", at(15))).toEqual({ state: "live", at: START, asOf: at(15) });
    expect((await judged("live", at(16))).state).toBe("stale");
    expect((await judged("backfilling", at(16))).state).toBe("backfilling");
    expect((await judged("reconnect", at(1))).state).toBe("reconnect");
    expect((await judged("uninstalled", at(1))).state).toBe("reconnect");
  });
});

describe("an account that moves to another address", () => {
  it("is opened there, and may frame our pages from there, after the next look at people", async () => {
    const { crm, directory, parts } = liveLane();
    await parts.people.saveFirstRules(buildBerlinRules(), { cause: { kind: "people" }, now: START });
    const lane = createLane(parts);
    await lane.refreshPeople();
    expect(directory.tenant.crmAppUrl).toBe("https://crm.test");
    crm.appUrl = "https://renamed.crm.test";
    await lane.refreshPeople();
    expect(directory.tenant).toMatchObject({ crmAppUrl: "https://renamed.crm.test", state: "live" });
  });
});

describe("what the CRM does not let us read", () => {
  it("is a fault for as long as the CRM withholds it, and is kept for the list of what to set up", async () => {
    const { crm, state, parts } = liveLane();
    await parts.people.saveFirstRules(buildBerlinRules(), { cause: { kind: "people" }, now: START });
    const lane = createLane(parts);
    await state.recordFaults(
      [{ type: "scope_missing", subject: "goals", detail: "View All Forecasts" }],
      START,
    );
    crm.gaps = [
      { feature: "deal", scopes: [], fields: ["Opportunity.Amount"] },
      { feature: "complete_activities", scopes: ["View All Data"], fields: [] },
    ];
    const missing = async () =>
      (await state.loadFaults())
        .filter(({ type }) => type === "scope_missing")
        .map(({ subject, detail }) => `${subject}: ${detail}`)
        .toSorted();
    await lane.refreshPeople();
    const goals = "goals: View All Forecasts";
    expect(await missing()).toEqual([
      "complete_activities: View All Data",
      "deal: Opportunity.Amount",
      goals,
    ]);
    crm.gaps = crm.gaps.slice(1);
    await lane.refreshPeople();
    expect(await missing()).toEqual(["complete_activities: View All Data", goals]);
    expect((await parts.accessReadings.load())?.gaps).toEqual(crm.gaps);
    crm.gaps = [];
    await lane.refreshPeople();
    // What was found elsewhere is not for the people to clear.
    expect(await missing()).toEqual([goals]);
  });

  it("is read anew once the CRM shows it, because no stamp tells", async () => {
    const { crm, state, parts, ledger, started } = liveLane();
    await parts.people.saveFirstRules(buildBerlinRules(), { cause: { kind: "people" }, now: START });
    const lane = createLane(parts);
    crm.gaps = [{ feature: "splits", scopes: [], fields: ["OpportunitySplit.SplitPercentage"] }];
    await lane.refreshPeople();
    expect(started).toEqual([]);
    crm.gaps = [];
    crm.put(buildDeal("1", { modifiedAt: "2020-01-01T00:00:00.000Z" }));
    await state.changeStatus({ nextPeopleAt: START });
    await lane.tick();
    expect(started).toHaveLength(1);
    const { attempt } = await state.loadStatus();
    expect(await lane.backfillStep(attempt)).toEqual({ kind: "done" });
    expect([...ledger.records.keys()]).toEqual(["deal:1"]);
    expect(state.kinds.get("deal")).toMatchObject({ completeFrom: "0001-01-01", granted: true });
    expect(
      crm.calls
        .filter(({ method }) => method === "fetchStretch")
        .every(({ subject }) => subject.startsWith("deal")),
    ).toBe(true);
  });
});
