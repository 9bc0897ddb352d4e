import fc from "fast-check";
import { expect, it } from "vitest";
import type { CreditLine } from "../../../worker/domain/credits.ts";
import { CellDeltas, hourBucket, readHourBucket } from "../../../worker/domain/ledger/cell-deltas.ts";
import { differenceOfCredits } from "../../../worker/domain/ledger/credit-difference.ts";
import { OTHER_SLICE, SLICES_MAX, SliceBook } from "../../../worker/domain/ledger/slice-book.ts";
import type { CalendarRules } from "../../../worker/domain/rules.ts";

const CALENDAR: CalendarRules = {
  timeZone: "Europe/Berlin",
  weekStart: 1,
  fiscal: { kind: "months", startMonth: 1 },
  weekend: [6, 7],
  holidays: [],
};
const NO_SLICE = { pipelineId: "", dealType: "" };

function buildLine(fields: Partial<CreditLine> = {}): CreditLine {
  return {
    event: "call_made",
    line: 0,
    memberId: "ada",
    teamId: "east",
    day: "2026-03-10",
    at: "2026-03-10T09:15:00.000Z",
    count: 1,
    unit: 1,
    amountMinor: 0,
    seconds: 0,
    leftOut: null,
    slice: NO_SLICE,
    marks: [],
    original: null,
    rate: null,
    ...fields,
  };
}

const line = fc
  .record({
    line: fc.integer({ min: 0, max: 4 }),
    memberId: fc.constantFrom("", "ada", "ben"),
    day: fc.constantFrom("2026-03-10", "2026-04-01", null),
    leftOut: fc.constantFrom(null, null, "no_amount" as const),
    amountMinor: fc.integer({ min: -5, max: 5 }),
    marks: fc.subarray(["split", "future"] as const),
  })
  .map((fields) => buildLine({ ...fields, count: fields.leftOut ? 0 : 1, unit: fields.leftOut ? 0 : 1 }));
const lines = fc.uniqueArray(line, { selector: ({ line: number }) => number });

function deltas() {
  return new CellDeltas(CALENDAR, (slice) => slice.pipelineId);
}

it("puts a counted activity into its day, week, month, and month by weekday by hour", () => {
  const cells = deltas();
  cells.add("call", buildLine());
  const buckets = cells.changes().map(({ grain, bucket, count }) => [grain, bucket, count]);
  expect(buckets).toEqual([
    ["day", "2026-03-10", 1],
    ["week", "2026-03-09", 1],
    ["month", "2026-03-01", 1],
    ["hour", "2026-03-01.2.10", 1],
  ]);
  expect(readHourBucket(hourBucket("2026-03-01", { weekday: 2, hour: 10 }))).toEqual({
    weekday: 2,
    hour: 10,
  });
});

it("counts a left-out line under its reason, and a line without a day apart", () => {
  const cells = deltas();
  cells.add("call", buildLine({ leftOut: "no_owner", count: 0, unit: 0 }));
  cells.add("call", buildLine({ leftOut: "no_date", count: 0, unit: 0, day: null }));
  const told = cells.changes().map(({ leftOut, grain, count }) => [leftOut, grain, count]);
  expect(told).toEqual([
    ["no_owner", "day", 1],
    ["no_owner", "week", 1],
    ["no_owner", "month", 1],
    ["no_date", "undated", 1],
  ]);
});

it("adds a deal up once for its slice and once for all", () => {
  const cells = deltas();
  cells.add("deal", buildLine({ event: "deal_won", slice: { pipelineId: "new", dealType: "" } }));
  expect(cells.changes().map(({ grain, slice }) => [grain, slice])).toEqual([
    ["day", ""],
    ["day", "new"],
    ["week", ""],
    ["week", "new"],
    ["month", ""],
    ["month", "new"],
  ]);
});

it("takes away by closing exactly what opening added", () => {
  fc.assert(
    fc.property(lines, (all) => {
      const cells = deltas();
      for (const each of all) cells.add("call", each);
      for (const each of all.toReversed()) cells.remove("call", each);
      expect(cells.changes()).toEqual([]);
    }),
  );
});

it("closes and opens just what is needed for the wanted lines to stand", () => {
  fc.assert(
    fc.property(lines, lines, (open, wanted) => {
      const { closed, opened } = differenceOfCredits(wanted, open);
      const standing = [...open.filter((each) => !closed.includes(each)), ...opened];
      const byLine = (one: CreditLine, other: CreditLine) => one.line - other.line;
      expect(standing.toSorted(byLine)).toEqual(wanted.toSorted(byLine));
      expect(differenceOfCredits(wanted, standing)).toEqual({ closed: [], opened: [] });
    }),
  );
});

it("leaves a line alone when only the order of its marks differs", () => {
  const open = [buildLine({ marks: ["split", "future"] })];
  const wanted = [buildLine({ marks: ["future", "split"] })];
  expect(differenceOfCredits(wanted, open)).toEqual({ closed: [], opened: [] });
});

it("gives each combination an id that stays, and lets those beyond the limit share one", () => {
  const book = new SliceBook([]);
  expect(book.intern(NO_SLICE)).toBe("");
  const ids = Array.from({ length: SLICES_MAX + 3 }, (_, index) =>
    book.intern({ pipelineId: `p${index}`, dealType: "" }),
  );
  expect(new Set(ids.slice(0, SLICES_MAX)).size).toBe(SLICES_MAX);
  expect(ids.slice(SLICES_MAX)).toEqual([OTHER_SLICE, OTHER_SLICE, OTHER_SLICE]);
  const later = new SliceBook(book.fresh());
  expect(later.intern({ pipelineId: "p7", dealType: "" })).toBe(ids[7]);
  expect(later.select(() => true)).toBeNull();
});

it("selects the slices of a filter, unless it also asks for deals without these dimensions", () => {
  const book = new SliceBook([
    { id: "1", pipelineId: "new", dealType: "a" },
    { id: "2", pipelineId: "new", dealType: "b" },
    { id: "3", pipelineId: "old", dealType: "a" },
  ]);
  expect(book.select(({ pipelineId }) => pipelineId === "new")).toEqual(["1", "2"]);
  expect(book.select(({ dealType }) => dealType === "")).toBeNull();
});
