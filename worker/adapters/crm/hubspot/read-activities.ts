import * as v from "valibot";
import type { Call, Communication, Email, Meeting, Task } from "../../../domain/records.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { RecordRejection } from "../../../ports/crm.ts";
import { activityKey, personKey } from "../../person-key.ts";
import { scaleDecimal } from "../read-money.ts";
import { readPersons } from "../read-persons.ts";
import { OtherId, Text, Title, When } from "../read-values.ts";
import { readEmailHeaders } from "./read-email-headers.ts";
import { commonProperties, envelopeEntries, rejectionOf } from "./read-fields.ts";

/** What of the tenant an activity is read by. */
export interface ActivityContext {
  readonly tenantId: string;
  /** By option value of `hs_call_disposition`: whether the outcome means that somebody was reached; null when nothing tells. */
  readonly connectedByDisposition: ReadonlyMap<string, boolean | null>;
  /** How many contacts are associated with a meeting; null when we may not ask, of any meeting or of that one. */
  readonly contactsOfMeeting: ReadonlyMap<string, number | null> | null;
}

const COMMON = [
  "hs_timestamp",
  "hs_createdate",
  "hs_lastmodifieddate",
  "hubspot_owner_id",
  "hs_created_by_user_id",
  "hs_object_source_user_id",
] as const;

/** Properties read with each activity. Bodies, texts and subjects of messages are never asked for. */
export const ACTIVITY_PROPERTIES = {
  call: [
    ...COMMON,
    "hs_call_title",
    "hs_call_direction",
    "hs_call_duration",
    "hs_call_disposition",
    "hs_call_status",
    "hs_call_external_id",
  ],
  email: [
    ...COMMON,
    "hs_email_direction",
    "hs_email_status",
    "hs_email_thread_id",
    "hs_email_from_email",
    "hs_email_to_email",
    "hs_email_headers",
    "hs_email_message_id",
  ],
  meeting: [
    ...COMMON,
    "hs_meeting_title",
    "hs_meeting_start_time",
    "hs_meeting_end_time",
    "hs_meeting_outcome",
    "hs_i_cal_uid",
  ],
  task: [...COMMON, "hs_task_subject", "hs_task_status", "hs_task_completion_date"],
  communication: [...COMMON, "hs_communication_channel_type"],
} as const;

const activityProperties = { ...commonProperties, hs_timestamp: When, hs_createdate: When } as const;

/** A length in milliseconds, in whole seconds. */
const Duration = v.pipe(
  Text,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    if (dataset.value === null) return null;
    const millis = scaleDecimal(dataset.value, 0);
    if (millis !== null && millis >= 0) return Math.floor(millis / 1000);
    addIssue({ message: "is no length" });
    return NEVER;
  }),
);

const HubSpotCall = v.object({
  ...envelopeEntries,
  properties: v.object({
    ...activityProperties,
    hs_call_title: Title,
    hs_call_direction: Text,
    hs_call_duration: Duration,
    hs_call_disposition: Text,
    hs_call_status: Text,
    hs_call_external_id: Text,
  }),
});

/** One raw call to one of ours. */
export function readCall(raw: unknown, context: ActivityContext): Result<Call, RecordRejection> {
  const parsed = v.safeParse(HubSpotCall, raw);
  if (!parsed.success) return err(rejectionOf("call", raw, parsed.issues[0].path));
  const { properties } = parsed.output;
  const head = headOf(parsed.output);
  if (head === null) return err(rejectionOf("call", raw, "updatedAt"));
  const disposition = properties.hs_call_disposition;
  return ok({
    kind: "call",
    ...head,
    title: properties.hs_call_title,
    at: properties.hs_timestamp,
    direction: choose(CALL_DIRECTIONS, properties.hs_call_direction),
    durationSeconds: properties.hs_call_duration,
    connected: disposition === null ? null : (context.connectedByDisposition.get(disposition) ?? null),
    completed:
      properties.hs_call_status === null ? null : properties.hs_call_status.toUpperCase() === "COMPLETED",
    duplicateKey: keyOf(context, "call", properties.hs_call_external_id, properties.hs_timestamp),
  });
}

const HubSpotEmail = v.object({
  ...envelopeEntries,
  properties: v.object({
    ...activityProperties,
    hs_email_direction: Text,
    hs_email_status: Text,
    hs_email_thread_id: OtherId,
    hs_email_from_email: Text,
    hs_email_to_email: Text,
    hs_email_headers: Text,
    hs_email_message_id: Text,
  }),
});

/** One raw e-mail to one of ours. Addresses become keys here and are gone afterwards. */
export function readEmail(raw: unknown, context: ActivityContext): Result<Email, RecordRejection> {
  const parsed = v.safeParse(HubSpotEmail, raw);
  if (!parsed.success) return err(rejectionOf("email", raw, parsed.issues[0].path));
  const { properties } = parsed.output;
  const head = headOf(parsed.output);
  if (head === null) return err(rejectionOf("email", raw, "updatedAt"));
  const keyOfPerson = (address: string) => personKey(context.tenantId, address);
  const headers = readEmailHeaders(properties.hs_email_headers, keyOfPerson);
  const from = readPersons(properties.hs_email_from_email, keyOfPerson);
  const to = readPersons(properties.hs_email_to_email, keyOfPerson);
  return ok({
    kind: "email",
    ...head,
    title: null,
    at: properties.hs_timestamp,
    direction: choose(EMAIL_DIRECTIONS, properties.hs_email_direction),
    status: choose(EMAIL_STATUSES, properties.hs_email_status),
    threadId: properties.hs_email_thread_id,
    from: from[0] ?? headers.from,
    to: to.length > 0 ? to : headers.to,
    automatic: headers.automatic,
    duplicateKey: keyOf(context, "email", properties.hs_email_message_id),
  });
}

const HubSpotMeeting = v.object({
  ...envelopeEntries,
  properties: v.object({
    ...activityProperties,
    hs_meeting_title: Title,
    hs_meeting_start_time: When,
    hs_meeting_end_time: When,
    hs_meeting_outcome: Text,
    hs_i_cal_uid: Text,
  }),
});

/** One raw meeting to one of ours. */
export function readMeeting(raw: unknown, context: ActivityContext): Result<Meeting, RecordRejection> {
  const parsed = v.safeParse(HubSpotMeeting, raw);
  if (!parsed.success) return err(rejectionOf("meeting", raw, parsed.issues[0].path));
  const { properties } = parsed.output;
  const head = headOf(parsed.output);
  if (head === null) return err(rejectionOf("meeting", raw, "updatedAt"));
  const startsAt = properties.hs_meeting_start_time ?? properties.hs_timestamp;
  const outcome = properties.hs_meeting_outcome;
  return ok({
    kind: "meeting",
    ...head,
    title: properties.hs_meeting_title,
    startsAt,
    endsAt: properties.hs_meeting_end_time,
    outcome: outcome === null ? null : (choose(MEETING_OUTCOMES, outcome) ?? "other"),
    outsideAttendees: attendeesOf(head, context),
    // Every date of a series carries the series' id, so the start belongs to the key.
    duplicateKey: keyOf(context, "meeting", properties.hs_i_cal_uid, startsAt),
  });
}

/** HubSpot tells the associations of records in use only. */
function attendeesOf(
  meeting: { readonly crmId: string; readonly archived: boolean },
  { contactsOfMeeting }: ActivityContext,
): number | null {
  if (contactsOfMeeting === null || meeting.archived) return null;
  const contacts = contactsOfMeeting.get(meeting.crmId);
  return contacts === undefined ? 0 : contacts;
}

const HubSpotTask = v.object({
  ...envelopeEntries,
  properties: v.object({
    ...activityProperties,
    hs_task_subject: Title,
    hs_task_status: Text,
    hs_task_completion_date: When,
  }),
});

/** One raw task to one of ours. */
export function readTask(raw: unknown): Result<Task, RecordRejection> {
  const parsed = v.safeParse(HubSpotTask, raw);
  if (!parsed.success) return err(rejectionOf("task", raw, parsed.issues[0].path));
  const { properties } = parsed.output;
  const head = headOf(parsed.output);
  if (head === null) return err(rejectionOf("task", raw, "updatedAt"));
  return ok({
    kind: "task",
    ...head,
    title: properties.hs_task_subject,
    dueAt: properties.hs_timestamp,
    completed: properties.hs_task_status?.toUpperCase() === "COMPLETED",
    completedAt: properties.hs_task_completion_date,
  });
}

const HubSpotCommunication = v.object({
  ...envelopeEntries,
  properties: v.object({ ...activityProperties, hs_communication_channel_type: Text }),
});

/** One raw SMS, WhatsApp or LinkedIn message to one of ours. */
export function readCommunication(raw: unknown): Result<Communication, RecordRejection> {
  const parsed = v.safeParse(HubSpotCommunication, raw);
  if (!parsed.success) return err(rejectionOf("communication", raw, parsed.issues[0].path));
  const { properties } = parsed.output;
  const head = headOf(parsed.output);
  if (head === null) return err(rejectionOf("communication", raw, "updatedAt"));
  return ok({
    kind: "communication",
    ...head,
    title: null,
    at: properties.hs_timestamp,
    channel: choose(CHANNELS, properties.hs_communication_channel_type) ?? "other",
    duplicateKey: null,
  });
}

const CALL_DIRECTIONS = { OUTBOUND: "outbound", INBOUND: "inbound" } as const;
const EMAIL_DIRECTIONS = {
  EMAIL: "outbound",
  INCOMING_EMAIL: "inbound",
  FORWARDED_EMAIL: "forwarded",
} as const;
const EMAIL_STATUSES = {
  SENT: "sent",
  BOUNCED: "bounced",
  FAILED: "failed",
  SCHEDULED: "pending",
  SENDING: "pending",
} as const;
const MEETING_OUTCOMES = {
  SCHEDULED: "scheduled",
  COMPLETED: "completed",
  RESCHEDULED: "rescheduled",
  NO_SHOW: "no_show",
  CANCELED: "canceled",
  CANCELLED: "canceled",
} as const;
const CHANNELS = { SMS: "sms", WHATS_APP: "whatsapp", LINKEDIN_MESSAGE: "linkedin" } as const;

/** Our word for theirs. HubSpot adds words over time: an unknown one is null, not a fault. */
function choose<Word>(words: Readonly<Record<string, Word>>, theirs: string | null): Word | null {
  if (theirs === null) return null;
  return Object.entries(words).find(([word]) => word === theirs.toUpperCase())?.[1] ?? null;
}

function keyOf(
  context: ActivityContext,
  kind: string,
  id: string | null,
  at: string | null = "",
): string | null {
  return id === null ? null : activityKey(context.tenantId, [kind, id, at ?? ""]);
}

interface RawHead {
  readonly id: string;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly archived: boolean;
  readonly properties: {
    readonly hs_createdate: string | null;
    readonly hs_lastmodifieddate: string | null;
    readonly hubspot_owner_id: string | null;
    readonly hs_created_by_user_id: string | null;
    readonly hs_object_source_user_id: string | null;
  };
}

/** Null when nothing tells which version this is. */
function headOf({ id, createdAt, updatedAt, archived, properties }: RawHead) {
  const modifiedAt = properties.hs_lastmodifieddate ?? updatedAt ?? createdAt;
  if (modifiedAt === null) return null;
  return {
    crmId: id,
    modifiedAt,
    createdAt: properties.hs_createdate ?? createdAt,
    archived,
    creatorUserId: properties.hs_created_by_user_id ?? properties.hs_object_source_user_id,
    ownerId: properties.hubspot_owner_id,
  };
}
