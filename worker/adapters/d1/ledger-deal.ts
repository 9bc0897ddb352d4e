import type { CreditableDeal, DealReader } from "../../ports/ledger.ts";
import { type CreditingStore, loadCommonFacts } from "./ledger-commit.ts";
import { loadHeld, type TenantDatabase } from "./ledger-loads.ts";
import { gatherWork } from "./ledger-work.ts";

/** A deal may have been merged into one that was merged itself. */
const MERGES_FOLLOWED_MAX = 5;

/** Reads deals with the very facts that the ledger credits them by. */
export function createDealReader(
  db: D1Database,
  tenantId: string,
  { store }: { readonly store: CreditingStore },
): DealReader {
  const database = { db, tenantId };
  return { loadDeal: (crmId) => loadDeal(database, store, crmId) };
}

async function loadDeal(
  database: TenantDatabase,
  store: CreditingStore,
  crmId: string,
): Promise<CreditableDeal | null> {
  const held = await followMerges(database, crmId);
  if (held?.record?.kind !== "deal") return null;
  const facts = await loadCommonFacts(store);
  // Nothing is written: the record is asked for as if it were credited again. Its reach is for e-mails alone.
  const work = await gatherWork(database, { changes: [], again: [held], relinked: [], facts, reach: 0 });
  return { deal: held.record, facts: work.factsOf(held) };
}

/** The record that the deal was merged into in the end; null for one that is gone. */
async function followMerges(database: TenantDatabase, crmId: string) {
  let wanted = crmId;
  for (let followed = 0; followed <= MERGES_FOLLOWED_MAX; followed += 1) {
    const [held] = await loadHeld(database, [{ kind: "deal", crmId: wanted }]);
    if (!held || held.erased) return null;
    if (held.mergedInto === null) return held.archived ? null : held;
    wanted = held.mergedInto;
  }
  return null;
}
