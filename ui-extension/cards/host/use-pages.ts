import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { Answer } from "./api-client.ts";

/** How something is read page by page. The same object for the same thing: another one begins anew. */
export interface PageSource<Value, Part extends string = "records"> {
  readonly first: () => Promise<Answer<Value>>;
  /** The next page of a part; null where it has ended. */
  readonly next: (held: Value, part: Part) => Promise<Answer<Value>> | null;
  /** What is held with one more page of a part. */
  readonly join: (held: Value, page: Value, part: Part) => Value;
}

/** Where the reading stands. A null problem is that nobody answered. */
export type PagesState<Value, Part extends string = "records"> =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly problem: Problem | null }
  | {
      readonly state: "ready";
      readonly value: Value;
      /** The part whose next page is on its way. */
      readonly reading: Part | null;
      /** The part whose next page could not be had. */
      readonly failed: { readonly part: Part; readonly problem: Problem | null } | null;
    };

/** What is read, and how to go on. */
export interface UsedPages<Value, Part extends string = "records"> {
  readonly answer: PagesState<Value, Part>;
  /** Reads anew from the first page. */
  readonly retry: () => void;
  /** Does nothing while a page is on its way, and at the end. */
  readonly readOn: (part: Part) => void;
}

/** Reads the first page at once and each further one when it is asked for. */
export function usePages<Value, Part extends string = "records">(
  source: PageSource<Value, Part>,
): UsedPages<Value, Part> {
  const [answer, setAnswer] = useState<PagesState<Value, Part>>({ state: "loading" });
  const held = useRef(answer);
  const turn = useRef(0);
  const show = useCallback((next: PagesState<Value, Part>) => {
    held.current = next;
    setAnswer(next);
  }, []);

  const load = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    show({ state: "loading" });
    const reply = await source.first();
    // An earlier answer must not stand in for a later one.
    if (mine !== turn.current) return;
    show(reply.kind === "ok" ? ready(reply.value) : { state: "failed", problem: problemOf(reply) });
  }, [source, show]);

  useEffect(() => {
    void load();
    return () => {
      turn.current += 1;
    };
  }, [load]);

  const readOn = useCallback(
    async (part: Part) => {
      const before = held.current;
      if (before.state !== "ready" || before.reading !== null) return;
      const asked = source.next(before.value, part);
      if (asked === null) return;
      const mine = turn.current;
      show({ ...before, reading: part, failed: null });
      const reply = await asked;
      // A page of an earlier list must not be added to a later one.
      if (mine !== turn.current) return;
      if (reply.kind === "ok") show(ready(source.join(before.value, reply.value, part)));
      else show({ ...before, reading: null, failed: { part, problem: problemOf(reply) } });
    },
    [source, show],
  );

  return { answer, retry: () => void load(), readOn: (part) => void readOn(part) };
}

function ready<Value, Part extends string>(value: Value): PagesState<Value, Part> {
  return { state: "ready", value, reading: null, failed: null };
}

function problemOf(reply: Exclude<Answer<unknown>, { kind: "ok" }>): Problem | null {
  return reply.kind === "problem" ? reply.problem : null;
}

/** One page of a plain list. */
export interface RecordPage<Item> {
  readonly records: readonly Item[];
  /** Over all pages. */
  readonly total: number;
  readonly next: string | null;
}

/** A plain list as a source, from how one of its pages is asked for. */
export function recordPages<Item>(
  load: (after: string | undefined) => Promise<Answer<RecordPage<Item>>>,
): PageSource<RecordPage<Item>> {
  return {
    first: () => load(undefined),
    next: ({ next }) => (next === null ? null : load(next)),
    join: (held, page) => ({ ...page, records: [...held.records, ...page.records] }),
  };
}
