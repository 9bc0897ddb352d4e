import { describe, expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { createLaneCore } from "../../../worker/app/sync/lane-core.ts";
import { followAccount, followSettings } from "../../../worker/app/sync/rules.ts";
import type { Counting } from "../../../worker/domain/counting.ts";
import { err, ok } from "../../../worker/domain/result.ts";
import { buildDeal } from "./builders.ts";
import { liveLane } from "./fakes.ts";

const COUNTING: Counting = {
  calendar: { weekStart: 7, weekend: [5, 6], holidays: ["2026-12-25"], fiscal: { kind: "crm" } },
  events: {},
};

type Fake = ReturnType<typeof liveLane>;

async function walk(fake: Fake): Promise<void> {
  const lane = createLane(fake.parts);
  await lane.startBackfill();
  while ((await lane.backfillStep(fake.state.status.attempt)).kind === "more");
}

/** A lane whose rules are there, and that nothing is left to do for. */
async function openLive() {
  const fake = liveLane();
  fake.crm.put(buildDeal("1"), buildDeal("2"));
  fake.directory.tenant = { ...fake.directory.tenant, state: "backfilling" };
  await walk(fake);
  const lane = createLane(fake.parts);
  await lane.tick();
  return { ...fake, lane };
}

async function choose(fake: Fake, counting: Counting): Promise<void> {
  const { version, settings } = await fake.settings.load();
  await fake.settings.save({ ...settings, counting }, { setBy: "boss", expectedVersion: version, now: "" });
}

const rulesOf = async (fake: Fake) => (await fake.parts.store.loadLiveGeneration()).rules;

describe("how results are counted", () => {
  it("is as the settings say from the next tick on, by one change of the rules", async () => {
    const fake = await openLive();
    await choose(fake, {
      ...COUNTING,
      events: {
        deals_won: { creditSource: { kind: "splits" } },
        reply_rate: { creditSource: { kind: "creator" } },
      },
    });
    await fake.lane.tick();
    await fake.lane.tick();
    expect(fake.ruleChanges).toHaveLength(1);
    expect(await rulesOf(fake)).toMatchObject({
      calendar: {
        weekStart: 7,
        weekend: [5, 6],
        holidays: ["2026-12-25"],
        fiscal: { kind: "months", startMonth: 1 },
      },
      events: {
        deal_won: { creditSource: { kind: "splits" } },
        outreach_delivered: { creditSource: { kind: "creator" } },
        outreach_replied: { creditSource: { kind: "creator" } },
      },
    });
  });

  it("survives what the account and the people of the night change", async () => {
    const fake = await openLive();
    await choose(fake, {
      calendar: { ...COUNTING.calendar, fiscal: { kind: "months", startMonth: 7 } },
      events: { deals_won: { creditSource: { kind: "creator" } } },
    });
    await fake.lane.tick();
    const chosen = await rulesOf(fake);
    fake.crm.timeZone = "Europe/Berlin";
    fake.crm.fiscal = { kind: "months", startMonth: 4 };
    await fake.lane.refreshPeople();
    await fake.lane.tick();
    expect(await rulesOf(fake)).toEqual({
      ...chosen,
      calendar: { ...chosen.calendar, timeZone: "Europe/Berlin" },
    });
  });

  it("begins the year as the CRM says, until an admin says another one, and as the CRM says again after that", async () => {
    const fake = await openLive();
    const core = createLaneCore(fake.parts);
    const fiscalOf = async () => (await rulesOf(fake)).calendar.fiscal;
    const april = { kind: "months", startMonth: 4 } as const;
    const { calendar, homeCurrency } = await rulesOf(fake);
    await choose(fake, COUNTING);
    await followSettings(core);
    await followAccount(core, { timeZone: calendar.timeZone, homeCurrency, fiscal: april });
    expect(await fiscalOf()).toEqual(april);

    await choose(fake, { ...COUNTING, calendar: { ...COUNTING.calendar, fiscal: { kind: "iso_weeks" } } });
    await followSettings(core);
    expect(await fiscalOf()).toEqual({ kind: "iso_weeks" });

    fake.crm.fiscal = april;
    await choose(fake, COUNTING);
    fake.crm.failOn("fetchAccount", { reason: "rejected", status: 400, detail: "" });
    await followSettings(core);
    expect(await fiscalOf()).toEqual({ kind: "iso_weeks" });
    await followSettings(core);
    expect((await rulesOf(fake)).calendar).toEqual({
      ...calendar,
      ...COUNTING.calendar,
      fiscal: april,
    });
  });

  it("begins the year in January where the CRM says nothing, also after an admin had said something", async () => {
    const fake = await openLive();
    const core = createLaneCore(fake.parts);
    await choose(fake, { ...COUNTING, calendar: { ...COUNTING.calendar, fiscal: { kind: "iso_weeks" } } });
    await followSettings(core);
    await choose(fake, COUNTING);
    await followSettings(core);
    expect((await rulesOf(fake)).calendar.fiscal).toEqual({ kind: "months", startMonth: 1 });
  });
});

describe("a field of the CRM to count by", () => {
  const BY_FIELDS: Counting = {
    ...COUNTING,
    events: {
      revenue_closed: { amountProperty: "arr" },
      deals_won: { creditSource: { kind: "property", name: "sdr" } },
    },
  };
  const FIELDS = { amounts: ["arr"], owners: ["sdr"] };

  it("is read of every deal before anything is counted by it", async () => {
    const fake = await openLive();
    await choose(fake, BY_FIELDS);
    await fake.lane.tick();
    expect(fake.ruleChanges).toEqual([]);
    expect(fake.state.status.askedFields).toEqual(FIELDS);
    expect(fake.state.kinds.get("deal")).toMatchObject({ completeFrom: null });
    expect(fake.state.kinds.get("call")).toMatchObject({ completeFrom: "0001-01-01" });
    expect(fake.directory.tenant.state).toBe("live");
    fake.crm.readWith.splice(0);
    while ((await fake.lane.backfillStep(fake.state.status.attempt)).kind === "more");
    expect(fake.crm.readWith.map(({ subject }) => subject)).toContain("deal:all");
    expect(new Set(fake.crm.readWith.map(({ subject }) => subject.split(":")[0]))).toEqual(new Set(["deal"]));
    for (const { fields } of fake.crm.readWith) expect(fields).toEqual(FIELDS);
    expect(fake.ruleChanges).toHaveLength(1);
    expect((await rulesOf(fake)).events).toMatchObject({ revenue_closed: { amountProperty: "arr" } });
  });

  it("is read once: what was read with it is not read again for another choice of the same", async () => {
    const fake = await openLive();
    await choose(fake, BY_FIELDS);
    await walk(fake);
    const { attempt } = fake.state.status;
    await choose(fake, { ...BY_FIELDS, events: { open_deals: { amountProperty: "arr" } } });
    await fake.lane.tick();
    expect(fake.state.status.attempt).toBe(attempt);
    expect((await rulesOf(fake)).events).toEqual({ deal_due: { amountProperty: "arr" } });
  });

  it("holds back nothing else that was chosen", async () => {
    const fake = await openLive();
    await choose(fake, BY_FIELDS);
    const { version, settings } = await fake.settings.load();
    const pipelines = { included: ["sales"], leftOutByHand: [] };
    const by = { setBy: "boss", expectedVersion: version, now: "" };
    await fake.settings.save({ ...settings, pipelines }, by);
    await fake.lane.tick();
    expect(fake.ruleChanges.map((rules) => [rules.pipelines, rules.events])).toEqual([[["sales"], {}]]);
  });

  it("is listed by the CRM, unless the tenant is cut off", async () => {
    const fake = await openLive();
    expect(await fake.lane.readDealFields()).toEqual(ok([]));
    fake.directory.tenant = { ...fake.directory.tenant, state: "reconnect" };
    expect(await fake.lane.readDealFields()).toEqual(err({ reason: "token_revoked" }));
  });
});
