import type { Explanation } from "../../../shared/contracts/api.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";

export type Line = Explanation["counted"][number];
export type Measures = Explanation["measures"];

/** What the first measure that reads the event adds up: the lines of an event contribute to that one. */
export function measureOf(event: EventId, measures: Measures): Measures[number] | undefined {
  return measures.find((measure) => measure.event === event);
}

/** The sum of some events by the server's own account, over all pages. */
export function sumOfEvents(events: readonly EventId[], measures: Measures): number {
  return events.reduce((sum, event) => sum + (measureOf(event, measures)?.sum ?? 0), 0);
}

/** The sum of lines, in whole minor units, seconds or things: whole numbers, so it is exact. */
function sumOfLines(lines: readonly Line[]): number {
  return lines.reduce((sum, { contribution }) => sum + contribution, 0);
}

/** Whether lines add up to what the server says that they do. */
export type Check =
  | { readonly kind: "partial" }
  | { readonly kind: "exact" }
  | { readonly kind: "differs"; readonly loaded: number; readonly expected: number };

/** Can only be told when all lines are here; each event has to be right by itself, so that no two faults cancel. */
export function checkSums(
  lines: readonly Line[],
  asked: { readonly events: readonly EventId[]; readonly measures: Measures; readonly isWhole: boolean },
): Check {
  if (!asked.isWhole) return { kind: "partial" };
  const isExact = asked.events.every(
    (event) =>
      sumOfLines(lines.filter((line) => line.event === event)) === sumOfEvents([event], asked.measures),
  );
  if (isExact) return { kind: "exact" };
  return { kind: "differs", loaded: sumOfLines(lines), expected: sumOfEvents(asked.events, asked.measures) };
}
