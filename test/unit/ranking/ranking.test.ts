import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankStandings } from "../../../worker/domain/ranking.ts";

const scores = (...values: readonly (number | null)[]) =>
  values.map((value, index) => ({ id: `m${index}`, value }));

const scoreList = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    value: fc.option(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true }))),
  }),
  { selector: ({ id }) => id, maxLength: 30 },
);
const direction = fc.constantFrom("higher" as const, "lower" as const);

describe("ranking", () => {
  it("lets equal values share a rank and skips the next", () => {
    const ranked = rankStandings(scores(10, 30, 20, 30, null), "higher");
    expect(ranked.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      ["m1", 1, true],
      ["m3", 1, true],
      ["m2", 3, false],
      ["m0", 4, false],
      ["m4", null, false],
    ]);
  });

  it("puts the lower value first where lower is better, and still nobody without data", () => {
    const ranked = rankStandings(scores(40, null, 31.5, 0), "lower");
    expect(ranked.map(({ id, rank }) => [id, rank])).toEqual([
      ["m3", 1],
      ["m2", 2],
      ["m0", 3],
      ["m1", null],
    ]);
  });

  it("compares unrounded, so what looks equal on screen is not", () => {
    const ranked = rankStandings(scores(63.1501, 63.1502), "higher");
    expect(ranked.map(({ id, rank, tied }) => [id, rank, tied])).toEqual([
      ["m1", 1, false],
      ["m0", 2, false],
    ]);
  });

  it("ranks zero and negative values, which are data", () => {
    expect(rankStandings(scores(-100, 0, null), "higher").map(({ rank }) => rank)).toEqual([1, 2, null]);
  });

  it("gives a rank one above the number of those who are strictly better", () => {
    fc.assert(
      fc.property(scoreList, direction, (list, better) => {
        for (const { rank, value, tied } of rankStandings(list, better)) {
          if (value === null) {
            expect(rank).toBeNull();
            continue;
          }
          const others = list.flatMap((other) => (other.value === null ? [] : [other.value]));
          const ahead = others.filter((other) => (better === "higher" ? other > value : other < value));
          expect(rank).toBe(ahead.length + 1);
          expect(tied).toBe(others.filter((other) => other === value).length > 1);
        }
      }),
    );
  });

  it("does not depend on the order in which the scores come", () => {
    fc.assert(
      fc.property(scoreList, direction, (list, better) => {
        expect(rankStandings(list.toReversed(), better)).toEqual(rankStandings(list, better));
      }),
    );
  });
});
