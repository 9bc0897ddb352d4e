import type { DesignWords } from "./en.ts";

export const es: DesignWords = {
  close: "Cerrar",
  tryAgain: "Reintentar",
  copyDetails: "Copiar detalles",
  copied: "Copiado",
  loading: "Cargando la clasificación",
  notLoaded: "No se pudo cargar Standings",
  serverSilent: "El servidor tardó demasiado en responder. Tus datos están a salvo en tu CRM.",
  serverFailed: "El servidor no pudo responder por un fallo. Tus datos están a salvo en tu CRM.",
  reference: (id) => `Referencia ${id}`,
  offline: "No tienes conexión",
  offlineDetail: "No se pudo llegar a Standings. Los datos se cargarán en cuanto vuelvas a tener conexión.",
  filterOptions: "Escribe para filtrar",
  noOption: "Sin resultados",
  clear: "Borrar",
  privateMember: "Miembro privado",
  up: "sube",
  down: "baja",
  same: "sin cambios",
  showAsTable: "Ver como tabla",
  showAsChart: "Ver como gráfico",
  problems: {
    session: {
      title: "Tu sesión ha terminado",
      detail: "Vuelve a abrir Standings desde tu CRM.",
    },
    permission: {
      title: "No tienes acceso a esto",
      detail: "Un administrador de Standings puede darte acceso.",
    },
    unknownPerson: {
      title: "Standings todavía no te conoce",
      detail: "Un administrador puede sincronizar para que aparezcas entre las personas del CRM.",
    },
    account: {
      title: "Esta cuenta del CRM no está conectada",
      detail: "Un administrador del CRM puede volver a conectar Standings.",
    },
    missing: {
      title: "Aquí no hay nada",
      detail: "Puede que se haya eliminado o que el enlace esté incompleto.",
    },
    changed: {
      title: "Otra persona lo ha cambiado mientras tanto",
      detail: "Vuelve a cargarlo y haz después tu cambio.",
    },
    busy: {
      title: "Demasiadas solicitudes",
      detail: "Espera un momento e inténtalo de nuevo.",
    },
    arriving: {
      title: "Los primeros datos todavía están llegando",
      detail: "La clasificación aparecerá aquí en cuanto lleguen.",
    },
  },
};
