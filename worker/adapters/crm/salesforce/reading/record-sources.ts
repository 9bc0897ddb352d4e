import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../../../shared/contracts/time.ts";
import type { CrmRecord } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, RecordRejection } from "../../../../ports/crm.ts";
import { activityKey } from "../../../person-key.ts";
import type { SalesforceContext } from "../api/context.ts";
import { fieldsOf, type ObjectFields, type WantedFields } from "../api/object-fields.ts";
import { allOf, anyOf, instantLiteral, isOneOf } from "../api/soql.ts";
import { homeOf } from "../org/home.ts";
import type { ActivityContext } from "./activity-context.ts";
import { opportunityFields, type ReadRows, readOpportunities } from "./opportunities.ts";
import { EMAIL_FIELDS, readEmailMessage } from "./read-email-message.ts";
import { EVENT_FIELDS, outcomeFieldIn, readEvent } from "./read-event.ts";
import { MESSAGE_TYPES, otherKindsOf, readTaskAs, TASK_FIELDS, type TaskKind } from "./read-task.ts";
import { readVoiceCall, VOICE_CALL_FIELDS } from "./read-voice-call.ts";

/** A stretch of time, and the days that make it up. `to` and `dayTo` are not included. */
export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
  readonly dayFrom: LocalDay;
  readonly dayTo: LocalDay;
}

/** Rows of one object that are records of one kind. */
export interface RecordSource {
  readonly kind: CrmRecordKind;
  readonly wanted: (context: SalesforceContext) => WantedFields;
  /** The first characters of the object's ids. */
  readonly idPrefix: string;
  /** Which of the object's rows may be of the kind. */
  readonly conditions: (fields: ObjectFields) => readonly string[];
  /** Rows of which anything happened within the span. */
  readonly within: (fields: ObjectFields, span: TimeSpan) => string;
  /** Old rows lie in the archive, which only `queryAll` shows. */
  readonly isArchivable: boolean;
  /** The kinds that a row is not, where rows of the object are of several. */
  readonly otherKinds: (raw: unknown) => readonly CrmRecordKind[];
  readonly read: (
    context: SalesforceContext,
    raws: readonly unknown[],
  ) => Promise<Result<ReadRows, CrmFailure>>;
}

/** A source whose object is there, with what of it may be read. */
export interface PresentSource {
  readonly source: RecordSource;
  readonly fields: ObjectFields;
}

const opportunities: RecordSource = {
  kind: "deal",
  wanted: opportunityFields,
  idPrefix: "006",
  conditions: () => [],
  within: (_, { dayFrom, dayTo }) => betweenDays("CloseDate", dayFrom, dayTo),
  isArchivable: false,
  otherKinds: () => [],
  read: readOpportunities,
};

const voiceCalls: RecordSource = {
  kind: "call",
  wanted: () => VOICE_CALL_FIELDS,
  idPrefix: "0LQ",
  conditions: () => [],
  within: (_, span) => between("CallStartDateTime", span),
  isArchivable: false,
  otherKinds: () => [],
  read: (context, raws) =>
    readActivities(context, raws, (raw, activityContext) => readVoiceCall(raw, activityContext)),
};

const emailMessages: RecordSource = {
  kind: "email",
  wanted: () => EMAIL_FIELDS,
  idPrefix: "02s",
  conditions: () => [],
  within: (_, span) => between("MessageDate", span),
  isArchivable: false,
  otherKinds: () => [],
  read: (context, raws) =>
    readActivities(context, raws, (raw, activityContext) => readEmailMessage(raw, activityContext)),
};

const events: RecordSource = {
  kind: "meeting",
  wanted: () => EVENT_FIELDS,
  idPrefix: "00U",
  conditions: (fields) => [
    ...(fields.has("IsChild") ? ["IsChild = false"] : []),
    ...(fields.has("IsRecurrence") ? ["IsRecurrence = false"] : []),
  ],
  // A meeting counts on the day it was booked and on the day it is held.
  within: (_, span) => anyOf([between("StartDateTime", span), between("CreatedDate", span)]),
  isArchivable: true,
  otherKinds: () => [],
  read: (context, raws) =>
    readActivities(context, raws, (raw, activityContext) => readEvent(raw, activityContext)),
};

/** Every source of a kind, the fullest first. */
const SOURCES: Readonly<Record<CrmRecordKind, readonly RecordSource[]>> = {
  deal: [opportunities],
  call: [voiceCalls, tasksAs("call")],
  email: [emailMessages, tasksAs("email")],
  meeting: [events],
  task: [tasksAs("task")],
  communication: [tasksAs("communication")],
};

/** The objects that records of a kind lie in, whether this user has them or not. */
export function objectsOf(context: SalesforceContext, kind: CrmRecordKind): readonly string[] {
  return SOURCES[kind].map(({ wanted }) => wanted(context).object);
}

/** With what the ids of a kind begin, whether this user has their objects or not. */
export function idPrefixesOf(kind: CrmRecordKind): readonly string[] {
  return SOURCES[kind].map(({ idPrefix }) => idPrefix);
}

/**
 * The sources of a kind that this user has. What is hidden of one takes nothing from the others: without its needed
 * fields an object is as good as not there.
 */
export async function presentSources(
  context: SalesforceContext,
  kind: CrmRecordKind,
): Promise<Result<readonly PresentSource[], CrmFailure>> {
  await context.gateway.describeTogether(objectsOf(context, kind));
  const present: PresentSource[] = [];
  let failure: CrmFailure = { reason: "scope_missing", scopes: objectsOf(context, kind) };
  for (const source of SOURCES[kind]) {
    const fields = await fieldsOf(context, source.wanted(context));
    if (fields.ok && fields.value !== null) present.push({ source, fields: fields.value });
    if (fields.ok) continue;
    if (fields.error.reason !== "field_missing") return fields;
    failure = fields.error;
  }
  return present.length > 0 ? ok(present) : err(failure);
}

function tasksAs(kind: TaskKind): RecordSource {
  return {
    kind,
    wanted: () => TASK_FIELDS,
    idPrefix: "00T",
    conditions: (fields) => [
      ...(fields.has("IsRecurrence") ? ["IsRecurrence = false"] : []),
      ...taskConditions(kind, fields),
    ],
    within: tasksWithin,
    isArchivable: true,
    otherKinds: otherKindsOf,
    read: (context, raws) =>
      readActivities(context, raws, (raw, activityContext) => readTaskAs(kind, raw, activityContext)),
  };
}

function taskConditions(kind: TaskKind, fields: ObjectFields): readonly string[] {
  const plain = anyOf(["TaskSubtype = null", isOneOf("TaskSubtype", ["Task", "Cadence"])]);
  const types = Object.keys(MESSAGE_TYPES);
  switch (kind) {
    case "call":
      return ["TaskSubtype = 'Call'"];
    case "email":
      return ["TaskSubtype = 'Email'"];
    case "task":
      return [plain];
    case "communication":
      if (!fields.has("Type")) return ["TaskSubtype = 'LinkedIn'"];
      return [anyOf(["TaskSubtype = 'LinkedIn'", allOf([plain, isOneOf("Type", types)])])];
  }
}

/** By when it was done, else by its day, else by when it was made. */
function tasksWithin(fields: ObjectFields, span: TimeSpan): string {
  const isUndated = ["CompletedDateTime", "ActivityDate"]
    .filter((name) => fields.has(name))
    .map((name) => `${name} = null`);
  return anyOf([
    ...(fields.has("CompletedDateTime") ? [between("CompletedDateTime", span)] : []),
    ...(fields.has("ActivityDate") ? [betweenDays("ActivityDate", span.dayFrom, span.dayTo)] : []),
    allOf([...isUndated, between("CreatedDate", span)]),
  ]);
}

function between(field: string, { from, to }: Pick<TimeSpan, "from" | "to">): string {
  return `(${field} >= ${instantLiteral(from)} AND ${field} < ${instantLiteral(to)})`;
}

/** From the first day on, and before the other one. */
export function betweenDays(field: string, from: LocalDay, to: LocalDay): string {
  return `(${field} >= ${from} AND ${field} < ${to})`;
}

async function readActivities(
  context: SalesforceContext,
  raws: readonly unknown[],
  readRow: (raw: unknown, context: ActivityContext) => Result<CrmRecord | null, RecordRejection>,
): Promise<Result<ReadRows, CrmFailure>> {
  const home = await homeOf(context);
  if (!home.ok) return home;
  const calls = await fieldsOf(context, VOICE_CALL_FIELDS);
  const emails = await fieldsOf(context, EMAIL_FIELDS);
  const meetings = await fieldsOf(context, EVENT_FIELDS);
  const { tenantId } = context.options;
  const activityContext: ActivityContext = {
    timeZone: home.value.timeZone,
    now: context.now(),
    personKey: context.personKey,
    activityKey: (id) => activityKey(tenantId, ["salesforce", id]),
    outcomeField: meetings.ok && meetings.value !== null ? outcomeFieldIn(meetings.value.names) : null,
    twins: { calls: calls.ok && calls.value !== null, emails: emails.ok && emails.value !== null },
  };
  const read = raws.map((raw) => readRow(raw, activityContext));
  return ok({
    records: read.flatMap((result) => (result.ok && result.value !== null ? [result.value] : [])),
    rejections: read.flatMap((result) => (result.ok ? [] : [result.error])),
  });
}
