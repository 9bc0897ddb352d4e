/** What every question to the ledger has in common: the generation it is answered from, and its filter. */
import * as v from "valibot";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Slice } from "../../domain/credits.ts";
import { SliceBook } from "../../domain/ledger/slice-book.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import type { Generation } from "../../ports/tenants.ts";
import { loadSlices, type TenantDatabase } from "./ledger-loads.ts";
import { readRows } from "./read-rows.ts";
import { readRules } from "./rules-row.ts";

const LIVE_SQL = `SELECT generation, rules, live_from, live_until FROM generations
  WHERE tenant_id = ?1 AND live_from IS NOT NULL ORDER BY live_from`;
const REVISION_SQL = "SELECT max(revision) AS revision FROM revisions WHERE tenant_id = ?1";

const GenerationRow = v.object({
  generation: v.number(),
  rules: v.string(),
  live_from: v.number(),
  live_until: v.nullable(v.number()),
});
const RevisionRow = v.object({ revision: v.nullable(v.number()) });

/** A generation that readers see or saw, and at which revisions. */
export interface SeenGeneration extends Generation {
  readonly liveFrom: number;
  /** Null while it is live. */
  readonly liveUntil: number | null;
}

/** The generations of one tenant as a reader found them first. */
export class SeenGenerations {
  readonly #database: TenantDatabase;
  #found: Promise<readonly SeenGeneration[]> | null = null;

  constructor(database: TenantDatabase) {
    this.#database = database;
  }

  /** The present revision; later questions are answered from the generation of this moment. */
  async loadRevision(): Promise<number> {
    const { db, tenantId } = this.#database;
    const [revision, generations] = await db.batch(
      [REVISION_SQL, LIVE_SQL].map((sql) => db.prepare(sql).bind(tenantId)),
    );
    this.#found = Promise.resolve(readGenerations(generations));
    return readRows(RevisionRow, revision)[0]?.revision ?? 0;
  }

  /** Every generation that was ever live, oldest first. */
  all(): Promise<readonly SeenGeneration[]> {
    this.#found ??= this.#load();
    return this.#found;
  }

  /** The generation that readers see, or saw at a revision; null before the first rules. */
  async at(revision: number | undefined): Promise<SeenGeneration | null> {
    const all = await this.all();
    if (revision === undefined) return all.findLast(({ liveUntil }) => liveUntil === null) ?? null;
    return all.findLast(({ liveFrom }) => liveFrom <= revision) ?? null;
  }

  async #load(): Promise<readonly SeenGeneration[]> {
    const { db, tenantId } = this.#database;
    return readGenerations(await db.prepare(LIVE_SQL).bind(tenantId).all());
  }
}

function readGenerations(answer: D1Result | undefined): readonly SeenGeneration[] {
  return readRows(GenerationRow, answer).map((row) => ({
    number: row.generation,
    rules: readRules(row.rules),
    liveFrom: row.live_from,
    liveUntil: row.live_until,
  }));
}

/** What a reader is made of. */
export interface ReadContext {
  readonly database: TenantDatabase;
  readonly generations: SeenGenerations;
}

/** Whether a line's dimensions are among those asked for. */
export function sliceMatcher(filter: CreditFilter): ((slice: Slice) => boolean) | null {
  const { pipelineIds, dealTypes } = filter.slice ?? {};
  if (!pipelineIds && !dealTypes) return null;
  return ({ pipelineId, dealType }) =>
    (!pipelineIds || pipelineIds.includes(pipelineId)) && (!dealTypes || dealTypes.includes(dealType));
}

/** The slices of cells that a filter adds up; null when only the credits can tell. */
export async function slicesOf(
  database: TenantDatabase,
  filter: CreditFilter,
): Promise<readonly string[] | null> {
  const matches = sliceMatcher(filter);
  if (!matches) return [""];
  return new SliceBook(await loadSlices(database)).select(matches);
}

/** The days of a filter; '' to '' for the lines without a date. */
export function daysOf({ span, undated }: CreditFilter): DaySpan {
  return undated ? { from: "", to: "" } : span;
}

/** Each event once. */
export function eventsOf({ events }: CreditFilter): readonly EventId[] {
  return [...new Set(events)];
}

/** A list as a JSON parameter; null is any. */
export function jsonList(list: readonly string[] | null | undefined): string | null {
  return list ? JSON.stringify([...new Set(list)]) : null;
}
