import { useEffect } from "preact/hooks";
import type { Connection } from "../../../shared/contracts/connection.ts";
import { formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { LiveMark } from "../design/live-mark.tsx";
import type { LiveState } from "../host/live-board.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "./page-context.ts";
import type { StandingsWords } from "./words/en.ts";

type SyncedConnection = Pick<Connection, "state" | "lastSync">;

/** The time of the last sync is asked for again this often. */
const ASK_AGAIN_MILLISECONDS = 60_000;

/** "Live · synced 14:31", or what stands in the way of it. */
export function SyncMark({ words }: { readonly words: StandingsWords }) {
  const { api, live, liveState, locale, page } = usePage();
  const { value, retry } = useAnswer("connection", () => api.get<Connection>("connection"));
  useEffect(() => {
    const timer = page.setInterval(retry, ASK_AGAIN_MILLISECONDS);
    return () => page.clearInterval(timer);
  }, [page, retry, live]);
  return <LiveMark {...syncView({ connection: value, liveState, locale, words })} />;
}

/** How old the data is, in a few words. */
export function syncView(known: {
  readonly connection: SyncedConnection | null;
  readonly liveState: LiveState;
  readonly locale: Locale;
  readonly words: StandingsWords;
}): { readonly state: "now" | "stale"; readonly text: string } {
  const { connection, liveState, locale, words } = known;
  if (connection?.state === "reconnect") return { state: "stale", text: words.reconnect };
  if (liveState === "offline") return { state: "stale", text: words.offline };
  if (connection?.state === "installing" || connection?.state === "backfilling") {
    return { state: "now", text: words.reading };
  }
  const synced = lastSyncOf(connection);
  const time = synced === null ? null : formatTime(synced, locale);
  if (liveState === "live") return { state: "now", text: time === null ? words.liveNow : words.live(time) };
  return { state: "stale", text: time === null ? words.connecting : words.synced(time) };
}

/** The latest of the kinds: each is read on its own. */
function lastSyncOf(connection: SyncedConnection | null): string | null {
  const times = (connection?.lastSync ?? []).flatMap(({ at }) => (at === null ? [] : [at]));
  return times.toSorted().at(-1) ?? null;
}
