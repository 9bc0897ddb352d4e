import type { LeftOutReason } from "../../shared/contracts/ids.ts";

/** How many won deals of a pipeline there are, by whether and why they are left out. */
export interface PipelineWins {
  /** '' for deals that are in none. */
  readonly pipelineId: string;
  /** Null: counted. */
  readonly leftOut: LeftOutReason | null;
  readonly count: number;
}

/** What is left out for these reasons was no win of its own. */
const NO_WIN: ReadonlySet<LeftOutReason> = new Set([
  "deleted_in_crm",
  "merged_into_another",
  "duplicate_of_another",
]);

/**
 * The pipelines that something was won in, in order of their ids. Null, which is all of them, when nothing
 * was won at all, or something in each.
 */
export function winningPipelines(
  wins: readonly PipelineWins[],
  knownIds: readonly string[],
): readonly string[] | null {
  const winning = new Set(
    wins
      .filter(({ leftOut }) => leftOut === null || !NO_WIN.has(leftOut))
      .map(({ pipelineId }) => pipelineId),
  );
  const winsInEach = knownIds.every((id) => winning.has(id));
  return winning.size === 0 || winsInEach ? null : [...winning].toSorted();
}

/** The pipelines whose wins the rules leave out, but for those that somebody left out on purpose. */
export function forgottenPipelines(
  wins: readonly PipelineWins[],
  leftOutByHand: readonly string[],
): readonly string[] {
  const forgotten = wins.filter(
    ({ leftOut, pipelineId }) => leftOut === "pipeline_not_included" && !leftOutByHand.includes(pipelineId),
  );
  return [...new Set(forgotten.map(({ pipelineId }) => pipelineId))].toSorted();
}
