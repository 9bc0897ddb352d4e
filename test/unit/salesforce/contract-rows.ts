/** What the org of the contract holds: the shapes are those of real answers, the people are invented. */
import { toFullId } from "../../../worker/adapters/crm/salesforce/api/record-ids.ts";
import { idOf, STAGES, STAMP } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

export const ORG_ID = "00DRO0000012abCEAQ";
export const REPS = [fullId("005RO00000AbCdE"), fullId("005RO00000aBcDe")] as const;
const LEAVER = idOf("005", 8);
const QUEUE = idOf("00G", 1);
const RECORD_TYPE = idOf("012", 1);

const WON = 1100;
const EMAILS = 12_000;
const CONTACTS = 450;
export const ARCHIVED_DEAL = idOf("006", 2999);
export const UNREADABLE_DEAL = idOf("006", 2003);
/** Two that differ in the case of their letters alone. */
const TWINS = [fullId("006RO00000AbCdE"), fullId("006RO00000aBcDe")] as const;

function fullId(short: string): string {
  const id = toFullId(short);
  if (id === null) throw new Error(`${short} is no id`);
  return id;
}

/** Midday in September or October, so many days after its first, as Salesforce writes it. */
function instantOn(day: number): string {
  return new Date(Date.UTC(2026, 8, 1 + day, 15)).toISOString().replace("Z", "+0000");
}

const systemFields = { CreatedDate: instantOn(0), CreatedById: REPS[0], SystemModstamp: STAMP };

function deal(id: string, over: Row): Row {
  return {
    ...systemFields,
    Id: id,
    Name: "Deal",
    StageName: "Prospecting",
    CloseDate: "2026-11-30",
    Amount: null,
    OwnerId: REPS[0],
    RecordTypeId: RECORD_TYPE,
    Type: null,
    IsWon: false,
    IsClosed: false,
    IsPrivate: false,
    ...over,
  };
}

function buildDeals(): Row[] {
  const won = Array.from({ length: WON }, (_, index) =>
    deal(idOf("006", index), {
      StageName: "Closed Won",
      IsWon: true,
      IsClosed: true,
      Amount: 100.5 + index,
      CloseDate: instantOn(index % 28).slice(0, 10),
      OwnerId: REPS[index % 2],
    }),
  );
  return [
    ...won,
    ...TWINS.map((id) => deal(id, { Name: "Twin" })),
    deal(idOf("006", 2001), { Name: null, StageName: "Of long ago", CloseDate: null }),
    deal(idOf("006", 2002), { OwnerId: LEAVER, Amount: 0, IsPrivate: true }),
    // More than money can be, as somebody once tried out.
    deal(UNREADABLE_DEAL, { Amount: 1e18 }),
    deal(ARCHIVED_DEAL, { IsDeleted: true }),
  ];
}

function buildHistory(deals: readonly Row[]): Row[] {
  return deals.map(({ Id, StageName, Amount, CloseDate }, index) => ({
    Id: idOf("008", index),
    OpportunityId: Id,
    StageName,
    Amount,
    CloseDate,
    CreatedDate: instantOn(20),
    SystemModstamp: STAMP,
  }));
}

function task(number: number, over: Row): Row {
  return {
    ...systemFields,
    Id: idOf("00T", number),
    OwnerId: REPS[0],
    TaskSubtype: "Task",
    Type: null,
    Subject: "Said to nobody",
    IsClosed: true,
    IsRecurrence: false,
    ActivityDate: instantOn(number % 28).slice(0, 10),
    CompletedDateTime: instantOn(number % 28),
    CallType: null,
    CallDurationInSeconds: null,
    CallDisposition: null,
    ...over,
  };
}

const TASKS = {
  calls: ["Outbound", "Inbound", null].map((CallType, index) =>
    task(300 + index, {
      TaskSubtype: "Call",
      CallType,
      CallDurationInSeconds: 65,
      CallDisposition: "Connected",
    }),
  ),
  emails: [task(400, { TaskSubtype: "Email" })],
  tasks: [task(500, {}), task(501, { TaskSubtype: "Cadence", IsClosed: false, CompletedDateTime: null })],
  messages: [task(600, { TaskSubtype: "LinkedIn" }), task(601, { Type: "WhatsApp" })],
};

const VOICE_CALL: Row = {
  ...systemFields,
  Id: idOf("0LQ", 1),
  CallType: "Outbound",
  CallStartDateTime: instantOn(3),
  CallDurationInSeconds: 120,
  UserId: REPS[1],
  RelatedRecordId: null,
  ActivityId: null,
};

function meeting(number: number, over: Row): Row {
  return {
    ...systemFields,
    Id: idOf("00U", number),
    OwnerId: REPS[0],
    Subject: "Demo",
    StartDateTime: instantOn(3),
    EndDateTime: instantOn(3),
    ActivityDate: instantOn(3).slice(0, 10),
    IsAllDayEvent: false,
    IsChild: false,
    IsRecurrence: false,
    GroupEventType: null,
    WhoId: null,
    WhatId: null,
    ...over,
  };
}

const MEETINGS = [meeting(1, {}), meeting(2, { IsAllDayEvent: true })];
/** The copy of an invitee, and the pattern of a series. */
const NO_MEETINGS = [meeting(3, { IsChild: true }), meeting(4, { IsRecurrence: true })];

function buildEmails(): Row[] {
  return Array.from({ length: EMAILS }, (_, index) => ({
    ...systemFields,
    Id: idOf("02s", index),
    Incoming: index % 3 === 0,
    MessageDate: instantOn(index % 60),
    Status: "3",
    Subject: "Never kept",
    FromAddress: index % 3 === 0 ? "buyer@customer.example" : "rep@seller.example",
    ToAddress: index % 3 === 0 ? "rep@seller.example" : "buyer@customer.example; boss@customer.example",
    ThreadIdentifier: `thread-${index % 500}`,
    ActivityId: null,
    IsBounced: false,
  }));
}

/** In the case that somebody typed it in. Some have none. */
function addressOf(number: number): string | null {
  return number % 100 === 7 ? null : `Contact.${number}@Customer.example`;
}

function buildContacts(): Row[] {
  return Array.from({ length: CONTACTS }, (_, number) => ({
    ...systemFields,
    Id: idOf("003", number),
    Email: addressOf(number),
    LastName: "Never asked for",
  }));
}

function user(Id: string, over: Row): Row {
  return {
    ...systemFields,
    Id,
    Name: "Ada Example",
    Email: "rep@seller.example",
    IsActive: true,
    UserType: "Standard",
    ManagerId: null,
    UserRoleId: null,
    LastModifiedDate: STAMP,
    ...over,
  };
}

/** A fresh copy of everything, by object. */
export function buildRows(): Record<string, Row[]> {
  const deals = buildDeals();
  return {
    Organization: [
      {
        Id: ORG_ID,
        Name: "Recorded",
        TimeZoneSidKey: "America/Los_Angeles",
        DefaultLocaleSidKey: "en_US",
        FiscalYearStartMonth: 2,
      },
    ],
    User: [
      user(REPS[0], {}),
      user(REPS[1], { Name: "Ben Example", Email: "ben@seller.example" }),
      user(LEAVER, { Name: "Gone Person", IsActive: false }),
    ],
    Group: [{ ...systemFields, Id: QUEUE, Name: "Inbound", Type: "Queue" }],
    RecordType: [{ Id: RECORD_TYPE, Name: "Sales", IsActive: true, SobjectType: "Opportunity" }],
    OpportunityStage: STAGES.map((stage) => ({ ...stage })),
    Opportunity: deals,
    OpportunityHistory: buildHistory(deals),
    Task: Object.values(TASKS).flat(),
    VoiceCall: [VOICE_CALL],
    Event: [...MEETINGS, ...NO_MEETINGS],
    EmailMessage: buildEmails(),
    Contact: buildContacts(),
    Lead: [{ ...systemFields, Id: idOf("00Q", 1), Email: "lead@customer.example" }],
  };
}

/** What of the rows each kind of record is. */
export function presentIn(rows: Readonly<Record<string, readonly Row[]>>) {
  const idsOf = (of: readonly Row[] = []) => of.map(({ Id }) => String(Id));
  return {
    deal: idsOf(rows.Opportunity?.filter(({ IsDeleted }) => IsDeleted !== true)),
    call: idsOf([...TASKS.calls, VOICE_CALL]),
    email: [...idsOf(rows.EmailMessage), ...idsOf(TASKS.emails)],
    meeting: idsOf(MEETINGS),
    task: idsOf(TASKS.tasks),
    communication: idsOf(TASKS.messages),
  };
}
