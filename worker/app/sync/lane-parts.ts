import type { PersonKey } from "../../domain/records.ts";
import type { AdjustmentReader } from "../../ports/adjustments.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ConnectionStore } from "../../ports/connections.ts";
import type { ContactKeys } from "../../ports/contacts.ts";
import type { CrmPort } from "../../ports/crm.ts";
import type { AccessReadings } from "../../ports/framing.ts";
import type { Applied, LedgerWriter, PipelineWinsReader, RuleWriter } from "../../ports/ledger.ts";
import type { Log } from "../../ports/logging.ts";
import type { PeopleStore } from "../../ports/people.ts";
import type { ReconciliationStore, WinReader } from "../../ports/reconciliation.ts";
import type { SettingsStore } from "../../ports/settings.ts";
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
  readonly adjustments: Pick<AdjustmentReader, "find" | "creditStateOf">;
  readonly rules: RuleWriter;
  readonly settings: SettingsStore;
  readonly pipelineWins: PipelineWinsReader;
  /** The hash by which a person is known again. */
  readonly personKey: (email: string) => PersonKey;
  /** What leads from an erased contact to the person. */
  readonly contacts: ContactKeys;
  readonly state: SyncStateStore;
  /** What the CRM did not let us read when people were last read. */
  readonly accessReadings: AccessReadings;
  /** What the ledger says was won, and what became of holding it against the CRM. */
  readonly wins: WinReader;
  readonly reconciliations: ReconciliationStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Tells the live boards what a revision changed. Losing one is mended by the room itself. */
  readonly announce: (applied: Applied) => Promise<void>;
  /** Starts the workflow that walks a backfill, under the id of the request that asked for it, if one did. */
  readonly startWorkflow: (run: {
    readonly attempt: number;
    readonly leg: number;
    readonly requestId?: string | undefined;
  }) => Promise<void>;
}
