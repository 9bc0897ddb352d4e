import type { Leaderboard } from "../../../../shared/contracts/api.ts";

/** Whether nobody has a result, so that everybody would share the first place with nothing. */
export function hasNothingYet({ metric, rows, soFar }: Leaderboard): boolean {
  // An attainment of zero is a result: there is a quota.
  if (soFar || metric.id === "quota_attainment") return false;
  const told = rows.filter((row) => !row.private);
  // A private member's value is not told, but a place before those who have nothing is a result.
  const isLed = rows.some(({ rank }) => rank === 1) && !told.some(({ rank }) => rank === 1);
  return told.length > 0 && !isLed && told.every(({ value }) => value === null || value === 0);
}
