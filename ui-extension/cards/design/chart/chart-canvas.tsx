import { useEffect, useRef, useState } from "preact/hooks";
import { onThemeChange } from "../../host/theme.ts";
import { stepOf } from "../arrow-steps.ts";
import { type ChartPainter, lookOf } from "./chart-look.ts";
import type { DrawnChart } from "./draw-chart.ts";
import "./chart-canvas.css";

/** What a chart is given. */
export interface ChartCanvasProps<Figures> {
  readonly figures: Figures;
  /** How the figures become a chart. Fetched with Chart.js when the chart comes into view. */
  readonly load: () => Promise<ChartPainter<Figures>>;
  /** The chart in one sentence. */
  readonly label: string;
  /** Which class gives the place its height. */
  readonly class: string;
  /** Enter opens the column that the arrows are on. Without, nothing opens. */
  readonly onEnter?: ((column: number) => void) | undefined;
}

/** What draws, once it is there. */
interface Tools<Figures> {
  readonly paint: ChartPainter<Figures>;
  readonly draw: typeof import("./draw-chart.ts").drawChart;
}

/**
 * A chart that comes when it is in view, since Chart.js is the biggest part of a page. Without it, which a lost
 * connection can mean, its sentence stands in its place.
 */
export function ChartCanvas<Figures>(props: ChartCanvasProps<Figures>) {
  const place = useRef<HTMLDivElement>(null);
  const tools = useToolsInView(place, props.load);
  return (
    <div ref={place} class={`chart-canvas ${props.class}`}>
      {tools === "failed" && <p class="text-3">{props.label}</p>}
      {tools !== null && tools !== "failed" && <Canvas {...props} tools={tools} />}
    </div>
  );
}

function useToolsInView<Figures>(
  place: { readonly current: HTMLElement | null },
  load: () => Promise<ChartPainter<Figures>>,
): Tools<Figures> | "failed" | null {
  const [tools, setTools] = useState<Tools<Figures> | "failed" | null>(null);
  useEffect(() => {
    if (!place.current) return;
    let wanted = true;
    const fetchTools = async () => {
      const [paint, { drawChart }] = await Promise.all([load(), import("./draw-chart.ts")]);
      if (wanted) setTools({ paint, draw: drawChart });
    };
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      fetchTools().catch(() => wanted && setTools("failed"));
    });
    observer.observe(place.current);
    return () => {
      wanted = false;
      observer.disconnect();
    };
  }, []);
  return tools;
}

/** Drawn anew when the figures, the theme or the direction change. */
function Canvas<Figures>(props: {
  readonly figures: Figures;
  readonly label: string;
  readonly tools: Tools<Figures>;
  readonly onEnter?: ((column: number) => void) | undefined;
}) {
  const { figures, tools } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<DrawnChart | null>(null);
  const [themes, setThemes] = useState(0);
  useEffect(() => onThemeChange(window, () => setThemes((count) => count + 1)), []);
  useEffect(() => {
    if (!canvas.current) return;
    const look = lookOf(canvas.current);
    const before = chart.current?.pointed() ?? null;
    chart.current?.remove();
    chart.current = tools.draw(canvas.current, tools.paint(figures, look), look);
    // Whoever was reading a column goes on reading it.
    if (before !== null) chart.current.point(before);
  }, [figures, tools, themes]);
  useEffect(() => () => chart.current?.remove(), []);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={props.label}
      // Arrows show the figures of a column, as the pointer does.
      tabIndex={0}
      onKeyDown={(event) => {
        const at = chart.current?.pointed() ?? null;
        if (event.key === "Enter" && at !== null) props.onEnter?.(at);
        else if (chart.current && stepTo(chart.current, event)) event.preventDefault();
      }}
      onBlur={() => chart.current?.point(null)}
    />
  );
}

/** Left and Right go from column to column, Escape puts the figures away. */
function stepTo(chart: DrawnChart, event: KeyboardEvent): boolean {
  const at = chart.pointed() ?? -1;
  const next = stepOf(event, { at, count: chart.columns, axis: "inline", wrap: false });
  if (next !== null) chart.point(next);
  else if (event.key === "Escape" && at >= 0) chart.point(null);
  else return false;
  return true;
}
