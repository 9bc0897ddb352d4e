import { useRef } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { type ExplainedFigure, usePage } from "../standings/page-context.ts";
import type { BoardQuery } from "./board-query.ts";
import type { RowView } from "./row-view.ts";

/** Whose figure it is. */
export type OpenedRow = Pick<RowView, "memberId" | "teamId" | "name">;

/** Opens the figure of a row; the total for null. */
export type OpenFigure = (row: OpenedRow | null) => void;

/**
 * Opens "Why this number?" about figures of a board, asked as the board was. The same function from one drawing to
 * the next.
 */
export function useOpenFigure(board: Leaderboard, query: BoardQuery): OpenFigure {
  const { explain } = usePage();
  const now = useRef({ explain, board, query });
  now.current = { explain, board, query };
  const open = useRef<OpenFigure>((row) => {
    now.current.explain(figureOf(now.current.board, now.current.query, row));
  });
  return open.current;
}

/** A row, or the total for null: a figure of a person is the same whichever people stand beside it; that of several is of the people shown. */
export function figureOf(
  { metric, period }: Leaderboard,
  query: BoardQuery,
  row: OpenedRow | null,
): ExplainedFigure {
  const { team, segment, region, department, at } = query;
  const ofSeveral = row?.memberId == null;
  const named = {
    team,
    segment,
    at,
    region: ofSeveral ? region : undefined,
    department: ofSeveral ? department : undefined,
    ofTeam: row?.teamId ?? undefined,
    memberName: row?.name,
  };
  const known = Object.entries(named).filter(([, value]) => value !== undefined);
  const { from, to } = period;
  return { metric: metric.id, memberId: row?.memberId ?? "", from, to, ...Object.fromEntries(known) };
}
