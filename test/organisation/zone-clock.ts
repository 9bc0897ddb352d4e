export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Turns local days into instants and back, in one time zone. Days are `YYYY-MM-DD`. */
export interface ZoneClock {
  readonly timeZone: string;
  /** Made for working hours: near a daylight-saving change at night it may be an hour off. */
  instantAt(day: string, minuteOfDay: number): number;
  dayOf(at: number): string;
  offsetMinutes(at: number): number;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

export function isWorkday(day: string): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

export function createZoneClock(timeZone: string): ZoneClock {
  const days = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const offsets = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const offsetByDay = new Map<string, number>();

  function offsetMinutes(at: number): number {
    const name = offsets.formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    if (!sign) return 0;
    return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  }

  function noonOffset(day: string): number {
    const known = offsetByDay.get(day);
    if (known !== undefined) return known;
    const offset = offsetMinutes(Date.parse(`${day}T12:00:00Z`));
    offsetByDay.set(day, offset);
    return offset;
  }

  return {
    timeZone,
    offsetMinutes,
    instantAt: (day, minuteOfDay) =>
      Date.parse(`${day}T00:00:00Z`) + (minuteOfDay - noonOffset(day)) * MINUTE,
    dayOf: (at) => days.format(at),
  };
}
