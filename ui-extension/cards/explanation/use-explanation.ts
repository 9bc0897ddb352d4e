import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Explanation, Problem } from "../../../shared/contracts/api.ts";
import type { ExplainTarget } from "../../../shared/contracts/quota-card.ts";
import type { ApiClient } from "../host/api-client.ts";
import { cursorOf, explainQuery, type ListName, withPage } from "./explanation-pages.ts";

/** Where the answer stands. */
export type ExplanationState =
  | { readonly state: "loading" }
  /** A null problem is that nobody answered. */
  | { readonly state: "failed"; readonly problem: Problem | null }
  | {
      readonly state: "ready";
      readonly explanation: Explanation;
      /** The list that is being read on, and the one that could not be. */
      readonly reading: ListName | null;
      readonly failed: ListName | null;
    };

/** An explanation, and what the drawer can do with it. */
export interface UsedExplanation {
  readonly answer: ExplanationState;
  readonly retry: () => void;
  readonly readOn: (list: ListName) => void;
}

/** Asks why; later pages are asked as of the first one's instant, so that they belong to the same figure. */
export function useExplanation(api: ApiClient, figure: ExplainTarget): UsedExplanation {
  const [answer, setAnswer] = useState<ExplanationState>({ state: "loading" });
  const turn = useRef(0);

  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    setAnswer({ state: "loading" });
    const reply = await api.get<Explanation>("explain", explainQuery(figure));
    if (mine !== turn.current) return;
    if (reply.kind === "ok") {
      setAnswer({ state: "ready", explanation: reply.value, reading: null, failed: null });
    } else {
      setAnswer({ state: "failed", problem: reply.kind === "problem" ? reply.problem : null });
    }
  }, [api, figure]);

  useEffect(() => {
    void load();
    return () => {
      turn.current += 1;
    };
  }, [load]);

  const readOn = useCallback(
    async (list: ListName) => {
      if (answer.state !== "ready" || answer.reading !== null) return;
      const { explanation } = answer;
      const after = list === "counted" ? explanation.nextCounted : explanation.nextLeftOut;
      if (after === null) return;
      const mine = turn.current;
      setAnswer({ ...answer, reading: list, failed: null });
      const query = { ...explainQuery(figure, explanation.asOf), ...cursorOf(list, after) };
      const reply = await api.get<Explanation>("explain", query);
      if (mine !== turn.current) return;
      if (reply.kind === "ok") {
        const whole = withPage(explanation, reply.value, list);
        setAnswer({ state: "ready", explanation: whole, reading: null, failed: null });
      } else setAnswer({ ...answer, reading: null, failed: list });
    },
    [answer, api, figure],
  );

  return { answer, retry: () => void load(), readOn: (list) => void readOn(list) };
}
