import { useDesignWords } from "./design-words.ts";
import "./skeleton.css";

/** What a skeleton is given: rows of a table, or lines of a text. */
export type SkeletonProps = {
  /** Figures in a strip over it. */
  readonly facts?: number | undefined;
  /** False where it already stands in a card. */
  readonly card?: boolean | undefined;
  /** What is loading, for those who hear it; "Loading standings" without. */
  readonly label?: string | undefined;
} & (
  | { readonly rows: number; readonly compact?: boolean | undefined; readonly lines?: undefined }
  | { readonly lines: number; readonly rows?: undefined; readonly compact?: undefined }
);

/** Widths that go round, so that the rows look like names and figures. In percent. */
const NAME_WIDTHS = [36, 28, 33, 25, 31, 27];
const VALUE_WIDTHS = [18, 17, 16, 15, 14, 13];
const LINE_WIDTHS = [92, 84, 96, 70, 88, 60];

/** The final layout in grey, kept from the first moment and seen after 150 ms, so that nothing jumps or flickers. */
export function Skeleton(props: SkeletonProps) {
  const words = useDesignWords();
  return (
    <div class={`skeleton ${props.card === false ? "" : "card"}`} role="status" aria-busy="true">
      <span class="visually-hidden">{props.label ?? words.loading}</span>
      <div aria-hidden="true">
        {props.facts !== undefined && <Facts count={props.facts} />}
        {props.rows === undefined ? (
          <Lines count={props.lines} />
        ) : (
          <Rows count={props.rows} compact={props.compact ?? false} />
        )}
      </div>
    </div>
  );
}

function widthOf(widths: readonly number[], index: number): { readonly inlineSize: string } {
  return { inlineSize: `${widths[index % widths.length] ?? 50}%` };
}

function Facts({ count }: { readonly count: number }) {
  return (
    <div class="skeleton-facts">
      {Array.from({ length: count }, (_, index) => (
        <div key={index}>
          <span class="skeleton-bar skeleton-short" />
          <span class="skeleton-bar skeleton-figure" />
        </div>
      ))}
    </div>
  );
}

function Rows({ count, compact }: { readonly count: number; readonly compact: boolean }) {
  return (
    <>
      <div class="skeleton-row skeleton-head">
        <span class="skeleton-bar" style={{ inlineSize: "30%" }} />
        <span class="skeleton-bar" style={{ inlineSize: "18%" }} />
      </div>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} class={`skeleton-row ${compact ? "skeleton-compact" : ""}`}>
          <span class="skeleton-bar skeleton-rank" />
          <span class="skeleton-bar skeleton-avatar" />
          <span class="skeleton-bar" style={widthOf(NAME_WIDTHS, index)} />
          <span class="skeleton-bar skeleton-value" style={widthOf(VALUE_WIDTHS, index)} />
        </div>
      ))}
    </>
  );
}

function Lines({ count }: { readonly count: number }) {
  return (
    <div class="skeleton-lines">
      {Array.from({ length: count }, (_, index) => (
        <span key={index} class="skeleton-bar" style={widthOf(LINE_WIDTHS, index)} />
      ))}
    </div>
  );
}
