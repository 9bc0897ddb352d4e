/** Credits the records of a batch by each generation of rules and compares with what stands. */
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { creditRecord } from "../../domain/credit/credit-record.ts";
import type { CreditLine } from "../../domain/credits.ts";
import { CellDeltas } from "../../domain/ledger/cell-deltas.ts";
import { differenceOfCredits, placeOfLine, sameLine } from "../../domain/ledger/credit-difference.ts";
import { type HeldRecord, nameOf } from "../../domain/ledger/held-record.ts";
import { SliceBook } from "../../domain/ledger/slice-book.ts";
import type { Generation } from "../../ports/tenants.ts";
import type { LedgerBatch } from "./ledger-batch.ts";
import { loadOpenCredits, loadSlices, type TenantDatabase } from "./ledger-loads.ts";
import type { GenerationCredit } from "./ledger-rows.ts";
import type { Work } from "./ledger-work.ts";

export interface CreditingOptions {
  readonly generations: readonly Generation[];
  /** The revision that the batch will become. */
  readonly revision: number;
  /** Names of records that cannot have any lines yet. */
  readonly unread: ReadonlySet<string>;
  /**
   * A generation whose lines hand down since when they are known: to a line that says the same under the
   * new rules.
   */
  readonly heir?: number;
}

export type Crediting = Pick<LedgerBatch, "closed" | "opened" | "slices" | "cells">;

/** What has to be closed and opened, and what that adds to the cells. */
export async function creditWork(
  database: TenantDatabase,
  work: Work,
  options: CreditingOptions,
): Promise<Crediting> {
  const numbers = options.generations.map(({ number }) => number);
  const read = work.records.filter((held) => !options.unread.has(nameOf(held)));
  const asked = options.heir === undefined ? numbers : [...numbers, options.heir];
  const [open, slices] = await Promise.all([loadOpenCredits(database, read, asked), loadSlices(database)]);
  const openOf = Map.groupBy(open, (credit) => textOf(credit.generation, credit));
  const book = new SliceBook(slices);
  const closed: GenerationCredit[] = [];
  const opened: GenerationCredit[] = [];
  const cells: { generation: number; cells: ReturnType<CellDeltas["changes"]> }[] = [];
  for (const generation of options.generations) {
    const deltas = new CellDeltas(generation.rules.calendar, (slice) => book.intern(slice));
    for (const held of work.records) {
      const difference = differenceOfRecord(held, { work, generation, openOf, options });
      for (const credit of difference.closed) deltas.remove(credit.kind, credit);
      for (const credit of difference.opened) deltas.add(credit.kind, credit);
      closed.push(...difference.closed);
      opened.push(...difference.opened);
    }
    cells.push({ generation: generation.number, cells: deltas.changes() });
  }
  return { closed, opened, slices: book.fresh(), cells };
}

interface RecordCrediting {
  readonly work: Work;
  readonly generation: Generation;
  readonly openOf: ReadonlyMap<string, readonly GenerationCredit[]>;
  readonly options: CreditingOptions;
}

function differenceOfRecord(held: HeldRecord, { work, generation, openOf, options }: RecordCrediting) {
  const lines = held.record ? creditRecord(held.record, work.factsOf(held), generation.rules) : [];
  const heirs = options.heir === undefined ? [] : (openOf.get(textOf(options.heir, held)) ?? []);
  const older = new Map(heirs.map((credit) => [placeOfLine(credit), credit]));
  const wanted = lines.map((line) => {
    const known = older.get(placeOfLine(line));
    const knownFrom = known && sameLine(known, line) ? known.knownFrom : options.revision;
    return creditOf(line, { held, generation: generation.number, knownFrom });
  });
  return differenceOfCredits(wanted, openOf.get(textOf(generation.number, held)) ?? []);
}

function creditOf(
  line: CreditLine,
  of: { readonly held: HeldRecord; readonly generation: number; readonly knownFrom: number },
): GenerationCredit {
  const { kind, crmId } = of.held;
  return { ...line, kind, crmId, generation: of.generation, knownFrom: of.knownFrom, knownUntil: null };
}

function textOf(generation: number, name: { readonly kind: string; readonly crmId: string }): string {
  return `${generation} ${name.kind} ${name.crmId}`;
}

/** What changed on the boards of a generation. */
export function touchedBy(
  { closed, opened }: Pick<Crediting, "closed" | "opened">,
  generation: number,
): {
  readonly events: readonly EventId[];
  readonly memberIds: readonly string[];
  readonly days: DaySpan | null;
} {
  const events = new Set<EventId>();
  const memberIds = new Set<string>();
  let days: DaySpan | null = null;
  for (const credits of [closed, opened]) {
    for (const credit of credits) {
      if (credit.generation !== generation) continue;
      events.add(credit.event);
      if (credit.memberId !== "") memberIds.add(credit.memberId);
      days = spanWith(days, credit.day);
    }
  }
  return { events: [...events], memberIds: [...memberIds], days };
}

function spanWith(span: DaySpan | null, day: string | null): DaySpan | null {
  if (day === null) return span;
  if (!span) return { from: day, to: day };
  return { from: day < span.from ? day : span.from, to: day > span.to ? day : span.to };
}
