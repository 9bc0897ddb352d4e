import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { eachDay } from "../../domain/calendar/local-time.ts";
import { workingDaysOf } from "../../domain/calendar/working-days.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { DailySum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { teamHead } from "../boards/team-rows.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { sumsOfMember } from "../scene/cell-book.ts";
import { isRankedIn } from "../scene/participation.ts";
import { personInFull } from "../scene/person-in-full.ts";
import {
  filterFor,
  loadScene,
  memberHead,
  type PeriodChoice,
  periodHead,
  type Scene,
} from "../scene/scene.ts";
import { wasIn } from "../scene/team-tree.ts";
import type { Viewer } from "../viewer.ts";
import { ACTIVITY_EVENTS, averageOf, measuresOf, totalsOf } from "./activity-columns.ts";
import { summarise } from "./activity-summary.ts";
import { averagedMembers, comparedTeam } from "./team-average.ts";

/** Whose days are asked for. */
export interface ActivityQuery extends PeriodChoice {
  readonly teamId?: string | undefined;
  readonly memberId?: string | undefined;
  readonly at?: Instant | undefined;
}

/** One answer holds at most this many days of members. */
const MEMBER_DAYS_MAX = 50_000;

/** Whose activity a question is about, once it is known that it may be asked. */
export interface AskedPeople {
  readonly members: readonly Member[];
  /** The teams in which it was done; null for all. */
  readonly teamIds: ReadonlySet<string> | null;
}

/** What people did, day by day: one's own, a manager's people's, everybody's for admins and owners. */
export async function loadActivity(
  context: QueryContext,
  query: ActivityQuery,
  viewer: Viewer,
): Promise<Result<ActivityPage, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const asked = peopleAskedFor(scene, query);
  if (!asked.ok) return asked;
  const { members, teamIds } = asked.value;
  const days = eachDay(scene.period);
  if (members.length * days.length > MEMBER_DAYS_MAX) {
    return err({ reason: "period_invalid", detail: "choose fewer days, a team or a member" });
  }
  const byMember = await loadDays(scene, asked.value);
  const listed = listedOf(scene, members, { memberId: query.memberId, did: (id) => byMember.has(id) });
  const [summary, average] = await Promise.all([summarise(scene, listed, teamIds), loadAverage(scene, days)]);
  return ok({
    ...headOf(scene),
    members: listed.map((member) => ({
      member: memberHead(scene, member),
      days: daysOver(days, byMember.get(member.id) ?? []),
      totals: totalsOf(sumsOfMember(byMember.get(member.id) ?? [])),
    })),
    days: daysOver(
      days,
      listed.flatMap(({ id }) => byMember.get(id) ?? []),
    ),
    ...summary,
    average,
  });
}

/** The people whom the viewer sees in full and asked for. */
export function peopleAskedFor(
  scene: Scene,
  { memberId, teamId }: Pick<ActivityQuery, "memberId" | "teamId">,
): Result<AskedPeople, QueryRefusal> {
  if (teamId !== undefined && !scene.tree.has(teamId)) return err({ reason: "unknown_team" });
  const person = memberId === undefined ? null : personInFull(scene, memberId);
  if (person && !person.ok) return person;
  const teamIds = teamId === undefined ? null : scene.tree.subtreeOf(teamId);
  const members = scene.members.filter(
    ({ id, memberships }) =>
      scene.sightOf(id) === "full" &&
      (memberId === undefined || id === memberId) &&
      (teamIds === null || wasIn(memberships, teamIds, scene.period)),
  );
  return ok({ members, teamIds });
}

/** Those of them who are shown: whoever was there, and whoever was asked for alone. */
export function listedOf(
  { period }: Scene,
  members: readonly Member[],
  { memberId, did }: { readonly memberId: string | undefined; readonly did: (memberId: string) => boolean },
): readonly Member[] {
  return members.filter((member) => member.id === memberId || isRankedIn(member, period, did(member.id)));
}

function headOf(scene: Scene) {
  const { comparison, period, rules, today } = scene;
  return {
    period: periodHead(scene, period),
    comparedWith: comparison && periodHead(scene, comparison.previous),
    comparedPart: comparison && periodHead(scene, comparison.current),
    asOf: scene.asOf,
    today,
    workingDays: [...workingDaysOf(period, rules.calendar)],
  };
}

/** What each of the people did, by day. */
export async function loadDays(
  scene: Scene,
  { members, teamIds }: AskedPeople,
): Promise<ReadonlyMap<string, readonly DailySum[]>> {
  if (members.length === 0) return new Map();
  const { from, to } = scene.period;
  const sums = await scene.context.ledger.sumByDay(
    filterFor(scene, {
      events: ACTIVITY_EVENTS,
      span: { from, to },
      memberIds: members.map(({ id }) => id),
      teamIds: teamIds && [...teamIds],
    }),
  );
  return Map.groupBy(sums, ({ memberId }) => memberId);
}

function daysOver(days: readonly LocalDay[], sums: readonly DailySum[]): ActivityPage["days"] {
  const byDay = Map.groupBy(sums, ({ day }) => day);
  return days.map((day) => ({ day, ...measuresOf(sumsOfMember(byDay.get(day) ?? [])) }));
}

async function loadAverage(scene: Scene, days: readonly LocalDay[]): Promise<ActivityPage["average"]> {
  const compared = comparedTeam(scene);
  if (!compared || compared.candidates.length * days.length > MEMBER_DAYS_MAX) return null;
  const byMember = await loadDays(scene, { members: compared.candidates, teamIds: compared.teamIds });
  const averaged = averagedMembers(scene, compared, (id) => byMember.has(id));
  if (!averaged) return null;
  const sums = averaged.flatMap(({ id }) => byMember.get(id) ?? []);
  const people = averaged.length;
  const { connectRate, ...totals } = totalsOf(sumsOfMember(sums));
  return {
    team: compared.team && teamHead(compared.team),
    people,
    days: daysOver(days, sums).map(({ day, ...measures }) => ({ day, ...averageOf(measures, people) })),
    totals: { ...averageOf(totals, people), connectRate },
  };
}
