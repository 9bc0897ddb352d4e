import type { ComponentChildren } from "preact";
import { Figure } from "./figure.tsx";
import "./summary-strip.css";

/** One figure of a strip. */
export interface StripFact {
  readonly label: string;
  readonly value: ComponentChildren;
  /** Small, beside the figure. */
  readonly hint?: ComponentChildren;
  /** Opens "Why this number?"; `openLabel` then names the figure for those who hear it. */
  readonly onOpen?: (() => void) | undefined;
  readonly openLabel?: string | undefined;
}

/** Three to six figures side by side with hairlines between. */
export function SummaryStrip(props: {
  readonly facts: readonly StripFact[];
  /** "card" stands alone, "part" is the head of a card. */
  readonly as?: "card" | "part" | undefined;
}) {
  return (
    <dl class={`summary-strip ${props.as === "part" ? "summary-strip-part" : "card"}`}>
      {props.facts.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>
            <Figure onOpen={fact.onOpen} label={fact.openLabel}>
              {fact.value}
            </Figure>
            {fact.hint !== undefined && <span class="summary-strip-hint">{fact.hint}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
