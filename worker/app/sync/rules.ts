import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import {
  CALENDAR_YEAR,
  coversFields,
  type ExtraFields,
  extraFieldsOf,
  isSame,
  rulesFollowing,
  wantsCrmFiscal,
} from "../../domain/counting.ts";
import type { Cause } from "../../domain/credits.ts";
import type { Rules } from "../../domain/rules.ts";
import type { Settings } from "../../domain/settings.ts";
import type { CrmAccount } from "../../ports/crm.ts";
import { NOTHING_APPLIED } from "../../ports/ledger.ts";
import { SINCE_EVER } from "./backfill-plan.ts";
import type { LaneCore } from "./lane-core.ts";

const CAUSE: Cause = { kind: "rules" };
/** Records that are credited by the new rules in one turn: notices come in between. */
const RECORDS_PER_TURN = 500;
/** Turns of one call; the next tick goes on. */
const TURNS_PER_CALL_MAX = 400;

/**
 * The account's clock, year and currency are the tenant's: when they change in the CRM, so do the rules. A year that an
 * admin chose stays.
 */
export async function followAccount(
  core: LaneCore,
  account: Pick<CrmAccount, "timeZone" | "homeCurrency" | "fiscal">,
): Promise<void> {
  const { timeZone, homeCurrency } = account;
  await changeRules(core, (rules) => {
    const fiscal = rules.calendar.fiscalChosen ? null : account.fiscal;
    const calendar = { ...rules.calendar, timeZone, ...(fiscal && { fiscal }) };
    const next = { ...rules, homeCurrency, calendar };
    return isSame(next, rules) ? null : next;
  });
}

/**
 * Which pipelines count and how results are counted is chosen in the settings: when the rules do not follow, they
 * change. A way of counting that needs more of each deal waits until all deals were read with it. True when they did.
 */
export async function followSettings(core: LaneCore): Promise<boolean> {
  const { settings } = await core.parts.settings.load();
  const { pipelines } = settings;
  const counting = (await areFieldsRead(core, settings)) ? settings.counting : null;
  if (!pipelines && !counting) return false;
  const present = await newestRules(core);
  const isCrmYear = present !== null && wantsCrmFiscal(present, counting);
  // An account that cannot be asked now is asked with the next look.
  const account = isCrmYear ? await core.client.fetchAccount() : null;
  const fiscal = account?.ok ? (account.value.fiscal ?? CALENDAR_YEAR) : null;
  return changeRules(core, (rules) => rulesFollowing(rules, { pipelines, counting }, fiscal));
}

/** The fields of deals that the settings ask for beyond the usual ones. */
export async function wantedFields({ parts }: LaneCore): Promise<ExtraFields> {
  return fieldsOf((await parts.settings.load()).settings);
}

function fieldsOf({ counting }: Settings): ExtraFields {
  return extraFieldsOf(Object.values(counting?.events ?? {}));
}

/** Whether the settings ask for fields that deals are not read with, so that all of them have to be read anew. */
export async function lacksFields(core: LaneCore): Promise<boolean> {
  const { askedFields } = await core.parts.state.loadStatus();
  return !coversFields(askedFields, await wantedFields(core));
}

/** Whether every deal was read with all fields that the settings ask for. Deals that are not to be had are none. */
async function areFieldsRead({ parts }: LaneCore, settings: Settings): Promise<boolean> {
  const wanted = fieldsOf(settings);
  if (coversFields({ amounts: [], owners: [] }, wanted)) return true;
  if (!coversFields((await parts.state.loadStatus()).askedFields, wanted)) return false;
  const deals = (await parts.state.loadKinds()).find(({ kind }) => kind === "deal");
  return deals !== undefined && (!deals.granted || deals.completeFrom === SINCE_EVER);
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
    // A rate does not say into which currency: what cannot be converted for now is left out, and said.
    if (rules.homeCurrency !== newest.homeCurrency) await parts.people.dropRates();
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
