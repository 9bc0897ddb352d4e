import * as v from "valibot";
import type { Quota } from "../../../shared/contracts/api.ts";
import { FISCAL_GRAINS, QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { standingQuotas } from "../../app/quotas/standing-quotas.ts";
import type { QuotaStore, QuotaVersion } from "../../ports/quotas.ts";
import { readRows } from "./read-rows.ts";

const QuotaRow = v.object({
  version: v.number(),
  metric: v.picklist(QUOTA_METRIC_IDS),
  subject_kind: v.picklist(["member", "team", "vacant", "default"]),
  subject_id: v.string(),
  subject_team_id: v.string(),
  grain: v.picklist(FISCAL_GRAINS),
  period_from: v.string(),
  amount: v.nullable(v.number()),
  effective_from: v.nullable(v.string()),
  set_by: v.string(),
  set_at: v.string(),
});
type QuotaRow = v.InferOutput<typeof QuotaRow>;

const CurrencyRow = v.object({ currency: v.string() });

const LOAD_SQL = `SELECT version, metric, subject_kind, subject_id, subject_team_id, grain, period_from, amount,
    effective_from, set_by, set_at
  FROM quota_versions WHERE tenant_id = ?1 AND (?2 IS NULL OR set_at <= ?2) ORDER BY version, position`;

const CURRENCY_SQL = `SELECT rules->>'homeCurrency' AS currency FROM generations
  WHERE tenant_id = ?1 AND live_from IS NOT NULL AND live_until IS NULL ORDER BY generation DESC LIMIT 1`;

// One statement, so that of two who save at once the second finds another version and writes nothing.
const SAVE_SQL = `INSERT INTO quota_versions
  (tenant_id, version, position, metric, subject_kind, subject_id, subject_team_id, grain, period_from, amount,
    effective_from, set_by, set_at)
  SELECT ?1, CAST(?3 AS INTEGER) + 1, key, value->>0, value->>1, value->>2, value->>3, value->>4, value->>5,
    value->>6, value->>7, ?4, ?5
  FROM json_each(?2)
  WHERE (SELECT coalesce(max(version), 0) FROM quota_versions WHERE tenant_id = ?1) = ?3`;

/** The quotas of one tenant, in D1. */
export function createQuotaStore(db: D1Database, tenantId: string): QuotaStore {
  const loadVersions = async (at?: string) =>
    readRows(
      QuotaRow,
      await db
        .prepare(LOAD_SQL)
        .bind(tenantId, at ?? null)
        .all(),
    ).map(toVersion);
  return {
    loadVersions,
    async loadSheet(at) {
      const versions = await loadVersions(at);
      const [row] = readRows(CurrencyRow, await db.prepare(CURRENCY_SQL).bind(tenantId).all());
      if (!row) throw new Error(`Tenant ${tenantId} has no live rules`);
      return {
        version: versions.at(-1)?.version ?? 0,
        currency: row.currency,
        quotas: standingQuotas(versions).map(({ version: _, ...quota }) => quota),
      };
    },
    async save(changes, { setBy, expectedVersion, now }) {
      const rows = JSON.stringify(changes.map(toRow));
      const saved = await db.prepare(SAVE_SQL).bind(tenantId, rows, expectedVersion, setBy, now).run();
      return saved.meta.changes > 0 ? expectedVersion + 1 : null;
    },
  };
}

function toRow({
  metric,
  subject,
  period,
  amount,
  effectiveFrom,
}: Quota): readonly (string | number | null)[] {
  const teamId = subject.kind === "vacant" ? subject.teamId : "";
  return [metric, subject.kind, subject.id ?? "", teamId, period.grain, period.from, amount, effectiveFrom];
}

function toVersion(row: QuotaRow): QuotaVersion {
  return {
    version: row.version,
    metric: row.metric,
    subject: toSubject(row),
    period: { grain: row.grain, from: row.period_from },
    amount: row.amount,
    effectiveFrom: row.effective_from,
    setBy: row.set_by,
    setAt: row.set_at,
  };
}

function toSubject(row: QuotaRow): Quota["subject"] {
  switch (row.subject_kind) {
    case "vacant":
      return { kind: "vacant", id: row.subject_id, teamId: row.subject_team_id };
    case "default":
      return { kind: "default", id: row.subject_id || null };
    default:
      return { kind: row.subject_kind, id: row.subject_id };
  }
}
