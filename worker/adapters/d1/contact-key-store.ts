import * as v from "valibot";
import type { ContactKeys, ContactWalk } from "../../ports/contacts.ts";
import { jsonPieces } from "./json-pieces.ts";
import { readRows, SqlBoolean } from "./read-rows.ts";

/** Stands for a key where a contact has none. No key looks like these. */
const NO_ADDRESS = "";
const ERASED = "erased";

const Text = v.nullable(v.string());
const WalkRow = v.object({ refused: SqlBoolean, since: Text, cursor: Text, started_at: Text });
const KeyRow = v.object({ person_key: v.string() });

const NEW_WALK: ContactWalk = { refused: false, since: null, cursor: null, startedAt: null };

const WALK_SQL = "SELECT refused, since, cursor, started_at FROM contact_walks WHERE tenant_id = ?1";

const SAVE_WALK_SQL = `INSERT INTO contact_walks (tenant_id, refused, since, cursor, started_at)
  VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (tenant_id) DO UPDATE SET refused = excluded.refused, since = excluded.since,
    cursor = excluded.cursor, started_at = excluded.started_at`;

const ADD_SQL = `INSERT INTO contact_keys (tenant_id, contact_id, person_key)
  SELECT ?1, value->>0, value->>1 FROM json_each(?2)
  WHERE NOT EXISTS (SELECT 1 FROM contact_keys AS gone
    WHERE gone.tenant_id = ?1 AND gone.contact_id = value->>0 AND gone.person_key = '${ERASED}')
  ON CONFLICT DO NOTHING`;

const FIND_SQL = "SELECT person_key FROM contact_keys WHERE tenant_id = ?1 AND contact_id = ?2";

const FORGET_KEYS_SQL = `DELETE FROM contact_keys
  WHERE tenant_id = ?1 AND person_key IN (SELECT value FROM json_each(?2))`;

const FORGET_CONTACT_SQL = "DELETE FROM contact_keys WHERE tenant_id = ?1 AND contact_id = ?2";

const MARK_ERASED_SQL = `INSERT INTO contact_keys (tenant_id, contact_id, person_key)
  VALUES (?1, ?2, '${ERASED}')`;

/** The index from contacts to keys, in D1. */
export function createContactKeyStore(db: D1Database, tenantId: string): ContactKeys {
  const statement = (sql: string, ...values: readonly (string | number | null)[]) =>
    db.prepare(sql).bind(tenantId, ...values);
  const loadWalk = async () => {
    const row = readRows(WalkRow, await statement(WALK_SQL).all())[0];
    if (!row) return NEW_WALK;
    const { started_at: startedAt, ...rest } = row;
    return { ...rest, startedAt };
  };
  return {
    loadWalk,
    async changeWalk(change) {
      const { refused, since, cursor, startedAt } = { ...(await loadWalk()), ...change };
      await statement(SAVE_WALK_SQL, Number(refused), since, cursor, startedAt).run();
    },
    async add(contacts) {
      const rows = contacts.flatMap(({ contactId, persons }) =>
        (persons.length > 0 ? persons : [NO_ADDRESS]).map((person) => [contactId, person]),
      );
      for (const piece of jsonPieces(rows)) await statement(ADD_SQL, piece).run();
    },
    async find(contactId) {
      const rows = readRows(KeyRow, await statement(FIND_SQL, contactId).all());
      const keys = rows.map(({ person_key }) => person_key);
      if (keys.length === 0) return { kind: "unknown" };
      if (keys.includes(ERASED)) return { kind: "erased" };
      return { kind: "known", persons: keys.filter((key) => key !== NO_ADDRESS) };
    },
    async erase({ contactId, persons }) {
      const ofContact =
        contactId === null
          ? []
          : [statement(FORGET_CONTACT_SQL, contactId), statement(MARK_ERASED_SQL, contactId)];
      await db.batch([statement(FORGET_KEYS_SQL, JSON.stringify(persons)), ...ofContact]);
    },
  };
}
