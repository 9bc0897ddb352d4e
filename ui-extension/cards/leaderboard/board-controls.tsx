import type { MetricId, PeriodName } from "../../../shared/contracts/ids.ts";
import type { BoardQuery, MetricChoice } from "../host/api-client.ts";

const PERIODS: readonly { readonly name: PeriodName; readonly label: string }[] = [
  { name: "this_week", label: "This week" },
  { name: "last_week", label: "Last week" },
  { name: "this_month", label: "This month" },
  { name: "last_month", label: "Last month" },
  { name: "this_quarter", label: "This quarter" },
  { name: "last_quarter", label: "Last quarter" },
  { name: "this_year", label: "This year" },
  { name: "last_year", label: "Last year" },
];

/** Which board: filters apply at once. */
export function BoardControls(props: {
  readonly query: BoardQuery;
  readonly metrics: readonly MetricChoice[];
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query } = props;
  const custom = query.period === undefined;
  function choosePeriod(value: string): void {
    const { metric, by, from, to } = query;
    const chosen = PERIODS.find(({ name }) => name === value);
    if (chosen) props.onChange({ metric, by, period: chosen.name });
    else props.onChange({ metric, by, from: from ?? "", to: to ?? "" });
  }
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span class="key">Period</span>
        <select
          name="period"
          value={query.period ?? "custom"}
          onChange={(event) => choosePeriod(event.currentTarget.value)}
        >
          {PERIODS.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
          <option value="custom">Custom</option>
        </select>
      </label>
      {custom && <CustomDays query={query} onChange={props.onChange} />}
      <label>
        <span class="key">Metric</span>
        <select
          name="metric"
          value={query.metric}
          onChange={(event) => props.onChange({ ...query, metric: event.currentTarget.value as MetricId })}
        >
          {props.metrics.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="key">Rank</span>
        <select
          name="by"
          value={query.by}
          onChange={(event) =>
            props.onChange({ ...query, by: event.currentTarget.value === "team" ? "team" : "member" })
          }
        >
          <option value="member">People</option>
          <option value="team">Teams</option>
        </select>
      </label>
    </form>
  );
}

function CustomDays(props: { readonly query: BoardQuery; readonly onChange: (query: BoardQuery) => void }) {
  const { query } = props;
  return (
    <>
      <label>
        <span class="key">From</span>
        <input
          type="date"
          name="from"
          value={query.from ?? ""}
          onChange={(event) => props.onChange({ ...query, from: event.currentTarget.value })}
        />
      </label>
      <label>
        <span class="key">To</span>
        <input
          type="date"
          name="to"
          value={query.to ?? ""}
          onChange={(event) => props.onChange({ ...query, to: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
