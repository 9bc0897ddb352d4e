import type { Line } from "./adding-up.ts";
import type { ExplanationWords } from "./words/en.ts";

/** An amount in whole minor units of its currency. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** How the figures of a remark are written. */
export interface MarkFigures {
  money(amount: Money): string;
  moment(at: string): string;
}

/** A remark on a line with what is told beside it; null for one that has no words here. */
export function markText(
  mark: string,
  { laterOwner, initial, windowUntil }: Line,
  { words, figures }: { readonly words: ExplanationWords; readonly figures: MarkFigures },
): string | null {
  if (mark === "owner_changed" && laterOwner?.name != null) return words.laterOwner(laterOwner.name);
  if (mark === "initial_amount" && initial != null) return words.initialAmount(figures.money(initial));
  if (mark === "window_open" && windowUntil != null) return words.windowUntil(figures.moment(windowUntil));
  const worded: Readonly<Record<string, string>> = words.marks;
  return worded[mark] ?? null;
}
