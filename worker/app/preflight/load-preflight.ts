import type {
  FramedPlace,
  Preflight,
  PreflightGap,
  PreflightState,
  PreflightStep,
  PreflightStepName,
} from "../../../shared/contracts/preflight.ts";
import { PREFLIGHT_STEPS } from "../../../shared/contracts/preflight.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import type {
  AccessReading,
  AccessReadings,
  FramingStore,
  NoticeKeyState,
  SignInCheck,
} from "../../ports/framing.ts";
import type { FaultRow, SyncStateStore } from "../../ports/sync.ts";
import type { Tenant } from "../../ports/tenants.ts";

/** Where the state of each step is looked up. Made for a tenant. */
export interface PreflightParts {
  readonly tenant: Tenant;
  readonly state: Pick<SyncStateStore, "loadFaults">;
  readonly framing: FramingStore;
  readonly readings: AccessReadings;
  readonly signsInByKey: boolean;
}

/** Everything that says how far an admin is. */
export interface PreflightEvidence {
  readonly tenant: Pick<Tenant, "state">;
  /** Null before people were read for the first time. */
  readonly reading: AccessReading | null;
  readonly faults: readonly Pick<FaultRow, "type" | "subject" | "lastAt">[];
  readonly noticeKey: NoticeKeyState | null;
  readonly opened: readonly { readonly place: FramedPlace; readonly at: Instant }[];
  readonly signIn: SignInCheck | null;
  readonly signsInByKey: boolean;
}

/** Each step that an admin does in Salesforce, and whether it was done as far as anything tells. */
export async function loadPreflight(parts: PreflightParts): Promise<Preflight> {
  const { tenant, state, framing, readings, signsInByKey } = parts;
  const [reading, faults, noticeKey, opened, signIn] = await Promise.all([
    readings.load(),
    state.loadFaults(),
    framing.loadNoticeKeyState(),
    framing.loadOpened(),
    framing.loadSignInCheck(),
  ]);
  return judgePreflight({ tenant, reading, faults, noticeKey, opened, signIn, signsInByKey });
}

/** What the evidence says, and nothing that it does not: a step that nothing shows is not called undone. */
export function judgePreflight(evidence: PreflightEvidence): Preflight {
  return {
    checkedAt: evidence.reading?.at ?? null,
    steps: PREFLIGHT_STEPS.map((step) => ({ step, ...JUDGES[step](evidence) })),
  };
}

type Judged = Omit<PreflightStep, "step">;
type Judge = (evidence: PreflightEvidence) => Judged;

const NO_EVIDENCE: PreflightStep["evidence"] = { at: null, people: null, gaps: [], signIn: null };
/** Of all activities; it has a step of its own. */
const COMPLETENESS = "complete_activities";
/** Faults of the connection itself, and the subjects that stand for reading the account and its people. */
const CUT_OFF: readonly FaultRow["type"][] = ["token_revoked", "misconfigured"];
const REFUSED: readonly FaultRow["type"][] = ["rejected", "scope_missing", "field_missing"];
const ACCOUNT_SUBJECTS: readonly string[] = ["people", "account"];

const JUDGES: Readonly<Record<PreflightStepName, Judge>> = {
  api_access: judgeApiAccess,
  integration_user: judgeIntegrationUser,
  refresh_policy: judgeRefreshPolicy,
  view_all: (evidence) => judgeGaps(evidence, ({ feature }) => feature === COMPLETENESS),
  field_access: (evidence) => judgeGaps(evidence, ({ feature }) => feature !== COMPLETENESS),
  permission_sets: judgePermissionSets,
  ping: ({ noticeKey }) => seenAt(noticeKey?.heardAt ?? null),
  tab_page: judgePlace("tab"),
  record_page: judgePlace("record"),
  home_page: judgePlace("home"),
};

function judged(state: PreflightState, evidence: Partial<PreflightStep["evidence"]>): Judged {
  return { state, evidence: { ...NO_EVIDENCE, ...evidence } };
}

/** What shows itself by being used. */
function seenAt(at: Instant | null): Judged {
  return judged(at === null ? "to_do" : "done", { at });
}

/** An answer that came after the last refusal counts. */
function judgeApiAccess({ tenant, reading, faults }: PreflightEvidence): Judged {
  const at = reading?.at ?? null;
  if (tenant.state === "reconnect") return judged("to_do", { at });
  const refusals = faults.filter(
    ({ type, subject }) =>
      CUT_OFF.includes(type) || (REFUSED.includes(type) && ACCOUNT_SUBJECTS.includes(subject)),
  );
  if (refusals.some(({ lastAt }) => at === null || lastAt > at)) return judged("to_do", { at });
  return judged(at === null ? "cannot_tell" : "done", { at });
}

/** A person's consent may be an integration user's; only signing in by key proves that it was approved. */
function judgeIntegrationUser({ signIn, signsInByKey }: PreflightEvidence): Judged {
  const at = signIn?.at ?? null;
  if (!signsInByKey) return judged("cannot_tell", { signIn: "consent" });
  if (signIn === null) return judged("cannot_tell", {});
  return signIn.byKey ? judged("done", { at, signIn: "key" }) : judged("to_do", { at, signIn: "consent" });
}

/** Whoever signs in by key needs no refresh token. What becomes of one shows when it ends. */
function judgeRefreshPolicy({ tenant, faults, signIn, signsInByKey }: PreflightEvidence): Judged {
  if (signsInByKey && signIn?.byKey === true) return judged("done", { at: signIn.at, signIn: "key" });
  const isCutOff = tenant.state === "reconnect" || faults.some(({ type }) => type === "token_revoked");
  return judged(isCutOff ? "to_do" : "cannot_tell", { signIn: "consent" });
}

function judgeGaps({ reading }: PreflightEvidence, concerns: (gap: PreflightGap) => boolean): Judged {
  if (reading === null) return judged("cannot_tell", {});
  const gaps = reading.gaps.filter(concerns);
  return judged(gaps.length === 0 ? "done" : "to_do", { at: reading.at, gaps: [...gaps] });
}

/**
 * The set of admins is done once somebody holds it. That there are admins says nothing: until then they are those
 * with Salesforce's own profile for administrators. Who holds the set of users shows when somebody opens a page.
 */
function judgePermissionSets({ reading }: PreflightEvidence): Judged {
  if (reading === null) return judged("cannot_tell", {});
  const { at, adminHolders: people } = reading;
  if (people === null) return judged("cannot_tell", { at });
  return judged(people === 0 ? "to_do" : "done", { at, people });
}

function judgePlace(place: FramedPlace): Judge {
  return ({ opened }) => seenAt(opened.find((each) => each.place === place)?.at ?? null);
}
