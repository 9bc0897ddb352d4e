/** To a whole number, halves away from zero: the one way in which Standings rounds money. */
export function roundHalfAwayFromZero(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.abs(value));
  // Never minus zero, which is not equal to zero everywhere.
  return rounded === 0 ? 0 : rounded;
}
