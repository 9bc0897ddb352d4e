import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  LinearScale,
  Tooltip,
} from "chart.js";
import { useEffect, useRef } from "preact/hooks";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

/** What a bar chart draws. */
export interface BarSeries {
  readonly labels: readonly string[];
  readonly values: readonly number[];
  /** How a value reads, in tooltips and on the axis. */
  readonly format: (value: number) => string;
}

/**
 * The one place that knows Chart.js: bars from zero in the theme's colours. Loaded only when a chart comes
 * into view; the same numbers stand in a table beside it.
 */
export default function ChartCanvas(props: { readonly series: BarSeries; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!canvas.current) return;
    const chart = new Chart(canvas.current, configuration(props.series, canvas.current));
    return () => chart.destroy();
  }, [props.series]);
  return (
    <div class="chart">
      <canvas ref={canvas} role="img" aria-label={props.label} />
    </div>
  );
}

function configuration(series: BarSeries, canvas: HTMLCanvasElement): ChartConfiguration<"bar"> {
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    type: "bar",
    data: {
      labels: [...series.labels],
      datasets: [{ data: [...series.values], backgroundColor: colour("--st-accent"), maxBarThickness: 34 }],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      plugins: { tooltip: { callbacks: { label: (item) => series.format(Number(item.parsed.y)) } } },
      scales: {
        x: { grid: { display: false }, ticks: { color: colour("--st-axis"), maxTicksLimit: 6 } },
        y: {
          beginAtZero: true,
          border: { display: false },
          grid: { color: colour("--st-grid") },
          ticks: {
            color: colour("--st-axis"),
            maxTicksLimit: 4,
            callback: (value) => series.format(Number(value)),
          },
        },
      },
    },
  };
}
