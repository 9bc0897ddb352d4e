/** Finds what a batch of changed records makes it necessary to credit again, and the facts for that. */
import type { Facts } from "../../domain/facts.ts";
import { Correspondents } from "../../domain/ledger/correspondence.ts";
import {
  changedCorrespondents,
  changedRepetitions,
  changedTargets,
  correspondenceStretches,
  countsInstead,
  type LinkStretch,
  type RecordChange,
  wholeKey,
} from "../../domain/ledger/dependents.ts";
import { type HeldRecord, nameOf, type RecordName } from "../../domain/ledger/held-record.ts";
import { LinkTable } from "../../domain/ledger/link-table.ts";
import {
  fixedLinksOf,
  personLinksOf,
  type RecordLink,
  sameActivityKeys,
  targetKey,
} from "../../domain/ledger/record-links.ts";
import type { Adjustment } from "../../domain/records.ts";
import { loadHeld, loadLinks, type TenantDatabase } from "./ledger-loads.ts";

/** What crediting reads that is the same for all records of a batch. */
export type CommonFacts = Pick<Facts, "directory" | "pipelines" | "rates">;

export interface WorkRequest {
  readonly changes: readonly RecordChange[];
  /** Records to credit again although they stay as they are. */
  readonly again: readonly HeldRecord[];
  /** Those of them whose links are made anew, because somebody may have become a member or none. */
  readonly relinked: readonly HeldRecord[];
  readonly facts: CommonFacts;
  /** How far around an e-mail others matter to it. */
  readonly reach: number;
}

export interface Work {
  /** Every record to credit: the changed ones, those that depend on them, those asked for. */
  readonly records: readonly HeldRecord[];
  readonly factsOf: (held: HeldRecord) => Facts;
  readonly linksGone: readonly RecordLink[];
  readonly linksWritten: readonly RecordLink[];
}

/** Loads in bulk: a handful of queries, however many records there are. */
export async function gatherWork(database: TenantDatabase, request: WorkRequest): Promise<Work> {
  const table = new LinkTable();
  const others = await settleLinks(database, table, request);
  const { changes, again } = request;
  const isMember = request.facts.directory.isMember;
  const dependentNames = [...changedCorrespondents(table, changes), ...changedTargets(changes)];
  const known = new Map([...again, ...others].map((held) => [nameOf(held), held]));
  for (const { after } of changes) known.set(nameOf(after), after);
  for (const held of await loadHeld(database, without(dependentNames, known))) known.set(nameOf(held), held);
  const records = [...known.values()];
  const adjustments = await loadFactLinks(database, table, { records, request, known });
  const correspondents = new Correspondents(table, { reach: request.reach, isMember });
  const { gone, written } = table.changes();
  return {
    records,
    linksGone: gone,
    linksWritten: written,
    factsOf: (held) => ({
      ...request.facts,
      mergedInto: held.mergedInto,
      duplicateOf: countsInstead(held, (key) => table.after(key)),
      adjustments: adjustmentsOf(held, table, adjustments),
      correspondence: held.record?.kind === "email" ? correspondents.of(held.record) : [],
    }),
  };
}

/** Loads the links around the records and notes how they change. Answers other records it opened. */
async function settleLinks(
  database: TenantDatabase,
  table: LinkTable,
  request: WorkRequest,
): Promise<readonly HeldRecord[]> {
  const { changes, relinked } = request;
  const versions = changes.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  table.load(await loadLinks(database, stretchesOf([...versions, ...relinked], request)));
  for (const { before, after } of changes) {
    table.replace(before ? fixedLinksOf(before) : [], fixedLinksOf(after));
  }
  const others = await loadHeld(database, changedRepetitions(table, changes));
  if (others.length > 0) table.load(await loadLinks(database, stretchesOf(others, request)));
  const { isMember } = request.facts.directory;
  const same = [...relinked, ...others].map((held) => ({ before: held, after: held }));
  for (const { before, after } of [...changes, ...same]) {
    const repeated = countsInstead(before, (key) => table.before(key)) !== null;
    const repeats = countsInstead(after, (key) => table.after(key)) !== null;
    const links = before ? personLinksOf(before, { repeats: repeated, isMember }) : [];
    table.replace(links, personLinksOf(after, { repeats, isMember }));
  }
  return others;
}

function stretchesOf(versions: readonly HeldRecord[], request: WorkRequest): readonly LinkStretch[] {
  const { reach } = request;
  const { isMember } = request.facts.directory;
  return versions.flatMap(({ record }) => {
    const correspondence = correspondenceStretches(record, { reach, isMember });
    return [...sameActivityKeys(record).map(wholeKey), ...correspondence];
  });
}

interface FactsWanted {
  readonly records: readonly HeldRecord[];
  readonly request: WorkRequest;
  readonly known: ReadonlyMap<string, HeldRecord>;
}

/** The adjustments of all records, by name; and the links around those that were not loaded before. */
async function loadFactLinks(
  database: TenantDatabase,
  table: LinkTable,
  wanted: FactsWanted,
): Promise<ReadonlyMap<string, HeldRecord>> {
  const { changes, relinked } = wanted.request;
  const settled = new Set([...changes.map(({ after }) => after), ...relinked].map(nameOf));
  const dependents = wanted.records.filter((held) => !settled.has(nameOf(held)));
  const keys = wanted.records.map((held) => wholeKey(targetKey(held)));
  table.load(await loadLinks(database, [...keys, ...stretchesOf(dependents, wanted.request)]));
  const names = wanted.records.flatMap((held) => adjustmentNames(held, table));
  const loaded = await loadHeld(database, without(names, wanted.known));
  return new Map([...wanted.known, ...loaded.map((held) => [nameOf(held), held] as const)]);
}

function adjustmentNames(held: HeldRecord, table: LinkTable): readonly RecordName[] {
  return table.after(targetKey(held)).filter((link) => link.role === "target");
}

function adjustmentsOf(
  held: HeldRecord,
  table: LinkTable,
  known: ReadonlyMap<string, HeldRecord>,
): readonly Adjustment[] {
  return adjustmentNames(held, table).flatMap((name) => {
    const record = known.get(nameOf(name))?.record;
    return record?.kind === "adjustment" ? [record] : [];
  });
}

function without(
  names: readonly RecordName[],
  known: ReadonlyMap<string, HeldRecord>,
): readonly RecordName[] {
  const missing = new Map(names.map((name) => [nameOf(name), name]));
  for (const name of known.keys()) missing.delete(name);
  return [...missing.values()];
}
