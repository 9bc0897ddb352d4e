import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProjectionQuestion, projectFinish } from "../../../worker/domain/quota/projection.ts";

/** A rep with 26 weeks of five days, between 10,000 and 35,000 a week, six days before the end. */
function question(changes: Partial<ProjectionQuestion> = {}): ProjectionQuestion {
  return {
    seed: "ana revenue_closed 2026-11-01 2026-11-30",
    result: 86_400,
    quota: 120_000,
    history: Array.from({ length: 26 }, (_, week) => ({
      result: 10_000 + (week % 6) * 5000,
      workingDays: 5,
    })),
    quarters: 2,
    daysLeft: 6,
    daysPerWeek: 5,
    ...changes,
  };
}

const week = fc.record({
  result: fc.integer({ min: 0, max: 1_000_000 }),
  workingDays: fc.integer({ min: 0, max: 7 }),
});
const history = fc.array(week, { minLength: 1, maxLength: 60 });
const asked = fc.record({
  seed: fc.string({ maxLength: 20 }),
  result: fc.integer({ min: 0, max: 1_000_000 }),
  quota: fc.integer({ min: 1, max: 2_000_000 }),
  history,
  quarters: fc.integer({ min: 2, max: 4 }),
  daysLeft: fc.integer({ min: 0, max: 70 }),
  daysPerWeek: fc.integer({ min: 1, max: 7 }),
});

describe("a projected finish", () => {
  it("is what a sales manager would expect: today, and six more days like the ones before", () => {
    const projection = projectFinish(question());
    expect(projection?.middle).toBeGreaterThan(86_400 + 6 * 3000);
    expect(projection?.middle).toBeLessThan(86_400 + 6 * 6000);
    expect(projection).toMatchInlineSnapshot(`
      {
        "chance": 0.248,
        "high": 124400,
        "low": 100400,
        "middle": 113400,
      }
    `);
  });

  it("is hidden with less than two quarters of history, and without a week that had a working day", () => {
    expect(projectFinish(question({ quarters: 1 }))).toBeNull();
    expect(projectFinish(question({ history: [] }))).toBeNull();
    expect(projectFinish(question({ history: [{ result: 100, workingDays: 0 }] }))).toBeNull();
  });

  it("has no spread where nothing was ever done, and none when no day is left", () => {
    const idle = question({ history: question().history.map((each) => ({ ...each, result: 0 })) });
    expect(projectFinish(idle)).toEqual({ low: 86_400, middle: 86_400, high: 86_400, chance: 0 });
    expect(projectFinish(question({ daysLeft: 0 }))).toEqual({
      low: 86_400,
      middle: 86_400,
      high: 86_400,
      chance: 0,
    });
  });

  it("gives a chance of one to what is reached, whatever refunds the past knew", () => {
    const refunds = question().history.map((each) => ({ ...each, result: -each.result }));
    expect(projectFinish(question({ result: 120_000, history: refunds }))?.chance).toBe(1);
  });

  it("asks for no chance without a quota", () => {
    expect(projectFinish(question({ quota: null }))?.chance).toBeNull();
  });

  it("says the same to the same question, in whichever order the weeks are given", () => {
    fc.assert(
      fc.property(asked, fc.integer(), (given, turn) => {
        const turned = given.history.toSorted(
          (one, other) => ((one.result * 31 + turn) % 7) - ((other.result * 31 + turn) % 7),
        );
        const projection = projectFinish(given);
        expect(projectFinish(given)).toEqual(projection);
        expect(projectFinish({ ...given, history: turned })).toEqual(projection);
        expect(projectFinish({ ...given, history: given.history.toReversed() })).toEqual(projection);
      }),
    );
  });

  it("never falls when the result rises, and stays in order", () => {
    fc.assert(
      fc.property(asked, fc.integer({ min: 0, max: 100_000 }), (given, more) => {
        const before = projectFinish(given);
        const after = projectFinish({ ...given, result: given.result + more });
        if (!before || !after) {
          expect(after).toBe(before);
          return;
        }
        expect(after.low).toBeGreaterThanOrEqual(before.low);
        expect(after.middle).toBeGreaterThanOrEqual(before.middle);
        expect(after.high).toBeGreaterThanOrEqual(before.high);
        expect(after.chance ?? 0).toBeGreaterThanOrEqual(before.chance ?? 0);
        expect(before.low).toBeGreaterThanOrEqual(given.result);
        expect(before.middle).toBeGreaterThanOrEqual(before.low);
        expect(before.high).toBeGreaterThanOrEqual(before.middle);
        expect(before.chance).toBeGreaterThanOrEqual(0);
        expect(before.chance).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("takes as much from a short week as from a whole one of the same pace", () => {
    const short = [{ result: 3000, workingDays: 3 }];
    const whole = [{ result: 5000, workingDays: 5 }];
    const finish = (weeks: typeof short) => projectFinish(question({ history: weeks }))?.middle;
    expect(finish(short)).toBe(finish(whole));
    expect(finish(whole)).toBe(86_400 + 6 * 1000);
  });
});
