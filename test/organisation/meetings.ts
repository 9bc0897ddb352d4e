import type { DealDesk } from "./deal-desk.ts";
import { MEETING_TITLES } from "./names.ts";
import type { Meeting, Person } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import type { Random } from "./random.ts";
import { workdayFrom } from "./seasons.ts";
import type { Shift, Story } from "./story.ts";
import { momentOn, spreadOver } from "./story.ts";
import { addDays, DAY, MINUTE } from "./zone-clock.ts";

const SHARE_INTERNAL = 0.08;
const SHARE_BOOKED_BY_ANOTHER = 0.2;

function drawOutcome(random: Random, isOver: boolean): string | null {
  if (!isOver) return random.chance(0.8) ? "SCHEDULED" : null;
  return random.weighted<string | null>([
    ["COMPLETED", 68],
    ["NO_SHOW", 8],
    ["CANCELED", 8],
    ["RESCHEDULED", 5],
    [null, 8],
    ["SCHEDULED", 3],
  ]);
}

function bookerOf(story: Story, random: Random, host: Person, at: number): Person {
  if (!random.chance(SHARE_BOOKED_BY_ANOTHER)) return host;
  const colleagues = story.staff.people.filter(
    ({ teamId, joinedAt, leftAt }) =>
      teamId === host.teamId && joinedAt <= at && (leftAt === null || leftAt > at),
  );
  return colleagues.length > 0 ? random.pick(colleagues) : host;
}

/** Meetings, booked some days before they start; the nearest lie in the future. */
export function tellMeetings(
  story: Story,
  desk: DealDesk,
  options: { readonly random: Random; readonly shifts: readonly Shift[]; readonly target: number },
): Meeting[] {
  const { random, shifts, target } = options;
  const nextId = createIds(61_500_000_001);
  const meetings: Meeting[] = [];
  spreadOver(shifts, target, random, ({ person, day }) => {
    const createdAt = momentOn(story, random, day);
    if (createdAt > story.until) return;
    const startDay = workdayFrom(addDays(day, random.integer(1, 14)));
    const startsAt = story.clock.instantAt(startDay, random.integer(18, 33) * 30);
    const endsAt = startsAt + random.pick([30, 45, 60]) * MINUTE;
    const { links } = desk.subjectFor(random, person, createdAt);
    const isOver = endsAt < story.until;
    meetings.push({
      kind: "meetings",
      id: nextId(),
      title: random.pick(MEETING_TITLES),
      startsAt,
      endsAt,
      outcome: drawOutcome(random, isOver),
      createdAt,
      modifiedAt: isOver ? Math.min(story.until, endsAt + random.integer(0, DAY)) : createdAt,
      ownerId: person.ownerId,
      creatorUserId: bookerOf(story, random, person, createdAt).userId,
      links: random.chance(SHARE_INTERNAL) ? { dealIds: [], contactIds: [], companyIds: [] } : links,
    });
  });
  return meetings;
}
