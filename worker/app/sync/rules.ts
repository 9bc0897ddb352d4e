import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { Rules } from "../../domain/rules.ts";
import type { CrmAccount } from "../../ports/crm.ts";
import type { LaneCore } from "./lane-core.ts";
import { NOTHING_APPLIED } from "./reading.ts";

const CAUSE: Cause = { kind: "rules" };
/** Records that are credited by the new rules in one turn: notices come in between. */
const RECORDS_PER_TURN = 500;
/** Turns of one call; the next tick goes on. */
const TURNS_PER_CALL_MAX = 400;

/** The account's clock and currency are the tenant's: when they change in the CRM, so do the rules. */
export async function followAccount(
  core: LaneCore,
  account: Pick<CrmAccount, "timeZone" | "homeCurrency">,
): Promise<void> {
  const rules = await newestRules(core);
  if (!rules) return;
  const { timeZone, homeCurrency } = account;
  if (rules.calendar.timeZone === timeZone && rules.homeCurrency === homeCurrency) return;
  await changeRules(core, { ...rules, homeCurrency, calendar: { ...rules.calendar, timeZone } });
}

/** The pipelines that count are chosen in the settings: when they differ, the rules change. True when they did. */
export async function followSettings(core: LaneCore): Promise<boolean> {
  const { settings } = await core.parts.settings.load();
  const rules = settings.pipelines && (await newestRules(core));
  if (!settings.pipelines || !rules) return false;
  const { included } = settings.pipelines;
  if (textOf(rules.pipelines) === textOf(included)) return false;
  await changeRules(core, { ...rules, pipelines: included });
  return true;
}

function textOf(pipelines: readonly string[] | null): string {
  return JSON.stringify(pipelines?.toSorted() ?? null);
}

/** Rules that are being built will be live, so a change begins from them. */
async function newestRules(core: LaneCore): Promise<Rules | null> {
  const live = await core.loadRules();
  return live && ((await core.parts.store.loadBuildingGeneration())?.rules ?? live);
}

/** Begins another generation of rules. Readers keep the present one until the other is complete. */
export async function changeRules(core: LaneCore, rules: Rules): Promise<void> {
  const { parts } = core;
  await core.turns.take(() => parts.rules.begin(rules, { cause: CAUSE, now: parts.clock.now() }));
  await buildRules(core);
}

/** Goes on with the generation that is being built, and lets readers over to it at the end. */
export async function buildRules(core: LaneCore): Promise<void> {
  const { parts } = core;
  if ((await parts.store.loadBuildingGeneration()) === null) return;
  for (let turn = 0; turn < TURNS_PER_CALL_MAX; turn += 1) {
    const { done } = await core.turns.take(() =>
      parts.rules.build({ cause: CAUSE, now: parts.clock.now(), limit: RECORDS_PER_TURN }),
    );
    if (done) return flip(core);
  }
}

/** Everything on every board may have changed. */
async function flip(core: LaneCore): Promise<void> {
  const { parts } = core;
  const revision = await core.turns.take(() => parts.rules.flip({ cause: CAUSE, now: parts.clock.now() }));
  core.forgetRules();
  if (revision === null) return;
  await parts.announce({
    ...NOTHING_APPLIED,
    revision,
    touched: { events: EVENT_IDS, memberIds: [], days: null },
  });
}
