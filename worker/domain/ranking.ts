import { compareTexts } from "./compare-texts.ts";

/** What is ranked. */
export interface Score {
  /** Breaks ties in the order of rows, never in rank. Not a name, so that renaming moves nobody. */
  readonly id: string;
  /** Null when the metric has no data, which is not the same as zero. */
  readonly value: number | null;
}

/** A place among those ranked. */
export interface Standing {
  readonly id: string;
  readonly value: number | null;
  /** Null without data. */
  readonly rank: number | null;
  /** True when somebody else has the same rank. */
  readonly tied: boolean;
}

/** Best first. Equal values share a rank and the next is skipped: 1, 1, 3. No data, no rank, at the end. */
export function rankStandings(scores: readonly Score[], better: "higher" | "lower"): readonly Standing[] {
  const standings: { id: string; value: number | null; rank: number | null; tied: boolean }[] = [];
  for (const { id, value } of scores.toSorted((left, right) => compareScores(left, right, better))) {
    const above = standings.at(-1);
    const tied = value !== null && above?.value === value;
    if (tied && above) above.tied = true;
    const rank = tied && above ? above.rank : standings.length + 1;
    standings.push({ id, value, rank: value === null ? null : rank, tied });
  }
  return standings;
}

function compareScores(left: Score, right: Score, better: "higher" | "lower"): number {
  if (left.value === null || right.value === null) {
    return Number(left.value === null) - Number(right.value === null) || compareTexts(left.id, right.id);
  }
  if (left.value === right.value) return compareTexts(left.id, right.id);
  const leftIsBetter = better === "higher" ? left.value > right.value : left.value < right.value;
  return leftIsBetter ? -1 : 1;
}
