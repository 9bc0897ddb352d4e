import { useEffect, useRef, useState } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { changeText, valueChanges } from "./value-changes.ts";
import type { LeaderboardWords } from "./words/en.ts";

const TAG_MILLISECONDS = 4_000;
/** Changes are spoken this far apart at least. */
const ANNOUNCE_PAUSE_MILLISECONDS = 30_000;

/** What just changed: a tag per row for a moment, and a sentence for those who hear. */
export interface LiveNews {
  readonly tags: ReadonlyMap<string, string>;
  readonly announcement: string;
}

const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** Watches a board from one drawing to the next. `subject` names it: between two boards nothing has changed. */
export function useLiveNews(
  board: Leaderboard | null,
  options: { readonly subject: string; readonly words: LeaderboardWords; readonly language: string },
): LiveNews {
  const { subject, words, language } = options;
  const before = useRef<{ readonly subject: string; readonly board: Leaderboard } | null>(null);
  const [tags, setTags] = useState(NO_TAGS);
  const { announcement, announce } = useAnnouncement();

  useEffect(() => {
    const known = before.current?.subject === subject ? before.current.board : null;
    before.current = board && { subject, board };
    if (!known) setTags(NO_TAGS);
    if (!known || !board) return;
    const changes = valueChanges(known.rows, board.rows);
    if (changes.size > 0) {
      setTags(new Map([...changes].map(([key, by]) => [key, changeText(by, board.metric, language)])));
    }
    const sentence = sentenceOf(known, board, { changed: changes.size, words, language });
    if (sentence !== null) announce(sentence);
  }, [board, subject, words, language, announce]);

  useEffect(() => {
    if (tags === NO_TAGS) return;
    const timer = window.setTimeout(() => setTags(NO_TAGS), TAG_MILLISECONDS);
    return () => window.clearTimeout(timer);
  }, [tags]);

  return { tags, announcement };
}

/** The own place first, else how many figures changed; null when nothing did. */
function sentenceOf(
  before: Leaderboard,
  after: Leaderboard,
  options: { readonly changed: number; readonly words: LeaderboardWords; readonly language: string },
): string | null {
  const { changed, words, language } = options;
  const rank = after.details?.standing?.rank ?? null;
  if (rank !== null && rank !== (before.details?.standing?.rank ?? null)) {
    return words.announceOwn(formatCount(rank, language));
  }
  return changed === 0 ? null : words.announceChanged(changed, formatCount(changed, language));
}

/** Says the latest sentence, at most once in a while: what comes between is said at the end of the pause. */
function useAnnouncement(): { readonly announcement: string; readonly announce: (text: string) => void } {
  const [announcement, setAnnouncement] = useState("");
  const state = useRef({ spokenAt: 0, waiting: "", timer: 0 });
  const announce = useRef((text: string) => {
    const known = state.current;
    known.waiting = text;
    if (known.timer !== 0) return;
    const speak = () => {
      known.timer = 0;
      known.spokenAt = Date.now();
      setAnnouncement(known.waiting);
    };
    const wait = known.spokenAt + ANNOUNCE_PAUSE_MILLISECONDS - Date.now();
    if (wait <= 0) speak();
    else known.timer = window.setTimeout(speak, wait);
  });
  useEffect(() => () => window.clearTimeout(state.current.timer), []);
  return { announcement, announce: announce.current };
}
