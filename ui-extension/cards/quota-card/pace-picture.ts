import type { ChartConfiguration, ChartDataset, Plugin } from "chart.js";
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { type ChartLook, faded } from "../design/chart/chart-look.ts";
import { axisLabels, paceLines, partLabels } from "./pace-chart-view.ts";

type Pace = ChartConfiguration<"line", (number | null)[]>;

/** Room beside the ends of the lines, for their labels. */
const LABEL_ROOM_PIXELS = 52;
const RANGE_OPACITY_PERCENT = 16;
const POINT_PIXELS = 3.5;

/** The result as a line over the working days, with pace, quota and likely range. */
export function pacePicture(chart: PaceChartView, look: ChartLook): Pace {
  const room = look.rightToLeft ? { left: LABEL_ROOM_PIXELS } : { right: LABEL_ROOM_PIXELS };
  return {
    type: "line",
    data: { labels: [...axisLabels(chart)], datasets: datasetsOf(chart, look) },
    plugins: [endLabels(chart, look)],
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
const MIDDLE_DATASET = 1;
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
    line(lines.middle, {
      borderColor: accent,
      borderWidth: 1.5,
      borderDash: [2, 3],
      pointRadius: chart.days.map((_, index) => (index === chart.days.length - 1 ? POINT_PIXELS : 0)),
      pointBackgroundColor: token("surface"),
      pointBorderColor: accent,
      pointBorderWidth: 1.5,
    }),
    line(lines.pace, { borderColor: token("text-3"), borderWidth: 1, borderDash: [3, 3] }),
    line(lines.quota, { borderColor: token("text-2"), borderWidth: 1.2 }),
    line(lines.high, { backgroundColor: faded(accent, RANGE_OPACITY_PERCENT), fill: "+1" }),
    line(lines.low, {}),
  ];
}

const LABEL_GAP_PIXELS = 5;
const LINE_HEIGHT = 1.2;

/** Names the quota's line and the projection at their ends, where the legend would be far away. */
function endLabels({ labels, projectedEnd }: PaceChartView, look: ChartLook): Plugin<"line"> {
  const { token, font, rightToLeft } = look;
  return {
    id: "end-labels",
    afterDatasetsDraw: (drawn) => {
      const { ctx, chartArea } = drawn;
      const endOf = (dataset: number) => drawn.getDatasetMeta(dataset).data.at(-1)?.y;
      const quota = endOf(QUOTA_DATASET);
      if (quota === undefined) return;
      const projected = projectedEnd === null ? undefined : endOf(MIDDLE_DATASET);
      const places = partLabels(quota, projected ?? Number.NEGATIVE_INFINITY, font.size * LINE_HEIGHT);
      const x = rightToLeft ? chartArea.left - LABEL_GAP_PIXELS : chartArea.right + LABEL_GAP_PIXELS;
      const write = (text: string, y: number, colour: string, weight: string) => {
        ctx.fillStyle = token(colour);
        ctx.font = `${weight} ${font.size}px ${font.family}`;
        ctx.fillText(text, x, y);
      };
      ctx.save();
      ctx.textBaseline = "middle";
      ctx.textAlign = rightToLeft ? "right" : "left";
      write(labels.quota, places.quota, "text-2", "400");
      if (projected !== undefined && projectedEnd !== null) {
        write(projectedEnd, places.projected, "link", "600");
      }
      ctx.restore();
    },
  };
}
