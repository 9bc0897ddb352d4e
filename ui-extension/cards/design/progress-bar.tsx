import type { BarView } from "../../../shared/contracts/quota-card.ts";
import "./progress-bar.css";

/** Where a percentage of the quota stands on the bar, as a percentage of its length. */
function placeOf(percent: number, scale: number): number {
  return (Math.min(Math.max(percent, 0), scale) / scale) * 100;
}

/**
 * A bar from zero with its pace: track, fill in the colour of the status, what a deal would add hatched, the pace as
 * a tick, and a dashed line at 100 % where the scale goes beyond.
 */
export function ProgressBar(props: {
  readonly bar: BarView;
  readonly size?: 6 | 8 | 12 | undefined;
  /** In the accent instead of the tone's colour, where there is no status: how far a backfill is. */
  readonly fill?: "accent" | undefined;
  /** Writes "Pace 70%" under the tick. */
  readonly withPaceLabel?: boolean | undefined;
}) {
  const { bar, size = 8 } = props;
  const filled = placeOf(bar.percent, bar.scale);
  const reached = placeOf(bar.percent + (bar.added ?? 0), bar.scale);
  const pace = bar.pace === null ? null : placeOf(bar.pace, bar.scale);
  return (
    <div class="progress">
      <div
        class={`progress-bar progress-bar-${size} tone-${props.fill ?? bar.tone}`}
        role="img"
        aria-label={bar.label}
      >
        <span
          class={`progress-fill ${filled === 100 ? "progress-fill-full" : ""}`}
          style={{ inlineSize: `${filled}%` }}
        />
        {reached > filled && (
          <span
            class="progress-added"
            style={{ insetInlineStart: `${filled}%`, inlineSize: `${reached - filled}%` }}
          />
        )}
        {bar.scale > 100 && (
          <span class="progress-quota" style={{ insetInlineStart: `${placeOf(100, bar.scale)}%` }} />
        )}
        {pace !== null && <span class="progress-pace" style={{ insetInlineStart: `${pace}%` }} />}
      </div>
      {props.withPaceLabel && pace !== null && bar.paceLabel !== null && (
        <PaceLabel at={pace} text={bar.paceLabel} />
      )}
    </div>
  );
}

/** Near an end the label keeps to the bar. */
const NEAR_END_PERCENT = 14;

function PaceLabel({ at, text }: { readonly at: number; readonly text: string }) {
  const side = at < NEAR_END_PERCENT ? "start" : at > 100 - NEAR_END_PERCENT ? "end" : "middle";
  return (
    <div class="progress-labels" aria-hidden="true">
      <span
        class={`progress-label progress-label-${side}`}
        style={side === "middle" ? { insetInlineStart: `${at}%` } : {}}
      >
        {text}
      </span>
    </div>
  );
}
