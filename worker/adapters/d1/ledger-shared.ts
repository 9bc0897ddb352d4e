/** What several members are credited with together, so that groups count it once. */
import * as v from "valibot";
import { EVENT_IDS } from "../../../shared/contracts/ids.ts";
import { LINES_PER_THING } from "../../domain/credit/candidate.ts";
import { isShareable } from "../../domain/credit/credit-deal.ts";
import type { CreditFilter, SharedCount } from "../../ports/ledger.ts";
import { bindLines, linesQuery } from "./ledger-credit-lines.ts";
import type { ReadContext } from "./ledger-reading.ts";
import { readRows } from "./read-rows.ts";

const SharedRow = v.object({ event: v.picklist(EVENT_IDS), holders: v.string(), count: v.number() });
const Holders = v.array(v.tuple([v.string(), v.string()]));

/** Reads credits only of events that the rules split; for a tenant without splits it asks nothing. */
export async function countShared(
  context: ReadContext,
  filter: CreditFilter,
): Promise<readonly SharedCount[]> {
  const generation = await context.generations.at(filter.atRevision);
  if (!generation) return [];
  const events = filter.events.filter((event) => isShareable(event, generation.rules));
  if (events.length === 0) return [];
  const question = {
    generation: generation.number,
    filter: { ...filter, events },
    atRevision: filter.atRevision,
  };
  const lines = linesQuery(question);
  const sql = `${lines.with}, things AS (
      SELECT c.event, json_group_array(json_array(c.member_id, c.team_id) ORDER BY c.line) AS holders
      ${lines.from} AND c.left_out = ''
      GROUP BY c.event, c.kind, c.crm_id, c.line / ${LINES_PER_THING} HAVING count(*) > 1)
    SELECT event, holders, count(*) AS count FROM things GROUP BY event, holders`;
  const answer = await bindLines(context.database, sql, { question }).all();
  return readRows(SharedRow, answer).map(({ event, holders, count }) => ({
    event,
    holders: v.parse(Holders, JSON.parse(holders)).map(([memberId, teamId]) => ({ memberId, teamId })),
    count,
  }));
}
