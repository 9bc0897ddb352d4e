import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { Display } from "../../../shared/contracts/display.ts";
import { ApiClient } from "../host/api-client.ts";
import { ASK_AGAIN_MILLISECONDS, nextState, type TvState } from "./tv-state.ts";

type Page = Window & typeof globalThis;

const NO_KEY: Problem = {
  type: "no-key",
  title: "This address is not complete",
  status: 401,
  requestId: "",
};

/** The board of a key, asked for again and again, and at once when the line comes back. */
export function useDisplay(page: Page, key: string | null): TvState {
  const [state, setState] = useState<TvState>(
    key === null ? { kind: "problem", problem: NO_KEY } : { kind: "loading" },
  );
  useEffect(() => {
    if (key === null) return;
    const api = new ApiClient({ fetch: page.fetch.bind(page), tokenFor: () => Promise.resolve(key) });
    let current = true;
    let asked = 0;
    const ask = async () => {
      asked += 1;
      const mine = asked;
      const answer = await api.get<Display>("display");
      // A late reply to an earlier question is older than what is shown.
      if (current && mine === asked) setState((before) => nextState(before, answer, Date.now()));
    };
    const again = () => void ask();
    again();
    const timer = page.setInterval(again, ASK_AGAIN_MILLISECONDS);
    page.addEventListener("online", again);
    return () => {
      current = false;
      page.clearInterval(timer);
      page.removeEventListener("online", again);
    };
  }, [page, key]);
  return state;
}

/** The time by the clock of the screen, in milliseconds, once a second. */
export function useNow(page: Page): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = page.setInterval(() => setNow(Date.now()), 1000);
    return () => page.clearInterval(timer);
  }, [page]);
  return now;
}
