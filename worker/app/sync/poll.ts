import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { Cause } from "../../domain/credits.ts";
import { ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CrmFailure } from "../../ports/crm.ts";
import type { KindState, LaneVerdict } from "../../ports/sync.ts";
import { pollContacts } from "./contacts.ts";
import { type LaneCore, verdictOf } from "./lane-core.ts";
import { dropHeld, writeReading } from "./reading.ts";
import { joinVerdicts } from "./verdicts.ts";

/** Pages of one kind in one poll; the cursor keeps the place for the next. */
const PAGES_PER_POLL_MAX = 60;
/** While somebody looks at a board, or a notice came lately. */
const POLL_WATCHED_SECONDS = 60;
const POLL_IDLE_SECONDS = 300;
const BACKOFF_SECONDS_MAX = 900;
const CAUSE: Cause = { kind: "poll" };

/** Asks each kind for what changed, which finds the notices that were lost. */
export async function pollChanges(core: LaneCore): Promise<LaneVerdict> {
  const { state } = core.parts;
  const verdicts: LaneVerdict[] = [];
  const startedAt = core.parts.clock.now();
  const due = (await state.loadKinds()).flatMap((kind) =>
    kind.granted && kind.pollSince !== null ? [{ ...kind, pollSince: kind.pollSince }] : [],
  );
  const changed = await findChanged(core, due);
  for (const kind of due) {
    const verdict = changed.has(kind.kind)
      ? await pollKind(core, kind, kind.pollSince)
      : await noteUnchanged(core, kind.kind, startedAt);
    verdicts.push(verdict);
    if (verdict.kind !== "done") break;
  }
  if (verdicts.every(({ kind }) => kind === "done")) verdicts.push(await pollContacts(core));
  const joined = joinVerdicts(verdicts);
  await planNextPoll(core, joined);
  return joined;
}

type DueKind = KindState & { readonly pollSince: Instant };

/** A walk that was begun goes on in any case, and where the CRM does not say, each kind is asked by itself. */
async function findChanged(core: LaneCore, due: readonly DueKind[]): Promise<ReadonlySet<CrmRecordKind>> {
  const wanted = due
    .filter(({ pollCursor }) => pollCursor === null)
    .map(({ kind, pollSince }) => ({ kind, since: pollSince }));
  const found = wanted.length === 0 ? ok([]) : await core.client.findChangedKinds(wanted);
  if (!found.ok) return new Set(due.map(({ kind }) => kind));
  const changed = new Set(found.value);
  return new Set(
    due.filter(({ kind, pollCursor }) => pollCursor !== null || changed.has(kind)).map(({ kind }) => kind),
  );
}

async function noteUnchanged(
  { parts }: LaneCore,
  kind: CrmRecordKind,
  startedAt: Instant,
): Promise<LaneVerdict> {
  await parts.state.changeKind(kind, {
    pollSince: secondsAfter(startedAt, -parts.crm.pollOverlapSeconds),
    lastSyncAt: parts.clock.now(),
  });
  return { kind: "done" };
}

async function pollKind(core: LaneCore, kind: KindState, since: Instant): Promise<LaneVerdict> {
  const { state, clock } = core.parts;
  const startedAt = kind.pollCursor === null ? clock.now() : (kind.pollStartedAt ?? clock.now());
  let cursor = kind.pollCursor;
  for (let page = 0; page < PAGES_PER_POLL_MAX; page += 1) {
    const polled = await pollPage(core, { kind: kind.kind, since, cursor });
    if (!polled.ok) return failKind(core, kind.kind, polled.error);
    cursor = polled.value;
    if (cursor === null) break;
    await state.changeKind(kind.kind, { pollCursor: cursor, pollStartedAt: startedAt });
  }
  if (cursor !== null) return { kind: "done" };
  await state.changeKind(kind.kind, {
    pollSince: secondsAfter(startedAt, -core.parts.crm.pollOverlapSeconds),
    pollCursor: null,
    pollStartedAt: null,
    lastSyncAt: clock.now(),
  });
  return { kind: "done" };
}

interface PollPage {
  readonly kind: CrmRecordKind;
  readonly since: Instant;
  readonly cursor: string | null;
}

/** The cursor of the next page; null at the end. */
async function pollPage(
  core: LaneCore,
  { kind, since, cursor }: PollPage,
): Promise<Result<string | null, CrmFailure>> {
  const mark = core.settled.mark();
  const page = await core.client.fetchChanged(kind, since, cursor);
  if (!page.ok) return page;
  const { records, rejections, gone, next } = page.value;
  const written = await writeReading(core, { records, rejections, cause: CAUSE, mark });
  if (!written.ok) return written;
  await dropHeld(core, gone, { cause: CAUSE, mark });
  return ok(next);
}

/** The place stays where it was, so nothing is passed over. */
async function failKind(core: LaneCore, kind: CrmRecordKind, failure: CrmFailure): Promise<LaneVerdict> {
  const decision = await core.fail(failure, kind);
  if (decision.fault === "scope_missing") await core.leaveOut(kind);
  return verdictOf(decision);
}

/** More often while somebody looks, less often while the CRM is in trouble. */
async function planNextPoll(core: LaneCore, verdict: LaneVerdict): Promise<void> {
  const { state, clock } = core.parts;
  const allowance = core.client.allowance();
  if (verdict.kind === "done") {
    const watchedUntil = await state.loadWatchedUntil();
    const isWatched = watchedUntil !== null && watchedUntil > clock.now();
    await core.recovered();
    await state.changeStatus({
      nextPollAt: core.after(isWatched ? POLL_WATCHED_SECONDS : POLL_IDLE_SECONDS),
      failuresInARow: 0,
      allowance,
    });
    return;
  }
  const { failuresInARow } = await state.loadStatus();
  const wait = Math.min(BACKOFF_SECONDS_MAX, POLL_WATCHED_SECONDS * 2 ** failuresInARow);
  const asked = verdict.kind === "retry" ? verdict.delaySeconds : POLL_IDLE_SECONDS;
  await state.changeStatus({
    nextPollAt: core.after(Math.max(wait, asked)),
    failuresInARow: failuresInARow + 1,
    allowance,
  });
}
