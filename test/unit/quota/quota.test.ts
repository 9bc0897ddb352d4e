import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { addDays } from "../../../worker/domain/calendar/local-time.ts";
import { type Period, resolvePeriod } from "../../../worker/domain/calendar/periods.ts";
import { countWorkingDays, divideWorkingDays } from "../../../worker/domain/calendar/working-days.ts";
import {
  DEFAULT_STATUS_LIMITS,
  measureProgress,
  type QuotaQuestion,
} from "../../../worker/domain/quota/progress.ts";
import { QuotaBook, type QuotaOwner } from "../../../worker/domain/quota/quota-book.ts";
import type { CalendarRules } from "../../../worker/domain/rules.ts";
import { buildCalendar } from "../../builders/rules.ts";

const calendar = buildCalendar({ timeZone: "Europe/London" });

function ask(changes: Partial<QuotaQuestion>) {
  return measureProgress({
    result: 0,
    quota: 100,
    workingDays: { completed: 10, left: 10, total: 20 },
    ended: false,
    unit: "count",
    limits: DEFAULT_STATUS_LIMITS,
    ...changes,
  });
}

describe("progress towards a quota", () => {
  it("is measured as a sales manager would: 86.4k of 120k after 14 of 20 days", () => {
    const progress = ask({
      result: 8_640_000,
      quota: 12_000_000,
      unit: "money",
      workingDays: { completed: 14, left: 6, total: 20 },
    });
    expect(progress).toEqual({
      attainment: 72,
      pace: 70,
      status: "on_track",
      toGo: 3_360_000,
      perWorkingDay: 560_000,
      runRate: (8_640_000 * 20) / 14,
    });
  });

  it.each<[string, Partial<QuotaQuestion>]>([
    ["reached", { result: 100 }],
    ["reached", { result: 100, workingDays: { completed: 0, left: 20, total: 20 } }],
    ["reached", { result: 130, ended: true, workingDays: { completed: 20, left: 0, total: 20 } }],
    ["on_track", { result: 50 }],
    ["at_risk", { result: 49.999 }],
    ["at_risk", { result: 40 }],
    ["behind", { result: 39.999 }],
    ["behind", { result: 0 }],
    ["too_early", { result: 0, workingDays: { completed: 2, left: 18, total: 20 } }],
    ["behind", { result: 0, workingDays: { completed: 3, left: 17, total: 20 } }],
    // Five deals in twenty days: 2.75 are expected after eleven, 3 after twelve.
    ["too_early", { quota: 5, workingDays: { completed: 11, left: 9, total: 20 } }],
    ["behind", { quota: 5, workingDays: { completed: 12, left: 8, total: 20 } }],
    // Two pounds of money say as much as two million.
    ["behind", { quota: 2, unit: "money" }],
    // A period that has ended is judged, however small the quota.
    ["behind", { quota: 2, result: 1, ended: true, workingDays: { completed: 20, left: 0, total: 20 } }],
    ["at_risk", { result: 80, ended: true, workingDays: { completed: 20, left: 0, total: 20 } }],
    ["no_quota", { quota: null, result: 10 }],
    ["no_quota", { quota: 0, result: 10 }],
    ["paused", { result: 10, onLeave: true }],
    ["reached", { result: 100, onLeave: true }],
    // Away for all of the period, and relieved of all that was asked, or of nothing.
    ["paused", { quota: 0, onLeave: true, workingDays: { completed: 0, left: 0, total: 0 } }],
    ["paused", { onLeave: true, ended: true, workingDays: { completed: 0, left: 0, total: 0 } }],
    ["no_quota", { quota: null, onLeave: true, workingDays: { completed: 0, left: 0, total: 0 } }],
    ["too_early", { result: null }],
    ["at_risk", { result: 50, limits: { onTrackFrom: 1.1, atRiskFrom: 0.9 } }],
    ["behind", { result: 44, limits: { onTrackFrom: 1.1, atRiskFrom: 0.9 } }],
  ])("is %s for %j", (status, question) => {
    expect(ask(question).status).toBe(status);
  });

  it("finds exactly four fifths of the pace at risk, whatever the numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 3, max: 65 }), (fifth, completed) => {
        const total = 66;
        const quota = fifth * 5 * total;
        const exactly = fifth * 4 * completed;
        const workingDays = { completed, left: total - completed, total };
        const at = (result: number) => ask({ result, quota, workingDays, unit: "money" }).status;
        expect(at(exactly)).toBe("at_risk");
        expect(at(exactly - 1)).toBe("behind");
        expect(at(fifth * 5 * completed)).toBe("on_track");
        expect(at(fifth * 5 * completed - 1)).toBe("at_risk");
      }),
    );
  });

  it("has no attainment without a quota, and is never infinite", () => {
    for (const quota of [null, 0]) {
      expect(ask({ quota, result: 5 })).toMatchObject({ attainment: null, toGo: null, perWorkingDay: null });
    }
    expect(ask({ result: null })).toMatchObject({ attainment: null, toGo: null, runRate: null });
  });

  it("says nothing per day when no day is left, and has no run rate before the first", () => {
    expect(ask({ result: 10, workingDays: { completed: 20, left: 0, total: 20 } }).perWorkingDay).toBeNull();
    expect(ask({ result: 10, workingDays: { completed: 0, left: 20, total: 20 } }).runRate).toBeNull();
    expect(ask({ result: 10, workingDays: { completed: 0, left: 0, total: 0 } })).toMatchObject({
      pace: 0,
      status: "too_early",
    });
  });

  it("has nothing to go beyond the quota", () => {
    expect(ask({ result: 120 })).toMatchObject({ toGo: 0, perWorkingDay: 0, attainment: 120 });
  });
});

const ana: QuotaOwner = { kind: "member", id: "ana", teamIds: ["london", "emea"], relieved: [] };
/** The same, with days for which nothing is asked of her. */
const relievedOn = (...relieved: readonly DaySpan[]): QuotaOwner => ({
  kind: "member",
  id: "ana",
  teamIds: ["london", "emea"],
  relieved,
});

type Grain = Quota["period"]["grain"];

function set(amount: number | null, grain: Grain, from: string, changes: Partial<Quota> = {}): Quota {
  return {
    metric: "revenue_closed",
    subject: { kind: "member", id: "ana" },
    period: { grain, from },
    amount,
    effectiveFrom: null,
    ...changes,
  };
}

const byDefault = (id: string | null): Partial<Quota> => ({ subject: { kind: "default", id } });

function resolve(
  versions: readonly Quota[],
  choice: { from: string; to: string; grain?: Period["grain"] },
  owner: QuotaOwner = ana,
) {
  const period: Period = { from: choice.from, to: choice.to, grain: choice.grain ?? "custom" };
  return new QuotaBook(versions, calendar).resolve(owner, "revenue_closed", period);
}

const JANUARY = { from: "2026-01-01", to: "2026-01-31", grain: "month" } as const;
const FIRST_QUARTER = { from: "2026-01-01", to: "2026-03-31", grain: "quarter" } as const;
const YEAR = { from: "2026-01-01", to: "2026-12-31", grain: "year" } as const;
const MONTHS = [
  set(100, "month", "2026-01-01"),
  set(200, "month", "2026-02-01"),
  set(300, "month", "2026-03-01"),
];

describe("the quota that counts", () => {
  it("is the newest version of the period", () => {
    const versions = [set(100, "month", "2026-01-01"), set(150, "month", "2026-01-01")];
    expect(resolve(versions, JANUARY)).toEqual({ amount: 150, source: "own", proRated: false });
  });

  it("is gone once withdrawn", () => {
    expect(resolve([set(100, "month", "2026-01-01"), set(null, "month", "2026-01-01")], JANUARY)).toBeNull();
  });

  it("is another metric's only for that metric", () => {
    expect(resolve([set(5, "month", "2026-01-01", { metric: "deals_won" })], JANUARY)).toBeNull();
  });

  it("of a quarter is the set one, else the sum of its three set months", () => {
    expect(resolve(MONTHS, FIRST_QUARTER)).toEqual({ amount: 600, source: "sum_of_months", proRated: false });
    expect(resolve([...MONTHS, set(500, "quarter", "2026-01-01")], FIRST_QUARTER)).toMatchObject({
      amount: 500,
      source: "own",
    });
  });

  it("of a quarter with a month missing is nothing: the sum would be too easy to reach", () => {
    expect(resolve(MONTHS.slice(0, 2), FIRST_QUARTER)).toBeNull();
  });

  it("of a year is the sum of quarters, each set or from its months", () => {
    const rest = ["2026-04-01", "2026-07-01", "2026-10-01"].map((from) => set(1000, "quarter", from));
    expect(resolve([...MONTHS, ...rest], YEAR)).toMatchObject({ amount: 3600, source: "sum_of_months" });
    expect(resolve([...MONTHS, ...rest.slice(1)], YEAR)).toBeNull();
  });

  it("is never split downwards", () => {
    expect(resolve([set(600, "quarter", "2026-01-01")], JANUARY)).toBeNull();
  });

  it("is the default of the nearest team, then of those above, then of everybody", () => {
    const everybody = set(10, "month", "2026-01-01", byDefault(null));
    const emea = set(20, "month", "2026-01-01", byDefault("emea"));
    const london = set(30, "month", "2026-01-01", byDefault("london"));
    const other = set(99, "month", "2026-01-01", byDefault("paris"));
    expect(resolve([other, everybody], JANUARY)).toMatchObject({ amount: 10, source: "default" });
    expect(resolve([everybody, emea], JANUARY)).toMatchObject({ amount: 20 });
    expect(resolve([london, emea, everybody], JANUARY)).toMatchObject({ amount: 30 });
    expect(resolve([london, ...MONTHS], JANUARY)).toMatchObject({ amount: 100, source: "own" });
    expect(resolve([other], JANUARY)).toBeNull();
  });

  it("gives no default to a team or a vacant seat", () => {
    const versions = [set(10, "month", "2026-01-01", byDefault(null))];
    expect(resolve(versions, JANUARY, { kind: "team", id: "london" })).toBeNull();
    expect(resolve(versions, JANUARY, { kind: "vacant", id: "seat-1" })).toBeNull();
  });

  it("keeps a team's own apart from a person's, and knows vacant seats", () => {
    const versions = [
      set(1, "month", "2026-01-01", { subject: { kind: "team", id: "ana" } }),
      set(2, "month", "2026-01-01", { subject: { kind: "vacant", id: "seat-1", teamId: "london" } }),
    ];
    expect(resolve(versions, JANUARY)).toBeNull();
    expect(resolve(versions, JANUARY, { kind: "team", id: "ana" })).toMatchObject({ amount: 1 });
    expect(resolve(versions, JANUARY, { kind: "vacant", id: "seat-1" })).toMatchObject({ amount: 2 });
  });

  it("adds default months to months of one's own", () => {
    const defaults = ["2026-01-01", "2026-02-01", "2026-03-01"].map((from) =>
      set(10, "month", from, byDefault("emea")),
    );
    expect(resolve([...defaults, set(25, "month", "2026-02-01")], FIRST_QUARTER)).toEqual({
      amount: 45,
      source: "sum_of_months",
      proRated: false,
    });
  });

  it("weighs a change from a day on by working days", () => {
    // January 2026 has 22 working days, 12 of them from the 16th on.
    const versions = [
      set(2200, "month", "2026-01-01"),
      set(4400, "month", "2026-01-01", { effectiveFrom: "2026-01-16" }),
    ];
    const first = countWorkingDays({ from: "2026-01-01", to: "2026-01-15" }, calendar);
    expect(resolve(versions, JANUARY)?.amount).toBe((2200 * first + 4400 * (22 - first)) / 22);
  });

  it("counts a late start by its working days alone", () => {
    const versions = [set(2200, "month", "2026-01-01", { effectiveFrom: "2026-01-16" })];
    expect(resolve(versions, JANUARY)?.amount).toBe(1100);
  });

  it("lets a later version for the whole period override a change within it", () => {
    const versions = [
      set(2200, "month", "2026-01-01", { effectiveFrom: "2026-01-16" }),
      set(50, "month", "2026-01-01"),
    ];
    expect(resolve(versions, JANUARY)?.amount).toBe(50);
  });

  it("takes parts by working days for a range, and says so", () => {
    const versions = [set(2200, "month", "2026-01-01"), set(2000, "month", "2026-02-01")];
    const range = { from: "2026-01-26", to: "2026-02-06" };
    expect(resolve(versions, range)).toEqual({ amount: 500 + 500, source: "own", proRated: true });
    expect(resolve(versions, { from: "2026-01-05", to: "2026-01-11", grain: "week" })).toEqual({
      amount: 500,
      source: "own",
      proRated: true,
    });
  });

  it("takes parts of a quarter where no month is set", () => {
    const quarterDays = countWorkingDays(FIRST_QUARTER, calendar);
    const versions = [set(quarterDays * 10, "quarter", "2026-01-01")];
    expect(resolve(versions, { from: "2026-02-02", to: "2026-02-06" })).toMatchObject({
      amount: 50,
      proRated: true,
    });
  });

  it("prefers one's own quarter to a default month when taking parts", () => {
    const quarterDays = countWorkingDays(FIRST_QUARTER, calendar);
    const versions = [
      set(quarterDays * 10, "quarter", "2026-01-01"),
      set(1, "month", "2026-02-01", byDefault(null)),
    ];
    expect(resolve(versions, { from: "2026-02-02", to: "2026-02-06" })?.amount).toBe(50);
  });

  it("takes nothing from days on which the quota was withdrawn", () => {
    const versions = [
      set(2200, "month", "2026-01-01"),
      set(null, "month", "2026-01-01", { effectiveFrom: "2026-01-16" }),
    ];
    expect(resolve(versions, { from: "2026-01-19", to: "2026-01-23" })?.amount).toBe(0);
    expect(resolve(versions, JANUARY)?.amount).toBe(1100);
  });

  it("of a range that is a fiscal period is that period's", () => {
    expect(resolve(MONTHS, { from: "2026-01-01", to: "2026-01-31" })).toEqual({
      amount: 100,
      source: "own",
      proRated: false,
    });
    expect(resolve(MONTHS, { from: "2026-01-01", to: "2026-03-31" })?.amount).toBe(600);
  });

  it("has the months of four and five weeks of a calendar of weeks", () => {
    const weeks: CalendarRules = {
      ...calendar,
      fiscal: { kind: "weeks", pattern: "4-4-5", startMonth: 1, anchor: "nearest" },
    };
    const months = ["2025-12-29", "2026-01-26", "2026-02-23"].map((from) => set(10, "month", from));
    const period = resolvePeriod({ period: "this_quarter" }, "2026-02-01", weeks);
    expect(period.ok && period.value).toMatchObject({ from: "2025-12-29", to: "2026-03-29" });
    if (!period.ok) return;
    const quota = new QuotaBook(months, weeks).resolve(ana, "revenue_closed", period.value);
    expect(quota?.amount).toBe(30);
  });

  it("gives two ranges that make up a month together what the month has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 1, max: 1e9 }), (cut, amount) => {
        const versions = [
          set(amount, "month", "2026-01-01"),
          set(amount * 2, "month", "2026-01-01", { effectiveFrom: "2026-01-12" }),
        ];
        const day = addDays("2026-01-01", cut);
        const first = resolve(versions, { from: "2026-01-01", to: day })?.amount ?? 0;
        const second = resolve(versions, { from: addDays(day, 1), to: "2026-01-31" })?.amount ?? 0;
        expect(first + second).toBeCloseTo(resolve(versions, JANUARY)?.amount ?? 0, 3);
      }),
    );
  });

  it("asks nothing for days on which it is relieved, by working days", () => {
    const month = [set(2200, "month", "2026-01-01")];
    const twoWeeks = relievedOn({ from: "2026-01-10", to: "2026-01-25" });
    expect(resolve(month, JANUARY, twoWeeks)).toEqual({ amount: 1200, source: "own", proRated: false });
    const apart = relievedOn(
      { from: "2025-12-20", to: "2026-01-02" },
      { from: "2026-01-30", to: "2199-12-31" },
    );
    expect(resolve(month, JANUARY, apart)?.amount).toBe(1900);
    expect(resolve(month, JANUARY, relievedOn({ from: "2026-01-10", to: "2026-01-11" }))?.amount).toBe(2200);
    expect(resolve(month, JANUARY, relievedOn({ from: "2025-06-01", to: "2199-12-31" }))?.amount).toBe(0);
    const others = [set(2200, "month", "2026-01-01", byDefault("emea"))];
    expect(resolve(others, JANUARY, twoWeeks)?.amount).toBe(1200);
  });

  it("is relieved of what was asked for just those days, month by month", () => {
    const changed = [
      set(2200, "month", "2026-01-01"),
      set(4400, "month", "2026-01-01", { effectiveFrom: "2026-01-16" }),
    ];
    const early = resolve(changed, JANUARY, relievedOn({ from: "2026-01-05", to: "2026-01-09" }));
    const late = resolve(changed, JANUARY, relievedOn({ from: "2026-01-19", to: "2026-01-23" }));
    const whole = resolve(changed, JANUARY)?.amount ?? 0;
    expect([early?.amount, late?.amount]).toEqual([whole - 500, whole - 1000]);
    const february = relievedOn({ from: "2026-02-01", to: "2026-02-28" });
    expect(resolve(MONTHS, FIRST_QUARTER, february)?.amount).toBe(600 - (MONTHS[1]?.amount ?? 0));
    expect(
      resolve([set(2200, "month", "2026-01-01")], { from: "2026-01-12", to: "2026-01-16" }, february)?.amount,
    ).toBe(500);
  });

  it("and its pace fit together over a month", () => {
    const days = divideWorkingDays(JANUARY, "2026-01-16", calendar);
    expect(days).toEqual({ completed: 11, left: 11, total: 22 });
  });
});
