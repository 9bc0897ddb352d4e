import type { Chart, ChartConfiguration, ChartOptions, Plugin } from "chart.js";
import { type ChartLook, faded } from "../design/chart/chart-look.ts";

/** A part of every bar. */
export interface BarSeries {
  readonly label: string;
  /** The token of its colour, such as `c1`: a kind keeps its colour on every screen. */
  readonly token: string;
  readonly values: readonly number[];
}

/** What stacked bars are drawn from. */
export interface BarsFigures {
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
  /** Opens what a part of a bar is made of: which bar, and which of the series. Absent where nothing opens. */
  readonly onOpen?: ((bar: number, series: number) => void) | undefined;
}

const OPEN_OPACITY_PERCENT = 45;
const WEEK_TICK_PIXELS = 6;

/** Stacked bars from zero. */
export function barsPicture(figures: BarsFigures, look: ChartLook): ChartConfiguration<"bar", number[]> {
  const { token } = look;
  return {
    type: "bar",
    data: {
      labels: [...figures.labels],
      datasets: figures.series.map((series) => dataset(series, figures, look)),
    },
    plugins: [
      weekTicks(figures.weekEnds, token("border-2")),
      referenceLine(figures.reference, token("marker")),
    ],
    options: {
      interaction: { mode: "index", intersect: false },
      ...opening(figures.onOpen),
      plugins: {
        tooltip: {
          callbacks: {
            title: ([item]) => figures.names[item?.dataIndex ?? -1] ?? "",
            label: (item) => `${item.dataset.label}: ${figures.format(Number(item.parsed.y))}`,
          },
        },
      },
      scales: scalesOf(figures, look),
    },
  };
}

/** A press opens the part under the pointer, and the pointer says that it would. */
function opening(onOpen: BarsFigures["onOpen"]): ChartOptions<"bar"> {
  if (!onOpen) return {};
  return {
    onClick: ({ native }, _shown, chart) => {
      const hit = native && partAt(native, chart);
      if (hit) onOpen(hit.index, hit.datasetIndex);
    },
    onHover: ({ native }, _shown, chart) => {
      chart.canvas.style.cursor = native && partAt(native, chart) ? "pointer" : "";
    },
  };
}

function partAt(event: Event, chart: Chart) {
  return chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false)[0];
}

function scalesOf({ reference, format }: BarsFigures, { token, rightToLeft }: ChartLook) {
  return {
    x: {
      stacked: true,
      reverse: rightToLeft,
      grid: { display: false },
      border: { display: false },
      ticks: { maxRotation: 0 },
    },
    y: {
      stacked: true,
      position: rightToLeft ? ("right" as const) : ("left" as const),
      beginAtZero: true,
      suggestedMax: reference ?? 0,
      border: { display: false },
      grid: { color: token("grid") },
      ticks: {
        maxTicksLimit: 5,
        precision: 0,
        callback: (value: number | string) => format(Number(value)),
      },
    },
  };
}

function dataset(series: BarSeries, { openIndex }: BarsFigures, { token }: ChartLook) {
  const colour = token(series.token);
  const light = faded(colour, OPEN_OPACITY_PERCENT);
  const colours = series.values.map((_, index) => (index === openIndex ? light : colour));
  return {
    label: series.label,
    data: [...series.values],
    backgroundColor: colours,
    hoverBackgroundColor: colours,
    // A line of the card's own colour keeps the parts apart without hue.
    borderColor: token("surface"),
    borderWidth: { top: 1, right: 0, bottom: 0, left: 0 },
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
