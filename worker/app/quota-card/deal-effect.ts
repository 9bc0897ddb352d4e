/**
 * What a deal would change if it were won on its close date: the ledger's own crediting of that deal, set against
 * the same of the deal as it is.
 */
import type { DEAL_EFFECTS } from "../../../shared/contracts/quota-card.ts";
import type { Instant, LocalDay } from "../../../shared/contracts/time.ts";
import { creditRecord } from "../../domain/credit/credit-record.ts";
import { outcomeOf, pipelineOf } from "../../domain/credit/deal-history.ts";
import type { CreditLine } from "../../domain/credits.ts";
import type { StageOutcome } from "../../domain/facts.ts";
import { differenceOfCredits } from "../../domain/ledger/credit-difference.ts";
import type { Deal } from "../../domain/records.ts";
import type { CellSum, CreditableDeal } from "../../ports/ledger.ts";
import type { Member } from "../../ports/tenants.ts";
import { countedPeople } from "../boards/load-leaderboard.ts";
import { quotaSight } from "../boards/quota-signs.ts";
import { CellBook } from "../scene/cell-book.ts";
import { latestTeam } from "../scene/team-tree.ts";
import { showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";
import { figuresOver, type MetricBoard, type Rank, rankWith } from "./board-place.ts";
import {
  type AttainmentRow,
  type CardPerson,
  type CardScene,
  hasQuota,
  personOn,
  rowOf,
} from "./card-scene.ts";

export type DealEffectKind = (typeof DEAL_EFFECTS)[number];

/** What a deal changes, and for whom. */
export interface DealFigures {
  readonly kind: DealEffectKind;
  /** The same, but for whose deal it is: says what becomes of a deal that is somebody else's. */
  readonly outcome: DealEffectKind;
  /** What would be credited, in minor units; null when unknown, or not the viewer's to see. */
  readonly amountMinor: number | null;
  /** Only of a deal that several share. */
  readonly share: { readonly wholeMinor: number; readonly percent: number } | null;
  readonly closeDay: LocalDay | null;
  /** Whose deal it is, when it is not the card's person's; a null name is nobody, or somebody who is not shown. */
  readonly owner: { readonly name: string | null; readonly nobody: boolean } | null;
  /** The quota now and then; null where nothing is to be shown of it. */
  readonly quota: { readonly from: AttainmentRow; readonly to: AttainmentRow } | null;
  readonly rank: { readonly from: Rank; readonly to: Rank } | null;
  /** Attainment of the owner's team in percent, for those who lead it. */
  readonly team: { readonly name: string; readonly from: number; readonly to: number } | null;
}

/** What the card knows already, so that a deal costs no reading of the boards. */
export interface DealQuestion {
  readonly card: CardScene;
  readonly person: CardPerson;
  /** Of the card's main quota. */
  readonly board: MetricBoard;
  readonly viewer: Viewer;
}

const NOTHING = {
  amountMinor: null,
  share: null,
  closeDay: null,
  owner: null,
  quota: null,
  rank: null,
  team: null,
} as const;

/** The deal as it is held; null when the tenant has no such deal. */
export function effectOfDeal(question: DealQuestion, held: CreditableDeal | null): DealFigures {
  if (held === null) return { kind: "not_found", outcome: "not_found", ...NOTHING };
  const credited = creditBoth(held, question);
  const { person, card } = question;
  const holders = holdersOf(credited.then);
  if (holders.includes(person.member.id)) return effectOn(question, credited, person);
  const owner = card.scene.members.find(({ id }) => id === holders[0]);
  const sight = owner ? card.scene.sightOf(owner.id) : "absent";
  if (!owner || sight !== "full") {
    const name = owner && showsName(sight) ? owner.name : null;
    return { kind: "not_your_deal", outcome: "not_your_deal", ...NOTHING, owner: { name, nobody: !owner } };
  }
  const effect = effectOn(question, credited, personOn(card, owner));
  return {
    ...effect,
    kind: "not_your_deal",
    owner: { name: owner.name, nobody: false },
    team: teamEffect(question, credited, owner),
  };
}

/** The lines of a deal as it is, and as it would be. */
interface CreditedDeal {
  readonly outcome: StageOutcome | "unknown";
  readonly now: readonly CreditLine[];
  readonly then: readonly CreditLine[];
  /** The difference, as cells of the board's metric in the card's period. */
  readonly added: readonly CellSum[];
}

function creditBoth({ deal, facts }: CreditableDeal, { card }: DealQuestion): CreditedDeal {
  const { scene } = card;
  const outcome = outcomeOf(deal, pipelineOf(deal, facts));
  const now = creditRecord(deal, facts, scene.rules);
  const won = outcome === "open" ? asWon({ deal, facts }, scene.asOf) : null;
  const then = won === null ? now : creditRecord(won, facts, scene.rules);
  const { closed, opened } = differenceOfCredits(then, now);
  const added = [
    ...opened.flatMap((line) => cellOf(line, 1, card)),
    ...closed.flatMap((line) => cellOf(line, -1, card)),
  ];
  return { outcome, now, then, added };
}

/** Won at this moment, by its present owner, on its close date. Null where no stage of its pipeline is won. */
function asWon({ deal, facts }: CreditableDeal, now: Instant): Deal | null {
  const stage = pipelineOf(deal, facts)?.stages.find(({ outcome }) => outcome === "won");
  if (!stage) return null;
  return {
    ...deal,
    stageId: stage.id,
    wonAt: now,
    stageHistory: [...deal.stageHistory, { at: now, value: stage.id }],
  };
}

function cellOf(line: CreditLine, sign: 1 | -1, { scene }: CardScene): readonly CellSum[] {
  const { event, memberId, teamId, day, count, unit, amountMinor, seconds, leftOut } = line;
  if (leftOut !== null || day === null || day < scene.period.from || day > scene.period.to) return [];
  return [
    {
      event,
      memberId,
      teamId,
      count: sign * count,
      unit: sign * unit,
      amountMinor: sign * amountMinor,
      seconds: sign * seconds,
    },
  ];
}

const WINNING_EVENTS: readonly CreditLine["event"][] = ["deal_won", "revenue_closed", "deal_refunded"];
const OPEN_EVENTS: readonly CreditLine["event"][] = [...WINNING_EVENTS, "deal_due", "deal_lost"];

/** Whoever would be credited, the largest share first. */
function holdersOf(lines: readonly CreditLine[]): readonly string[] {
  const winning = lines.filter(({ event }) => WINNING_EVENTS.includes(event));
  const concerned = winning.length > 0 ? winning : lines.filter(({ event }) => OPEN_EVENTS.includes(event));
  const bySize = concerned.toSorted((one, other) => Math.abs(other.amountMinor) - Math.abs(one.amountMinor));
  return [...new Set(bySize.map(({ memberId }) => memberId))].filter((id) => id !== "");
}

function effectOn(question: DealQuestion, credited: CreditedDeal, person: CardPerson): DealFigures {
  const { card } = question;
  const lines = credited.then.filter(({ memberId }) => memberId === person.member.id);
  const isWin = ({ event }: CreditLine) => event === "deal_won";
  // Number and amount are credited apart: that somebody else has the number makes the deal no other.
  const won = lines.find(isWin) ?? credited.then.find(isWin);
  const amount = lines.find(({ event }) => event === "revenue_closed" || event === "deal_refunded");
  const line = won ?? amount ?? lines.find(({ event }) => OPEN_EVENTS.includes(event));
  const closeDay = line?.day ?? null;
  const kind = kindOf({ credited, won, amount, closeDay, card, person, board: question.board });
  const isKnown = amount?.leftOut !== "no_amount" && amount?.leftOut !== "no_currency_rate";
  const steps = CHANGING.includes(kind) ? stepsOf(question, credited, person) : { quota: null, rank: null };
  return {
    kind,
    outcome: kind,
    amountMinor: amount && isKnown ? amount.amountMinor : null,
    share: shareOf(credited.then, amount),
    closeDay,
    owner: null,
    team: null,
    ...steps,
  };
}

/** Kinds of which something counts in the period, if only a deal without its amount. */
const CHANGING: readonly DealEffectKind[] = ["counts_in_period", "no_quota", "no_amount", "no_rate"];

function kindOf(about: {
  readonly credited: CreditedDeal;
  readonly won: CreditLine | undefined;
  readonly amount: CreditLine | undefined;
  readonly closeDay: LocalDay | null;
  readonly card: CardScene;
  readonly person: CardPerson;
  readonly board: MetricBoard;
}): DealEffectKind {
  const { credited, won, amount, closeDay, card, person, board } = about;
  const { period, today } = card.scene;
  if (credited.outcome === "lost") return "lost";
  if (!won || won.leftOut === "pipeline_not_included" || won.leftOut === "stage_unknown") {
    return "pipeline_not_included";
  }
  if (won.leftOut === "excluded_by_adjustment") return "excluded";
  if (credited.outcome === "won") return "already_won";
  if (closeDay === null) return "no_close_date";
  if (closeDay < today) return "close_date_past";
  if (closeDay > period.to) return "counts_in_another_period";
  if (amount?.leftOut === "no_amount") return "no_amount";
  if (amount?.leftOut === "no_currency_rate") return "no_rate";
  return (person.quotaOf(board.metric)?.amount ?? 0) <= 0 ? "no_quota" : "counts_in_period";
}

/** Against the totals of today: what else of a shared deal would move is left as it is. */
function stepsOf(
  { card, board }: DealQuestion,
  { added }: CreditedDeal,
  person: CardPerson,
): Pick<DealFigures, "quota" | "rank"> {
  const own = added.filter(({ memberId }) => memberId === person.member.id);
  const book = withCells(board.book, own);
  const rowOver = (cells: CellBook) =>
    rowOf(card, person, {
      metric: board.metric,
      result: figuresOver(card.scene, board.metric, cells).ofMember(person.member).value,
    });
  const quota = { from: rowOver(board.book), to: rowOver(book) };
  const changes = quota.from.result !== quota.to.result;
  return {
    quota: changes && hasQuota(quota.to) ? quota : null,
    rank: changes ? rankWith(board, person.member, book) : null,
  };
}

function withCells(book: CellBook, added: readonly CellSum[]): CellBook {
  return new CellBook([...book.cells, ...added], book.shared);
}

function shareOf(lines: readonly CreditLine[], own: CreditLine | undefined): DealFigures["share"] {
  if (!own?.marks.includes("split")) return null;
  const whole = lines.filter(({ event, line }) => event === own.event && line !== own.line);
  const wholeMinor = whole.reduce((sum, { amountMinor }) => sum + amountMinor, own.amountMinor);
  return wholeMinor === 0 ? null : { wholeMinor, percent: (own.amountMinor * 100) / wholeMinor };
}

/** Only of a team that the viewer sees whole. Who shares the deal in the team brings their part as well. */
function teamEffect(
  { card, board }: DealQuestion,
  { added }: CreditedDeal,
  owner: Member,
): DealFigures["team"] {
  const { scene, book: quotas } = card;
  const teamId = latestTeam(owner.memberships, scene.today);
  const team = scene.tree.teams.find(({ id }) => id === teamId);
  if (!team || !quotaSight(scene)(teamId)) return null;
  const group = {
    teamId,
    teamIds: scene.tree.subtreeOf(teamId),
    counts: countedPeople(scene, board.entrants),
  };
  const attainment = (book: CellBook) =>
    figuresOver(scene, board.metric, book, { quotas }).ofGroup(group).value;
  const from = attainment(board.book);
  const to = attainment(withCells(board.book, added));
  return from === null || to === null || from === to ? null : { name: team.name, from, to };
}
