import { env } from "cloudflare:workers";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";

/** The two stores of a tenant's people. */
export function storesOf(tenantId: string) {
  return { reader: createTenantStore(env.DB, tenantId), writer: createPeopleStore(env.DB, tenantId) };
}

/** Whether some work left anything else behind than there was. */
export async function writtenBy(work: () => Promise<unknown>, tenantId: string): Promise<boolean> {
  const before = await snapshot(tenantId);
  await work();
  return (await snapshot(tenantId)) !== before;
}

async function snapshot(tenantId: string): Promise<string> {
  const { reader } = storesOf(tenantId);
  return JSON.stringify(
    await Promise.all([
      reader.loadIdentifiedMembers(),
      reader.loadTeams(),
      reader.loadPipelines(),
      reader.loadRates(),
    ]),
  );
}
