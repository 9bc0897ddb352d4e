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

/** What an admin did to the line, why, and who approved; null where nobody did. The title of an added line is its reason. */
export function adjustmentText(
  { adjustment }: Pick<Line, "adjustment">,
  words: Pick<ExplanationWords, "adjustment">,
): string | null {
  if (adjustment == null) return null;
  const { action, reason, approvedBy } = adjustment;
  return words.adjustment[action](reason, words.adjustment.approval(approvedBy.name));
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
