import type { FramedPlace, PreflightGap } from "../../shared/contracts/preflight.ts";
import type { Instant } from "../../shared/contracts/time.ts";
import type { SignedCaller } from "./access.ts";

/** What a request says that the CRM signed when it opened one of our pages in a frame. */
export interface FrameRequest extends SignedCaller {
  /** Of what was signed: two requests with one digest are one request. */
  readonly digest: string;
  /** Where in the CRM the page stands; null where it does not tell. */
  readonly place: FramedPlace | null;
  /** The record around the page, in the CRM's words. Chosen by the browser before it was signed: proves nothing. */
  readonly recordId: string | null;
  /** Where the account answers; null where it does not tell. */
  readonly instanceUrl: string | null;
  /** The user's language with its region, such as `de-AT`; null where it does not tell. */
  readonly locale: string | null;
}

/** The key by which an account signs its notices, as far as it is shown. */
export interface NoticeKeyState {
  readonly madeAt: Instant;
  /** When a notice that it signed last came, to the minute; null before the first. */
  readonly heardAt: Instant | null;
}

/** What was found when the account's people were last read. */
export interface AccessReading {
  readonly at: Instant;
  /** What the CRM does not let us read. */
  readonly gaps: readonly Readonly<PreflightGap>[];
  /** How many held the permission set that makes admins; null where nobody could tell. */
  readonly adminHolders: number | null;
}

/** Whether the account let the app sign in by its own key, when it was last tried. */
export interface SignInCheck {
  readonly at: Instant;
  readonly byKey: boolean;
}

/** What the last reading of people found that it may not read. Written by the lane. Made for a tenant. */
export interface AccessReadings {
  load(): Promise<AccessReading | null>;
  save(reading: AccessReading): Promise<void>;
}

/** What is kept of an account that frames our pages and signs its notices itself. Made for a tenant. */
export interface FramingStore {
  /** False when an envelope of that digest was taken before. */
  takeEnvelope(
    digest: string,
    times: { readonly now: Instant; readonly expiresAt: Instant },
  ): Promise<boolean>;
  noteOpened(place: FramedPlace, now: Instant): Promise<void>;
  loadOpened(): Promise<readonly { readonly place: FramedPlace; readonly at: Instant }[]>;
  /** Replaces the key there was: what that one signs is not believed any more. */
  saveNoticeKey(key: string, now: Instant): Promise<void>;
  /** The key itself; null before one was made. */
  loadNoticeKey(): Promise<string | null>;
  loadNoticeKeyState(): Promise<NoticeKeyState | null>;
  noteHeard(now: Instant): Promise<void>;
  saveSignInCheck(check: SignInCheck): Promise<void>;
  loadSignInCheck(): Promise<SignInCheck | null>;
  /** Counts unsigned hints; false once more came in the window than are heard. */
  allowHints(hints: number, limit: { readonly most: number; readonly windowFrom: Instant }): Promise<boolean>;
}
