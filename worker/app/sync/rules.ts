import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { FiscalCalendar, Rules } from "../../domain/rules.ts";
import type { CrmAccount } from "../../ports/crm.ts";
import { NOTHING_APPLIED } from "../../ports/ledger.ts";
import type { LaneCore } from "./lane-core.ts";

const CAUSE: Cause = { kind: "rules" };
/** Records that are credited by the new rules in one turn: notices come in between. */
const RECORDS_PER_TURN = 500;
/** Turns of one call; the next tick goes on. */
const TURNS_PER_CALL_MAX = 400;

/** The account's clock, year and currency are the tenant's: when they change in the CRM, so do the rules. */
export async function followAccount(
  core: LaneCore,
  account: Pick<CrmAccount, "timeZone" | "homeCurrency" | "fiscal">,
): Promise<void> {
  const { timeZone, homeCurrency } = account;
  await changeRules(core, (rules) => {
    const fiscal = account.fiscal ?? rules.calendar.fiscal;
    const isSame =
      rules.calendar.timeZone === timeZone &&
      rules.homeCurrency === homeCurrency &&
      isEqual(rules.calendar.fiscal, fiscal);
    return isSame ? null : { ...rules, homeCurrency, calendar: { ...rules.calendar, timeZone, fiscal } };
  });
}

/** Stored rules may name their fields in another order. */
function isEqual(one: FiscalCalendar, other: FiscalCalendar): boolean {
  return canonicalText(one) === canonicalText(other);
}

function canonicalText(calendar: FiscalCalendar): string {
  return JSON.stringify(calendar, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The pipelines that count are chosen in the settings: when they differ, the rules change. True when they did. */
export async function followSettings(core: LaneCore): Promise<boolean> {
  const { settings } = await core.parts.settings.load();
  if (!settings.pipelines) return false;
  const { included } = settings.pipelines;
  return changeRules(core, (rules) =>
    textOf(rules.pipelines) === textOf(included) ? null : { ...rules, pipelines: included },
  );
}

function textOf(pipelines: readonly string[] | null): string {
  return JSON.stringify(pipelines?.toSorted() ?? null);
}

/** Rules that are being built will be live, so a change begins from them. */
async function newestRules({ parts }: LaneCore): Promise<Rules | null> {
  if (!(await parts.state.hasRules())) return null;
  const building = await parts.store.loadBuildingGeneration();
  return (building ?? (await parts.store.loadLiveGeneration())).rules;
}

/**
 * Begins another generation of rules, if `adapt` makes others of the newest ones; true when it did. Readers keep
 * the present one until the other is complete. In one turn: of two changes at once neither undoes the other.
 */
async function changeRules(core: LaneCore, adapt: (newest: Rules) => Rules | null): Promise<boolean> {
  const { parts } = core;
  const begun = await core.turns.take(async () => {
    const newest = await newestRules(core);
    const rules = newest && adapt(newest);
    if (!rules) return false;
    await parts.rules.begin(rules, { cause: CAUSE, now: parts.clock.now() });
    return true;
  });
  if (begun) await buildRules(core);
  return begun;
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
