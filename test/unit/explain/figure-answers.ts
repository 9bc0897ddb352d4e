/** Who asks about the figures of a drawn organisation, what they are told, and that it adds up. */
import fc from "fast-check";
import { expect } from "vitest";
import type { Explanation } from "../../../shared/contracts/api.ts";
import type { PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { ExplanationQuery } from "../../../worker/app/explain/explained-figure.ts";
import { loadExplanation } from "../../../worker/app/explain/load-explanation.ts";
import { sharedViewer, type Viewer } from "../../../worker/app/viewer.ts";
import { buildContext, type Organisation, viewAs } from "../boards/organisation.ts";

export const viewer: fc.Arbitrary<Viewer> = fc.constantFrom(
  viewAs("admin"),
  viewAs("member", "ana"),
  viewAs("viewer", "ben"),
  viewAs("manager", "lead"),
  sharedViewer("tenant"),
);
export const privacy = fc.constantFrom<PrivacyMode>("named", "hidden", "anonymous");

/** A figure with all its lines. */
export async function explained(organisation: Organisation, query: ExplanationQuery, by: Viewer) {
  return loadExplanation(buildContext(organisation), { ...query, limit: 200 }, by);
}

/** Every measure is the sum of what its lines add, wherever the lines may be seen. */
export function expectAddsUp(told: Explanation): void {
  if (!told.recordsVisible) {
    expect([told.counted, told.leftOut, told.undated, told.lateChanges]).toEqual([[], [], [], []]);
    return;
  }
  expect(told.counted.length).toBe(told.countedTotal);
  expect(told.undated.length).toBe(told.undatedTotal);
  const first = new Map(told.measures.toReversed().map((measure) => [measure.event, measure]));
  for (const { event, sum } of first.values()) {
    const lines = told.counted.filter((line) => line.event === event);
    expect(lines.reduce((total, { contribution }) => total + contribution, 0)).toBe(sum);
  }
}
