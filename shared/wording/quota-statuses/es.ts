import type { QuotaState } from "../../contracts/ids.ts";

/** The same in Spanish. */
export const es: Readonly<Record<QuotaState, string>> = {
  reached: "Alcanzada",
  on_track: "En ritmo",
  at_risk: "En riesgo",
  behind: "Con retraso",
  too_early: "Aún es pronto",
  no_quota: "Sin cuota",
  paused: "En pausa",
};
