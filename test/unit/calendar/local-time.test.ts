import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  daysBetween,
  eachDay,
  isLocalDay,
  isTimeZone,
  localDayOf,
  localMomentOf,
  startOfLocalDay,
  weekdayOf,
} from "../../../worker/domain/calendar/local-time.ts";

const ZONES = [
  "UTC",
  "US/Eastern",
  "America/Los_Angeles",
  "America/Sao_Paulo",
  "America/Havana",
  "Europe/London",
  "Europe/Berlin",
  "Africa/Cairo",
  "Asia/Beirut",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
  "Pacific/Apia",
  "Pacific/Kiritimati",
];
const zone = fc.constantFrom(...ZONES);
// St. John's of before 2012 is not among the zones: its clock went back over midnight, so days interleaved.
const instant = fc
  .date({ min: new Date("1995-01-01T00:00:00Z"), max: new Date("2035-12-31T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString());
const day = instant.map((at) => at.slice(0, 10));

describe("a local day", () => {
  it.each([
    // [instant, zone, day, hour, weekday]
    ["2026-11-20T04:59:59.999Z", "US/Eastern", "2026-11-19", 23, 4],
    ["2026-11-20T05:00:00.000Z", "US/Eastern", "2026-11-20", 0, 5],
    ["2026-03-08T06:59:59.999Z", "America/New_York", "2026-03-08", 1, 7],
    ["2026-03-08T07:00:00.000Z", "America/New_York", "2026-03-08", 3, 7],
    ["2026-11-01T05:30:00.000Z", "America/New_York", "2026-11-01", 1, 7],
    ["2026-11-01T06:30:00.000Z", "America/New_York", "2026-11-01", 1, 7],
    ["2026-03-29T00:59:59.999Z", "Europe/London", "2026-03-29", 0, 7],
    ["2026-03-29T01:00:00.000Z", "Europe/London", "2026-03-29", 2, 7],
    ["2018-11-04T02:59:59.999Z", "America/Sao_Paulo", "2018-11-03", 23, 6],
    ["2018-11-04T03:00:00.000Z", "America/Sao_Paulo", "2018-11-04", 1, 7],
    ["2024-04-25T21:59:59.999Z", "Africa/Cairo", "2024-04-25", 23, 4],
    ["2024-04-25T22:00:00.000Z", "Africa/Cairo", "2024-04-26", 1, 5],
    ["2025-03-29T22:00:00.000Z", "Asia/Beirut", "2025-03-30", 1, 7],
    ["2026-01-01T10:00:00.000Z", "Pacific/Kiritimati", "2026-01-02", 0, 5],
    ["2011-12-30T09:59:59.999Z", "Pacific/Apia", "2011-12-29", 23, 4],
    ["2011-12-30T10:00:00.000Z", "Pacific/Apia", "2011-12-31", 0, 6],
    ["2026-02-28T18:15:00.000Z", "Asia/Kathmandu", "2026-03-01", 0, 7],
    ["2026-02-28T18:14:59.999Z", "Asia/Kathmandu", "2026-02-28", 23, 6],
    ["1969-12-31T23:59:59.999Z", "UTC", "1969-12-31", 23, 3],
    ["9999-12-31T23:59:59.999Z", "Asia/Tokyo", "9999-12-31", 8, 6],
  ])("is what the wall clock shows: %s in %s is %s", (at, timeZone, expectedDay, hour, weekday) => {
    expect(localDayOf(at, timeZone)).toBe(expectedDay);
    const moment = localMomentOf(at, timeZone);
    expect(moment.day).toBe(expectedDay);
    expect(moment.hour).toBe(hour);
    if (!at.startsWith("9999")) expect(moment.weekday).toBe(weekday);
  });

  it.each([
    ["2026-11-20", "US/Eastern", "2026-11-20T05:00:00.000Z"],
    ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
    ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
    // Midnight does not exist: the day begins at 01:00.
    ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ["2024-04-26", "Africa/Cairo", "2024-04-25T22:00:00.000Z"],
    ["2025-03-30", "Asia/Beirut", "2025-03-29T22:00:00.000Z"],
    // Midnight comes twice: the first counts.
    ["2025-11-02", "America/Havana", "2025-11-02T04:00:00.000Z"],
    // The clock goes back from midnight to 23:00: the day begins an hour later.
    ["2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00.000Z"],
    ["2024-11-01", "Africa/Cairo", "2024-10-31T22:00:00.000Z"],
    // The day was left out; the next one begins instead.
    ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00.000Z"],
    ["1972-01-07", "Africa/Monrovia", "1972-01-07T00:44:30.000Z"],
  ])("begins with its first instant: %s in %s at %s", (local, timeZone, at) => {
    expect(startOfLocalDay(local, timeZone)).toBe(at);
  });

  it("holds exactly the instants from its start to the next day's, in any zone", () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const local = localDayOf(at, timeZone);
        expect(startOfLocalDay(local, timeZone) <= at).toBe(true);
        expect(startOfLocalDay(addDays(local, 1), timeZone) > at).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("agrees with the calendar of the runtime at any instant", () => {
    fc.assert(
      fc.property(instant, zone, (at, timeZone) => {
        const parts = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
        expect(localDayOf(at, timeZone)).toBe(parts.format(new Date(at)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("counting days", () => {
  it("adds days and takes them away again", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -2000, max: 2000 }), (from, count) => {
        const to = addDays(from, count);
        expect(daysBetween(from, to)).toBe(count);
        expect(addDays(to, -count)).toBe(from);
        expect((((weekdayOf(to) - weekdayOf(from) - count) % 7) + 7) % 7).toBe(0);
      }),
    );
  });

  it("lists both ends of a span, across a leap day, and nothing of an empty one", () => {
    expect(eachDay({ from: "2028-02-28", to: "2028-03-01" })).toEqual([
      "2028-02-28",
      "2028-02-29",
      "2028-03-01",
    ]);
    expect(eachDay({ from: "2026-03-01", to: "2026-02-28" })).toEqual([]);
  });
});

describe("input", () => {
  it.each(["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "20260401", "2026-4-1", "", "0000-01-01"])(
    "does not take %s for a day",
    (text) => expect(isLocalDay(text)).toBe(false),
  );

  it.each(["2028-02-29", "0001-01-01", "9999-12-31"])("takes %s for a day", (text) =>
    expect(isLocalDay(text)).toBe(true),
  );

  it("knows zones by their aliases and refuses what is none", () => {
    for (const known of [...ZONES, "US/Pacific", "GMT", "Asia/Calcutta"])
      expect(isTimeZone(known)).toBe(true);
    for (const unknown of ["Mars/Olympus", "", "US/Nowhere", "🕐"]) expect(isTimeZone(unknown)).toBe(false);
  });
});
