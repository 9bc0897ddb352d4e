import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FiscalGrain, PeriodName } from "../../../shared/contracts/ids.ts";
import {
  fiscalPeriodOf,
  fiscalPeriodsWithin,
  fiscalPlaceOf,
} from "../../../worker/domain/calendar/fiscal.ts";
import { addDays, daysBetween, weekdayOf } from "../../../worker/domain/calendar/local-time.ts";
import {
  type ChosenPeriod,
  comparedPeriod,
  type Period,
  periodOf,
  resolvePeriod,
} from "../../../worker/domain/calendar/periods.ts";
import {
  countWorkingDays,
  divideWorkingDays,
  workingDaysBefore,
} from "../../../worker/domain/calendar/working-days.ts";
import type { FiscalCalendar, Weekday } from "../../../worker/domain/rules.ts";
import { buildCalendar } from "../../builders/rules.ts";

function resolve(choice: ChosenPeriod, today: string, calendar = buildCalendar()): Period {
  const resolved = resolvePeriod(choice, today, calendar);
  if (!resolved.ok) throw new Error(resolved.error.detail);
  return resolved.value;
}

const byMonths = (startMonth: number): FiscalCalendar => ({ kind: "months", startMonth });
const byWeeks = (
  pattern: "4-4-5" | "4-5-4" | "5-4-4",
  startMonth: number,
  anchor: "nearest" | "last",
): FiscalCalendar => ({ kind: "weeks", pattern, startMonth, anchor });
const iso: FiscalCalendar = { kind: "iso_weeks" };

type Row = [PeriodName, string, FiscalCalendar, Weekday, string, string];
const GOLDEN: readonly Row[] = [
  // Weeks, by every start that tenants use.
  ["this_week", "2026-11-20", byMonths(1), 1, "2026-11-16", "2026-11-22"],
  ["this_week", "2026-11-20", byMonths(1), 7, "2026-11-15", "2026-11-21"],
  ["this_week", "2026-11-20", byMonths(1), 6, "2026-11-14", "2026-11-20"],
  ["this_week", "2026-11-22", byMonths(1), 1, "2026-11-16", "2026-11-22"],
  ["this_week", "2026-11-22", byMonths(1), 7, "2026-11-22", "2026-11-28"],
  ["last_week", "2026-11-16", byMonths(1), 1, "2026-11-09", "2026-11-15"],
  ["last_week", "2027-01-01", byMonths(1), 1, "2026-12-21", "2026-12-27"],
  ["this_week", "2027-01-01", byMonths(1), 1, "2026-12-28", "2027-01-03"],
  // Months and quarters of a calendar year.
  ["this_month", "2026-11-20", byMonths(1), 1, "2026-11-01", "2026-11-30"],
  ["last_month", "2026-03-31", byMonths(1), 1, "2026-02-01", "2026-02-28"],
  ["last_month", "2028-03-31", byMonths(1), 1, "2028-02-01", "2028-02-29"],
  ["last_month", "2026-01-01", byMonths(1), 1, "2025-12-01", "2025-12-31"],
  ["this_quarter", "2026-11-20", byMonths(1), 1, "2026-10-01", "2026-12-31"],
  ["last_quarter", "2026-01-01", byMonths(1), 1, "2025-10-01", "2025-12-31"],
  ["this_year", "2026-12-31", byMonths(1), 1, "2026-01-01", "2026-12-31"],
  ["last_year", "2026-01-01", byMonths(1), 1, "2025-01-01", "2025-12-31"],
  // Fiscal years that start in other months.
  ["this_quarter", "2026-11-20", byMonths(2), 1, "2026-11-01", "2027-01-31"],
  ["this_quarter", "2027-01-31", byMonths(2), 1, "2026-11-01", "2027-01-31"],
  ["last_quarter", "2027-02-01", byMonths(2), 1, "2026-11-01", "2027-01-31"],
  ["this_year", "2027-01-31", byMonths(2), 1, "2026-02-01", "2027-01-31"],
  ["this_year", "2027-02-01", byMonths(2), 1, "2027-02-01", "2028-01-31"],
  ["this_year", "2026-06-30", byMonths(7), 1, "2025-07-01", "2026-06-30"],
  ["this_quarter", "2026-06-30", byMonths(7), 1, "2026-04-01", "2026-06-30"],
  ["this_year", "2026-04-01", byMonths(4), 1, "2026-04-01", "2027-03-31"],
  ["last_year", "2026-04-01", byMonths(4), 1, "2025-04-01", "2026-03-31"],
  ["this_quarter", "2026-01-15", byMonths(12), 1, "2025-12-01", "2026-02-28"],
  // Retail years: weeks from Sunday, nearest to the first of February. The year from 2023-01-29 has 53 weeks.
  ["this_year", "2023-01-29", byWeeks("4-5-4", 2, "nearest"), 7, "2023-01-29", "2024-02-03"],
  ["this_year", "2024-02-03", byWeeks("4-5-4", 2, "nearest"), 7, "2023-01-29", "2024-02-03"],
  ["this_year", "2024-02-04", byWeeks("4-5-4", 2, "nearest"), 7, "2024-02-04", "2025-02-01"],
  ["this_year", "2025-02-02", byWeeks("4-5-4", 2, "nearest"), 7, "2025-02-02", "2026-01-31"],
  ["this_month", "2025-02-02", byWeeks("4-5-4", 2, "nearest"), 7, "2025-02-02", "2025-03-01"],
  ["this_month", "2025-03-02", byWeeks("4-5-4", 2, "nearest"), 7, "2025-03-02", "2025-04-05"],
  ["this_quarter", "2025-05-03", byWeeks("4-5-4", 2, "nearest"), 7, "2025-02-02", "2025-05-03"],
  ["this_quarter", "2025-05-04", byWeeks("4-5-4", 2, "nearest"), 7, "2025-05-04", "2025-08-02"],
  // The 53rd week belongs to the last month and quarter.
  ["this_month", "2024-02-03", byWeeks("4-5-4", 2, "nearest"), 7, "2023-12-31", "2024-02-03"],
  ["this_quarter", "2024-02-03", byWeeks("4-5-4", 2, "nearest"), 7, "2023-10-29", "2024-02-03"],
  ["last_quarter", "2024-02-04", byWeeks("4-5-4", 2, "nearest"), 7, "2023-10-29", "2024-02-03"],
  ["this_month", "2025-02-28", byWeeks("5-4-4", 2, "nearest"), 7, "2025-02-02", "2025-03-08"],
  ["this_month", "2025-02-28", byWeeks("4-4-5", 2, "nearest"), 7, "2025-02-02", "2025-03-01"],
  // "Last": the week start on the first or before it.
  ["this_year", "2026-01-01", byWeeks("4-4-5", 1, "last"), 1, "2025-12-29", "2026-12-27"],
  ["this_year", "2023-12-31", byWeeks("4-4-5", 1, "last"), 7, "2023-12-31", "2024-12-28"],
  ["this_year", "2024-01-01", byWeeks("4-4-5", 1, "last"), 1, "2024-01-01", "2024-12-29"],
  ["this_year", "2028-12-31", byWeeks("4-4-5", 1, "last"), 1, "2027-12-27", "2028-12-31"],
  // ISO years: 2020 and 2026 have 53 weeks.
  ["this_year", "2021-01-03", iso, 1, "2019-12-30", "2021-01-03"],
  ["this_year", "2021-01-04", iso, 1, "2021-01-04", "2022-01-02"],
  ["this_year", "2026-11-20", iso, 1, "2025-12-29", "2027-01-03"],
  ["this_quarter", "2027-01-03", iso, 1, "2026-09-28", "2027-01-03"],
  ["this_quarter", "2026-03-29", iso, 1, "2025-12-29", "2026-03-29"],
  ["this_quarter", "2026-03-30", iso, 1, "2026-03-30", "2026-06-28"],
  ["last_year", "2027-01-04", iso, 1, "2025-12-29", "2027-01-03"],
  ["this_month", "2025-12-29", iso, 1, "2025-12-29", "2026-01-25"],
];

describe("a named period", () => {
  it.each(GOLDEN)("%s on %s (%j, week from %i) is %s to %s", (period, today, fiscal, weekStart, from, to) => {
    const calendar = buildCalendar({ fiscal, weekStart });
    expect(resolve({ period }, today, calendar)).toMatchObject({ from, to });
  });

  it("is this month when nothing is chosen", () => {
    expect(resolve({}, "2026-11-20")).toEqual({ from: "2026-11-01", to: "2026-11-30", grain: "month" });
  });
});

describe("a custom period", () => {
  it("includes both its days, and may be in the past or of one day", () => {
    expect(resolve({ from: "2016-10-01", to: "2017-12-31" }, "2026-11-20")).toMatchObject({
      from: "2016-10-01",
      to: "2017-12-31",
    });
    expect(resolve({ from: "2026-02-28", to: "2026-02-28" }, "2026-11-20")).toMatchObject({
      grain: "custom",
    });
  });

  it.each<[string, ChosenPeriod]>([
    ["an end before its start", { from: "2026-02-02", to: "2026-02-01" }],
    ["no end", { from: "2026-02-01" }],
    ["no start", { to: "2026-02-01" }],
    ["a name as well", { period: "this_week", from: "2026-02-01", to: "2026-02-02" }],
    ["a day that does not exist", { from: "2026-02-01", to: "2026-02-30" }],
    ["text for a day", { from: "yesterday", to: "today" }],
    ["too many days", { from: "2000-01-01", to: "2026-01-01" }],
    ["a day of long ago", { from: "0001-01-01", to: "0001-02-01" }],
    ["a day far ahead", { from: "2199-12-31", to: "2200-01-01" }],
  ])("is refused with %s", (_, choice) => {
    expect(resolvePeriod(choice, "2026-11-20", buildCalendar())).toMatchObject({
      ok: false,
      error: { reason: "period_invalid" },
    });
  });
});

const fiscalCalendar: fc.Arbitrary<FiscalCalendar> = fc.oneof(
  fc.record({ kind: fc.constant("months" as const), startMonth: fc.integer({ min: 1, max: 12 }) }),
  fc.record({
    kind: fc.constant("weeks" as const),
    pattern: fc.constantFrom("4-4-5" as const, "4-5-4" as const, "5-4-4" as const),
    startMonth: fc.integer({ min: 1, max: 12 }),
    anchor: fc.constantFrom("nearest" as const, "last" as const),
  }),
  fc.constant(iso),
);
const weekday = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7);
const day = fc.integer({ min: 0, max: 15_000 }).map((count) => addDays("1999-06-01", count));
const calendar = fc
  .record({
    fiscal: fiscalCalendar,
    weekStart: weekday,
    weekend: fc.uniqueArray(weekday, { maxLength: 3 }),
    holidays: fc.array(day, { maxLength: 5 }),
  })
  .map(buildCalendar);

describe("any fiscal calendar", () => {
  it("puts every day into exactly one month, quarter and year, which follow each other without a gap", () => {
    fc.assert(
      fc.property(
        day,
        calendar,
        fc.constantFrom<FiscalGrain>("month", "quarter", "year"),
        (at, rules, grain) => {
          const span = fiscalPeriodOf(at, grain, rules);
          expect(span.from <= at && at <= span.to).toBe(true);
          expect(fiscalPeriodOf(span.from, grain, rules)).toEqual(span);
          expect(fiscalPeriodOf(span.to, grain, rules)).toEqual(span);
          expect(fiscalPeriodOf(addDays(span.to, 1), grain, rules).from).toBe(addDays(span.to, 1));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("makes a year of twelve months and four quarters of three months each", () => {
    fc.assert(
      fc.property(day, calendar, (at, rules) => {
        const year = fiscalPeriodOf(at, "year", rules);
        const quarters = fiscalPeriodsWithin(year, "quarter", rules);
        const months = fiscalPeriodsWithin(year, "month", rules);
        expect([quarters.length, months.length]).toEqual([4, 12]);
        quarters.forEach((quarter, index) => {
          expect(quarter.from).toBe(months[index * 3]?.from);
          expect(quarter.to).toBe(months[index * 3 + 2]?.to);
        });
        expect([months[0]?.from, months[11]?.to]).toEqual([year.from, year.to]);
      }),
      { numRuns: 300 },
    );
  });

  it("gives a year of weeks 52 or 53, from its week start, within a week of its anchor", () => {
    fc.assert(
      fc.property(day, calendar, (at, rules) => {
        if (rules.fiscal.kind === "months" || rules.fiscal.kind === "listed") return;
        const year = fiscalPeriodOf(at, "year", rules);
        expect([52 * 7, 53 * 7]).toContain(daysBetween(year.from, year.to) + 1);
        expect(weekdayOf(year.from)).toBe(rules.fiscal.kind === "iso_weeks" ? 1 : rules.weekStart);
        const month = rules.fiscal.kind === "iso_weeks" ? 1 : rules.fiscal.startMonth;
        const distances = [-1, 0, 1].map((shift) => {
          const anchor = `${Number(year.from.slice(0, 4)) + shift}-${String(month).padStart(2, "0")}-01`;
          return daysBetween(year.from, anchor);
        });
        const isLast = rules.fiscal.kind === "weeks" && rules.fiscal.anchor === "last";
        const fits = (days: number) => (isLast ? days >= 0 && days <= 6 : Math.abs(days) <= 3);
        expect(distances.some(fits)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("working days", () => {
  it("count today as left, and leave out weekends and holidays", () => {
    // Thanksgiving on the 26th; Friday the 20th is today.
    const rules = buildCalendar({ holidays: ["2026-11-26"] });
    const november = { from: "2026-11-01", to: "2026-11-30" };
    expect(divideWorkingDays(november, "2026-11-20", rules)).toEqual({ completed: 14, left: 6, total: 20 });
  });

  it("count a holiday on a weekend once, and follow other weekends", () => {
    const week = { from: "2026-11-16", to: "2026-11-22" };
    expect(countWorkingDays(week, buildCalendar({ holidays: ["2026-11-21"] }))).toBe(5);
    expect(countWorkingDays(week, buildCalendar({ weekend: [5, 6] }))).toBe(5);
    expect(countWorkingDays(week, buildCalendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }))).toBe(0);
    expect(countWorkingDays(week, buildCalendar({ weekend: [] }))).toBe(7);
  });

  it("divide any span at any day without losing one", () => {
    fc.assert(
      fc.property(day, fc.nat(400), day, calendar, (from, length, today, rules) => {
        const span = { from, to: addDays(from, length) };
        const { completed, left, total } = divideWorkingDays(span, today, rules);
        expect(completed + left).toBe(total);
        expect(completed).toBe(
          countWorkingDays({ from, to: addDays(today, -1) }, rules) - countAfter(span, today),
        );
        function countAfter(whole: { to: string }, cut: string): number {
          return whole.to < cut
            ? countWorkingDays({ from: addDays(whole.to, 1), to: addDays(cut, -1) }, rules)
            : 0;
        }
      }),
      { numRuns: 200 },
    );
  });

  it("are found backwards over a weekend, and not at all where nobody works", () => {
    expect(workingDaysBefore("2026-11-16", 5, buildCalendar())).toEqual({
      from: "2026-11-09",
      to: "2026-11-15",
    });
    expect(workingDaysBefore("2026-11-16", 1, buildCalendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }))).toBeNull();
  });
});

describe("what a period is compared with", () => {
  const compare = (choice: ChosenPeriod, today: string, rules = buildCalendar()) =>
    comparedPeriod(resolve(choice, today, rules), today, rules);

  it("is the whole one before, when it has ended", () => {
    expect(compare({ period: "last_month" }, "2026-11-20")).toEqual({
      previous: { from: "2026-09-01", to: "2026-09-30" },
      current: { from: "2026-10-01", to: "2026-10-31" },
    });
  });

  it("is as many working days of the one before, while it is open", () => {
    // 14 working days of November lie before the 20th; the 14th of October is Tuesday the 20th.
    expect(compare({ period: "this_month" }, "2026-11-20")).toEqual({
      previous: { from: "2026-10-01", to: "2026-10-20" },
      current: { from: "2026-11-01", to: "2026-11-19" },
    });
  });

  it("leaves holidays out on both sides", () => {
    const rules = buildCalendar({ holidays: ["2026-10-12", "2026-11-11"] });
    expect(compare({ period: "this_month" }, "2026-11-20", rules)).toEqual({
      previous: { from: "2026-10-01", to: "2026-10-20" },
      current: { from: "2026-11-01", to: "2026-11-19" },
    });
  });

  it("is nothing before the first working day is over", () => {
    expect(compare({ period: "this_week" }, "2026-11-16")).toBeNull();
    expect(compare({ period: "this_month" }, "2026-11-02")).toBeNull();
    expect(compare({ from: "2027-01-01", to: "2027-01-31" }, "2026-11-20")).toBeNull();
  });

  it("never takes more days than the shorter of the two has", () => {
    // 22 working days of March against 20 of February.
    expect(compare({ period: "this_month" }, "2026-03-31")).toEqual({
      previous: { from: "2026-02-01", to: "2026-02-27" },
      current: { from: "2026-03-01", to: "2026-03-27" },
    });
  });

  it("is the working days just before a custom one", () => {
    expect(compare({ from: "2026-11-09", to: "2026-11-13" }, "2026-11-20")).toEqual({
      previous: { from: "2026-11-02", to: "2026-11-08" },
      current: { from: "2026-11-09", to: "2026-11-13" },
    });
    expect(compare({ from: "2026-11-14", to: "2026-11-15" }, "2026-11-20")?.previous).toEqual({
      from: "2026-11-12",
      to: "2026-11-13",
    });
    expect(
      compare(
        { from: "2026-11-09", to: "2026-11-13" },
        "2026-11-20",
        buildCalendar({ weekend: [1, 2, 3, 4, 5, 6, 7] }),
      )?.previous,
    ).toEqual({ from: "2026-11-04", to: "2026-11-08" });
  });

  it("has as many working days as the part it stands against, for any open period", () => {
    const grain = fc.constantFrom("week" as const, "month" as const, "quarter" as const, "year" as const);
    fc.assert(
      fc.property(day, calendar, grain, (today, rules, each) => {
        const period = periodOf(today, each, rules);
        const comparison = comparedPeriod(period, today, rules);
        if (!comparison) return;
        expect(countWorkingDays(comparison.previous, rules)).toBe(
          countWorkingDays(comparison.current, rules),
        );
        expect(comparison.current.from).toBe(period.from);
        expect(comparison.current.to < today).toBe(true);
        expect(comparison.previous.to < period.from).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the place of a fiscal period", () => {
  it("is counted from the first month of the fiscal year, and named by the year in which that ends", () => {
    const place = (on: string, grain: FiscalGrain, fiscal: FiscalCalendar) => {
      const { number, year } = fiscalPlaceOf(on, grain, buildCalendar({ fiscal }));
      return [number, year];
    };
    expect(place("2026-08-20", "quarter", byMonths(1))).toEqual([3, 2026]);
    expect(place("2026-08-20", "month", byMonths(1))).toEqual([8, 2026]);
    expect(place("2026-08-20", "year", byMonths(1))).toEqual([1, 2026]);
    expect(place("2026-11-20", "quarter", byMonths(4))).toEqual([3, 2027]);
    expect(place("2027-01-31", "quarter", byMonths(2))).toEqual([4, 2027]);
  });

  it("is named by the year in which its fiscal year begins where the account names it so", () => {
    const calendarFromApril = buildCalendar({
      fiscal: { kind: "months", startMonth: 4, namedByStart: true },
    });
    expect(fiscalPlaceOf("2026-11-20", "quarter", calendarFromApril)).toMatchObject({
      number: 3,
      year: 2026,
    });
    expect(fiscalPlaceOf("2027-03-31", "year", calendarFromApril)).toMatchObject({ year: 2026 });
    expect(fiscalPlaceOf("2027-04-01", "month", calendarFromApril)).toMatchObject({ number: 1, year: 2027 });
  });

  it("keeps a year of weeks its own when that ends in the first days of the next", () => {
    const calendarOfWeeks = buildCalendar({ fiscal: iso });
    expect(fiscalPeriodOf("2026-11-20", "year", calendarOfWeeks).to).toBe("2027-01-03");
    expect(fiscalPlaceOf("2026-11-20", "quarter", calendarOfWeeks)).toEqual({
      grain: "quarter",
      number: 4,
      year: 2026,
    });
  });

  it("is from 1 to 4 of quarters and to 12 of months, and every day of a period has the same", () => {
    const grain = fc.constantFrom("month" as const, "quarter" as const);
    fc.assert(
      fc.property(day, calendar, grain, (on, rules, each) => {
        const period = fiscalPeriodOf(on, each, rules);
        const place = fiscalPlaceOf(on, each, rules);
        expect(place.number).toBeGreaterThanOrEqual(1);
        expect(place.number).toBeLessThanOrEqual(each === "quarter" ? 4 : 12);
        expect(fiscalPlaceOf(period.from, each, rules)).toEqual(place);
        expect(fiscalPlaceOf(period.to, each, rules)).toEqual(place);
      }),
      { numRuns: 200 },
    );
  });
});
