/** Runs the product's own ledger and boards inside workerd, on a real local D1, and tells what they cost. */
import * as v from "valibot";
import { createLedgerWriter } from "../../../worker/adapters/d1/ledger-writer.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import { COMMANDS, type CommandAnswer, type CommandArgs, type CommandName, QUARTER } from "../commands.ts";
import { applyBare, applyRecords } from "./apply-records.ts";
import { backfillOrg, connectOrg, passTime } from "./org-lane.ts";
import { readBoard } from "./read-board.ts";
import { prepareTenant } from "./sample-people.ts";
import { groupLines, indexForPeer, seedCells, seedMonth } from "./seed-history.ts";

type Handlers = {
  readonly [N in CommandName]: (db: D1Database, args: CommandArgs<N>) => Promise<CommandAnswer<N>>;
};

const HANDLERS: Handlers = {
  prepare: async (db, args) => {
    await prepareTenant(db, args);
    return {};
  },
  seedMonth: async (db, args) => ({ credits: await seedMonth(db, args) }),
  seedCells: async (db, { tenantId }) => ({ cells: await seedCells(db, tenantId) }),
  indexForPeer: async (db) => {
    await indexForPeer(db);
    return {};
  },
  rebuild: async (db, { tenantId }) => {
    const writer = createLedgerWriter(db, tenantId, { store: createTenantStore(db, tenantId) });
    const { cells, credits, differences } = await writer.rebuildCells();
    return { cells, credits, differences: differences.length };
  },
  readBoard,
  groupBy: (db, { tenantId, index }) => groupLines(db, { tenantId, index, span: QUARTER }),
  apply: applyRecords,
  applyBare,
  connectOrg,
  backfillOrg,
  passTime,
};

const Name = v.custom<CommandName>((value) => typeof value === "string" && value in COMMANDS);
const Asked = v.object({ name: Name, args: v.unknown() });

function run<N extends CommandName>(db: D1Database, name: N, args: unknown): Promise<CommandAnswer<N>> {
  return HANDLERS[name](db, v.parse(COMMANDS[name].args, args));
}

export default {
  async fetch(request, { DB }) {
    const { name, args } = v.parse(Asked, await request.json());
    return Response.json(await run(DB, name, args));
  },
} satisfies ExportedHandler<{ DB: D1Database }>;
