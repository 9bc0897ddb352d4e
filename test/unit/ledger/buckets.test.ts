import fc from "fast-check";
import { expect, it } from "vitest";
import { fiscalPeriodOf } from "../../../worker/domain/calendar/fiscal.ts";
import { addDays, eachDay } from "../../../worker/domain/calendar/local-time.ts";
import { type BucketRun, Buckets } from "../../../worker/domain/ledger/buckets.ts";
import type { CalendarRules, FiscalCalendar } from "../../../worker/domain/rules.ts";

const fiscal: fc.Arbitrary<FiscalCalendar> = fc.oneof(
  fc.record({ kind: fc.constant("months" as const), startMonth: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    kind: fc.constant("weeks" as const),
    pattern: fc.constantFrom("4-4-5" as const, "4-5-4" as const, "5-4-4" as const),
    startMonth: fc.integer({ min: 1, max: 12 }),
    anchor: fc.constantFrom("nearest" as const, "last" as const),
  }),
  fc.constant({ kind: "iso_weeks" as const }),
);
const calendar: fc.Arbitrary<CalendarRules> = fc.record({
  timeZone: fc.constant("UTC"),
  weekStart: fc.constantFrom(1 as const, 6 as const, 7 as const),
  fiscal,
  weekend: fc.constant([6, 7] as const),
  holidays: fc.constant([]),
});
const day = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays("2019-12-25", offset));
const MONTHS: CalendarRules = {
  timeZone: "UTC",
  weekStart: 1,
  fiscal: { kind: "months", startMonth: 1 },
  weekend: [6, 7],
  holidays: [],
};

/** The days whose buckets a run holds. */
function daysOf(buckets: Buckets, run: BucketRun, within: readonly string[]): readonly string[] {
  return within.filter((each) => {
    const bucket = run.grain === "day" ? each : buckets.of(each)[run.grain];
    return bucket >= run.from && bucket <= run.to;
  });
}

it("cuts any period into buckets that hold each of its days once, and no other day", () => {
  fc.assert(
    fc.property(calendar, day, fc.integer({ min: 0, max: 500 }), (rules, from, length) => {
      const buckets = new Buckets(rules);
      const to = addDays(from, length);
      const around = eachDay({ from: addDays(from, -45), to: addDays(to, 45) });
      const held = buckets.cut({ from, to }).flatMap((run) => daysOf(buckets, run, around));
      expect(held).toEqual(eachDay({ from, to }));
    }),
  );
});

it("names every bucket of a run", () => {
  fc.assert(
    fc.property(calendar, day, fc.integer({ min: 0, max: 500 }), (rules, from, length) => {
      const buckets = new Buckets(rules);
      const span = { from, to: addDays(from, length) };
      const named = buckets.cut(span).flatMap((run) => buckets.each(run).map((first) => [run.grain, first]));
      const expected = buckets.cut(span).flatMap((run) => {
        const days = daysOf(buckets, run, eachDay(span));
        const firsts = days.map((each) => (run.grain === "day" ? each : buckets.of(each)[run.grain]));
        return [...new Set(firsts)].map((first) => [run.grain, first]);
      });
      expect(named).toEqual(expected);
    }),
  );
});

it("reads a fiscal quarter of any calendar as its three months", () => {
  fc.assert(
    fc.property(calendar, day, (rules, within) => {
      const runs = new Buckets(rules).cut(fiscalPeriodOf(within, "quarter", rules));
      expect(runs.map(({ grain }) => grain)).toEqual(["month"]);
      expect(runs.flatMap((run) => new Buckets(rules).each(run))).toHaveLength(3);
    }),
  );
});

it("cuts from 28 February to 10 April into a day, March, a week and the days after it", () => {
  expect(new Buckets(MONTHS).cut({ from: "2026-02-28", to: "2026-04-13" })).toEqual([
    { grain: "day", from: "2026-02-28", to: "2026-02-28" },
    { grain: "month", from: "2026-03-01", to: "2026-03-01" },
    { grain: "day", from: "2026-04-01", to: "2026-04-05" },
    { grain: "week", from: "2026-04-06", to: "2026-04-06" },
    { grain: "day", from: "2026-04-13", to: "2026-04-13" },
  ]);
});

it("has no buckets for a period that ends before it begins", () => {
  expect(new Buckets(MONTHS).cut({ from: "2026-03-02", to: "2026-03-01" })).toEqual([]);
});

it("takes days at both ends of the calendar", () => {
  for (const fiscalKind of [MONTHS.fiscal, { kind: "iso_weeks" } as const]) {
    const buckets = new Buckets({ ...MONTHS, fiscal: fiscalKind });
    expect(buckets.of("9999-12-31").month).toBe("9999-12-01");
    expect(buckets.of("0001-01-01").month).toBe("0001-01-01");
  }
});
