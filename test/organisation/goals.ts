import type { Goal } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Story } from "./story.ts";
import { addDays } from "./zone-clock.ts";

const MONTHLY_QUOTA_MINOR = 3_000_000;

function monthsOf(story: Story): readonly string[] {
  const year = Number(story.clock.dayOf(story.until).slice(0, 4));
  const months: string[] = [];
  const first = story.clock.dayOf(story.from).slice(0, 7);
  for (let index = 0; index < 36; index += 1) {
    const month = `${year - 2 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
    if (month >= first) months.push(month);
  }
  return months;
}

function monthAfter(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7);
}

/** Bounds are midnights of Greenwich; every other family ends a millisecond before the next begins. */
function boundsOf(first: string, after: string, place: number): Pick<Goal, "startsAt" | "endsAt"> {
  const end = Date.parse(`${after}-01T00:00:00Z`);
  return { startsAt: Date.parse(`${first}-01T00:00:00Z`), endsAt: place % 2 === 0 ? end : end - 1 };
}

/** A revenue quota per person and month, and one per team and quarter, to the end of this year. */
export function buildGoals(story: Story, random: Random): readonly Goal[] {
  const nextId = createIds(44_700_000_001);
  const months = monthsOf(story);
  const quarters = months.filter((month) => Number(month.slice(5)) % 3 === 1);
  const goals: Goal[] = [];
  const reps = story.staff.people.filter(({ role, leftAt }) => role === "rep" && leftAt === null);
  for (const [place, person] of reps.entries()) {
    const targetMinor = Math.round((MONTHLY_QUOTA_MINOR * (0.7 + 0.6 * random.next())) / 100_000) * 100_000;
    if (place % 12 === 11) continue;
    for (const month of months) {
      const family = {
        familyId: `family-rep-${month.slice(0, 4)}`,
        scheduleId: `schedule-${person.ownerId}`,
      };
      const subject = { ownerId: person.ownerId, teamId: null, milestone: "monthly" as const };
      const bounds = boundsOf(month, monthAfter(month), place);
      goals.push({ id: nextId(), name: "Monthly revenue", targetMinor, ...subject, ...bounds, ...family });
    }
  }
  for (const [place, team] of story.staff.teams.filter(({ parentId }) => parentId !== null).entries()) {
    for (const first of quarters) {
      const after = monthAfter(monthAfter(monthAfter(first)));
      const family = { familyId: `family-team-${first.slice(0, 4)}`, scheduleId: `schedule-team-${team.id}` };
      const subject = { ownerId: null, teamId: team.id, milestone: "quarterly" as const };
      const bounds = boundsOf(first, after, place);
      goals.push({
        id: nextId(),
        name: "Team revenue",
        targetMinor: 42_000_000,
        ...subject,
        ...bounds,
        ...family,
      });
    }
  }
  return goals;
}
