const SECOND = 1000;

/** Salesforce keeps no more than whole seconds: `2026-11-21T10:00:00.000+0000`. */
export function dateTimeText(at: number): string {
  return exactDateTimeText(Math.floor(at / SECOND) * SECOND);
}

/** As a query compares it, to the millisecond. */
export function exactDateTimeText(at: number): string {
  return new Date(at).toISOString().replace("Z", "+0000");
}

/** Milliseconds of a dateTime as the wire writes it. */
export function instantOf(text: string): number {
  return Date.parse(text.replace(/\+0000$/, "Z"));
}
