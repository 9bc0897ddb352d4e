import type { PersonStanding } from "../../../shared/contracts/person.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { roundHalfAwayFromZero } from "../../../shared/money/rounding.ts";
import { eventsOf } from "../../domain/metrics/evaluate.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { LookStore } from "../../ports/looks.ts";
import type { Member } from "../../ports/tenants.ts";
import { teamHead } from "../boards/team-rows.ts";
import { sumOpenDeals } from "../open-deals/open-lines.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { loadCellBook } from "../scene/cell-book.ts";
import { Figures } from "../scene/figures.ts";
import { personInFull } from "../scene/person-in-full.ts";
import type { PeriodChoice } from "../scene/scene.ts";
import { filterFor, loadQuotaBook, loadScene, memberHead, periodHead, type Scene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import { loadOwnDeals, pipelineOf, willNotCount } from "./own-deals.ts";
import { loadPersonMetrics } from "./person-metrics.ts";
import { loadRecentLateChanges, loadSinceLastLooked } from "./recent-changes.ts";

/** Whose page is asked for. */
export interface StandingQuery extends PeriodChoice {
  readonly memberId: string;
}

/** What the page of a person is loaded from. */
export interface StandingParts {
  readonly context: QueryContext;
  readonly looks: LookStore;
}

/** Where somebody stands: for themselves, their managers, admins and owners. */
export async function loadStanding(
  { context, looks }: StandingParts,
  query: StandingQuery,
  viewer: Viewer,
): Promise<Result<PersonStanding, QueryRefusal>> {
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const person = personInFull(scene, query.memberId);
  if (!person.ok) return person;
  const member = person.value;
  const lookedAt =
    viewer.memberId === null ? null : await looks.load({ viewerId: viewer.memberId, memberId: member.id });
  const [metrics, deals, pipelines, lateChanges, sinceLastLooked] = await Promise.all([
    loadPersonMetrics(scene, member),
    loadOwnDeals(scene, member),
    context.store.loadPipelines(),
    loadRecentLateChanges(scene, member),
    loadSinceLastLooked(scene, member, lookedAt),
  ]);
  if (!sinceLastLooked.ok) return sinceLastLooked;
  return ok({
    ...headOf(scene, member),
    metrics,
    pipeline: pipelineOf(deals, pipelines),
    dueByEnd: await dueByEnd(scene, member),
    lateChanges,
    sinceLastLooked: sinceLastLooked.value,
    willNotCount: willNotCount(scene, deals),
  });
}

function headOf(scene: Scene, member: Member) {
  const { comparison, tree, viewer } = scene;
  const head = memberHead(scene, member);
  const team = tree.teams.find(({ id }) => id === head.teamId);
  return {
    member: head,
    team: team ? teamHead(team) : null,
    mine: member.id === viewer.memberId,
    period: periodHead(scene, scene.period),
    comparedWith: comparison && periodHead(scene, comparison.previous),
    comparedPart: comparison && periodHead(scene, comparison.current),
    asOf: scene.asOf,
    today: scene.today,
    currency: scene.rules.homeCurrency,
  };
}

async function dueByEnd(scene: Scene, member: Member): Promise<PersonStanding["dueByEnd"]> {
  const { period, today } = scene;
  if (period.to < today) return null;
  const from = today > period.from ? today : period.from;
  const [due, needed] = await Promise.all([
    sumOpenDeals(scene, member.id, { from, to: period.to }),
    neededFor(scene, member),
  ]);
  return { from, to: period.to, ...due, needed };
}

/** What is missing to the revenue quota. */
async function neededFor(scene: Scene, member: Member): Promise<number | null> {
  const metric = metricById("revenue_closed");
  const { from, to } = scene.period;
  const asked = { events: eventsOf([metric]), span: { from, to }, memberIds: [member.id], teamIds: null };
  const [quotas, book] = await Promise.all([
    loadQuotaBook(scene),
    loadCellBook(scene.context.ledger, filterFor(scene, asked), []),
  ]);
  const subject = { metric, quotaMetric: "revenue_closed", teamIds: null, quotas } as const;
  const figures = new Figures(scene, subject, scene.period, book);
  const quota = figures.quotaOfMember(member);
  if (quota === null) return null;
  const result = figures.ofMember(member).value ?? 0;
  return Math.max(0, roundHalfAwayFromZero(quota - result));
}
