import {
  CategoryScale,
  Chart,
  type ChartConfiguration,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from "chart.js";
import { useEffect, useRef, useState } from "preact/hooks";
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { onThemeChange, readTheme } from "../host/theme.ts";
import { axisLabels, paceLines } from "./pace-chart-view.ts";

Chart.register(CategoryScale, Filler, LinearScale, LineController, LineElement, PointElement);

export interface PaceCanvasProps {
  readonly chart: PaceChartView;
}

/** Room on the right for the label of the quota's line. */
const LABEL_ROOM_PIXELS = 52;
const RANGE_OPACITY_PERCENT = 16;

/** The canvas of the pace chart. It is drawn anew when the figures or the theme change, without animation. */
export function PaceCanvas({ chart }: PaceCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // A canvas does not follow the host's colours by itself.
  const [theme, setTheme] = useState(() => readTheme(window));
  useEffect(() => onThemeChange(window, setTheme), []);
  useEffect(() => {
    if (!canvas.current) return;
    const drawn = new Chart(canvas.current, configurationOf(chart, coloursOf(canvas.current)));
    return () => drawn.destroy();
  }, [chart, theme]);
  return <canvas ref={canvas} role="img" aria-label={chart.label} />;
}

interface Colours {
  readonly accent: string;
  readonly range: string;
  readonly quota: string;
  readonly pace: string;
  readonly grid: string;
  readonly axis: string;
  readonly font: { readonly family: string; readonly size: number };
}

function coloursOf(canvas: HTMLCanvasElement): Colours {
  const style = getComputedStyle(canvas);
  const token = (name: string) => style.getPropertyValue(`--st-${name}`).trim();
  return {
    accent: token("accent"),
    range: `color-mix(in srgb, ${token("accent")} ${RANGE_OPACITY_PERCENT}%, transparent)`,
    quota: token("text-2"),
    pace: token("text-3"),
    grid: token("grid"),
    axis: token("axis"),
    font: { family: token("font"), size: Number.parseFloat(token("fs-xs")) || 11 },
  };
}

function configurationOf(chart: PaceChartView, colours: Colours): ChartConfiguration<"line"> {
  const labels = axisLabels(chart);
  const top = chart.ticks.at(-1)?.value;
  return {
    type: "line",
    data: { labels: [...labels], datasets: datasetsOf(chart, colours) },
    plugins: [quotaLabel(chart.labels.quota, colours)],
    options: {
      animation: false,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { right: LABEL_ROOM_PIXELS, top: 8 } },
      scales: {
        x: {
          grid: { display: false },
          border: { display: false },
          ticks: {
            autoSkip: false,
            maxRotation: 0,
            color: colours.axis,
            font: colours.font,
            callback: (_, index) => labels[index] ?? "",
          },
        },
        y: {
          min: 0,
          ...(top === undefined ? {} : { max: top }),
          border: { display: false },
          grid: { color: colours.grid },
          afterBuildTicks: (axis) => {
            axis.ticks = chart.ticks.map(({ value }) => ({ value }));
          },
          ticks: {
            color: colours.axis,
            font: colours.font,
            callback: (value) => chart.ticks.find((tick) => tick.value === value)?.label ?? "",
          },
        },
      },
    },
  };
}

type Line = ChartDataset<"line", (number | null)[]>;

function datasetsOf(chart: PaceChartView, colours: Colours): Line[] {
  const lines = paceLines(chart);
  const line = (data: readonly (number | null)[], look: Partial<Line>): Line => ({
    data: [...data],
    pointRadius: 0,
    borderWidth: 0,
    ...look,
  });
  const today = chart.days.findLastIndex(({ result }) => result !== null);
  const dots = chart.days.map((_, index) => (index === today ? 3.5 : 0));
  return [
    line(lines.result, {
      borderColor: colours.accent,
      borderWidth: 2.2,
      borderJoinStyle: "round",
      pointRadius: dots,
      pointBackgroundColor: colours.accent,
      pointBorderWidth: 0,
    }),
    line(lines.middle, { borderColor: colours.accent, borderWidth: 1.5, borderDash: [2, 3] }),
    line(lines.pace, { borderColor: colours.pace, borderWidth: 1, borderDash: [3, 3] }),
    line(lines.quota, { borderColor: colours.quota, borderWidth: 1.2 }),
    line(lines.high, { backgroundColor: colours.range, fill: "+1" }),
    line(lines.low, {}),
  ];
}

const QUOTA_DATASET = 3;
const LABEL_GAP_PIXELS = 5;

/** Names the quota's line at its end, where the legend would be far away. */
function quotaLabel(text: string, colours: Colours): Plugin<"line"> {
  return {
    id: "quota-label",
    afterDatasetsDraw: (drawn) => {
      const { ctx, chartArea } = drawn;
      const end = drawn.getDatasetMeta(QUOTA_DATASET).data.at(-1);
      if (!end) return;
      ctx.save();
      ctx.fillStyle = colours.quota;
      ctx.font = `${colours.font.size}px ${colours.font.family}`;
      ctx.textBaseline = "middle";
      ctx.fillText(text, chartArea.right + LABEL_GAP_PIXELS, end.y);
      ctx.restore();
    },
  };
}
