import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  DISPLAY_IMPROVED,
  DISPLAY_PLACES,
  type Display,
  type DisplayKeyHead,
} from "../../../shared/contracts/display.ts";
import { DISPLAY_METRIC_IDS, PERIOD_NAMES } from "../../../shared/contracts/ids.ts";
import { loadDisplay } from "../../../worker/app/displays/load-display.ts";
import { buildContext, type Organisation } from "../boards/organisation.ts";
import { pairOf, SHY, twins } from "../boards/twins.ts";

const key: fc.Arbitrary<DisplayKeyHead> = fc.record({
  id: fc.constant("k1"),
  label: fc.constant("Floor"),
  createdAt: fc.constant("2026-11-01T00:00:00.000Z"),
  metric: fc.constantFrom(...DISPLAY_METRIC_IDS),
  period: fc.constantFrom(...PERIOD_NAMES),
  by: fc.constantFrom("member" as const, "team" as const),
  teamId: fc.option(fc.constantFrom("top", "left", "right", "apart"), { nil: null }),
});

const NO_KINDS = { loadKinds: () => Promise.resolve([]) };

async function display(organisation: Organisation, asked: DisplayKeyHead): Promise<Display> {
  const answer = await loadDisplay(buildContext(organisation), NO_KINDS, asked);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

/** Everything but the places: ranks now and before, their number, and who is cut off by them. */
function figuresOf({ rows, of: _of, ...rest }: Display) {
  const named = rows.flatMap(({ name, value, compared, previous, smallSample }) =>
    name === null ? [] : [{ name, value, compared, previous, smallSample }],
  );
  return { rest, named: named.sort((left, right) => left.name.localeCompare(right.name)) };
}

describe("what a screen shows", () => {
  it("is the same to the last figure whatever a hidden person did, over all boards", async () => {
    await fc.assert(
      fc.asyncProperty(twins, key, async (seed, asked) => {
        const [one, other] = pairOf("hidden", seed);
        expect(await display(one, asked)).toEqual(await display(other, asked));
      }),
      { numRuns: 250 },
    );
  });

  it("is the same in every figure but the places whatever an anonymous person did, over all boards", async () => {
    await fc.assert(
      fc.asyncProperty(twins, key, async (seed, asked) => {
        const [one, other] = pairOf("anonymous", seed);
        // Eight people at most: no place is cut off by somebody private.
        const [first, second] = [await display(one, asked), await display(other, asked)];
        expect(figuresOf(first)).toEqual(figuresOf(second));
      }),
      { numRuns: 250 },
    );
  });

  it("has nothing of a private person in it, and of nobody more than the name", async () => {
    await fc.assert(
      fc.asyncProperty(twins, key, async (seed, asked) => {
        const [one] = pairOf("anonymous", seed);
        const answer = await display(one, asked);
        const text = JSON.stringify(answer);
        for (const id of SHY) expect(text).not.toContain(id);
        expect(text).not.toContain("crm-");
        expect(answer.rows.length).toBeLessThanOrEqual(DISPLAY_PLACES);
        expect(answer.improved.length).toBeLessThanOrEqual(DISPLAY_IMPROVED);
        for (const row of answer.rows.filter(({ name }) => name === null)) {
          expect([row.value, row.compared, row.previous, row.smallSample]).toEqual([null, null, null, false]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
