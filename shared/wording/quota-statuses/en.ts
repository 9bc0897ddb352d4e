import type { QuotaState } from "../../contracts/ids.ts";

/** What the status of a quota is called, wherever it stands. */
export const en: Readonly<Record<QuotaState, string>> = {
  reached: "Reached",
  on_track: "On track",
  at_risk: "At risk",
  behind: "Behind",
  too_early: "Too early to say",
  no_quota: "No quota",
  paused: "Paused",
};
