import * as v from "valibot";
import type { LookStore } from "../../ports/looks.ts";
import { readRows } from "./read-rows.ts";

const LookRow = v.object({ looked_at: v.string() });

const SAVE_SQL = `INSERT INTO member_looks (tenant_id, viewer_id, member_id, looked_at)
  VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT DO UPDATE SET looked_at = excluded.looked_at WHERE excluded.looked_at > looked_at`;

/** The looks of one tenant, in D1. */
export function createLookStore(db: D1Database, tenantId: string): LookStore {
  return {
    async load({ viewerId, memberId }) {
      const answer = await db
        .prepare(
          "SELECT looked_at FROM member_looks WHERE tenant_id = ?1 AND viewer_id = ?2 AND member_id = ?3",
        )
        .bind(tenantId, viewerId, memberId)
        .all();
      return readRows(LookRow, answer)[0]?.looked_at ?? null;
    },
    async save({ viewerId, memberId }, at) {
      await db.prepare(SAVE_SQL).bind(tenantId, viewerId, memberId, at).run();
    },
  };
}
