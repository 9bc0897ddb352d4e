import type { Customers } from "./customers.ts";
import type { Person, Pipeline } from "./organisation.ts";
import type { Staff } from "./people.ts";
import type { Random } from "./random.ts";
import { busynessOf, growthOf } from "./seasons.ts";
import type { ZoneClock } from "./zone-clock.ts";
import { addDays } from "./zone-clock.ts";

/** What every part of the invention knows. */
export interface Story {
  readonly clock: ZoneClock;
  readonly from: number;
  /** Now: what lies behind it has happened. */
  readonly until: number;
  readonly staff: Staff;
  readonly pipelines: readonly Pipeline[];
  readonly customers: Customers;
}

/** One person on one workday, and how much is likely to happen. */
export interface Shift {
  readonly person: Person;
  readonly day: string;
  readonly weight: number;
}

function isAtWork(person: Person, at: number): boolean {
  return at >= person.joinedAt && (person.leftAt === null || at < person.leftAt);
}

/** Every person's workdays from the first to the last day of the story. */
export function shiftsOf(story: Story): readonly Shift[] {
  const { clock, from, until } = story;
  const last = clock.dayOf(until);
  const shifts: Shift[] = [];
  for (let day = clock.dayOf(from); day <= last; day = addDays(day, 1)) {
    const noon = clock.instantAt(day, 720);
    const weight = busynessOf(day) * growthOf((noon - from) / (until - from));
    for (const person of weight > 0 ? story.staff.people : []) {
      if (person.energy > 0 && isAtWork(person, noon)) {
        shifts.push({ person, day, weight: weight * person.energy });
      }
    }
  }
  return shifts;
}

/** Spreads about `target` happenings over the shifts, by their weight. */
export function spreadOver(
  shifts: readonly Shift[],
  target: number,
  random: Random,
  happen: (shift: Shift) => void,
): void {
  const total = shifts.reduce((sum, shift) => sum + shift.weight, 0);
  for (const shift of shifts) {
    for (let left = random.poisson((target * shift.weight) / total); left > 0; left -= 1) happen(shift);
  }
}

/** A moment in somebody's working day. */
export function momentOn(story: Story, random: Random, day: string): number {
  return story.clock.instantAt(day, random.integer(8 * 60 + 30, 17 * 60 + 45)) + random.integer(0, 59_999);
}
