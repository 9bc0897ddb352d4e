import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import type { Evaluation } from "../../domain/metrics/evaluate.ts";
import { rankStandings, type Standing } from "../../domain/ranking.ts";
import type { Member } from "../../ports/tenants.ts";
import type { Figures } from "../scene/figures.ts";
import { memberHead, type Scene } from "../scene/scene.ts";
import { concealTies, type Sight } from "../scene/visibility.ts";
import type { BoardFigures } from "./board-figures.ts";

/** Somebody on the board, and how much of them the viewer sees. */
export interface Entrant {
  readonly member: Member;
  readonly sight: Exclude<Sight, "absent">;
  /** Somebody who is not ranked still has results, which only those with full sight see. */
  readonly ranked: boolean;
}

/** What the rows of a board of people are made of. */
export interface MemberRowsQuestion {
  readonly scene: Scene;
  readonly metric: Metric;
  readonly figures: BoardFigures;
  readonly entrants: readonly Entrant[];
  /** Not while deals of the period still arrive, and not where there is nobody to be ranked among. */
  readonly givesPlaces: boolean;
}

/** The same for every anonymous person and every cause: nothing tells one from another. */
const PRIVATE_MEMBER = { id: "", crmId: "", name: "Private member", teamId: null };

const NOTHING_SHOWN = {
  value: null,
  previous: null,
  compared: null,
  basis: { numerator: null, denominator: null },
  smallSample: false,
};

/** Who is on the board for this viewer, in the teams that it is about. */
export function entrantsOf(scene: Scene, current: Figures): readonly Entrant[] {
  return scene.members.flatMap((member): Entrant[] => {
    const sight = scene.sightOf(member.id);
    if (sight === "absent" || !current.isInScope(member)) return [];
    const ranked = current.isRanked(member);
    const showsUnranked = sight === "full" && hasFiguresOnly(member, current);
    return ranked || showsUnranked ? [{ member, sight, ranked }] : [];
  });
}

/** Has no place, and still figures, which those with full sight see. */
export function hasFiguresOnly(member: Member, figures: Figures): boolean {
  return !figures.isRanked(member) && (figures.hasCredits(member.id) || figures.isPaused(member));
}

/**
 * Whether there is a row of somebody at all: what derives from a quota is for those who may see the quota, and
 * from places alone a quota could be narrowed down.
 */
export function hasRow({ sight }: Entrant, { formula }: Metric): boolean {
  return formula.kind !== "attainment" || sight === "full";
}

/** A row, and whom it is of. */
export interface MemberRow {
  readonly entrant: Entrant;
  readonly row: LeaderboardRow;
}

/** Best first; then those without data, then those who are not ranked. */
export function placedRows(question: MemberRowsQuestion): readonly MemberRow[] {
  const { scene, metric, figures, entrants, givesPlaces } = question;
  const byId = new Map(entrants.map((entrant) => [entrant.member.id, entrant]));
  return placeMembers(entrants, metric, figures.current).flatMap((standing) => {
    const entrant = byId.get(standing.id);
    if (!entrant) return [];
    const evaluation = figures.current.ofMember(entrant.member);
    const place = givesPlaces ? standing : withoutRank(standing);
    return [{ entrant, row: rowOf({ scene, metric, figures, entrant, evaluation, place }) }];
  });
}

/** Who stands where by some figures, as far as the viewer may know. */
export function placeMembers(
  entrants: readonly Entrant[],
  metric: Metric,
  figures: Figures,
): readonly Standing[] {
  const withheld = withheldFrom(entrants);
  const scoresOf = (ranked: boolean) =>
    entrants
      .filter((entrant) => entrant.ranked === ranked && hasRow(entrant, metric))
      .map(({ member }) => ({ id: member.id, value: figures.ofMember(member).value }));
  const ranked = concealTies(rankStandings(scoresOf(true), metric.better), withheld);
  return [...ranked, ...scoresOf(false).map(withoutRank)];
}

/** Whose values the viewer is not shown. */
export function withheldFrom(entrants: readonly Entrant[]): ReadonlySet<string> {
  return new Set(entrants.filter(({ sight }) => sight === "anonymous").map(({ member }) => member.id));
}

function withoutRank({ id, value }: { readonly id: string; readonly value: number | null }): Standing {
  return { id, value, rank: null, tied: false };
}

function rowOf(parts: {
  readonly scene: Scene;
  readonly metric: Metric;
  readonly figures: BoardFigures;
  readonly entrant: Entrant;
  readonly evaluation: Evaluation;
  readonly place: Standing;
}): LeaderboardRow {
  const { scene, metric, figures, entrant, evaluation } = parts;
  const { rank, tied } = parts.place;
  const { member, sight } = entrant;
  if (sight === "anonymous") return { rank, tied, member: PRIVATE_MEMBER, ...NOTHING_SHOWN, private: true };
  const { value } = evaluation;
  return {
    rank,
    tied,
    member: memberHead(scene, member),
    value,
    previous: seenValue(figures.previous, member),
    compared: seenValue(figures.compared, member),
    basis: basisOf(evaluation),
    smallSample: isSmallSample(evaluation, metric),
    private: false,
  };
}

/** What the viewer sees of somebody in another span; null where that is nothing. */
export function seenValue(figures: Figures | null, member: Member): number | null {
  return figures?.isSeen(member) ? figures.ofMember(member).value : null;
}

/** What a figure was divided from, as the wire has it. */
export function basisOf({ numerator, denominator }: Evaluation): LeaderboardRow["basis"] {
  return { numerator, denominator };
}

/** Whether there are fewer cases than the metric asks for. */
export function isSmallSample({ value, denominator }: Evaluation, { minimumSample }: Metric): boolean {
  return value !== null && denominator !== null && denominator < (minimumSample ?? 0);
}
