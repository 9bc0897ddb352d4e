/** What one organisation cannot say alike in both CRMs, and how to know that a difference is nothing else. */
import type { MetricId } from "../../shared/contracts/ids.ts";
import type { Organisation, Person } from "../organisation/organisation.ts";
import { createZoneClock } from "../organisation/zone-clock.ts";
import type { Month } from "./all-figures.ts";

/** A figure that is not the same in both. */
export interface Difference {
  readonly metric: MetricId;
  readonly month: Month;
  readonly email: string;
  readonly inHubSpot: number | null;
  readonly inSalesforce: number | null;
}

/** A reason, the metrics it reaches, and whether it is there for this person and month. */
interface Reason {
  readonly why: string;
  readonly metrics: readonly MetricId[];
  readonly applies: (found: Found) => boolean;
}

interface Found extends Difference {
  readonly organisation: Organisation;
  readonly people: readonly Person[];
  readonly isInMonth: (at: number) => boolean;
}

const REASONS: readonly Reason[] = [
  {
    why: "Salesforce knows who manages whom, so a manager who did nothing is ranked with zero",
    metrics: [
      "revenue_closed",
      "deals_won",
      "pipeline_generated",
      "meetings_booked",
      "meetings_held",
      "emails_sent",
      "emails_received",
      "calls_made",
      "calls_answered",
      "talk_time",
      "deals_created",
      "deals_advanced",
      "deals_lost",
      "tasks_completed",
      "touches",
    ],
    applies: ({ people, inHubSpot, inSalesforce }) =>
      people.some(({ role }) => role === "manager") && inHubSpot === null && inSalesforce === 0,
  },
  {
    why: "An automatic answer shows in its subject, which is asked of Salesforce and not of HubSpot",
    metrics: ["emails_received", "reply_rate"],
    applies: ({ organisation, people, inHubSpot, inSalesforce }) =>
      (inHubSpot ?? 0) > (inSalesforce ?? 0) &&
      organisation.activities.some(
        (activity) =>
          activity.kind === "emails" &&
          activity.subject.startsWith("Automatic reply") &&
          people.some(({ ownerId }) => ownerId === activity.ownerId),
      ),
  },
  {
    why: "Salesforce does not say who of a meeting is from outside, so an internal one counts",
    metrics: ["meetings_booked", "meetings_held"],
    applies: ({ organisation, people, isInMonth, inHubSpot, inSalesforce }) =>
      (inHubSpot ?? 0) < (inSalesforce ?? 0) &&
      organisation.activities.some(
        (activity) =>
          activity.kind === "meetings" &&
          activity.links.contactIds.length === 0 &&
          (isInMonth(activity.createdAt) || isInMonth(activity.startsAt)) &&
          people.some(({ ownerId }) => ownerId === activity.ownerId),
      ),
  },
  {
    why: "A queue cannot own an opportunity, so its first owner is the first person who owned the deal",
    metrics: ["deals_created", "pipeline_generated", "deals_advanced"],
    applies: ({ organisation, people, isInMonth }) =>
      organisation.deals.some(
        ({ owners, createdAt }) =>
          isInMonth(createdAt) &&
          organisation.queues.some(({ ownerId }) => ownerId === owners[0]?.value) &&
          owners.some(({ value }) => people.some(({ ownerId }) => ownerId === value)),
      ),
  },
  {
    why: "Salesforce dates every completion, HubSpot may hold a task done that has no date",
    metrics: ["tasks_completed"],
    applies: ({ organisation, people, inHubSpot, inSalesforce }) =>
      (inHubSpot ?? 0) < (inSalesforce ?? 0) &&
      organisation.activities.some(
        (activity) =>
          activity.kind === "tasks" &&
          activity.status === "COMPLETED" &&
          activity.completedAt === null &&
          people.some(({ ownerId }) => ownerId === activity.ownerId),
      ),
  },
];

/** Why a figure differs; null where nothing explains it. */
export function reasonOf(difference: Difference, organisation: Organisation): string | null {
  const clock = createZoneClock(organisation.timeZone);
  const { from, to } = difference.month;
  const found: Found = {
    ...difference,
    organisation,
    people: organisation.people.filter(({ email }) => email === difference.email),
    isInMonth: (at) => clock.dayOf(at) >= from && clock.dayOf(at) <= to,
  };
  const reason = REASONS.find(
    ({ metrics, applies }) => metrics.includes(difference.metric) && applies(found),
  );
  return reason?.why ?? null;
}
