import type { DealField } from "../../shared/contracts/counting.ts";
import type { CrmRecordKind, QuotaMetricId } from "../../shared/contracts/ids.ts";
import type { DaySpan, Instant } from "../../shared/contracts/time.ts";
import type { ExtraFields } from "../domain/counting.ts";
import type { CurrencyRate, Pipeline } from "../domain/facts.ts";
import type { CrmRecord, PersonKey } from "../domain/records.ts";
import type { Result } from "../domain/result.ts";
import type { FiscalCalendar } from "../domain/rules.ts";

/** Everything that can go wrong between us and a CRM. Closed: whoever handles it handles all of it. */
export type CrmFailure =
  | { readonly reason: "rate_limited"; readonly retryAfterSeconds: number }
  /** The access token ran out: refresh it and ask again. */
  | { readonly reason: "token_expired" }
  /** An access token that was refreshed just now is refused all the same. */
  | { readonly reason: "token_refused" }
  /** The customer has to connect again. */
  | { readonly reason: "token_revoked" }
  | { readonly reason: "scope_missing"; readonly scopes: readonly string[] }
  | { readonly reason: "field_missing"; readonly fields: readonly string[] }
  /** Time-out, 5xx, cut connection, an answer that is not what the CRM documents. */
  | { readonly reason: "unavailable"; readonly detail: string }
  /** Our own configuration is wrong: client id, secret, redirect address. */
  | { readonly reason: "misconfigured"; readonly detail: string }
  /** The CRM says that the request itself is wrong. */
  | { readonly reason: "rejected"; readonly status: number; readonly detail: string };

/** The CRM told the tenant to wait. */
export type RateLimited = Extract<CrmFailure, { readonly reason: "rate_limited" }>;

/** A record that could not be read: parked and shown, never half filled. */
export interface RecordRejection {
  readonly kind: CrmRecordKind;
  /** '' when not even the id could be read. */
  readonly crmId: string;
  /** Where in the CRM's answer, such as `properties.amount`; `NOT_ANSWERED` where it failed to answer for the record. */
  readonly path: string;
}

/** One page of a walk through records. */
export interface CrmPage {
  readonly records: readonly CrmRecord[];
  readonly rejections: readonly RecordRejection[];
  /** Opaque; null at the end. Survives a restart. */
  readonly next: string | null;
  /** How many there are in all, where the CRM tells. */
  readonly total: number | null;
}

/** One page of a walk through changes. */
export interface CrmChangesPage extends CrmPage {
  /** What records are no more, or never were, where a CRM keeps records of several kinds as one object. */
  readonly gone: readonly { readonly kind: CrmRecordKind; readonly crmId: string }[];
}

/** One page of a walk through a recycle bin. */
export interface CrmBinPage extends CrmPage {
  /** Ids that were deleted lately, where the CRM keeps a log of them: some of them are in the bin no more. */
  readonly gone: readonly string[];
}

/** What a read by id found, and what became of the rest. */
export interface CrmRecordsById {
  readonly records: readonly CrmRecord[];
  readonly rejections: readonly RecordRejection[];
  /** Not found: deleted for good, or never there. */
  readonly missing: readonly string[];
  /** There, but no records of this kind, or none any more, where a CRM keeps several kinds as one object. */
  readonly others: readonly string[];
  /** Ids that answered with another id. */
  readonly merged: readonly { readonly from: string; readonly into: string }[];
}

/** A contact, as no more than its id and the keyed hashes of its addresses. */
export interface CrmContact {
  readonly contactId: string;
  readonly persons: readonly PersonKey[];
}

/** One page of a walk through contacts. */
export interface CrmContactPage {
  readonly contacts: readonly CrmContact[];
  /** Opaque; null at the end. Survives a restart. */
  readonly next: string | null;
}

/** The account itself: its clock, its currencies and where it opens. */
export interface CrmAccount {
  readonly crmId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly homeCurrency: string;
  readonly currencies: readonly string[];
  /** Null where the CRM does not tell. */
  readonly fiscal: FiscalCalendar | null;
  readonly appUrl: string;
}

/** A user, an owner or a queue, as the CRM tells of them now. */
export interface CrmPerson {
  readonly ownerId: string | null;
  readonly userId: string | null;
  readonly kind: "person" | "queue";
  readonly name: string;
  readonly email: string | null;
  readonly archived: boolean;
  readonly archivedAt: Instant | null;
  /** When the CRM made the entry; null where it does not say. */
  readonly createdAt: Instant | null;
  readonly superAdmin: boolean;
  readonly primaryTeamId: string | null;
  readonly teamIds: readonly string[];
  /** The teams this person leads; null where the CRM knows of no managers, so that they are named in Standings. */
  readonly leadsTeamIds: readonly string[] | null;
}

/** A team as the CRM has it now. */
export interface CrmTeam {
  readonly crmId: string;
  readonly name: string;
  readonly parentId: string | null;
}

/** A feature that is off because the CRM did not grant what it needs, with the remedy. */
export interface CrmGap {
  readonly feature:
    | CrmRecordKind
    | "users"
    | "teams"
    | "currencies"
    | "goals"
    | "email_content"
    | "splits"
    | "archived_owners"
    | "contacts"
    | "stage_history"
    | "owner_history"
    | "complete_activities";
  /** What the customer would have to grant, in the CRM's own words. */
  readonly scopes: readonly string[];
  /** Fields that the CRM hides from us, such as `Opportunity.Amount`; empty where all of the feature is off. */
  readonly fields: readonly string[];
}

/** Everybody and every team, and what could not be asked. */
export interface CrmPeople {
  readonly people: readonly CrmPerson[];
  /** True where the CRM may have more people than it shows: nothing follows from somebody's absence. */
  readonly isPartial?: boolean;
  /**
   * How many hold the permission that makes admins, where the CRM has one for us: while nobody does, others stand in
   * as admins. Null where it does not tell.
   */
  readonly adminHolders?: number | null;
  readonly teams: readonly CrmTeam[];
  readonly gaps: readonly CrmGap[];
}

/** A quota the CRM holds. Owner and team are both null where the CRM names neither. */
export interface CrmQuota {
  readonly crmId: string;
  readonly name: string;
  readonly metric: QuotaMetricId;
  readonly ownerId: string | null;
  readonly teamId: string | null;
  readonly span: DaySpan;
  /** Minor units for money, else a count. */
  readonly amount: number;
  readonly currency: string | null;
}

/** What to read first: boards of the present period are useful within the first minute. `to` is not included. */
export type BackfillStretch =
  | { readonly kind: "deals_closed"; readonly from: Instant; readonly to: Instant; readonly wonOnly: boolean }
  | { readonly kind: "deals_open" }
  | { readonly kind: "activities"; readonly of: CrmRecordKind; readonly from: Instant; readonly to: Instant }
  /** Everything of a kind, without the caps of a search: completeness comes from here. */
  | { readonly kind: "all"; readonly of: CrmRecordKind };

/** A field of deals that holds money, or names a person by user or owner id. The usual ones are not among them. */
export type CrmDealField = Readonly<DealField>;

/** A won deal as the CRM counts it in its own reports. */
export interface CrmWonDeal {
  readonly crmId: string;
  /** The present owner. */
  readonly ownerId: string | null;
  /** In the account's home currency, as the CRM converted it; null where it has no amount. */
  readonly amountMinor: number | null;
}

/** What the CRM says is left of the requests it allows. */
export interface ApiAllowance {
  readonly limit: number | null;
  readonly remaining: number | null;
  readonly windowSeconds: number | null;
}

/** A kind, and the instant from which on its changes are wanted. */
export interface ChangesWanted {
  readonly kind: CrmRecordKind;
  readonly since: Instant;
}

/** A tenant's CRM, called with a token that the caller keeps fresh. Records come as ours. */
export interface CrmClient {
  fetchAccount(): Promise<Result<CrmAccount, CrmFailure>>;
  fetchPeople(): Promise<Result<CrmPeople, CrmFailure>>;
  fetchPipelines(): Promise<Result<readonly Pipeline[], CrmFailure>>;
  fetchRates(homeCurrency: string): Promise<Result<readonly CurrencyRate[], CrmFailure>>;
  fetchByIds(kind: CrmRecordKind, ids: readonly string[]): Promise<Result<CrmRecordsById, CrmFailure>>;
  /** One page of a stretch. A cursor from before a restart is taken up again. */
  fetchStretch(stretch: BackfillStretch, cursor: string | null): Promise<Result<CrmPage, CrmFailure>>;
  /**
   * Changed at or after `since`, oldest first, below every cap of the CRM; the cursor moves with what was read.
   * Indexes of CRMs lag, so the next `since` is when this walk began, less an overlap, and never its last stamp.
   */
  fetchChanged(
    kind: CrmRecordKind,
    since: Instant,
    cursor: string | null,
  ): Promise<Result<CrmChangesPage, CrmFailure>>;
  /**
   * Those of the kinds that may have changes at or after their instant. A CRM that counts calls by the day answers
   * with one call; one that does not answers with all of them.
   */
  findChangedKinds(wanted: readonly ChangesWanted[]): Promise<Result<readonly CrmRecordKind[], CrmFailure>>;
  /** What lies in the recycle bin, and what was merged away. */
  fetchArchived(kind: CrmRecordKind, cursor: string | null): Promise<Result<CrmBinPage, CrmFailure>>;
  /**
   * Contacts by which an erasure is traced to what is derived from the person: all of them where `since` is
   * null, else those changed at or after it, below every cap of the CRM. Addresses become keys on the way in.
   */
  fetchContacts(since: Instant | null, cursor: string | null): Promise<Result<CrmContactPage, CrmFailure>>;
  fetchQuotas(): Promise<Result<readonly CrmQuota[], CrmFailure>>;
  /** Fields of deals that results can be counted by, in the order of their labels. */
  fetchDealFields(): Promise<Result<readonly CrmDealField[], CrmFailure>>;
  /** Every deal that the CRM itself calls won by its close date, for reconciliation. `to` is not included. */
  fetchWonDeals(span: {
    readonly from: Instant;
    readonly to: Instant;
  }): Promise<Result<readonly CrmWonDeal[], CrmFailure>>;
  /** As the last answers' headers told. */
  allowance(): ApiAllowance;
}

/** What a verified notice says changed. A hint: the records are read again. */
export interface ChangeNotice {
  readonly crmId: string;
  readonly hints: readonly ChangeHint[];
}

/** One thing that a notice says. */
export type ChangeHint =
  | {
      readonly change: "changed" | "deleted" | "restored";
      readonly kind: CrmRecordKind;
      readonly recordId: string;
      readonly occurredAt: Instant;
      /** Tells repeated deliveries of one event. */
      readonly deliveryKey: string;
      readonly actor: string | null;
    }
  | {
      readonly change: "merged";
      readonly kind: CrmRecordKind;
      readonly recordId: string;
      readonly mergedIds: readonly string[];
      readonly occurredAt: Instant;
      readonly deliveryKey: string;
      readonly actor: string | null;
    }
  /** A contact was erased for privacy: what is derived from the person goes too. */
  | {
      readonly change: "person_erased";
      readonly contactId: string;
      readonly occurredAt: Instant;
      readonly deliveryKey: string;
    };

/** Why a notice is not believed. */
export type NoticeRefusal = "signature_missing" | "signature_wrong" | "timestamp_out_of_range" | "unreadable";

/** What a consent gave: tokens, and for which account. */
export interface Grant {
  readonly accessToken: string;
  /** Null where the app signs in anew with its own key. */
  readonly refreshToken: string | null;
  readonly expiresAt: Instant;
  /** Where the account answers calls, where the CRM tells: a Salesforce org has an address of its own. */
  readonly apiUrl: string | null;
  /** By which name the app signs in as the user who consented, where it may. */
  readonly userName: string | null;
  readonly scopes: readonly string[];
  /** The CRM account the grant is for. */
  readonly crmId: string;
  /** The CRM user who consented. */
  readonly userId: string | null;
}

/** Requests that a CRM counts together. */
export type CallBucket = "general" | "search";

/** So many requests within any window of that length. */
export interface WindowLimit {
  readonly requests: number;
  readonly windowMilliseconds: number;
}

/** A consent on its way: a proof key (RFC 7636, S256) ties its end to its beginning where the CRM checks one. */
export interface ConsentRequest {
  readonly state: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
}

/** What came back from a consent. */
export interface ConsentCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}

/** What is the same for all tenants of one CRM: consent, tokens, notices. */
export interface CrmPort {
  /** How often an account may be called. */
  readonly limits: Readonly<Record<CallBucket, WindowLimit>>;
  /** How much further a poll looks back than it needs to, because changes come to light late. */
  readonly pollOverlapSeconds: number;
  /** How long contacts are not asked for again: no board waits for them, and some CRMs count calls by the day. */
  readonly contactsEverySeconds: number;
  authorizeUrl(request: ConsentRequest): string;
  exchangeCode(consent: ConsentCode, now: Instant): Promise<Result<Grant, CrmFailure>>;
  refresh(grant: Grant, now: Instant): Promise<Result<Grant, CrmFailure>>;
  /**
   * Verifies over the raw bytes; `url` is the public address as the CRM called it. `secretOf` finds the key of an
   * account, for CRMs whose accounts sign with keys of their own.
   */
  readNotice(request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Headers;
    readonly body: Uint8Array;
    readonly now: Instant;
    readonly secretOf: (crmId: string) => Promise<string | null>;
  }): Promise<Result<readonly ChangeNotice[], NoticeRefusal>>;
  client(options: {
    readonly accessToken: string;
    readonly apiUrl: string | null;
    readonly scopes: readonly string[];
    readonly tenantId: string;
    /**
     * Waits for a slot of the tenant's allowance; throws nothing. A wait that is too long for a call is handed back
     * instead of a slot: the call is not made, and fails with it.
     */
    readonly throttle: (bucket: CallBucket) => Promise<RateLimited | undefined>;
    /** Hears of every answer that says to wait, because it says so to all who call for the tenant. */
    readonly onRateLimited?: (told: RateLimited) => void;
    /** The tenant's, once its rules are known. */
    readonly homeCurrency: string | null;
    readonly timeZone: string | null;
    /** Fields of deals beyond the usual ones that the rules read, or will. */
    readonly extraProperties: ExtraFields;
  }): CrmClient;
}
