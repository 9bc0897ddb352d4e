import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MemberRow } from "../../../shared/contracts/api.ts";
import {
  applyDifference,
  differenceBetween,
  type WatchedBoard,
} from "../../../shared/live/board-difference.ts";

const noBasis = { numerator: null, denominator: null };

function namedRow(id: string, value: number | null, rank: number | null): MemberRow {
  return {
    rank,
    tied: false,
    member: { id, crmId: id, name: `Member ${id}`, teamId: null },
    value,
    previous: null,
    basis: noBasis,
    smallSample: false,
    private: false,
  };
}

function privateRow(rank: number): MemberRow {
  return {
    ...namedRow("", null, rank),
    member: { id: "", crmId: "", name: "Private member", teamId: null },
    private: true,
  };
}

const boards: fc.Arbitrary<WatchedBoard> = fc
  .record({
    people: fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 9 }), value: fc.integer({ min: 0, max: 3 }) }),
      { selector: (person) => person.id, maxLength: 8 },
    ),
    hidden: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    total: fc.option(fc.integer({ min: 0, max: 9 })),
    soFar: fc.boolean(),
    revision: fc.nat(),
  })
  .map(({ people, hidden, total, soFar, revision }) => ({
    rows: people.map(({ id, value }, index) =>
      hidden.includes(id) ? privateRow(index + 1) : namedRow(String(id), value, index + 1),
    ),
    total,
    soFar,
    revision,
    leftOut: { count: 0, reasons: [] },
  }));

describe("the difference of two boards", () => {
  it("turns any board into any other when it is applied", () => {
    fc.assert(
      fc.property(boards, boards, (before, after) => {
        const difference = differenceBetween(before, after);
        if (difference === null) {
          expect({ ...before, revision: 0 }).toEqual({ ...after, revision: 0 });
        } else {
          expect(applyDifference(before, difference)).toEqual(after);
        }
      }),
    );
  });

  it("sends only the row that changed when nobody moved", () => {
    const before = {
      rows: [namedRow("a", 9, 1), namedRow("b", 3, 2)],
      total: 12,
      soFar: false,
      revision: 1,
      leftOut: { count: 0, reasons: [] },
    };
    const after = { ...before, rows: [namedRow("a", 9, 1), namedRow("b", 4, 2)], total: 13, revision: 2 };
    expect(differenceBetween(before, after)).toMatchObject({
      changed: [{ value: 4 }],
      removed: [],
      order: null,
    });
  });

  it("asks for the whole board when a difference names a row that was never seen", () => {
    const board = {
      rows: [namedRow("a", 1, 1)],
      total: 1,
      soFar: false,
      revision: 1,
      leftOut: { count: 0, reasons: [] },
    };
    const change = {
      changed: [],
      removed: [],
      order: ["member:zz"],
      total: 1,
      soFar: false,
      revision: 2,
      leftOut: { count: 0, reasons: [] },
    };
    expect(applyDifference(board, change)).toBeNull();
  });
});
