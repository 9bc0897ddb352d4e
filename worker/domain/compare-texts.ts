/** By code units: the same order in every language, and the one that D1 sorts texts in. */
export function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
