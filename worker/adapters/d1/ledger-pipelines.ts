import * as v from "valibot";
import { LEFT_OUT_REASONS } from "../../../shared/contracts/ids.ts";
import type { PipelineWinsReader } from "../../ports/ledger.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import { SeenGenerations } from "./ledger-reading.ts";
import { readRows } from "./read-rows.ts";

const WinsRow = v.object({
  pipeline_id: v.string(),
  left_out: v.picklist(["", ...LEFT_OUT_REASONS]),
  count: v.number(),
});

/**
 * Reads the lines of the days themselves: cells keep only so many pipelines apart, and none of the deals that
 * are in no pipeline.
 */
export function createPipelineWinsReader(db: D1Database, tenantId: string): PipelineWinsReader {
  const database = { db, tenantId };
  return {
    async countWins(span) {
      const generation = await new SeenGenerations(database).at(undefined);
      if (!generation) return [];
      const question = {
        generation: generation.number,
        filter: { events: ["deal_won" as const], span, memberIds: null, teamIds: null },
        atRevision: undefined,
      };
      const lines = linesQuery(question);
      const sql = `${lines.with} SELECT c.pipeline_id, c.left_out, count(*) AS count ${lines.from}
        GROUP BY c.pipeline_id, c.left_out`;
      const answer = await bindLines(database, sql, { question }).all();
      return readRows(WinsRow, answer).map(({ pipeline_id, left_out, count }) => ({
        pipelineId: pipeline_id,
        leftOut: left_out === "" ? null : left_out,
        count,
      }));
    },
  };
}
