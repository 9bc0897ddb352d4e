import type { MetricId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { evaluateMetric, eventsOf, type MeasureSums, measuresOf } from "../../domain/metrics/evaluate.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { ClockHour, CreditFilter, HourSum } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { groupOfListed } from "../activity/activity-summary.ts";
import { type AskedPeople, listedOf, loadDays, peopleAskedFor } from "../activity/load-activity.ts";
import { HOURLY_EVENTS, loadHours } from "../activity/load-activity-hours.ts";
import type { QueryRefusal } from "../queries.ts";
import { loadCellBook } from "../scene/cell-book.ts";
import { isMadeOfActivities } from "../scene/coverage.ts";
import { Figures } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import type { ExplainedFigure, ExplanationQuery } from "./explained-figure.ts";
import { placedMeasuresOf } from "./figure-parts.ts";

/** What bars and hours are stacked from, and so what may be added up. */
const STACKED: readonly MetricId[] = ["emails_sent", "calls_made", "meetings_booked"];

/**
 * A figure of Activity: what the people do together whom it lists, all of whom the viewer sees in full; of some days or
 * of an hour of the week what they did then. Whoever is listed over the period is counted on each of its days.
 */
export async function loadActivityFigure(
  scene: Scene,
  query: ExplanationQuery,
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const unasked = whyNot(scene, query);
  if (unasked !== null) return err({ reason: "not_explainable", detail: unasked });
  const also = (query.also ?? []).map(metricById);
  const metric = addedUp(metricById(query.metric), also);
  const { clock = null } = query;
  const memberId = query.memberId ?? undefined;
  const asked = peopleAskedFor(scene, { memberId, teamId: query.teamId });
  if (!asked.ok) return asked;
  const told = narrowedTo(scene, query.days);
  const question = { metric, memberId, told, plain: also.length > 0 || told !== scene };
  const { listed, figure } = await (clock
    ? hourFigure(scene, asked.value, { ...question, clock })
    : dayFigure(scene, asked.value, question));
  const [only] = listed;
  return ok({
    metric,
    also,
    measures: placedMeasuresOf(metric),
    ...figure,
    member: memberId === undefined ? null : (only ?? null),
    team: scene.tree.teams.find(({ id }) => id === query.teamId) ?? null,
    quota: null,
    counting: memberId === undefined ? "group" : "member",
    filter: filterOf(told, metric, { members: listed, teamIds: asked.value.teamIds }),
    clock,
    recordsVisible: true,
  });
}

/** The scene over some days of its period. */
export function narrowedTo(scene: Scene, days: DaySpan | undefined): Scene {
  return days ? { ...scene, period: { ...days, grain: "custom" }, comparison: null } : scene;
}

/** A metric with the terms of others: all of them are sums. */
function addedUp(metric: Metric, also: readonly Metric[]): Metric {
  if (also.length === 0) return metric;
  const terms = [metric, ...also].flatMap(({ formula }) => (formula.kind === "sum" ? formula.terms : []));
  return { ...metric, formula: { kind: "sum", terms } };
}

/** What Activity has no such figure of. */
function whyNot({ period }: Scene, query: ExplanationQuery): string | null {
  const { memberId, clock, days, also = [] } = query;
  const metric = metricById(query.metric);
  const ids = [query.metric, ...also];
  if (also.length > 0 && (new Set(ids).size < ids.length || ids.some((id) => !STACKED.includes(id)))) {
    return "E-mails sent, calls made and meetings booked are added up, each once.";
  }
  if (days && (days.from > days.to || days.from < period.from || days.to > period.to)) {
    return "The days have to lie in the period.";
  }
  if (clock) {
    const told = measuresOf(metric).every(({ event, of }) => of === "count" && HOURLY_EVENTS.includes(event));
    if (told && metric.formula.kind === "sum") return null;
    return "Hours are told of e-mails sent, calls made and meetings booked.";
  }
  if (memberId !== null || isMadeOfActivities(metric)) return null;
  return "Activity adds up deals by person alone: ask for one person, or for the leaderboard's figure.";
}

/** Which figure of the people is asked for. */
interface Question {
  readonly metric: Metric;
  readonly memberId: string | undefined;
  /** The days that are told; the people are those of the whole period. */
  readonly told: Scene;
  /** As bars have it: nothing done is 0, whatever is synced. */
  readonly plain: boolean;
}

interface Shown {
  readonly listed: readonly Member[];
  readonly figure: Pick<ExplainedFigure, "evaluation" | "sums">;
}

async function dayFigure(
  scene: Scene,
  asked: AskedPeople,
  { metric, memberId, told, plain }: Question,
): Promise<Shown> {
  const days = await loadDays(scene, asked);
  const listed = listedOf(scene, asked.members, { memberId, did: (id) => days.has(id) });
  const { teamIds } = asked;
  const filter = filterOf(told, metric, { members: listed, teamIds });
  const book = await loadCellBook(scene.context.ledger, filter, []);
  const subject = { metric, quotaMetric: "revenue_closed", teamIds, quotas: null } as const;
  const figures = new Figures(told, subject, told.period, book);
  const group = groupOfListed(listed, teamIds);
  const sums = figures.sumsOfGroup(group);
  const evaluation = plain ? evaluateMetric(metric, sums, { hasData: true }) : figures.ofGroup(group);
  return { listed, figure: { evaluation, sums } };
}

async function hourFigure(
  scene: Scene,
  asked: AskedPeople,
  { metric, memberId, told, clock }: Question & { readonly clock: ClockHour },
): Promise<Shown> {
  const hours = await loadHours(scene, asked);
  const listed = listedOf(scene, asked.members, { memberId, did: (id) => hours.has(id) });
  const inDays = told === scene ? hours : await loadHours(told, asked);
  const sums = sumsOfHour(
    listed.flatMap(({ id }) => inDays.get(id) ?? []),
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
