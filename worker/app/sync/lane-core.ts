import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type { ExtraFields } from "../../domain/counting.ts";
import type { CrmRecord } from "../../domain/records.ts";
import type { Rules } from "../../domain/rules.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { CrmClient, CrmFailure } from "../../ports/crm.ts";
import type { FaultType, LaneVerdict } from "../../ports/sync.ts";
import { type Access, createAccess } from "./access.ts";
import { createLaneClient } from "./lane-client.ts";
import type { LaneParts } from "./lane-parts.ts";
import { createLimiter } from "./limiter.ts";
import { type ReadingContext, SettledKeys } from "./reading.ts";
import { ACCESS_SUBJECT, isRefusedForLong, REFUSED_DETAIL } from "./refused-access.ts";
import { createTurns } from "./turns.ts";
import { type Decision, decideOn } from "./verdicts.ts";

/** What the parts of a lane share. */
export interface LaneCore extends ReadingContext {
  readonly access: Access;
  readonly client: CrmClient;
  /** Writes a failure down and says what becomes of the work. */
  fail(failure: CrmFailure, subject: string): Promise<Decision>;
  /** A kind that the CRM does not let us read: everything else goes on without it. */
  leaveOut(kind: CrmRecordKind): Promise<void>;
  /** Faults that pass by themselves are over once the CRM answers. */
  recovered(): Promise<void>;
  loadRules(): Promise<Rules | null>;
  /** The rules changed: what is held of them is old. */
  forgetRules(): void;
  after(seconds: number): Instant;
}

/** Unknown owners or stages make people due again, but not more often than this. */
const PEOPLE_AGAIN_SECONDS = 600;
const RULES_HELD_MILLISECONDS = 60_000;
const PASSING_FAULTS: readonly FaultType[] = ["rate_limited", "unavailable", "misconfigured"];

/** Joins what a lane holds in memory: token, limiter, rules, and the ids that are known. */
export function createLaneCore(parts: LaneParts): LaneCore {
  const turns = createTurns();
  const settled = new SettledKeys();
  const access = createAccess(parts);
  const { loadRules, loadAskedFields, forgetRules } = holdRules(parts);
  const client = createLaneClient({
    ...parts,
    access,
    limiter: createLimiter(parts.clock, parts.crm.limits),
    loadRules,
    loadAskedFields,
  });
  const known = createKnownIds(parts);
  let faulty = true;
  let askedAt: Instant | null = null;

  const after = (seconds: number): Instant => secondsAfter(parts.clock.now(), seconds);

  return {
    parts,
    turns,
    settled,
    access,
    client,
    loadRules,
    forgetRules,
    after,
    async fail(failure, subject) {
      faulty = true;
      const decision = await writeDown(parts, failure, subject);
      if (decision.kind === "stop") await parts.directory.setState(parts.tenantId, "reconnect");
      return decision;
    },
    async leaveOut(kind) {
      await parts.state.changeKind(kind, { granted: false });
    },
    async recovered() {
      if (!faulty) return;
      for (const type of PASSING_FAULTS) await parts.state.clearFaults(type, null);
      faulty = false;
    },
    async onUnknown(records) {
      if (!(await known.lacks(records))) return;
      if (askedAt !== null && askedAt > after(-PEOPLE_AGAIN_SECONDS)) return;
      askedAt = parts.clock.now();
      await parts.state.changeStatus({ nextPeopleAt: askedAt });
    },
  };
}

/** Refused tokens are one fault, whatever was asked for. */
async function writeDown(parts: LaneParts, failure: CrmFailure, subject: string): Promise<Decision> {
  const decision = decideOn(failure);
  const detail = decision.kind === "skip" ? decision.detail : "";
  const record = (type: FaultType, about: string, more: string) =>
    parts.state.recordFaults([{ type, subject: about, detail: more }], parts.clock.now());
  await record(decision.fault, failure.reason === "token_refused" ? ACCESS_SUBJECT : subject, detail);
  if (failure.reason !== "token_refused" || !(await isRefusedForLong(parts))) return decision;
  await record("token_revoked", ACCESS_SUBJECT, REFUSED_DETAIL);
  return { kind: "stop", fault: "token_revoked" };
}

/** What a decision means for work that stands alone: skipped is done, because it is written down. */
export function verdictOf(decision: Decision): LaneVerdict {
  if (decision.kind === "retry") {
    return { kind: "retry", delaySeconds: decision.delaySeconds, reason: decision.fault };
  }
  return decision.kind === "stop" ? { kind: "stopped", reason: decision.fault } : { kind: "done" };
}

/** When work that stands alone is tried again: as usual, and never before a wait is over that the CRM asked for. */
export function pauseAfter(verdict: LaneVerdict, usualSeconds: number): number {
  return verdict.kind === "retry" ? Math.max(usualSeconds, verdict.delaySeconds) : usualSeconds;
}

/** What decides how records are read. */
interface ReadBy {
  readonly rules: Rules | null;
  readonly askedFields: ExtraFields;
}

/** Rules change rarely and are needed before each call, so they are read once a minute. */
function holdRules(
  parts: LaneParts,
): Pick<LaneCore, "loadRules" | "forgetRules"> & { readonly loadAskedFields: () => Promise<ExtraFields> } {
  let held: (ReadBy & { readonly until: number }) | null = null;
  let changes = 0;
  const load = async (): Promise<ReadBy> => {
    const now = Date.parse(parts.clock.now());
    if (held?.rules && held.until > now) return held;
    const changesBefore = changes;
    const rules = (await parts.state.hasRules()) ? (await parts.store.loadLiveGeneration()).rules : null;
    const { askedFields } = await parts.state.loadStatus();
    const read = { rules, askedFields, until: now + RULES_HELD_MILLISECONDS };
    // Rules that changed while they were read are not kept.
    if (changes === changesBefore) held = read;
    return read;
  };
  return {
    forgetRules() {
      held = null;
      changes += 1;
    },
    loadRules: async () => (await load()).rules,
    loadAskedFields: async () => (await load()).askedFields,
  };
}

interface KnownIds {
  lacks(records: readonly CrmRecord[]): Promise<boolean>;
}

/** Which owners and stages are known. An id that nobody knows is reported once in the life of the lane. */
function createKnownIds(parts: LaneParts): KnownIds {
  const known = new Set<string>();
  const load = async () => {
    const members = await parts.store.loadIdentifiedMembers();
    const queues = await parts.store.loadQueueOwnerIds();
    for (const ownerId of [...members.flatMap((member) => member.ownerIds), ...queues])
      known.add(`owner:${ownerId}`);
    for (const pipeline of await parts.store.loadPipelines()) {
      for (const stage of pipeline.stages) known.add(`stage:${stage.id}`);
    }
  };
  return {
    async lacks(records) {
      const named = new Set(records.flatMap(namedIn));
      if (named.difference(known).size === 0) return false;
      await load();
      const unknown = named.difference(known);
      for (const name of unknown) known.add(name);
      return unknown.size > 0;
    },
  };
}

function namedIn(record: CrmRecord): readonly string[] {
  const owner = record.ownerId === null ? [] : [`owner:${record.ownerId}`];
  const stage = record.kind === "deal" && record.stageId !== null ? [`stage:${record.stageId}`] : [];
  return [...owner, ...stage];
}
