import { useRef } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { usePage } from "../standings/page-context.ts";
import type { BoardQuery } from "./board-query.ts";

/** Opens the figure of a person; of everybody for an empty id, which has no name. */
export type OpenFigure = (memberId: string, memberName?: string) => void;

/**
 * Opens "Why this number?" about figures of a board, asked as the board was. The same function from one drawing to
 * the next.
 */
export function useOpenFigure(board: Leaderboard, query: BoardQuery): OpenFigure {
  const { explain } = usePage();
  const now = useRef({ explain, board, query });
  now.current = { explain, board, query };
  const open = useRef<OpenFigure>((memberId, memberName) => {
    const { metric, period } = now.current.board;
    const { team, segment, at } = now.current.query;
    now.current.explain({
      metric: metric.id,
      memberId,
      from: period.from,
      to: period.to,
      ...(team === undefined ? {} : { team }),
      ...(segment === undefined ? {} : { segment }),
      ...(at === undefined ? {} : { at }),
      ...(memberName === undefined ? {} : { memberName }),
    });
  });
  return open.current;
}

/** Whether the records of all people together add up to the total: not of a part of the people, nor of quotas. */
export function totalOpens({ metric, by }: Leaderboard, { team, region, department }: BoardQuery): boolean {
  const whole = team === undefined && region === undefined && department === undefined;
  return whole && by === "member" && metric.id !== "quota_attainment";
}
