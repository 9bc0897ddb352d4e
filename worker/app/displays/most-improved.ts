import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import { DISPLAY_IMPROVED, type Display } from "../../../shared/contracts/display.ts";

type Improved = Display["improved"][number];

/** Which rows of the two spans that are compared stand on too few cases, by row key. */
export type FewCases = (row: LeaderboardRow) => boolean;

/**
 * The largest gains against what is compared, largest first: in points for a rate, else in parts of what was before.
 * Only who is shown by name and had something before, and only on enough cases.
 */
export function mostImproved(
  { rows, metric }: Pick<Leaderboard, "rows" | "metric">,
  fewCases: FewCases,
): readonly Improved[] {
  const gains = rows.flatMap((row) => {
    const gain = gainOf(row, metric);
    const name = (row.team ?? row.member)?.name;
    if (gain === null || gain.part <= 0 || name === undefined || fewCases(row)) return [];
    return [{ part: gain.part, improved: { name, compared: gain.compared, previous: gain.previous } }];
  });
  return gains
    .toSorted((left, right) => right.part - left.part || (left.improved.name < right.improved.name ? -1 : 1))
    .slice(0, DISPLAY_IMPROVED)
    .map(({ improved }) => improved);
}

/** The row of the same person or team, in another answer. */
export function rowKey(row: LeaderboardRow): string {
  return (row.team ?? row.member)?.id ?? "";
}

function gainOf(
  { compared, previous, private: isPrivate, smallSample }: LeaderboardRow,
  { unit, better }: Leaderboard["metric"],
): { readonly part: number; readonly compared: number; readonly previous: number } | null {
  if (isPrivate || smallSample || previous === null || previous <= 0) return null;
  if (compared === null || compared === undefined) return null;
  const difference = better === "higher" ? compared - previous : previous - compared;
  return { part: unit === "percent" ? difference : difference / previous, compared, previous };
}
