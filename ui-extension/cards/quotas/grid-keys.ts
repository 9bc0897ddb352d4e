/** Where the keys lead in the grid. */

/** Something in the grid that takes the focus. */
export interface Stop {
  readonly row: number;
  readonly column: number;
}

/** What the caret allows: an arrow along the line moves the caret first, unless it is at that end. */
export interface CaretPlace {
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * The stop that a key leads to: arrows to the neighbour, Enter down, Tab on in reading order, Ctrl+Home and
 * Ctrl+End to the corners. Null where the key has no meaning for the grid, or leads out of it. Stops are in reading
 * order.
 */
export function stopAfter(
  pressed: Pressed,
  stops: readonly Stop[],
  {
    at,
    caret,
    rightToLeft,
  }: { readonly at: Stop; readonly caret: CaretPlace; readonly rightToLeft: boolean },
): Stop | null {
  if (pressed.altKey) return null;
  const jumps = pressed.ctrlKey || pressed.metaKey;
  if (jumps) {
    if (pressed.key === "Home") return stops[0] ?? null;
    return pressed.key === "End" ? (stops.at(-1) ?? null) : null;
  }
  const forwards = rightToLeft ? "ArrowLeft" : "ArrowRight";
  const backwards = rightToLeft ? "ArrowRight" : "ArrowLeft";
  switch (pressed.key) {
    case "ArrowDown":
      return pressed.shiftKey ? null : inColumn(stops, at, 1);
    case "ArrowUp":
      return pressed.shiftKey ? null : inColumn(stops, at, -1);
    case "Enter":
      return inColumn(stops, at, pressed.shiftKey ? -1 : 1);
    case "Tab":
      return inOrder(stops, at, pressed.shiftKey ? -1 : 1);
    case forwards:
      return caret.atEnd && !pressed.shiftKey ? inRow(stops, at, 1) : null;
    case backwards:
      return caret.atStart && !pressed.shiftKey ? inRow(stops, at, -1) : null;
    default:
      return null;
  }
}

/** Lines without a stop in this column are passed over. */
function inColumn(stops: readonly Stop[], { row, column }: Stop, step: 1 | -1): Stop | null {
  const found = stops.filter((stop) => stop.column === column && (stop.row - row) * step > 0);
  return (step > 0 ? found[0] : found.at(-1)) ?? null;
}

function inRow(stops: readonly Stop[], { row, column }: Stop, step: 1 | -1): Stop | null {
  const found = stops.filter((stop) => stop.row === row && (stop.column - column) * step > 0);
  return (step > 0 ? found[0] : found.at(-1)) ?? null;
}

function inOrder(stops: readonly Stop[], { row, column }: Stop, step: 1 | -1): Stop | null {
  const here = stops.findIndex((stop) => stop.row === row && stop.column === column);
  return here < 0 ? null : (stops[here + step] ?? null);
}
