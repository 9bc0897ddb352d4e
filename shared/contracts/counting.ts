/** How results are counted, as admins choose it: the part `counting` of the wire of `/settings`. */
import * as v from "valibot";
import { LocalDaySchema } from "./values.ts";

const HOLIDAYS_MAX = 400;
const WEEKEND_DAYS_MAX = 6;
const PIPELINES_MAX = 1000;
const ID_LENGTH_MAX = 100;
const FIELD_LENGTH_MAX = 250;

/** 1 is Monday and 7 is Sunday, as in ISO 8601. */
const WeekdaySchema = v.picklist([1, 2, 3, 4, 5, 6, 7]);

const StartMonth = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12));

/** A pipeline of the CRM, by its id. */
export const PipelineId = v.pipe(
  v.string(),
  v.minLength(1, "must not be empty"),
  v.maxLength(ID_LENGTH_MAX, `must have at most ${ID_LENGTH_MAX} characters`),
);

/** The name of a field of deals, as the CRM writes it. */
const FieldName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z]\w*$/, "must be the name of a field"),
  v.maxLength(FIELD_LENGTH_MAX, `must have at most ${FIELD_LENGTH_MAX} characters`),
);

/** How the year is divided. */
export const FiscalChoice = v.variant("kind", [
  /** As the CRM says; calendar years where it says nothing. */
  v.strictObject({ kind: v.literal("crm") }),
  v.strictObject({
    kind: v.literal("months"),
    startMonth: StartMonth,
    /** Whether a year is called by the one it begins in; else by the one it ends in. */
    namedByStart: v.exactOptional(v.boolean()),
  }),
  /** 52 or 53 weeks; the year starts on the first day of the week nearest to, or last before, its month. */
  v.strictObject({
    kind: v.literal("weeks"),
    pattern: v.picklist(["4-4-5", "4-5-4", "5-4-4"]),
    startMonth: StartMonth,
    anchor: v.picklist(["nearest", "last"]),
  }),
  v.strictObject({ kind: v.literal("iso_weeks") }),
]);
export type FiscalChoice = v.InferOutput<typeof FiscalChoice>;

const CALENDAR = {
  weekStart: WeekdaySchema,
  weekend: v.pipe(
    v.array(WeekdaySchema),
    v.maxLength(WEEKEND_DAYS_MAX, "must leave a day to work on"),
    v.check((days) => new Set(days).size === days.length, "must name each day once"),
    v.readonly(),
  ),
  /** Days on which nobody works, beside the weekend. */
  holidays: v.pipe(
    v.array(LocalDaySchema),
    v.maxLength(HOLIDAYS_MAX, `must be at most ${HOLIDAYS_MAX} days`),
    v.readonly(),
  ),
  fiscal: FiscalChoice,
};

const OWNER = v.strictObject({ kind: v.literal("owner_at_event") });
const CREATOR = v.strictObject({ kind: v.literal("creator") });
/** A field of the deal that names a person. */
const NAMED_IN_FIELD = v.strictObject({ kind: v.literal("property"), name: FieldName });
/** As the CRM shares a deal out; its owner where it does not. */
const SPLITS = v.strictObject({ kind: v.literal("splits") });

/** Who is credited with a result. */
export const CreditSource = v.variant("kind", [OWNER, CREATOR, NAMED_IN_FIELD, SPLITS]);
export type CreditSource = v.InferOutput<typeof CreditSource>;

/** What an explained figure tells of these choices. */
export const chosenEntries = {
  /** Absent where nothing was chosen; null for a part that goes by the metric's own rule. */
  creditedBy: v.optional(v.array(v.nullable(CreditSource))),
  /** Fields of the CRM whose money is counted instead of the deal's amount. */
  amountFields: v.optional(v.array(v.string())),
};

const DEAL_COUNTED_IDS = [
  "revenue_closed",
  "deals_won",
  "sales_cycle",
  "pipeline_generated",
  "deals_created",
  "deals_advanced",
  "deals_lost",
  "open_deals",
] as const;

/** What is counted by itself. Other metrics, such as rates, follow from these. */
export const COUNTED_IDS = [
  ...DEAL_COUNTED_IDS,
  "calls_made",
  "calls_answered",
  "calls_received",
  "emails_sent",
  "emails_received",
  "reply_rate",
  "meetings_booked",
  "meetings_held",
  "tasks_completed",
  "messages_sent",
] as const;
export type CountedId = (typeof COUNTED_IDS)[number];

const OF_DEALS: ReadonlySet<CountedId> = new Set(DEAL_COUNTED_IDS);
/** Those that are there for their amount. */
const OF_AMOUNTS: ReadonlySet<CountedId> = new Set(["revenue_closed", "pipeline_generated", "open_deals"]);

/** What is chosen for one kind of result; what is absent follows the rule for all. */
const CountedChoice = v.pipe(
  v.strictObject({
    pipelines: v.exactOptional(
      v.pipe(
        v.array(PipelineId),
        v.minLength(1, "must name at least one pipeline"),
        v.maxLength(PIPELINES_MAX, `must be at most ${PIPELINES_MAX}`),
        v.readonly(),
      ),
    ),
    creditSource: v.exactOptional(CreditSource),
    /** A field with money that is read instead of the amount. */
    amountProperty: v.exactOptional(FieldName),
  }),
  v.check((choice) => Object.keys(choice).length > 0, "must choose something"),
);
export type CountedChoice = v.InferOutput<typeof CountedChoice>;

/** Why something cannot be chosen for a kind of result, by the field that asks for it. */
function misfitsOf(
  id: CountedId,
  { pipelines, creditSource, amountProperty }: CountedChoice,
): readonly { readonly field: keyof CountedChoice; readonly message: string }[] {
  const source = creditSource?.kind ?? "owner_at_event";
  const isOfDeals = OF_DEALS.has(id);
  const isFree = source === "owner_at_event" || source === "creator";
  return [
    ...(pipelines && !isOfDeals
      ? [{ field: "pipelines", message: "can be chosen for results of deals alone" } as const]
      : []),
    ...(amountProperty !== undefined && !OF_AMOUNTS.has(id)
      ? [{ field: "amountProperty", message: "can be chosen for amounts alone" } as const]
      : []),
    ...(!isFree && !isOfDeals
      ? [{ field: "creditSource", message: "must be the owner or the creator of an activity" } as const]
      : []),
    ...(source === "splits" && id === "sales_cycle"
      ? [{ field: "creditSource", message: "must be one person: a length of time cannot be shared" } as const]
      : []),
  ];
}

const CountedIdSchema = v.picklist(COUNTED_IDS);

/** By what is counted; null takes a choice back. */
const EventsChange = v.pipe(
  v.record(CountedIdSchema, v.nullable(CountedChoice)),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const input = dataset.value;
    for (const [key, choice] of Object.entries(input)) {
      if (choice === null) continue;
      for (const { field, message } of misfitsOf(v.parse(CountedIdSchema, key), choice)) {
        addIssue({
          message,
          path: [
            { type: "object", origin: "value", input, key, value: choice },
            { type: "object", origin: "value", input: choice, key: field, value: choice[field] },
          ],
        });
      }
    }
  }),
  v.transform((events): Partial<Record<CountedId, CountedChoice | null>> => events),
);

/** What was chosen, by what is counted: what is absent was not. */
export const CountedChoices = v.pipe(
  v.record(CountedIdSchema, CountedChoice),
  v.transform((events): Partial<Record<CountedId, CountedChoice>> => events),
);

const Calendar = v.strictObject(CALENDAR);

/** `counting` of `GET /settings`. */
export const Counting = v.object({
  calendar: Calendar,
  events: CountedChoices,
  /** Whether figures are being counted again, so that boards do not show all of this yet. */
  pending: v.boolean(),
});
export type Counting = v.InferOutput<typeof Counting>;

/** `counting` of `PATCH /settings`: what is given changes, the rest stays. */
export const CountingChange = v.pipe(
  v.strictObject({
    calendar: v.exactOptional(
      v.strictObject({
        weekStart: v.exactOptional(CALENDAR.weekStart),
        weekend: v.exactOptional(CALENDAR.weekend),
        holidays: v.exactOptional(CALENDAR.holidays),
        fiscal: v.exactOptional(CALENDAR.fiscal),
      }),
    ),
    events: v.exactOptional(EventsChange),
  }),
  v.check(
    ({ calendar = {}, events = {} }) => Object.keys(calendar).length + Object.keys(events).length > 0,
    "must change something",
  ),
);
export type CountingChange = v.InferOutput<typeof CountingChange>;

/** A field of deals that results can be counted by. */
export const DealField = v.object({
  /** As the CRM writes it. */
  name: v.string(),
  label: v.string(),
  /** Money to count, or a person to credit. */
  holds: v.picklist(["amount", "person"]),
});
export type DealField = v.InferOutput<typeof DealField>;

/** `GET /settings/deal-fields`. */
export const DealFields = v.object({ fields: v.array(DealField) });
export type DealFields = v.InferOutput<typeof DealFields>;
