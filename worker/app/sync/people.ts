import type { Cause } from "../../domain/credits.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { CrmFailure, CrmGap, CrmPeople } from "../../ports/crm.ts";
import type { LaneCore } from "./lane-core.ts";
import { announced } from "./reading.ts";
import { followAccount } from "./rules.ts";

/** Records that are credited again in one turn: notices come in between. */
const RECORDS_PER_TURN = 500;
/** Turns of one call; the rest is taken up by the next tick. */
const TURNS_PER_CALL_MAX = 400;
export const PEOPLE_EVERY_SECONDS = 24 * 3600;

/** Brings people, teams, pipelines and rates up to date, and credits again what hangs on them. */
export async function refreshPeople(core: LaneCore, cause: Cause): Promise<Result<null, CrmFailure>> {
  const { parts, client } = core;
  const rules = await core.loadRules();
  if (!rules) return ok(null);
  const account = await client.fetchAccount();
  if (!account.ok) return account;
  await followAccount(core, account.value);
  const people = await client.fetchPeople();
  if (!people.ok) return people;
  const pipelines = await client.fetchPipelines();
  if (!pipelines.ok) return pipelines;
  const rates = await client.fetchRates(rules.homeCurrency);
  if (!rates.ok && rates.error.reason !== "scope_missing") return rates;
  await recordGaps(core, people.value);
  const changed = [
    await parts.organisation.savePeople(people.value, parts.clock.now()),
    await parts.people.savePipelines(pipelines.value),
    rates.ok && (await parts.people.saveRates(rates.value)),
  ];
  await parts.state.changeStatus({
    nextPeopleAt: core.after(PEOPLE_EVERY_SECONDS),
    ...(changed.includes(true) ? { recredit: { cursor: null, note: cause.kind } } : {}),
  });
  await recredit(core);
  return ok(null);
}

/** Goes on crediting again where it stopped, piece by piece. True when nothing is left. */
export async function recredit(core: LaneCore): Promise<boolean> {
  const { parts } = core;
  for (let turn = 0; turn < TURNS_PER_CALL_MAX; turn += 1) {
    const { recredit: open } = await parts.state.loadStatus();
    if (!open) return true;
    await core.turns.take(async () => {
      const { applied, next } = await parts.ledger.recredit(open.cursor, {
        cause: { kind: "people" },
        now: parts.clock.now(),
        fresh: true,
        limit: RECORDS_PER_TURN,
      });
      await announced(core, applied);
      await parts.state.changeStatus({ recredit: next === null ? null : { ...open, cursor: next } });
    });
  }
  return false;
}

/** What the CRM did not grant, so that the admin sees why a feature is off. */
async function recordGaps(core: LaneCore, people: CrmPeople): Promise<void> {
  const { state, clock } = core.parts;
  const gaps = people.gaps.map((gap: CrmGap) => ({
    type: "scope_missing" as const,
    subject: gap.feature,
    detail: gap.scopes.join(" "),
  }));
  if (gaps.length > 0) await state.recordFaults(gaps, clock.now());
}
