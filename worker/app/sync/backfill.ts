import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import { coversFields } from "../../domain/counting.ts";
import type { Cause } from "../../domain/credits.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CrmAccount, CrmFailure, CrmPage } from "../../ports/crm.ts";
import type { BackfillOutcome, PlannedStretch, StretchRow } from "../../ports/sync.ts";
import type { Reconciler } from "../reconcile/reconcile-when-due.ts";
import { FIRST_STRETCHES, planBackfill, SINCE_EVER } from "./backfill-plan.ts";
import { CONTACTS, readContacts, resetContacts } from "./contacts.ts";
import { defaultRules } from "./default-rules.ts";
import type { LaneCore } from "./lane-core.ts";
import { refreshPeople } from "./people.ts";
import { choosePipelines, followPipelines } from "./pipelines.ts";
import { announceAll, type Written, writeReading } from "./reading.ts";
import { followAccount, wantedFields } from "./rules.ts";
import { SWEEP_EVERY_SECONDS } from "./sweep.ts";

/** One step's share: what is lost at most when the Worker dies inside it is read again, not lost. */
const PAGES_PER_STEP_MAX = 50;
const STEP_MILLISECONDS_MAX = 20_000;
/** Records that are written together: fewer revisions, and fewer round trips to the database. */
const RECORDS_PER_WRITE = 1000;
const DEALS: readonly CrmRecordKind[] = ["deal"];
const CAUSE: Cause = { kind: "backfill" };
const SWEEP_CAUSE: Cause = { kind: "sweep" };
/** How long a backfill waits that cannot be planned. */
const UNPLANNABLE_SECONDS = 300;
const SUPERSEDED: BackfillOutcome = { kind: "stopped", reason: "superseded" };

/** What was read and written of a stretch, and where it goes on; null at its end. */
interface Progress {
  readonly next: string | null;
  readonly pages: readonly CrmPage[];
  readonly stored: number;
}

const NOTHING_READ: Progress = { next: null, pages: [], stored: 0 };

/** What a step may still use. */
interface Budget {
  takePage(): boolean;
  isSpent(): boolean;
}

/** A step under way: of which backfill, and what it may still use. */
interface Step {
  readonly core: LaneCore;
  readonly attempt: number;
  readonly budget: Budget;
}

/**
 * Plans a backfill and says which it is. A tenant that was cut off starts over: nothing counts as complete.
 * One that is live has given consent again, or is to be counted by more of each deal: what was not granted before is
 * read, and deals if they lack something. In one turn, because a step of the backfill before may be under way.
 */
export function beginBackfill(core: LaneCore): Promise<{ readonly attempt: number; readonly leg: number }> {
  return core.turns.take(() => plan(core));
}

async function plan(core: LaneCore): ReturnType<typeof beginBackfill> {
  const { parts } = core;
  const { state } = parts;
  core.access.forget();
  const { attempt, askedFields } = await state.loadStatus();
  const wanted = await wantedFields(core);
  const now = parts.clock.now();
  await state.changeStatus({
    attempt: attempt + 1,
    leg: 0,
    backfillStartedAt: now,
    backfillSeenAt: now,
    failuresInARow: 0,
  });
  const isLive = (await parts.directory.find(parts.tenantId))?.state === "live";
  const refused = (await state.loadKinds()).filter(({ granted }) => !granted).map(({ kind }) => kind);
  const isDealLacking = !coversFields(askedFields, wanted);
  await state.resetKinds(isLive ? [...refused, ...(isDealLacking ? DEALS : [])] : CRM_RECORD_KINDS);
  // Only now, because a Worker that dies in between would not see the difference a second time.
  await state.changeStatus({ askedFields: wanted });
  if (isDealLacking) core.settled.doubt();
  core.forgetRules();
  await resetContacts(core, isLive);
  await state.replaceStretches(0, FIRST_STRETCHES);
  for (const type of ["token_revoked", "scope_missing"] as const) await state.clearFaults(type, null);
  if (!isLive) await parts.directory.setState(parts.tenantId, "backfilling");
  return { attempt: attempt + 1, leg: 0 };
}

/** Goes on from the checkpoint for one step's share. Doing it twice changes nothing. */
export async function stepBackfill(
  core: LaneCore,
  attempt: number,
  reconciler: Pick<Reconciler, "whileBackfilling">,
): Promise<BackfillOutcome> {
  const { parts } = core;
  if (!(await isCurrent(core, attempt))) return SUPERSEDED;
  const tenant = await parts.directory.find(parts.tenantId);
  if (!tenant || tenant.state === "uninstalled") return { kind: "stopped", reason: "uninstalled" };
  const budget = startBudget(core);
  const step = { core, attempt, budget };
  for (;;) {
    const stretch = await nextStretch(step);
    if (stretch === "superseded") return SUPERSEDED;
    if (!stretch) return (await whileCurrent(step, () => finishOrGoOn(core))) ?? SUPERSEDED;
    const walked = await walk(step, stretch);
    if (!walked.ok) {
      const outcome = await failStretch(step, stretch, walked.error);
      if (!outcome) continue;
      // While the workflow waits on purpose, its silence means nothing.
      const seenAt = core.after(outcome.kind === "wait" ? outcome.delaySeconds : 0);
      await parts.state.changeStatus({ backfillSeenAt: seenAt });
      return outcome;
    }
    if (walked.value === "complete") {
      await choosePipelines(core);
      await followPipelines(core);
      await reconciler.whileBackfilling();
    }
    await parts.state.changeStatus({ backfillSeenAt: parts.clock.now(), allowance: core.client.allowance() });
    await core.recovered();
    if (walked.value === "more" || budget.isSpent()) return { kind: "more" };
  }
}

async function isCurrent({ parts }: LaneCore, attempt: number): Promise<boolean> {
  return (await parts.state.loadStatus()).attempt === attempt;
}

/**
 * In a turn, as planning another backfill is: what a step that was superseded found out is not taken for the other
 * one's. Null where it was.
 */
function whileCurrent<T>({ core, attempt }: Step, work: () => Promise<T>): Promise<T | null> {
  return core.turns.take(async () => ((await isCurrent(core, attempt)) ? work() : null));
}

/** Undefined where nothing waits. */
async function nextStretch(step: Step): Promise<StretchRow | undefined | "superseded"> {
  const stretches = await whileCurrent(step, () => step.core.parts.state.loadStretches());
  return stretches === null ? "superseded" : stretches.find(({ state }) => state === "waiting");
}

async function finishOrGoOn(core: LaneCore): Promise<BackfillOutcome> {
  return (await planWhatCameBack(core)) ? { kind: "more" } : finish(core);
}

type Walked = Promise<Result<"complete" | "more", CrmFailure>>;

async function walk(step: Step, stretch: StretchRow): Walked {
  const { core, budget } = step;
  switch (stretch.read.kind) {
    case "account":
      return readAccount(step, stretch);
    case "people": {
      const refreshed = await refreshPeople(core, CAUSE);
      if (!refreshed.ok) return refreshed;
      await checkpoint(step, stretch, NOTHING_READ);
      return ok("complete");
    }
    case "contacts": {
      const read = await readContacts(core, () => budget.takePage());
      if (read.ok && read.value === "complete") await checkpoint(step, stretch, NOTHING_READ);
      return read;
    }
    default:
      return walkPages(step, stretch);
  }
}

/** The account's clock and currency become the first rules; then the rest can be planned. */
async function readAccount(step: Step, stretch: StretchRow): Walked {
  const { core } = step;
  const { parts, client } = core;
  const account = await client.fetchAccount();
  if (!account.ok) return account;
  await core.turns.take(() => saveAccount(core, account.value));
  core.forgetRules();
  await followAccount(core, account.value);
  await whileCurrent(step, async () => {
    const incomplete = (await parts.state.loadKinds()).filter(
      ({ completeFrom }) => completeFrom !== SINCE_EVER,
    );
    const kinds = incomplete.map(({ kind }) => kind);
    await parts.state.replaceStretches(FIRST_STRETCHES.length, await planFor(core, kinds));
    await saveCheckpoint(core, stretch, NOTHING_READ);
  });
  return ok("complete");
}

async function planFor(
  { parts }: LaneCore,
  kinds: readonly CrmRecordKind[],
): Promise<readonly PlannedStretch[]> {
  const { calendar } = (await parts.store.loadLiveGeneration()).rules;
  const isListed = (await parts.contacts.loadWalk()).since !== null;
  return planBackfill(parts.clock.now(), calendar).filter(({ kind, read }) =>
    read.kind === "contacts" ? !isListed : kind !== null && kinds.includes(kind),
  );
}

/** Kinds of which more is shown since they were planned. True when there are any. */
async function planWhatCameBack(core: LaneCore): Promise<boolean> {
  const { state } = core.parts;
  const stretches = await state.loadStretches();
  const isRead = (wanted: CrmRecordKind) =>
    stretches.every(({ kind, state }) => kind !== wanted || state === "done");
  const kinds = (await state.loadKinds())
    .filter(({ granted, completeFrom, pollSince }) => granted && completeFrom === null && pollSince === null)
    .flatMap(({ kind }) => (isRead(kind) ? [kind] : []));
  if (kinds.length === 0) return false;
  await state.replaceStretches(stretches.length, await planFor(core, kinds));
  return true;
}

/** In a turn, so that nothing of it comes after the tenant was erased. */
async function saveAccount({ parts }: LaneCore, account: CrmAccount): Promise<void> {
  const now = parts.clock.now();
  const tenant = await parts.directory.find(parts.tenantId);
  if (!tenant) return;
  // The account's own page may lie on another host than the one everybody begins at.
  await parts.directory.install({ ...tenant, name: account.name, crmAppUrl: account.appUrl }, now);
  await parts.people.saveFirstRules(defaultRules(account), { cause: CAUSE, now });
}

/** Reads the next page while the pages before it are written. */
async function walkPages(step: Step, stretch: StretchRow): Walked {
  const { core, budget } = step;
  let cursor = stretch.cursor;
  let pages: CrmPage[] = [];
  let mark = core.settled.mark();
  let failure: CrmFailure | null = null;
  let writing: Promise<Result<Written, CrmFailure>> = Promise.resolve(NOTHING_WRITTEN);
  for (let goesOn = true; goesOn; ) {
    const page = await fetchPage(core, stretch, cursor);
    if (page.ok) {
      pages.push(page.value);
      cursor = page.value.next;
    } else {
      failure = page.error;
    }
    goesOn = page.ok && cursor !== null && budget.takePage();
    if (pages.length === 0 || (goesOn && countOf(pages) < RECORDS_PER_WRITE)) continue;
    const written = await writing;
    if (!written.ok) return written;
    writing = write(step, stretch, { pages, mark });
    // Whoever awaits it next sees what it threw; until then it must not count as unhandled.
    writing.catch(() => undefined);
    pages = [];
    mark = core.settled.mark();
  }
  const written = await writing;
  if (!written.ok) return written;
  if (failure) return err(failure);
  return ok(cursor === null ? "complete" : "more");
}

const NOTHING_WRITTEN: Result<Written, CrmFailure> = ok({ stored: 0, revision: null });

function fetchPage(core: LaneCore, { read }: StretchRow, cursor: string | null) {
  if (read.kind === "records") return core.client.fetchStretch(read.stretch, cursor);
  if (read.kind === "archived") return core.client.fetchArchived(read.of, cursor);
  return Promise.resolve(err<CrmFailure>({ reason: "rejected", status: 0, detail: "no pages" }));
}

async function write(
  step: Step,
  stretch: StretchRow,
  { pages, mark }: { readonly pages: readonly CrmPage[]; readonly mark: number },
): Promise<Result<Written, CrmFailure>> {
  const written = await writeReading(step.core, {
    records: pages.flatMap((page) => page.records),
    rejections: pages.flatMap((page) => page.rejections),
    cause: stretch.read.kind === "archived" ? SWEEP_CAUSE : CAUSE,
    mark,
  });
  if (!written.ok) return written;
  await checkpoint(step, stretch, { next: pages.at(-1)?.next ?? null, pages, stored: written.value.stored });
  return written;
}

/** Only after what was read is written. */
async function checkpoint(step: Step, stretch: StretchRow, progress: Progress): Promise<void> {
  const isComplete = await whileCurrent(step, () => saveCheckpoint(step.core, stretch, progress));
  if (isComplete) await announceAll(step.core);
}

/** Only inside a turn. True when the kind is complete from an earlier day on. */
async function saveCheckpoint(
  core: LaneCore,
  stretch: StretchRow,
  { next, pages, stored }: Progress,
): Promise<boolean> {
  const { state, clock } = core.parts;
  await state.saveCheckpoint(stretch.position, {
    state: next === null ? "done" : "waiting",
    cursor: next,
    seenMore: countOf(pages),
    storedMore: stored,
    expected: pages.at(-1)?.total ?? null,
  });
  if (next !== null || stretch.kind === null || stretch.completeFrom === null) return false;
  await state.changeKind(stretch.kind, { completeFrom: stretch.completeFrom, lastSyncAt: clock.now() });
  return true;
}

function countOf(pages: readonly CrmPage[]): number {
  return pages.reduce((sum, page) => sum + page.records.length + page.rejections.length, 0);
}

/** Null when the backfill can go on with the next stretch. */
async function failStretch(
  step: Step,
  stretch: StretchRow,
  failure: CrmFailure,
): Promise<BackfillOutcome | null> {
  const { core } = step;
  const isContacts = stretch.read.kind === "contacts";
  const decision = await core.fail(failure, isContacts ? CONTACTS : (stretch.kind ?? stretch.name));
  if (decision.kind === "stop") return { kind: "stopped", reason: decision.fault };
  if (decision.kind === "retry") return { kind: "wait", delaySeconds: decision.delaySeconds };
  const isGap = decision.fault === "scope_missing";
  // Without account or people nothing can be credited, so these two are never left out.
  if (stretch.kind === null) return { kind: "wait", delaySeconds: UNPLANNABLE_SECONDS };
  await whileCurrent(step, () => skip(core, stretch, isGap));
  return null;
}

/** A stretch that the CRM refuses; with a gap all of its kind. Only inside a turn. */
async function skip(core: LaneCore, stretch: StretchRow, isGap: boolean): Promise<void> {
  const { parts } = core;
  const isContacts = stretch.read.kind === "contacts";
  if (isGap && isContacts) await parts.contacts.changeWalk({ refused: true });
  else if (isGap && stretch.kind !== null) await core.leaveOut(stretch.kind);
  const skipped =
    isGap && !isContacts
      ? (await parts.state.loadStretches()).filter(
          ({ kind, state }) => kind === stretch.kind && state === "waiting",
        )
      : [stretch];
  for (const { position, cursor } of skipped) {
    await parts.state.saveCheckpoint(position, {
      state: isGap ? "gap" : "parked",
      cursor,
      seenMore: 0,
      storedMore: 0,
      expected: null,
    });
  }
}

/** From here on notices and polls keep the ledger up to date. Only inside a turn. */
async function finish(core: LaneCore): Promise<BackfillOutcome> {
  const { parts } = core;
  const status = await parts.state.loadStatus();
  const started = status.backfillStartedAt ?? parts.clock.now();
  const since = secondsAfter(started, -parts.crm.pollOverlapSeconds);
  for (const { kind, granted, pollSince } of await parts.state.loadKinds()) {
    if (granted && pollSince === null) await parts.state.changeKind(kind, { pollSince: since });
  }
  const now = parts.clock.now();
  // Roles follow from who was active, which is known only now: the first board that opens ranks by them.
  await parts.organisation.decideRoles(now);
  // And people once more, because somebody may have come while everything was read.
  await parts.state.changeStatus({
    backfillSeenAt: null,
    nextPollAt: now,
    nextPeopleAt: now,
    nextSweepAt: core.after(SWEEP_EVERY_SECONDS),
  });
  const tenant = await parts.directory.find(parts.tenantId);
  if (tenant?.state === "backfilling") await parts.directory.setState(parts.tenantId, "live");
  return { kind: "done" };
}

function startBudget(core: LaneCore): Budget {
  const endsAt = Date.parse(core.parts.clock.now()) + STEP_MILLISECONDS_MAX;
  let pages = 1;
  const isSpent = () => pages > PAGES_PER_STEP_MAX || Date.parse(core.parts.clock.now()) >= endsAt;
  return {
    isSpent,
    takePage() {
      pages += 1;
      return !isSpent();
    },
  };
}
