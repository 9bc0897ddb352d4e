import type { ExplainedQuota, ExplainedQuotaPeople } from "../../../shared/contracts/explained-parts.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { loadSigns } from "../boards/board-details.ts";
import { loadSpan } from "../boards/board-figures.ts";
import { scopeOf, subjectOf } from "../boards/load-leaderboard.ts";
import { entrantsOf } from "../boards/member-rows.ts";
import { countJudged, type OverallGroup, type QuotaSigns, quotaMetricOf } from "../boards/quota-signs.ts";
import type { QueryRefusal } from "../queries.ts";
import { Figures, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import { type ExplainedFigure, type ExplanationQuery, NO_FIGURE } from "./explained-figure.ts";
import { placedMeasuresOf } from "./figure-parts.ts";

/**
 * The quota over a board, as its strip has it: of the people whom the viewer sees in full, by name, with the very
 * signs of their rows. For those who lead people.
 */
export async function loadTeamQuotaFigure(
  scene: Scene,
  query: ExplanationQuery,
): Promise<Result<ExplainedFigure, QueryRefusal>> {
  const { role } = scene.viewer;
  if (role === "member" || role === "viewer") return err({ reason: "not_permitted" });
  const subject = await subjectOf(scene, query);
  const { settings } = await scene.context.settings.load();
  const scope = scopeOf(subject, { slice: undefined, compare: false });
  const current = await loadSpan(scene, scope, scene.period);
  const signs = await loadSigns({ scene, query, subject, scope, cells: { current } }, settings.statusLimits);
  if (signs === null) {
    return err({ reason: "not_explainable", detail: "No quota is set over such a board." });
  }
  const entrants = entrantsOf(scene, new Figures(scene, subject, scene.period, current.book));
  const found = signs.overallGroup({ teamId: query.teamId, entrants, teamIds: subject.teamIds });
  return ok(figureOf(scene, { query, subject, signs, found }));
}

interface Found {
  readonly query: ExplanationQuery;
  readonly subject: Subject;
  readonly signs: QuotaSigns;
  /** Null where nobody has a quota. */
  readonly found: OverallGroup | null;
}

function figureOf(scene: Scene, about: Found): ExplainedFigure {
  const { query, subject, signs, found } = about;
  const group = found?.group ?? { teamId: null, teamIds: subject.teamIds, counts: () => false };
  const evaluation = found ? signs.attainment.ofGroup(group) : NO_FIGURE;
  const metric = metricById(quotaMetricOf(subject) ?? "revenue_closed");
  const { from, to } = scene.period;
  return {
    metric: metricById("quota_attainment"),
    measures: placedMeasuresOf(metric),
    evaluation,
    sums: signs.attainment.sumsOfGroup(group),
    member: null,
    team: scene.tree.teams.find(({ id }) => id === query.teamId) ?? null,
    quota: quotaOf(about, evaluation.denominator),
    counting: "group",
    filter: filterFor(scene, {
      events: scopeOf(subject, { slice: undefined, compare: false }).events,
      span: { from, to },
      memberIds: scene.members.filter(({ id }) => group.counts(id)).map(({ id }) => id),
      teamIds: group.teamIds && [...group.teamIds],
    }),
    clock: null,
    // All of them are seen in full.
    recordsVisible: true,
  };
}

function quotaOf(about: Found, amount: number | null): ExplainedQuota {
  const { query, subject, signs, found } = about;
  const metric = quotaMetricOf(subject) ?? "revenue_closed";
  const own = found?.group.teamId ? signs.ownQuotaOf(found.group.teamId) : null;
  // Later pages are added to the first one, which has the people.
  const { afterCounted, afterLeftOut, afterUndated } = query;
  const isFirst = [afterCounted, afterLeftOut, afterUndated].every((after) => after === undefined);
  return {
    metric,
    unit: metricById(metric).unit,
    amount,
    source: amount === null ? null : own ? "team" : "people",
    proRated: own?.proRated ?? false,
    versions: [],
    over: peopleOf(signs, found, isFirst),
  };
}

function peopleOf(signs: QuotaSigns, found: OverallGroup | null, withPeople: boolean): ExplainedQuotaPeople {
  const people = found?.people ?? [];
  const listed = people.map(({ member, sign }) => ({
    id: member.id,
    name: member.name,
    result: signs.results.ofMember(member).value,
    quota: signs.results.quotaOfMember(member) ?? 0,
    attainment: sign.attainment,
    status: sign.status,
  }));
  return {
    ...countJudged(people.map(({ sign }) => sign.status)),
    people: withPeople ? listed.toSorted((one, other) => one.name.localeCompare(other.name)) : [],
  };
}
