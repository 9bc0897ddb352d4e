/** How results are counted as fields hold it, and what is sent of it. Pure. */
import type {
  CountedChoice,
  CountedId,
  Counting,
  CountingChange,
  FiscalChoice,
} from "../../../shared/contracts/counting.ts";

type CreditSource = NonNullable<CountedChoice["creditSource"]>;
type Weekday = Counting["calendar"]["weekStart"];

/** Who is credited with a won deal: one of a few rules, or the field of that name. */
export type WonCredit =
  | "owner_at_event"
  | "creator"
  | "splits"
  | `field:${string}`
  /** Chosen otherwise than here: revenue and deals in different ways. */
  | "mixed";

/** How results are counted, as fields hold it. */
export interface CountingDraft {
  readonly weekStart: Weekday;
  /** In the order of the week, as the holidays are in that of the calendar. */
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly string[];
  readonly fiscal: FiscalChoice["kind"];
  readonly startMonth: number;
  readonly namedByStart: boolean;
  readonly pattern: Extract<FiscalChoice, { kind: "weeks" }>["pattern"];
  readonly anchor: Extract<FiscalChoice, { kind: "weeks" }>["anchor"];
  readonly credit: WonCredit;
  /** The field whose money is revenue; '' for the deal's amount. */
  readonly amount: string;
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const satisfies readonly Weekday[];
export const WEEK_PATTERNS = ["4-4-5", "4-5-4", "5-4-4"] as const satisfies CountingDraft["pattern"][];
export const HOLIDAYS_MAX = 400;
const WEEKEND_DAYS_MAX = 6;
const FIRST_DAY = "1970-01-01";
const LAST_DAY = "2199-12-31";
/** Of a won deal; the length of a cycle goes to one person. */
const WON_IDS = ["revenue_closed", "deals_won", "sales_cycle"] as const satisfies CountedId[];

/** The fields as they are saved. */
export function countingDraft({ calendar, events }: Counting): CountingDraft {
  const { weekStart, weekend, holidays, fiscal } = calendar;
  const { revenue_closed: revenue, deals_won: deals } = events;
  const [ofRevenue, ofDeals] = [creditOf(revenue?.creditSource), creditOf(deals?.creditSource)];
  return {
    weekStart,
    weekend: weekend.toSorted(),
    holidays: holidays.toSorted(),
    fiscal: fiscal.kind,
    startMonth: "startMonth" in fiscal ? fiscal.startMonth : 1,
    namedByStart: fiscal.kind === "months" && fiscal.namedByStart === true,
    pattern: fiscal.kind === "weeks" ? fiscal.pattern : WEEK_PATTERNS[0],
    anchor: fiscal.kind === "weeks" ? fiscal.anchor : "nearest",
    credit: ofRevenue === ofDeals ? ofRevenue : "mixed",
    amount: revenue?.amountProperty ?? "",
  };
}

function creditOf(source: CreditSource | undefined): WonCredit {
  if (source === undefined) return "owner_at_event";
  return source.kind === "property" ? `field:${source.name}` : source.kind;
}

/** The name of the field that says who is credited; null where a rule does. */
export function creditField(credit: WonCredit): string | null {
  return credit.startsWith("field:") ? credit.slice("field:".length) : null;
}

/**
 * What was edited from `before`, put over what somebody else saved meanwhile: of each field only what differs, and of a
 * list of days each day that was added or taken away. The year is one choice.
 */
export function countingOver(
  edited: CountingDraft,
  { before, now }: { readonly before: CountingDraft; readonly now: CountingDraft },
): CountingDraft {
  const { fiscal, startMonth, namedByStart, pattern, anchor } = isSame(fiscalOf(edited), fiscalOf(before))
    ? now
    : edited;
  const weekend = listOver(edited.weekend, { before: before.weekend, now: now.weekend }).toSorted();
  return {
    weekStart: edited.weekStart === before.weekStart ? now.weekStart : edited.weekStart,
    weekend: weekend.length > WEEKEND_DAYS_MAX ? edited.weekend : weekend,
    holidays: listOver(edited.holidays, { before: before.holidays, now: now.holidays }).toSorted(),
    fiscal,
    startMonth,
    namedByStart,
    pattern,
    anchor,
    credit: edited.credit === before.credit ? now.credit : edited.credit,
    amount: edited.amount === before.amount ? now.amount : edited.amount,
  };
}

/** Another list with each thing that was added to a list or taken away from it since `before`. */
export function listOver<Item>(
  edited: readonly Item[],
  { before, now }: { readonly before: readonly Item[]; readonly now: readonly Item[] },
): Item[] {
  const left = now.filter((item) => edited.includes(item) || !before.includes(item));
  return [...left, ...edited.filter((item) => !before.includes(item) && !left.includes(item))];
}

/** A day more or less of the weekend; as before where no day would be left to work on. */
export function withWeekendDay(draft: CountingDraft, day: Weekday, isOff: boolean): CountingDraft {
  const others = draft.weekend.filter((each) => each !== day);
  const weekend = isOff ? [...others, day].toSorted() : others;
  return weekend.length > WEEKEND_DAYS_MAX ? draft : { ...draft, weekend };
}

/** Whether a day can be added to the holidays. */
export function isNewHoliday({ holidays }: CountingDraft, day: string): boolean {
  const isDay = day.length === FIRST_DAY.length && day >= FIRST_DAY && day <= LAST_DAY;
  return isDay && !holidays.includes(day) && holidays.length < HOLIDAYS_MAX;
}

/** Whether two drafts say the same. What a choice of year does not use says nothing. */
export function countingDiffers(draft: CountingDraft, saved: CountingDraft): boolean {
  return textOf(draft) !== textOf(saved);
}

function textOf(draft: CountingDraft): string {
  const { weekStart, weekend, holidays, credit, amount } = draft;
  return JSON.stringify([weekStart, weekend, holidays, fiscalOf(draft), credit, amount]);
}

/** What is sent: only what differs from what is saved; null when nothing does. */
export function countingChange(draft: CountingDraft, counting: Counting): CountingChange | null {
  const saved = countingDraft(counting);
  const calendar = {
    ...(draft.weekStart === saved.weekStart ? {} : { weekStart: draft.weekStart }),
    ...(isSame(draft.weekend, saved.weekend) ? {} : { weekend: draft.weekend }),
    ...(isSame(draft.holidays, saved.holidays) ? {} : { holidays: draft.holidays }),
    ...(isSame(fiscalOf(draft), fiscalOf(saved)) ? {} : { fiscal: fiscalOf(draft) }),
  };
  const events = wonChange(draft, saved, counting);
  const change = {
    ...(Object.keys(calendar).length > 0 ? { calendar } : {}),
    ...(Object.keys(events).length > 0 ? { events } : {}),
  };
  return Object.keys(change).length > 0 ? change : null;
}

function fiscalOf({ fiscal, startMonth, namedByStart, pattern, anchor }: CountingDraft): FiscalChoice {
  switch (fiscal) {
    case "months":
      // A year that begins in January is called the same either way.
      return { kind: fiscal, startMonth, ...(namedByStart && startMonth > 1 ? { namedByStart } : {}) };
    case "weeks":
      return { kind: fiscal, pattern, startMonth, anchor };
    default:
      return { kind: fiscal };
  }
}

/** The choices of a won deal as the draft has them, where they differ. Others that were made for it stay. */
function wonChange(
  draft: CountingDraft,
  saved: CountingDraft,
  { events }: Counting,
): NonNullable<CountingChange["events"]> {
  const isSameCredit = draft.credit === saved.credit || draft.credit === "mixed";
  const changed = WON_IDS.flatMap((id) => {
    const { creditSource: before, amountProperty: amountBefore, ...rest } = events[id] ?? {};
    const creditSource = isSameCredit ? before : sourceOf(draft.credit, id);
    const amountProperty = id === "revenue_closed" ? draft.amount || undefined : amountBefore;
    const choice = {
      ...rest,
      ...(creditSource && { creditSource }),
      ...(amountProperty !== undefined && { amountProperty }),
    };
    if (isSame(choice, events[id] ?? {})) return [];
    return [[id, Object.keys(choice).length > 0 ? choice : null] as const];
  });
  return Object.fromEntries(changed);
}

function sourceOf(credit: Exclude<WonCredit, "mixed">, id: CountedId): CreditSource | undefined {
  const name = creditField(credit);
  if (name !== null) return { kind: "property", name };
  if (credit === "creator") return { kind: "creator" };
  return credit === "splits" && id !== "sales_cycle" ? { kind: "splits" } : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

/** Saved choices may name their fields in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
