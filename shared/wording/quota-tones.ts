import type { StatusView, Tone } from "../contracts/quota-card.ts";

/** What a quota's status is coloured with; its word and shape always stand beside it. */
export const QUOTA_TONES: Readonly<Record<StatusView["state"], Tone>> = {
  reached: "good",
  on_track: "good",
  at_risk: "warn",
  behind: "bad",
  too_early: "quiet",
  no_quota: "quiet",
  paused: "quiet",
};
