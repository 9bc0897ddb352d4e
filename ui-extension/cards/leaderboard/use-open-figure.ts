import { useRef } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { type ExplainedFigure, usePage } from "../standings/page-context.ts";
import type { BoardQuery } from "./board-query.ts";
import type { RowView } from "./row-view.ts";

/** Whose figure it is. */
export type OpenedRow = Pick<RowView, "memberId" | "teamId" | "name">;

/** What else of a board opens: its total, the quota over it, and who of its people is on track. */
export type OverBoard = "total" | "team_quota" | "on_track";

/** What of a row opens beside its figure: how its quota goes, and what the figure is compared with. */
export type BesideFigure = "quota" | "compared";

/** Opens the figure of a row or what stands beside it, or a figure over the board. */
export type OpenFigure = (what: OpenedRow | OverBoard, about?: BesideFigure) => void;

/**
 * Opens "Why this number?" about figures of a board, asked as the board was. The same function from one drawing to
 * the next.
 */
export function useOpenFigure(board: Leaderboard, query: BoardQuery): OpenFigure {
  const { explain } = usePage();
  const now = useRef({ explain, board, query });
  now.current = { explain, board, query };
  const open = useRef<OpenFigure>((what, about) => {
    now.current.explain(figureOf(now.current.board, now.current.query, what, about));
  });
  return open.current;
}

/** A figure of a person is the same whichever people stand beside it; that of several is of the people shown. */
export function figureOf(
  { metric, period, comparedWith }: Leaderboard,
  query: BoardQuery,
  what: OpenedRow | OverBoard,
  about?: BesideFigure,
): ExplainedFigure {
  const row = typeof what === "string" ? null : what;
  const { team, segment, region, department, at } = query;
  const ofSeveral = row?.memberId == null;
  const ofQuota = about === "quota";
  const days = about === "compared" ? comparedWith : null;
  const named = {
    team,
    segment,
    at,
    region: ofSeveral ? region : undefined,
    department: ofSeveral ? department : undefined,
    ofTeam: row?.teamId ?? undefined,
    memberName: row?.name,
    quotaMetric: ofQuota ? QUOTA_METRIC_IDS.find((id) => id === metric.id) : undefined,
    board: what === "team_quota" || what === "on_track" ? what : days ? "compared" : undefined,
    days: days ? { from: days.from, to: days.to } : undefined,
  };
  const known = Object.entries(named).filter(([, value]) => value !== undefined);
  const { from, to } = period;
  return {
    metric: ofQuota ? "quota_attainment" : metric.id,
    memberId: row?.memberId ?? "",
    from,
    to,
    ...Object.fromEntries(known),
  };
}
