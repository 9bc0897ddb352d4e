import type { Instant, LocalDay } from "../../../../../shared/contracts/time.ts";
import { addDays, localDayOf, startOfLocalDay } from "../../../../domain/calendar/local-time.ts";

/** The days whose beginning lies within a stretch of time; `dayTo` is not included. */
export function daysWithin(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  timeZone: string,
): { readonly dayFrom: LocalDay; readonly dayTo: LocalDay } {
  return { dayFrom: firstDayFrom(from, timeZone), dayTo: firstDayFrom(to, timeZone) };
}

function firstDayFrom(at: Instant, timeZone: string): LocalDay {
  const day = localDayOf(at, timeZone);
  return startOfLocalDay(day, timeZone) < at ? addDays(day, 1) : day;
}
