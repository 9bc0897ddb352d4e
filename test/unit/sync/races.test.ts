import { describe, expect, it } from "vitest";
import { createAccess } from "../../../worker/app/sync/access.ts";
import { createLane } from "../../../worker/app/sync/lane.ts";
import type { CurrencyRate } from "../../../worker/domain/facts.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import { buildCall, buildDeal, buildGrant, fakeClock } from "./builders.ts";
import { FakeCrm } from "./fake-crm.ts";
import { fakeConnections, fakeLane, liveLane } from "./fakes.ts";

async function withRules() {
  const fake = liveLane();
  const rules = {
    calendar: {
      timeZone: fake.crm.timeZone,
      weekStart: 1,
      fiscal: { kind: "months", startMonth: 1 },
      weekend: [6, 7],
      holidays: [],
    },
    homeCurrency: "USD",
    pipelines: null,
    events: {},
    connectedFromSeconds: 30,
    outreachQuietDays: 14,
    replyWindowDays: 14,
  } as const;
  const by = { cause: { kind: "backfill" }, now: fake.clock.now() } as const;
  await fake.parts.people.saveFirstRules(rules, by);
  return fake;
}

describe("people who are read twice at once", () => {
  it("are saved one after the other, so that a new person becomes one member", async () => {
    const { parts, state, jobs } = await withRules();
    let saving = 0;
    let most = 0;
    const lane = createLane({
      ...parts,
      organisation: {
        ...parts.organisation,
        async savePeople() {
          saving += 1;
          most = Math.max(most, saving);
          await new Promise((resolve) => setImmediate(resolve));
          saving -= 1;
          return false;
        },
      },
    });
    await jobs.create({ id: "j1", tenantId: "t1", kind: "sync" }, parts.clock.now());
    await Promise.all([lane.refreshPeople(), lane.tick()]);
    expect(jobs.all[0]?.state).toBe("done");
    expect(state.status.recredit).toBeNull();
    expect(most).toBe(1);
  });

  it("are credited again even if the Worker died right after they were saved", async () => {
    const { parts, ledger } = await withRules();
    let first = true;
    const dying = createLane({
      ...parts,
      organisation: { ...parts.organisation, savePeople: async () => true },
      people: {
        ...parts.people,
        async savePipelines() {
          if (first) throw new Error("The Worker died");
          return false;
        },
      },
    });
    await expect(dying.refreshPeople()).rejects.toThrow("died");
    first = false;
    // The people are stored by now, so nothing about them looks new.
    await createLane(parts).tick();
    expect(ledger.recredits).toEqual([null, "half"]);
  });

  it("keep an unfinished crediting where it stands when nothing changed", async () => {
    const { parts, state, ledger } = await withRules();
    state.status = { ...state.status, recredit: { cursor: "half", note: "people" } };
    await createLane(parts).refreshPeople();
    expect(ledger.recredits).toEqual(["half"]);
  });

  it("begin crediting anew when more of them change while it is under way", async () => {
    const { parts, ledger, state } = await withRules();
    const lane = createLane({
      ...parts,
      organisation: { ...parts.organisation, savePeople: async () => true },
      ledger: {
        apply: (...given) => ledger.apply(...given),
        applyMerges: (...given) => ledger.applyMerges(...given),
        applyDeletions: (...given) => ledger.applyDeletions(...given),
        erase: (...given) => ledger.erase(...given),
        erasePerson: (...given) => ledger.erasePerson(...given),
        listArchived: (kind) => ledger.listArchived(kind),
        listPresent: (kind, crmIds) => ledger.listPresent(kind, crmIds),
        rebuildCells: () => ledger.rebuildCells(),
        async recredit(cursor, options) {
          // Long enough for the other look at people to get as far as saving.
          for (let pause = 0; pause < 20; pause += 1) await new Promise((resolve) => setImmediate(resolve));
          return ledger.recredit(cursor, options);
        },
      },
    });
    state.status = { ...state.status, recredit: { cursor: "half", note: "people" } };
    await Promise.all([lane.tick(), lane.refreshPeople()]);
    expect(ledger.recredits).toEqual(["half", null, "half"]);
  });
});

describe("a tenant that is erased", () => {
  it("gets no people and no account from a look that was under way", async () => {
    const { parts, crm } = await withRules();
    let saved = 0;
    const lane = createLane({
      ...parts,
      organisation: {
        ...parts.organisation,
        async savePeople() {
          saved += 1;
          return false;
        },
      },
    });
    let closed: Promise<void> | null = null;
    crm.onCall = ({ method }) => {
      if (method === "fetchPeople") closed = lane.close();
    };
    await expect(lane.refreshPeople()).rejects.toThrow("closed");
    await closed;
    expect(saved).toBe(0);
  });

  it("is not backfilled any further", async () => {
    const { parts, crm, directory } = fakeLane();
    crm.put(buildDeal("1"));
    const lane = createLane(parts);
    await lane.startBackfill();
    directory.tenant = { ...directory.tenant, state: "uninstalled" };
    expect(await lane.backfillStep(1)).toEqual({ kind: "stopped", reason: "uninstalled" });
    expect(crm.calls).toEqual([]);
  });
});

describe("open boards", () => {
  it("are told when deals are complete, though nothing is written with that", async () => {
    const { parts, state } = fakeLane();
    const told: (string | null)[] = [];
    const lane = createLane({
      ...parts,
      async announce({ touched }) {
        if (touched.events.includes("deal_won")) told.push(state.kinds.get("deal")?.completeFrom ?? null);
      },
    });
    await lane.startBackfill();
    while ((await lane.backfillStep(1)).kind === "more");
    expect(told).toContain("2026-10-01");
    expect(told).toContain("0001-01-01");
  });
});

describe("consent that is given again while the old token is refreshed", () => {
  const expired = buildGrant({ expiresAt: "2026-11-18T12:01:00.000Z" });
  const renewed = buildGrant({
    accessToken: "access-of-consent",
    refreshToken: "refresh-of-consent",
    expiresAt: "2026-11-18T12:30:00.000Z",
    scopes: ["oauth", "tickets"],
  });

  it("is not overwritten by the refreshed one", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    const answer = crm.refreshAnswer;
    crm.refreshAnswer = async () => {
      await connections.saveGrant(renewed);
      return answer();
    };
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    expect(await access.current(null)).toMatchObject({ ok: true, value: renewed });
    expect(await connections.loadGrant()).toEqual(renewed);
  });

  it("is not given up because the old one was revoked", async () => {
    const crm = new FakeCrm();
    const connections = fakeConnections(expired);
    crm.refreshAnswer = async () => {
      await connections.saveGrant(renewed);
      return err({ reason: "token_revoked" });
    };
    const access = createAccess({ crm: crm.port, connections, clock: fakeClock() });
    expect(await access.current(null)).toMatchObject({ ok: true, value: renewed });
  });
});

describe("consent that is given twice while a step of the backfill is under way", () => {
  /** Another backfill is begun at the given call of a step; both are walked to their end. */
  async function backfilledTwice(at: number) {
    const fake = fakeLane();
    const { parts, crm } = fake;
    crm.put(...Array.from("123456789").flatMap((id) => [buildDeal(id), buildCall(id)]));
    const lane = createLane(parts);
    const walk = async (attempt: number) => {
      for (let kind = ""; kind !== "done" && kind !== "stopped"; )
        kind = (await lane.backfillStep(attempt)).kind;
    };
    const other: Promise<void>[] = [];
    crm.onCall = () => {
      if (crm.calls.length === at) other.push(lane.startBackfill().then(() => walk(2)));
    };
    await lane.startBackfill();
    await walk(1);
    await Promise.all(other);
    return { ...fake, isTwice: other.length > 0 };
  }

  it("ends with every kind complete, whenever it comes", async () => {
    for (let at = 1, isTwice = true; isTwice; at += 1) {
      const ended = await backfilledTwice(at);
      isTwice = ended.isTwice;
      const { state, directory, ledger, crm } = ended;
      const incomplete = [...state.kinds.values()].filter(
        ({ completeFrom }) => completeFrom !== "0001-01-01",
      );
      expect([at, incomplete, state.stretches.filter((each) => each.state === "waiting")]).toEqual([
        at,
        [],
        [],
      ]);
      expect(directory.tenant.state).toBe("live");
      expect([...ledger.records.keys()].toSorted()).toEqual([...crm.records.keys()].toSorted());
    }
  });
});

describe("an account whose home currency is another one", () => {
  it("keeps no rate to the one before, whatever it was credited by meanwhile", async () => {
    const { parts } = fakeLane();
    let homeCurrency = "USD";
    const kept = new Map<string, CurrencyRate>();
    const keptAtBegin: number[] = [];
    const rates = new Map([
      ["USD", { from: "GBP", rate: 1.27, effectiveFrom: "2026-01-01" }],
      ["EUR", { from: "GBP", rate: 1.15, effectiveFrom: "2026-11-01" }],
    ]);
    const lane = createLane({
      ...parts,
      crm: {
        ...parts.crm,
        client(options) {
          const client = parts.crm.client(options);
          return {
            ...client,
            async fetchAccount() {
              const account = await client.fetchAccount();
              return account.ok ? ok({ ...account.value, homeCurrency }) : account;
            },
            fetchRates: async (into) => ok([rates.get(into)].filter((rate) => rate !== undefined)),
          };
        },
      },
      rules: {
        ...parts.rules,
        begin(...given) {
          keptAtBegin.push(kept.size);
          return parts.rules.begin(...given);
        },
      },
      people: {
        ...parts.people,
        dropRates: async () => kept.clear(),
        async saveRates(seen) {
          for (const rate of seen) kept.set(`${rate.from} ${rate.effectiveFrom}`, rate);
          return seen.length > 0;
        },
      },
    });
    await lane.startBackfill();
    while ((await lane.backfillStep(1)).kind === "more");
    expect([...kept.values()]).toEqual([rates.get("USD")]);
    homeCurrency = "EUR";
    await lane.refreshPeople();
    expect(keptAtBegin).toEqual([0]);
    expect([...kept.values()]).toEqual([rates.get("EUR")]);
  });
});
