import "./sparkline.css";

const WIDTH = 64;
const HEIGHT = 22;
const MARGIN = 3;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The shape of up to eight values, oldest first, without an axis: always beside a figure. Null leaves a gap. */
export function Sparkline(props: {
  readonly values: readonly (number | null)[];
  readonly mine?: boolean | undefined;
  /** The shape in words; without, it is decoration beside its figure. */
  readonly label?: string | undefined;
}) {
  const points = pointsOf(props.values);
  const last = points.findLast((point) => point !== null);
  if (!last) return null;
  const spoken =
    props.label === undefined
      ? { "aria-hidden": true as const }
      : { role: "img" as const, "aria-label": props.label };
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would be a tooltip; its name is the label
    <svg
      class={`sparkline ${props.mine ? "sparkline-mine" : ""}`}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      {...spoken}
    >
      <path d={pathOf(points)} />
      <circle cx={last.x.toFixed(1)} cy={last.y.toFixed(1)} r="2.5" />
    </svg>
  );
}

function pointsOf(values: readonly (number | null)[]): readonly (Point | null)[] {
  const known = values.filter((value) => value !== null);
  const lowest = Math.min(...known);
  const span = Math.max(...known) - lowest;
  const step = values.length > 1 ? (WIDTH - 2 * MARGIN) / (values.length - 1) : 0;
  return values.map((value, index) => {
    if (value === null) return null;
    const share = span === 0 ? 0.5 : (value - lowest) / span;
    return { x: MARGIN + index * step, y: HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN) };
  });
}

function pathOf(points: readonly (Point | null)[]): string {
  return points
    .map((point, index) => {
      if (point === null) return "";
      const follows = index > 0 && points[index - 1] !== null;
      return `${follows ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    })
    .join("");
}
