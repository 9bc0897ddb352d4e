import type { CalendarRules, Rules } from "../../worker/domain/rules.ts";

/** Calendar months, weeks from Monday, no work at the weekend. */
export function buildCalendar(changes: Partial<CalendarRules> = {}): CalendarRules {
  return {
    timeZone: "America/New_York",
    weekStart: 1,
    fiscal: { kind: "months", startMonth: 1 },
    weekend: [6, 7],
    holidays: [],
    ...changes,
  };
}

/** Rules of a tenant in New York that sells in dollars, with nothing chosen. */
export function buildRules(changes: Partial<Rules> = {}): Rules {
  return {
    calendar: buildCalendar(),
    homeCurrency: "USD",
    pipelines: null,
    events: {},
    connectedFromSeconds: 30,
    outreachQuietDays: 14,
    replyWindowDays: 14,
    ...changes,
  };
}

/** Rules of a tenant in Berlin that sells in euros. */
export function buildBerlinRules(): Rules {
  return buildRules({ calendar: buildCalendar({ timeZone: "Europe/Berlin" }), homeCurrency: "EUR" });
}
