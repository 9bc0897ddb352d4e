/** Rows as real orgs were seen to have them: one import touched many at once, and much of what could be is not. */
import { toFullId } from "../../worker/adapters/crm/salesforce/api/record-ids.ts";
import type { Row } from "../unit/salesforce/small-soql.ts";

export const ORG_ZONE = "America/Los_Angeles";
export const ORG_ID = fullId("00DRO000000Str4");
/** Two whose ids differ in the case of their letters alone, and one beside them. */
export const ORG_REPS = [
  fullId("005RO00000AbCdE"),
  fullId("005RO00000aBcDe"),
  fullId("005RO00000Third"),
] as const;
export const ORG_LEAVER = fullId("005RO0000000Gon");
const DAY = 86_400_000;
/** So many share one stamp. */
export const IMPORTED = 31;

function fullId(short: string): string {
  const id = toFullId(short);
  if (id === null) throw new Error(`${short} is no id`);
  return id;
}

/** An instant as Salesforce writes it; its stamps are whole seconds. */
export function stampOf(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}.000+0000`;
}

/** The day of an instant in the org. */
export function dayIn(instant: string | number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ORG_ZONE }).format(new Date(instant));
}

/** Everything the org holds, by object. What is not here the org does not have. */
export function buildOrgRows(now: number): Record<string, Row[]> {
  return {
    Organization: [{ Id: ORG_ID, Name: "Strange", TimeZoneSidKey: ORG_ZONE, DefaultLocaleSidKey: "en_US" }],
    User: [
      ...ORG_REPS.map((Id, index) => user(Id, { Name: `Rep ${index}`, Email: `rep${index}@seller.example` })),
      user(ORG_LEAVER, { Name: "Gone", IsActive: false }),
      user(fullId("005RO0000Portal"), { Name: "A customer", UserType: "CspLitePortal" }),
    ],
    OpportunityStage: [
      stage("Prospecting", 1, {}),
      // Salesforce leaves gaps, keeps what is switched off, and has several that are won.
      stage("Closed Won", 40, { IsClosed: true, IsWon: true }),
      stage("Signed", 41, { IsClosed: true, IsWon: true, IsActive: false }),
      stage("Closed Lost", 90, { IsClosed: true }),
    ],
    Opportunity: buildOpportunities(now),
    OpportunityHistory: [],
    Task: buildCalls(now),
    Event: [
      {
        Id: fullId("00URO0000000001"),
        StartDateTime: stampOf(now - 2 * DAY),
        EndDateTime: stampOf(now - 2 * DAY),
        OwnerId: ORG_REPS[1],
        CreatedDate: stampOf(now - 3 * DAY),
        SystemModstamp: stampOf(now - 3 * DAY),
      },
    ],
    EmailMessage: [
      {
        Id: fullId("02sRO0000000001"),
        Incoming: false,
        MessageDate: stampOf(now - 2 * DAY),
        CreatedById: ORG_REPS[0],
        SystemModstamp: stampOf(now - 2 * DAY),
      },
    ],
    Contact: [
      {
        Id: fullId("003RO0000000001"),
        Email: "buyer@customer.example",
        SystemModstamp: stampOf(now - 9 * DAY),
      },
    ],
  };
}

function user(Id: string, over: Row): Row {
  return { Id, Name: "", Email: null, IsActive: true, UserType: "Standard", ...over };
}

function stage(ApiName: string, SortOrder: number, over: Row): Row {
  return {
    Id: fullId(`01JRO0000000${String(SortOrder).padStart(3, "0")}`),
    ApiName,
    MasterLabel: ApiName,
    SortOrder,
    IsActive: true,
    IsWon: false,
    IsClosed: false,
    ...over,
  };
}

/** Ids of which each second one differs from the one before it in case alone. */
function dealId(index: number): string {
  const letters = [...((index - (index % 2)) / 2).toString(2).padStart(6, "0")];
  const name = letters.map((bit) => (bit === "1" ? "q" : "k")).join("");
  return fullId(`006RO0000${index % 2 === 0 ? name : name.toUpperCase()}`);
}

function buildOpportunities(now: number): Row[] {
  const imported = stampOf(now - 3600_000);
  const won = (index: number, over: Row): Row => ({
    Id: dealId(index),
    Name: `Deal ${index}`,
    StageName: "Closed Won",
    CloseDate: dayIn(now - (index % 75) * DAY),
    Amount: 1000.1 + index,
    OwnerId: [...ORG_REPS, ORG_LEAVER][index % 4],
    IsWon: true,
    IsClosed: true,
    IsDeleted: false,
    CreatedDate: stampOf(now - 200 * DAY),
    CreatedById: ORG_REPS[0],
    SystemModstamp: imported,
    ...over,
  });
  const odd: Row[] = [
    { Amount: null },
    { Amount: 0 },
    { Amount: -250.5 },
    { Amount: 1e6, StageName: "Signed" },
    { StageName: "Closed Lost", IsWon: false },
    { StageName: "Prospecting", IsWon: false, IsClosed: false },
    { StageName: "Of long ago", IsWon: false, IsClosed: false },
    { IsDeleted: true },
    { OwnerId: fullId("005RO000Unknown") },
  ];
  return [
    ...Array.from({ length: IMPORTED }, (_, index) => won(index, {})),
    ...odd.map((over, index) =>
      won(IMPORTED + index, { SystemModstamp: stampOf(now - index * 60_000), ...over }),
    ),
  ];
}

/** The month that calls lie in, and before. It is over. */
export function monthOfCalls(now: number): string {
  return dayIn(now - 32 * DAY).slice(0, 7);
}

/** Around the midnight of the org with which the month begins. */
function buildCalls(now: number): Row[] {
  const first = Date.parse(`${monthOfCalls(now)}-01T00:00:00Z`);
  return Array.from({ length: 24 }, (_, index) => ({
    Id: fullId(`00TRO0000000A${String(index).padStart(2, "0")}`),
    TaskSubtype: "Call",
    CallType: "Outbound",
    CallDurationInSeconds: 60 + index,
    OwnerId: ORG_REPS[index % 3],
    IsClosed: true,
    CompletedDateTime: stampOf(first + (index / 2) * 3600_000),
    CreatedDate: stampOf(first),
    CreatedById: ORG_REPS[0],
    SystemModstamp: stampOf(first),
  }));
}
