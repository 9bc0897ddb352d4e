import * as v from "valibot";
import { EVENT_IDS, type EventId } from "../../../shared/contracts/ids.ts";
import { areListedYears } from "../../domain/calendar/listed-years.ts";
import { isLocalDay } from "../../domain/calendar/local-time.ts";
import type { CreditSource, EventRules, FiscalCalendar, Rules } from "../../domain/rules.ts";

const WeekdaySchema = v.picklist([1, 2, 3, 4, 5, 6, 7]);
const Day = v.pipe(v.string(), v.check(isLocalDay));
const StartMonth = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12));

const FiscalSchema: v.GenericSchema<unknown, FiscalCalendar> = v.variant("kind", [
  v.object({
    kind: v.literal("months"),
    startMonth: StartMonth,
    namedByStart: v.exactOptional(v.boolean()),
  }),
  v.object({
    kind: v.literal("weeks"),
    pattern: v.picklist(["4-4-5", "4-5-4", "5-4-4"]),
    startMonth: StartMonth,
    anchor: v.picklist(["nearest", "last"]),
  }),
  v.object({ kind: v.literal("iso_weeks") }),
  v.object({
    kind: v.literal("listed"),
    years: v.pipe(
      v.array(v.object({ from: Day, to: Day, months: v.array(Day), quarters: v.array(Day) })),
      v.check((years) => areListedYears(years)),
    ),
  }),
]);

const CreditSourceSchema: v.GenericSchema<unknown, CreditSource> = v.variant("kind", [
  v.object({ kind: v.literal("owner_at_event") }),
  v.object({ kind: v.literal("creator") }),
  v.object({ kind: v.literal("property"), name: v.string() }),
  v.object({ kind: v.literal("splits") }),
]);

const EventRulesSchema = v.object({
  pipelines: v.exactOptional(v.array(v.string())),
  creditSource: v.exactOptional(CreditSourceSchema),
  amountProperty: v.exactOptional(v.string()),
});

/** Rules of one event each; an event that is not listed follows the general ones. */
const EventsSchema = v.pipe(
  v.record(v.picklist(EVENT_IDS), EventRulesSchema),
  v.transform((events): Partial<Record<EventId, EventRules>> => events),
);

const RulesSchema = v.object({
  calendar: v.object({
    timeZone: v.string(),
    weekStart: WeekdaySchema,
    fiscal: FiscalSchema,
    fiscalChosen: v.exactOptional(v.literal(true)),
    weekend: v.array(WeekdaySchema),
    holidays: v.array(v.string()),
  }),
  homeCurrency: v.string(),
  pipelines: v.nullable(v.array(v.string())),
  events: EventsSchema,
  connectedFromSeconds: v.number(),
  outreachQuietDays: v.number(),
  replyWindowDays: v.number(),
});

/** The rules as the `generations` table keeps them: JSON. */
export function readRules(text: string): Rules {
  return v.parse(RulesSchema, JSON.parse(text));
}
