import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { DaySpan, Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { addDays, localDayOf, startOfLocalDay } from "../../domain/calendar/local-time.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import type { BackfillStretch } from "../../ports/crm.ts";
import type { PlannedStretch } from "../../ports/sync.ts";

/** Since ever: no day of any calendar lies before it. */
export const SINCE_EVER: LocalDay = "0001-01-01";
/** Deals may be closed with a date ahead; a year and some weeks reaches any such date that is meant. */
const DAYS_AHEAD = 400;

/** Every kind of record but deals. */
export const ACTIVITY_KINDS = CRM_RECORD_KINDS.filter((kind) => kind !== "deal");

/** Before anything else: the account gives the calendar that the rest is planned by. */
export const FIRST_STRETCHES: readonly PlannedStretch[] = [
  { name: "account", kind: null, read: { kind: "account" }, completeFrom: null },
  { name: "people", kind: null, read: { kind: "people" }, completeFrom: null },
];

/** Contacts are followed for the addresses of e-mails: where those are left out, so are they. */
const CONTACTS_OF_EMAILS: PlannedStretch = {
  name: "contacts",
  kind: "email",
  read: { kind: "contacts" },
  completeFrom: null,
};

/**
 * What is read, in order: newest first, so that boards are useful within the first minute; then everything,
 * which is what completeness comes from; then the recycle bin.
 */
export function planBackfill(now: Instant, calendar: CalendarRules): readonly PlannedStretch[] {
  const today = localDayOf(now, calendar.timeZone);
  const present = fiscalPeriodOf(today, "quarter", calendar);
  const previous = fiscalPeriodOf(addDays(present.from, -1), "quarter", calendar);
  const instants = (span: DaySpan) => ({
    from: startOfLocalDay(span.from, calendar.timeZone),
    to: startOfLocalDay(addDays(span.to, 1), calendar.timeZone),
  });
  const ahead = instants({ from: present.from, to: addDays(today, DAYS_AHEAD) });
  const before = instants(previous);
  const shown = instants({ from: present.from, to: today });
  return [
    stretch("deal:won_now", { kind: "deals_closed", ...ahead, wonOnly: true }, null),
    stretch("deal:open", { kind: "deals_open" }, null),
    stretch("deal:closed_now", { kind: "deals_closed", ...ahead, wonOnly: false }, present.from),
    stretch("deal:closed_before", { kind: "deals_closed", ...before, wonOnly: false }, previous.from),
    stretch("deal:all", { kind: "all", of: "deal" }, SINCE_EVER),
    ...ACTIVITY_KINDS.map((of) => stretch(`${of}:now`, { kind: "activities", of, ...shown }, present.from)),
    ...ACTIVITY_KINDS.map((of) => stretch(`${of}:all`, { kind: "all", of }, SINCE_EVER)),
    CONTACTS_OF_EMAILS,
    ...CRM_RECORD_KINDS.map(binOf),
  ];
}

function stretch(name: string, read: BackfillStretch, completeFrom: LocalDay | null): PlannedStretch {
  const kind = "of" in read ? read.of : "deal";
  return { name, kind, read: { kind: "records", stretch: read }, completeFrom };
}

function binOf(kind: CrmRecordKind): PlannedStretch {
  return { name: `${kind}:archived`, kind, read: { kind: "archived", of: kind }, completeFrom: null };
}
