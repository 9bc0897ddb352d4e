/** The role table, route by route: what each role gets with each kind of credential. */
import * as v from "valibot";
import { JobStarted, LiveTicket } from "../../../shared/contracts/access.ts";
import { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { MadeAdjustment, MadeAdjustments } from "../../../shared/contracts/adjustments.ts";
import {
  Attainment,
  Explanation,
  LeaderboardAnswer,
  MemberDescription,
  MemberList,
  MetricList,
  QuotaSheet,
  Scorecard,
} from "../../../shared/contracts/api.ts";
import { Connection } from "../../../shared/contracts/connection.ts";
import { DealFields } from "../../../shared/contracts/counting.ts";
import { CheckedRecords, DataChecks } from "../../../shared/contracts/data-checks.ts";
import { DisplayKeyMade, DisplayKeys } from "../../../shared/contracts/display.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { LeaveList } from "../../../shared/contracts/leave.ts";
import { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { Look, PersonStanding } from "../../../shared/contracts/person.ts";
import { Preflight } from "../../../shared/contracts/preflight.ts";
import { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { QuotaHistory, QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { ReconciledDeals, ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { TenantSettings } from "../../../shared/contracts/settings.ts";

/** How somebody proves who they are. */
export type Credential = "session" | "key" | "read-only key";
export const CREDENTIALS: readonly Credential[] = ["session", "key", "read-only key"];

/** Who asks. */
export interface Asker {
  readonly role: Role;
  readonly credential: Credential;
}

/** A question, and whom it is answered. */
export interface RouteCase {
  /** As the OpenAPI document names it. */
  readonly route: string;
  readonly path: string;
  readonly body?: object;
  /** What the document promises of the answer. */
  readonly schema: v.GenericSchema<unknown, unknown>;
  readonly status: (asker: Asker) => number;
}

const everybody = () => 200;
/** A person sees the own days, a manager those of the team, admins and owners all; a machine is nobody. */
const whoSeesTheMember = ({ role, credential }: Asker) => {
  if (role === "owner" || role === "admin") return 200;
  return credential === "session" && (role === "manager" || role === "member") ? 200 : 403;
};
/** Only people have a page open. */
const whoLooks = (asker: Asker) => (asker.credential === "session" ? whoSeesTheMember(asker) : 403);
const whoSeesEverything = ({ role }: Asker) => (role === "owner" || role === "admin" ? 200 : 403);
/** A manager's people may live by the default quota of everybody. */
const whoSeesDefaults = (asker: Asker) =>
  asker.role === "manager" && asker.credential === "session" ? 200 : whoSeesEverything(asker);
/** A quota is seen by the person, those who lead them, and admins; who is nobody has none of their own. */
const whoHasACard = ({ credential }: Asker) => (credential === "session" ? 200 : 404);
/** A team's quota is for those who lead it, and for admins. */
const whoSeesTheTeamQuota = (asker: Asker) =>
  asker.role === "manager" && asker.credential === "session" ? 200 : whoSeesEverything(asker);
/** Of others' quotas only those are told whom somebody leads; a machine leads nobody, and is told of nobody. */
const whoLeads = ({ role }: Asker) => (role === "member" || role === "viewer" ? 403 : 200);
const whoSeesTheQuotas = whoSeesTheMember;
const whoSeesAll = ({ role }: Asker) => (role === "owner" || role === "admin" ? 200 : 403);
/** These tenants are of HubSpot, which has nothing of it. */
const whoSeesSalesforce = (asker: Asker) => (whoSeesAll(asker) === 200 ? 422 : 403);
const whoSetsQuotas = ({ role, credential }: Asker) =>
  (role === "owner" || role === "admin") && credential !== "read-only key" ? 200 : 403;

/** A member says how they are shown, as admins and owners do for anybody. */
const whoSetsThePrivacy = (asker: Asker) =>
  asker.role === "member" && asker.credential === "session" ? 200 : whoSetsQuotas(asker);

/** Asks for something of one tenant; `{id}` is its member. */
const asking =
  (mark: string) =>
  (
    route: string,
    schema: RouteCase["schema"],
    query = "",
    status: RouteCase["status"] = everybody,
  ): RouteCase => ({
    route: `get /api/v1${route}`,
    path: `/api/v1${route.replace("{id}", `${mark}-member`)}${query}`,
    schema,
    status,
  });

/** Every route that needs a credential, about the people of one tenant. */
export function casesOf(mark: string): readonly RouteCase[] {
  const get = asking(mark);
  return [
    get("/leaderboard", LeaderboardAnswer, "?metric=revenue_closed&period=this_month&compare=previous"),
    get("/leaderboard", LeaderboardAnswer, `?metric=revenue_closed&by=team&team=${mark}-team`),
    get("/leaderboard", LeaderboardAnswer, "?metric=quota_attainment"),
    get("/leaderboard", LeaderboardAnswer, "?metric=revenue_closed&compare=previous&details=true&all=true"),
    get("/metrics", MetricList),
    get("/members", MemberList),
    get("/members/{id}/scorecard", Scorecard),
    get("/members/{id}/leave", LeaveList, "", whoSeesTheMember),
    get("/members/{id}/standing", PersonStanding, "?period=last_month", whoSeesTheMember),
    get("/activity", ActivityPage),
    get("/activity", ActivityPage, `?member=${mark}-member`, whoSeesTheMember),
    get("/activity/hours", ActivityHours),
    get("/activity/hours", ActivityHours, `?team=${mark}-team&member=${mark}-member`, whoSeesTheMember),
    ...explanationsOf(mark),
    get("/deals/open", OpenDeals, "", whoHasACard),
    get(
      "/deals/open",
      OpenDeals,
      `?member=${mark}-member&pipeline=${mark}-pipeline&stage=open`,
      whoSeesTheMember,
    ),
    get("/cards/quota", QuotaCardView, "", whoHasACard),
    get("/cards/quota", QuotaCardView, `?member=${mark}-member&deal=${mark}-deal-3`, whoSeesTheQuotas),
    get("/quotas", QuotaSheet),
    get("/quotas/attainment", Attainment),
    get("/quotas/import", QuotaImport, "?grain=month&from=2026-03-01", whoSeesEverything),
    get(
      "/quotas/history",
      QuotaHistory,
      `?metric=deals_won&subject_kind=member&subject_id=${mark}-member`,
      whoSeesTheMember,
    ),
    get("/quotas/history", QuotaHistory, "?metric=deals_won&subject_kind=default", whoSeesDefaults),
    get("/connection", Connection),
    get("/connection/preflight", Preflight, "", whoSeesSalesforce),
    get("/connection/checks", DataChecks, "", whoSeesAll),
    {
      ...get("/connection/checks/{check}/records", CheckedRecords, "", whoSeesAll),
      path: "/api/v1/connection/checks/won_without_owner/records",
    },
    get("/reconciliation", ReconciliationAnswer, "", whoSeesAll),
    get("/reconciliation/records", ReconciledDeals, "?step=no_owner&period=last_quarter", whoSeesAll),
    get("/settings", TenantSettings),
    get("/settings/deal-fields", DealFields, "", whoSeesAll),
    get("/display-keys", DisplayKeys, "", whoSeesAll),
    {
      route: "post /api/v1/live/ticket",
      path: "/api/v1/live/ticket",
      schema: LiveTicket,
      status: everybody,
    },
    ...["/connection/sync", "/reconciliation"].map((route) => ({
      route: `post /api/v1${route}`,
      path: `/api/v1${route}`,
      schema: JobStarted,
      status: (asker: Asker) => (whoSetsQuotas(asker) === 200 ? 202 : 403),
    })),
    ...["/connection/preflight", "/connection/ping-key"].map((route) => ({
      route: `post /api/v1${route}`,
      path: `/api/v1${route}`,
      schema: v.never(),
      status: (asker: Asker) => (whoSetsQuotas(asker) === 200 ? 422 : 403),
    })),
    ...[...changesOf(mark), ...adjustmentsOf(mark), ...personChangesOf(mark)],
  ];
}

/** Every kind of figure that is explained. */
function explanationsOf(mark: string): readonly RouteCase[] {
  const get = asking(mark);
  const told = (query: string, status?: RouteCase["status"]) =>
    get("/explain", Explanation, `?${query}`, status);
  return [
    told("metric=revenue_closed"),
    told(`metric=revenue_closed&member=${mark}-member`),
    told(`metric=deals_won&team=${mark}-team&of_team=${mark}-team&audience=members`),
    told("metric=calls_made&board=activity&weekday=1&hour=9"),
    told("metric=emails_sent&also=calls_made&board=activity&period=this_week"),
    told("metric=calls_made&period=this_month&first_day=2026-03-02&last_day=2026-03-08"),
    told(`metric=quota_attainment&of_team=${mark}-team`, whoSeesTheTeamQuota),
    told(`metric=deals_won&of_team=${mark}-team&board=compared&first_day=2026-02-02&last_day=2026-02-08`),
    told("metric=revenue_closed&board=team_quota", whoLeads),
  ];
}

function changesOf(mark: string): readonly RouteCase[] {
  const quota = {
    metric: "deals_won",
    subject: { kind: "member", id: `${mark}-member` },
    period: { grain: "month", from: "2026-03-01" },
    amount: 5,
    effectiveFrom: null,
  };
  return [
    {
      route: "put /api/v1/quotas",
      path: "/api/v1/quotas",
      body: { quotas: [quota] },
      schema: QuotaSheet,
      status: whoSetsQuotas,
    },
    {
      route: "patch /api/v1/settings",
      path: "/api/v1/settings",
      body: { clubLine: { kind: "top", places: 3 }, pipelines: [`${mark}-pipeline`] },
      schema: TenantSettings,
      status: whoSetsQuotas,
    },
    {
      route: "post /api/v1/display-keys",
      path: "/api/v1/display-keys",
      body: {
        label: "Sales floor",
        metric: "revenue_closed",
        period: "this_month",
        by: "member",
        teamId: `${mark}-team`,
      },
      schema: DisplayKeyMade,
      status: (asker: Asker) => (whoSetsQuotas(asker) === 200 ? 201 : 403),
    },
    {
      route: "delete /api/v1/display-keys/{id}",
      path: `/api/v1/display-keys/${mark}-screen`,
      schema: v.never(),
      status: (asker: Asker) => (whoSetsQuotas(asker) === 200 ? 404 : 403),
    },
  ];
}

/** The first to ask makes it; everybody after is told that it is there. */
function adjustmentsOf(mark: string): readonly RouteCase[] {
  const adjustment = {
    id: `${mark}-adjustment`,
    action: "add",
    event: "deal_won",
    memberId: `${mark}-member`,
    day: "2025-12-01",
    reason: "Closed by phone",
    approvedBy: `${mark}-owner`,
  };
  return [
    asking(mark)("/adjustments", MadeAdjustments, "?limit=1", whoSeesAll),
    {
      route: "post /api/v1/adjustments",
      path: "/api/v1/adjustments",
      body: adjustment,
      schema: MadeAdjustment,
      status: (asker: Asker) => {
        if (whoSetsQuotas(asker) === 403) return 403;
        return asker.role === "owner" && asker.credential === "session" ? 201 : 200;
      },
    },
    {
      route: "delete /api/v1/adjustments/{id}",
      path: `/api/v1/adjustments/${mark}-adjustment-of-nobody`,
      schema: v.never(),
      status: (asker: Asker) => (whoSetsQuotas(asker) === 200 ? 404 : 403),
    },
  ];
}

function personChangesOf(mark: string): readonly RouteCase[] {
  return [
    {
      route: "put /api/v1/members/{id}/look",
      path: `/api/v1/members/${mark}-member/look`,
      schema: Look,
      status: whoLooks,
    },
    {
      route: "patch /api/v1/members/{id}",
      path: `/api/v1/members/${mark}-member`,
      body: { privacy: "named" },
      schema: MemberDescription,
      status: whoSetsThePrivacy,
    },
    {
      route: "patch /api/v1/members/{id}",
      path: `/api/v1/members/${mark}-viewer`,
      body: { role: "viewer", managesTeamIds: [] },
      schema: MemberDescription,
      status: whoSetsQuotas,
    },
    {
      route: "put /api/v1/members/{id}/leave",
      path: `/api/v1/members/${mark}-member/leave`,
      body: { leave: [{ from: "2027-01-04", to: null, relievesQuota: false }] },
      schema: LeaveList,
      status: whoSetsQuotas,
    },
  ];
}
