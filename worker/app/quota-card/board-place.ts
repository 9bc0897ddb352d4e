/** Where somebody stands on the whole board of a metric, as the viewer sees that board. */
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import type { Period } from "../../domain/calendar/periods.ts";
import { countedEventsOf, eventsOf } from "../../domain/metrics/evaluate.ts";
import { rankStandings, type Standing } from "../../domain/ranking.ts";
import type { Member } from "../../ports/tenants.ts";
import { type Entrant, entrantsOf, placeMembers, withheldFrom } from "../boards/member-rows.ts";
import { type CellBook, loadCellBook } from "../scene/cell-book.ts";
import { isStillArriving } from "../scene/coverage.ts";
import { Figures, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";
import { latestTeam } from "../scene/team-tree.ts";
import { concealTies, showsName } from "../scene/visibility.ts";

/** Movement is against as many days ago. */
const MOVEMENT_DAYS = 7;

/** The board of one metric over the card's period. */
export interface MetricBoard {
  readonly scene: Scene;
  readonly metric: QuotaMetricId;
  readonly book: CellBook;
  readonly entrants: readonly Entrant[];
  /** Records of the period are still arriving: nobody has a rank. */
  readonly soFar: boolean;
  /** The cells up to a week ago; null within the period's first week. */
  readonly earlier: { readonly day: LocalDay; readonly book: CellBook } | null;
}

/** A rank among how many. */
export interface Rank {
  readonly rank: number;
  readonly tied: boolean;
}

/** Where somebody stands, and where they stood a week ago. */
export interface BoardPlace extends Rank {
  readonly of: number;
  /** The team that everybody ranked belongs to; null when there is no such team. */
  readonly among: string | null;
  /** Cut by the day of the event, with today's knowledge. */
  readonly earlier: { readonly day: LocalDay; readonly rank: number | null } | null;
}

/** Two readings of the cells of everybody: the period, and the period up to a week ago. */
export async function loadMetricBoard(scene: Scene, metric: QuotaMetricId): Promise<MetricBoard> {
  const { period, today } = scene;
  const declared = metricById(metric);
  const day = addDays(today, -MOVEMENT_DAYS);
  const filterTo = (to: LocalDay) =>
    filterFor(scene, {
      events: eventsOf([declared]),
      span: { from: period.from, to },
      memberIds: null,
      teamIds: null,
    });
  const { ledger } = scene.context;
  const [book, earlier] = await Promise.all([
    loadCellBook(ledger, filterTo(period.to), countedEventsOf([declared])),
    day < period.from ? null : loadCellBook(ledger, filterTo(day), []),
  ]);
  return {
    scene,
    metric,
    book,
    entrants: entrantsOf(scene, figuresOver(scene, metric, book)),
    soFar: isStillArriving(scene.synced, declared, period),
    earlier: earlier && { day, book: earlier },
  };
}

/** The figures of the board's metric over some cells. */
export function figuresOver(
  scene: Scene,
  metric: QuotaMetricId,
  book: CellBook,
  {
    quotas = null,
    period = scene.period,
  }: { readonly quotas?: Subject["quotas"]; readonly period?: Period } = {},
) {
  const measured = quotas === null ? metric : "quota_attainment";
  const subject = { metric: metricById(measured), quotaMetric: metric, teamIds: null, quotas };
  return new Figures(scene, subject, period, book);
}

/** Null for somebody who is not ranked. */
export function placeOn(board: MetricBoard, memberId: string): BoardPlace | null {
  const places = placesOn(board);
  const rank = rankAmong(places, memberId);
  if (rank === null) return null;
  const { earlier } = board;
  return {
    ...rank,
    of: places.filter((place) => place.rank !== null).length,
    among: commonTeam(board),
    earlier: earlier && {
      day: earlier.day,
      rank: rankAmong(placesBefore(board, earlier), memberId)?.rank ?? null,
    },
  };
}

/** Where somebody stands, and where they would stand with other cells of their own. */
export function rankWith(
  board: MetricBoard,
  member: Member,
  book: CellBook,
): { readonly from: Rank; readonly to: Rank } | null {
  const places = placesOn(board);
  const { value } = figuresOver(board.scene, board.metric, book).ofMember(member);
  const from = rankAmong(places, member.id);
  const to = rankAmong(placesWith(board, places, { id: member.id, value }), member.id);
  return from && to && { from, to };
}

/** By the very places of the leaderboard, so that the card cannot say another rank. */
function placesOn({ scene, metric, entrants, soFar, book }: MetricBoard): readonly Standing[] {
  if (soFar) return [];
  return placeMembers(entrants, metricById(metric), figuresOver(scene, metric, book));
}

/** Of those who were ranked in that part of the period, as the leaderboard says what moved. */
function placesBefore(
  { scene, metric }: MetricBoard,
  { day, book }: NonNullable<MetricBoard["earlier"]>,
): readonly Standing[] {
  const period: Period = { from: scene.period.from, to: day, grain: "custom" };
  const figures = figuresOver(scene, metric, book, { period });
  return placeMembers(entrantsOf(scene, figures), metricById(metric), figures);
}

/**
 * The places with another value of one person. Whose value is withheld is passed only together with the nearest
 * one shown: a rank that told more would find out the value, try by try.
 */
function placesWith(
  { entrants, metric }: MetricBoard,
  places: readonly Standing[],
  own: { readonly id: string; readonly value: number | null },
): readonly Standing[] {
  const { better } = metricById(metric);
  const withheld = withheldFrom(entrants);
  const ranked = places.filter(({ rank }) => rank !== null);
  const isShown = ({ id }: Standing) => id !== own.id && !withheld.has(id);
  const best = better === "higher" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const at = ranked.findIndex(({ id }) => id === own.id);
  const scores = ranked.map((place, index) => {
    if (place.id === own.id) return own;
    if (!withheld.has(place.id)) return place;
    const value =
      index < at
        ? (ranked.slice(0, index).findLast(isShown)?.value ?? best)
        : (ranked.slice(index).find(isShown)?.value ?? -best);
    return { id: place.id, value };
  });
  return concealTies(rankStandings(scores, better), withheld);
}

function rankAmong(places: readonly Standing[], memberId: string): Rank | null {
  const place = places.find(({ id }) => id === memberId);
  return place === undefined || place.rank === null ? null : { rank: place.rank, tied: place.tied };
}

/** Over the people shown by name, so that nobody's team is told by its absence. */
function commonTeam({ scene, entrants }: MetricBoard): string | null {
  const named = entrants.filter(({ sight, ranked }) => ranked && showsName(sight));
  const tops = new Set(
    named.map(({ member }) => scene.tree.pathOf(latestTeam(member.memberships, scene.today)).at(-1)),
  );
  const [top] = tops;
  if (tops.size !== 1 || top === undefined) return null;
  return scene.tree.teams.find(({ id }) => id === top)?.name ?? null;
}
