import { useCallback, useEffect, useRef, useState } from "react";
import { type CardAnswer, type CardQuestion, fetchCard, type QuotaView } from "./standings-api.ts";

/** Loading, ready or failed. A card that was shown stays while it is asked for again, and when that fails. */
export type CardState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly view: QuotaView; readonly busy: boolean; readonly old: boolean }
  | Exclude<CardAnswer, { readonly kind: "ok" }>;

/**
 * A change in HubSpot reaches Standings some seconds after the page knows of it, so the card is asked for at
 * once and again after these times.
 */
const AFTER_CHANGE_MILLISECONDS: readonly number[] = [0, 3_000, 10_000];

export interface QuotaCardSource {
  readonly state: CardState;
  readonly reload: () => void;
  /** Reloads now and a few times more. */
  readonly follow: () => void;
}

/** The card for a question, asked anew whenever the question changes. */
export function useQuotaCard(standingsUrl: string, question: CardQuestion): QuotaCardSource {
  const [state, setState] = useState<CardState>({ kind: "loading" });
  const turn = useRef(0);
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const { objectType, objectId, grain, locale } = question;

  const reload = useCallback(() => {
    turn.current += 1;
    const asked = turn.current;
    setState((before) => (before.kind === "ready" ? { ...before, busy: true } : { kind: "loading" }));
    void fetchCard(standingsUrl, { objectType, objectId, grain, locale }).then((answer) => {
      // A reply to an earlier question must not replace a later one's.
      if (asked === turn.current) setState((before) => after(before, answer));
    });
  }, [standingsUrl, objectType, objectId, grain, locale]);

  const follow = useCallback(() => {
    for (const timer of timers.current) clearTimeout(timer);
    timers.current = AFTER_CHANGE_MILLISECONDS.map((pause) => setTimeout(reload, pause));
  }, [reload]);

  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
      for (const timer of timers.current) clearTimeout(timer);
    };
  }, [reload]);

  return { state, reload, follow };
}

function after(before: CardState, answer: CardAnswer): CardState {
  if (answer.kind === "ok") return { kind: "ready", view: answer.view, busy: false, old: false };
  // What no longer holds, such as a person who may not see it any more, is not left on screen.
  if (answer.kind === "problem" || before.kind !== "ready") return answer;
  return { ...before, busy: false, old: true };
}
