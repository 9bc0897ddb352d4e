/** How figures changed: lines that were closed, opened or replaced, and what a change of rules did. */
import * as v from "valibot";
import type { Credit } from "../../domain/credits.ts";
import { differenceOfCredits, placeOfLine } from "../../domain/ledger/credit-difference.ts";
import { nameOf, type RecordName } from "../../domain/ledger/held-record.ts";
import type { CreditChange, CreditFilter } from "../../ports/ledger.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import { TITLE_SQL } from "./ledger-explain.ts";
import type { ReadContext, SeenGeneration } from "./ledger-reading.ts";
import { CREDIT_COLUMNS, CreditRow, type GenerationCredit, readCause, shownCrmId } from "./ledger-rows.ts";
import { readRows } from "./read-rows.ts";

/** Later than every revision. */
const NEVER = Number.MAX_SAFE_INTEGER;

const RevisionRow = v.object({ revision: v.number(), at: v.string(), cause: v.string() });
const TitleRow = v.object({ kind: v.string(), crm_id: v.string(), title: v.nullable(v.string()) });

/** Revisions after the first up to and with the last. */
interface Stretch {
  readonly after: number;
  readonly upTo: number;
}

interface Change {
  readonly revision: number;
  readonly before: GenerationCredit | null;
  readonly after: GenerationCredit | null;
}

/** Oldest first. A generation's own building is no change: only what its flip altered is. */
export async function listChanges(
  context: ReadContext,
  filter: CreditFilter,
  page: { readonly sinceRevision: number; readonly limit: number },
): Promise<readonly CreditChange[]> {
  const asked: Stretch = { after: page.sinceRevision, upTo: filter.atRevision ?? NEVER };
  const generations = await context.generations.all();
  const changes: Change[] = [];
  for (const [index, generation] of generations.entries()) {
    const previous = generations[index - 1];
    const flipped = generation.liveFrom > asked.after && generation.liveFrom <= asked.upTo;
    if (previous && flipped)
      changes.push(...(await changesByFlip(context, filter, { previous, generation })));
    const own = {
      after: Math.max(asked.after, generation.liveFrom),
      upTo: Math.min(asked.upTo, (generation.liveUntil ?? NEVER) - 1),
    };
    if (own.after < own.upTo) changes.push(...(await changesWithin(context, filter, { generation, own })));
  }
  const first = changes.toSorted((one, other) => one.revision - other.revision).slice(0, page.limit);
  return explain(context, first);
}

async function changesWithin(
  context: ReadContext,
  filter: CreditFilter,
  { generation, own }: { readonly generation: SeenGeneration; readonly own: Stretch },
): Promise<readonly Change[]> {
  const known = `((c.known_from > ?11 AND c.known_from <= ?12) OR (c.known_until > ?11 AND c.known_until <= ?12))
    AND ?10 IS NULL`;
  const credits = await loadLines(context, { generation, filter, known, more: [own.after, own.upTo] });
  const changes = new Map<string, Change>();
  const isOwn = (revision: number) => revision > own.after && revision <= own.upTo;
  for (const credit of credits) {
    const note = (revision: number, part: Partial<Change>) => {
      const key = `${revision} ${nameOf(credit)} ${placeOfLine(credit)}`;
      changes.set(key, { before: null, after: null, ...changes.get(key), revision, ...part });
    };
    if (isOwn(credit.knownFrom)) note(credit.knownFrom, { after: credit });
    if (credit.knownUntil !== null && isOwn(credit.knownUntil)) note(credit.knownUntil, { before: credit });
  }
  return [...changes.values()];
}

/** The board just before the flip against the one just after. */
async function changesByFlip(
  context: ReadContext,
  filter: CreditFilter,
  flip: { readonly previous: SeenGeneration; readonly generation: SeenGeneration },
): Promise<readonly Change[]> {
  const revision = flip.generation.liveFrom;
  const known = "c.known_from <= ?11 AND (c.known_until IS NULL OR c.known_until > ?11) AND ?10 IS NULL";
  const [before, after] = await Promise.all([
    loadLines(context, { generation: flip.previous, filter, known, more: [revision - 1] }),
    loadLines(context, { generation: flip.generation, filter, known, more: [revision] }),
  ]);
  const beforeOf = Map.groupBy(before, nameOf);
  const afterOf = Map.groupBy(after, nameOf);
  const names = new Set([...beforeOf.keys(), ...afterOf.keys()]);
  return [...names].flatMap((name) => {
    const { closed, opened } = differenceOfCredits(afterOf.get(name) ?? [], beforeOf.get(name) ?? []);
    const openedAt = new Map(opened.map((credit) => [placeOfLine(credit), credit]));
    const replaced = closed.map((credit): Change => {
      const place = placeOfLine(credit);
      const next = openedAt.get(place) ?? null;
      openedAt.delete(place);
      return { revision, before: credit, after: next };
    });
    return [
      ...replaced,
      ...[...openedAt.values()].map((credit) => ({ revision, before: null, after: credit })),
    ];
  });
}

async function loadLines(
  { database }: ReadContext,
  asked: {
    readonly generation: SeenGeneration;
    readonly filter: CreditFilter;
    readonly known: string;
    readonly more: readonly number[];
  },
): Promise<readonly GenerationCredit[]> {
  const question = { generation: asked.generation.number, filter: asked.filter, atRevision: undefined };
  const lines = linesQuery(question, asked.known);
  const sql = `${lines.with} SELECT ${CREDIT_COLUMNS.map((column) => `c.${column}`).join(", ")} ${lines.from}`;
  return readRows(CreditRow, await bindLines(database, sql, { question, more: asked.more }).all());
}

/** When, why, and what the records are called. */
async function explain(
  { database }: ReadContext,
  changes: readonly Change[],
): Promise<readonly CreditChange[]> {
  const { db, tenantId } = database;
  const named = changes.flatMap((change) => {
    const credit = change.after ?? change.before;
    return credit ? [{ ...change, credit }] : [];
  });
  const [revisions, titles] = await db.batch([
    db
      .prepare(
        `SELECT v.revision, v.at, v.cause FROM json_each(?2) AS asked
          CROSS JOIN revisions AS v WHERE v.tenant_id = ?1 AND v.revision = asked.value`,
      )
      .bind(tenantId, JSON.stringify([...new Set(named.map(({ revision }) => revision))])),
    db
      .prepare(
        `SELECT r.kind, r.crm_id, ${TITLE_SQL} AS title FROM json_each(?2) AS asked CROSS JOIN records AS r
          WHERE r.tenant_id = ?1 AND r.kind = asked.value ->> 0 AND r.crm_id = asked.value ->> 1`,
      )
      .bind(tenantId, JSON.stringify(named.map(({ credit }) => [credit.kind, credit.crmId]))),
  ]);
  const revisionOf = new Map(readRows(RevisionRow, revisions).map((row) => [row.revision, row]));
  const titleOf = new Map(readRows(TitleRow, titles).map((row) => [`${row.kind} ${row.crm_id}`, row.title]));
  return named.flatMap(({ revision, before, after, credit }) => {
    const row = revisionOf.get(revision);
    if (!row) return [];
    const name: RecordName = { kind: credit.kind, crmId: credit.crmId };
    return [
      {
        revision,
        at: row.at,
        cause: readCause(row.cause),
        kind: credit.kind,
        crmId: shownCrmId(credit.crmId),
        title: titleOf.get(nameOf(name)) ?? null,
        event: credit.event,
        before: before && shown(before),
        after: after && shown(after),
      },
    ];
  });
}

function shown({ generation: _, ...credit }: GenerationCredit): Credit {
  return { ...credit, crmId: shownCrmId(credit.crmId) };
}
