/** An instant in UTC, always `YYYY-MM-DDTHH:mm:ss.sssZ`, so that instants compare as strings. */
export type Instant = string;

/** A day of somebody's calendar, `YYYY-MM-DD`, without a zone. It never moves. */
export type LocalDay = string;

/** A pair of local days; `to` is included. */
export interface DaySpan {
  readonly from: LocalDay;
  readonly to: LocalDay;
}
