import type { QuotaCardWords } from "./en.ts";

export const es: QuotaCardWords = {
  title: "Cuota · Standings",
  loading: "Cargando la cuota",
  notUpdated: "No se pudieron actualizar estas cifras.",
  offline: "Sin conexión. Es posible que estas cifras no estén al día.",
};
