import { env } from "cloudflare:workers";
import { createPeopleStore } from "../../../worker/adapters/d1/people-store.ts";
import { createTenantStore } from "../../../worker/adapters/d1/tenant-store.ts";
import type { PeopleChanges } from "../../../worker/ports/people.ts";

export const NOW = "2026-03-02T10:00:00.000Z";
export const BY = { cause: { kind: "people" as const }, now: NOW };

/** What a change begins with. */
export const NOTHING: PeopleChanges = {
  profiles: [],
  newAliases: [],
  droppedAliases: [],
  newQueueOwnerIds: [],
  droppedQueueOwnerIds: [],
  memberships: [],
  openedTeams: [],
  closedTeamIds: [],
  renamedTeams: [],
};

/** Somebody as the CRM tells of them. */
export function profile(id: string, name = `Name of ${id}`) {
  return {
    id,
    crmId: `crm-${id}`,
    name,
    email: `${id}@example.test`,
    active: true,
    joinedOn: null,
    leftOn: null,
  };
}

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
