import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Leaderboard, Problem } from "../../../shared/contracts/api.ts";
import type { ApiClient, BoardQuery } from "../host/api-client.ts";
import { LiveBoard, type LiveState } from "../host/live-board.ts";
import { followLive } from "./follow-live.ts";

/** Loading, ready or failed; a board that was shown stays on screen when a later request fails. */
export type BoardState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly board: Leaderboard; readonly stale: boolean }
  | { readonly kind: "failed"; readonly problem: Problem | null };

/** Changes that come close together are fetched once. */
const REFRESH_PAUSE_MILLISECONDS = 150;

/** A board for a query: fetched once, then kept by the socket, or fetched again where the socket may not tell. */
export function useBoard(
  page: Window & typeof globalThis,
  api: ApiClient,
  query: BoardQuery,
): { readonly state: BoardState; readonly live: LiveState; readonly retry: () => void } {
  const [state, setState] = useState<BoardState>({ kind: "loading" });
  const [live, setLive] = useState<LiveState>("connecting");
  const asked = useRef(0);
  const shown = useRef<Leaderboard | null>(null);

  const load = useCallback(async () => {
    asked.current += 1;
    const turn = asked.current;
    const answer = await api.leaderboard(query);
    // A reply to an earlier question must not replace a later one's.
    if (turn !== asked.current) return;
    if (answer.kind === "ok") {
      shown.current = answer.value;
      setState({ kind: "ready", board: answer.value, stale: false });
    } else if (shown.current) {
      setState({ kind: "ready", board: shown.current, stale: true });
    } else {
      setState({ kind: "failed", problem: answer.kind === "problem" ? answer.problem : null });
    }
  }, [api, query]);

  useEffect(() => {
    shown.current = null;
    setState({ kind: "loading" });
    void load();
    if (query.period === undefined && !(query.from && query.to)) return;
    let timer: number | undefined;
    const refresh = () => {
      page.clearTimeout(timer);
      timer = page.setTimeout(() => void load(), REFRESH_PAUSE_MILLISECONDS);
    };
    const board = new LiveBoard(page, api, query, {
      onState: setLive,
      onRefresh: refresh,
      onBoard: (watched, head) => {
        const followed = shown.current ? followLive(shown.current, watched, head) : "fetch";
        if (followed === "fetch") return refresh();
        if (followed === null) return;
        shown.current = { ...followed, asOf: new page.Date().toISOString() };
        asked.current += 1;
        setState({ kind: "ready", board: shown.current, stale: false });
      },
    });
    return () => {
      page.clearTimeout(timer);
      board.close();
    };
  }, [page, api, query, load]);

  return { state, live, retry: () => void load() };
}
