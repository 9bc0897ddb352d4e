import * as v from "valibot";
import { Counting } from "../../../shared/contracts/counting.ts";
import { METRIC_IDS, PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import { ClubLine, StatusLimits } from "../../../shared/contracts/settings.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../domain/settings.ts";
import type { SettingsStore } from "../../ports/settings.ts";
import { readRows } from "./read-rows.ts";

const PipelineChoiceSchema = v.object({
  included: v.nullable(v.array(v.string())),
  leftOutByHand: v.array(v.string()),
});

const CountingSchema = v.pick(Counting, ["calendar", "events"]);

/** What was not there yet when a version was saved stands at its default. */
const SettingsSchema: v.GenericSchema<unknown, Settings> = v.object({
  statusLimits: v.optional(StatusLimits, { ...DEFAULT_SETTINGS.statusLimits }),
  clubLine: v.optional(v.nullable(ClubLine), DEFAULT_SETTINGS.clubLine),
  inlineFrame: v.optional(v.boolean(), DEFAULT_SETTINGS.inlineFrame),
  period: v.optional(v.nullable(v.picklist(PERIOD_NAMES)), DEFAULT_SETTINGS.period),
  metric: v.optional(v.nullable(v.picklist(METRIC_IDS)), DEFAULT_SETTINGS.metric),
  pipelines: v.optional(v.nullable(PipelineChoiceSchema), null),
  counting: v.optional(v.nullable(CountingSchema), null),
});

const SettingsRow = v.object({ version: v.number(), value: v.string() });

const LOAD_SQL = `SELECT version, value FROM tenant_settings WHERE tenant_id = ?1
  ORDER BY version DESC LIMIT 1`;

// One statement, so that of two who save at once the second finds another version and writes nothing.
const SAVE_SQL = `INSERT INTO tenant_settings (tenant_id, version, value, set_by, set_at)
  SELECT ?1, CAST(?2 AS INTEGER) + 1, ?3, ?4, ?5
  WHERE (SELECT coalesce(max(version), 0) FROM tenant_settings WHERE tenant_id = ?1) = ?2`;

/** The settings of one tenant, in D1. */
export function createSettingsStore(db: D1Database, tenantId: string): SettingsStore {
  return {
    async load() {
      const [row] = readRows(SettingsRow, await db.prepare(LOAD_SQL).bind(tenantId).all());
      if (!row) return { version: 0, settings: DEFAULT_SETTINGS };
      return { version: row.version, settings: v.parse(SettingsSchema, JSON.parse(row.value)) };
    },
    async save(settings, { setBy, expectedVersion, now }) {
      const values = [expectedVersion, JSON.stringify(settings), setBy, now];
      const saved = await db
        .prepare(SAVE_SQL)
        .bind(tenantId, ...values)
        .run();
      return saved.meta.changes > 0 ? expectedVersion + 1 : null;
    },
  };
}
