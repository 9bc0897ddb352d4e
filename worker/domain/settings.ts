import type { MetricId, PeriodName } from "../../shared/contracts/ids.ts";
import type { Counting } from "./counting.ts";
import { DEFAULT_STATUS_LIMITS, type StatusLimits } from "./quota/progress.ts";

/** Which pipelines count, as it was decided: by an admin, or once by what was won. */
export interface PipelineChoice {
  /** Null is all of them, those to come included. */
  readonly included: readonly string[] | null;
  /** What an admin left out on purpose: nobody is reminded of it. */
  readonly leftOutByHand: readonly string[];
}

/** What a tenant chose beside its rules: how things are judged and shown. */
export interface Settings {
  readonly statusLimits: StatusLimits;
  /** The line below the first places of a leaderboard; null for none. */
  readonly clubLine: { readonly kind: "top"; readonly places: number } | null;
  /** Whether HubSpot shows our page inline, by its experimental frame. */
  readonly inlineFrame: boolean;
  /** What a board opens with; null leaves it to the rule. */
  readonly period: PeriodName | null;
  readonly metric: MetricId | null;
  /** Null until it was decided. The rules follow it. */
  readonly pipelines: PipelineChoice | null;
  /** How results are counted; null until an admin chose. The rules follow it. */
  readonly counting: Counting | null;
}

/** Before anybody chose anything. */
export const DEFAULT_SETTINGS: Settings = {
  statusLimits: DEFAULT_STATUS_LIMITS,
  clubLine: null,
  inlineFrame: false,
  period: null,
  metric: null,
  pipelines: null,
  counting: null,
};
