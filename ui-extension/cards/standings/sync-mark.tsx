import { useEffect, useState } from "preact/hooks";
import type { Connection } from "../../../shared/contracts/connection.ts";
import type { CrmName } from "../../../shared/contracts/ids.ts";
import type { Instant } from "../../../shared/contracts/time.ts";
import { agedState } from "../../../shared/live/freshness.ts";
import { ageOf } from "../../../shared/wording/age.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { formatDayOf, formatTime } from "../../../shared/wording/dates.ts";
import type { Locale } from "../../../shared/wording/locale.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { LiveMark } from "../design/live-mark.tsx";
import type { LiveState } from "../host/live-board.ts";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "./page-context.ts";
import { PageLink } from "./page-link.tsx";
import { loaderOf } from "./pages.ts";
import type { StandingsWords } from "./words/en.ts";

/** How fresh the figures are is asked for again this often, and judged anew even where nobody answers. */
const ASK_AGAIN_MILLISECONDS = 60_000;

/** "Live · synced 14:31", or what stands in the way of it; whoever can mend it gets there by a press. */
export function SyncMark({ words }: { readonly words: StandingsWords }) {
  const { api, live, liveState, locale, page, session } = usePage();
  const { value, asOf, retry } = useAnswer("connection", () => api.get<Connection>("connection"));
  const [, setMinute] = useState(0);
  useEffect(() => {
    const timer = page.setInterval(() => {
      setMinute((before) => before + 1);
      retry();
    }, ASK_AGAIN_MILLISECONDS);
    return () => page.clearInterval(timer);
  }, [page, retry, live]);
  const { isAmiss, ...mark } = syncView({
    freshness: value?.freshness ?? null,
    elapsed: asOf === null ? 0 : Date.now() - Date.parse(asOf),
    liveState,
    crm: session.tenant.crm,
    locale,
    words,
  });
  if (!isAmiss || loaderOf("connection", session.role) === null) return <LiveMark {...mark} />;
  return (
    <PageLink to={{ page: "connection" }} class="sync-link">
      <LiveMark {...mark} />
    </PageLink>
  );
}

/** What the mark is drawn from. */
interface KnownSync {
  /** Null before the first answer. */
  readonly freshness: Connection["freshness"] | null;
  /** Milliseconds since it was answered: the clock here may be wrong, but not its steps. */
  readonly elapsed: number;
  readonly liveState: LiveState;
  readonly crm: CrmName;
  readonly locale: Locale;
  readonly words: StandingsWords;
}

/** How old the data is, in a few words, and whether an admin should look. */
export function syncView(known: KnownSync): {
  readonly state: "now" | "stale";
  readonly text: string;
  readonly isAmiss: boolean;
} {
  const { freshness, elapsed, liveState, crm, words } = known;
  const calm = (state: "now" | "stale", text: string) => ({ state, text, isAmiss: false });
  if (freshness?.state === "reconnect") {
    return { state: "stale", text: words.reconnect(crmLabel(crm)), isAmiss: true };
  }
  if (liveState === "offline") return calm("stale", words.offline);
  if (freshness === null)
    return liveState === "live" ? calm("now", words.liveNow) : calm("stale", words.connecting);
  const now = new Date(Date.parse(freshness.asOf) + elapsed).toISOString();
  const state = agedState(freshness, now);
  if (state === "backfilling") return calm("now", words.reading);
  if (freshness.at === null) return { state: "stale", text: words.never, isAmiss: true };
  const stamp = stampOf(freshness.at, now, known.locale);
  if (state === "stale") {
    return { state: "stale", text: words.syncedAgo(stamp, ageText(freshness.at, now, known)), isAmiss: true };
  }
  return liveState === "live" ? calm("now", words.live(stamp)) : calm("stale", words.synced(stamp));
}

/** "13:04", with its day where that is not the day of `now`. */
export function stampOf(at: Instant, now: Instant, locale: Locale): string {
  const day = formatDayOf(at, locale);
  const time = formatTime(at, locale);
  return day === formatDayOf(now, locale) ? time : `${formatDayOf(at, locale, now)}, ${time}`;
}

function ageText(at: Instant, now: Instant, { words, locale }: KnownSync): string {
  const { unit, count } = ageOf(at, now);
  return words.ages[unit](formatCount(count, locale.language));
}
