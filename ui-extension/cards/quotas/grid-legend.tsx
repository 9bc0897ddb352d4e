import type { QuotasWords } from "./words/en.ts";

/** What the looks of the cells mean. */
export function GridLegend({ words }: { readonly words: QuotasWords }) {
  return (
    <ul class="quota-legend">
      {(["inherited", "changed", "error"] as const).map((state) => (
        <li key={state}>
          <i class={`quota-swatch quota-${state}`} />
          {words.states[state]}
        </li>
      ))}
    </ul>
  );
}
