import "./value-bar.css";

/** A bar without a track, for comparing rows on one scale from zero; the figure stands beside it. */
export function ValueBar(props: {
  /** Percent of the longest bar. */
  readonly percent: number;
  readonly mine?: boolean | undefined;
}) {
  return (
    <span class={`value-bar ${props.mine ? "value-bar-mine" : ""}`} aria-hidden="true">
      <span style={{ inlineSize: `${Math.min(100, Math.max(0, props.percent))}%` }} />
    </span>
  );
}
