import type { Activity, Deal, Organisation, Person } from "../organisation/organisation.ts";
import { buildPipelines } from "../organisation/pipelines.ts";
import { buildPortal } from "../simulators/hubspot/portal/build-portal.ts";
import type { Portal } from "../simulators/hubspot/portal/portal.ts";

/** An account in which every name says whose it is, and all money is a multiple of a number of its own. */
export interface MarkedAccount {
  readonly portal: Portal;
  readonly portalId: number;
  /** Stands in every name, and in no other account's. */
  readonly marker: string;
  /** A prime: what is worth money here is a multiple of it, in minor units, and nothing elsewhere is. */
  readonly unit: number;
}

const HOUR = 3_600_000;
const DEALS = 4;
/** All accounts hold records of the same ids: nothing but the account tells them apart. */
const FIRST_ID = { owner: 7001, user: 8001, deal: 9001, call: 9101, email: 9201 } as const;

/** Accounts that differ by their number alone. */
export function buildMarkedAccount(number: number, today: number): MarkedAccount {
  const marker = `Zz${number}q`;
  const portalId = 60_000_000 + number * 7919;
  const unit = primeAfter(10_000 + number * 500);
  return { marker, portalId, unit, portal: buildPortal(organisationOf(marker, unit, today), portalId) };
}

function primeAfter(number: number): number {
  for (let candidate = number + 1; ; candidate += 1) {
    let factor = 2;
    while (factor * factor <= candidate && candidate % factor !== 0) factor += 1;
    if (factor * factor > candidate) return candidate;
  }
}

function organisationOf(marker: string, unit: number, today: number): Organisation {
  const people = [0, 1, 2].map((index) => person(marker, index, today));
  return {
    name: `Company ${marker}`,
    timeZone: "US/Eastern",
    homeCurrency: "USD",
    otherCurrencies: [],
    today,
    people,
    queues: [],
    teams: [{ id: "401", name: `Team ${marker}`, parentId: null }],
    pipelines: buildPipelines(),
    rates: [],
    dispositions: [],
    companies: [],
    contacts: [],
    deals: Array.from({ length: DEALS }, (_, index) => deal(marker, unit * (index + 1), { index, today })),
    activities: people.flatMap((each, index) => activitiesOf(each, index, today)),
    goals: [],
  };
}

function person(marker: string, index: number, today: number): Person {
  return {
    ownerId: String(FIRST_ID.owner + index),
    userId: String(FIRST_ID.user + index),
    firstName: ["Ada", "Bo", "Cy"][index] ?? "Di",
    lastName: marker,
    email: `p${index}@${marker.toLowerCase()}.example`,
    role: index === 0 ? "admin" : "rep",
    superAdmin: index === 0,
    teamId: "401",
    secondaryTeamIds: [],
    joinedAt: today - 400 * 24 * HOUR,
    leftAt: null,
    energy: 1,
    skill: 1,
  };
}

function deal(marker: string, minor: number, when: { readonly index: number; readonly today: number }): Deal {
  const { index, today } = when;
  const at = today - (index + 1) * HOUR;
  const ownerId = String(FIRST_ID.owner + (index % 3));
  return {
    id: String(FIRST_ID.deal + index),
    name: `Deal ${index} ${marker}`,
    pipelineId: "default",
    type: "newbusiness",
    currency: "USD",
    createdAt: at - HOUR,
    modifiedAt: at,
    creatorUserId: String(FIRST_ID.user + (index % 3)),
    stages: [
      { at: at - HOUR, value: "appointmentscheduled" },
      { at, value: "closedwon" },
    ],
    owners: [{ at: at - HOUR, value: ownerId }],
    amounts: [{ at: at - HOUR, value: minor }],
    closes: [{ at, value: at }],
    companyId: null,
    contactIds: [],
    archivedAt: null,
    mergedIntoId: null,
    mergedIds: [],
    splits: [],
    extra: {},
  };
}

function activitiesOf({ ownerId, userId, email }: Person, index: number, today: number): readonly Activity[] {
  const at = today - (index + 2) * HOUR;
  const common = {
    createdAt: at,
    modifiedAt: at,
    ownerId,
    creatorUserId: userId,
    links: { dealIds: [], contactIds: [], companyIds: [] },
  };
  return [
    {
      kind: "calls",
      id: String(FIRST_ID.call + index),
      ...common,
      at,
      direction: "OUTBOUND",
      durationMilliseconds: 61_000,
      disposition: null,
      status: "COMPLETED",
    },
    {
      kind: "emails",
      id: String(FIRST_ID.email + index),
      ...common,
      at,
      direction: "EMAIL",
      status: "SENT",
      subject: "Hello",
      threadId: "1",
      fromEmail: email,
      toEmails: ["buyer@customer.example"],
      openCount: 0,
      replyCount: 0,
    },
  ];
}
