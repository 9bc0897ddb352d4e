/**
 * Erasure for privacy. The credits stay, so no figure changes; the record goes, and a token that means
 * nothing stands where its id was. What others build on stays under that token.
 */
import { wholeKey } from "../../domain/ledger/dependents.ts";
import {
  ERASED_PREFIX,
  isErasedId,
  nameOf,
  type RecordName,
  unknownRecord,
} from "../../domain/ledger/held-record.ts";
import { linksOf, personKeyLink, type RecordLink, targetKey } from "../../domain/ledger/record-links.ts";
import type { PersonKey } from "../../domain/records.ts";
import { type Applied, type ApplyOptions, NOTHING_APPLIED, type RecordKey } from "../../ports/ledger.ts";
import { writeBatch } from "./ledger-batch.ts";
import { untilWritten } from "./ledger-commit.ts";
import { type LedgerState, loadHeld, loadLinks, type TenantDatabase } from "./ledger-loads.ts";

const KEYS_PER_BATCH_MAX = 200;

// A generation that was given up is no longer listed, but its credits stay until the next one is built.
const CREDITS_SQL = `WITH RECURSIVE every(generation) AS (
    SELECT max(generation) FROM generations WHERE tenant_id = ?1
    UNION ALL SELECT generation - 1 FROM every WHERE generation > 1)
  UPDATE credits SET crm_id = ?4 WHERE tenant_id = ?1 AND kind = ?2 AND crm_id = ?3
    AND generation IN (SELECT generation FROM every)`;

/** Erases records; ids that were never seen leave a tombstone, so that they never come in. */
export async function eraseKeys(
  database: TenantDatabase,
  keys: readonly RecordKey[],
  how: ApplyOptions,
): Promise<Applied> {
  return eraseInTurns(database, keys, { how, person: null });
}

/** Erases every record of a person, and the person's own key with them. */
export async function erasePerson(
  database: TenantDatabase,
  person: PersonKey,
  how: ApplyOptions,
): Promise<Applied> {
  const links = await loadLinks(database, [wholeKey(personKeyLink(person))]);
  const names = new Map(links.map((link) => [nameOf(link), { kind: link.kind, crmId: link.crmId }]));
  return eraseInTurns(database, [...names.values()], { how, person });
}

interface Erasure {
  readonly how: ApplyOptions;
  /** Links to this person are not kept under a token, but deleted. */
  readonly person: PersonKey | null;
}

async function eraseInTurns(
  database: TenantDatabase,
  records: readonly RecordName[],
  erasure: Erasure,
): Promise<Applied> {
  let applied = NOTHING_APPLIED;
  for (let from = 0; from < records.length; from += KEYS_PER_BATCH_MAX) {
    const some = records.slice(from, from + KEYS_PER_BATCH_MAX);
    // In one batch with their records: once these are gone, nothing leads to them any more.
    const part = [...some, ...(await adjustmentsOf(database, some))];
    const erased = await untilWritten(database, (state) => erase(database, part, { ...erasure, state }));
    applied = {
      ...applied,
      revision: erased.revision ?? applied.revision,
      stored: applied.stored + erased.stored,
      unchanged: applied.unchanged + erased.unchanged,
      rowsWritten: applied.rowsWritten + erased.rowsWritten,
    };
  }
  return applied;
}

/** What admins wrote of the records, and that it was of these, goes with them. */
async function adjustmentsOf(
  database: TenantDatabase,
  records: readonly RecordName[],
): Promise<readonly RecordName[]> {
  const known = records.filter(({ crmId }) => !isErasedId(crmId));
  const links = await loadLinks(
    database,
    known.map((name) => wholeKey(targetKey(name))),
  );
  const names = new Map(links.map((link) => [nameOf(link), { kind: link.kind, crmId: link.crmId }]));
  for (const record of records) names.delete(nameOf(record));
  return [...names.values()];
}

async function erase(
  database: TenantDatabase,
  names: readonly RecordName[],
  erasure: Erasure & { readonly state: LedgerState },
): Promise<Applied | null> {
  const known = new Map((await loadHeld(database, names)).map((held) => [nameOf(held), held]));
  const targets = names.filter((name) => !isErasedId(name.crmId) && !known.get(nameOf(name))?.erased);
  const links = await storedLinks(database, names, erasure.person, known);
  if (targets.length === 0 && links.length === 0) return { ...NOTHING_APPLIED, unchanged: names.length };
  const revision = erasure.state.revision + 1;
  const tokens = new Map(
    targets.map((name, index) => [nameOf(name), `${ERASED_PREFIX}${revision}.${index}`]),
  );
  const personKey = erasure.person === null ? null : personKeyLink(erasure.person);
  const { db, tenantId } = database;
  const written = await writeBatch(
    database,
    {
      records: targets.map((name) => ({ ...unknownRecord(name), erased: true })),
      linksGone: links,
      linksWritten: links.flatMap((link) => {
        const crmId = tokens.get(nameOf(link)) ?? link.crmId;
        // The key of an adjustment's link is the id of what it was about.
        const isKept = link.key !== personKey && link.kind !== "adjustment";
        return isKept ? [{ ...link, crmId }] : [];
      }),
      closed: [],
      opened: [],
      slices: [],
      cells: [],
      also: () =>
        targets.map(({ kind, crmId }) =>
          db.prepare(CREDITS_SQL).bind(tenantId, kind, crmId, tokens.get(nameOf({ kind, crmId })) ?? ""),
        ),
    },
    { state: erasure.state, cause: erasure.how.cause, now: erasure.how.now },
  );
  const unchanged = names.length - targets.length;
  return written && { ...NOTHING_APPLIED, ...written, stored: targets.length, unchanged };
}

/** The links of the records as they are stored, and those of earlier tokens to the person. */
async function storedLinks(
  database: TenantDatabase,
  names: readonly RecordName[],
  person: PersonKey | null,
  known: ReadonlyMap<string, Parameters<typeof linksOf>[0]>,
): Promise<readonly RecordLink[]> {
  const asked = new Set(names.map(nameOf));
  // Only their places are looked up, and those are the same whoever is a member.
  const standing = { repeats: false, isMember: () => false };
  const places = [...known.values()].flatMap((held) => linksOf(held, standing));
  const stretches = places.map(({ key, at }) => ({ key, from: at, to: at }));
  const whole = person === null ? [] : [wholeKey(personKeyLink(person))];
  const links = await loadLinks(database, [...stretches, ...whole]);
  return links.filter((link) => asked.has(nameOf(link)));
}
