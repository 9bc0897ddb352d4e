import type { ChartConfiguration, ChartDataset, Plugin } from "chart.js";
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { type ChartLook, faded } from "../design/chart/chart-look.ts";
import { axisLabels, paceLines } from "./pace-chart-view.ts";

type Pace = ChartConfiguration<"line", (number | null)[]>;

/** Room beside the end of the line of the quota, for its label. */
const LABEL_ROOM_PIXELS = 52;
const RANGE_OPACITY_PERCENT = 16;
const POINT_PIXELS = 3.5;

/** The result as a line over the working days, with pace, quota and likely range. */
export function pacePicture(chart: PaceChartView, look: ChartLook): Pace {
  const room = look.rightToLeft ? { left: LABEL_ROOM_PIXELS } : { right: LABEL_ROOM_PIXELS };
  return {
    type: "line",
    data: { labels: [...axisLabels(chart)], datasets: datasetsOf(chart, look) },
    plugins: [quotaLabel(chart.labels.quota, look)],
    options: {
      interaction: { mode: "index", intersect: false },
      layout: { padding: { ...room, top: 8 } },
      plugins: {
        tooltip: {
          displayColors: false,
          filter: ({ datasetIndex }) => datasetIndex === RESULT_DATASET,
          callbacks: {
            title: ([item]) => chart.days[item?.dataIndex ?? -1]?.label ?? "",
            label: ({ dataIndex }) => `${chart.labels.result}: ${chart.days[dataIndex]?.text ?? ""}`,
          },
        },
      },
      scales: scalesOf(chart, look),
    },
  };
}

function scalesOf(chart: PaceChartView, { token, rightToLeft }: ChartLook) {
  const labels = axisLabels(chart);
  const top = chart.ticks.at(-1)?.value;
  return {
    x: {
      reverse: rightToLeft,
      grid: { display: false },
      border: { display: false },
      ticks: {
        autoSkip: false,
        maxRotation: 0,
        callback: (_: unknown, index: number) => labels[index] ?? "",
      },
    },
    y: {
      position: rightToLeft ? ("right" as const) : ("left" as const),
      min: 0,
      ...(top === undefined ? {} : { max: top }),
      border: { display: false },
      grid: { color: token("grid") },
      afterBuildTicks: (axis: { ticks: { readonly value: number }[] }) => {
        axis.ticks = chart.ticks.map(({ value }) => ({ value }));
      },
      ticks: {
        callback: (value: number | string) => chart.ticks.find((tick) => tick.value === value)?.label ?? "",
      },
    },
  };
}

type Line = ChartDataset<"line", (number | null)[]>;

const RESULT_DATASET = 0;
const QUOTA_DATASET = 3;

function datasetsOf(chart: PaceChartView, { token }: ChartLook): Line[] {
  const lines = paceLines(chart);
  const accent = token("accent");
  const line = (data: readonly (number | null)[], drawn: Partial<Line>): Line => ({
    data: [...data],
    pointRadius: 0,
    pointHoverRadius: 0,
    borderWidth: 0,
    ...drawn,
  });
  const today = chart.days.findLastIndex(({ result }) => result !== null);
  return [
    line(lines.result, {
      borderColor: accent,
      borderWidth: 2.2,
      borderJoinStyle: "round",
      pointRadius: chart.days.map((_, index) => (index === today ? POINT_PIXELS : 0)),
      pointHoverRadius: POINT_PIXELS,
      pointBackgroundColor: accent,
      pointBorderWidth: 0,
    }),
    line(lines.middle, { borderColor: accent, borderWidth: 1.5, borderDash: [2, 3] }),
    line(lines.pace, { borderColor: token("text-3"), borderWidth: 1, borderDash: [3, 3] }),
    line(lines.quota, { borderColor: token("text-2"), borderWidth: 1.2 }),
    line(lines.high, { backgroundColor: faded(accent, RANGE_OPACITY_PERCENT), fill: "+1" }),
    line(lines.low, {}),
  ];
}

const LABEL_GAP_PIXELS = 5;

/** Names the quota's line at its end, where the legend would be far away. */
function quotaLabel(text: string, { token, font, rightToLeft }: ChartLook): Plugin<"line"> {
  return {
    id: "quota-label",
    afterDatasetsDraw: (drawn) => {
      const { ctx, chartArea } = drawn;
      const end = drawn.getDatasetMeta(QUOTA_DATASET).data.at(-1);
      if (!end) return;
      ctx.save();
      ctx.fillStyle = token("text-2");
      ctx.font = `${font.size}px ${font.family}`;
      ctx.textBaseline = "middle";
      ctx.textAlign = rightToLeft ? "right" : "left";
      const x = rightToLeft ? chartArea.left - LABEL_GAP_PIXELS : chartArea.right + LABEL_GAP_PIXELS;
      ctx.fillText(text, x, end.y);
      ctx.restore();
    },
  };
}
