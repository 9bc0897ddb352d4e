/**
 * Where a quota is likely to end: the working days that are left are drawn again and again from the person's own
 * past weeks. The same question has the same answer for ever: the draws follow from the seed alone.
 */

/** A whole week that lies behind. */
export interface PastWeek {
  readonly result: number;
  /** The person's own, so that holidays and leave do not look like weak weeks. */
  readonly workingDays: number;
}

/** What the days left are drawn from. Results and quota are minor units or counts. */
export interface ProjectionQuestion {
  /** Any text that stays the same, so that a figure does not tremble between two looks. */
  readonly seed: string;
  readonly result: number;
  /** Null: no chance is asked for. */
  readonly quota: number | null;
  readonly history: readonly PastWeek[];
  /** Closed quarters that the history covers. */
  readonly quarters: number;
  /** Today counts as left. */
  readonly daysLeft: number;
  readonly daysPerWeek: number;
}

/** Low and high are the ends of the middle four fifths. `chance` is a share from 0 to 1. */
export interface Projection {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  readonly chance: number | null;
}

/** With less, a good or a bad quarter would be taken for a habit. */
export const QUARTERS_MIN = 2;
const DRAWS = 1000;
const LOW = 0.1;
const HIGH = 0.9;

/** Null with less than two quarters of history, or without a week that had a working day. */
export function projectFinish(question: ProjectionQuestion): Projection | null {
  const rates = ratesOf(question.history);
  if (question.quarters < QUARTERS_MIN || rates.length === 0) return null;
  const { result, quota } = question;
  const gains = drawGains(rates, question);
  return {
    low: result + quantile(gains, LOW),
    middle: result + quantile(gains, 0.5),
    high: result + quantile(gains, HIGH),
    chance: quota === null ? null : chanceOf(gains, { result, quota }),
  };
}

/** Results by working day, in order of size: in which order the weeks came changes nothing. */
function ratesOf(history: readonly PastWeek[]): Float64Array {
  const worked = history.filter(({ workingDays }) => workingDays > 0);
  return Float64Array.from(worked, ({ result, workingDays }) => result / workingDays).sort();
}

/** What each draw adds to the result, in order of size. Whole weeks are drawn, so that good days stay together. */
function drawGains(rates: Float64Array, { seed, daysLeft, daysPerWeek }: ProjectionQuestion): Float64Array {
  const chooseBelow = chooserOf(seed);
  const weekLength = Math.max(1, daysPerWeek);
  const gains = new Float64Array(DRAWS);
  for (let draw = 0; draw < DRAWS; draw += 1) {
    let gain = 0;
    for (let days = daysLeft; days > 0; days -= weekLength) {
      gain += (rates[chooseBelow(rates.length)] ?? 0) * Math.min(days, weekLength);
    }
    gains[draw] = gain;
  }
  return gains.sort();
}

function chanceOf(
  gains: Float64Array,
  { result, quota }: { readonly result: number; readonly quota: number },
): number {
  // What is reached is reached, whatever refunds the past knew.
  if (result >= quota) return 1;
  return gains.filter((gain) => result + gain >= quota).length / gains.length;
}

/** The smallest value that at least so many of the draws do not exceed. */
function quantile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Whole numbers below a bound, one after the other, that follow from a text alone. */
function chooserOf(seed: string): (bound: number) => number {
  let state = hashOf(seed);
  return (bound) => {
    // Marsaglia's xorshift: it visits every state but 0.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
}

function hashOf(text: string): number {
  let hash = 1;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash === 0 ? 1 : hash;
}
