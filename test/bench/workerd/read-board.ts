import { metricById } from "../../../shared/metrics/catalogue.ts";
import { createTenantDirectory } from "../../../worker/adapters/d1/tenant-directory.ts";
import { loadLeaderboard } from "../../../worker/app/boards/load-leaderboard.ts";
import { queryContextOf } from "../../../worker/compose.ts";
import { measuresOf } from "../../../worker/domain/metrics/evaluate.ts";
import { type CommandAnswer, type CommandArgs, NOW, QUARTER } from "../commands.ts";
import { meterDatabase } from "./metered-database.ts";

const READS_CELLS = /\bcells\b/;

/** Everybody's rows of the closed quarter, without comparison, exactly as the API loads them. */
export async function readBoard(
  db: D1Database,
  { tenantId, metric }: CommandArgs<"readBoard">,
): Promise<CommandAnswer<"readBoard">> {
  const tenant = await createTenantDirectory(db).find(tenantId);
  if (!tenant) throw new Error(`There is no tenant ${tenantId}`);
  const meter = meterDatabase(db);
  const startedAt = performance.now();
  const board = await loadLeaderboard(
    queryContextOf(meter.db, tenant, NOW),
    { metric, by: "member", ...QUARTER, compare: false, all: true },
    { tenantId, memberId: null, role: "admin", mayWrite: false },
  );
  const milliseconds = performance.now() - startedAt;
  if (!board.ok) throw new Error(`The board was refused: ${board.error.reason}`);
  const rowsOf = (costs: typeof meter.costs) => costs.reduce((sum, cost) => sum + cost.rowsRead, 0);
  return {
    measures: measuresOf(metricById(metric)).length,
    total: board.value.total,
    rowsRead: rowsOf(meter.costs),
    cellRowsRead: rowsOf(meter.costs.filter(({ sql }) => READS_CELLS.test(sql))),
    milliseconds,
  };
}
