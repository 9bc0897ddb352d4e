import type { ComponentType } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { PaceChartView } from "../../../shared/contracts/quota-card.ts";
import { Button } from "../design/button.tsx";
import type { PaceCanvasProps } from "./pace-canvas.tsx";

type Shown = "chart" | "table";

/** The cumulative line with pace, quota and likely range. The same figures stand in a table for who prefers it. */
export function PaceChart({ chart }: { readonly chart: PaceChartView }) {
  const [shown, setShown] = useState<Shown>("chart");
  const body = useId();
  const { labels } = chart;
  return (
    <div class="pace-chart">
      <div class="pace-chart-head">
        <h3>{chart.title}</h3>
        <Legend chart={chart} />
      </div>
      <div id={body} class="pace-chart-body">
        {shown === "chart" ? <LazyCanvas chart={chart} /> : <PaceTable chart={chart} />}
      </div>
      <Button
        kind="ghost"
        small
        controls={body}
        class="pace-chart-switch"
        onClick={() => setShown(shown === "chart" ? "table" : "chart")}
      >
        {shown === "chart" ? labels.showAsTable : labels.showAsChart}
      </Button>
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

/** Chart.js is the biggest part of the page, so it comes when somebody can see the chart. */
function LazyCanvas({ chart }: { readonly chart: PaceChartView }) {
  const place = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<{ readonly Canvas: ComponentType<PaceCanvasProps> } | null>(null);
  useEffect(() => {
    if (!place.current) return;
    let open = true;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void import("./pace-canvas.tsx").then(({ PaceCanvas }) => {
        if (open) setLoaded({ Canvas: PaceCanvas });
      });
    });
    observer.observe(place.current);
    return () => {
      open = false;
      observer.disconnect();
    };
  }, []);
  return (
    <div ref={place} class="pace-chart-place">
      {loaded && <loaded.Canvas chart={chart} />}
    </div>
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
