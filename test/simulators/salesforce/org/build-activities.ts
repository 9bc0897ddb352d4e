import type { Activity, Call, Email, Meeting, Message, Task } from "../../../organisation/organisation.ts";
import { MESSAGE_TEXT_MARK } from "../../../organisation/organisation.ts";
import { MINUTE } from "../../../organisation/zone-clock.ts";
import type { Building } from "./building.ts";
import { put } from "./building.ts";
import type { FieldValue, OrgRecord } from "./org.ts";
import { dateTimeText } from "./wire-time.ts";

type Fields = Record<string, FieldValue>;

/** Enhanced Email keeps a task beside an e-mail that is logged as an activity. */
const EMAILS_PER_TWIN_TASK = 3;
/** One meeting in so many has a colleague invited, who gets a copy. */
const MEETINGS_PER_INVITATION = 10;

const TASK_STATUSES = {
  NOT_STARTED: "Not Started",
  IN_PROGRESS: "In Progress",
  WAITING: "Waiting on someone else",
  COMPLETED: "Completed",
  DEFERRED: "Deferred",
} as const;
const TASK_TYPES = { TODO: "Other", CALL: "Call", EMAIL: "Email" } as const;
const MESSAGE_TYPES = { SMS: "SMS", WHATS_APP: "WhatsApp", LINKEDIN_MESSAGE: null } as const;
const OUTCOMES: Readonly<Record<string, string>> = {
  SCHEDULED: "Scheduled",
  COMPLETED: "Completed",
  NO_SHOW: "No show",
  CANCELED: "Canceled",
  RESCHEDULED: "Rescheduled",
};

interface Subject {
  readonly WhoId: string | null;
  readonly WhatId: string | null;
  readonly AccountId: string | null;
}

type Survivors = ReadonlyMap<string, string>;

function survivorsOf({ organisation }: Building): Survivors {
  return new Map(
    organisation.deals.flatMap(({ id, mergedIntoId }) => (mergedIntoId === null ? [] : [[id, mergedIntoId]])),
  );
}

function subjectOf({ places }: Building, { links }: Activity, survivors: Survivors): Subject {
  const deal = links.dealIds[0] ?? "";
  const account = places.companies.get(links.companyIds[0] ?? "") ?? null;
  return {
    WhoId: places.contacts.get(links.contactIds[0] ?? "") ?? null,
    WhatId: places.deals.get(survivors.get(deal) ?? deal) ?? account,
    AccountId: account,
  };
}

/** What nobody owns lies in the queue, or else with the administrator. */
function ownerOf({ org, places, organisation }: Building, ownerId: string | null): string {
  const queue = places.owners.get(organisation.queues[0]?.ownerId ?? "");
  return places.owners.get(ownerId ?? "") ?? queue ?? org.adminUserId;
}

function isUser(id: string): boolean {
  return id.startsWith("005");
}

function addTask(building: Building, activity: Activity, fields: Fields): OrgRecord {
  const { places } = building;
  const { createdAt, modifiedAt } = activity;
  const userId = places.users.get(activity.creatorUserId ?? "") ?? null;
  const common = {
    OwnerId: ownerOf(building, activity.ownerId),
    Description: MESSAGE_TEXT_MARK,
    Priority: "Normal",
    IsClosed: fields.Status === "Completed",
  };
  return put(building, "Task", { ...common, ...fields }, { createdAt, modifiedAt, userId });
}

function doneAt({ clock }: Building, at: number): Fields {
  return { Status: "Completed", CompletedDateTime: dateTimeText(at), ActivityDate: clock.dayOf(at) };
}

function addCall(building: Building, call: Call, subject: Subject): OrgRecord {
  const { organisation } = building;
  const outcome = organisation.dispositions.find(({ id }) => id === call.disposition)?.label ?? null;
  const { durationMilliseconds: length, direction } = call;
  return addTask(building, call, {
    ...subject,
    ...doneAt(building, call.at),
    Subject: "Call",
    Type: "Call",
    TaskSubtype: "Call",
    CallType: direction === null ? null : direction === "INBOUND" ? "Inbound" : "Outbound",
    CallDurationInSeconds: length === null ? null : Math.floor(length / 1000),
    CallDisposition: outcome,
  });
}

function addToDo(building: Building, task: Task, subject: Subject): OrgRecord {
  return addTask(building, task, {
    ...subject,
    Subject: task.subject,
    Type: TASK_TYPES[task.type],
    TaskSubtype: "Task",
    Status: TASK_STATUSES[task.status],
    ActivityDate: building.clock.dayOf(task.dueAt),
    CompletedDateTime: task.completedAt === null ? null : dateTimeText(task.completedAt),
  });
}

function addMessage(building: Building, message: Message, subject: Subject): OrgRecord {
  return addTask(building, message, {
    ...subject,
    ...doneAt(building, message.at),
    Subject: "Message",
    Type: MESSAGE_TYPES[message.channel],
    TaskSubtype: message.channel === "LINKEDIN_MESSAGE" ? "LinkedIn" : "Task",
  });
}

/** 1 read, 3 sent, 5 draft. What failed or waits has not been sent. */
function emailStatus({ direction, status }: Email): string {
  if (direction === "INCOMING_EMAIL") return "1";
  return status === "FAILED" || status === "SCHEDULED" ? "5" : "3";
}

function addEmail(building: Building, email: Email, subject: Subject, place: number): OrgRecord {
  const owner = ownerOf(building, email.ownerId);
  const isTwin = place % EMAILS_PER_TWIN_TASK === 0 && emailStatus(email) !== "5";
  const twin = isTwin
    ? addTask(building, email, {
        ...subject,
        ...doneAt(building, email.at),
        Subject: `Email: ${email.subject}`,
        Type: "Email",
        TaskSubtype: "Email",
      })
    : null;
  const fields = {
    ActivityId: twin?.id ?? null,
    RelatedToId: subject.WhatId,
    Subject: email.subject,
    TextBody: `${email.subject}. ${MESSAGE_TEXT_MARK}`,
    HtmlBody: `<p>${email.subject}. ${MESSAGE_TEXT_MARK}</p>`,
    FromAddress: email.fromEmail,
    ToAddress: email.toEmails.join("; "),
    ThreadIdentifier: `<${email.threadId}@mail.example>`,
    MessageIdentifier: `<${email.id}@mail.example>`,
    Incoming: email.direction === "INCOMING_EMAIL",
    IsTracked: true,
    IsOpened: email.openCount > 0,
    IsBounced: email.status === "BOUNCED",
    Status: emailStatus(email),
    MessageDate: dateTimeText(email.at),
  };
  const { createdAt, modifiedAt } = email;
  return put(building, "EmailMessage", fields, {
    createdAt,
    modifiedAt,
    userId: isUser(owner) ? owner : null,
  });
}

function colleagueOf({ org }: Building, ownerId: string): string | null {
  const users = org.objects.get("User");
  const role = users?.get(ownerId)?.fields.UserRoleId ?? null;
  for (const { id, fields } of role === null ? [] : (users?.having("UserRoleId", role) ?? [])) {
    if (id !== ownerId && fields.IsActive === true) return id;
  }
  return null;
}

function addMeeting(building: Building, meeting: Meeting, subject: Subject, place: number): OrgRecord {
  const { places, clock } = building;
  const owner = ownerOf(building, meeting.ownerId);
  const invitee = place % MEETINGS_PER_INVITATION === 0 ? colleagueOf(building, owner) : null;
  const { startsAt, endsAt, createdAt, modifiedAt } = meeting;
  const fields = {
    ...subject,
    Subject: meeting.title,
    Description: MESSAGE_TEXT_MARK,
    StartDateTime: dateTimeText(startsAt),
    ActivityDateTime: dateTimeText(startsAt),
    EndDateTime: dateTimeText(endsAt),
    ActivityDate: clock.dayOf(startsAt),
    EndDate: clock.dayOf(endsAt),
    DurationInMinutes: Math.round((endsAt - startsAt) / MINUTE),
    GroupEventType: invitee ? "1" : "0",
    IsGroupEvent: invitee !== null,
    EventSubtype: "Event",
    ShowAs: "Busy",
    Type: "Meeting",
    Meeting_Outcome__c: OUTCOMES[meeting.outcome ?? ""] ?? null,
  };
  const userId = places.users.get(meeting.creatorUserId ?? "") ?? null;
  const stamps = { createdAt, modifiedAt, userId };
  const event = put(building, "Event", { ...fields, OwnerId: owner }, stamps);
  if (invitee) put(building, "Event", { ...fields, OwnerId: invitee, IsChild: true }, stamps);
  return event;
}

function addActivity(building: Building, activity: Activity, subject: Subject, place: number): OrgRecord {
  switch (activity.kind) {
    case "calls":
      return addCall(building, activity, subject);
    case "tasks":
      return addToDo(building, activity, subject);
    case "communications":
      return addMessage(building, activity, subject);
    case "emails":
      return addEmail(building, activity, subject, place);
    case "meetings":
      return addMeeting(building, activity, subject, place);
  }
}

/** Calls, tasks and messages as tasks, e-mails as messages, some with a task beside, meetings as events. */
export function buildActivities(building: Building): void {
  const survivors = survivorsOf(building);
  for (const [place, activity] of building.organisation.activities.entries()) {
    const record = addActivity(building, activity, subjectOf(building, activity, survivors), place);
    building.places.activities.set(`${activity.kind}:${activity.id}`, record.id);
  }
}
