import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRules } from "../../../worker/adapters/d1/rules-row.ts";
import {
  fiscalPeriodOf,
  fiscalPeriodsWithin,
  fiscalPlaceOf,
} from "../../../worker/domain/calendar/fiscal.ts";
import { areListedYears } from "../../../worker/domain/calendar/listed-years.ts";
import { addDays } from "../../../worker/domain/calendar/local-time.ts";
import type { FiscalCalendar, ListedYear } from "../../../worker/domain/rules.ts";
import { buildCalendar, buildRules } from "../../builders/rules.ts";

/** A year of months of so many days, a quarter every three of them. */
function yearOfDays(from: string, lengths: readonly number[]): ListedYear {
  const months = lengths.map((_, index) =>
    addDays(
      from,
      lengths.slice(0, index).reduce((sum, days) => sum + days, 0),
    ),
  );
  const total = lengths.reduce((sum, days) => sum + days, 0);
  return {
    from,
    to: addDays(from, total - 1),
    months,
    quarters: months.filter((_, index) => index % 3 === 0),
  };
}

const WEEKS_445 = [28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 35];
const LONG_445 = [...WEEKS_445.slice(0, -1), 42];

function listed(...years: ListedYear[]) {
  const fiscal: FiscalCalendar = { kind: "listed", years };
  return buildCalendar({ fiscal });
}

/** Years of 2026 and 2027 by weeks, the second with 53 of them. */
const calendar = listed(yearOfDays("2026-02-01", WEEKS_445), yearOfDays("2027-01-31", LONG_445));

describe("listed fiscal years", () => {
  it.each([
    ["month", "2026-03-28", "2026-03-01", "2026-03-28"],
    ["month", "2026-03-29", "2026-03-29", "2026-05-02"],
    ["quarter", "2026-03-29", "2026-02-01", "2026-05-02"],
    ["year", "2027-01-30", "2026-02-01", "2027-01-30"],
    ["year", "2027-01-31", "2027-01-31", "2028-02-05"],
    ["month", "2028-02-05", "2027-12-26", "2028-02-05"],
  ] as const)("are divided as they are listed: the %s of %s", (grain, day, from, to) => {
    expect(fiscalPeriodOf(day, grain, calendar)).toEqual({ from, to });
  });

  it("are followed by years like the last one, of 52 weeks where that had 53", () => {
    expect(fiscalPeriodOf("2028-02-06", "year", calendar)).toEqual({ from: "2028-02-06", to: "2029-02-03" });
    expect(fiscalPeriodOf("2029-02-04", "month", calendar)).toEqual({ from: "2029-02-04", to: "2029-03-03" });
  });

  it("are preceded by years like the first one", () => {
    expect(fiscalPeriodOf("2026-01-31", "year", calendar)).toEqual({ from: "2025-02-02", to: "2026-01-31" });
    expect(fiscalPeriodOf("2026-01-31", "quarter", calendar)).toEqual({
      from: "2025-11-02",
      to: "2026-01-31",
    });
  });

  it("go on by the calendar where they are years of the calendar", () => {
    const months = Array.from({ length: 12 }, (_, index) => {
      const month = ((index + 3) % 12) + 1;
      return `${index < 9 ? 2026 : 2027}-${String(month).padStart(2, "0")}-06`;
    });
    const british: ListedYear = {
      from: "2026-04-06",
      to: "2027-04-05",
      months,
      quarters: months.filter((_, index) => index % 3 === 0),
    };
    const rules = listed(british);
    expect(fiscalPeriodOf("2028-03-01", "year", rules)).toEqual({ from: "2027-04-06", to: "2028-04-05" });
    expect(fiscalPeriodOf("2020-04-05", "year", rules)).toEqual({ from: "2019-04-06", to: "2020-04-05" });
    expect(fiscalPeriodOf("2020-02-29", "month", rules)).toEqual({ from: "2020-02-06", to: "2020-03-05" });
  });

  it("say which one of its year a period is", () => {
    expect(fiscalPlaceOf("2026-12-01", "quarter", calendar)).toEqual({
      grain: "quarter",
      number: 4,
      year: 2027,
    });
    expect(fiscalPlaceOf("2026-12-01", "month", calendar)).toMatchObject({ number: 11 });
  });

  it("reach as far as anybody asks", () => {
    for (const day of ["1000-01-01", "9990-12-31"]) {
      const year = fiscalPeriodOf(day, "year", calendar);
      expect(year.from <= day && day <= year.to).toBe(true);
    }
  });

  it("may have thirteen months", () => {
    const rules = listed({
      ...yearOfDays(
        "2026-01-01",
        Array.from({ length: 13 }, () => 28),
      ),
      quarters: ["2026-01-01", "2026-03-26", "2026-06-18", "2026-09-10"],
    });
    expect(fiscalPeriodsWithin({ from: "2026-01-01", to: "2026-12-30" }, "month", rules)).toHaveLength(13);
    expect(fiscalPeriodOf("2026-12-30", "quarter", rules)).toEqual({ from: "2026-09-10", to: "2026-12-30" });
  });
});

const year = fc
  .array(fc.integer({ min: 1, max: 45 }), { minLength: 1, maxLength: 14 })
  .chain((lengths) => fc.constantFrom(1, 2, 3, 4).map((each) => ({ lengths, each })));

const years = fc.array(year, { minLength: 1, maxLength: 5 }).map((shapes) => {
  const made: ListedYear[] = [];
  for (const { lengths, each } of shapes) {
    const last = made.at(-1);
    const next = yearOfDays(last ? addDays(last.to, 1) : "2024-02-29", lengths);
    made.push({ ...next, quarters: next.months.filter((_, index) => index % each === 0) });
  }
  return made;
});

describe("any list of fiscal years", () => {
  it("puts every day into one month, quarter and year, and months add up to quarters, quarters to years", () => {
    const day = fc.integer({ min: -1500, max: 4000 }).map((count) => addDays("2024-02-29", count));
    fc.assert(
      fc.property(years, day, (list, at) => {
        expect(areListedYears(list)).toBe(true);
        const rules = listed(...list);
        const whole = fiscalPeriodOf(at, "year", rules);
        expect(whole.from <= at && at <= whole.to).toBe(true);
        for (const grain of ["month", "quarter"] as const) {
          const parts = fiscalPeriodsWithin(whole, grain, rules);
          expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([whole.from, whole.to]);
          parts.forEach((part, index) => {
            expect(part.from <= part.to).toBe(true);
            expect(part.from).toBe(index === 0 ? whole.from : addDays(parts[index - 1]?.to ?? "", 1));
          });
        }
        const quarter = fiscalPeriodOf(at, "quarter", rules);
        const months = fiscalPeriodsWithin(quarter, "month", rules);
        expect([months[0]?.from, months.at(-1)?.to]).toEqual([quarter.from, quarter.to]);
        expect(fiscalPeriodOf(addDays(whole.to, 1), "year", rules).from).toBe(addDays(whole.to, 1));
        expect(fiscalPeriodOf(addDays(whole.from, -1), "year", rules).to).toBe(addDays(whole.from, -1));
      }),
      { numRuns: 400 },
    );
  });
});

describe("stored rules", () => {
  const good = yearOfDays("2026-02-01", WEEKS_445);
  const stored = (list: readonly ListedYear[]) =>
    JSON.stringify({ ...buildRules(), calendar: listed(...list) });

  it("keep listed years", () => {
    expect(readRules(stored([good])).calendar.fiscal).toEqual({ kind: "listed", years: [good] });
  });

  it("keep how the account names its years", () => {
    const fiscal = { kind: "months", startMonth: 4, namedByStart: true } as const;
    expect(
      readRules(JSON.stringify(buildRules({ calendar: buildCalendar({ fiscal }) }))).calendar.fiscal,
    ).toEqual(fiscal);
  });

  it.each<[string, ListedYear[]]>([
    ["without a year", []],
    ["with a gap between two years", [good, yearOfDays("2027-02-01", WEEKS_445)]],
    ["with months that begin late", [{ ...good, months: good.months.slice(1) }]],
    ["with a quarter that begins within a month", [{ ...good, quarters: ["2026-02-01", "2026-02-02"] }]],
    ["with months out of order", [{ ...good, months: [...good.months, "2026-02-02"] }]],
    ["with a month after its end", [{ ...good, months: [...good.months, "2027-06-01"] }]],
    ["with a day that does not exist", [{ ...good, to: "2027-02-30" }]],
  ])("are refused %s", (_, list) => {
    expect(() => readRules(stored(list))).toThrow();
  });
});
