import type { QuotaState } from "../../contracts/ids.ts";

/** The same in German. */
export const de: Readonly<Record<QuotaState, string>> = {
  reached: "Erreicht",
  on_track: "Im Plan",
  at_risk: "Gefährdet",
  behind: "Im Rückstand",
  too_early: "Noch zu früh",
  no_quota: "Keine Quote",
  paused: "Pausiert",
};
