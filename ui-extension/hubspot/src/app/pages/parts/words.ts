/** Words for what is drawn before, or without, an answer of the Worker, which words all the rest. */
export interface Words {
  readonly loading: string;
  readonly unreachable: string;
  readonly unreachableDetail: string;
  readonly retry: string;
  readonly openStandings: string;
  readonly notOpened: string;
  readonly notOpenedDetail: string;
  /** An earlier answer stays on screen. */
  readonly notUpdated: string;
  readonly connected: string;
  readonly settingsDetail: string;
  readonly openSettings: string;
}

const en: Words = {
  loading: "Loading quota",
  unreachable: "Quota could not be loaded",
  unreachableDetail: "Standings did not answer.",
  retry: "Try again",
  openStandings: "Open standings",
  notOpened: "Standings could not be opened",
  notOpenedDetail: "Standings did not answer. Try again.",
  notUpdated: "These figures could not be updated",
  connected: "Connected",
  settingsDetail: "Quotas, people, pipelines and the connection itself are looked after in Standings.",
  openSettings: "Open settings",
};

const de: Words = {
  loading: "Quote wird geladen",
  unreachable: "Die Quote konnte nicht geladen werden",
  unreachableDetail: "Standings hat nicht geantwortet.",
  retry: "Erneut versuchen",
  openStandings: "Rangliste öffnen",
  notOpened: "Standings konnte nicht geöffnet werden",
  notOpenedDetail: "Standings hat nicht geantwortet. Versuchen Sie es erneut.",
  notUpdated: "Diese Zahlen konnten nicht aktualisiert werden",
  connected: "Verbunden",
  settingsDetail: "Quoten, Personen, Pipelines und die Verbindung selbst werden in Standings verwaltet.",
  openSettings: "Einstellungen öffnen",
};

const es: Words = {
  loading: "Cargando la cuota",
  unreachable: "No se pudo cargar la cuota",
  unreachableDetail: "Standings no respondió.",
  retry: "Reintentar",
  openStandings: "Abrir la clasificación",
  notOpened: "No se pudo abrir Standings",
  notOpenedDetail: "Standings no respondió. Inténtelo de nuevo.",
  notUpdated: "No se pudieron actualizar estas cifras",
  connected: "Conectado",
  settingsDetail: "Las cuotas, las personas, los embudos y la propia conexión se administran en Standings.",
  openSettings: "Abrir los ajustes",
};

const BY_LANGUAGE: Readonly<Record<string, Words>> = { en, de, es };

/** The words of a locale such as `de-AT` or `de_AT`; English for languages that Standings does not speak. */
export function wordsOf(locale: string): Words {
  return BY_LANGUAGE[locale.toLowerCase().split(/[-_]/)[0] ?? ""] ?? en;
}
