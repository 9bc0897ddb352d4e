import * as v from "valibot";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { addDays, startOfLocalDay } from "../../../../domain/calendar/local-time.ts";
import type { Meeting } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import { OtherId, Text, Title, When } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { Count, Day, Flag, fieldOf, headOf, rejectionOf, rowEntries } from "../api/read-values.ts";
import type { ActivityContext } from "./activity-context.ts";

export const EVENT_FIELDS: WantedFields = {
  object: "Event",
  required: ["Id", "StartDateTime", "OwnerId", "IsDeleted"],
  optional: [
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "Subject",
    "EndDateTime",
    "IsAllDayEvent",
    "ActivityDate",
    "GroupEventType",
    "IsChild",
    "IsRecurrence",
    "IsPrivate",
    "WhoId",
    "WhoCount",
    "WhatId",
  ],
  own: /^(?:\w+__)?(?:meeting|event|call)?_?outcome(?:__c)$/i,
};

/** The field that the org added for the outcome of its events; null where it has none. */
export function outcomeFieldIn(names: readonly string[]): string | null {
  return names.find((name) => EVENT_FIELDS.own?.test(name) === true) ?? null;
}

const ORIGIN = { kind: "meeting", object: EVENT_FIELDS.object } as const;

/** Rows that stand for a series. */
const SERIES_TYPE = "3";
const CANCELED_SUBJECT = /^\s*(cancell?ed|abgesagt|cancelad[oa])\b/i;

const EventRow = v.object({
  ...rowEntries,
  OwnerId: OtherId,
  Subject: Title,
  StartDateTime: When,
  EndDateTime: When,
  IsAllDayEvent: Flag,
  ActivityDate: Day,
  GroupEventType: Text,
  IsChild: Flag,
  IsRecurrence: Flag,
  IsPrivate: Flag,
  WhoId: OtherId,
  WhoCount: Count,
  WhatId: OtherId,
});

type EventRow = v.InferOutput<typeof EventRow>;

/** One raw event as a meeting; null for a series, and for the copies that its invitees have. */
export function readEvent(raw: unknown, context: ActivityContext): Result<Meeting | null, RecordRejection> {
  const parsed = v.safeParse(EventRow, raw);
  if (!parsed.success) return err(rejectionOf(ORIGIN, raw, parsed.issues[0].path));
  const row = parsed.output;
  if (row.IsChild || row.IsRecurrence || row.GroupEventType === SERIES_TYPE) return ok(null);
  const head = headOf(row);
  if (head === null) return err(rejectionOf(ORIGIN, raw, "SystemModstamp"));
  const { startsAt, endsAt } = timesOf(row, context.timeZone);
  return ok({
    kind: "meeting",
    ...head,
    ownerId: row.OwnerId,
    title: row.IsPrivate ? null : row.Subject,
    startsAt,
    endsAt,
    outcome:
      context.outcomeField === null
        ? outcomeByTime(row.Subject, endsAt ?? startsAt, context.now)
        : readOutcome(fieldOf(raw, context.outcomeField)),
    outsideAttendees: fieldOf(raw, "WhoId") === undefined ? row.WhoCount : attendeesOf(row),
    duplicateKey: null,
  });
}

interface Times {
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
}

/** An event of whole days has no zone: Salesforce writes its midnights as if they were in UTC. */
function timesOf(row: EventRow, timeZone: string): Times {
  const first = row.ActivityDate ?? row.StartDateTime?.slice(0, 10) ?? null;
  if (!row.IsAllDayEvent || first === null) return { startsAt: row.StartDateTime, endsAt: row.EndDateTime };
  const last = row.EndDateTime?.slice(0, 10) ?? first;
  return {
    startsAt: startOfLocalDay(first, timeZone),
    endsAt: startOfLocalDay(addDays(last < first ? first : last, 1), timeZone),
  };
}

/**
 * Salesforce has no outcome of its own: what did not take place is deleted, or called off in its subject. What
 * ended stands as held; it is read again when it ends.
 */
function outcomeByTime(subject: string | null, end: Instant | null, now: Instant): Meeting["outcome"] {
  if (CANCELED_SUBJECT.test(subject ?? "")) return "canceled";
  if (end === null) return null;
  return end <= now ? "completed" : "scheduled";
}

const OUTCOMES: readonly (readonly [RegExp, Meeting["outcome"]])[] = [
  [/no[- _]?show/i, "no_show"],
  [/re-?scheduled/i, "rescheduled"],
  [/cancell?ed/i, "canceled"],
  [/scheduled|planned/i, "scheduled"],
  [/completed|held|done|attended/i, "completed"],
];

/** The org's own word; without one nobody said that the meeting was held. */
function readOutcome(value: unknown): Meeting["outcome"] {
  const parsed = v.safeParse(Text, value);
  const word = parsed.success ? parsed.output : null;
  if (word === null) return null;
  return OUTCOMES.find(([pattern]) => pattern.test(word))?.[1] ?? "other";
}

/** Contacts and leads are from outside. Where only a deal or an account is named, nothing tells who was there. */
function attendeesOf(row: EventRow): number | null {
  const named = row.WhoCount ?? (row.WhoId === null ? 0 : 1);
  return named === 0 && row.WhatId !== null ? null : named;
}
