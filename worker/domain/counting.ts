/** How a tenant wants results counted, and the rules that follow. Pure. */
import { COUNTED_IDS, type CountedId, type FiscalChoice } from "../../shared/contracts/counting.ts";
import type { EventId } from "../../shared/contracts/ids.ts";
import type { CalendarRules, EventRules, FiscalCalendar, Rules } from "./rules.ts";

/** What an admin chose of the rules. */
export interface Counting {
  readonly calendar: Pick<CalendarRules, "weekStart" | "weekend" | "holidays"> & {
    readonly fiscal: FiscalChoice;
  };
  readonly events: CountedChoices;
}

export type CountedChoices = Readonly<Partial<Record<CountedId, EventRules>>>;

/** The choices of settings that rules follow; what nobody chose leaves them as they are. */
export interface RuleChoices {
  readonly pipelines: { readonly included: readonly string[] | null } | null;
  readonly counting: Counting | null;
}

/** Fields of deals that are read beyond the usual ones, by their names in the CRM. */
export interface ExtraFields {
  readonly amounts: readonly string[];
  readonly owners: readonly string[];
}

/** Where the CRM says nothing of the year. */
export const CALENDAR_YEAR: FiscalCalendar = { kind: "months", startMonth: 1 };

/** Which events each choice is about. What is refunded follows revenue by itself. */
const EVENTS_OF: Readonly<Record<CountedId, readonly EventId[]>> = {
  revenue_closed: ["revenue_closed"],
  deals_won: ["deal_won"],
  sales_cycle: ["deal_cycle"],
  pipeline_generated: ["pipeline_generated"],
  deals_created: ["deal_created"],
  deals_advanced: ["deal_advanced"],
  deals_lost: ["deal_lost"],
  open_deals: ["deal_due"],
  calls_made: ["call_made"],
  calls_answered: ["call_answered"],
  calls_received: ["call_received"],
  emails_sent: ["email_sent"],
  emails_received: ["email_received"],
  reply_rate: ["outreach_delivered", "outreach_replied"],
  meetings_booked: ["meeting_booked"],
  meetings_held: ["meeting_held"],
  tasks_completed: ["task_completed"],
  messages_sent: ["message_sent"],
};

/** What the rules say, in the words of a choice: where an admin begins who chose nothing yet. */
export function countingOf({ calendar, events }: Rules): Counting {
  const { weekStart, weekend, holidays, fiscal, fiscalChosen } = calendar;
  const chosen = COUNTED_IDS.flatMap((id) => {
    const choice = EVENTS_OF[id].map((event) => events[event])[0];
    return choice === undefined ? [] : [[id, choice] as const];
  });
  return {
    calendar: {
      weekStart,
      weekend,
      holidays,
      fiscal: fiscalChosen && fiscal.kind !== "listed" ? fiscal : { kind: "crm" },
    },
    events: Object.fromEntries(chosen),
  };
}

/**
 * The rules that follow the choices; null where they do already. A year that is the CRM's again needs `crmFiscal`;
 * without it the year stays as it is.
 */
export function rulesFollowing(
  rules: Rules,
  { pipelines, counting }: RuleChoices,
  crmFiscal: FiscalCalendar | null = null,
): Rules | null {
  const next: Rules = {
    ...rules,
    ...(pipelines && !isSame(sorted(pipelines.included), sorted(rules.pipelines))
      ? { pipelines: pipelines.included }
      : {}),
    ...(counting && {
      calendar: calendarFollowing(rules.calendar, counting.calendar, crmFiscal),
      events: eventsOf(counting.events),
    }),
  };
  return isSame(next, rules) ? null : next;
}

function calendarFollowing(
  present: CalendarRules,
  { weekStart, weekend, holidays, fiscal }: Counting["calendar"],
  crmFiscal: FiscalCalendar | null,
): CalendarRules {
  const { fiscalChosen, ...calendar } = { ...present, weekStart, weekend, holidays };
  if (fiscal.kind !== "crm") return { ...calendar, fiscal, fiscalChosen: true };
  if (!fiscalChosen) return calendar;
  return crmFiscal ? { ...calendar, fiscal: crmFiscal } : { ...calendar, fiscalChosen };
}

function eventsOf(choices: CountedChoices): Rules["events"] {
  return Object.fromEntries(
    COUNTED_IDS.flatMap((id) => {
      const choice = choices[id];
      return choice ? EVENTS_OF[id].map((event) => [event, choice] as const) : [];
    }),
  );
}

/** Whether the year is to be the CRM's again, so that the CRM has to be asked for it. */
export function wantsCrmFiscal({ calendar }: Rules, counting: Counting | null): boolean {
  return counting?.calendar.fiscal.kind === "crm" && calendar.fiscalChosen === true;
}

/** The fields of deals that choices or rules read beyond the usual ones. */
export function extraFieldsOf(choices: Iterable<EventRules | undefined>): ExtraFields {
  const amounts = new Set<string>();
  const owners = new Set<string>();
  for (const choice of choices) {
    if (choice?.amountProperty !== undefined) amounts.add(choice.amountProperty);
    if (choice?.creditSource?.kind === "property") owners.add(choice.creditSource.name);
  }
  return { amounts: [...amounts].toSorted(), owners: [...owners].toSorted() };
}

/** The fields of both. */
export function joinFields(one: ExtraFields, other: ExtraFields): ExtraFields {
  return {
    amounts: [...new Set([...one.amounts, ...other.amounts])].toSorted(),
    owners: [...new Set([...one.owners, ...other.owners])].toSorted(),
  };
}

/** Whether every field of `wanted` is among those. */
export function coversFields(fields: ExtraFields, wanted: ExtraFields): boolean {
  return (
    wanted.amounts.every((name) => fields.amounts.includes(name)) &&
    wanted.owners.every((name) => fields.owners.includes(name))
  );
}

function sorted(list: readonly string[] | null): readonly string[] | null {
  return list?.toSorted() ?? null;
}

/** Whether two values say the same, in whatever order stored ones name their fields. */
export function isSame(one: unknown, other: unknown): boolean {
  return canonicalText(one) === canonicalText(other);
}

function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
