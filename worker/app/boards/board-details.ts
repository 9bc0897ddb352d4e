import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import {
  type BoardChoices,
  type BoardDetails,
  WEEKS_SHOWN,
} from "../../../shared/contracts/board-details.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { addDays } from "../../domain/calendar/local-time.ts";
import { type Period, periodOf } from "../../domain/calendar/periods.ts";
import { countWorkingDays } from "../../domain/calendar/working-days.ts";
import type { StatusLimits } from "../../domain/quota/progress.ts";
import { Figures, resultMetricOf, type Subject } from "../scene/figures.ts";
import { loadQuotaBook, type Scene } from "../scene/scene.ts";
import { loadChoices } from "./board-choices.ts";
import { type BoardCells, type CellScope, loadSpan } from "./board-figures.ts";
import type { LeaderboardQuery } from "./leaderboard-query.ts";
import { type Entrant, entrantsOf, type MemberRow, placeMembers } from "./member-rows.ts";
import { QuotaSigns, quotaMetricOf } from "./quota-signs.ts";
import { type DetailParts, detailMembers, detailTeams, type EarlierPlaces, gapsOf } from "./row-details.ts";
import { placeTeams, type TeamRow, type TeamRowsQuestion } from "./team-rows.ts";

/** Movement is against the board without so many last days. */
const MOVEMENT_DAYS = 7;
const DAYS_PER_WEEK = 7;
const NO_CHOICES: BoardChoices = { regions: [], departments: [], segments: [] };

/** A board that is drawn, and what it was drawn from. */
export interface DrawnBoard {
  readonly scene: Scene;
  readonly query: LeaderboardQuery;
  readonly subject: Subject;
  readonly scope: CellScope;
  readonly cells: BoardCells;
  readonly entrants: readonly Entrant[];
  readonly givesPlaces: boolean;
  readonly rows:
    | { readonly by: "member"; readonly rows: readonly MemberRow[] }
    | { readonly by: "team"; readonly rows: readonly TeamRow[]; readonly question: TeamRowsQuestion };
  /** The total over the same people in another span. */
  readonly totals: BoardDetails["totals"];
}

/** The same rows with their details, and what stands above them. */
export async function addDetails(
  drawn: DrawnBoard,
): Promise<{ readonly rows: readonly LeaderboardRow[]; readonly details: BoardDetails }> {
  const { scene, subject } = drawn;
  const isWhole = drawn.query.details !== "places";
  const [earlier, weeks, choices, { settings }] = await Promise.all([
    loadEarlier(drawn),
    isWhole ? loadWeeks(drawn) : [],
    isWhole ? loadChoices(scene, subject.metric) : NO_CHOICES,
    scene.context.settings.load(),
  ]);
  const signs = isWhole ? await loadSigns(drawn, settings.statusLimits) : null;
  const parts: DetailParts = {
    scene,
    metric: subject.metric,
    weeklyMetric: resultMetricOf(subject),
    givesPlaces: drawn.givesPlaces,
    earlier,
    weeks,
    quotas: signs,
  };
  const { rows: found } = drawn;
  const rows = found.by === "member" ? detailMembers(found.rows, parts) : detailTeams(found.rows, parts);
  const { clubLine } = settings;
  return {
    rows,
    details: {
      standing: standingOf(rows, scene),
      teamQuota:
        signs?.overall({ teamId: drawn.query.teamId, entrants: drawn.entrants, teamIds: subject.teamIds }) ??
        null,
      club: clubLine && { places: clubLine.places },
      totals: drawn.totals,
      comparedDays: scene.comparison && countWorkingDays(scene.comparison.current, scene.rules.calendar),
      choices,
    },
  };
}

/** What the signs of a board's quotas are made from. */
export type SignsQuestion = Pick<DrawnBoard, "scene" | "subject" | "scope"> & {
  readonly query: Pick<LeaderboardQuery, "segment">;
  readonly cells: Pick<BoardCells, "current">;
};

/**
 * Quotas are asked of all of somebody's results: whatever team they were in, and never for a part of the deals. Null
 * where nothing is asked.
 */
export async function loadSigns(
  { scene, query, subject, scope, cells }: SignsQuestion,
  limits: StatusLimits,
): Promise<QuotaSigns | null> {
  const quotaMetric = quotaMetricOf(subject);
  if (quotaMetric === null || query.segment !== undefined) return null;
  const [quotas, { book }] = await Promise.all([
    subject.quotas ?? loadQuotaBook(scene),
    scope.teamIds === null ? cells.current : loadSpan(scene, { ...scope, teamIds: null }, scene.period),
  ]);
  return new QuotaSigns({ scene, quotaMetric, quotas, book, limits, subject });
}

/** Null where the period had not begun seven days ago, or had ended by then. */
async function loadEarlier(drawn: DrawnBoard): Promise<EarlierPlaces | null> {
  const { scene, subject, scope, rows } = drawn;
  const { period } = scene;
  const since = addDays(scene.today, -MOVEMENT_DAYS);
  if (since < period.from || since >= period.to) return null;
  const part: Period = { from: period.from, to: since, grain: "custom" };
  const { book } = await loadSpan(scene, scope, part);
  const figures = new Figures(scene, { ...subject, quotaPeriod: period }, part, book);
  const places =
    rows.by === "member"
      ? placeMembers(entrantsOf(scene, figures), subject.metric, figures)
      : placeTeams(rows.question, figures);
  const ranks = new Map(places.map(({ id, rank }) => [id, rank]));
  return { since, rankOf: (id) => ranks.get(id) ?? null };
}

/** Of attainment its result: a week has no quota. */
async function loadWeeks({ scene, subject, scope }: DrawnBoard): Promise<readonly Figures[]> {
  const weekly = { ...subject, metric: resultMetricOf(subject), quotas: null };
  return Promise.all(
    weeksBefore(scene).map(async (week) => {
      const { book } = await loadSpan(scene, scope, week);
      return new Figures(scene, weekly, week, book);
    }),
  );
}

/** The last whole weeks that are over, none of them after the period. Oldest first. */
function weeksBefore({ today, period, rules }: Scene): readonly Period[] {
  const end = period.to < today ? addDays(period.to, 1) : today;
  const current = periodOf(end, "week", rules.calendar);
  return Array.from({ length: WEEKS_SHOWN }, (_, index) => {
    const from = addDays(current.from, -DAYS_PER_WEEK * (WEEKS_SHOWN - index));
    const week: DaySpan = { from, to: addDays(from, DAYS_PER_WEEK - 1) };
    return { ...week, grain: "week" };
  });
}

function standingOf(rows: readonly LeaderboardRow[], { viewer }: Scene): BoardDetails["standing"] {
  const index = rows.findIndex(({ member }) => viewer.memberId !== null && member?.id === viewer.memberId);
  const own = rows[index];
  if (!own) return null;
  const gap = gapsOf(rows)[index] ?? null;
  const movement = own.details?.movement ?? null;
  return {
    rank: own.rank,
    tied: own.tied,
    rankBefore: movement?.rankBefore ?? null,
    since: movement?.since ?? null,
    toNext: gap?.toNext ?? null,
    nextRank: gap?.nextRank ?? null,
    of: rows.filter(({ rank }) => rank !== null).length,
  };
}
