import type { ConsentStates } from "../../ports/sync.ts";

/** States of consents under way, in D1. Expired ones are swept whenever a new one is saved. */
export function createConsentStates(db: D1Database): ConsentStates {
  return {
    async save(hash, { now, expiresAt }) {
      await db.batch([
        db.prepare("DELETE FROM consent_states WHERE expires_at <= ?1").bind(now),
        db.prepare("INSERT INTO consent_states (hash, expires_at) VALUES (?1, ?2)").bind(hash, expiresAt),
      ]);
    },
    async take(hash, now) {
      const row = await db
        .prepare("DELETE FROM consent_states WHERE hash = ?1 RETURNING expires_at")
        .bind(hash)
        .first<string>("expires_at");
      return row !== null && row > now;
    },
  };
}
