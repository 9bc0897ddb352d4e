/** What an admin has to have done in the CRM, step by step, and what is known of each: the wire beside `api.ts`. */
import * as v from "valibot";
import { Count } from "./values.ts";

/** Where in Salesforce a page of ours stands. */
export const FRAMED_PLACES = ["tab", "record", "home", "utility"] as const;
export type FramedPlace = (typeof FRAMED_PLACES)[number];

/** In the order in which they are done. */
export const PREFLIGHT_STEPS = [
  "api_access",
  "integration_user",
  "refresh_policy",
  "view_all",
  "field_access",
  "permission_sets",
  "ping",
  "tab_page",
  "record_page",
  "home_page",
] as const;
export type PreflightStepName = (typeof PREFLIGHT_STEPS)[number];

/** `cannot_tell`: nothing that reached us says whether it was done. */
export const PREFLIGHT_STATES = ["done", "to_do", "cannot_tell"] as const;
export type PreflightState = (typeof PREFLIGHT_STATES)[number];

/** What the CRM does not let us read, and for what it is needed. */
export const PreflightGap = v.object({
  /** A kind of record or a feature, such as `deal` or `splits`. */
  feature: v.string(),
  /** Permissions in the CRM's own words. */
  scopes: v.pipe(v.array(v.string()), v.readonly()),
  /** Hidden fields, such as `Opportunity.Amount`; empty where all of the feature is off. */
  fields: v.pipe(v.array(v.string()), v.readonly()),
});
export type PreflightGap = v.InferOutput<typeof PreflightGap>;

export const PreflightStep = v.object({
  step: v.picklist(PREFLIGHT_STEPS),
  state: v.picklist(PREFLIGHT_STATES),
  /** What the state was told by. */
  evidence: v.object({
    /** When it was last seen; null where it never was. */
    at: v.nullable(v.string()),
    /** People who hold it; null where nobody counts. */
    people: v.nullable(Count),
    gaps: v.array(PreflightGap),
    /** Of `integration_user` and `refresh_policy`: how Standings signs in; null before it does. */
    signIn: v.nullable(v.picklist(["key", "consent"])),
  }),
});
export type PreflightStep = v.InferOutput<typeof PreflightStep>;

/** `GET` and `POST /connection/preflight`. */
export const Preflight = v.object({
  /** When the CRM was last asked; null before the first reading. */
  checkedAt: v.nullable(v.string()),
  steps: v.array(PreflightStep),
});
export type Preflight = v.InferOutput<typeof Preflight>;

/** `POST /connection/ping-key`. The key is shown once: it is kept sealed. */
export const PingKeyMade = v.object({ key: v.string(), madeAt: v.string() });
export type PingKeyMade = v.InferOutput<typeof PingKeyMade>;
