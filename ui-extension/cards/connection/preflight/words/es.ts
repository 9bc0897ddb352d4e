import { plural } from "../../../../../shared/wording/words.ts";
import type { PreflightWords } from "./en.ts";

/** Lo configurado en Salesforce, en español. Los menús se llaman como en Salesforce. */
export const es: PreflightWords = {
  title: "Configuración en Salesforce",
  loading: "Comprobando la configuración",
  allDone: "Todo lo que se puede saber desde aquí está configurado",
  left: (count, text) => plural(count, "es", { one: "Falta un paso", other: `Faltan ${text} pasos` }),
  recheck: "Comprobar de nuevo",
  rechecking: "Preguntando a Salesforce",
  checked: (day, time) => `Se preguntó a Salesforce el ${day}, ${time}`,
  neverChecked: "Aún no se ha preguntado a Salesforce",
  failed: "No se pudo hacer. Inténtelo de nuevo en un minuto.",
  where: (path) => `En Salesforce: ${path}`,
  states: { done: "Hecho", to_do: "Pendiente", cannot_tell: "No se puede saber desde aquí" },
  steps: {
    api_access: {
      title: "Permitir que Standings lea",
      path: "Configuración, External Client App Manager, Standings Sync, Edit Policies",
      reason: "Todo lo que muestra cada tabla se lee por la API. Vuelva a conectar cuando esté permitido.",
    },
    integration_user: {
      title: "Leer como usuario de integración",
      path: "Configuración, Usuarios, Nuevo usuario, licencia Salesforce Integration; después apruebe Standings Sync para su conjunto de permisos",
      reason:
        "Un usuario propio permanece cuando alguien se va, y la aprobación permite a Standings iniciar sesión con clave.",
    },
    refresh_policy: {
      title: "Evitar que termine el consentimiento",
      path: "Configuración, External Client App Manager, Standings Sync, Edit Policies, Refresh Token Policy",
      reason: "Si el consentimiento termina, se detienen todas las tablas. Con clave no hace falta.",
    },
    view_all: {
      title: "Permitir ver todas las tareas, eventos y correos",
      path: "Configuración, Conjuntos de permisos, el del usuario de integración, Permisos del sistema, Ver todos los datos",
      reason: "Las actividades no tienen permiso propio: sin este se contarían solo en parte.",
    },
    field_access: {
      title: "Permitir ver los campos necesarios",
      path: "Configuración, Conjuntos de permisos, el del usuario de integración, Configuración de objetos",
      reason: "Lo oculto queda fuera, y las cifras que lo necesitan no se muestran.",
    },
    permission_sets: {
      title: "Asignar los conjuntos de permisos",
      path: "Configuración, Conjuntos de permisos, Standings User y Standings Admin, Gestionar asignaciones",
      reason: "Abren la aplicación Standings. Quien tiene Standings Admin es administrador aquí.",
    },
    ping: {
      title: "Pegar la clave de los avisos de cambios",
      path: "App Launcher, Standings connection, Save key",
      reason:
        "Los cambios llegan entonces en segundos y no en minutos. La clave muestra que los envió su organización.",
    },
    tab_page: {
      title: "Abrir la ficha Standings",
      path: "App Launcher, Standings; o Configuración, App Manager, su aplicación, Editar, Elementos de navegación",
      reason: "La ficha contiene todas las páginas. Consta como en uso cuando alguien la ha abierto.",
    },
    record_page: {
      title: "Poner la tarjeta en las oportunidades",
      path: "Una oportunidad, engranaje, Modificar página: arrastre Standings a la barra lateral, Shown as record, Guardar, Activación",
      reason: "Un paquete no puede cambiar sus páginas. Consta como en uso cuando alguien la ha abierto.",
    },
    home_page: {
      title: "Poner la tarjeta en Inicio",
      path: "Inicio, engranaje, Modificar página: arrastre Standings, Shown as home, Guardar, Activación",
      reason:
        "Así cada persona ve cómo va al empezar el día. Consta como en uso cuando alguien la ha abierto.",
    },
  },
  evidence: {
    answered: (day, time) => `Última respuesta el ${day}, ${time}`,
    seen: (day, time) => `Visto por última vez el ${day}, ${time}`,
    byKey: "Standings inicia sesión con clave",
    byConsent: "Standings lee con el consentimiento de quien lo conectó",
    keyRefused: "Salesforce rechazó la clave: apruebe Standings Sync para el usuario de integración",
    admins: (count, text) =>
      plural(count, "es", {
        one: "1 persona tiene Standings Admin",
        other: `${text} personas tienen Standings Admin`,
      }),
    nobody: "Nadie tiene Standings Admin",
    hidden: (feature, names) => `${feature}: ${names}`,
    off: (feature) => `${feature}: no se puede leer`,
  },
  features: {
    deal: "Oportunidades",
    call: "Llamadas",
    email: "Correos",
    meeting: "Reuniones",
    task: "Tareas",
    communication: "Mensajes",
    users: "Usuarios",
    teams: "Equipos",
    currencies: "Divisas",
    goals: "Cuotas",
    email_content: "Contenido de los correos",
    splits: "Repartos",
    archived_owners: "Personas que se fueron",
    contacts: "Contactos",
    stage_history: "Historial de etapas",
    owner_history: "Historial de propietarios",
    complete_activities: "Todas las actividades",
  },
  key: {
    make: "Nueva clave",
    makeAnother: "Sustituir la clave",
    made: "Copie la clave ahora: se muestra una sola vez. Péguela en Salesforce en App Launcher, Standings connection.",
    replaces:
      "Una clave nueva anula la anterior: hasta que se pegue, los cambios llegan algunos minutos más tarde.",
    since: (day, time) => `Se creó una clave el ${day}, ${time}`,
    label: "Clave de los avisos de cambios",
    copy: "Copiar",
    copied: "Copiado",
    done: "Listo",
  },
};
