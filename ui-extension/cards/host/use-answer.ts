import { createContext } from "preact";
import { useCallback, useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import { AnswerCache } from "./answer-cache.ts";
import type { Answer } from "./api-client.ts";

/** An answer of this age is asked for again when the page comes back into view. */
const FRESH_MILLISECONDS = 60_000;

/** Where the answer to a question stands. */
export type AnswerState<T> =
  | { readonly state: "loading"; readonly value: null; readonly asOf: null }
  /** `asOf` is when it came, a UTC instant. */
  | { readonly state: "ready"; readonly value: T; readonly asOf: string }
  /** An older answer, kept on screen: while it is asked for again, or because that failed. */
  | {
      readonly state: "stale";
      readonly value: T;
      readonly asOf: string;
      readonly why: "refreshing" | "offline" | "problem";
      readonly problem: Problem | null;
    }
  | { readonly state: "problem"; readonly value: null; readonly asOf: null; readonly problem: Problem }
  | { readonly state: "offline"; readonly value: null; readonly asOf: null };

/** An answer, and what a page can do with it. */
export type UsedAnswer<T> = AnswerState<T> & {
  /** Asks again; what is shown stays. */
  readonly retry: () => void;
  /** Puts what the page knows better: a live change, or what was just saved. An answer under way is dropped. */
  readonly update: (value: T) => void;
};

/** Where answers are kept; one for the page. */
export const AnswerCacheContext = createContext(new AnswerCache());

const LOADING = { state: "loading", value: null, asOf: null } as const;

/**
 * Asks a question and follows it: the last answer paints at once, a reply to an earlier question is dropped, old data
 * stays with its age when a refresh fails, and it is asked again when the line or the page comes back. `key` names the
 * question, its every parameter; null asks nothing yet.
 */
export function useAnswer<T>(key: string | null, load: () => Promise<Answer<T>>): UsedAnswer<T> {
  const cache = useContext(AnswerCacheContext);
  const [shown, setShown] = useState(() => ({ key, answer: keptAnswer<T>(cache, key) }));
  const turn = useRef(0);
  const loader = useRef(load);
  loader.current = load;
  // Between a new question and its first effect the old answer would be painted under the new head.
  const answer = shown.key === key ? shown.answer : keptAnswer<T>(cache, key);

  const ask = useCallback(async () => {
    if (key === null) return;
    turn.current += 1;
    const mine = turn.current;
    const reply = await loader.current();
    if (mine !== turn.current) return;
    setShown((before) => ({
      key,
      answer: settle(cache, key, reply, before.key === key ? before.answer : keptAnswer<T>(cache, key)),
    }));
  }, [cache, key]);

  useEffect(() => {
    setShown((before) => (before.key === key ? before : { key, answer: keptAnswer<T>(cache, key) }));
    void ask();
    return () => {
      turn.current += 1;
    };
  }, [ask, cache, key]);

  useAskAgain(ask, answer.asOf);

  const update = useCallback(
    (value: T) => {
      if (key === null) return;
      turn.current += 1;
      setShown({ key, answer: keep(cache, key, value) });
    },
    [cache, key],
  );

  return { ...answer, retry: () => void ask(), update };
}

function keptAnswer<T>(cache: AnswerCache, key: string | null): AnswerState<T> {
  const kept = key === null ? null : cache.get(key);
  if (kept === null) return LOADING;
  // A key names one question, so what is kept under it is its answer.
  const value = kept.value as T;
  const asOf = new Date(kept.at).toISOString();
  return Date.now() - kept.at < FRESH_MILLISECONDS
    ? { state: "ready", value, asOf }
    : { state: "stale", value, asOf, why: "refreshing", problem: null };
}

function keep<T>(cache: AnswerCache, key: string, value: T): AnswerState<T> {
  const at = Date.now();
  cache.put(key, { value, at });
  return { state: "ready", value, asOf: new Date(at).toISOString() };
}

function settle<T>(
  cache: AnswerCache,
  key: string,
  reply: Answer<T>,
  before: AnswerState<T>,
): AnswerState<T> {
  if (reply.kind === "ok") return keep(cache, key, reply.value);
  const problem = reply.kind === "problem" ? reply.problem : null;
  if (problem && isWithdrawn(problem)) cache.drop(key);
  else if (before.state === "ready" || before.state === "stale") {
    const why = problem ? "problem" : "offline";
    return { state: "stale", value: before.value, asOf: before.asOf, why, problem };
  }
  return problem
    ? { state: "problem", value: null, asOf: null, problem }
    : { state: "offline", value: null, asOf: null };
}

/** What the viewer may no longer see, or is no more, does not stay on screen. */
function isWithdrawn({ status }: Problem): boolean {
  return status === 403 || status === 404;
}

function useAskAgain(ask: () => Promise<void>, asOf: string | null): void {
  const age = useRef(asOf);
  age.current = asOf;
  useEffect(() => {
    const again = () => void ask();
    const whenOld = () => {
      if (document.visibilityState === "hidden") return;
      const at = age.current === null ? 0 : Date.parse(age.current);
      if (Date.now() - at >= FRESH_MILLISECONDS) again();
    };
    window.addEventListener("online", again);
    window.addEventListener("focus", whenOld);
    document.addEventListener("visibilitychange", whenOld);
    return () => {
      window.removeEventListener("online", again);
      window.removeEventListener("focus", whenOld);
      document.removeEventListener("visibilitychange", whenOld);
    };
  }, [ask]);
}
