/** Records as real accounts were seen to have them: half empty, all touched by one import, and many. */

export interface StrangeRecord {
  readonly id: string | number;
  readonly properties?: Record<string, string | number | null>;
  readonly propertiesWithHistory?: Record<string, { value?: string | null; timestamp?: string }[]> | null;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly archived?: boolean;
}

export type StrangeType = "deals" | "calls" | "emails" | "meetings" | "tasks" | "communications";

export const ZONE = "US/Eastern";
export const EMAILS = 20_000;
export const REPS = ["101", "102", "103"] as const;
/** Archived, and told of only by the list of archived owners. */
export const LEAVER = "105";
export const QUEUE = "104";
export const STRANGER = "999";

const DAY = 86_400_000;
/** Lies inside the present year and before the present quarter, so that lists and not searches find it. */
const EMAILS_REACH_BACK_DAYS = { from: 120, days: 200 } as const;

/** The odd ones, each with what it must come to. */
export const ODD_DEALS = {
  /** Won, but it says no amount, in three ways. */
  withoutAmount: 3,
  /** In euros, in an account that tells no rates. */
  withoutRate: 1,
  /** Won, with nobody, an owner nobody knows, or a queue. */
  withoutOwner: 4,
  /** Won at no date. */
  withoutDate: 1,
  /** Neither stage nor pipeline. */
  withoutStage: 2,
  /** Its amount is no number. */
  unreadable: 1,
} as const;

/** Everything a strange account holds. `now` is when the import touched all of it. */
export function buildStrangeRecords(now: number): Record<StrangeType, StrangeRecord[]> {
  const stamp = new Date(now).toISOString();
  const at = (daysAgo: number, minute = 0) => new Date(now - daysAgo * DAY - minute * 60_000).toISOString();
  return {
    deals: buildDeals(stamp, at),
    emails: Array.from({ length: EMAILS }, (_, index) => email(index, stamp, at)),
    calls: Array.from({ length: 250 }, (_, index) => ({
      id: 700_000 + index,
      updatedAt: stamp,
      properties: {
        hs_timestamp: at(index % 50),
        hs_call_direction: "OUTBOUND",
        // An outcome of the account's own, which it does not explain.
        hs_call_disposition: index % 2 === 0 ? "f240bbac-87c9-4f6e-bf70-924b57d47db7" : "own-outcome-7",
        hs_call_duration: index % 3 === 0 ? null : 90_500,
        hubspot_owner_id: REPS[index % 3] ?? null,
      },
    })),
    meetings: Array.from({ length: 120 }, (_, index) => ({
      id: String(800_000 + index),
      createdAt: at(index % 40),
      properties: {
        hs_lastmodifieddate: stamp,
        hs_meeting_start_time: at((index % 40) - 1),
        // Often empty, in real accounts.
        hs_meeting_outcome: index % 4 === 0 ? "COMPLETED" : "",
        hubspot_owner_id: REPS[index % 3] ?? null,
      },
    })),
    tasks: [{ id: "900000" }, { id: "900001", properties: {}, createdAt: stamp }],
    communications: [],
  };
}

function email(
  index: number,
  stamp: string,
  at: (daysAgo: number, minute?: number) => string,
): StrangeRecord {
  const { from, days } = EMAILS_REACH_BACK_DAYS;
  const properties: Record<string, string | null> = {
    hs_object_id: String(100_000 + index),
    hs_timestamp: at(from + (index % days), index % 600),
    hs_lastmodifieddate: stamp,
    hubspot_owner_id: REPS[index % 3] ?? null,
    hs_email_to_email: `buyer${index}@customer.example`,
  };
  // Loggers of other vendors leave out the one, the other, or both.
  if (index % 5 !== 0) properties.hs_email_direction = "EMAIL";
  if (index % 7 !== 0) properties.hs_email_status = "SENT";
  return { id: String(100_000 + index), properties, createdAt: stamp, updatedAt: stamp, archived: false };
}

function buildDeals(stamp: string, at: (daysAgo: number, minute?: number) => string): StrangeRecord[] {
  const won = (properties: Record<string, string | number | null>) => ({
    hs_lastmodifieddate: stamp,
    pipeline: "default",
    dealstage: "closedwon",
    hs_is_closed: "true",
    hs_is_closed_won: "true",
    closedate: at(10),
    createdate: at(60),
    hubspot_owner_id: "101",
    ...properties,
  });
  const usual = Array.from({ length: 260 }, (_, index) => ({
    createdAt: at(200),
    updatedAt: stamp,
    properties: won({
      dealname: `Deal ${index}`,
      amount: `${1000 + index}.${index % 10}5`,
      // Around midnight in New York, which is another day in UTC.
      closedate: `${at(index % 90).slice(0, 10)}T0${(index % 3) + 3}:30:00.000Z`,
      createdate: at(200),
      hubspot_owner_id: [...REPS, LEAVER][index % 4] ?? null,
      ...(index % 2 === 0 ? { amount_in_home_currency: `${1000 + index}.${index % 10}5` } : {}),
    }),
  }));
  const odd: Omit<StrangeRecord, "id">[] = [
    { properties: won({}) },
    { properties: won({ amount: null }) },
    { properties: won({ amount: "" }), propertiesWithHistory: null },
    { properties: won({ amount: "500", deal_currency_code: "EUR" }) },
    { properties: won({ amount: "1", hubspot_owner_id: null }) },
    { properties: won({ amount: "1", hubspot_owner_id: "" }) },
    { properties: won({ amount: "1", hubspot_owner_id: STRANGER }) },
    { properties: won({ amount: "1", hubspot_owner_id: QUEUE }) },
    { properties: won({ amount: "1", closedate: null }) },
    { properties: { hs_lastmodifieddate: stamp, dealname: "No stage", hubspot_owner_id: "101" } },
    { properties: {}, updatedAt: stamp },
    { properties: won({ amount: "a lot" }) },
    // A credit note, and numbers where HubSpot usually writes text.
    { properties: won({ amount: "-250.5" }) },
    { properties: won({ amount: 75.25, hubspot_owner_id: 102 }) },
    { properties: won({ amount: "10", dealstage: "closedlost", hs_is_closed_won: "false" }) },
    { properties: won({ amount: "20", dealstage: "a stage of long ago", hs_is_closed_won: "false" }) },
    // Nothing at all but an id.
    {},
  ];
  return [...usual, ...odd].map((deal, index) => ({ id: String(5_000_000 + index), ...deal }));
}

/** The local day of an instant in the account. */
export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(new Date(instant));
}
