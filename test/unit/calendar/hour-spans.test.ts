import fc from "fast-check";
import { expect, it } from "vitest";
import { hourSpans } from "../../../worker/domain/calendar/hour-spans.ts";
import { localMomentOf } from "../../../worker/domain/calendar/local-time.ts";

const ZONES = ["America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo", "UTC"];
const HOUR_MS = 3_600_000;

it("holds exactly the instants at which the wall clock shows the hour of the weekday", () => {
  const span = { from: "2026-03-01", to: "2026-11-30" };
  const instant = fc
    .integer({ min: Date.parse("2026-02-20T00:00:00.000Z"), max: Date.parse("2026-12-10T00:00:00.000Z") })
    .map((ms) => new Date(ms).toISOString());
  const clock = fc.record({ weekday: fc.integer({ min: 1, max: 7 }), hour: fc.integer({ min: 0, max: 23 }) });
  fc.assert(
    fc.property(
      fc.constantFrom(...ZONES),
      clock,
      fc.array(instant, { minLength: 20 }),
      (zone, asked, instants) => {
        const spans = hourSpans(span, asked, zone);
        for (const at of instants) {
          const { day, weekday, hour } = localMomentOf(at, zone);
          const inDays = day >= span.from && day <= span.to;
          const shown = inDays && weekday === asked.weekday && hour === asked.hour;
          expect(spans.some(({ from, until }) => from <= at && at < until)).toBe(shown);
        }
      },
    ),
    { numRuns: 200 },
  );
});

it("lacks the hour that a clock skips, and is twice as long where an hour comes twice", () => {
  const sunday = (day: string, hour: number) => {
    const spans = hourSpans({ from: day, to: day }, { weekday: 7, hour }, "America/New_York");
    return spans.map(({ from, until }) => (Date.parse(until) - Date.parse(from)) / HOUR_MS);
  };
  expect(sunday("2026-03-08", 2)).toEqual([]);
  expect(sunday("2026-03-08", 3)).toEqual([1]);
  expect(sunday("2026-11-01", 1)).toEqual([2]);
  expect(sunday("2026-11-02", 1)).toEqual([]);
});
