import { NOT_ANSWERED } from "../../../../shared/contracts/fault-details.ts";
import { plural } from "../../../../shared/wording/words.ts";
import type { ConnectionWords } from "./en.ts";

const deals = (count: number, text: string) => plural(count, "de", { one: "1 Deal", other: `${text} Deals` });

/** Die Seite Verbindung auf Deutsch. */
export const de: ConnectionWords = {
  title: "Verbindung",
  loading: "Verbindung wird geladen",
  account: (name, crm, id) => `${name}, ${crm}-Konto ${id}`,
  connected: (day, time) =>
    `Verbunden am ${day}, ${time}. Nur lesend, Standings schreibt nie in Ihre CRM-Datensätze`,
  states: {
    installing: "Wird verbunden",
    backfilling: "Verbunden",
    live: "Verbunden",
    reconnect: "Nicht verbunden",
    uninstalled: "Entfernt",
    stale: "Abgleich verspätet",
  },
  cutOff:
    "Das CRM lässt Standings nicht mehr lesen. Die Ranglisten bleiben, wie sie waren, bis Sie erneut verbinden.",
  syncNow: "Jetzt abgleichen",
  syncing: "Abgleich läuft",
  syncStarted: "Der Abgleich hat begonnen. Die Zahlen folgen, während er liest.",
  tooSoon: "Das war vor weniger als einer Minute. Warten Sie kurz und versuchen Sie es dann erneut.",
  failed: "Das ging nicht. Versuchen Sie es in einer Minute erneut.",
  reconnect: "Erneut verbinden",
  kinds: {
    deal: "Deals",
    call: "Anrufe",
    email: "E-Mails",
    meeting: "Meetings",
    task: "Aufgaben",
    communication: "Nachrichten",
    goals: "Ziele",
    people: "Personen und Teams",
    contacts: "Kontakte",
    teams: "Teams",
    users: "Benutzer",
    currencies: "Währungen",
    account: "Konto",
    notices: "Änderungen",
  },
  reading: {
    title: (percent) => `Erstes Einlesen: ${percent}`,
    unknown: "Erstes Einlesen",
    whole: "die gesamte Historie",
    left: (minutes, text, time) =>
      plural(minutes, "de", {
        one: `Noch etwa eine Minute, fertig gegen ${time}`,
        other: `Noch etwa ${text} Minuten, fertig gegen ${time}`,
      }),
    leftUnknown: "Die Restzeit erscheint, sobald das CRM gesagt hat, wie viel es gibt",
    of: (done, expected) => `${done} von ${expected}`,
    done: "Fertig",
    waiting: "Wartet",
    minutes: (text) => `noch ${text} Min.`,
    order:
      "Zuerst die gewonnenen Deals dieses Quartals, dann offene Deals und das Quartal davor, dann alles Übrige. Plätze erscheinen, sobald die Datensätze eines Zeitraums vollständig sind.",
    bar: (kind, percent) => `${kind}: ${percent} gelesen`,
  },
  sync: {
    title: "Abgleich nach Objekt",
    hint: "Änderungen kommen in Sekunden, Summen werden jede Nacht geprüft",
    object: "Objekt",
    last: "Letzter Abgleich",
    read: "Gelesene Datensätze",
    state: "Zustand",
    action: "Aktion",
    never: "Noch nicht",
    fix: "Beheben",
    states: {
      live: "Aktuell",
      reading: "Wird gelesen",
      waiting: "Wartet",
      not_granted: "Berechtigung fehlt",
    },
  },
  faults: {
    title: (count, text) =>
      plural(count, "de", { one: "Eines braucht Sie", other: `${text} Dinge brauchen Sie` }),
    none: "Nichts braucht Sie",
    noneDetail: "Störungen stehen hier, mit dem, was zu tun ist.",
    since: (day, time) => `Seit ${day}, ${time}`,
    times: (count) => `${count}-mal`,
    choosePipelines: "Pipelines wählen",
    grant: "Berechtigung erteilen",
    reconcile: "Summen erneut prüfen",
    seeTotals: "Summen ansehen",
    deal: (id) => `Deal ${id}`,
    record: (kind, id) => `${kind}: ${id}`,
    types: {
      token_revoked: {
        title: () => "Das CRM hat die Zustimmung zurückgezogen",
        remedy: () => "Verbinden Sie Standings erneut. Nichts Gelesenes geht verloren.",
      },
      scope_missing: {
        title: (subject) => `${subject}: nicht lesbar`,
        remedy: (detail) =>
          `Der Verbindung fehlt eine Berechtigung${detail ? ` (${detail})` : ""}. Verbinden Sie erneut und erlauben Sie sie. Alles andere läuft weiter.`,
      },
      field_missing: {
        title: (subject) => `${subject}: eine Eigenschaft fehlt`,
        remedy: (detail) =>
          `Stellen Sie die Eigenschaft im CRM wieder her${detail ? ` (${detail})` : ""}, oder nehmen Sie sie aus den Regeln.`,
      },
      record_unreadable: {
        title: (subject) => `${subject}: nicht lesbar`,
        remedy: (detail) =>
          detail === NOT_ANSWERED
            ? "Nichts zu tun: Das CRM konnte den Datensatz nicht liefern, er wird jede Stunde erneut angefragt. Bleibt das so, öffnen Sie ihn im CRM."
            : `Öffnen Sie den Datensatz im CRM und berichtigen Sie ${detail || "ihn"}. Er wird bei der nächsten Änderung erneut gelesen.`,
      },
      rate_limited: {
        title: () => "Das CRM bat zu warten",
        remedy: () => "Nichts zu tun: Der Abgleich läuft von selbst weiter.",
      },
      unavailable: {
        title: () => "Das CRM antwortet nicht",
        remedy: () => "Nichts zu tun: Der Abgleich versucht es von selbst erneut.",
      },
      misconfigured: {
        title: () => "Standings ist beim CRM nicht richtig angemeldet",
        remedy: () => "Fragen Sie, wer Standings betreibt.",
      },
      rejected: {
        title: (subject) => `${subject}: Das CRM wies eine Anfrage zurück`,
        remedy: () => "Starten Sie einen Abgleich. Kommt es wieder, sagen Sie es dem Support.",
      },
      person_erased: {
        title: () => "Ein Kontakt wurde im CRM gelöscht",
        remedy: () => "Bitten Sie den Betreiber von Standings, die Person nach E-Mail-Adresse zu löschen.",
      },
      notice_given_up: {
        title: () => "Einige Änderungen waren lange nicht lesbar",
        remedy: () => "Starten Sie einen Abgleich.",
      },
      pipeline_not_counted: {
        title: () => "In einer Pipeline, die nicht zählt, werden Deals gewonnen",
        remedy: () => "Nehmen Sie sie in den Einstellungen auf, oder lassen Sie sie dort bewusst weg.",
      },
      reconcile_difference: {
        title: () => "Einige gewonnene Deals weichen vom CRM ab",
        remedy: () =>
          "Nichts erklärt den Unterschied. Prüfen Sie die Summen erneut; bleibt er, sagen Sie es dem Support.",
      },
    },
  },
  allowance: {
    title: (crm) => `Anfragen an ${crm}`,
    left: (text) => `${text} frei`,
    of: (limit, seconds) => `von ${limit} in ${seconds} Sekunden`,
    bar: (percent) => `${percent} des Kontingents frei`,
    unknown: "Das CRM hat es noch nicht gesagt.",
    detail:
      "Das Kontingent gilt je verbundenem Konto und erneuert sich in Sekunden. Standings bleibt darunter und wartet, wenn das CRM darum bittet.",
  },
  checks: {
    title: "Datenprüfung",
    loading: "Daten werden geprüft",
    period: (days) => `Gewonnene Deals vom ${days}`,
    ok: "Keine",
    of: (count, total) => `${count} von ${total}`,
    totals: {
      same: "Summen gleichen dem CRM-Bericht",
      explained: "Der Unterschied zum CRM-Bericht ist erklärt",
      different: "Summen weichen vom CRM-Bericht ab",
    },
    totalsSame: (time) => time,
    totalsDiffer: "Unterschied ansehen",
    open: (label, count) => `${label}: ${count}, anzeigen`,
    names: {
      won_without_amount: {
        good: "Gewonnene Deals haben einen Betrag",
        bad: "Gewonnene Deals ohne Betrag",
      },
      won_without_owner: {
        good: "Gewonnene Deals haben einen Besitzer",
        bad: "Gewonnene Deals ohne Besitzer",
      },
      open_past_close_date: {
        good: "Offene Deals schließen in der Zukunft",
        bad: "Offene Deals mit überschrittenem Abschlussdatum",
      },
      open_without_close_date: {
        good: "Offene Deals haben ein Abschlussdatum",
        bad: "Offene Deals ohne Abschlussdatum",
      },
      closed_without_close_date: {
        good: "Gewonnene und verlorene Deals haben ein Abschlussdatum",
        bad: "Gewonnene und verlorene Deals ohne Abschlussdatum",
      },
      activity_without_date: { good: "Aktivitäten haben ein Datum", bad: "Aktivitäten ohne Datum" },
      open_without_owner: {
        good: "Offene Deals haben einen Besitzer",
        bad: "Offene Deals ohne Besitzer",
      },
      owner_left: {
        good: "Kein offener Deal von Ausgeschiedenen",
        bad: "Offene Deals von Ausgeschiedenen",
      },
      currency_without_rate: { good: "Währungen haben einen Kurs", bad: "Währungen ohne Kurs" },
      pipeline_not_included: {
        good: "Jede Pipeline mit Gewinnen zählt",
        bad: "Pipelines mit Gewinnen, die nicht zählen",
      },
      person_without_team: { good: "Alle sind in einem Team", bad: "Personen ohne Team" },
    },
    remedies: {
      won_without_amount:
        "Sie zählen als Deals und tragen nichts zum Umsatz bei. Tragen Sie den Betrag nach.",
      won_without_owner: "Sie zählen für niemanden. Geben Sie ihnen im CRM einen Besitzer.",
      open_past_close_date:
        "In jeder Vorschau sind sie zu spät. Verschieben Sie das Datum, oder schließen Sie sie.",
      open_without_close_date: "Sie gehören zu keinem Zeitraum. Tragen Sie das Datum nach.",
      closed_without_close_date: "Sie zählen in keinem Zeitraum. Tragen Sie das Abschlussdatum nach.",
      activity_without_date:
        "Sie zählen in keinem Zeitraum. Tragen Sie nach, wann sie stattfanden oder erledigt wurden.",
      open_without_owner: "Sie sind in niemandes Pipeline. Geben Sie ihnen im CRM einen Besitzer.",
      owner_left: "Niemand arbeitet daran. Geben Sie sie im CRM jemandem.",
      currency_without_rate:
        "Ihre Deals zählen und tragen nichts zum Umsatz bei. Fügen Sie im CRM einen Wechselkurs hinzu.",
      pipeline_not_included:
        "Nehmen Sie die Pipeline in den Einstellungen auf, wenn ihre Gewinne zählen sollen.",
      person_without_team: "Sie fehlen in den Ranglisten der Teams. Nehmen Sie sie im CRM in ein Team auf.",
    },
  },
  records: {
    loading: "Datensätze werden geladen",
    empty: "Hier ist nichts mehr",
    emptyDetail: "Es wurde behoben, seit die Seite geladen wurde.",
    shown: (shown, total) => `${shown} von ${total}`,
    more: "Mehr anzeigen",
    untitled: "Ohne Namen",
    deals,
  },
};
