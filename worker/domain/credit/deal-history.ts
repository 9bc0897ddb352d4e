import type { Instant } from "../../../shared/contracts/time.ts";
import type { Facts, Pipeline, Stage, StageOutcome } from "../facts.ts";
import type { Deal } from "../records.ts";

/** Who owned a deal at a moment. `present` says that the history did not tell. */
export interface OwnerThen {
  readonly ownerId: string | null;
  readonly present: boolean;
}

/** One rise above the furthest stage reached before. */
export interface Rise {
  readonly at: Instant;
  /** The stage's place in its pipeline, from 0: each is reached for the first time only once. */
  readonly place: number;
}

/** The deal's pipeline with its stages in order; null when it is not known. */
export function pipelineOf(deal: Deal, facts: Facts): Pipeline | null {
  return facts.pipelines.find(({ id }) => id === deal.pipelineId) ?? null;
}

/** What the deal's stage says: a stage that its pipeline does not have says nothing. */
export function outcomeOf(deal: Deal, pipeline: Pipeline | null): StageOutcome | "unknown" {
  return pipeline?.stages.find(({ id }) => id === deal.stageId)?.outcome ?? "unknown";
}

/** The last time the deal entered its present stage. */
export function enteredPresentStageAt(deal: Pick<Deal, "stageId" | "stageHistory">): Instant | null {
  const history = deal.stageHistory;
  let index = history.findLastIndex(({ value }) => value === deal.stageId);
  while (index > 0 && history[index - 1]?.value === deal.stageId) index -= 1;
  return history[index]?.at ?? null;
}

/** The owner at a moment; the present one where the moment or the history is missing. */
export function ownerAt(deal: Pick<Deal, "ownerId" | "ownerHistory">, moment: Instant | null): OwnerThen {
  const entry = moment === null ? undefined : deal.ownerHistory.findLast(({ at }) => at <= moment);
  if (entry === undefined) return { ownerId: deal.ownerId, present: true };
  return { ownerId: entry.value, present: false };
}

/** A deal is often created first and given to somebody a moment later: the first owner created it. */
export function firstOwner(deal: Deal): OwnerThen {
  const entry = deal.ownerHistory.find(({ value }) => value !== null);
  if (entry === undefined) return { ownerId: deal.ownerId, present: true };
  return { ownerId: entry.value, present: false };
}

/**
 * Each first rise above the furthest stage so far, in the pipeline the deal is in now. The first stage is
 * where it began, and winning and losing are no stages on the way.
 */
export function risesOf(deal: Deal, pipeline: Pipeline | null): readonly Rise[] {
  if (pipeline === null || deal.stageHistory.length < 2) return [];
  const stages = pipeline.stages.toSorted((one, other) => one.order - other.order);
  const rises: Rise[] = [];
  let furthest: Stage | null = null;
  for (const { at, value } of deal.stageHistory) {
    const place = stages.findIndex(({ id }) => id === value);
    const stage = stages[place];
    if (stage?.outcome !== "open") continue;
    if (furthest !== null && stage.order <= furthest.order) continue;
    if (furthest !== null) rises.push({ at, place });
    furthest = stage;
  }
  return rises;
}
