import type { CrmRecordKind } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { LedgerReader } from "../ports/ledger.ts";
import type { QuotaStore } from "../ports/quotas.ts";
import type { SettingsStore } from "../ports/settings.ts";
import type { Tenant, TenantStore } from "../ports/tenants.ts";

/** Everything a question about one tenant is answered from. Made for a tenant. */
export interface QueryContext {
  readonly tenant: Tenant;
  readonly ledger: LedgerReader;
  readonly store: TenantStore;
  readonly quotas: QuotaStore;
  readonly settings: SettingsStore;
  readonly coverage: CoverageReader;
  readonly now: Instant;
}

/** What is synced: decides between zero and no data, and whether a board may show ranks. */
export interface CoverageReader {
  /**
   * Kinds whose backfill reaches back to the day or further. A kind that the CRM did not grant is never in
   * the answer.
   */
  loadCoverage(): Promise<
    readonly { readonly kind: CrmRecordKind; readonly completeFrom: LocalDay | null }[]
  >;
}

/** Why a question has no answer. Closed: `worker/http` words each. */
export type QueryRefusal =
  | { readonly reason: "period_invalid"; readonly detail: string }
  | { readonly reason: "before_connection"; readonly connectedAt: Instant }
  | { readonly reason: "in_the_future" }
  | { readonly reason: "unknown_member" }
  | { readonly reason: "unknown_team" }
  /** There is nothing of the kind to narrow a question by, as far as the viewer may know; `known` is what there is. */
  | {
      readonly reason: "unknown_filter";
      readonly filter: "region" | "department" | "segment" | "pipeline" | "stage";
      readonly known: readonly string[];
    }
  /** What is ranked is not made of deals, or not of deals alone. */
  | { readonly reason: "no_segments" }
  | { readonly reason: "not_permitted" }
  | { readonly reason: "not_explainable"; readonly detail: string }
  | { readonly reason: "not_loaded" };
