import { useContext, useEffect, useState } from "preact/hooks";
import type { Connection } from "../../../../shared/contracts/connection.ts";
import type { Instant } from "../../../../shared/contracts/time.ts";
import { agedState } from "../../../../shared/live/freshness.ts";
import { ageOf } from "../../../../shared/wording/age.ts";
import { crmLabel } from "../../../../shared/wording/crm.ts";
import type { Locale } from "../../../../shared/wording/locale.ts";
import { formatCount } from "../../../../shared/wording/numbers.ts";
import { Note } from "../../design/note.tsx";
import { AnswerCacheContext } from "../../host/use-answer.ts";
import { usePage, useWords } from "../../standings/page-context.ts";
import { loaderOf } from "../../standings/pages.ts";
import { stampOf } from "../../standings/sync-mark.tsx";
import { BOARD_STATE_WORDS } from "./words/book.ts";
import type { BoardStateWords } from "./words/en.ts";

const LOOK_AGAIN_MILLISECONDS = 2_000;

/** Over the board: that its figures are old, since when, and for whoever can mend it the way there. */
export function SyncNote() {
  const { session, locale, navigate } = usePage();
  const words = useWords(BOARD_STATE_WORDS);
  const told = useToldConnection();
  if (!words || told === null) return null;
  const { crm } = session.tenant;
  const text = syncText(told.freshness, { now: told.now, crm: crmLabel(crm), locale, words });
  if (text === null) return null;
  const mayMend = loaderOf("connection", session.role) !== null;
  const open = { label: words.openConnection, onClick: () => navigate({ page: "connection" }) };
  return (
    <Note tone="warn" role="status" action={mayMend ? open : undefined}>
      {text}
    </Note>
  );
}

/** The mark in the bar asks every minute, and what it was told is kept: this looks there, and asks nobody. */
function useToldConnection(): { readonly freshness: Connection["freshness"]; readonly now: Instant } | null {
  const cache = useContext(AnswerCacheContext);
  const { page } = usePage();
  const [, setLooks] = useState(0);
  useEffect(() => {
    const timer = page.setInterval(() => setLooks((before) => before + 1), LOOK_AGAIN_MILLISECONDS);
    return () => page.clearInterval(timer);
  }, [page]);
  const kept = cache.get("connection");
  // A key names one question, so what is kept under it is its answer.
  const freshness = (kept?.value as Connection | undefined)?.freshness;
  if (!kept || !freshness) return null;
  // The clock here may be wrong, but not its steps.
  return { freshness, now: new Date(Date.parse(freshness.asOf) + Date.now() - kept.at).toISOString() };
}

/** What is said of how fresh figures are; null where there is nothing to say. */
export function syncText(
  freshness: Connection["freshness"],
  known: {
    readonly now: Instant;
    readonly crm: string;
    readonly locale: Locale;
    readonly words: BoardStateWords;
  },
): string | null {
  const { now, crm, locale, words } = known;
  const { at } = freshness;
  const state = agedState(freshness, now);
  if (state === "reconnect") {
    return at === null ? words.reconnectAlways(crm) : words.reconnect(crm, stampOf(at, now, locale));
  }
  if (state !== "stale") return null;
  if (at === null) return words.silentAlways(crm);
  const { unit, count } = ageOf(at, now);
  const age = words.ages[unit](formatCount(count, locale.language));
  return words.silent(crm, stampOf(at, now, locale), age);
}
