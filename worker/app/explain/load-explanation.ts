import type { Explanation } from "../../../shared/contracts/api.ts";
import type { LeftOutReason, MetricId, QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { describeMetric } from "../../../shared/metrics/describe.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import {
  countedEventsOf,
  type Evaluation,
  evaluateMetric,
  eventsOf,
  type MeasureSums,
} from "../../domain/metrics/evaluate.ts";
import { QuotaBook, type ResolvedQuota } from "../../domain/quota/quota-book.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { CreditFilter, ExplainedCredit } from "../../ports/ledger.ts";
import type { QuotaVersion } from "../../ports/quotas.ts";
import type { Member } from "../../ports/tenants.ts";
import { type CellBook, loadCellBook, sumsOfMember } from "../boards/cell-book.ts";
import { Figures, resultMetricOf } from "../boards/figures.ts";
import { countedPeople, sliceOf } from "../boards/load-leaderboard.ts";
import { entrantsOf } from "../boards/member-rows.ts";
import { filterFor, loadScene, memberHead, periodHead, type Scene } from "../boards/scene.ts";
import { seesEverybody, showsName } from "../boards/visibility.ts";
import type { PeriodChoice, QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import { explainQuota } from "./explained-quota.ts";
import { type Counting, contributionOf, type PlacedMeasure, placedMeasuresOf } from "./figure-parts.ts";
import { loadLateChanges } from "./late-changes.ts";
import { recordUrl } from "./record-url.ts";

const LINES_PER_PAGE = 50;
const LINES_PER_PAGE_MAX = 200;

/** Which figure is asked about, and from where on its lines. */
export interface ExplanationQuery extends PeriodChoice {
  readonly metric: MetricId;
  /** Null for everybody the viewer sees. */
  readonly memberId: string | null;
  /** For `quota_attainment`: which quota; Revenue Closed by default. */
  readonly quotaMetric?: QuotaMetricId | undefined;
  /** As on the board whose figure of one person it is: credits in a team and those below it, or a part of the deals. */
  readonly teamId?: string | undefined;
  readonly segment?: string | undefined;
  readonly at?: Instant | undefined;
  /** The last key of the page before, of counted or of left-out lines. */
  readonly afterCounted?: string | undefined;
  readonly afterLeftOut?: string | undefined;
  readonly limit?: number | undefined;
}

/** Whose figure it is, and whether its records may be shown. */
interface Explained {
  readonly metric: Metric;
  readonly quotaMetric: QuotaMetricId;
  /** Of the quotas at the scene's time; only for attainment. */
  readonly quotaVersions: readonly QuotaVersion[] | null;
  readonly measures: readonly PlacedMeasure[];
  readonly member: Member | null;
  readonly counting: Counting;
  /** Null for credits in every team. */
  readonly teamIds: ReadonlySet<string> | null;
  readonly recordsVisible: boolean;
  readonly filter: CreditFilter;
}

/**
 * Why a figure is what it is: the lines that add up to it, those left out with the reason, and what changed
 * after its period. Records are shown to whoever may see them; everybody else is told how many there are.
 */
export async function loadExplanation(
  context: QueryContext,
  query: ExplanationQuery,
  viewer: Viewer,
): Promise<Result<Explanation, QueryRefusal>> {
  const metric = metricById(query.metric);
  const isAttainment = metric.formula.kind === "attainment";
  if (isAttainment && query.memberId === null) {
    const detail =
      "Attainment is a result over a person's quota: ask for one person, or for the result's metric.";
    return err({ reason: "not_explainable", detail });
  }
  if (query.teamId !== undefined && query.memberId === null) {
    // What two teams share would be in each of their sums, and on a line of one of them alone.
    return err({ reason: "not_explainable", detail: "Ask for one person of the team." });
  }
  const slice = sliceOf(query);
  if (!slice.ok) return slice;
  const loaded = await loadScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const member = query.memberId === null ? null : visibleMember(scene, query.memberId);
  if (member === undefined) return err({ reason: "unknown_member" });
  if (query.teamId !== undefined && !scene.tree.has(query.teamId)) return err({ reason: "unknown_team" });
  // What derives from a quota is for those who may see the quota.
  if (isAttainment && member && scene.sightOf(member.id) !== "full") return err({ reason: "not_permitted" });
  const at = scene.atRevision === undefined ? undefined : scene.asOf;
  const quotaVersions = isAttainment ? await context.quotas.loadVersions(at) : null;
  return ok(
    await explain(scene, aboutWhom(scene, query, { member, quotaVersions, slice: slice.value }), query),
  );
}

/** Who is private is not there to be asked about, and who is unknown looks the same. */
function visibleMember(scene: Scene, memberId: string): Member | undefined {
  if (!showsName(scene.sightOf(memberId))) return undefined;
  return scene.members.find(({ id }) => id === memberId);
}

function aboutWhom(
  scene: Scene,
  query: ExplanationQuery,
  about: Pick<Explained, "member" | "quotaVersions"> & { readonly slice: CreditFilter["slice"] },
): Explained {
  const { member, quotaVersions, slice } = about;
  const metric = metricById(query.metric);
  const quotaMetric = query.quotaMetric ?? "revenue_closed";
  const result = resultMetricOf({ metric, quotaMetric });
  const span = { from: scene.period.from, to: scene.period.to };
  const memberIds = member === null ? shownMemberIds(scene) : [member.id];
  const teamIds = query.teamId === undefined ? null : scene.tree.subtreeOf(query.teamId);
  const asked = { events: eventsOf([result]), span, memberIds, teamIds: teamIds && [...teamIds] };
  return {
    metric,
    quotaMetric,
    quotaVersions,
    measures: placedMeasuresOf(result),
    member,
    counting: member === null ? "group" : "member",
    recordsVisible: member === null ? seesEverybody(scene.viewer) : scene.sightOf(member.id) === "full",
    teamIds,
    filter: filterFor(scene, slice ? { ...asked, slice } : asked),
  };
}

/** Nothing that a private person did enters what others are shown; what is nobody's does. */
function shownMemberIds(scene: Scene): readonly string[] | null {
  if (seesEverybody(scene.viewer)) return null;
  const shown = scene.members.filter(({ id }) => showsName(scene.sightOf(id))).map(({ id }) => id);
  return [...shown, ""];
}

async function explain(scene: Scene, asked: Explained, query: ExplanationQuery): Promise<Explanation> {
  const countedOnce = asked.counting === "group" ? countedEventsOf([asked.metric]) : [];
  const book = await loadCellBook(scene.context.ledger, asked.filter, countedOnce);
  const { explained, evaluation, sums, quota } = asOnBoards(scene, asked, book);
  const [counted, leftOut, lateChanges, leftOutReasons] = await Promise.all([
    loadLines(scene, explained, { limit: query.limit, after: query.afterCounted, leftOut: false }),
    loadLines(scene, explained, { limit: query.limit, after: query.afterLeftOut, leftOut: true }),
    explained.recordsVisible ? loadLateChanges(scene, explained) : [],
    explained.recordsVisible ? loadReasons(scene, explained) : [],
  ]);
  const { value, numerator, denominator } = evaluation;
  return {
    metric: describeMetric(explained.metric, scene.rules.homeCurrency),
    member: explained.member === null ? null : memberHead(scene, explained.member),
    period: periodHead(scene, scene.period),
    asOf: scene.asOf,
    value,
    basis: { numerator, denominator },
    measures: sumsOfMeasures(explained.measures, sums),
    counted: counted.lines,
    countedTotal: counted.total,
    leftOut: leftOut.lines,
    leftOutTotal: leftOut.total,
    nextCounted: counted.next,
    nextLeftOut: leftOut.next,
    lateChanges,
    leftOutReasons,
    parts: evaluation === NO_FIGURE ? [] : partsOf(explained.metric, sums),
    quota,
    homeCurrency: scene.rules.homeCurrency,
    recordsVisible: explained.recordsVisible,
  };
}

/** The figures that a product multiplies and divides, in its order. */
function partsOf({ formula }: Metric, sums: MeasureSums): NonNullable<Explanation["parts"]> {
  if (formula.kind !== "product") return [];
  return [...formula.times, ...formula.by].map((id) => {
    const metric = metricById(id);
    const { value, numerator, denominator } = evaluateMetric(metric, sums, { hasData: true });
    return { metric: id, unit: metric.unit, value, basis: { numerator, denominator } };
  });
}

async function loadReasons(
  scene: Scene,
  { filter }: Explained,
): Promise<NonNullable<Explanation["leftOutReasons"]>> {
  const counts = new Map<LeftOutReason, number>();
  for (const { reason, count } of await scene.context.ledger.sumLeftOut(filter)) {
    counts.set(reason, (counts.get(reason) ?? 0) + count);
  }
  const reasons = [...counts].map(([reason, count]) => ({ reason, count }));
  return reasons.toSorted((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
}

/** A figure, and whose lines add up to it. */
interface Shown {
  readonly explained: Explained;
  readonly evaluation: Evaluation;
  readonly sums: MeasureSums;
  readonly quota: Explanation["quota"];
}

const NO_FIGURE: Evaluation = { value: null, numerator: null, denominator: null };

/** The very evaluation of the boards, over the people they show, so that the drawer cannot say something else. */
function asOnBoards(scene: Scene, asked: Explained, book: CellBook): Shown {
  const { metric, member, quotaMetric, quotaVersions, teamIds } = asked;
  const quotas = quotaVersions && new QuotaBook(quotaVersions, scene.rules.calendar);
  const subject = { metric, quotaMetric, teamIds, quotas };
  const figures = new Figures(scene, subject, scene.period, book);
  if (member === null) return groupAsOnBoards(scene, asked, figures);
  // Peers see no figures of somebody who is not ranked.
  if (!asked.recordsVisible && !figures.isRanked(member)) {
    const explained = aboutMembers(asked, []);
    return { explained, evaluation: NO_FIGURE, sums: sumsOfMember([]), quota: null };
  }
  const quota = quotaVersions && quotaOf(scene, asked, member, figures.resolvedQuotaOfMember(member));
  return { explained: asked, evaluation: figures.ofMember(member), sums: sumsOfMember(book.cells), quota };
}

function quotaOf(
  scene: Scene,
  { quotaMetric, quotaVersions }: Explained,
  member: Member,
  resolved: ResolvedQuota | null,
): Explanation["quota"] {
  return explainQuota(scene, { member, metric: quotaMetric, versions: quotaVersions ?? [], resolved });
}

function groupAsOnBoards(scene: Scene, asked: Explained, figures: Figures): Shown {
  const counts = countedPeople(scene, entrantsOf(scene, figures));
  const group = { teamId: null, teamIds: null, counts };
  const { memberIds } = asked.filter;
  return {
    explained: aboutMembers(asked, memberIds?.filter((id) => id === "" || counts(id)) ?? null),
    evaluation: figures.ofGroup(group),
    sums: figures.sumsOfGroup(group),
    quota: null,
  };
}

function aboutMembers(asked: Explained, memberIds: readonly string[] | null): Explained {
  return { ...asked, filter: { ...asked.filter, memberIds } };
}

function sumsOfMeasures(measures: readonly PlacedMeasure[], sums: MeasureSums): Explanation["measures"] {
  return measures.map(({ event, of, part }) => ({ event, of, part, sum: sums({ event, of }) }));
}

interface LinesPage {
  readonly limit: number | undefined;
  readonly after: string | undefined;
  readonly leftOut: boolean;
}

async function loadLines(
  scene: Scene,
  explained: Explained,
  { limit, after, leftOut }: LinesPage,
): Promise<{ lines: Explanation["counted"]; total: number; next: string | null }> {
  const { ledger } = scene.context;
  if (!explained.recordsVisible) {
    const { total } = await ledger.listCredits(explained.filter, { limit: 1, leftOut });
    return { lines: [], total, next: null };
  }
  const size = Math.min(Math.max(limit ?? LINES_PER_PAGE, 1), LINES_PER_PAGE_MAX);
  const page = await ledger.listCredits(explained.filter, {
    limit: size,
    leftOut,
    ...(after === undefined ? {} : { after }),
  });
  return {
    lines: page.credits.map((credit) => describeLine(credit, scene, explained)),
    total: page.total,
    next: page.next,
  };
}

function describeLine(
  credit: ExplainedCredit,
  scene: Scene,
  { measures, counting }: Explained,
): Explanation["counted"][number] {
  const { kind, crmId, title, event, day, at, amountMinor, seconds, original, rate, leftOut } = credit;
  // Crediting has no clock, so whether a day lies ahead is said here.
  const ahead = day !== null && day > scene.today ? ["future"] : [];
  return {
    kind,
    crmId,
    title,
    url: recordUrl(scene.context.tenant, { kind, crmId }),
    event,
    day,
    at,
    contribution: contributionOf(credit, measures, counting),
    amountMinor,
    seconds,
    original,
    rate,
    marks: [...credit.marks, ...ahead],
    leftOut,
    knownSince: credit.knownSince,
  };
}
