import type { LeftOutReason } from "../../../shared/contracts/ids.ts";
import type { Facts } from "../facts.ts";
import type { Meeting } from "../records.ts";
import type { Rules } from "../rules.ts";
import { activityHolder, dayOf } from "./activity-holder.ts";
import { type Candidate, PLAIN } from "./candidate.ts";
import { type Holder, holderOfOwner, holderOfUser } from "./holder.ts";

/** What an outcome other than "completed" says of a meeting that should have been held. */
const NOT_HELD: Readonly<Record<NonNullable<Meeting["outcome"]>, LeftOutReason | null>> = {
  completed: null,
  canceled: "meeting_cancelled",
  no_show: "meeting_no_show",
  rescheduled: "rescheduled",
  // Whether its time has passed is not asked here: without a word of having been held it was not.
  scheduled: "outcome_unknown",
  other: "outcome_unknown",
};

/**
 * A meeting is booked on the day it was created, whatever becomes of it and however often it moves, and held
 * on the day it started when its outcome says so.
 */
export function candidatesOfMeeting(meeting: Meeting, facts: Facts, rules: Rules): readonly Candidate[] {
  const internal = meeting.outsideAttendees === 0 ? "internal_only" : null;
  return [
    {
      ...PLAIN,
      event: "meeting_booked",
      at: meeting.createdAt,
      day: dayOf(meeting.createdAt, rules),
      holders: bookerOf(meeting, facts, rules),
      leftOut: internal,
    },
    {
      ...PLAIN,
      event: "meeting_held",
      at: meeting.startsAt,
      day: dayOf(meeting.startsAt, rules),
      holders: activityHolder(meeting, "meeting_held", facts, rules),
      leftOut: internal ?? (meeting.outcome === null ? "outcome_unknown" : NOT_HELD[meeting.outcome]),
    },
  ];
}

/** The creator by default; scheduling pages and integrations are no members, so then the owner. */
function bookerOf(meeting: Meeting, facts: Facts, rules: Rules): readonly Holder[] {
  const owner = holderOfOwner(meeting.ownerId, facts.directory);
  if (rules.events.meeting_booked?.creditSource?.kind === "owner_at_event") return [owner];
  const creator = holderOfUser(meeting.creatorUserId, facts.directory);
  return [creator.missing === null ? creator : owner];
}
