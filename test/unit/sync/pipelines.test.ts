import { describe, expect, it } from "vitest";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { createLaneCore } from "../../../worker/app/sync/lane-core.ts";
import { followAccount, followSettings } from "../../../worker/app/sync/rules.ts";
import type { PipelineWins } from "../../../worker/domain/winning-pipelines.ts";
import { buildDeal } from "./builders.ts";
import { fakeLane, liveLane } from "./fakes.ts";

const FORGOTTEN = "pipeline_not_counted";

const won = (pipelineId: string, leftOut: PipelineWins["leftOut"] = null): PipelineWins => ({
  pipelineId,
  leftOut,
  count: 3,
});

function withPipelines<Fake extends ReturnType<typeof fakeLane>>(
  fake: Fake,
  ...ids: readonly string[]
): Fake {
  fake.pipelines.push(...ids.map((id) => ({ id, label: id, stages: [] })));
  return fake;
}

async function walk(fake: ReturnType<typeof fakeLane>): Promise<void> {
  const lane = createLane(fake.parts);
  await lane.startBackfill();
  while ((await lane.backfillStep(fake.state.status.attempt)).kind === "more");
}

/** A lane whose rules are there, and that nothing is left to do for. */
async function openLive(...ids: readonly string[]) {
  const fake = withPipelines(liveLane(), ...ids);
  fake.directory.tenant = { ...fake.directory.tenant, state: "backfilling" };
  await walk(fake);
  expect(fake.directory.tenant.state).toBe("live");
  return { ...fake, lane: createLane(fake.parts) };
}

function forgottenIn({ state }: ReturnType<typeof fakeLane>): readonly string[] {
  return state.faults.filter(({ type }) => type === FORGOTTEN).map(({ subject }) => subject);
}

describe("the pipelines of a first backfill", () => {
  it("are chosen by what was won once all deals are read, before anything else is, and the rules follow", async () => {
    const fake = withPipelines(fakeLane(), "sales", "old", "partner");
    fake.wins.push(won("sales"), won("partner", "no_owner"));
    fake.crm.put(buildDeal("1"), buildDeal("2"));
    let readBefore: readonly string[] = [];
    const { save } = fake.settings;
    fake.parts.settings.save = async (...saved) => {
      readBefore = fake.crm.calls
        .filter(({ method }) => method === "fetchStretch")
        .map(({ subject }) => subject);
      return save(...saved);
    };
    await walk(fake);
    expect(readBefore.at(-1)).toBe("deal:all");
    expect(fake.settings.saved).toMatchObject([
      { setBy: "standings", pipelines: { included: ["partner", "sales"], leftOutByHand: [] } },
    ]);
    expect(fake.ruleChanges.map(({ pipelines }) => pipelines)).toEqual([["partner", "sales"]]);
  });

  it.each([
    ["nothing was won", []],
    ["something was won in each", [won("sales"), won("old")]],
  ])("are all of them where %s, and the rules stay as they are", async (_when, wins) => {
    const fake = withPipelines(fakeLane(), "sales", "old");
    fake.wins.push(...wins);
    await walk(fake);
    expect(fake.settings.saved).toMatchObject([{ pipelines: { included: null } }]);
    expect(fake.ruleChanges).toEqual([]);
  });

  it("are never chosen again, however the wins change and however often everything is read", async () => {
    const fake = withPipelines(fakeLane(), "sales", "old");
    fake.wins.push(won("sales"), won("old"));
    await walk(fake);
    fake.wins.splice(0);
    fake.wins.push(won("old"));
    fake.directory.tenant = { ...fake.directory.tenant, state: "installing" };
    await walk(fake);
    expect(fake.settings.saved).toHaveLength(1);
    expect(fake.ruleChanges).toEqual([]);
  });

  it("are the admin's where one chose before, or at the same moment", async () => {
    const pipelines = { included: ["old"], leftOutByHand: ["sales"] };
    const before = withPipelines(fakeLane(), "sales", "old");
    before.wins.push(won("sales"));
    const { settings } = await before.settings.load();
    await before.settings.save({ ...settings, pipelines }, { setBy: "boss", expectedVersion: 0, now: "" });
    await walk(before);
    expect(before.settings.saved.map(({ setBy }) => setBy)).toEqual(["boss"]);
    expect(before.ruleChanges.map((rules) => rules.pipelines)).toEqual([["old"]]);

    const meanwhile = withPipelines(fakeLane(), "sales", "old");
    meanwhile.wins.push(won("sales"));
    const { save } = meanwhile.settings;
    meanwhile.parts.settings.save = async (chosen, by) => {
      if (by.setBy === "standings") {
        await save({ ...settings, pipelines }, { setBy: "boss", expectedVersion: 0, now: by.now });
      }
      return save(chosen, by);
    };
    await walk(meanwhile);
    expect(meanwhile.settings.saved.map(({ setBy }) => setBy)).toEqual(["boss"]);
    expect(meanwhile.ruleChanges.map((rules) => rules.pipelines)).toEqual([["old"]]);
  });
});

describe("the pipelines of a tenant that is live", () => {
  it("are those of the settings from the next tick on, and a clock that is being changed stays changed", async () => {
    const fake = await openLive("sales", "old");
    const present = await fake.settings.load();
    const pipelines = { included: ["sales"], leftOutByHand: ["old"] };
    const by = { setBy: "boss", expectedVersion: present.version, now: "" };
    await fake.settings.save({ ...present.settings, pipelines }, by);
    const rules = await fake.parts.store.loadLiveGeneration();
    const calendar = { ...rules.rules.calendar, timeZone: "Europe/Berlin" };
    await fake.parts.rules.begin({ ...rules.rules, calendar }, { cause: { kind: "rules" }, now: "" });
    fake.crm.timeZone = "Europe/Berlin";
    await fake.lane.tick();
    await fake.lane.tick();
    expect(fake.ruleChanges.map((each) => [each.calendar.timeZone, each.pipelines])).toEqual([
      ["Europe/Berlin", null],
      ["Europe/Berlin", ["sales"]],
    ]);
  });

  it("are not lost when the clock changes at the same moment, nor is the clock", async () => {
    const fake = await openLive("sales", "old");
    const { version, settings } = await fake.settings.load();
    const pipelines = { included: ["sales"], leftOutByHand: ["old"] };
    const by = { setBy: "boss", expectedVersion: version, now: "" };
    await fake.settings.save({ ...settings, pipelines }, by);
    const core = createLaneCore(fake.parts);
    const { rules } = await fake.parts.store.loadLiveGeneration();
    const account = { timeZone: "Europe/Berlin", homeCurrency: rules.homeCurrency, fiscal: null };
    await Promise.all([followSettings(core), followAccount(core, account)]);
    const after = (await fake.parts.store.loadLiveGeneration()).rules;
    expect([after.pipelines, after.calendar.timeZone]).toEqual([["sales"], "Europe/Berlin"]);
  });

  it("follow the year of the account, and stay where the account does not tell of one", async () => {
    const fake = await openLive("sales");
    const core = createLaneCore(fake.parts);
    const rulesNow = async () => (await fake.parts.store.loadLiveGeneration()).rules;
    const { homeCurrency, calendar } = await rulesNow();
    const account = { timeZone: calendar.timeZone, homeCurrency };
    await followAccount(core, { ...account, fiscal: { kind: "months", startMonth: 4 } });
    expect((await rulesNow()).calendar.fiscal).toEqual({ kind: "months", startMonth: 4 });
    const changes = fake.ruleChanges.length;
    await followAccount(core, { ...account, fiscal: { startMonth: 4, kind: "months" } });
    await followAccount(core, { ...account, fiscal: null });
    expect(fake.ruleChanges).toHaveLength(changes);
    expect((await rulesNow()).calendar.fiscal).toEqual({ kind: "months", startMonth: 4 });
  });

  it("are known to the lane at once, also where the rules before them were being read just then", async () => {
    const fake = await openLive("sales", "old");
    const { version, settings } = await fake.settings.load();
    const pipelines = { included: ["sales"], leftOutByHand: ["old"] };
    const by = { setBy: "boss", expectedVersion: version, now: "" };
    await fake.settings.save({ ...settings, pipelines }, by);
    const read = Promise.withResolvers<void>();
    const { loadLiveGeneration } = fake.parts.store;
    let slow = true;
    const store = {
      ...fake.parts.store,
      async loadLiveGeneration() {
        const generation = await loadLiveGeneration();
        const isFirst = slow;
        slow = false;
        if (isFirst) await read.promise;
        return generation;
      },
    };
    const core = createLaneCore({ ...fake.parts, store });
    const before = core.loadRules();
    await followSettings(core);
    read.resolve();
    await before;
    expect((await core.loadRules())?.pipelines).toEqual(["sales"]);
  });

  it("are named when deals are won in one that was forgotten, until it is included", async () => {
    const fake = withPipelines(fakeLane(), "sales", "old");
    fake.wins.push(won("sales"));
    await walk(fake);
    expect(forgottenIn(fake)).toEqual([]);
    fake.wins.push(won("new", "pipeline_not_included"));
    const lane = createLane(fake.parts);
    await lane.refreshPeople();
    await lane.refreshPeople();
    expect(fake.state.faults).toMatchObject([{ type: FORGOTTEN, subject: "pipeline:new", count: 1 }]);
    fake.wins.pop();
    const { version, settings } = await fake.settings.load();
    const pipelines = { included: ["new", "sales"], leftOutByHand: ["old"] };
    const by = { setBy: "boss", expectedVersion: version, now: "" };
    await fake.settings.save({ ...settings, pipelines }, by);
    await lane.tick();
    expect(forgottenIn(fake)).toEqual([]);
  });

  it("are not named when an admin left them out", async () => {
    const fake = await openLive("sales", "old");
    const { version, settings } = await fake.settings.load();
    const pipelines = { included: ["sales"], leftOutByHand: ["old"] };
    const by = { setBy: "boss", expectedVersion: version, now: "" };
    await fake.settings.save({ ...settings, pipelines }, by);
    fake.wins.push(won("old", "pipeline_not_included"));
    await fake.lane.tick();
    await fake.lane.refreshPeople();
    expect(fake.ruleChanges.at(-1)?.pipelines).toEqual(["sales"]);
    expect(forgottenIn(fake)).toEqual([]);
  });
});
