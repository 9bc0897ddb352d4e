/** Where an arrow, Home or End leads in a row or list; null for every other key, and where there is no way on. */
export function stepOf(
  event: KeyboardEvent,
  list: {
    readonly at: number;
    readonly count: number;
    /** "inline" takes left and right, which change places where text runs from right to left; "block" up and down. */
    readonly axis: "inline" | "block";
    /** From the last to the first, and back. */
    readonly wrap: boolean;
  },
): number | null {
  const { at, count, axis, wrap } = list;
  if (count === 0) return null;
  if (event.key === "Home") return 0;
  if (event.key === "End") return count - 1;
  const step = directionOf(event.key, axis);
  if (step === 0) return null;
  if (at < 0) return step > 0 ? 0 : count - 1;
  const next = at + step;
  if (next >= 0 && next < count) return next;
  return wrap ? (next + count) % count : null;
}

function directionOf(key: string, axis: "inline" | "block"): -1 | 0 | 1 {
  if (axis === "block") return key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
  return key === forward ? 1 : key === back ? -1 : 0;
}
