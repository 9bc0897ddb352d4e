import type { ComponentChildren } from "preact";
import { useMemo, useState } from "preact/hooks";
import type { Display, DisplaySlide } from "../../../shared/contracts/display.ts";
import { LiveMark } from "../design/live-mark.tsx";
import { CalmState, CalmWords } from "./calm-state.tsx";
import { ImprovedSlide } from "./improved-slide.tsx";
import { SidePanel } from "./side-panel.tsx";
import { StandingsSlide } from "./standings-slide.tsx";
import { type TvState, turnAt } from "./tv-state.ts";
import { ageText, clockText, dateText, type TvView, tvView } from "./tv-view.ts";
import { useDisplay, useNow } from "./use-display.ts";
import type { TvWords } from "./words/en.ts";

type BoardState = Extract<TvState, { readonly kind: "board" }>;

/** A board for a screen on a wall: nobody touches it, so it goes through its slides by itself. */
export function TvPage(props: {
  readonly page: Window & typeof globalThis;
  readonly displayKey: string | null;
  readonly words: TvWords;
  /** For figures and dates, such as `en-GB`. */
  readonly language: string;
}) {
  const { page, words, language } = props;
  const state = useDisplay(page, props.displayKey);
  switch (state.kind) {
    case "loading":
      return <Frame busy={words.loading} />;
    case "problem":
      return (
        <Frame>
          <CalmState problem={state.problem} words={words} />
        </Frame>
      );
    case "board":
      return <Board page={page} state={state} words={words} language={language} />;
  }
}

function Frame(props: { readonly busy?: string; readonly children?: ComponentChildren }) {
  return (
    // Nobody stands at the keyboard: what changes is not read out.
    <main class="tv" aria-live="off" aria-busy={props.busy !== undefined} aria-label={props.busy}>
      {props.children}
    </main>
  );
}

function Board(props: {
  readonly page: Window & typeof globalThis;
  readonly state: BoardState;
  readonly words: TvWords;
  readonly language: string;
}) {
  const { page, state, words, language } = props;
  const { board } = state;
  const now = useNow(page);
  const [begun] = useState(now);
  const view = useMemo(() => tvView(board, { words, language }), [board, words, language]);
  const turn = turnAt(now - begun, board.slides.length);
  const slide = board.slides[turn.index] ?? "standings";
  const next = board.slides[(turn.index + 1) % board.slides.length] ?? slide;
  return (
    <Frame>
      <Head view={view} slide={slide} words={words}>
        <p class="tv-clock">{clockText(new Date(now).toISOString(), board.period.timeZone, language, now)}</p>
        <p>{dateText(now, board.period.timeZone, language)}</p>
      </Head>
      <Slide view={view} slide={slide} words={words} />
      <SidePanel view={view} words={words} withImproved={slide !== "improved"} />
      <footer class="tv-foot">
        <Freshness state={state} now={now} words={words} language={language} />
        {board.slides.length > 1 && <span>{words.next(words[next], String(turn.secondsLeft))}</span>}
      </footer>
    </Frame>
  );
}

function Head(props: {
  readonly view: TvView;
  readonly slide: DisplaySlide;
  readonly words: TvWords;
  readonly children: ComponentChildren;
}) {
  const { view, slide, words } = props;
  return (
    <header class="tv-head">
      <div>
        <h1>{slide === "improved" ? words.improved : view.title}</h1>
        <p>{slide === "improved" ? view.improvedSubtitle : view.subtitle}</p>
      </div>
      <div class="tv-when">{props.children}</div>
    </header>
  );
}

function Slide(props: { readonly view: TvView; readonly slide: DisplaySlide; readonly words: TvWords }) {
  const { view, slide, words } = props;
  if (slide === "improved") return <ImprovedSlide view={view} />;
  if (view.rows.length > 0) return <StandingsSlide view={view} words={words} />;
  return <CalmWords icon="people" title={words.emptyTitle} detail={words.emptyDetail} />;
}

function Freshness(props: {
  readonly state: BoardState;
  readonly now: number;
  readonly words: TvWords;
  readonly language: string;
}) {
  const { words, language, now, state } = props;
  const { board, receivedAt, unreachable } = state;
  const clock = (instant: Display["asOf"]) => clockText(instant, board.period.timeZone, language, now);
  if (unreachable) {
    const text = words.stale(clock(board.asOf), ageText(now - receivedAt, language));
    return <LiveMark state="stale" text={text} />;
  }
  const { syncedAt } = board;
  return <LiveMark state="now" text={syncedAt === null ? words.liveNow : words.live(clock(syncedAt))} />;
}
