import type { FieldDefinition, ObjectDefinition } from "./fields.ts";
import {
  choice,
  day,
  defineObject,
  derivedFlag,
  derivedMoment,
  derivedText,
  email,
  flag,
  longText,
  moment,
  reference,
  several,
  text,
  whole,
} from "./fields.ts";

/** What tasks and events have in common; their parents find them under different names. */
function activityFields(
  children: "Tasks" | "Events",
): readonly (FieldDefinition | readonly FieldDefinition[])[] {
  return [
    reference("Who", ["Contact", "Lead"], children)("WhoId"),
    reference("What", ["Account", "Opportunity"], children)("WhatId"),
    text("Subject"),
    choice("Call", "Email", "Meeting", "SMS", "WhatsApp", "Other")("Type"),
    day("ActivityDate"),
    longText("Description"),
    reference("Account", ["Account"])("AccountId"),
    several("IsRecurrence IsArchived", derivedFlag),
    flag("IsReminderSet"),
  ];
}

const TASK = defineObject(
  { name: "Task", keyPrefix: "00T" },
  ...activityFields("Tasks"),
  reference("Owner", ["Group", "User"])("OwnerId"),
  choice("Not Started", "In Progress", "Completed", "Waiting on someone else", "Deferred")("Status"),
  choice("High", "Normal", "Low")("Priority"),
  several("IsHighPriority IsClosed", derivedFlag),
  choice("Task", "Email", "LinkedIn", "ListEmail", "Cadence", "Call")("TaskSubtype"),
  choice("Internal", "Inbound", "Outbound")("CallType"),
  whole("CallDurationInSeconds"),
  several("CallDisposition CallObject", text),
  derivedMoment("CompletedDateTime"),
);

const TASK_STATUS = defineObject(
  { name: "TaskStatus", keyPrefix: "01T", system: "undeletable" },
  several("ApiName MasterLabel", derivedText),
  whole("SortOrder"),
  several("IsClosed IsDefault", derivedFlag),
);

const EVENT = defineObject(
  { name: "Event", keyPrefix: "00U" },
  ...activityFields("Events"),
  reference("Owner", ["User"])("OwnerId"),
  several("StartDateTime EndDateTime ActivityDateTime", moment),
  day("EndDate"),
  whole("DurationInMinutes"),
  several("IsAllDayEvent IsPrivate", flag),
  several("IsChild IsGroupEvent IsRecurrence2", derivedFlag),
  choice("0", "1", "2", "3")("GroupEventType"),
  choice("Event")("EventSubtype"),
  choice("Busy", "OutOfOffice", "Free")("ShowAs"),
  text("Location"),
  // Salesforce knows no outcome of a meeting, so teams that want one add a field.
  choice("Scheduled", "Completed", "No show", "Canceled", "Rescheduled")("Meeting_Outcome__c"),
);

const EMAIL_MESSAGE = defineObject(
  { name: "EmailMessage", keyPrefix: "02s" },
  reference("Parent", ["Case"])("ParentId"),
  reference("Activity", ["Task"])("ActivityId"),
  reference("RelatedTo", ["Account", "Opportunity"], "Emails")("RelatedToId"),
  several("TextBody HtmlBody Headers", longText),
  several("Subject FromName ToAddress CcAddress MessageIdentifier ThreadIdentifier", text),
  email("FromAddress"),
  several("Incoming HasAttachment", flag),
  several("IsTracked IsOpened IsBounced", derivedFlag),
  choice("0", "1", "2", "3", "4", "5")("Status"),
  moment("MessageDate"),
);

const VOICE_CALL = defineObject(
  { name: "VoiceCall", keyPrefix: "0LQ" },
  choice("Inbound", "Outbound", "Callback", "Transfer")("CallType"),
  several("CallStartDateTime CallEndDateTime", moment),
  whole("CallDurationInSeconds"),
  several("CallDisposition FromPhoneNumber ToPhoneNumber", text),
  reference("User", ["User"])("UserId"),
  reference("RelatedRecord", ["Account", "Contact", "Opportunity"])("RelatedRecordId"),
  reference("Activity", ["Task"])("ActivityId"),
  reference("Owner", ["User"])("OwnerId"),
);

/** What people do: tasks, of which calls are some, events, e-mails and recorded calls. */
export const ACTIVITY_OBJECTS: readonly ObjectDefinition[] = [
  TASK,
  TASK_STATUS,
  EVENT,
  EMAIL_MESSAGE,
  VOICE_CALL,
];
