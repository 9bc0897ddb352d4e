/** What admins choose for their tenant: the wire beside `api.ts`. */
import * as v from "valibot";
import { Counting, CountingChange, PipelineId } from "./counting.ts";
import { METRIC_IDS, PERIOD_NAMES } from "./ids.ts";
import { Count } from "./values.ts";

const ON_TRACK_MAX = 2;
const PLACES_MAX = 100;
const PIPELINES_MAX = 1000;

/** From which part of the pace a quota is on track, and from which at risk; below that it is behind. */
export const StatusLimits = v.pipe(
  v.strictObject({
    onTrackFrom: v.pipe(v.number(), v.maxValue(ON_TRACK_MAX, `must be at most ${ON_TRACK_MAX}`)),
    atRiskFrom: v.pipe(v.number(), v.gtValue(0, "must be above 0")),
  }),
  v.check(
    ({ onTrackFrom, atRiskFrom }) => atRiskFrom < onTrackFrom,
    "must have atRiskFrom below onTrackFrom",
  ),
);

/** The line that a leaderboard draws below its first places. */
export const ClubLine = v.strictObject({
  kind: v.literal("top"),
  places: v.pipe(Count, v.minValue(1), v.maxValue(PLACES_MAX)),
});

const CHOICES = {
  statusLimits: StatusLimits,
  /** Null: no line. */
  clubLine: v.nullable(ClubLine),
  /** Whether HubSpot's app page and record tab show our page inline, by HubSpot's experimental frame. */
  inlineFrame: v.boolean(),
  /** What a board opens with; null leaves it to the rule. */
  period: v.nullable(v.picklist(PERIOD_NAMES)),
  metric: v.nullable(v.picklist(METRIC_IDS)),
};

/** `GET /settings`, and the answer to a change. */
export const TenantSettings = v.object({
  version: Count,
  ...CHOICES,
  /** Every pipeline of the CRM, and whether its deals count. */
  pipelines: v.array(v.object({ id: v.string(), label: v.string(), included: v.boolean() })),
  /** How results are counted. */
  counting: Counting,
  /** What a board opens with now: the own choice, else what the rule says. */
  defaults: v.object({ period: v.picklist(PERIOD_NAMES), metric: v.picklist(METRIC_IDS) }),
});
export type TenantSettings = v.InferOutput<typeof TenantSettings>;

/** `PATCH /settings`: what is given changes, the rest stays. Needs `If-Match` with the version. */
export const SettingsChange = v.pipe(
  v.strictObject({
    statusLimits: v.optional(CHOICES.statusLimits),
    clubLine: v.optional(CHOICES.clubLine),
    inlineFrame: v.optional(CHOICES.inlineFrame),
    period: v.optional(CHOICES.period),
    metric: v.optional(CHOICES.metric),
    /** The pipelines that count; null is all of them, those to come included. */
    pipelines: v.optional(
      v.nullable(
        v.pipe(
          v.array(PipelineId),
          v.minLength(1, "must name at least one pipeline; null is all of them"),
          v.maxLength(PIPELINES_MAX),
        ),
      ),
    ),
    counting: v.optional(CountingChange),
  }),
  v.check((change) => Object.keys(change).length > 0, "must change something"),
);
export type SettingsChange = v.InferOutput<typeof SettingsChange>;
