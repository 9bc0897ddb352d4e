import type { Attainment } from "../../../shared/contracts/api.ts";
import { administers, QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { isAwayIn, ownWorkingDays, relievedSpans } from "../../domain/calendar/leave.ts";
import { localDayOf } from "../../domain/calendar/local-time.ts";
import { divideWorkingDays } from "../../domain/calendar/working-days.ts";
import { attainmentOf, type StatusLimits } from "../../domain/quota/progress.ts";
import { QuotaBook } from "../../domain/quota/quota-book.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import type { Member, Team } from "../../ports/tenants.ts";
import { loadMoment, type Moment } from "../moment.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { isRankedIn, workedIn } from "../scene/participation.ts";
import { latestTeam, loadTeamTrees, type TeamTree } from "../scene/team-tree.ts";
import type { Viewer } from "../viewer.ts";
import { type Achievement, type PeriodProgress, toAttainmentRow } from "./attainment-row.ts";
import { type QuotaPeriodChoice, type QuotaSpan, resolveQuotaPeriod } from "./quota-period.ts";
import { loadQuotaResults, type QuotaResults } from "./quota-results.ts";
import { type QuotaSight, quotaSightOf } from "./quota-sight.ts";

/** Which quotas are asked about, and when. */
export interface AttainmentQuery extends QuotaPeriodChoice {
  /** One kind of quota; all four when undefined. */
  readonly metric?: QuotaMetricId | undefined;
  /** A team with all teams below it. */
  readonly teamId?: string | undefined;
  readonly at?: Instant | undefined;
}

/** Everything a question about attainment is answered from. */
interface AttainmentScene {
  readonly moment: Moment;
  readonly span: QuotaSpan;
  readonly metrics: readonly QuotaMetricId[];
  readonly members: readonly Member[];
  /** The teams in view, and the tree for the way up and down. */
  readonly teams: readonly Team[];
  readonly tree: TeamTree;
  /** The day whose team counts as a person's team: the last of the period that is known. */
  readonly day: LocalDay;
  readonly versions: readonly QuotaVersion[];
  readonly book: QuotaBook;
  readonly results: QuotaResults;
  readonly countsIn: CountsIn;
  readonly limits: StatusLimits;
}

/** Whether somebody's results towards a quota are part of what their team has for the viewer. */
type CountsIn = (metric: QuotaMetricId) => (memberId: string) => boolean;

/**
 * How everybody the viewer sees stands against their quotas. A member sees the own row alone, so nothing in
 * it can tell of anybody else; a manager the led teams; owners and admins all. Whichever instant is asked for, the
 * status limits are those of today.
 */
export async function loadAttainment(
  context: QueryContext,
  query: AttainmentQuery,
  viewer: Viewer,
): Promise<Result<Attainment, QueryRefusal>> {
  const moment = await loadMoment(context, query.at);
  if (!moment.ok) return moment;
  const span = resolveQuotaPeriod(query, moment.value.today, moment.value.rules.calendar);
  if (!span.ok) return span;
  const scene = await loadAttainmentScene(context, query, { viewer, moment: moment.value, span: span.value });
  return scene.ok ? ok(answer(scene.value)) : scene;
}

async function loadAttainmentScene(
  context: QueryContext,
  query: AttainmentQuery,
  { viewer, moment, span }: { readonly viewer: Viewer; readonly moment: Moment; readonly span: QuotaSpan },
): Promise<Result<AttainmentScene, QueryRefusal>> {
  const [everybody, trees, versions, { settings }] = await Promise.all([
    context.store.loadMembers(),
    loadTeamTrees(context.store, moment.revision),
    context.quotas.loadVersions(query.at),
    context.settings.load(),
  ]);
  const day = moment.today < span.to ? moment.today : span.to;
  const tree = trees.shown;
  const today = localDayOf(context.now, moment.rules.calendar.timeZone);
  const sight = quotaSightOf({ viewer, members: everybody, tree: trees.present, today });
  const refusal = refuseTeam(query.teamId, tree, sight, viewer);
  if (refusal) return err(refusal);
  const inView = query.teamId === undefined ? null : tree.subtreeOf(query.teamId);
  const members = everybody.filter(
    (member) =>
      sight.seesMember(member.id) && (inView === null || inView.has(latestTeam(member.memberships, day))),
  );
  // A team's figures are those of all under it at the time, so all of them must be the viewer's to see.
  const seesAllOf = (id: string) => [...tree.subtreeOf(id)].every((each) => sight.seesTeam(each));
  const teams = tree.teams.filter(({ id }) => seesAllOf(id) && (inView === null || inView.has(id)));
  const metrics = query.metric === undefined ? QUOTA_METRIC_IDS : [query.metric];
  const results = await loadQuotaResults(context, {
    metrics,
    span,
    memberIds: sight.seesAll || teams.length > 0 ? null : members.map(({ id }) => id),
    revision: moment.revision,
  });
  const book = new QuotaBook(versions, moment.rules.calendar);
  const limits = settings.statusLimits;
  const countsIn = countedBy(sight, { members: everybody, span, results, moment });
  return ok({ moment, span, metrics, members, teams, tree, day, versions, book, results, countsIn, limits });
}

/** As on a board: whoever is shown by name, and of those who are not seen in full whoever has a place. */
function countedBy(
  sight: QuotaSight,
  about: Pick<AttainmentScene, "members" | "span" | "results" | "moment">,
): CountsIn {
  const { members, span, results, moment } = about;
  const { today, rules } = moment;
  const byId = new Map(members.map((member) => [member.id, member]));
  const hasPlace = (member: Member, metric: QuotaMetricId) =>
    isRankedIn(member, span, results.hasCredits(metric, member.id)) &&
    !isAwayIn(member.leaves, span, { today, calendar: rules.calendar });
  return (metric) => (memberId) => {
    const member = byId.get(memberId);
    if (sight.seesAll || sight.seesMember(memberId)) return true;
    return member !== undefined && sight.seesResults(memberId) && hasPlace(member, metric);
  };
}

/** Everybody may ask for a team, and gets of it what they see; but a manager's team is one they lead. */
function refuseTeam(
  teamId: string | undefined,
  tree: TeamTree,
  sight: QuotaSight,
  viewer: Viewer,
): QueryRefusal | null {
  if (teamId === undefined) return null;
  if (!tree.has(teamId)) return { reason: "unknown_team" };
  return viewer.role === "manager" && !sight.seesTeam(teamId) ? { reason: "not_permitted" } : null;
}

function answer(scene: AttainmentScene): Attainment {
  const { moment, span, metrics } = scene;
  const { calendar, homeCurrency } = moment.rules;
  const progressOf = progressIn(scene);
  const perMetric = metrics.map((metric) => {
    const people = peopleOf(scene, metric);
    const seats = vacantSeatsOf(scene, metric);
    const teams = scene.teams.map((team) => teamFigures(scene, { metric, team, people, seats }));
    const rows = [...teams.flatMap(({ row }) => row ?? []), ...people, ...seats];
    return {
      rows: rows.map((achievement) => toAttainmentRow(achievement, progressOf(achievement))),
      teams: teams.map(({ figures }) => figures),
    };
  });
  return {
    period: { from: span.from, to: span.to, grain: span.grain, timeZone: calendar.timeZone },
    asOf: moment.at,
    currency: homeCurrency,
    rows: perMetric.flatMap(({ rows }) => rows),
    teams: perMetric.flatMap(({ teams }) => teams),
  };
}

/** How far the period has come: for most as the calendar says, for whoever is away in it by their own days. */
function progressIn({
  moment,
  span,
  members,
  limits,
}: AttainmentScene): (achievement: Achievement) => PeriodProgress {
  const { today, rules } = moment;
  const { calendar } = rules;
  const usual = {
    workingDays: divideWorkingDays(span, today, calendar),
    ended: span.to < today,
    onLeave: false,
    limits,
  };
  const leavesOf = new Map(
    members.filter(({ leaves }) => leaves.length > 0).map(({ id, leaves }) => [id, leaves]),
  );
  return ({ subject }) => {
    const leaves = subject.kind === "member" ? leavesOf.get(subject.id) : undefined;
    if (leaves === undefined) return usual;
    const workingDays = ownWorkingDays(leaves, span, { today, calendar });
    return { ...usual, workingDays, onLeave: isAwayIn(leaves, span, { today, calendar }) };
  };
}

/** Somebody's or some seat's figures, in the team that they count for. */
interface Placed extends Achievement {
  readonly teamId: string;
}

/**
 * Who sells, who has a quota of their own, and whoever has a result. The default quota is for these alone: it
 * asks nothing of an admin who sells nothing.
 */
function peopleOf({ members, tree, day, span, book, results }: AttainmentScene, metric: QuotaMetricId) {
  return members.flatMap((member): readonly Placed[] => {
    const teamId = latestTeam(member.memberships, day);
    const hasCredits = results.hasCredits(metric, member.id);
    const result = results.ofMember(metric, member.id, workedIn(member, span, hasCredits));
    const teamIds = tree.pathOf(teamId);
    const relieved = relievedSpans(member.leaves);
    const quota = book.resolve({ kind: "member", id: member.id, teamIds, relieved }, metric, span);
    const hasResult = result !== null && result !== 0;
    const sells = isRankedIn(member, span, hasResult) && (hasResult || !administers(member.role));
    const hasOwn = quota !== null && quota.source !== "default";
    if (!sells && !hasOwn) return [];
    const subject = { kind: "member" as const, id: member.id };
    return [{ metric, subject, name: member.name, result, quota, teamId }];
  });
}

/** Seats that nobody sits on, with a quota in the period. */
function vacantSeatsOf({ versions, teams, span, book }: AttainmentScene, metric: QuotaMetricId) {
  const seats = new Map<string, string>();
  for (const { subject } of versions) if (subject.kind === "vacant") seats.set(subject.id, subject.teamId);
  return [...seats].flatMap(([id, teamId]): readonly Placed[] => {
    const quota = book.resolve({ kind: "vacant", id }, metric, span);
    if (quota === null || !teams.some((team) => team.id === teamId)) return [];
    return [{ metric, subject: { kind: "vacant", id, teamId }, name: id, result: null, quota, teamId }];
  });
}

/** A team's own quota beside the sum of its people's and its vacant seats'. */
function teamFigures(
  { tree, span, book, results, countsIn }: AttainmentScene,
  options: {
    readonly metric: QuotaMetricId;
    readonly team: Team;
    readonly people: readonly Placed[];
    readonly seats: readonly Placed[];
  },
) {
  const { metric, team, people, seats } = options;
  const teamIds = tree.subtreeOf(team.id);
  const quota = book.resolve({ kind: "team", id: team.id }, metric, span);
  const amounts = [...people, ...seats].flatMap((placed) =>
    placed.quota !== null && teamIds.has(placed.teamId) ? [placed.quota.amount] : [],
  );
  const own = quota?.amount ?? null;
  const sumOfPeople = amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0);
  const result = results.ofTeams(metric, [...teamIds], countsIn(metric));
  const row: Achievement | null = quota && {
    metric,
    subject: { kind: "team", id: team.id },
    name: team.name,
    result,
    quota,
  };
  const figures: Attainment["teams"][number] = {
    metric,
    team,
    own,
    sumOfPeople,
    overAssignment: own === null || sumOfPeople === null ? null : sumOfPeople - own,
    result,
    // Without a quota of its own a team is measured by what its people are to bring.
    attainment: attainmentOf(result, own ?? sumOfPeople),
  };
  return { row, figures };
}
