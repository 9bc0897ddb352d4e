/**
 * A sales organisation as plain data, in no CRM's words: a simulator turns it into its own portal. Instants are
 * milliseconds since 1970, money is whole minor units.
 */

export interface Dated<T> {
  readonly at: number;
  readonly value: T;
}

export type PersonRole = "rep" | "manager" | "admin";

export interface Person {
  /** What records name as their owner. */
  readonly ownerId: string;
  /** The sign-in, which is another number than the owner's. */
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly role: PersonRole;
  readonly superAdmin: boolean;
  readonly teamId: string | null;
  readonly secondaryTeamIds: readonly string[];
  readonly joinedAt: number;
  readonly leftAt: number | null;
  /** How much business the person does, 1 is usual. */
  readonly energy: number;
  /** How likely the person wins, 1 is usual. */
  readonly skill: number;
}

export interface Queue {
  readonly ownerId: string;
  readonly name: string;
}

export interface Team {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly probability: number;
  readonly closed: boolean;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly Stage[];
  /** Some portals' names of stage properties carry a number behind the stage's id. */
  readonly stagePropertySuffix: string;
}

export interface Rate {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly rate: number;
  readonly effectiveAt: number;
}

export interface Company {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly createdAt: number;
  readonly extra: Readonly<Record<string, string | null>>;
}

export interface Contact {
  readonly id: string;
  readonly companyId: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly createdAt: number;
}

export interface Split {
  readonly ownerId: string;
  readonly percent: number;
}

export interface Deal {
  readonly id: string;
  name: string;
  readonly pipelineId: string;
  readonly type: "newbusiness" | "existingbusiness" | null;
  readonly currency: string | null;
  /** When the record was made, as the CRM keeps it. */
  readonly createdAt: number;
  modifiedAt: number;
  readonly creatorUserId: string | null;
  /** Histories are oldest first and never empty. */
  stages: Dated<string>[];
  owners: Dated<string | null>[];
  amounts: Dated<number | null>[];
  closes: Dated<number | null>[];
  readonly companyId: string | null;
  readonly contactIds: readonly string[];
  archivedAt: number | null;
  /** The deal that took this one in. */
  mergedIntoId: string | null;
  mergedIds: readonly string[];
  splits: readonly Split[];
  readonly extra: Readonly<Record<string, string | null>>;
}

export interface ActivityLinks {
  readonly dealIds: readonly string[];
  readonly contactIds: readonly string[];
  readonly companyIds: readonly string[];
}

interface ActivityBase {
  readonly id: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly ownerId: string | null;
  readonly creatorUserId: string | null;
  readonly links: ActivityLinks;
}

export interface Call extends ActivityBase {
  readonly kind: "calls";
  readonly at: number;
  readonly direction: "INBOUND" | "OUTBOUND" | null;
  readonly durationMilliseconds: number | null;
  readonly disposition: string | null;
  readonly status: string | null;
}

export interface Email extends ActivityBase {
  readonly kind: "emails";
  readonly at: number;
  readonly direction: "EMAIL" | "INCOMING_EMAIL" | "FORWARDED_EMAIL";
  readonly status: "SENT" | "BOUNCED" | "FAILED" | "SCHEDULED" | null;
  readonly subject: string;
  readonly threadId: string;
  readonly fromEmail: string;
  readonly toEmails: readonly string[];
  readonly openCount: number;
  readonly replyCount: number;
}

export interface Meeting extends ActivityBase {
  readonly kind: "meetings";
  readonly title: string;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly outcome: string | null;
}

export interface Task extends ActivityBase {
  readonly kind: "tasks";
  readonly subject: string;
  readonly dueAt: number;
  readonly status: "NOT_STARTED" | "IN_PROGRESS" | "WAITING" | "COMPLETED" | "DEFERRED";
  readonly type: "TODO" | "CALL" | "EMAIL";
  readonly completedAt: number | null;
}

export interface Message extends ActivityBase {
  readonly kind: "communications";
  readonly at: number;
  readonly channel: "SMS" | "LINKEDIN_MESSAGE" | "WHATS_APP";
}

export type Activity = Call | Email | Meeting | Task | Message;

export interface Goal {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly targetMinor: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly milestone: "monthly" | "quarterly";
  readonly familyId: string;
  readonly scheduleId: string;
}

export interface Organisation {
  readonly name: string;
  /** As a portal writes it, which may be an old name such as US/Eastern. */
  readonly timeZone: string;
  readonly homeCurrency: string;
  readonly otherCurrencies: readonly string[];
  /** The moment at which the story ends. */
  readonly today: number;
  readonly people: readonly Person[];
  readonly queues: readonly Queue[];
  readonly teams: readonly Team[];
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly Rate[];
  readonly dispositions: readonly { readonly id: string; readonly label: string }[];
  readonly companies: readonly Company[];
  readonly contacts: readonly Contact[];
  readonly deals: readonly Deal[];
  readonly activities: readonly Activity[];
  readonly goals: readonly Goal[];
}

/** Stands in the text of every message, so that a test can look for texts where none may be. */
export const MESSAGE_TEXT_MARK = "These words belong to the CRM alone.";

/** Numbers records one after another, from a first number that differs by kind. */
export function createIds(first: number): () => string {
  let next = first;
  return () => String(next++);
}
