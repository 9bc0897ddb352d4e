import type { LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { Metric } from "../../../shared/metrics/metric.ts";
import type { Evaluation } from "../../domain/metrics/evaluate.ts";
import { rankStandings, type Standing } from "../../domain/ranking.ts";
import type { Member } from "../../ports/tenants.ts";
import type { BoardFigures } from "./board-figures.ts";
import type { Figures } from "./figures.ts";
import { memberHead, type Scene } from "./scene.ts";
import { concealTies, type Sight } from "./visibility.ts";

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
  /** While deals of the period still arrive, nobody has a rank. */
  readonly soFar: boolean;
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
    const hasFigures = current.hasCredits(member.id) || current.isPaused(member);
    const showsUnranked = sight === "full" && hasFigures;
    return ranked || showsUnranked ? [{ member, sight, ranked }] : [];
  });
}

/** A row, and whom it is of. */
export interface MemberRow {
  readonly entrant: Entrant;
  readonly row: LeaderboardRow;
}

/** Best first; then those without data, then those who are not ranked. */
export function placedRows(question: MemberRowsQuestion): readonly MemberRow[] {
  const { scene, metric, figures, entrants, soFar } = question;
  const byId = new Map(entrants.map((entrant) => [entrant.member.id, entrant]));
  return placeMembers(entrants, metric, figures.current).flatMap((standing) => {
    const entrant = byId.get(standing.id);
    if (!entrant) return [];
    const evaluation = figures.current.ofMember(entrant.member);
    const place = soFar ? withoutRank(standing) : standing;
    const withheld = isWithheld(entrant, metric);
    return [{ entrant, row: rowOf({ scene, metric, figures, entrant, evaluation, place, withheld }) }];
  });
}

/** Who stands where by some figures, as far as the viewer may know. */
export function placeMembers(
  entrants: readonly Entrant[],
  metric: Metric,
  figures: Figures,
): readonly Standing[] {
  const withheld = withheldFrom(entrants, metric);
  const scoresOf = (ranked: boolean) =>
    entrants
      .filter((entrant) => entrant.ranked === ranked)
      .map(({ member }) => ({ id: member.id, value: figures.ofMember(member).value }));
  const ranked = concealTies(rankStandings(scoresOf(true), metric.better), withheld);
  return [...ranked, ...scoresOf(false).map(withoutRank)];
}

/** Whose values the viewer is not shown. */
export function withheldFrom(entrants: readonly Entrant[], metric: Metric): ReadonlySet<string> {
  return new Set(entrants.filter((entrant) => isWithheld(entrant, metric)).map(({ member }) => member.id));
}

function withoutRank({ id, value }: { readonly id: string; readonly value: number | null }): Standing {
  return { id, value, rank: null, tied: false };
}

/** What derives from a quota is for those who may see the quota. */
export function isWithheld({ sight }: Entrant, metric: Metric): boolean {
  return sight === "anonymous" || (metric.formula.kind === "attainment" && sight !== "full");
}

function rowOf(parts: {
  readonly scene: Scene;
  readonly metric: Metric;
  readonly figures: BoardFigures;
  readonly entrant: Entrant;
  readonly evaluation: Evaluation;
  readonly place: Standing;
  readonly withheld: boolean;
}): LeaderboardRow {
  const { scene, metric, figures, entrant, evaluation, withheld } = parts;
  const { rank, tied } = parts.place;
  const { member, sight } = entrant;
  if (sight === "anonymous") return { rank, tied, member: PRIVATE_MEMBER, ...NOTHING_SHOWN, private: true };
  const head = memberHead(scene, member);
  if (withheld) return { rank, tied, member: head, ...NOTHING_SHOWN, private: false };
  const previous = figures.previous?.ofMember(member).value ?? null;
  const compared = figures.compared?.ofMember(member).value ?? null;
  const { value } = evaluation;
  return {
    rank,
    tied,
    member: head,
    value,
    previous,
    compared,
    basis: basisOf(evaluation),
    smallSample: isSmallSample(evaluation, metric),
    private: false,
  };
}

/** What a figure was divided from, as the wire has it. */
export function basisOf({ numerator, denominator }: Evaluation): LeaderboardRow["basis"] {
  return { numerator, denominator };
}

/** Whether there are fewer cases than the metric asks for. */
export function isSmallSample({ value, denominator }: Evaluation, { minimumSample }: Metric): boolean {
  return value !== null && denominator !== null && denominator < (minimumSample ?? 0);
}
