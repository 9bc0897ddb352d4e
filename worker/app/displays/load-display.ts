import type { Leaderboard, LeaderboardRow } from "../../../shared/contracts/api.ts";
import {
  DISPLAY_PLACES,
  type Display,
  type DisplayKeyHead,
  type DisplayRow,
} from "../../../shared/contracts/display.ts";
import { metricById } from "../../../shared/metrics/catalogue.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { KindState } from "../../ports/sync.ts";
import type { LeaderboardQuery } from "../boards/leaderboard-query.ts";
import { loadLeaderboard } from "../boards/load-leaderboard.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { sharedViewer, type Viewer } from "../viewer.ts";
import { type FewCases, mostImproved, rowKey } from "./most-improved.ts";
import { loadToday } from "./today.ts";

/** What a screen is made from beside the boards. */
export interface DisplaySources {
  readonly loadKinds: () => Promise<readonly Pick<KindState, "granted" | "lastSyncAt">[]>;
}

/** The board of a key, made for somebody who is no one in particular: what they see, everybody may see. */
export async function loadDisplay(
  context: QueryContext,
  { loadKinds }: DisplaySources,
  key: DisplayKeyHead,
): Promise<Result<Display, QueryRefusal>> {
  const viewer = sharedViewer(context.tenant.id);
  const { metric, period, by } = key;
  const teamId = key.teamId ?? undefined;
  // A screen shows neither weeks nor quotas, and asks every half a minute.
  const query = { metric, period, by, teamId, compare: true, details: "places" as const, all: true };
  const loaded = await loadLeaderboard(context, query, viewer);
  if (!loaded.ok) return loaded;
  const board = loaded.value;
  const [fewCases, today, kinds, teams] = await Promise.all([
    loadFewCases(context, { board, query, viewer }),
    loadToday(context, { teamId, viewer }),
    loadKinds(),
    context.store.loadTeams(),
  ]);
  if (!today.ok) return today;
  const improved = mostImproved(board, fewCases);
  const syncs = kinds.flatMap(({ granted, lastSyncAt }) =>
    granted && lastSyncAt !== null ? [lastSyncAt] : [],
  );
  return ok({
    ...headOf(board, key),
    teamName: teams.find(({ id }) => id === teamId)?.name ?? null,
    improved: [...improved],
    today: [...today.value],
    slides: improved.length === 0 ? ["standings"] : ["standings", "improved"],
    syncedAt: syncs.toSorted().at(-1) ?? null,
  });
}

function headOf(board: Leaderboard, { label, period }: DisplayKeyHead) {
  const { metric, comparedWith, by, soFar, asOf, details } = board;
  const places = soFar ? board.rows.filter(({ value }) => value !== null) : board.rows;
  return {
    label,
    metric,
    periodName: period,
    period: board.period,
    comparedWith,
    comparedDays: details?.comparedDays ?? null,
    by,
    rows: places.slice(0, DISPLAY_PLACES).map(toPlace),
    of: places.length,
    soFar,
    total: {
      value: board.total,
      compared: details?.totals.compared ?? null,
      previous: details?.totals.previous ?? null,
    },
    asOf,
  };
}

/** A private member keeps the place alone, and nobody's id goes to a screen. */
function toPlace(row: LeaderboardRow): DisplayRow {
  const movement = row.details?.movement ?? null;
  return {
    rank: row.rank,
    tied: row.tied,
    name: row.private ? null : ((row.team ?? row.member)?.name ?? null),
    value: row.value,
    compared: row.compared ?? null,
    previous: row.previous,
    smallSample: row.smallSample,
    movement: movement && { rankBefore: movement.rankBefore },
  };
}

/**
 * A rate may have grown from a handful of cases, or to one: both spans that are compared are asked how many there are.
 * Metrics without a least number need no answer.
 */
async function loadFewCases(
  context: QueryContext,
  { board, query, viewer }: { board: Leaderboard; query: LeaderboardQuery; viewer: Viewer },
): Promise<FewCases> {
  const spans = [board.comparedWith, board.comparedPart ?? null].filter((span) => span !== null);
  if (metricById(query.metric).minimumSample === undefined) return () => false;
  const { metric, by, teamId } = query;
  const answers = await Promise.all(
    spans.map(({ from, to }) =>
      loadLeaderboard(context, { metric, by, teamId, from, to, compare: false, all: true }, viewer),
    ),
  );
  const few = answers.map((answer) =>
    answer.ok
      ? new Map(answer.value.rows.filter((row) => !row.private).map((row) => [rowKey(row), row.smallSample]))
      : new Map<string, boolean>(),
  );
  // Whoever had no place on one of the boards has nothing that could be judged.
  return (row) => few.some((samples) => samples.get(rowKey(row)) !== false);
}
