/** What the recorded portal holds: the shapes are those of real answers, the people are invented. */

export interface RawRecord {
  readonly id: string;
  properties: Record<string, string | null>;
  history?: Record<string, { value: string | null; timestamp: string }[]>;
  readonly createdAt?: string;
  updatedAt?: string;
  archived?: boolean;
  archivedAt?: string;
}

export type RawType =
  | "deals"
  | "calls"
  | "emails"
  | "meetings"
  | "tasks"
  | "communications"
  | "contacts"
  | "goal_targets";

export const ONE_STAMP = "2026-10-05T12:00:00.000Z";
const EMAILS = 20_000;
const CONTACTS = 450;
const CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7";
export const OWN_CONNECTED = "0a000000-0000-4000-8000-00000000c0de";
export const OWN_VOICEMAIL = "0a000000-0000-4000-8000-00000000feed";

const day = (offset: number) => new Date(Date.UTC(2026, 8, 1 + offset, 15)).toISOString();

function deal(id: number, properties: RawRecord["properties"]): RawRecord {
  const stage = properties.dealstage ?? null;
  return {
    id: String(id),
    createdAt: day(0),
    updatedAt: ONE_STAMP,
    properties: {
      hs_object_id: String(id),
      hs_lastmodifieddate: ONE_STAMP,
      createdate: day(0),
      ...properties,
    },
    history: {
      dealstage:
        stage === null
          ? []
          : [
              { value: stage, timestamp: day(20) },
              { value: "new", timestamp: day(0) },
            ],
      hubspot_owner_id: [{ value: properties.hubspot_owner_id ?? null, timestamp: day(0) }],
    },
  };
}

function buildDeals(): RawRecord[] {
  const won = Array.from({ length: 130 }, (_, index) =>
    deal(1000 + index, {
      dealname: `Deal ${index}`,
      amount: `${100 + index}.50`,
      amount_in_home_currency: `${100 + index}.5`,
      deal_currency_code: "USD",
      dealstage: "closedwon",
      pipeline: "default",
      closedate: day(index % 28),
      hs_closed_won_date: day(20),
      hs_is_closed: "true",
      hs_is_closed_won: "true",
      hubspot_owner_id: index % 2 === 0 ? "51" : "52",
    }),
  );
  const odd = [
    deal(2001, { dealname: "", hs_is_closed: "false" }),
    deal(2002, { dealname: null, dealstage: "new", pipeline: "default", amount: "", hs_is_closed: "false" }),
    deal(2003, { dealname: "Cannot be read", amount: "a lot", dealstage: "new", hs_is_closed: "false" }),
    deal(2004, {
      dealname: "Merged",
      dealstage: "new",
      hs_merged_object_ids: "901;902",
      hs_is_closed: "false",
    }),
  ];
  const archived = {
    ...deal(2999, { dealname: "Gone", dealstage: "new" }),
    archived: true,
    archivedAt: day(30),
  };
  return [...won, ...odd, archived];
}

function activity(id: number, properties: RawRecord["properties"]): RawRecord {
  return {
    id: String(id),
    createdAt: day(1),
    updatedAt: ONE_STAMP,
    properties: {
      hs_object_id: String(id),
      hs_lastmodifieddate: ONE_STAMP,
      hs_createdate: day(1),
      hs_timestamp: day(id % 28),
      hubspot_owner_id: "51",
      ...properties,
    },
  };
}

function buildEmails(): RawRecord[] {
  return Array.from({ length: EMAILS }, (_, index) =>
    activity(100_000 + index, {
      hs_email_direction: index % 3 === 0 ? "INCOMING_EMAIL" : "EMAIL",
      hs_email_status: "SENT",
      hs_email_thread_id: String(index % 500),
      hs_email_from_email: index % 3 === 0 ? "buyer@customer.example" : "rep@seller.example",
      hs_email_to_email:
        index % 3 === 0 ? "rep@seller.example" : "buyer@customer.example;boss@customer.example",
      hs_email_text: "Never asked for",
    }),
  );
}

function buildCalls(): RawRecord[] {
  const outcomes = [CONNECTED, OWN_CONNECTED, OWN_VOICEMAIL, null, "11111111-2222-4333-8444-555555555555"];
  return outcomes.map((disposition, index) =>
    activity(300 + index, {
      hs_call_direction: "OUTBOUND",
      hs_call_duration: "65999",
      hs_call_disposition: disposition,
      hs_call_status: "COMPLETED",
    }),
  );
}

/** A fresh copy of everything, by type. */
export function buildRecords(): Record<RawType, RawRecord[]> {
  return {
    deals: buildDeals(),
    emails: buildEmails(),
    calls: buildCalls(),
    meetings: [
      activity(401, {
        hs_meeting_title: "Demo",
        hs_meeting_start_time: day(3),
        hs_meeting_outcome: "COMPLETED",
      }),
      activity(402, { hs_meeting_title: "Team lunch", hs_meeting_outcome: "Enjoyed" }),
    ],
    tasks: [activity(501, { hs_task_status: "COMPLETED", hs_task_completion_date: day(4) })],
    communications: [
      activity(601, { hs_communication_channel_type: "WHATS_APP" }),
      { id: "602", properties: {} },
    ],
    contacts: buildContacts(),
    goal_targets: buildGoals(),
  };
}

/** The address that a contact of the portal has, in the case somebody typed it. */
export function addressOfContact(id: string): string {
  return `Contact.${id}@Customer.example`;
}

/** Contacts name the two dates otherwise. The last three: a merged one, one without address, an odd one. */
function buildContacts(): RawRecord[] {
  const contact = (id: number, properties: RawRecord["properties"]): RawRecord => ({
    id: String(id),
    createdAt: day(0),
    updatedAt: ONE_STAMP,
    properties: {
      hs_object_id: String(id),
      createdate: day(0),
      lastmodifieddate: ONE_STAMP,
      firstname: "Never asked for",
      email: addressOfContact(String(id)),
      ...properties,
    },
  });
  return [
    ...Array.from({ length: CONTACTS }, (_, index) => contact(50_000 + index, {})),
    contact(59_001, { hs_additional_emails: "old@customer.example;older@customer.example" }),
    contact(59_002, { email: null }),
    contact(59_003, { email: "not an address", hs_additional_emails: "" }),
  ];
}

function buildGoals(): RawRecord[] {
  const goal = (id: number, properties: RawRecord["properties"]) =>
    activity(id, {
      hs_goal_name: "Closed revenue",
      hs_target_amount: "50000.00",
      hs_start_datetime: "2026-10-01T00:00:00Z",
      hs_end_datetime: "2026-11-01T00:00:00Z",
      hs_kpi_metric_type: "SUM",
      hs_kpi_object_type_id: "0-3",
      hs_kpi_property_name: "amount_in_home_currency",
      hs_kpi_time_period_property: "closedate",
      hubspot_owner_id: null,
      ...properties,
    });
  return [
    goal(701, { hubspot_owner_id: "51" }),
    goal(702, { hs_assignee_user_id: "9052", hs_end_datetime: "2026-10-31T23:59:59.999Z" }),
    goal(703, { hs_assignee_team_id: "7", hs_kpi_metric_type: "COUNT", hs_target_amount: "12" }),
    goal(704, { hubspot_owner_id: "51", hs_kpi_object_type_id: "0-5" }),
    goal(705, { hubspot_owner_id: "51", hs_target_amount: null }),
    goal(706, {}),
    goal(707, { hs_assignee_user_id: "9099", hubspot_team_id: "7" }),
  ];
}

export const OWNERS = [
  {
    id: "51",
    email: "ada@seller.example",
    firstName: "Ada",
    lastName: "Example",
    type: "PERSON",
    userId: 9051,
    userIdIncludingInactive: 9051,
    createdAt: day(0),
    updatedAt: day(0),
    archived: false,
    teams: [{ id: "7", name: "North", primary: true }],
  },
  {
    id: "52",
    email: "ben@seller.example",
    firstName: "",
    lastName: "",
    type: "PERSON",
    userId: 9052,
    archived: false,
  },
  {
    id: "53",
    email: "queue@seller.example",
    firstName: "Inbound",
    type: "QUEUE",
    userId: null,
    archived: false,
  },
];
export const ARCHIVED_OWNERS = [
  {
    id: "59",
    email: "gone@seller.example",
    firstName: "Gone",
    lastName: "Person",
    type: "PERSON",
    userId: null,
    userIdIncludingInactive: 9059,
    updatedAt: day(10),
    archived: true,
  },
];
export const USERS = [
  { id: "9051", email: "ada@seller.example", superAdmin: true, primaryTeamId: "7" },
  { id: "9060", email: "boss@seller.example", firstName: "Bo", lastName: "Ss", superAdmin: false },
];
export const TEAMS = [
  { id: "7", name: "North", userIds: ["9051"], secondaryUserIds: ["9052"] },
  { id: "8", name: "All", userIds: [], secondaryUserIds: [] },
];
export const TEAM_TREE = [
  { id: "7", name: "North", parentTeamId: "8" },
  { id: "8", name: "All" },
];
export const PIPELINES = [
  {
    id: "default",
    label: "Sales",
    displayOrder: 0,
    stages: [
      {
        id: "closedlost",
        label: "Lost",
        displayOrder: 2,
        metadata: { isClosed: "true", probability: "0.0" },
      },
      { id: "new", label: "New", displayOrder: 0, metadata: { isClosed: "false", probability: "0.2" } },
      { id: "closedwon", label: "Won", displayOrder: 1, metadata: { isClosed: "true", probability: "1.0" } },
    ],
  },
];
export const RATES = [
  {
    id: "1",
    fromCurrencyCode: "EUR",
    toCurrencyCode: "USD",
    conversionRate: 1.1,
    effectiveAt: "2026-09-01T04:00:00Z",
  },
  {
    id: "2",
    fromCurrencyCode: "USD",
    toCurrencyCode: "USD",
    conversionRate: 1,
    effectiveAt: "2026-09-01T04:00:00Z",
  },
  {
    id: "3",
    fromCurrencyCode: "EUR",
    toCurrencyCode: "GBP",
    conversionRate: 0.8,
    effectiveAt: "2026-09-01T04:00:00Z",
  },
];

function split(owner: string, share: string) {
  return { properties: { hubspot_owner_id: owner, hs_deal_split_percentage: share } };
}

export const SPLITS = [
  { id: "1000", splits: [split("51", "0.3333"), split("52", "0.3333"), split("53", "0.3334")] },
  { id: "1001", splits: [split("51", "50"), split("52", "50.0")] },
  { id: "1002", splits: [split("51", "0.5")] },
];
