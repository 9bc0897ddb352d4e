import type { DaySpan, Instant } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { addDays, localDayOf } from "../../domain/calendar/local-time.ts";
import type { Rules } from "../../domain/rules.ts";

/** The fiscal quarter of a day, and the one before. */
export function reconciledSpans(
  now: Instant,
  { calendar }: Rules,
): { readonly present: DaySpan; readonly previous: DaySpan } {
  const present = fiscalPeriodOf(localDayOf(now, calendar.timeZone), "quarter", calendar);
  return { present, previous: fiscalPeriodOf(addDays(present.from, -1), "quarter", calendar) };
}
