/** What stands beside each place: all of it from what the viewer sees anyway, so that nothing else follows. */
import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { RowDetails } from "../../../shared/contracts/board-details.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import { roundHalfAwayFromZero } from "../../../shared/money/rounding.ts";
import { isRamping } from "../../domain/calendar/ramp.ts";
import type { Evaluation } from "../../domain/metrics/evaluate.ts";
import type { Figures } from "../scene/figures.ts";
import type { Scene } from "../scene/scene.ts";
import { latestTeam, wasIn } from "../scene/team-tree.ts";
import { type Entrant, isSmallSample, type MemberRow } from "./member-rows.ts";
import type { QuotaSigns } from "./quota-signs.ts";
import type { TeamRow } from "./team-rows.ts";

/** The places of the same board without its last days. */
export interface EarlierPlaces {
  readonly since: LocalDay;
  readonly rankOf: (id: string) => number | null;
}

/** What details are worked out from, beside the rows. */
export interface DetailParts {
  readonly scene: Scene;
  readonly metric: Metric;
  /** The metric of the figures of weeks: of attainment its result. */
  readonly weeklyMetric: Metric;
  readonly givesPlaces: boolean;
  /** Null where the period has no such part. */
  readonly earlier: EarlierPlaces | null;
  /** Whole weeks, oldest first. */
  readonly weeks: readonly Figures[];
  /** Null where the metric has no quotas. */
  readonly quotas: QuotaSigns | null;
}

/** The way to the nearest better value that is shown. */
export interface Gap {
  readonly toNext: number;
  readonly nextRank: number;
}

const NO_DETAILS: RowDetails = {
  movement: null,
  toNext: null,
  weeks: [],
  fewPerWeek: false,
  quota: null,
  ramping: false,
  notRanked: false,
  hiddenFromPeers: false,
  awaySince: null,
  people: null,
  perPerson: null,
  mine: false,
};

/** The gap of each row, by place in the list; null at the top and for whoever has no value or no place. */
export function gapsOf(rows: readonly LeaderboardRow[]): readonly (Gap | null)[] {
  let above: { value: number; rank: number } | null = null;
  let level: { value: number; rank: number } | null = null;
  return rows.map(({ rank, value }) => {
    if (rank === null || value === null) return null;
    if (level === null || level.value !== value) {
      above = level;
      level = { value, rank };
    }
    return above && { toNext: Math.abs(above.value - value), nextRank: above.rank };
  });
}

/** Rows of people with their details. */
export function detailMembers(rows: readonly MemberRow[], parts: DetailParts): readonly LeaderboardRow[] {
  const gaps = gapsOf(rows.map(({ row }) => row));
  return rows.map(({ entrant, row }, index) => ({
    ...row,
    details: row.private
      ? { ...NO_DETAILS, notRanked: isUnplaced(row, parts) }
      : memberDetails({ entrant, row }, gaps[index] ?? null, parts),
  }));
}

function memberDetails({ entrant, row }: MemberRow, gap: Gap | null, parts: DetailParts): RowDetails {
  const { member, sight } = entrant;
  const { scene } = parts;
  const full = sight === "full";
  const day = scene.today < scene.period.to ? scene.today : scene.period.to;
  const quotaFrom = parts.quotas?.quotaFromOf(member) ?? null;
  return {
    ...NO_DETAILS,
    movement: movementOf(row, member.id, parts),
    toNext: gap?.toNext ?? null,
    ...weeksOf(parts, (week) => weekOfMember(week, entrant)),
    quota: full ? (parts.quotas?.ofMember(member) ?? null) : null,
    ramping: full && isRamping({ joinedOn: member.joinedOn, quotaFrom }, day),
    notRanked: isUnplaced(row, parts),
    hiddenFromPeers: full && member.privacy !== "named",
    awaySince: full ? awaySince(scene, entrant) : null,
  };
}

function weekOfMember(week: Figures, { member }: Entrant): Evaluation | null {
  return week.isSeen(member) ? week.ofMember(member) : null;
}

function awaySince({ today, period }: Scene, { member }: Entrant): LocalDay | null {
  if (today < period.from || today > period.to) return null;
  return member.leaves.find(({ from, to }) => from <= today && (to === null || today <= to))?.from ?? null;
}

/** Rows of teams with their details. */
export function detailTeams(rows: readonly TeamRow[], parts: DetailParts): readonly LeaderboardRow[] {
  const gaps = gapsOf(rows.map(({ row }) => row));
  return rows.map(({ team, group, row }, index) => {
    const { scene } = parts;
    const people = scene.members.filter(
      ({ id, memberships }) =>
        group.counts(id) && wasIn(memberships, group.teamIds ?? new Set(), scene.period),
    );
    const details: RowDetails = {
      ...NO_DETAILS,
      movement: movementOf(row, team.id, parts),
      toNext: gaps[index]?.toNext ?? null,
      ...weeksOf(parts, (week) => week.ofGroup(group)),
      quota: parts.quotas?.ofTeam(team.id, group) ?? null,
      notRanked: isUnplaced(row, parts),
      people: people.length,
      perPerson: perPersonOf(row, people.length, parts.metric),
      mine: isMine(scene, team.id),
    };
    return { ...row, details };
  });
}

/** Sums alone are shared out: a rate has no part per person. */
function perPersonOf({ value }: LeaderboardRow, people: number, { formula, unit }: Metric): number | null {
  if (formula.kind !== "sum" || value === null || people === 0) return null;
  return unit === "money" ? roundHalfAwayFromZero(value / people) : value / people;
}

function isMine({ viewer, members, tree, today }: Scene, teamId: string): boolean {
  const own = members.find(({ id }) => id === viewer.memberId);
  return own !== undefined && tree.subtreeOf(teamId).has(latestTeam(own.memberships, today));
}

function isUnplaced({ rank }: LeaderboardRow, { givesPlaces }: DetailParts): boolean {
  return rank === null && givesPlaces;
}

function movementOf({ rank }: LeaderboardRow, id: string, { earlier }: DetailParts): RowDetails["movement"] {
  if (earlier === null || rank === null) return null;
  const rankBefore = earlier.rankOf(id);
  return { rankBefore, isNew: rankBefore === null, since: earlier.since };
}

/** `evaluate` gives null for a week without a figure. */
function weeksOf(
  { weeks, weeklyMetric }: DetailParts,
  evaluate: (week: Figures) => Evaluation | null,
): Pick<RowDetails, "weeks" | "fewPerWeek"> {
  const values = weeks.map(evaluate);
  return {
    weeks: values.map((week) => week?.value ?? null),
    fewPerWeek: values.some((week) => week !== null && isSmallSample(week, weeklyMetric)),
  };
}
