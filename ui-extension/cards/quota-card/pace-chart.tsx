import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { ChartCanvas } from "../design/chart/chart-canvas.tsx";
import { useTableSwitch } from "../design/chart/table-switch.tsx";

const loadPicture = () => import("./pace-picture.ts").then(({ pacePicture }) => pacePicture);

/** The cumulative line with pace, quota and likely range. The same figures stand in a table for who prefers it. */
export function PaceChart({ chart }: { readonly chart: PaceChartView }) {
  const { asTable, body, button } = useTableSwitch("pace-chart-switch");
  return (
    <div class="pace-chart">
      <div class="pace-chart-head">
        <h3>{chart.title}</h3>
        <Legend chart={chart} />
      </div>
      <div id={body} class="pace-chart-body">
        {asTable ? (
          <PaceTable chart={chart} />
        ) : (
          <ChartCanvas class="pace-chart-place" figures={chart} label={chart.label} load={loadPicture} />
        )}
      </div>
      {button}
    </div>
  );
}

function Legend({ chart: { labels, projectedRange } }: { readonly chart: PaceChartView }) {
  return (
    <ul class="pace-chart-legend text-2 text-sm">
      <li>
        <span class="pace-chart-key pace-chart-key-result" />
        {labels.result}
      </li>
      <li>
        <span class="pace-chart-key pace-chart-key-pace" />
        {labels.pace}
      </li>
      {projectedRange !== null && (
        <li>
          <span class="pace-chart-key pace-chart-key-range" />
          {labels.range} {projectedRange}
        </li>
      )}
    </ul>
  );
}

function PaceTable({ chart }: { readonly chart: PaceChartView }) {
  const { labels, days } = chart;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it has to be reachable by keyboard
    <section class="pace-chart-table" aria-label={chart.label} tabIndex={0}>
      <table class="data-table compact">
        <thead>
          <tr>
            <th scope="col">{labels.day}</th>
            <th scope="col" class="number">
              {labels.result}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, label, text }) => (
            <tr key={day}>
              <th scope="row">{label}</th>
              <td class="number">{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
