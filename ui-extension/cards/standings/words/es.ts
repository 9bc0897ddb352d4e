import type { StandingsWords } from "./en.ts";

export const es: StandingsWords = {
  product: "Standings",
  pages: {
    standing: "Mi posición",
    leaderboard: "Clasificación",
    person: "Persona",
    quotas: "Cuotas",
    activity: "Actividad",
    connection: "Conexión",
    install: "Configurar",
  },
  page: "Página",
  live: (time) => `En directo · ${time}`,
  liveNow: "En directo",
  synced: (time) => `Sincronizado ${time}`,
  connecting: "Conectando",
  offline: "Sin conexión",
  reading: "Leyendo el historial",
  reconnect: "CRM sin conexión",
  pageMissing: "Esta página no existe",
  pageMissingDetail: "Puede que el enlace sea antiguo o que no tengas acceso a la página.",
  goTo: (page) => `Ir a ${page}`,
  pageNotLoaded: "No se pudo cargar esta página",
  pageNotLoadedDetail: "Puede que haya una versión nueva. Vuelve a cargarla.",
  reload: "Volver a cargar",
  opening: "Abriendo Standings",
};
