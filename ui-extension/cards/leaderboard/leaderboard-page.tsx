import { useMemo, useRef, useState } from "preact/hooks";
import type { Leaderboard, MemberList, MetricList } from "../../../shared/contracts/api.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import { RULE_WORDS, type RuleWords } from "../../../shared/metrics/words/rule-words.ts";
import { formatTime } from "../../../shared/wording/dates.ts";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { BoardActions } from "./board-actions.tsx";
import { BoardControls } from "./board-controls.tsx";
import type { BoardQuery } from "./board-query.ts";
import { BoardSection } from "./board-section.tsx";
import { leaderboardView, RowViews } from "./leaderboard-view.ts";
import { hasNothingYet } from "./states/nothing-yet.ts";
import { useBoard } from "./use-board.ts";
import { useLayout } from "./use-layout.ts";
import { useLiveNews } from "./use-live-news.ts";
import type { LeaderboardWords } from "./words/en.ts";

const ROWS_WHILE_LOADING = 10;

/** The leaderboard: one metric, one period, live, and every figure opens. */
export function LeaderboardPage(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, words, onChange } = props;
  const { api, locale } = usePage();
  const root = useRef<HTMLDivElement>(null);
  const layout = useLayout(root);
  const [search, setSearch] = useState("");
  const answer = useBoard(query);
  const metrics = useAnswer<MetricList>("metrics", () => api.get("metrics")).value?.metrics ?? [];
  const people = useAnswer<MemberList>("members", () => api.get("members")).value;
  const board = answer.value;
  const view = useBoardView(board, query, words, people);
  const subject = JSON.stringify(query);
  const rules = useWords(RULE_WORDS);
  const ranking = useRankingRules({ id: query.metric, metrics, rules, words });
  const receipt = useReceipt(board !== null);
  const sync = useLoaded(board !== null, () => import("./states/sync-note.tsx"), nothing);
  const news = useLiveNews(board, { subject, words, language: locale.language });
  const common = { query, words, layout, board, onChange };
  return (
    <div class={`page board-page board-page-${layout}`} ref={root}>
      <PageHead title={view?.title ?? words.metricTitle(query.metric)} subtitle={view?.subtitle}>
        <BoardActions {...common} teamNames={useTeamNames(people)} onRules={ranking.open} />
      </PageHead>
      <BoardControls
        {...common}
        metrics={metrics}
        rules={rules}
        teams={people?.teams ?? []}
        search={search}
        onSearch={setSearch}
      />
      {receipt && <receipt.FreshReceipt />}
      {sync && <sync.SyncNote />}
      <Notices {...common} answer={answer} />
      <p class="visually-hidden" aria-live="polite">
        {news.announcement}
      </p>
      {view && board && view.rows.length > 0 && !hasNothingYet(board) ? (
        <BoardSection
          {...common}
          board={board}
          view={view}
          teams={people?.teams ?? []}
          search={search}
          onSearch={setSearch}
          tags={news.tags}
          rule={rules?.rule(query.metric).description ?? null}
          onRules={ranking.open}
        />
      ) : (
        <NoRows {...common} answer={answer} teams={people?.teams ?? []} withheld={view?.withheld ?? null} />
      )}
      {ranking.drawer}
    </div>
  );
}

/** Tells admins of a fresh receipt, after the board is there. Without it the board is as good. */
function useReceipt(isBoardThere: boolean) {
  const { role } = usePage().session;
  const mayKnow = role === "owner" || role === "admin";
  return useLoaded(mayKnow && isBoardThere, () => import("../install/fresh-receipt.tsx"), nothing);
}

/** What stands over a board is left out when it could not be loaded. */
function nothing(): void {}

/** How ranking works, in a drawer that comes when it is asked for. */
function useRankingRules(props: {
  readonly id: MetricId;
  readonly metrics: MetricList["metrics"];
  readonly rules: RuleWords | null;
  readonly words: LeaderboardWords;
}) {
  const { rules, words } = props;
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const part = useLoaded(isOpen, () => import("./ranking-rules.tsx"), close);
  return {
    open: () => setOpen(true),
    drawer: part && (
      <part.RankingRules
        metric={props.metrics.find(({ id }) => id === props.id) ?? null}
        rules={rules}
        words={words}
        onClose={close}
      />
    ),
  };
}

/** One map for as long as the list is the same, so that rows are not worded anew. */
function useTeamNames(people: MemberList | null): ReadonlyMap<string, string> {
  return useMemo(() => new Map(people?.teams.map(({ id, name }) => [id, name])), [people]);
}

function useBoardView(
  board: Leaderboard | null,
  query: BoardQuery,
  words: LeaderboardWords,
  people: MemberList | null,
) {
  const { session, locale } = usePage();
  const teamNames = useTeamNames(people);
  const views = useMemo(() => new RowViews(), []);
  const { role, member } = session;
  return useMemo(() => {
    if (!board) return null;
    const viewer = { memberId: member.id || null, role };
    return leaderboardView(board, { query, words, language: locale.language, viewer, teamNames }, views);
  }, [board, query, words, locale.language, role, member.id, teamNames, views]);
}

/** What has to be known before the figures are read: of when they are, and whether all of them are there. */
function Notices(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly answer: UsedAnswer<Leaderboard>;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, words, answer } = props;
  const { locale } = usePage();
  // The past is not shown where it cannot be said that it is the past.
  const past = useLoaded(
    query.at !== undefined,
    () => import("./dialogs/past-banner.tsx"),
    () => props.onChange({ ...query, at: undefined }),
  );
  return (
    <>
      {past && <past.PastBanner query={query} onChange={props.onChange} />}
      {answer.state === "stale" && answer.why !== "refreshing" && (
        <Note tone="warn" role="alert" action={{ label: words.tryAgain, onClick: answer.retry }}>
          {words.stale(formatTime(answer.asOf, locale))}
        </Note>
      )}
      {answer.value?.soFar && <Note tone="info">{words.soFar}</Note>}
    </>
  );
}

/** Why there are no rows: nobody has anything to show on the board, it could not be had, or it is on its way. */
function NoRows(props: {
  readonly answer: UsedAnswer<Leaderboard>;
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly teams: MemberList["teams"];
  readonly withheld: string | null;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { answer, words } = props;
  const board = answer.value;
  // What narrows the board may be no more: then nobody matches it either.
  const isEmpty = board !== null || (answer.state === "problem" && answer.problem.status === 404);
  const empty = useLoaded(isEmpty, () => import("./states/empty-board.tsx"), nothing);
  if (isEmpty) return empty && <empty.EmptyBoard {...props} board={board} />;
  if (answer.state === "problem" || answer.state === "offline") {
    const problem = answer.state === "problem" ? answer.problem : null;
    return <ProblemState problem={problem} onRetry={answer.retry} />;
  }
  return <Skeleton rows={ROWS_WHILE_LOADING} facts={4} label={words.loading} />;
}
