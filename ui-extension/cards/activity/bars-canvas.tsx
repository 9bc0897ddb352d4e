import {
  type ActiveElement,
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  type Plugin,
  Tooltip,
} from "chart.js";
import { useEffect, useRef, useState } from "preact/hooks";
import { onThemeChange, readTheme } from "../host/theme.ts";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** A part of every bar. */
export interface BarSeries {
  readonly label: string;
  /** The token of its colour, such as `c1`: a kind keeps its colour on every screen. */
  readonly token: string;
  readonly values: readonly number[];
}

/** What stacked bars are drawn from. */
export interface BarsCanvasProps {
  readonly labels: readonly string[];
  /** What a bar is called in its tooltip. */
  readonly names: readonly string[];
  /** From the axis upwards. */
  readonly series: readonly BarSeries[];
  /** The bar that is not over yet; null where all are. */
  readonly openIndex: number | null;
  /** Bars after which a weekend is left out. */
  readonly weekEnds: readonly number[];
  /** A dashed line across; null without. */
  readonly reference: number | null;
  readonly format: (value: number) => string;
  /** The chart in one sentence. */
  readonly label: string;
}

const OPEN_OPACITY_PERCENT = 45;
const BAR_PIXELS_MAX = 34;
const WEEK_TICK_PIXELS = 6;

/** Stacked bars from zero. Drawn anew when the figures or the theme change, without animation. */
export default function BarsCanvas(props: BarsCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<"bar"> | null>(null);
  // A canvas does not follow the host's colours by itself.
  const [theme, setTheme] = useState(() => readTheme(window));
  useEffect(() => onThemeChange(window, setTheme), []);
  useEffect(() => {
    if (!canvas.current) return;
    const drawn = new Chart(canvas.current, configurationOf(props, coloursOf(canvas.current)));
    chart.current = drawn;
    return () => {
      chart.current = null;
      drawn.destroy();
    };
  }, [props.series, props.labels, props.reference, theme]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={props.label}
      // Arrows show the figures of a bar, as the pointer does.
      tabIndex={0}
      onKeyDown={(event) => {
        if (chart.current && stepTooltip(chart.current, event.key)) event.preventDefault();
      }}
      onBlur={() => chart.current && point(chart.current, [])}
    />
  );
}

/** Left and Right go from bar to bar. */
function stepTooltip(chart: Chart<"bar">, key: string): boolean {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step === undefined) return false;
  const count = chart.data.labels?.length ?? 0;
  const active = chart.getActiveElements()[0]?.index;
  const next = active === undefined ? (step > 0 ? 0 : count - 1) : active + step;
  if (next < 0 || next >= count) return true;
  point(
    chart,
    chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index: next })),
  );
  return true;
}

function point(
  chart: Chart<"bar">,
  elements: readonly Pick<ActiveElement, "datasetIndex" | "index">[],
): void {
  chart.setActiveElements([...elements]);
  chart.tooltip?.setActiveElements([...elements], { x: 0, y: 0 });
  chart.update("none");
}

interface Colours {
  readonly rightToLeft: boolean;
  readonly token: (name: string) => string;
  readonly font: { readonly family: string; readonly size: number };
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--st-${name}`).trim();
  const rightToLeft = style.direction === "rtl";
  return {
    rightToLeft,
    token,
    font: { family: token("font"), size: Number.parseFloat(token("fs-xs")) || 11 },
  };
}

function configurationOf(props: BarsCanvasProps, colours: Colours): ChartConfiguration<"bar"> {
  const { token, font, rightToLeft } = colours;
  const ticks = { color: token("axis"), font };
  return {
    type: "bar",
    data: {
      labels: [...props.labels],
      datasets: props.series.map((series) => dataset(series, props, colours)),
    },
    plugins: [weekTicks(props.weekEnds, token("border-2")), referenceLine(props.reference, token("marker"))],
    options: {
      animation: false,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: {
        tooltip: {
          callbacks: {
            title: ([item]) => props.names[item?.dataIndex ?? -1] ?? "",
            label: (item) => `${item.dataset.label}: ${props.format(Number(item.parsed.y))}`,
          },
        },
      },
      scales: {
        x: {
          stacked: true,
          reverse: rightToLeft,
          grid: { display: false },
          border: { display: false },
          ticks: { ...ticks, maxRotation: 0 },
        },
        y: {
          stacked: true,
          position: rightToLeft ? "right" : "left",
          beginAtZero: true,
          suggestedMax: props.reference ?? 0,
          border: { display: false },
          grid: { color: token("grid") },
          ticks: {
            ...ticks,
            maxTicksLimit: 5,
            precision: 0,
            callback: (value) => props.format(Number(value)),
          },
        },
      },
    },
  };
}

function dataset(series: BarSeries, props: BarsCanvasProps, { token }: Colours) {
  const colour = token(series.token);
  const light = `color-mix(in srgb, ${colour} ${OPEN_OPACITY_PERCENT}%, transparent)`;
  return {
    label: series.label,
    data: [...series.values],
    backgroundColor: series.values.map((_, index) => (index === props.openIndex ? light : colour)),
    // A line of the card's own colour keeps the parts apart without hue.
    borderColor: token("surface"),
    borderWidth: { top: 1, right: 0, bottom: 0, left: 0 },
    borderSkipped: false as const,
    maxBarThickness: BAR_PIXELS_MAX,
    categoryPercentage: 0.9,
    barPercentage: 0.75,
  };
}

/** A short line under the axis where a weekend lies between two bars. */
function weekTicks(weekEnds: readonly number[], colour: string): Plugin<"bar"> {
  return {
    id: "week-ticks",
    afterDraw: ({ ctx, chartArea, scales }) => {
      const axis = scales.x;
      if (!axis) return;
      ctx.save();
      ctx.strokeStyle = colour;
      for (const index of weekEnds) {
        const x = (axis.getPixelForValue(index) + axis.getPixelForValue(index + 1)) / 2;
        ctx.beginPath();
        ctx.moveTo(x, chartArea.bottom);
        ctx.lineTo(x, chartArea.bottom + WEEK_TICK_PIXELS);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

function referenceLine(value: number | null, colour: string): Plugin<"bar"> {
  return {
    id: "reference-line",
    afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
      if (value === null || !scales.y) return;
      const y = scales.y.getPixelForValue(value);
      ctx.save();
      ctx.strokeStyle = colour;
      ctx.setLineDash([4, 3]);
      ctx.beginPath();
      ctx.moveTo(chartArea.left, y);
      ctx.lineTo(chartArea.right, y);
      ctx.stroke();
      ctx.restore();
    },
  };
}
