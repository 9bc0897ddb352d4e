import * as v from "valibot";
import type { CrmRecordKind } from "../../../../../shared/contracts/ids.ts";
import type { Instant } from "../../../../../shared/contracts/time.ts";
import { startOfLocalDay } from "../../../../domain/calendar/local-time.ts";
import type { Call, Communication, CrmRecord } from "../../../../domain/records.ts";
import { err, ok, type Result } from "../../../../domain/result.ts";
import type { RecordRejection } from "../../../../ports/crm.ts";
import { connectedBy } from "../../call-outcome.ts";
import { OtherId, Text, Title, When } from "../../read-values.ts";
import type { WantedFields } from "../api/object-fields.ts";
import { Count, Day, Flag, headOf, rejectionOf, rowEntries } from "../api/read-values.ts";
import { type ActivityContext, endOfDay } from "./activity-context.ts";

/** The kinds of record that a task can be. */
export type TaskKind = Extract<CrmRecordKind, "call" | "email" | "task" | "communication">;

const TASK_KINDS: readonly TaskKind[] = ["call", "email", "task", "communication"];

export const TASK_FIELDS: WantedFields = {
  object: "Task",
  required: ["Id", "TaskSubtype", "IsClosed", "OwnerId", "IsDeleted"],
  optional: [
    "CreatedDate",
    "CreatedById",
    "LastModifiedDate",
    "Subject",
    "Type",
    "ActivityDate",
    "CompletedDateTime",
    "CallType",
    "CallDurationInSeconds",
    "CallDisposition",
    "IsRecurrence",
  ],
};

/** What orgs call messages in the type of a task, in lower case. */
export const MESSAGE_TYPES: Readonly<Record<string, Communication["channel"]>> = {
  sms: "sms",
  text: "sms",
  "text message": "sms",
  whatsapp: "whatsapp",
  linkedin: "linkedin",
  "linkedin message": "linkedin",
};

const TaskRow = v.object({
  ...rowEntries,
  OwnerId: OtherId,
  TaskSubtype: Text,
  Type: Text,
  IsClosed: Flag,
  IsRecurrence: Flag,
  Subject: Title,
  ActivityDate: Day,
  CompletedDateTime: When,
  CallType: Text,
  CallDurationInSeconds: Count,
  CallDisposition: Text,
});

type TaskRow = v.InferOutput<typeof TaskRow>;
type Head = NonNullable<ReturnType<typeof headOf>> & { readonly ownerId: string | null };

/** Which kind of record a task is; null for one that is none, such as the pattern of a series. */
function kindOfTask(row: {
  readonly TaskSubtype: string | null;
  readonly Type: string | null;
  readonly IsRecurrence: boolean;
}): TaskKind | null {
  if (row.IsRecurrence) return null;
  switch (row.TaskSubtype) {
    case "Call":
      return "call";
    case "Email":
      return "email";
    case "LinkedIn":
      return "communication";
    case null:
    case "Task":
    case "Cadence":
      return channelOf(row.Type) === null ? "task" : "communication";
    default:
      // A mailing to a list is neither an e-mail to a person nor a task that somebody did.
      return null;
  }
}

/** Whether a raw task is of the kind. One that cannot be read may be of any. */
export function mayBeTaskOf(kind: CrmRecordKind, raw: unknown): boolean {
  const parsed = v.safeParse(TaskRow, raw);
  return !parsed.success || kindOfTask(parsed.output) === kind;
}

/** The kinds that a raw task is not, whatever it was before. None for one that cannot be read. */
export function otherKindsOf(raw: unknown): readonly TaskKind[] {
  const parsed = v.safeParse(TaskRow, raw);
  if (!parsed.success) return [];
  const kind = kindOfTask(parsed.output);
  return TASK_KINDS.filter((each) => each !== kind || isInternalCall(parsed.output));
}

/** One raw task as a record of the kind; null when it is none of that kind. */
export function readTaskAs(
  kind: TaskKind,
  raw: unknown,
  context: ActivityContext,
): Result<CrmRecord | null, RecordRejection> {
  const parsed = v.safeParse(TaskRow, raw);
  if (!parsed.success)
    return err(rejectionOf({ kind, object: TASK_FIELDS.object }, raw, parsed.issues[0].path));
  const row = parsed.output;
  if (kindOfTask(row) !== kind) return ok(null);
  const rowHead = headOf(row);
  if (rowHead === null) return err(rejectionOf({ kind, object: TASK_FIELDS.object }, raw, "SystemModstamp"));
  const head: Head = { ...rowHead, ownerId: row.OwnerId };
  switch (kind) {
    case "call":
      return ok(callOf(row, head, context));
    case "email":
      return ok(emailOf(row, head, context));
    case "communication":
      return ok({
        kind,
        ...head,
        title: null,
        at: doneAt(row, context),
        channel: row.TaskSubtype === "LinkedIn" ? "linkedin" : (channelOf(row.Type) ?? "other"),
        duplicateKey: null,
      });
    case "task":
      return ok({
        kind,
        ...head,
        title: row.Subject,
        dueAt: row.ActivityDate === null ? null : startOfLocalDay(row.ActivityDate, context.timeZone),
        completed: row.IsClosed,
        completedAt: doneAt(row, context),
      });
  }
}

/** A call inside the company is none that counts. */
function isInternalCall({ TaskSubtype, CallType }: TaskRow): boolean {
  return TaskSubtype === "Call" && CallType === "Internal";
}

function callOf(row: TaskRow, head: Head, context: ActivityContext): Call | null {
  if (isInternalCall(row)) return null;
  return {
    kind: "call",
    ...head,
    title: row.Subject,
    at: doneAt(row, context),
    direction: directionOf(row.CallType),
    durationSeconds: row.CallDurationInSeconds,
    connected: connectedBy(row.CallDisposition),
    completed: null,
    duplicateKey: context.twins.calls ? keyOfDone(row, context) : null,
    ...(context.twins.calls ? { isNote: true } : {}),
  };
}

/** Logged by whoever sent it. Where it is beside an e-mail of its own, that one counts. */
function emailOf(row: TaskRow, head: Head, context: ActivityContext): CrmRecord {
  return {
    kind: "email",
    ...head,
    title: null,
    at: doneAt(row, context),
    direction: null,
    status: row.IsClosed ? "sent" : "pending",
    threadId: null,
    from: null,
    to: [],
    automatic: false,
    duplicateKey: context.twins.emails ? keyOfDone(row, context) : null,
    ...(context.twins.emails ? { isNote: true } : {}),
  };
}

/** What an open task is about did not take place yet as far as it tells: it is no repetition of anything. */
function keyOfDone(row: TaskRow, context: ActivityContext): string | null {
  return row.IsClosed ? context.activityKey(row.Id) : null;
}

/** When a task was done; null while it is open, whatever it is about. */
function doneAt(row: TaskRow, context: ActivityContext): Instant | null {
  if (!row.IsClosed) return null;
  if (row.CompletedDateTime !== null) return row.CompletedDateTime;
  return row.ActivityDate === null ? row.CreatedDate : endOfDay(row.ActivityDate, context.timeZone);
}

/** Salesforce's word for the direction of a call, as ours. */
export function directionOf(callType: string | null): Call["direction"] {
  switch (callType) {
    case "Outbound":
    case "Callback":
      return "outbound";
    case "Inbound":
    case "Transfer":
      return "inbound";
    default:
      return null;
  }
}

function channelOf(type: string | null): Communication["channel"] | null {
  return type === null ? null : (MESSAGE_TYPES[type.toLowerCase()] ?? null);
}
