import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const MOVE_MILLISECONDS = 320;
/** Rows this far outside of the window are not moved: nobody sees them. In pixels. */
const MARGIN_PIXELS = 200;

/**
 * Lets rows glide to their new places when `order` changes: they are put there at once, and drawn from where they
 * were by a transform. With reduced motion they swap.
 */
export function useRowMotion(body: RefObject<HTMLElement | null>, order: string): void {
  const drawn = useRef(order);
  const before = useRef<ReadonlyMap<string, number> | null>(null);
  // While this runs, the document still shows the order before.
  if (drawn.current !== order) {
    before.current = body.current && topsOf(body.current);
    drawn.current = order;
  }
  useLayoutEffect(() => {
    const tops = before.current;
    before.current = null;
    if (tops && body.current && !prefersStillness()) glide(body.current, tops);
  }, [body, order]);
}

function prefersStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function rowsIn(body: HTMLElement): readonly HTMLElement[] {
  return [...body.querySelectorAll<HTMLElement>("tr[data-key]")];
}

function topsOf(body: HTMLElement): ReadonlyMap<string, number> {
  return new Map(rowsIn(body).map((row) => [row.dataset.key ?? "", row.getBoundingClientRect().top]));
}

function glide(body: HTMLElement, before: ReadonlyMap<string, number>): void {
  // All are measured before any is moved, so that the page is laid out once.
  const moves = rowsIn(body).map((row) => {
    const now = row.getBoundingClientRect().top;
    return { row, now, from: before.get(row.dataset.key ?? "") ?? now };
  });
  const last = window.innerHeight + MARGIN_PIXELS;
  const isNear = (top: number) => top > -MARGIN_PIXELS && top < last;
  for (const { row, now, from } of moves) {
    if (now === from || !(isNear(now) || isNear(from))) continue;
    row.animate([{ transform: `translateY(${from - now}px)` }, { transform: "none" }], {
      duration: MOVE_MILLISECONDS,
      easing: "cubic-bezier(0.2, 0, 0, 1)",
    });
  }
}
