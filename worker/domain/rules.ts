import type { EventId } from "../../shared/contracts/ids.ts";
import type { LocalDay } from "../../shared/contracts/time.ts";

/** Who gets the credit of an event. */
export type CreditSource =
  /** The owner when the event happened; the default. */
  | { readonly kind: "owner_at_event" }
  | { readonly kind: "creator" }
  /** A user or owner property of the record, such as an SDR field. */
  | { readonly kind: "property"; readonly name: string }
  | { readonly kind: "splits" };

/** 1 is Monday and 7 is Sunday, as in ISO 8601. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** How the tenant's year is divided. */
export type FiscalCalendar =
  /** Calendar months; the year starts on the first of `startMonth` (1 to 12). */
  | {
      readonly kind: "months";
      readonly startMonth: number;
      /** True where the account calls a year by the one it begins in; else it is called by the one it ends in. */
      readonly namedByStart?: boolean;
    }
  /** 52 or 53 weeks; the year starts on the `weekStart` nearest to (or last before) the first of `startMonth`. */
  | {
      readonly kind: "weeks";
      readonly pattern: "4-4-5" | "4-5-4" | "5-4-4";
      readonly startMonth: number;
      readonly anchor: "nearest" | "last";
    }
  /** ISO 8601 years of 52 or 53 weeks, in quarters of 13 (the last 14 in a long year). */
  | { readonly kind: "iso_weeks" }
  /** Years as the CRM lists them one by one, at least one, each beginning the day after the one before. */
  | { readonly kind: "listed"; readonly years: readonly ListedYear[] };

/** A fiscal year that follows no rule. Both lists begin with `from` and ascend; quarters begin with a month. */
export interface ListedYear {
  readonly from: LocalDay;
  /** The last day. */
  readonly to: LocalDay;
  /** First days. Mostly twelve; some companies divide a year into thirteen. */
  readonly months: readonly LocalDay[];
  /** First days. */
  readonly quarters: readonly LocalDay[];
}

/** The tenant's clock, weeks, year and days off. */
export interface CalendarRules {
  /** IANA name as the CRM writes it; aliases such as `US/Eastern` are fine. */
  readonly timeZone: string;
  readonly weekStart: Weekday;
  readonly fiscal: FiscalCalendar;
  /** True where an admin chose the year; else it is the CRM's, and follows it. */
  readonly fiscalChosen?: true;
  readonly weekend: readonly Weekday[];
  readonly holidays: readonly LocalDay[];
}

/** What is chosen for one event. */
export interface EventRules {
  /** Overrides `Rules.pipelines` for one event. */
  readonly pipelines?: readonly string[];
  readonly creditSource?: CreditSource;
  /** The currency property to read instead of Amount. */
  readonly amountProperty?: string;
}

/** A tenant's choices that decide what counts. Data with a version: a change is a new generation. */
export interface Rules {
  readonly calendar: CalendarRules;
  readonly homeCurrency: string;
  /** Pipelines that count; null is all of them. */
  readonly pipelines: readonly string[] | null;
  readonly events: Readonly<Partial<Record<EventId, EventRules>>>;
  /** Answered calls without an outcome count as connected from this length on. */
  readonly connectedFromSeconds: number;
  /** Days without an e-mail before the next one is an outreach, and days in which an answer counts. */
  readonly outreachQuietDays: number;
  readonly replyWindowDays: number;
}
