import type { ActivityHours } from "../../../shared/contracts/activity-page.ts";
import type { EventId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { evaluateMetric, eventsOf, type MeasureSums } from "../../domain/metrics/evaluate.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { HourSum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { teamHead } from "../boards/team-rows.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { filterFor, loadScene, periodHead, type Scene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import type { ActivityQuery } from "./load-activity.ts";
import { type AskedPeople, listedOf, peopleAskedFor } from "./load-activity.ts";
import { averagedMembers, comparedTeam } from "./team-average.ts";

const METRIC_OF_COLUMN = {
  emails: metricById("emails_sent"),
  calls: metricById("calls_made"),
  meetings: metricById("meetings_booked"),
} as const;

/** What hours are told of. */
export const HOURLY_EVENTS: readonly EventId[] = eventsOf(Object.values(METRIC_OF_COLUMN));

type Hour = ActivityHours["hours"][number];

/** When things were done: by day of the week and hour on the account's clock. */
export async function loadActivityHours(
  context: QueryContext,
  query: ActivityQuery,
  viewer: Viewer,
): Promise<Result<ActivityHours, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const asked = peopleAskedFor(scene, query);
  if (!asked.ok) return asked;
  const byMember = await loadHours(scene, asked.value);
  const did = (id: string) => byMember.has(id);
  const listed = listedOf(scene, asked.value.members, { memberId: query.memberId, did });
  return ok({
    period: periodHead(scene, scene.period),
    asOf: scene.asOf,
    people: listed.length,
    hours: hoursOf(listed, byMember, 1),
    average: await loadAverage(scene),
  });
}

type HoursOfMembers = ReadonlyMap<string, readonly HourSum[]>;

/** What each of the people did, by hour of the week. */
export async function loadHours(scene: Scene, { members, teamIds }: AskedPeople): Promise<HoursOfMembers> {
  if (members.length === 0) return new Map();
  const { from, to } = scene.period;
  const sums = await scene.context.ledger.sumByHour(
    filterFor(scene, {
      events: HOURLY_EVENTS,
      span: { from, to },
      memberIds: members.map(({ id }) => id),
      teamIds: teamIds && [...teamIds],
    }),
  );
  return Map.groupBy(sums, ({ memberId }) => memberId);
}

async function loadAverage(scene: Scene): Promise<ActivityHours["average"]> {
  const compared = comparedTeam(scene);
  if (!compared) return null;
  const byMember = await loadHours(scene, { members: compared.candidates, teamIds: compared.teamIds });
  const averaged = averagedMembers(scene, compared, (id) => byMember.has(id));
  if (!averaged) return null;
  return {
    team: compared.team && teamHead(compared.team),
    people: averaged.length,
    hours: hoursOf(averaged, byMember, averaged.length),
  };
}

/** By weekday, then hour; divided by `people` for an average. */
function hoursOf(members: readonly Member[], byMember: HoursOfMembers, people: number): Hour[] {
  const sums = members.flatMap(({ id }) => byMember.get(id) ?? []);
  const slots = Map.groupBy(sums, ({ weekday, hour }) => weekday * 24 + hour);
  return [...slots]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([, inSlot]) => {
      const [first] = inSlot;
      return first ? [hourOf(first, inSlot, people)] : [];
    });
}

function hourOf({ weekday, hour }: HourSum, sums: readonly HourSum[], people: number): Hour {
  const counts: MeasureSums = ({ event }) =>
    sums.reduce((sum, each) => sum + (each.event === event ? each.count : 0), 0);
  const count = (metric: (typeof METRIC_OF_COLUMN)["emails"]) =>
    (evaluateMetric(metric, counts, { hasData: true }).value ?? 0) / people;
  const emails = count(METRIC_OF_COLUMN.emails);
  const calls = count(METRIC_OF_COLUMN.calls);
  const meetings = count(METRIC_OF_COLUMN.meetings);
  return { weekday, hour, emails, calls, meetings, total: emails + calls + meetings };
}
