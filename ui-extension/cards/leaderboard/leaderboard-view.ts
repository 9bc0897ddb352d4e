import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { MovementView } from "../../../shared/contracts/quota-card.ts";
import { rowKeys } from "../../../shared/live/board-difference.ts";
import { formatDay } from "../../../shared/wording/dates.ts";
import {
  formatChange,
  formatCount,
  formatPercentDown,
  formatRank,
  formatValue,
} from "../../../shared/wording/numbers.ts";
import { dayOf } from "../host/account-time.ts";
import { type BoardQuery, grainOf } from "./board-query.ts";
import { type BoardTitle, boardTitle } from "./board-title.ts";
import { movementView, type RowContext, type RowView, rowView } from "./row-view.ts";
import type { OverBoard } from "./use-open-figure.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** Who looks, and how it is worded. */
export interface ViewOptions {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly language: string;
  readonly viewer: { readonly memberId: string | null; readonly role: Role };
  readonly teamNames: ReadonlyMap<string, string>;
}

/** One figure of the strip over the board. */
export interface FactPart {
  readonly id: OverBoard | "place" | "toNext";
  readonly label: string;
  readonly value: string;
  readonly change: RowView["change"];
  readonly movement: MovementView | null;
  readonly hint: string | null;
}

/** My row as it is pinned. */
export interface OwnView {
  readonly key: string;
  /** "$10,400 to #10"; null at the top. */
  readonly gap: string | null;
}

/** Which columns there is anything for. */
export interface Columns {
  readonly rank: boolean;
  readonly movement: boolean;
  readonly base: boolean;
  readonly toNext: boolean;
  readonly quota: boolean;
  readonly weeks: boolean;
  readonly perPerson: boolean;
}

/** A board in words and widths, for whoever looks at it. */
export interface LeaderboardView extends BoardTitle {
  readonly rows: readonly RowView[];
  readonly facts: readonly FactPart[];
  readonly columns: Columns;
  readonly own: OwnView | null;
  /** "13 Nov", of movement; null without it. */
  readonly since: string | null;
  /** "70%", where quotas are shown. */
  readonly pace: string | null;
  /** The key of the last row above the line, and what the line says. */
  readonly cut: { readonly after: string; readonly label: string } | null;
  readonly leftOut: string | null;
  /** Why there are not more rows; null where they are all there. */
  readonly withheld: string | null;
  readonly ranked: number;
}

/** Rows that did not change keep their view, so that nothing of them is drawn again. */
export class RowViews {
  #context: RowContext | null = null;
  #views = new WeakMap<LeaderboardRow, RowView>();

  of(rows: readonly LeaderboardRow[], context: RowContext): readonly RowView[] {
    if (this.#context === null || !sameContext(this.#context, context)) {
      this.#context = context;
      this.#views = new WeakMap();
    }
    const keys = rowKeys(rows);
    return rows.map((row, index) => {
      const key = keys[index] ?? "";
      const known = this.#views.get(row);
      if (known?.key === key) return known;
      const made = rowView(row, key, context);
      this.#views.set(row, made);
      return made;
    });
  }
}

function sameContext(left: RowContext, right: RowContext): boolean {
  return (
    left.words === right.words &&
    left.language === right.language &&
    left.viewerId === right.viewerId &&
    left.widest === right.widest &&
    left.teamNames === right.teamNames &&
    left.notRanked === right.notRanked &&
    left.sums === right.sums &&
    left.today === right.today &&
    left.metric.id === right.metric.id &&
    left.metric.currency === right.metric.currency
  );
}

/** What is drawn of a board. */
export function leaderboardView(board: Leaderboard, options: ViewOptions, views: RowViews): LeaderboardView {
  const { words, language, query, viewer, teamNames } = options;
  const today = dayOf(board.asOf, board.period.timeZone);
  const grain = grainOf(query);
  const sums = new Set(board.rows.flatMap(({ team }) => team?.parentId ?? []));
  const rows = views.of(board.rows, {
    words,
    language,
    metric: board.metric,
    viewerId: viewer.memberId,
    widest: Math.max(
      0,
      ...board.rows.filter(({ team }) => !team || !sums.has(team.id)).map(({ value }) => value ?? 0),
    ),
    teamNames,
    notRanked: grain === "week" || grain === "month" ? words.notRanked[grain] : words.notRanked.other,
    sums: [...sums].join(" "),
    today,
  });
  const since = board.rows.find(({ details }) => details?.movement)?.details?.movement?.since ?? null;
  const pace = board.rows.find(({ details }) => details?.quota)?.details?.quota?.pace ?? null;
  const { leftOut } = board;
  const withheld = withheldOn(board, options);
  const ranked = board.rows.filter(({ rank }) => rank !== null).length;
  return {
    ...boardTitle(board, options),
    rows,
    facts: factsOf(board, options, today),
    columns: { ...columnsOf(rows, viewer.role), rank: withheld === null || ranked > 0 },
    own: ownOf(board, rows, options),
    since: since && formatDay(since, language, today),
    pace: pace === null ? null : formatPercentDown(board.details?.teamQuota?.pace ?? pace, language),
    cut: cutOf(board, rows, options),
    leftOut: leftOut.count === 0 ? null : words.leftOut(leftOut.count, formatCount(leftOut.count, language)),
    withheld,
    ranked,
  };
}

/** On a board of attainment stand only those whose quotas the viewer sees. */
function withheldOn({ metric }: Leaderboard, { words, viewer }: ViewOptions): string | null {
  const seesAll = viewer.role === "owner" || viewer.role === "admin";
  return metric.id === "quota_attainment" && !seesAll ? words.quotasWithheld : null;
}

/** Whoever leads people sees how these stand against their quotas; everybody else how far the next place is. */
function columnsOf(rows: readonly RowView[], role: Role): Omit<Columns, "rank"> {
  const leads = role === "owner" || role === "admin" || role === "manager";
  const quota = leads && rows.some((row) => row.quota !== null);
  const teams = rows.some(({ teamId }) => teamId !== null);
  return {
    movement: rows.some(({ movement }) => movement !== null),
    base: rows.some(({ base }) => base !== null),
    quota,
    toNext: !quota && rows.some(({ toNext }) => /\d/.test(toNext)),
    weeks: rows.some(({ weeks }) => weeks.length > 0),
    perPerson: teams && rows.some(({ perPerson }) => perPerson !== null && /\d/.test(perPerson)),
  };
}

function ownOf(
  board: Leaderboard,
  rows: readonly RowView[],
  { words, language, query }: ViewOptions,
): OwnView | null {
  const own = query.by === "member" ? rows.find(({ isMe }) => isMe) : undefined;
  if (!own) return null;
  const { toNext = null, nextRank = null } = board.details?.standing ?? {};
  const known = toNext !== null && nextRank !== null;
  return {
    key: own.key,
    gap: known
      ? words.gapTo(formatValue(toNext, board.metric, language), formatCount(nextRank, language))
      : null,
  };
}

function cutOf(
  { rows, details }: Leaderboard,
  views: readonly RowView[],
  { words, language }: ViewOptions,
): LeaderboardView["cut"] {
  const places = details?.club?.places;
  if (places === undefined) return null;
  const last = rows.findLastIndex(({ rank }) => rank !== null && rank <= places);
  const after = views[last]?.key;
  const isCrossed = rows.some(({ rank }) => rank !== null && rank > places);
  if (after === undefined || !isCrossed) return null;
  return { after, label: words.cutLine(formatCount(places, language)) };
}

function factsOf(board: Leaderboard, options: ViewOptions, today: string): readonly FactPart[] {
  const leads = options.viewer.role !== "member" && options.viewer.role !== "viewer";
  return [
    totalFact(board, options),
    ...(leads ? quotaFacts(board, options) : []),
    ...placeFacts(board, options, today),
  ];
}

function totalFact(board: Leaderboard, options: ViewOptions): FactPart {
  const { words, language, viewer } = options;
  const { metric, total, details } = board;
  const { previous = null, compared = null } = details?.totals ?? {};
  const everybody = viewer.role === "owner" || viewer.role === "admin";
  const addsUp = metric.unit === "money" || metric.unit === "count" || metric.unit === "seconds";
  const shown = board.by === "team" ? words.totalTeams : words.totalShown;
  const label = addsUp ? (everybody ? words.total : shown) : everybody ? words.over : words.overShown;
  const change = formatChange(compared, previous, metric, language);
  return {
    id: "total",
    label,
    value: formatValue(total, metric, language),
    change,
    movement: null,
    hint: change === null ? null : boardTitle(board, options).versus,
  };
}

function quotaFacts({ details, metric }: Leaderboard, { words, language }: ViewOptions): readonly FactPart[] {
  const quota = details?.teamQuota;
  if (!quota) return [];
  const count = (value: number) => formatCount(value, language);
  const pace = formatPercentDown(quota.pace, language);
  const plain = { change: null, movement: null };
  const amount =
    quota.quota === null || metric.id === "quota_attainment"
      ? words.overPeople(quota.people, count(quota.people))
      : words.ofQuota(formatValue(quota.quota, metric, language), pace);
  const attainment = quota.attainment === null ? "–" : formatPercentDown(quota.attainment, language);
  return [
    { id: "team_quota", label: words.teamQuota, value: attainment, hint: amount, ...plain },
    {
      id: "on_track",
      label: words.onTrackOrReached,
      value: count(quota.onTrack),
      hint: words.ofJudged(count(quota.judged)),
      ...plain,
    },
  ];
}

function placeFacts(board: Leaderboard, options: ViewOptions, today: string): readonly FactPart[] {
  const { words, language } = options;
  const standing = board.details?.standing;
  if (!standing || standing.rank === null) return [];
  const count = (value: number) => formatCount(value, language);
  const { rank, rankBefore, since, toNext, nextRank, of } = standing;
  const movement =
    since === null
      ? null
      : movementView(
          { rank, details: board.rows.find(({ member }) => member?.id === options.viewer.memberId)?.details },
          words,
          language,
        );
  const was =
    rankBefore === null || since === null || rankBefore === rank
      ? null
      : words.wasPlace(count(rankBefore), formatDay(since, language, today));
  const place: FactPart = {
    id: "place",
    label: words.yourPlace,
    value: formatRank(standing, language, "#"),
    change: null,
    movement,
    hint: was ?? words.placeOf(count(of)),
  };
  if (toNext === null || nextRank === null) return [place];
  const next: FactPart = {
    id: "toNext",
    label: words.toNextPlace,
    value: formatValue(toNext, board.metric, language),
    change: null,
    movement: null,
    hint: words.thenPlace(count(nextRank)),
  };
  return [place, next];
}
