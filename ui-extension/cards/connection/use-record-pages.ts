import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { Answer } from "../host/api-client.ts";

/** One page of a list. */
export interface RecordPage<T> {
  readonly records: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

/** A list that is read page by page. */
export interface RecordPages<T> {
  readonly state: "loading" | "ready" | "problem";
  readonly problem: Problem | null;
  readonly records: readonly T[];
  readonly total: number;
  /** Null at the end, and while a page is on its way. */
  readonly more: (() => void) | null;
  readonly retry: () => void;
}

interface Read<T> {
  readonly state: "loading" | "ready" | "problem";
  readonly problem: Problem | null;
  readonly records: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

/** Reads the first page at once and each further one when it is asked for. `load` stays the same for one list. */
export function useRecordPages<T>(
  load: (after: string | undefined) => Promise<Answer<RecordPage<T>>>,
): RecordPages<T> {
  const [read, setRead] = useState<Read<T>>(nothing);
  const turn = useRef(0);
  const ask = useCallback(
    async (before: Read<T>) => {
      turn.current += 1;
      const mine = turn.current;
      setRead({ ...before, state: "loading" });
      const answer = await load(before.next ?? undefined);
      // A page of an earlier list must not be added to a later one.
      if (mine !== turn.current) return;
      if (answer.kind === "ok") {
        const { records, total, next } = answer.value;
        const all = [...before.records, ...records];
        setRead({ state: "ready", problem: null, records: all, total, next });
      } else {
        const problem = answer.kind === "problem" ? answer.problem : null;
        setRead({ ...before, state: "problem", problem });
      }
    },
    [load],
  );
  useEffect(() => {
    void ask(nothing());
    return () => {
      turn.current += 1;
    };
  }, [ask]);
  const goOn = () => void ask(read);
  return {
    ...read,
    more: read.state === "ready" && read.next !== null ? goOn : null,
    retry: goOn,
  };
}

function nothing<T>(): Read<T> {
  return { state: "loading", problem: null, records: [], total: 0, next: null };
}
