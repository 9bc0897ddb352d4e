import { useEffect, useState } from "preact/hooks";

/** So many rows are drawn in one piece of work: a long board comes in pieces, each far below 50 ms. */
export const ROWS_PER_PIECE = 25;

/**
 * How many rows to draw: a screenful at once, then more piece by piece until all are there. `subject` names the
 * board: another one begins anew.
 */
export function useGrowing(total: number, subject: string): number {
  const [grown, setGrown] = useState({ subject, count: ROWS_PER_PIECE });
  const count = grown.subject === subject ? grown.count : ROWS_PER_PIECE;
  useEffect(() => {
    if (count >= total) return;
    const timer = window.setTimeout(() => setGrown({ subject, count: count + ROWS_PER_PIECE }), 0);
    return () => window.clearTimeout(timer);
  }, [count, total, subject]);
  return Math.min(count, total);
}
