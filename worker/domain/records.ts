import type { AdjustmentAction, CrmRecordKind, EventId } from "../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../shared/contracts/time.ts";

/** Money in whole minor units of its currency (ISO 4217, upper case). */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/**
 * A person outside or inside the company, as a keyed hash of the lower-case e-mail address. Addresses are
 * not stored.
 */
export type PersonKey = string;

interface CrmRecordBase {
  readonly kind: CrmRecordKind;
  /** The CRM's id; opaque text, compared by case. */
  readonly crmId: string;
  /** The CRM's own stamp of the last change; decides which of two versions is newer. */
  readonly modifiedAt: Instant;
  readonly createdAt: Instant | null;
  /** In the CRM's recycle bin. */
  readonly archived: boolean;
  /** What the record is called in the CRM, for "Why this number?". Never message text. */
  readonly title: string | null;
  /** The CRM's user id of whoever created the record, where it tells. */
  readonly creatorUserId: string | null;
  readonly ownerId: string | null;
}

/** One entry of a property's history: from `at` on the value held. Oldest first. */
export interface HistoryEntry<T> {
  readonly at: Instant;
  readonly value: T;
}

/** What of a deal has a history. */
export type HistoryName = "stage" | "owner" | "amount" | "close";

/** When a deal closes, as exactly as the CRM knows it. */
export type CloseDate =
  /** HubSpot: an instant, that becomes a day in the tenant's zone. */
  | { readonly kind: "instant"; readonly at: Instant }
  /** Salesforce: a day, that never moves. */
  | { readonly kind: "day"; readonly day: LocalDay };

/** One person's part of a deal. */
export interface Split {
  readonly ownerId: string;
  /** Share in ten-billionths, so that eight decimals of a percent stay exact. All shares add up to 10^10. */
  readonly share: number;
}

/** A HubSpot deal or a Salesforce opportunity, with the histories that crediting reads. */
export interface Deal extends CrmRecordBase {
  readonly kind: "deal";
  readonly pipelineId: string | null;
  readonly stageId: string | null;
  readonly dealType: string | null;
  readonly close: CloseDate | null;
  /** When the CRM says the deal was won; kept beside the close date, which decides the period. */
  readonly wonAt: Instant | null;
  readonly amount: Money | null;
  /** The CRM's own conversion to the tenant's home currency. */
  readonly amountHome: Money | null;
  /** Other currency properties that a rule reads, by property name. */
  readonly otherAmounts: Readonly<Record<string, Money | null>>;
  /** User or owner properties that a rule reads for credit (such as an SDR field), by property name. */
  readonly otherOwners: Readonly<Record<string, string | null>>;
  readonly stageHistory: readonly HistoryEntry<string>[];
  readonly ownerHistory: readonly HistoryEntry<string | null>[];
  readonly amountHistory: readonly HistoryEntry<number | null>[];
  readonly closeHistory: readonly HistoryEntry<CloseDate | null>[];
  /** Those of the histories that lack a past value, because it could not be read; absent where none does. */
  readonly incompleteHistories?: readonly HistoryName[];
  readonly splits: readonly Split[];
  /** Ids that were merged into this deal. */
  readonly mergedIds: readonly string[];
}

/** A logged call. */
export interface Call extends CrmRecordBase {
  readonly kind: "call";
  readonly at: Instant | null;
  readonly direction: "outbound" | "inbound" | null;
  readonly durationSeconds: number | null;
  /** By the CRM's outcome label; null where none was set. */
  readonly connected: boolean | null;
  /** The call's technical end: null where the CRM does not tell. */
  readonly completed: boolean | null;
  /** Two activities of one kind with the same key are one; null when nothing tells. */
  readonly duplicateKey: string | null;
  /** Written beside the activity, such as the task of a call: any other record with its key counts instead. */
  readonly isNote?: boolean;
}

/** A logged e-mail, without its text. */
export interface Email extends CrmRecordBase {
  readonly kind: "email";
  readonly at: Instant | null;
  readonly direction: "outbound" | "inbound" | "forwarded" | null;
  readonly status: "sent" | "bounced" | "failed" | "pending" | null;
  readonly threadId: string | null;
  readonly from: PersonKey | null;
  readonly to: readonly PersonKey[];
  /** An out-of-office or other automatic answer. */
  readonly automatic: boolean;
  readonly duplicateKey: string | null;
  /** Shared by the copies of an e-mail in several mailboxes, where `duplicateKey` tells of something else. */
  readonly copyKey?: string | null;
  readonly isNote?: boolean;
}

/** A logged meeting. */
export interface Meeting extends CrmRecordBase {
  readonly kind: "meeting";
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly outcome: "scheduled" | "completed" | "rescheduled" | "no_show" | "canceled" | "other" | null;
  /** How many people outside the company are associated; null when the CRM was not or cannot be asked. */
  readonly outsideAttendees: number | null;
  readonly duplicateKey: string | null;
}

/** A task to do, or done. */
export interface Task extends CrmRecordBase {
  readonly kind: "task";
  readonly dueAt: Instant | null;
  readonly completed: boolean;
  readonly completedAt: Instant | null;
}

/** An SMS, LinkedIn or WhatsApp message that was logged. */
export interface Communication extends CrmRecordBase {
  readonly kind: "communication";
  readonly at: Instant | null;
  readonly channel: "sms" | "linkedin" | "whatsapp" | "other";
  readonly duplicateKey: string | null;
}

/** A record that is read from the CRM. */
export type CrmRecord = Deal | Call | Email | Meeting | Task | Communication;

/** A credit added, moved or excluded by an admin: a record like any other, so it flows through the ledger. */
export interface Adjustment {
  readonly kind: "adjustment";
  readonly crmId: string;
  /** When it was made: of several the last one stands, and withdrawing it does not move it. */
  readonly modifiedAt: Instant;
  /** An adjustment that was withdrawn. */
  readonly archived: boolean;
  /** When it was withdrawn; absent while it stands. */
  readonly withdrawnAt?: Instant;
  readonly action: AdjustmentAction;
  readonly event: EventId;
  /** For move and exclude: the record whose credit it concerns. */
  readonly target: { readonly kind: CrmRecordKind; readonly crmId: string } | null;
  /** Who gets the credit (add, move). */
  readonly memberId: string | null;
  readonly day: LocalDay | null;
  readonly amount: Money | null;
  readonly reason: string;
  readonly approvedBy: string;
}

/** A record that can give credits. */
export type LedgerRecord = CrmRecord | Adjustment;
