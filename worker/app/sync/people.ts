import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { CurrencyRate, Pipeline } from "../../domain/facts.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { CrmAccount, CrmFailure, CrmGap, CrmPeople } from "../../ports/crm.ts";
import { ACTIVITY_KINDS } from "./backfill-plan.ts";
import type { LaneCore } from "./lane-core.ts";
import { notePipelines } from "./pipelines.ts";
import { announceAll, announced } from "./reading.ts";
import { followAccount } from "./rules.ts";

/** Records that are credited again in one turn: notices come in between. */
const RECORDS_PER_TURN = 500;
/** Turns of one call; the rest is taken up by the next tick. */
const TURNS_PER_CALL_MAX = 400;
const PEOPLE_EVERY_SECONDS = 24 * 3600;

/** Brings people, teams, pipelines and rates up to date, and credits again what hangs on them. */
export async function refreshPeople(core: LaneCore, cause: Cause): Promise<Result<null, CrmFailure>> {
  const { client } = core;
  if (!(await core.loadRules())) return ok(null);
  const account = await client.fetchAccount();
  if (!account.ok) return account;
  await followAccount(core, account.value);
  await followAddress(core, account.value);
  const people = await client.fetchPeople();
  if (!people.ok) return people;
  const pipelines = await client.fetchPipelines();
  if (!pipelines.ok) return pipelines;
  const rates = await client.fetchRates(account.value.homeCurrency);
  if (!rates.ok && rates.error.reason !== "scope_missing") return rates;
  await recordGaps(core, people.value);
  await save(core, cause, {
    people: people.value,
    pipelines: pipelines.value,
    rates: rates.ok ? rates.value : [],
  });
  await recredit(core);
  await notePipelines(core);
  await announceAll(core);
  return ok(null);
}

/** An account may move, as when an org of Salesforce is renamed: where it answers now are the pages that frame ours. */
function followAddress({ parts, turns }: LaneCore, { appUrl }: CrmAccount): Promise<void> {
  return turns.take(async () => {
    const tenant = await parts.directory.find(parts.tenantId);
    if (!tenant || tenant.crmAppUrl === appUrl) return;
    // Installing again would connect a tenant that was cut off meanwhile.
    if (tenant.state === "reconnect" || tenant.state === "uninstalled") return;
    await parts.directory.install({ ...tenant, crmAppUrl: appUrl }, parts.clock.now());
  });
}

interface Seen {
  readonly people: CrmPeople;
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly CurrencyRate[];
}

/**
 * In a turn: two who save at once would make two members of a new person. That everything is to be credited
 * again is written down first, because a Worker that dies in between would not see the change a second time.
 */
function save(core: LaneCore, cause: Cause, seen: Seen): Promise<void> {
  const { state, organisation, people, clock } = core.parts;
  return core.turns.take(async () => {
    const { recredit: open } = await state.loadStatus();
    await state.changeStatus({ recredit: { cursor: null, note: cause.kind } });
    const changed = [
      await organisation.savePeople(seen.people, clock.now()),
      await people.savePipelines(seen.pipelines),
      await people.saveRates(seen.rates),
    ];
    await state.changeStatus({
      nextPeopleAt: core.after(PEOPLE_EVERY_SECONDS),
      ...(changed.includes(true) ? {} : { recredit: open }),
    });
  });
}

/** Goes on crediting again where it stopped, piece by piece. True when nothing is left. */
export async function recredit(core: LaneCore): Promise<boolean> {
  for (let turn = 0; turn < TURNS_PER_CALL_MAX; turn += 1) {
    if (!(await core.turns.take(() => recreditPiece(core)))) return true;
  }
  return false;
}

/** False when nothing was left to do. Reads its place in the turn: a change of people may have moved it back. */
async function recreditPiece(core: LaneCore): Promise<boolean> {
  const { parts } = core;
  const { recredit: open } = await parts.state.loadStatus();
  if (!open) return false;
  const { applied, next } = await parts.ledger.recredit(open.cursor, {
    cause: { kind: "people" },
    now: parts.clock.now(),
    fresh: true,
    limit: RECORDS_PER_TURN,
  });
  await announced(core, applied);
  await parts.state.changeStatus({ recredit: next === null ? null : { ...open, cursor: next } });
  return true;
}

/** What the CRM did not grant, so that the admin sees why a feature is off; what it has granted since is no fault. */
async function recordGaps(core: LaneCore, people: CrmPeople): Promise<void> {
  const { state, clock, accessReadings } = core.parts;
  const before = await accessReadings.load();
  const gaps = people.gaps.map((gap: CrmGap) => ({
    type: "scope_missing" as const,
    subject: gap.feature,
    detail: [...gap.scopes, ...gap.fields].join(" "),
  }));
  if (gaps.length > 0) await state.recordFaults(gaps, clock.now());
  const missing = new Set<string>(people.gaps.map(({ feature }) => feature));
  const granted = (before?.gaps ?? []).map(({ feature }) => feature).filter((name) => !missing.has(name));
  if (granted.length > 0) await state.clearFaults("scope_missing", granted);
  // First, because a Worker that dies in between would not see the difference a second time.
  const regained = kindsRegained(before?.gaps ?? [], people.gaps);
  if (regained.length > 0) await state.resetKinds(regained);
  const { adminHolders = null } = people;
  await accessReadings.save({ at: clock.now(), gaps: people.gaps, adminHolders });
}

/** A gap as it was written down. */
type FormerGap = Readonly<{ feature: string; fields: readonly string[] }>;

/**
 * Kinds of which more may be read than before. What was withheld moves no stamp when it is shown, so that no poll
 * finds it: these kinds are read anew.
 */
function kindsRegained(before: readonly FormerGap[], now: readonly CrmGap[]): readonly CrmRecordKind[] {
  const shown = before.filter(({ feature, fields }) => {
    const left = now.find((gap) => gap.feature === feature);
    if (left === undefined) return true;
    if (left.fields.length === 0) return false;
    return fields.length === 0 || fields.some((field) => !left.fields.includes(field));
  });
  return [...new Set(shown.flatMap(({ feature }) => kindsOf(feature)))];
}

function kindsOf(feature: string): readonly CrmRecordKind[] {
  switch (feature) {
    case "stage_history":
    case "owner_history":
    case "splits":
      return ["deal"];
    case "email_content":
      return ["email"];
    case "complete_activities":
      return ACTIVITY_KINDS;
    default:
      return CRM_RECORD_KINDS.filter((kind) => kind === feature);
  }
}
