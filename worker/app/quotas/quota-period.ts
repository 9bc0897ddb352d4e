import type { FiscalGrain, PeriodName } from "../../../shared/contracts/ids.ts";
import type { DaySpan, LocalDay } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { isLocalDay } from "../../domain/calendar/local-time.ts";
import { FIRST_DAY, LAST_DAY, resolvePeriod } from "../../domain/calendar/periods.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import type { QueryRefusal } from "../queries.ts";

/** A fiscal month, quarter or year: by name, or the one that holds a day. Nothing at all is this month. */
export interface QuotaPeriodChoice {
  readonly grain?: FiscalGrain | undefined;
  readonly period?: PeriodName | undefined;
  /** Any day of it. */
  readonly day?: LocalDay | undefined;
}

/** The days that a quota is for. */
export interface QuotaSpan extends DaySpan {
  readonly grain: FiscalGrain;
}

/** Whether a day exists and a quota can be set for it. */
export function isQuotaDay(day: string): boolean {
  return isLocalDay(day) && FIRST_DAY <= day && day <= LAST_DAY;
}

/** The days that a quota can be set for. */
export function resolveQuotaPeriod(
  { grain, period, day }: QuotaPeriodChoice,
  today: LocalDay,
  calendar: CalendarRules,
): Result<QuotaSpan, QueryRefusal> {
  if (period !== undefined && day !== undefined) return refuse("give either `period` or `from`, not both");
  if (period !== undefined) return namedPeriod(period, { grain, today, calendar });
  if (day !== undefined && !isQuotaDay(day)) {
    return refuse(`\`from\` must be a day from ${FIRST_DAY} to ${LAST_DAY}`);
  }
  const chosen = grain ?? "month";
  return ok({ ...fiscalPeriodOf(day ?? today, chosen, calendar), grain: chosen });
}

function namedPeriod(
  period: PeriodName,
  options: {
    readonly grain: FiscalGrain | undefined;
    readonly today: LocalDay;
    readonly calendar: CalendarRules;
  },
): Result<QuotaSpan, QueryRefusal> {
  const resolved = resolvePeriod({ period }, options.today, options.calendar);
  if (!resolved.ok) return resolved;
  const { grain, from, to } = resolved.value;
  if (grain === "week" || grain === "custom") return refuse("quotas are for months, quarters and years");
  if (options.grain !== undefined && options.grain !== grain) {
    return refuse(`\`${period}\` is no ${options.grain}`);
  }
  return ok({ grain, from, to });
}

function refuse(detail: string): Result<QuotaSpan, QueryRefusal> {
  return err({ reason: "period_invalid", detail });
}
