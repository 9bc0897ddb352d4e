import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import { countWorkingDays } from "../../domain/calendar/working-days.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import type { Member } from "../../ports/tenants.ts";
import { figuresOver, loadBoardCells } from "../boards/board-figures.ts";
import type { Group } from "../scene/figures.ts";
import type { Scene } from "../scene/scene.ts";

const METRICS = [
  metricById("emails_sent"),
  metricById("emails_received"),
  metricById("calls_made"),
  metricById("connect_rate"),
  metricById("talk_time"),
  metricById("meetings_booked"),
];

/** What the bars of a day are stacked from. */
const STACKED: readonly string[] = ["emails_sent", "calls_made", "meetings_booked"];

type Summary = Pick<ActivityPage, "summary" | "comparedPerDay">;

/** Together they are a group in which nothing is shared: none of these metrics is of deals. */
export function groupOfListed(members: readonly Member[], teamIds: ReadonlySet<string> | null): Group {
  const ids = new Set(members.map(({ id }) => id));
  return { teamId: null, teamIds, counts: (id) => ids.has(id) };
}

/** What the people did together, beside the period before. */
export async function summarise(
  scene: Scene,
  members: readonly Member[],
  teamIds: ReadonlySet<string> | null,
): Promise<Summary> {
  const cells = await loadBoardCells(scene, {
    events: eventsOf(METRICS),
    countedOnce: [],
    teamIds,
    memberIds: members.map(({ id }) => id),
    compare: true,
  });
  const group = groupOfListed(members, teamIds);
  const summary = METRICS.map((metric) => {
    const subject = { metric, quotaMetric: "revenue_closed", teamIds, quotas: null } as const;
    const { current, previous, compared } = figuresOver(scene, subject, cells);
    return {
      metric: metricHead(metric, scene.rules.homeCurrency),
      value: current.ofGroup(group).value,
      previous: previous?.ofGroup(group).value ?? null,
      compared: compared?.ofGroup(group).value ?? null,
    };
  });
  return { summary, comparedPerDay: perWorkingDay(scene, summary) };
}

function perWorkingDay({ comparison, rules }: Scene, summary: Summary["summary"]): number | null {
  const days = comparison === null ? 0 : countWorkingDays(comparison.previous, rules.calendar);
  const known = summary.flatMap(({ metric, previous }) =>
    STACKED.includes(metric.id) && previous !== null ? [previous] : [],
  );
  return days === 0 || known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / days;
}
