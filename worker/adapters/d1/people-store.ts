import * as v from "valibot";
import type { Cause } from "../../domain/credits.ts";
import type { PeopleChanges, PeopleStore } from "../../ports/people.ts";
import { jsonPieces } from "./json-pieces.ts";
import * as sql from "./people-sql.ts";
import { readRows } from "./read-rows.ts";

/** Batches of the ledger that may come between before saving fails. */
const ATTEMPTS_MAX = 5;

const TreeStateRow = v.object({ revision: v.number(), known_teams: v.number() });

/** Writes what the CRM and the admins say about one tenant's people, to D1. */
export function createPeopleStore(db: D1Database, tenantId: string): PeopleStore {
  const ask = (text: string, ...values: readonly (string | number | null)[]) =>
    db.prepare(text).bind(tenantId, ...values);
  const each = (text: string, rows: readonly unknown[]) => jsonPieces(rows).map((piece) => ask(text, piece));
  const saveAll = async (text: string, rows: readonly unknown[]) => {
    const statements = each(text, rows);
    if (statements.length === 0) return false;
    return (await db.batch(statements)).some(({ meta }) => meta.changes > 0);
  };
  return {
    savePeople: (changes, by) => saveInTurn(() => savePeople(db, tenantId, changes, by)),
    async saveDecidedRoles(decisions) {
      await saveAll(
        sql.DECIDED_ROLES,
        decisions.map(({ memberId, role }) => [memberId, role]),
      );
    },
    async saveRoleByHand(memberId, role) {
      return (await ask(sql.ROLE, memberId, role, 1).run()).meta.changes > 0;
    },
    async giveRoleBack(memberId, until) {
      return (await ask(sql.ROLE, memberId, until, 0).run()).meta.changes > 0;
    },
    async savePrivacy(memberId, privacy) {
      await ask(sql.PRIVACY, memberId, privacy).run();
    },
    async saveAttributes(memberId, attributes) {
      await ask(sql.ATTRIBUTES, memberId, JSON.stringify(attributes)).run();
    },
    async saveTeamLeads(memberId, teamIds) {
      await db.batch([
        ask("DELETE FROM team_leads WHERE tenant_id = ?1 AND member_id = ?2", memberId),
        ask(sql.TEAM_LEADS, memberId, JSON.stringify([...new Set(teamIds)])),
      ]);
    },
    async saveLeaves(memberId, leaves, { setBy, now }) {
      const rows = JSON.stringify(
        leaves.map(({ from, to, relievesQuota }) => [from, to, Number(relievesQuota)]),
      );
      await db.batch([ask(sql.DROP_LEAVES, rows, memberId), ask(sql.LEAVES, rows, memberId, setBy, now)]);
    },
    savePipelines: (pipelines) =>
      saveAll(
        sql.PIPELINES,
        pipelines.map(({ id, label, stages }) => [id, label, JSON.stringify(stages)]),
      ),
    saveRates: (rates) =>
      saveAll(
        sql.RATES,
        rates.map(({ from, effectiveFrom, rate }) => [from, effectiveFrom, rate]),
      ),
    async dropRates() {
      await ask("DELETE FROM currency_rates WHERE tenant_id = ?1").run();
    },
    async saveFirstRules(rules, { cause, now }) {
      await ask(sql.FIRST_RULES, JSON.stringify(rules), JSON.stringify(cause), now).run();
    },
  };
}

/** A new team tree is a revision, whose number the ledger may take first: then the next one is asked for. */
async function saveInTurn(save: () => Promise<number | null>): Promise<number | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await save();
    } catch (error) {
      const overtaken = error instanceof Error && /constraint failed: revisions\./.test(error.message);
      if (!overtaken || attempt === ATTEMPTS_MAX) throw error;
    }
  }
}

/** One batch: nobody sees a member without the ids, or a team without its parent. */
async function savePeople(
  db: D1Database,
  tenantId: string,
  changes: PeopleChanges,
  by: { readonly cause: Cause; readonly now: string },
): Promise<number | null> {
  const each = (text: string, rows: readonly unknown[], ...more: readonly number[]) =>
    jsonPieces(rows).map((piece) => db.prepare(text).bind(tenantId, piece, ...more));
  const tree = await planTreeVersion(db, tenantId, changes);
  const statements = [
    ...each(
      sql.PROFILES,
      changes.profiles.map((p) => [p.id, p.crmId, p.name, p.email, Number(p.active), p.joinedOn, p.leftOn]),
    ),
    ...each(
      sql.DROP_ALIASES,
      [
        ...changes.droppedAliases.map(({ kind, alias }) => ({ kind, alias })),
        ...changes.droppedQueueOwnerIds.map((alias) => ({ kind: "queue", alias })),
      ].map(({ kind, alias }) => [kind, alias]),
    ),
    ...each(sql.ALIASES, [
      ...changes.newAliases.map(({ kind, alias, memberId }) => [kind, alias, memberId]),
      ...changes.newQueueOwnerIds.map((alias) => ["queue", alias, ""]),
    ]),
    ...each(
      sql.MEMBERSHIPS,
      changes.memberships.map((m) => [m.memberId, m.teamId, m.from ?? "", m.until]),
    ),
    ...each(
      sql.CLOSE_TEAMS,
      [...changes.closedTeamIds, ...changes.openedTeams.map(({ id }) => id)],
      tree.knownFrom,
    ),
    ...each(
      sql.OPEN_TEAMS,
      changes.openedTeams.map((team) => [team.id, team.crmId, team.name, team.parentId]),
      tree.knownFrom,
    ),
    ...each(
      sql.RENAME_TEAMS,
      [...changes.renamedTeams, ...changes.openedTeams].map(({ id, name }) => [id, name]),
    ),
  ];
  if (tree.revision !== null) {
    const cause = JSON.stringify(by.cause);
    statements.unshift(db.prepare(sql.REVISION).bind(tenantId, tree.revision, by.now, cause));
  }
  if (statements.length > 0) await db.batch(statements);
  return tree.revision;
}

/** The first tree is what every earlier board was read by too; a later one is a revision of its own. */
async function planTreeVersion(
  db: D1Database,
  tenantId: string,
  changes: PeopleChanges,
): Promise<{ readonly revision: number | null; readonly knownFrom: number }> {
  if (changes.openedTeams.length + changes.closedTeamIds.length === 0)
    return { revision: null, knownFrom: 0 };
  const row = readRows(TreeStateRow, await db.prepare(sql.TREE_STATE).bind(tenantId).all())[0];
  if (!row || row.known_teams === 0) return { revision: null, knownFrom: 0 };
  return { revision: row.revision + 1, knownFrom: row.revision + 1 };
}
