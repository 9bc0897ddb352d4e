import type { QuotaCardWords } from "./en.ts";

export const de: QuotaCardWords = {
  title: "Quote · Standings",
  loading: "Quote wird geladen",
  notUpdated: "Diese Zahlen konnten nicht aktualisiert werden.",
  offline: "Keine Verbindung. Diese Zahlen sind möglicherweise veraltet.",
};
