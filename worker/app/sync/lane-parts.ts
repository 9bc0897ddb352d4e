import type { PersonKey } from "../../domain/records.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { CrmPort } from "../../ports/crm.ts";
import type { Applied, LedgerWriter, RuleWriter } from "../../ports/ledger.ts";
import type { PeopleStore } from "../../ports/people.ts";
import type { JobStore, SyncStateStore } from "../../ports/sync.ts";
import type { TenantDirectory, TenantStore } from "../../ports/tenants.ts";
import type { Organisation } from "../people/organisation.ts";

/** Everything a tenant's lane stands on. Made for a tenant. */
export interface LaneParts {
  readonly tenantId: string;
  readonly crm: CrmPort;
  readonly connections: ConnectionStore;
  readonly directory: TenantDirectory;
  readonly store: TenantStore;
  readonly people: PeopleStore;
  readonly organisation: Organisation;
  readonly ledger: LedgerWriter;
  readonly rules: RuleWriter;
  /** The hash by which a person is known again. */
  readonly personKey: (email: string) => PersonKey;
  readonly state: SyncStateStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
  /** Tells the live boards what a revision changed. Losing one is mended by the room itself. */
  readonly announce: (applied: Applied) => Promise<void>;
  /** Starts the workflow that walks a backfill. */
  readonly startWorkflow: (run: { readonly attempt: number; readonly leg: number }) => Promise<void>;
}
