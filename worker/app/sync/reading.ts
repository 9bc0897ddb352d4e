import { type CrmRecordKind, EVENT_IDS } from "../../../shared/contracts/ids.ts";
import type { Cause } from "../../domain/credits.ts";
import type { CrmRecord } from "../../domain/records.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { CrmClient, CrmFailure, RecordRejection } from "../../ports/crm.ts";
import { type Applied, type ApplyOptions, NOTHING_APPLIED, type RecordKey } from "../../ports/ledger.ts";
import type { LaneParts } from "./lane-parts.ts";
import type { Turns } from "./turns.ts";

/** Ids that one read by id asks for at most. */
const IDS_PER_READ_MAX = 100;
/** How many settled keys are remembered; beyond that, pages read before are read again by id. */
const SETTLED_KEYS_MAX = 50_000;

/** What a reader needs to write what it read. */
export interface ReadingContext {
  readonly parts: LaneParts;
  readonly client: CrmClient;
  readonly turns: Turns;
  readonly settled: SettledKeys;
  /** Owners or stages that nobody knows were seen: people and pipelines are due. */
  readonly onUnknown: (records: readonly CrmRecord[]) => Promise<void>;
}

/** Pages of a list or a search, read before the turn to write them. */
export interface Reading {
  readonly records: readonly CrmRecord[];
  readonly rejections: readonly RecordRejection[];
  readonly cause: Cause;
  /** `SettledKeys.mark()` from before the pages were read. */
  readonly mark: number;
}

/** How much of a reading was new or changed. */
export interface Written {
  readonly stored: number;
  readonly revision: number | null;
}

/** What a read by id came to. */
export interface WrittenById extends Written {
  /** Ids that the CRM has no record of this kind of any more, not even in its recycle bin. */
  readonly gone: readonly string[];
}

/**
 * Which records were settled by a read by id, and when. A page that was read before that must not undo it,
 * even where the CRM moved no stamp.
 */
export class SettledKeys {
  private readonly at = new Map<string, number>();
  private counter = 0;
  private forgottenBefore = 0;
  private doubtedBefore = 0;

  mark(): number {
    return this.counter;
  }

  /** Nothing read before is written as it stands: somebody was erased since, or more is asked for of each deal. */
  doubt(): void {
    this.counter += 1;
    this.doubtedBefore = this.counter;
  }

  isDoubted(mark: number): boolean {
    return mark < this.doubtedBefore;
  }

  settle(keys: readonly RecordKey[]): void {
    this.counter += 1;
    if (this.at.size + keys.length > SETTLED_KEYS_MAX) {
      this.at.clear();
      this.forgottenBefore = this.counter;
    }
    for (const key of keys) this.at.set(textOf(key), this.counter);
  }

  isNewer(key: RecordKey, mark: number): boolean {
    return mark < this.forgottenBefore || (this.at.get(textOf(key)) ?? 0) > mark;
  }
}

/** Writes pages, and reads by id what the pages leave open. One turn of the lane. */
export function writeReading(
  context: ReadingContext,
  reading: Reading,
): Promise<Result<Written, CrmFailure>> {
  return context.turns.take(async () => {
    const { settled } = context;
    const isDoubted = settled.isDoubted(reading.mark);
    const isOpen = (record: CrmRecord) => isDoubted || settled.isNewer(record, reading.mark);
    const open = reading.records.filter(isOpen);
    const certain = reading.records.filter((record) => !isOpen(record));
    const applied = await apply(context, certain, { cause: reading.cause, fresh: false });
    await recordRejections(context.parts, reading.rejections);
    await clearRejections(context.parts, certain);
    await context.onUnknown(reading.records);
    const keys = [...applied.ambiguous, ...open.map(keyOf)];
    const inHand = new Map(isDoubted ? [] : reading.records.map((record) => [textOf(record), record]));
    const rest = await settleKeys(context, keys, { cause: reading.cause, inHand });
    if (!rest.ok) return rest;
    return ok({
      stored: applied.stored + rest.value.stored,
      revision: rest.value.revision ?? applied.revision,
    });
  });
}

interface SettleOptions {
  readonly cause: Cause;
  /** What a list of the recycle bin says of records that a read by id no longer finds. */
  readonly inHand: ReadonlyMap<string, CrmRecord>;
}

/** Reads the records by id and applies them as they are. Only inside a turn. */
async function settleKeys(
  context: ReadingContext,
  keys: readonly RecordKey[],
  options: SettleOptions,
): Promise<Result<Written, CrmFailure>> {
  let stored = 0;
  let revision: number | null = null;
  const idsOfKind = Map.groupBy(keys.filter(isCrmKey), (key) => key.kind);
  for (const [kind, ofKind] of idsOfKind) {
    for (const ids of chunksOf([...new Set(ofKind.map((key) => key.crmId))])) {
      const written = await readByIds(context, { kind, ids }, options);
      if (!written.ok) return written;
      stored += written.value.stored;
      revision = written.value.revision ?? revision;
    }
  }
  return ok({ stored, revision });
}

/**
 * Reads ids of one kind and applies what came. Something just read by id is the present truth, so what the
 * stamps leave open is applied as it is. Only inside a turn.
 */
export async function readByIds(
  context: ReadingContext,
  wanted: { readonly kind: CrmRecordKind; readonly ids: readonly string[] },
  options: SettleOptions & { readonly actorOf?: (crmId: string) => string | null },
): Promise<Result<WrittenById, CrmFailure>> {
  const read = await context.client.fetchByIds(wanted.kind, wanted.ids);
  if (!read.ok) return read;
  const { records, rejections, missing, others, merged } = read.value;
  let stored = 0;
  let revision: number | null = null;
  const count = (applied: Applied) => {
    stored += applied.stored;
    revision = applied.revision ?? revision;
  };
  for (const [cause, group] of byCause([...records, ...buriedOf(wanted.kind, missing, options)], options)) {
    const applied = await apply(context, group, { cause, fresh: false });
    count(applied);
    const open = new Set(applied.ambiguous.map(textOf));
    const again = group.filter((record) => open.has(textOf(record)));
    count(await apply(context, again, { cause, fresh: true }));
  }
  const gone = missing.filter((crmId) => !options.inHand.has(textOf({ kind: wanted.kind, crmId })));
  for (const [cause, ids] of idsByCause(gone, options)) {
    count(await applyGone(context, { kind: wanted.kind, ids }, cause));
  }
  // Of what is another kind now, and never was held as this one, nothing is to be remembered.
  const held = others.length === 0 ? [] : await context.parts.ledger.listPresent(wanted.kind, others);
  for (const [cause, ids] of idsByCause(held, options)) {
    count(await applyGone(context, { kind: wanted.kind, ids }, cause));
  }
  if (merged.length > 0) {
    count(
      await applyMerges(
        context,
        merged.map((merge) => ({ kind: wanted.kind, ...merge })),
        options.cause,
      ),
    );
  }
  await recordRejections(context.parts, rejections);
  const away = [...gone, ...others, ...merged.map(({ from }) => from)];
  await clearRejections(context.parts, [...records, ...away.map((crmId) => ({ kind: wanted.kind, crmId }))]);
  await context.onUnknown(records);
  context.settled.settle(wanted.ids.map((crmId) => ({ kind: wanted.kind, crmId })));
  return ok({ stored, revision, gone: [...gone, ...others] });
}

async function apply(
  context: ReadingContext,
  records: readonly CrmRecord[],
  options: Omit<ApplyOptions, "now">,
): Promise<Applied> {
  if (records.length === 0) return NOTHING_APPLIED;
  const { parts } = context;
  return announced(context, await parts.ledger.apply(records, { ...options, now: parts.clock.now() }));
}

/** Those of the records that are held, and were not read by id since, are there no more. One turn each kind. */
export async function dropHeld(
  context: ReadingContext,
  gone: readonly { readonly kind: CrmRecordKind; readonly crmId: string }[],
  { cause, mark }: Pick<Reading, "cause" | "mark">,
): Promise<void> {
  for (const [kind, keys] of Map.groupBy(gone, (key) => key.kind)) {
    await context.turns.take(async () => {
      const open = keys.filter((key) => !context.settled.isNewer(key, mark));
      const ids = await context.parts.ledger.listPresent(
        kind,
        open.map(({ crmId }) => crmId),
      );
      if (ids.length > 0) await applyGone(context, { kind, ids }, cause);
    });
  }
}

async function applyGone(
  context: ReadingContext,
  gone: { readonly kind: CrmRecordKind; readonly ids: readonly string[] },
  cause: Cause,
): Promise<Applied> {
  const { parts } = context;
  const keys = gone.ids.map((crmId) => ({ kind: gone.kind, crmId }));
  return announced(
    context,
    await parts.ledger.applyDeletions(keys, { cause, now: parts.clock.now(), fresh: true }),
  );
}

/** Records that the CRM merged. Only inside a turn. */
export async function applyMerges(
  context: ReadingContext,
  merges: readonly { readonly kind: CrmRecordKind; readonly from: string; readonly into: string }[],
  cause: Cause,
): Promise<Applied> {
  const { parts } = context;
  return announced(
    context,
    await parts.ledger.applyMerges(merges, { cause, now: parts.clock.now(), fresh: true }),
  );
}

/** Every revision is told to the live boards, whoever made it. */
export async function announced(
  { parts }: Pick<ReadingContext, "parts">,
  applied: Applied,
): Promise<Applied> {
  if (applied.revision !== null) await parts.announce(applied);
  return applied;
}

/** What boards are made of beside the ledger changed: who there is, or how far back records reach. */
export async function announceAll({ parts }: Pick<ReadingContext, "parts">): Promise<void> {
  await parts.announce({
    ...NOTHING_APPLIED,
    revision: 0,
    touched: { events: EVENT_IDS, memberIds: [], days: null },
  });
}

type ActorOptions = { readonly cause: Cause; readonly actorOf?: (crmId: string) => string | null };

function byCause(records: readonly CrmRecord[], options: ActorOptions): [Cause, CrmRecord[]][] {
  const groups = Map.groupBy(records, (record) => options.actorOf?.(record.crmId) ?? null);
  return [...groups].map(([actor, group]) => [withActor(options.cause, actor), group]);
}

function idsByCause(ids: readonly string[], options: ActorOptions): [Cause, string[]][] {
  const groups = Map.groupBy(ids, (id) => options.actorOf?.(id) ?? null);
  return [...groups].map(([actor, group]) => [withActor(options.cause, actor), group]);
}

function withActor(cause: Cause, actor: string | null): Cause {
  return actor === null ? cause : { ...cause, actor };
}

/** Records of the recycle bin that a read by id does not find: what the bin says is all there is. */
function buriedOf(
  kind: CrmRecordKind,
  missing: readonly string[],
  options: Pick<SettleOptions, "inHand">,
): readonly CrmRecord[] {
  return missing.flatMap((crmId) => {
    const record = options.inHand.get(textOf({ kind, crmId }));
    return record ? [{ ...record, archived: true }] : [];
  });
}

function recordRejections(parts: LaneParts, rejections: readonly RecordRejection[]): Promise<void> {
  if (rejections.length === 0) return Promise.resolve();
  return parts.state.recordFaults(
    rejections.map(({ kind, crmId, path }) => ({
      type: "record_unreadable",
      subject: `${kind}:${crmId}`,
      detail: path,
    })),
    parts.clock.now(),
  );
}

/** A record that was parked and can be read now, or is there no more, is a fault no longer. */
function clearRejections(parts: LaneParts, keys: readonly RecordKey[]): Promise<void> {
  if (keys.length === 0) return Promise.resolve();
  return parts.state.clearFaults("record_unreadable", keys.map(textOf));
}

function isCrmKey(key: RecordKey): key is RecordKey & { readonly kind: CrmRecordKind } {
  return key.kind !== "adjustment";
}

function keyOf(record: CrmRecord): RecordKey {
  return { kind: record.kind, crmId: record.crmId };
}

function textOf(key: RecordKey): string {
  return `${key.kind}:${key.crmId}`;
}

/** Items in groups of at most a size, in order. */
export function chunksOf<T>(items: readonly T[], size: number = IDS_PER_READ_MAX): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
