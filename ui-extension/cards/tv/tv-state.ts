import type { Problem } from "../../../shared/contracts/api.ts";
import type { Display } from "../../../shared/contracts/display.ts";
import type { Answer } from "../host/api-client.ts";

/** The board is asked for this often. */
export const ASK_AGAIN_MILLISECONDS = 30_000;
/** Each slide stays so long. */
const SLIDE_SECONDS = 20;

/** What the screen has to show. */
export type TvState =
  | { readonly kind: "loading" }
  /** `receivedAt` is by the clock of the screen, in milliseconds. */
  | {
      readonly kind: "board";
      readonly board: Display;
      readonly receivedAt: number;
      readonly unreachable: boolean;
    }
  /** Null is that nobody answered. */
  | { readonly kind: "problem"; readonly problem: Problem | null };

/**
 * What an answer changes. While nobody answers, or the server is in trouble, the last board stays with its age; what
 * was taken away goes at once.
 */
export function nextState(before: TvState, answer: Answer<Display>, at: number): TvState {
  if (answer.kind === "ok") {
    return { kind: "board", board: answer.value, receivedAt: at, unreachable: false };
  }
  const problem = answer.kind === "problem" ? answer.problem : null;
  if (before.kind === "board" && isPassing(problem)) return { ...before, unreachable: true };
  return { kind: "problem", problem };
}

function isPassing(problem: Problem | null): boolean {
  return problem === null || problem.status >= 500 || problem.status === 429;
}

/** Which slide is up, by how long they have been turning, and how many seconds it stays. */
export function turnAt(
  elapsedMilliseconds: number,
  slides: number,
): { readonly index: number; readonly secondsLeft: number } {
  const seconds = Math.max(0, Math.floor(elapsedMilliseconds / 1000));
  const index = slides === 0 ? 0 : Math.floor(seconds / SLIDE_SECONDS) % slides;
  return { index, secondsLeft: SLIDE_SECONDS - (seconds % SLIDE_SECONDS) };
}

/** The key that stands in the address behind the #; null without one. */
export function keyOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("key") || null;
}
