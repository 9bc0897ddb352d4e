import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { RowDetails } from "../../../shared/contracts/board-details.ts";
import type { BarView, MovementView, StatusView } from "../../../shared/contracts/quota-card.ts";
import { formatDay } from "../../../shared/wording/dates.ts";
import {
  formatChange,
  formatCount,
  formatPercentDown,
  formatRank,
  formatValue,
  NO_FIGURE,
} from "../../../shared/wording/numbers.ts";
import { QUOTA_TONES } from "../../../shared/wording/quota-tones.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** A row as it is drawn, whatever the width. */
export interface RowView {
  readonly key: string;
  /** Null for a team and for a private member. */
  readonly memberId: string | null;
  readonly teamId: string | null;
  readonly rank: string;
  readonly name: string;
  readonly team: string | null;
  readonly isMe: boolean;
  readonly isPrivate: boolean;
  readonly hiddenFromPeers: boolean;
  readonly movement: MovementView | null;
  readonly value: string;
  /** Percent of the widest bar. */
  readonly percent: number;
  readonly change: { readonly text: string; readonly direction: "up" | "down" | "same" } | null;
  /** "71 / 411" of a rate. */
  readonly base: string | null;
  readonly smallSample: boolean;
  readonly toNext: string;
  readonly quota: QuotaView | null;
  readonly weeks: readonly (number | null)[];
  readonly fewPerWeek: boolean;
  readonly tag: { readonly text: string; readonly tone: "plain" | "info" } | null;
  /** Of a team. */
  readonly people: string | null;
  readonly perPerson: string | null;
}

/** A quota beside a row. */
export interface QuotaView {
  readonly percent: string;
  readonly bar: BarView;
  readonly status: StatusView;
  /** Instead of the bar. */
  readonly paused: string | null;
}

/** What rows are worded with; the same object for all rows of one drawing. */
export interface RowContext {
  readonly words: LeaderboardWords;
  readonly language: string;
  readonly metric: Leaderboard["metric"];
  readonly viewerId: string | null;
  /** The largest value. */
  readonly widest: number;
  readonly teamNames: ReadonlyMap<string, string>;
  readonly notRanked: string;
  /** The teams whose sub-teams are on the board: joined, so that the same are seen to be the same. */
  readonly sums: string;
  readonly today: string;
}

/** One row in words and widths. */
export function rowView(row: LeaderboardRow, key: string, context: RowContext): RowView {
  const { words, language, metric, widest } = context;
  const details = row.details ?? null;
  const { value } = row;
  const isMe = row.member !== undefined && row.member.id !== "" && row.member.id === context.viewerId;
  const isSum = row.team !== undefined && context.sums.split(" ").includes(row.team.id);
  return {
    key,
    memberId: row.private ? null : (row.member?.id ?? null),
    teamId: row.team?.id ?? null,
    rank: formatRank(row, language),
    name: row.team?.name ?? row.member?.name ?? "",
    team: context.teamNames.get(row.member?.teamId ?? "") ?? null,
    isMe: isMe || details?.mine === true,
    isPrivate: row.private,
    hiddenFromPeers: details?.hiddenFromPeers ?? false,
    movement: movementView(row, words, language),
    value: formatValue(value, metric, language),
    percent: widest > 0 && value !== null && !isSum ? Math.max(0, (value / widest) * 100) : 0,
    // While the period is open, only its completed working days are compared; without data there, nothing is.
    change: formatChange(row.compared ?? null, row.previous, metric, language),
    base: baseText(row, context),
    smallSample: row.smallSample,
    toNext: formatValue(details?.toNext ?? null, metric, language),
    quota: details?.quota ? quotaView(details.quota, words, language) : null,
    weeks: details?.weeks ?? [],
    fewPerWeek: details?.fewPerWeek ?? false,
    tag: row.private || isSum ? null : tagOf(details, context),
    people: row.team ? peopleText(details, isSum, context) : null,
    perPerson: row.team ? formatValue(details?.perPerson ?? null, metric, language) : null,
  };
}

function peopleText(
  details: RowDetails | null,
  isSum: boolean,
  { words, language }: RowContext,
): string | null {
  const { people = null, mine = false } = details ?? {};
  if (people === null) return null;
  const text = words.peopleInTeam(people, formatCount(people, language), mine);
  return isSum ? words.sumOfTeams(text) : text;
}

/** Places won or lost; a place that is new says so. Null where there is nothing to compare with. */
export function movementView(
  { rank, details }: Pick<LeaderboardRow, "rank" | "details">,
  words: LeaderboardWords,
  language: string,
): MovementView | null {
  const movement = details?.movement ?? null;
  if (movement === null || rank === null) return null;
  if (movement.rankBefore === null) return { direction: "new", places: null, label: words.new };
  const won = movement.rankBefore - rank;
  if (won === 0) return { direction: "same", places: null, label: words.same };
  const places = Math.abs(won);
  const text = formatCount(places, language);
  return won > 0
    ? { direction: "up", places, label: words.up(text) }
    : { direction: "down", places, label: words.down(text) };
}

/** What a rate was divided from. A sum has no such base, and of money and time it would be no count. */
function baseText({ basis }: LeaderboardRow, { metric, words, language }: RowContext): string | null {
  const { numerator, denominator } = basis;
  if (metric.unit !== "percent" || metric.id === "quota_attainment") return null;
  if (numerator === null || denominator === null) return null;
  const count = (value: number) => formatCount(value, language);
  return words.baseOf(count(numerator), count(denominator));
}

function quotaView(
  { attainment, pace, status }: NonNullable<RowDetails["quota"]>,
  words: LeaderboardWords,
  language: string,
): QuotaView {
  const tone = QUOTA_TONES[status];
  const percent = attainment === null ? NO_FIGURE : formatPercentDown(attainment, language);
  const paceText = formatPercentDown(pace, language);
  return {
    percent,
    status: { state: status, tone, label: words.statuses[status] },
    paused: status === "paused" ? words.paused : null,
    bar: {
      percent: attainment ?? 0,
      added: null,
      pace,
      paceLabel: null,
      scale: 125,
      tone,
      label: words.barLabel(percent, paceText),
    },
  };
}

/** The reason is told to those who see it; everybody else reads one neutral label. */
function tagOf(
  details: RowDetails | null,
  { words, language, notRanked, today }: RowContext,
): RowView["tag"] {
  if (details === null) return null;
  if (details.awaySince !== null) {
    return { text: words.awaySince(formatDay(details.awaySince, language, today)), tone: "plain" };
  }
  if (details.notRanked) return { text: notRanked, tone: "plain" };
  return details.ramping ? { text: words.ramping, tone: "info" } : null;
}
