import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from "chart.js";
import type { ChartLook, ChartPicture } from "./chart-look.ts";

Chart.register(BarController, BarElement, CategoryScale, Filler, LinearScale);
Chart.register(LineController, LineElement, PointElement, Tooltip);

/** What charts of the design have in common. */
const BAR_PIXELS_MAX = 34;
Chart.defaults.animation = false;
Chart.defaults.maintainAspectRatio = false;
Chart.defaults.datasets.bar.maxBarThickness = BAR_PIXELS_MAX;
Chart.defaults.elements.bar.borderSkipped = false;

/** A chart on a canvas. */
export interface DrawnChart {
  /** The column whose figures are shown; null while none are. */
  readonly pointed: () => number | null;
  /** Shows the figures of a column, as the pointer would; null shows none. */
  readonly point: (index: number | null) => void;
  readonly columns: number;
  readonly remove: () => void;
}

/** Draws at once, without animation, in the given look. The one place that runs Chart.js. */
export function drawChart(canvas: HTMLCanvasElement, picture: ChartPicture, look: ChartLook): DrawnChart {
  wear(look);
  const chart = new Chart(canvas, picture as ChartConfiguration);
  const columns = chart.data.labels?.length ?? 0;
  return {
    columns,
    pointed: () => chart.getActiveElements()[0]?.index ?? null,
    point: (index) => {
      const elements = index === null || index >= columns ? [] : elementsAt(chart, index);
      chart.setActiveElements(elements);
      chart.tooltip?.setActiveElements(elements, { x: 0, y: 0 });
      chart.update("none");
    },
    remove: () => chart.destroy(),
  };
}

function elementsAt(chart: Chart, index: number) {
  return chart.data.datasets.map((_, datasetIndex) => ({ datasetIndex, index }));
}

/** One page has one theme, so it stands where every chart looks for it. */
function wear({ token, font, rightToLeft }: ChartLook): void {
  Chart.defaults.color = token("axis");
  Object.assign(Chart.defaults.font, font);
  Object.assign(Chart.defaults.plugins.tooltip, {
    backgroundColor: token("text"),
    titleColor: token("surface"),
    bodyColor: token("surface"),
    boxPadding: 4,
    rtl: rightToLeft,
  });
}
