import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import type { Freshness } from "../../../shared/live/freshness.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import type { Leave } from "../../domain/calendar/leave.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import type { Period } from "../../domain/calendar/periods.ts";
import { isRamping } from "../../domain/calendar/ramp.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { KindState } from "../../ports/sync.ts";
import { type OpenSum, sumOpenDeals } from "../open-deals/open-lines.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { isStillArriving } from "../scene/coverage.ts";
import type { Scene } from "../scene/scene.ts";
import { freshnessOf } from "../sync/freshness.ts";
import type { Viewer } from "../viewer.ts";
import { type BoardPlace, loadMetricBoard, type MetricBoard, placeOn } from "./board-place.ts";
import {
  type AttainmentRow,
  type CardPerson,
  type CardScene,
  type CardSources,
  hasQuota,
  loadCardScene,
  type QuotaCardQuery,
  rowOf,
} from "./card-scene.ts";
import { type DealFigures, effectOfDeal } from "./deal-effect.ts";
import {
  type DayResult,
  loadPersonResults,
  type PersonProjection,
  type PersonResults,
} from "./person-results.ts";

/** A close date that was missed by more is nobody's plan any more. */
const PAST_DUE_DAYS = 366;

/** One quota with everything that the card says of it. */
export interface QuotaFigure {
  readonly row: AttainmentRow;
  /** The day inside the period from which the first quota counts; null where it counts from its beginning. */
  readonly quotaFrom: LocalDay | null;
  /** New, by the first day or by the quota. */
  readonly ramping: boolean;
  readonly projection: PersonProjection | null;
  readonly reachedOn: LocalDay | null;
  /** Records that count are still on their way: nothing is judged by what is there. */
  readonly arriving: boolean;
  readonly days: readonly DayResult[];
}

/** The quota card of one person and period in figures, for the words to be put to. */
export interface QuotaFigures {
  readonly now: Instant;
  readonly today: LocalDay;
  readonly timeZone: string;
  readonly currency: string;
  readonly card: CardScene;
  readonly period: Period;
  readonly person: CardPerson;
  readonly mine: boolean;
  /** The first of the four kinds that a quota is set for; revenue without any. */
  readonly main: QuotaFigure;
  /** Every kind with a quota, the main one first; empty without. */
  readonly quotas: readonly QuotaFigure[];
  readonly dealsWon: number | null;
  /** Null when nobody is away. */
  readonly leave: Leave | null;
  /** Due from today to the end of the period. */
  readonly openDeals: OpenSum;
  readonly pastDue: OpenSum;
  readonly place: BoardPlace | null;
  readonly trend: readonly (number | null)[];
  /** Records of the period are still arriving. */
  readonly soFar: boolean;
  readonly sync: Freshness;
  readonly deal: DealFigures | null;
}

/** For oneself, one's people, or everybody: whoever sees the person in full. */
export async function loadQuotaFigures(
  context: QueryContext & CardSources,
  query: QuotaCardQuery,
  viewer: Viewer,
): Promise<Result<QuotaFigures, QueryRefusal>> {
  const loaded = await loadCardScene(context, query, viewer);
  if (!loaded.ok) return loaded;
  const { card, person } = loaded.value;
  const metric = mainMetricOf(person);
  const [results, board, openDeals, kinds, held] = await Promise.all([
    loadPersonResults(card.scene, person),
    loadMetricBoard(card.scene, metric),
    loadOpenDeals(card.scene, person),
    context.loadKinds(),
    query.dealId === undefined ? null : context.deals.loadDeal(query.dealId),
  ]);
  const deal = query.dealId === undefined ? null : effectOfDeal({ card, person, board, viewer }, held);
  return ok({ ...figuresOf({ card, person, metric, results, board, kinds }), ...openDeals, deal });
}

function mainMetricOf(person: CardPerson): QuotaMetricId {
  const asks = (metric: QuotaMetricId) => (person.quotaOf(metric)?.amount ?? 0) > 0;
  const has = (metric: QuotaMetricId) => person.quotaOf(metric) !== null;
  return QUOTA_METRIC_IDS.find(asks) ?? QUOTA_METRIC_IDS.find(has) ?? "revenue_closed";
}

interface LoadedParts {
  readonly card: CardScene;
  readonly person: CardPerson;
  readonly metric: QuotaMetricId;
  readonly results: PersonResults;
  readonly board: MetricBoard;
  readonly kinds: readonly KindState[];
}

function figuresOf(parts: LoadedParts): Omit<QuotaFigures, "openDeals" | "pastDue" | "deal"> {
  const { card, person, metric, results, board, kinds } = parts;
  const { scene } = card;
  const { today, rules } = scene;
  const { id, leaves } = person.member;
  const others = QUOTA_METRIC_IDS.filter((each) => each !== metric).map((each) => quotaFigure(parts, each));
  const main = quotaFigure(parts, metric);
  return {
    now: scene.asOf,
    today,
    timeZone: rules.calendar.timeZone,
    currency: rules.homeCurrency,
    card,
    period: scene.period,
    person,
    mine: id === scene.viewer.memberId,
    main,
    quotas: [main, ...others].filter(({ row }) => hasQuota(row)),
    dealsWon: results.resultOf("deals_won"),
    leave: leaves.find(({ from, to }) => from <= today && (to === null || today <= to)) ?? null,
    place: placeOn(board, id),
    trend: results.trendOf(metric),
    soFar: board.soFar,
    sync: syncOf(scene, kinds, board.soFar),
  };
}

function quotaFigure({ card, person, results }: LoadedParts, metric: QuotaMetricId): QuotaFigure {
  const row = rowOf(card, person, { metric, result: results.resultOf(metric) });
  const days = results.daysOf(metric);
  const { scene } = card;
  const quotaFrom = card.book.beginsWithin(person.member.id, metric, scene.period);
  const arriving = isStillArriving(scene.synced, metricById(metric), scene.period);
  return {
    row,
    quotaFrom,
    ramping: isRamping({ joinedOn: person.member.joinedOn, quotaFrom }, scene.today),
    projection: arriving ? null : results.projectionOf(metric, row.quota),
    arriving,
    reachedOn: reachedOn(days, row, scene.today),
    days,
  };
}

/** The last day that took the result up to the quota: a refund may have taken it back in between. */
function reachedOn(
  days: readonly DayResult[],
  { quota, status }: AttainmentRow,
  today: LocalDay,
): LocalDay | null {
  if (quota === null || status !== "reached") return null;
  let sum = 0;
  let reached: LocalDay | null = null;
  for (const { day, added } of days) {
    const before = sum;
    sum += added;
    if (before < quota && sum >= quota) reached = day < today ? day : today;
  }
  return reached;
}

async function loadOpenDeals(
  scene: Scene,
  { member }: CardPerson,
): Promise<{ readonly openDeals: OpenSum; readonly pastDue: OpenSum }> {
  const { period, today } = scene;
  const [openDeals, pastDue] = await Promise.all([
    sumOpenDeals(scene, member.id, { from: today, to: period.to }),
    sumOpenDeals(scene, member.id, { from: addDays(today, -PAST_DUE_DAYS), to: addDays(today, -1) }),
  ]);
  return { openDeals, pastDue };
}

/** While records of the period arrive, their age says little. */
function syncOf({ context, asOf }: Scene, kinds: readonly KindState[], soFar: boolean): Freshness {
  const freshness = freshnessOf({ tenant: context.tenant, kinds }, asOf);
  return soFar && freshness.state !== "reconnect" ? { ...freshness, state: "backfilling" } : freshness;
}
