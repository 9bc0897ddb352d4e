import type { Display } from "../../../shared/contracts/display.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { metricHead } from "../../../shared/metrics/describe.ts";
import type { Period } from "../../domain/calendar/periods.ts";
import { countedEventsOf, eventsOf } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { loadSpan } from "../boards/board-figures.ts";
import { countedPeople } from "../boards/load-leaderboard.ts";
import { entrantsOf } from "../boards/member-rows.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { Figures } from "../scene/figures.ts";
import { loadScene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";

/** What a room asks about a day. */
const TODAY_METRICS: readonly MetricId[] = ["revenue_closed", "deals_won", "meetings_held"];

/** What the people whom the viewer sees by name did today. A figure without data is left out. */
export async function loadToday(
  context: QueryContext,
  { teamId, viewer }: { readonly teamId: string | undefined; readonly viewer: Viewer },
): Promise<Result<Display["today"], QueryRefusal>> {
  const loaded = await loadScene(context, {}, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  if (teamId !== undefined && !scene.tree.has(teamId)) return err({ reason: "unknown_team" });
  const teamIds = teamId === undefined ? null : scene.tree.subtreeOf(teamId);
  const metrics = TODAY_METRICS.map(metricById);
  const day: Period = { from: scene.today, to: scene.today, grain: "custom" };
  const scope = { events: eventsOf(metrics), countedOnce: countedEventsOf(metrics), teamIds };
  const { book } = await loadSpan(scene, { ...scope, memberIds: null, compare: false }, day);
  const figures = metrics.flatMap((metric) => {
    const subject = { metric, quotaMetric: "revenue_closed", teamIds, quotas: null } as const;
    const figuresOfDay = new Figures(scene, subject, day, book);
    const counts = countedPeople(scene, entrantsOf(scene, figuresOfDay));
    const { value } = figuresOfDay.ofGroup({ teamId: null, teamIds, counts });
    return value === null ? [] : [{ metric: metricHead(metric, scene.rules.homeCurrency), value }];
  });
  return ok(figures);
}
