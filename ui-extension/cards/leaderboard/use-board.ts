import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { type BoardQuery, choiceOf, wireOf } from "./board-query.ts";
import { followLive } from "./follow-live.ts";
import { keepDetails, keepUnchanged } from "./value-changes.ts";

/** Changes that come close together are fetched once. */
const REFRESH_PAUSE_MILLISECONDS = 150;
/** The personal part is fetched after a live change, not by all watchers in the same moment. */
const DETAILS_PAUSE_MILLISECONDS = 1_000;
const DETAILS_SPREAD_MILLISECONDS = 2_000;

/**
 * A board for a query: fetched once, then kept by the socket, or fetched again where the socket may not tell. What
 * is personal in it comes by HTTP alone, a moment after a live change.
 */
export function useBoard(query: BoardQuery): UsedAnswer<Leaderboard> {
  const { page, api, live } = usePage();
  const text = JSON.stringify(query);
  const answer = useAnswer<Leaderboard>(`leaderboard ${text}`, () =>
    api.get<Leaderboard>("leaderboard", wireOf(query)),
  );
  const shown = useRef(answer);
  shown.current = answer;

  useEffect(() => {
    const choice = choiceOf(query);
    if (choice === null) return;
    let timer: number | undefined;
    const fetchIn = (milliseconds: number) => {
      page.clearTimeout(timer);
      timer = page.setTimeout(() => shown.current.retry(), milliseconds);
    };
    const stop = live.watch(choice, {
      onRefresh: () => fetchIn(REFRESH_PAUSE_MILLISECONDS),
      onBoard: (watched, head) => {
        const mine = shown.current.value;
        const followed = mine ? followLive(mine, watched, head) : "fetch";
        if (followed === "fetch") return fetchIn(REFRESH_PAUSE_MILLISECONDS);
        if (followed === null || mine === null) return;
        const isNews = followed.revision !== mine.revision;
        shown.current.update(keepDetails(mine, { ...followed, asOf: new page.Date().toISOString() }));
        if (isNews) fetchIn(DETAILS_PAUSE_MILLISECONDS + page.Math.random() * DETAILS_SPREAD_MILLISECONDS);
      },
    });
    return () => {
      page.clearTimeout(timer);
      stop();
    };
  }, [page, live, text]);

  return useUnchangedRows(answer, text);
}

/** Rows that say the same as before are the same objects, so that nothing of them is drawn again. */
function useUnchangedRows(answer: UsedAnswer<Leaderboard>, key: string): UsedAnswer<Leaderboard> {
  const before = useRef<{ readonly key: string; readonly board: Leaderboard } | null>(null);
  const value = useMemo(() => {
    if (answer.value === null) return null;
    const known = before.current?.key === key ? before.current.board.rows : [];
    const board = { ...answer.value, rows: [...keepUnchanged(known, answer.value.rows)] };
    before.current = { key, board };
    return board;
  }, [answer.value, key]);
  // The same state with the same answer, whose rows are only other objects.
  return value === null ? answer : ({ ...answer, value } as UsedAnswer<Leaderboard>);
}
