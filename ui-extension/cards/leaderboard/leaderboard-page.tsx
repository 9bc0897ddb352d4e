import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Explanation } from "../../../shared/contracts/api.ts";
import { readLanguage } from "../../../shared/wording/locale.ts";
import { type Answer, ApiClient, type BoardQuery, type MetricChoice } from "../host/api-client.ts";
import type { LiveState } from "../host/live-board.ts";
import type { HeldSession } from "../host/session.ts";
import { BoardControls } from "./board-controls.tsx";
import { ExplanationDrawer } from "./explanation-drawer.tsx";
import { LeaderboardTable } from "./leaderboard-table.tsx";
import { leaderboardView } from "./leaderboard-view.ts";
import { type BoardState, useBoard } from "./use-board.ts";

const LIVE_WORDS: Readonly<Record<LiveState, string>> = {
  connecting: "Connecting",
  live: "Live",
  offline: "Offline, trying again",
};

/** The leaderboard: one metric, one period, live, and every number opens. */
export function LeaderboardPage(props: {
  readonly page: Window & typeof globalThis;
  readonly session: HeldSession;
  readonly firstQuery: BoardQuery;
}) {
  const { page, session } = props;
  const api = useMemo(
    () => new ApiClient({ fetch: page.fetch.bind(page), tokenFor: () => session.token() }),
    [page, session],
  );
  const language = readLanguage(page.navigator.language);
  const [query, setQuery] = useState(props.firstQuery);
  const [metrics, setMetrics] = useState<readonly MetricChoice[]>([]);
  const [opened, setOpened] = useState<string | null>(null);
  const { state, live, retry } = useBoard(page, api, query);

  useEffect(() => {
    void api.metrics().then((answer) => {
      if (answer.kind === "ok") setMetrics(answer.value);
    });
  }, [api]);

  const choose = useCallback(
    (next: BoardQuery) => {
      setQuery(next);
      page.history.replaceState(null, "", `?${new URLSearchParams({ ...next })}`);
    },
    [page],
  );

  return (
    <main>
      <BoardControls query={query} metrics={metrics} onChange={choose} />
      <Board
        state={state}
        live={live}
        query={query}
        session={session}
        language={language}
        onOpen={setOpened}
        onRetry={retry}
      />
      {opened !== null && state.kind === "ready" && (
        <Why
          key={opened}
          load={() =>
            api.explain({
              metric: query.metric,
              member: opened,
              from: state.board.period.from,
              to: state.board.period.to,
            })
          }
          language={language}
          onClose={() => setOpened(null)}
        />
      )}
    </main>
  );
}

function Board(props: {
  readonly state: BoardState;
  readonly live: LiveState;
  readonly query: BoardQuery;
  readonly session: HeldSession;
  readonly language: string;
  readonly onOpen: (memberId: string) => void;
  readonly onRetry: () => void;
}) {
  const { state } = props;
  if (state.kind === "loading") return <div class="card skeleton" aria-busy="true" />;
  if (state.kind === "failed") {
    return (
      <section class="card message" role="alert">
        <p>Standings could not be loaded. {state.problem?.title ?? "The server did not answer"}.</p>
        {state.problem?.action && <p>{state.problem.action}</p>}
        <button type="button" onClick={props.onRetry}>
          Try again
        </button>
      </section>
    );
  }
  const locale = { language: props.language, timeZone: state.board.period.timeZone };
  const view = leaderboardView(state.board, {
    memberId: props.session.current.member?.id ?? null,
    locale,
  });
  return (
    <>
      <header class="page-head">
        <div>
          <h1>
            {view.title}, {view.span}
          </h1>
          {view.compared && <p class="hint">{view.compared}</p>}
        </div>
        <p class={`live ${props.live}`}>
          <span class="dot" aria-hidden="true" />
          {LIVE_WORDS[props.live]} · {state.stale ? "last known" : "as of"} {view.asOf}
        </p>
      </header>
      {view.soFar && <p class="note">{view.soFar}</p>}
      <p class="total">
        <span class="key">{view.totalHead}</span> <strong>{view.total}</strong>
      </p>
      {view.rows.length === 0 ? (
        <p class="card message">Nobody is on this board yet. Choose another period or metric.</p>
      ) : (
        <LeaderboardTable view={view} by={props.query.by} onOpen={props.onOpen} />
      )}
    </>
  );
}

function Why(props: {
  readonly load: () => Promise<Answer<Explanation>>;
  readonly language: string;
  readonly onClose: () => void;
}) {
  const [answer, setAnswer] = useState<Answer<Explanation> | null>(null);
  const { load } = props;
  // The drawer is made anew for each figure that is opened, so it asks once.
  useEffect(() => {
    void load().then(setAnswer);
  }, []);
  return <ExplanationDrawer answer={answer} language={props.language} onClose={props.onClose} />;
}
