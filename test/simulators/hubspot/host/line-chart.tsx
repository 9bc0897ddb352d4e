/** HubSpot's line chart, as a plain drawing: a line for each group, from the axis' zero. */

const WIDTH = 640;
const HEIGHT = 180;
const COLORS: Readonly<Record<string, string>> = { darkAqua: "#00788f", aqua: "#7ecbd6", purple: "#8c5aa8" };

type Row = Readonly<Record<string, string | number>>;

interface LineChartProps {
  readonly data: readonly Row[];
  readonly axes: {
    readonly x: { readonly field: string };
    readonly y: { readonly field: string };
    readonly options: {
      readonly groupFieldByColor: string;
      readonly colors: Readonly<Record<string, string>>;
    };
  };
  readonly options: { readonly title: string };
}

export function LineChart({ data, axes, options }: LineChartProps) {
  const { groupFieldByColor, colors } = axes.options;
  const highest = Math.max(1, ...data.map((row) => Number(row[axes.y.field])));
  const places = [...new Set(data.map((row) => String(row[axes.x.field])))];
  const lines = Map.groupBy(data, (row) => String(row[groupFieldByColor]));
  const pointOf = (row: Row) => {
    const place = places.indexOf(String(row[axes.x.field])) / Math.max(1, places.length - 1);
    return `${place * WIDTH},${HEIGHT - (Number(row[axes.y.field]) / highest) * HEIGHT}`;
  };
  return (
    <figure class="hs-chart">
      <figcaption>{options.title}</figcaption>
      <svg viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`} role="img" aria-label={options.title}>
        {[...lines].map(([name, rows]) => (
          <polyline
            key={name}
            points={rows.map(pointOf).join(" ")}
            fill="none"
            stroke={COLORS[colors[name] ?? ""] ?? "#516f90"}
            stroke-width="2"
          />
        ))}
      </svg>
      <p>{[...lines.keys()].join(" · ")}</p>
    </figure>
  );
}
