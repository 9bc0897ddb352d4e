import type { CrmRecordKind, MetricId, PeriodName, QuotaMetricId } from "../../shared/contracts/ids.ts";
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

/** A named period, or both days of a custom one; this month when nothing is chosen. */
export interface PeriodChoice {
  readonly period?: PeriodName | undefined;
  readonly from?: LocalDay | undefined;
  readonly to?: LocalDay | undefined;
}

/** Which board is asked for. */
export interface LeaderboardQuery extends PeriodChoice {
  readonly metric: MetricId;
  /** For `quota_attainment`: which quota; Revenue Closed by default. */
  readonly quotaMetric?: QuotaMetricId | undefined;
  readonly by: "member" | "team";
  readonly teamId?: string | undefined;
  /** Those of the people whose attribute says so. */
  readonly region?: string | undefined;
  readonly department?: string | undefined;
  /** Of the deals alone those of one pipeline or type: `pipeline:<id>` or `type:<deal type>`. */
  readonly segment?: string | undefined;
  readonly at?: Instant | undefined;
  readonly compare: boolean;
  /** Movement, gaps, weeks, quotas and the viewer's own standing as well; `places` goes without weeks and quotas. */
  readonly details?: boolean | "places" | undefined;
  /** Every row of a long board; else a person without a team to lead gets the top, the neighbours and their own. */
  readonly all?: boolean | undefined;
}

/** Whose scorecard is asked for. */
export interface ScorecardQuery extends PeriodChoice {
  readonly memberId: string;
  readonly at?: Instant | undefined;
}

/** Whose days are asked for. */
export interface ActivityQuery extends PeriodChoice {
  readonly teamId?: string | undefined;
  readonly memberId?: string | undefined;
  readonly at?: Instant | undefined;
}

/** Where a figure stands that is asked about. */
export type FigurePlace = "leaderboard" | "activity" | "team_quota";

/** Why a question has no answer. Closed: `worker/http` words each. */
export type QueryRefusal =
  | { readonly reason: "period_invalid"; readonly detail: string }
  | { readonly reason: "before_connection"; readonly connectedAt: Instant }
  | { readonly reason: "in_the_future" }
  | { readonly reason: "unknown_member" }
  | { readonly reason: "unknown_team" }
  /** What is ranked is not made of deals, or not of deals alone. */
  | { readonly reason: "no_segments" }
  | { readonly reason: "not_permitted" }
  | { readonly reason: "not_explainable"; readonly detail: string }
  | { readonly reason: "not_loaded" };
