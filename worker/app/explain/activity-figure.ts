import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { evaluateMetric, eventsOf, type MeasureSums, measuresOf } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ClockHour, CreditFilter, HourSum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { groupOfListed } from "../activity/activity-summary.ts";
import { type AskedPeople, listedOf, loadDays, peopleAskedFor } from "../activity/load-activity.ts";
import { HOURLY_EVENTS, loadHours } from "../activity/load-activity-hours.ts";
import { loadCellBook } from "../boards/cell-book.ts";
import { isMadeOfActivities } from "../boards/coverage.ts";
import { Figures } from "../boards/figures.ts";
import { filterFor, type Scene } from "../boards/scene.ts";
import type { QueryRefusal } from "../queries.ts";
import type { ExplainedFigure, ExplanationQuery } from "./explained-figure.ts";
import { placedMeasuresOf } from "./figure-parts.ts";

/**
 * A figure of Activity: what the people do together whom it lists, all of whom the viewer sees in full; of an hour of
 * the week what they did in it.
 */
export async function loadActivityFigure(
  scene: Scene,
  query: ExplanationQuery,
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const metric = metricById(query.metric);
  const { clock = null } = query;
  const unasked = whyNot(metric, query);
  if (unasked !== null) return err({ reason: "not_explainable", detail: unasked });
  const memberId = query.memberId ?? undefined;
  const asked = peopleAskedFor(scene, { memberId, teamId: query.teamId });
  if (!asked.ok) return asked;
  const { listed, figure } = await (clock
    ? hourFigure(scene, asked.value, { metric, memberId, clock })
    : dayFigure(scene, asked.value, { metric, memberId }));
  const [only] = listed;
  return ok({
    metric,
    measures: placedMeasuresOf(metric),
    ...figure,
    member: memberId === undefined ? null : (only ?? null),
    team: scene.tree.teams.find(({ id }) => id === query.teamId) ?? null,
    quota: null,
    counting: memberId === undefined ? "group" : "member",
    filter: filterOf(scene, metric, { members: listed, teamIds: asked.value.teamIds }),
    clock,
    recordsVisible: true,
  });
}

/** What Activity has no such figure of. */
function whyNot(metric: Metric, { memberId, clock }: ExplanationQuery): string | null {
  if (clock) {
    const told = measuresOf(metric).every(({ event, of }) => of === "count" && HOURLY_EVENTS.includes(event));
    if (told && metric.formula.kind === "sum") return null;
    return "Hours are told of e-mails sent, calls made and meetings booked.";
  }
  if (memberId !== null || isMadeOfActivities(metric)) return null;
  return "Activity adds up deals by person alone: ask for one person, or for the leaderboard's figure.";
}

interface Shown {
  readonly listed: readonly Member[];
  readonly figure: Pick<ExplainedFigure, "evaluation" | "sums">;
}

async function dayFigure(
  scene: Scene,
  asked: AskedPeople,
  { metric, memberId }: { readonly metric: Metric; readonly memberId: string | undefined },
): Promise<Shown> {
  const days = await loadDays(scene, asked);
  const listed = listedOf(scene, asked.members, { memberId, did: (id) => days.has(id) });
  const { teamIds } = asked;
  const book = await loadCellBook(
    scene.context.ledger,
    filterOf(scene, metric, { members: listed, teamIds }),
    [],
  );
  const subject = { metric, quotaMetric: "revenue_closed", teamIds, quotas: null } as const;
  const figures = new Figures(scene, subject, scene.period, book);
  const group = groupOfListed(listed, teamIds);
  return { listed, figure: { evaluation: figures.ofGroup(group), sums: figures.sumsOfGroup(group) } };
}

async function hourFigure(
  scene: Scene,
  asked: AskedPeople,
  question: { readonly metric: Metric; readonly memberId: string | undefined; readonly clock: ClockHour },
): Promise<Shown> {
  const { metric, memberId, clock } = question;
  const hours = await loadHours(scene, asked);
  const listed = listedOf(scene, asked.members, { memberId, did: (id) => hours.has(id) });
  const sums = sumsOfHour(
    listed.flatMap(({ id }) => hours.get(id) ?? []),
    clock,
  );
  return { listed, figure: { evaluation: evaluateMetric(metric, sums, { hasData: true }), sums } };
}

function sumsOfHour(hours: readonly HourSum[], { weekday, hour }: ClockHour): MeasureSums {
  const within = hours.filter((each) => each.weekday === weekday && each.hour === hour);
  return ({ event }) => within.reduce((sum, each) => sum + (each.event === event ? each.count : 0), 0);
}

function filterOf(scene: Scene, metric: Metric, { members, teamIds }: AskedPeople): CreditFilter {
  const { from, to } = scene.period;
  return filterFor(scene, {
    events: eventsOf([metric]),
    span: { from, to },
    memberIds: members.map(({ id }) => id),
    teamIds: teamIds && [...teamIds],
  });
}
