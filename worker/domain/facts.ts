import type { Instant, LocalDay } from "../../shared/contracts/time.ts";
import type { Adjustment, PersonKey } from "./records.ts";

/** A stretch of days that somebody is in a team. */
export interface Membership {
  readonly teamId: string;
  /** First day; null is since ever. */
  readonly from: LocalDay | null;
  /** Last day, included; null is until further notice. */
  readonly until: LocalDay | null;
}

/** A person who can be credited, as crediting needs to know them. */
export interface CreditedMember {
  readonly id: string;
  /** CRM owner ids, re-created ones included. */
  readonly ownerIds: readonly string[];
  /** CRM user ids, where they differ from owner ids. */
  readonly userIds: readonly string[];
  readonly personKeys: readonly PersonKey[];
  /** The primary team over time. */
  readonly memberships: readonly Membership[];
}

/** Who stands behind an id of the CRM, and in which team on a day. Built by `buildDirectory`. */
export interface Directory {
  memberOfOwner(ownerId: string): string | null;
  memberOfUser(userId: string): string | null;
  /** Queues and integrations own records but are not members. */
  isQueue(ownerId: string): boolean;
  isMember(person: PersonKey): boolean;
  memberOfPerson(person: PersonKey): string | null;
  /** '' when the member was in no team that day. */
  teamOn(memberId: string, day: LocalDay): string;
}

/** What a stage says of the deals in it. */
export type StageOutcome = "open" | "won" | "lost";

/** A stage of a pipeline. */
export interface Stage {
  readonly id: string;
  readonly label: string;
  /** Place in the pipeline, ascending. */
  readonly order: number;
  readonly outcome: StageOutcome;
  /** 0 to 1, where the CRM tells. */
  readonly probability: number | null;
}

/** A way that deals take, stage by stage. */
export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly Stage[];
}

/** One unit of `from` is worth `rate` units of the tenant's home currency from `effectiveFrom` on. */
export interface CurrencyRate {
  readonly from: string;
  readonly rate: number;
  readonly effectiveFrom: LocalDay;
}

/** What is known of a person an e-mail went to. */
export interface Correspondence {
  readonly person: PersonKey;
  /** The last e-mail any member sent to the person before this one; null when there is none. */
  readonly previousSentAt: Instant | null;
  /** The person's first own answer to the sender's side after this e-mail (not automatic, not a bounce). */
  readonly answeredAt: Instant | null;
}

/** What other records or the CRM add to a record, and crediting reads. Plain data, loaded beforehand. */
export interface Facts {
  readonly directory: Directory;
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly CurrencyRate[];
  /** The record this one was merged into; null when it was not. */
  readonly mergedInto: string | null;
  /** The record that counts instead, when this is a repetition of the same activity. */
  readonly duplicateOf: string | null;
  /** Move and exclude adjustments that concern this record and stand. */
  readonly adjustments: readonly Adjustment[];
  /** For an e-mail: one entry per recipient outside the company. */
  readonly correspondence: readonly Correspondence[];
}
