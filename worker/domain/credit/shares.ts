/**
 * Divides whole minor units by shares so that the parts add up to the whole exactly: each part is cut, and
 * the units left over go to the largest remainders, the earlier share first where they are equal.
 */
export function divideByShares(amountMinor: number, shares: readonly number[]): readonly number[] {
  if (shares.length === 1) return [amountMinor];
  const whole = BigInt(shares.reduce((sum, share) => sum + share, 0));
  if (whole === 0n) return shares.map(() => 0);
  const magnitude = BigInt(Math.abs(amountMinor));
  const cut = shares.map((share, index) => {
    const exact = magnitude * BigInt(share);
    return { index, part: exact / whole, remainder: exact % whole };
  });
  let left = magnitude - cut.reduce((sum, { part }) => sum + part, 0n);
  const parts = cut.map(({ part }) => Number(part));
  for (const { index, part } of cut.toSorted(byLargerRemainder)) {
    if (left === 0n) break;
    parts[index] = Number(part) + 1;
    left -= 1n;
  }
  return amountMinor < 0 ? parts.map((part) => (part === 0 ? 0 : -part)) : parts;
}

interface Cut {
  readonly index: number;
  readonly remainder: bigint;
}

function byLargerRemainder(one: Cut, other: Cut): number {
  if (one.remainder === other.remainder) return one.index - other.index;
  return one.remainder > other.remainder ? -1 : 1;
}
