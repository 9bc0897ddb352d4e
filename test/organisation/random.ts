/** Chance that can be repeated: the same seed gives the same organisation on every machine. */
export interface Random {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** Whole, both ends included. */
  integer(lowest: number, highest: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
  logNormal(median: number, spread: number): number;
  /** How many of something happen when `mean` happen on average. */
  poisson(mean: number): number;
  /** A stream of its own, so that one part can change without moving all the others. */
  fork(label: string): Random;
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  return hash >>> 0;
}

/** Mulberry32: small, quick and good enough for invented sales figures. */
function createStream(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function drawPoisson(next: () => number, mean: number): number {
  const floor = Math.exp(-mean);
  let count = 0;
  for (let product = next(); product > floor; product *= next()) count += 1;
  return count;
}

function drawWeighted<T>(next: () => number, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = next() * total;
  for (const [choice, weight] of choices) {
    left -= weight;
    if (left < 0) return choice;
  }
  const last = choices.at(-1);
  if (last === undefined) throw new Error("Nothing to choose from");
  return last[0];
}

/** A source of repeatable chance. */
export function createRandom(seed: number | string): Random {
  const next = createStream(hashOf(String(seed)));
  const pick = <T>(choices: readonly T[]): T => {
    const chosen = choices[Math.floor(next() * choices.length)];
    if (chosen === undefined) throw new Error("Nothing to choose from");
    return chosen;
  };
  return {
    next,
    pick,
    integer: (lowest, highest) => lowest + Math.floor(next() * (highest - lowest + 1)),
    chance: (probability) => next() < probability,
    weighted: (choices) => drawWeighted(next, choices),
    poisson: (mean) => drawPoisson(next, mean),
    logNormal: (median, spread) => {
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(spread * normal);
    },
    fork: (label) => createRandom(`${seed}/${label}`),
  };
}
