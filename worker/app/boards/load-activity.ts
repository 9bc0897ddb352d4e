import type { InferOutput } from "valibot";
import type { Activity, ActivityMeasures } from "../../../shared/contracts/api.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Measure } from "../../../shared/metrics/metric.ts";
import { eachDay } from "../../domain/calendar/local-time.ts";
import { evaluateMetric, eventsOf, type MeasureSums } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { DailySum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import type { ActivityQuery, QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import { sumsOfMember } from "./cell-book.ts";
import { isRankedIn } from "./participation.ts";
import { filterFor, loadScene, memberHead, periodHead, type Scene } from "./scene.ts";
import { wasIn } from "./team-tree.ts";

type Measures = InferOutput<typeof ActivityMeasures>;

/** One answer holds at most this many days of members. */
const MEMBER_DAYS_MAX = 50_000;

/** Each column of the list is a metric, or a measure that no metric stands for. */
const METRIC_OF_COLUMN = {
  emailsSent: metricById("emails_sent"),
  emailsReceived: metricById("emails_received"),
  callsMade: metricById("calls_made"),
  callsAnswered: metricById("calls_answered"),
  talkSeconds: metricById("talk_time"),
  meetingsBooked: metricById("meetings_booked"),
  meetingsHeld: metricById("meetings_held"),
  dealsCreated: metricById("deals_created"),
  dealsAdvanced: metricById("deals_advanced"),
  tasksCompleted: metricById("tasks_completed"),
} as const;

const MEASURE_OF_COLUMN = {
  callsReceived: { event: "call_received", of: "count" },
  messagesSent: { event: "message_sent", of: "count" },
} as const satisfies Record<string, Measure>;

const EVENTS = [
  ...eventsOf(Object.values(METRIC_OF_COLUMN)),
  ...Object.values(MEASURE_OF_COLUMN).map(({ event }) => event),
];

/** What people did, day by day: one's own, a manager's people's, everybody's for admins and owners. */
export async function loadActivity(
  context: QueryContext,
  query: ActivityQuery,
  viewer: Viewer,
): Promise<Result<Activity, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const { memberId, teamId } = query;
  if (teamId !== undefined && !scene.tree.has(teamId)) return err({ reason: "unknown_team" });
  const refusal = memberId === undefined ? null : refusalOf(scene, memberId);
  if (refusal) return err(refusal);
  const candidates = scene.members.filter(
    ({ id }) => scene.sightOf(id) === "full" && (memberId === undefined || id === memberId),
  );
  const days = eachDay(scene.period);
  const teamIds = teamId === undefined ? null : scene.tree.subtreeOf(teamId);
  const asked = candidates.filter(
    ({ memberships }) => teamIds === null || wasIn(memberships, teamIds, scene.period),
  );
  if (asked.length * days.length > MEMBER_DAYS_MAX) {
    return err({ reason: "period_invalid", detail: "choose fewer days, a team or a member" });
  }
  const byMember = await loadDays(scene, asked, teamIds);
  const listed = asked.filter(
    (member) => member.id === memberId || isRankedIn(member, scene.period, byMember.has(member.id)),
  );
  return ok({
    period: periodHead(scene, scene.period),
    asOf: scene.asOf,
    members: listed.map((member) => ({
      member: memberHead(scene, member),
      days: days.map((day) => ({ day, ...measuresOn(byMember.get(member.id), day) })),
    })),
  });
}

/** A peer's days are not for oneself to see, and somebody private does not exist for peers. */
function refusalOf(scene: Scene, memberId: string): QueryRefusal | null {
  const sight = scene.sightOf(memberId);
  if (sight === "full") return null;
  return { reason: sight === "named" ? "not_permitted" : "unknown_member" };
}

type DaysOfMembers = ReadonlyMap<string, ReadonlyMap<LocalDay, readonly DailySum[]>>;

async function loadDays(
  scene: Scene,
  members: readonly Member[],
  teamIds: ReadonlySet<string> | null,
): Promise<DaysOfMembers> {
  if (members.length === 0) return new Map();
  const { from, to } = scene.period;
  const sums = await scene.context.ledger.sumByDay(
    filterFor(scene, {
      events: EVENTS,
      span: { from, to },
      memberIds: members.map(({ id }) => id),
      teamIds: teamIds && [...teamIds],
    }),
  );
  const byMember = Map.groupBy(sums, ({ memberId }) => memberId);
  return new Map([...byMember].map(([id, lines]) => [id, Map.groupBy(lines, ({ day }) => day)]));
}

function measuresOn(days: ReadonlyMap<LocalDay, readonly DailySum[]> | undefined, day: LocalDay): Measures {
  const sums: MeasureSums = sumsOfMember(days?.get(day) ?? []);
  const columns = Object.entries(METRIC_OF_COLUMN).map(([column, metric]) => [
    column,
    evaluateMetric(metric, sums, { hasData: true }).value ?? 0,
  ]);
  const others = Object.entries(MEASURE_OF_COLUMN).map(([column, measure]) => [column, sums(measure)]);
  return Object.fromEntries([...columns, ...others]);
}
