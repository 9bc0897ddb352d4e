import { useEffect, useState } from "preact/hooks";

/** A screenful, drawn at once. */
export const FIRST_ROWS = 25;
/** The others come in pieces of so many: each is drawn in some 10 ms, so that the page follows the hand meanwhile. */
export const ROWS_PER_PIECE = 10;

/**
 * How many rows to draw: a screenful at once, then more piece by piece until all are there. `subject` names the
 * board: another one begins anew.
 */
export function useGrowing(total: number, subject: string): number {
  const [grown, setGrown] = useState({ subject, count: FIRST_ROWS });
  const count = grown.subject === subject ? grown.count : FIRST_ROWS;
  useEffect(() => {
    if (count >= total) return;
    const timer = window.setTimeout(() => setGrown({ subject, count: count + ROWS_PER_PIECE }), 0);
    return () => window.clearTimeout(timer);
  }, [count, total, subject]);
  return Math.min(count, total);
}
