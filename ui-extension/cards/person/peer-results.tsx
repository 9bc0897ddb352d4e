import type { ComponentChildren } from "preact";
import type { Scorecard } from "../../../shared/contracts/api.ts";
import type { PeriodQuery } from "../activity/period-choice.ts";
import { EmptyState } from "../design/empty-state.tsx";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { MetricsTable } from "./metrics-table.tsx";
import { PersonHead } from "./person-head.tsx";
import type { ShownMetric } from "./person-view.ts";
import { spanHeads } from "./span-words.ts";
import type { PersonWords } from "./words/en.ts";

/** A colleague's page: their results, as on the leaderboard. Everything else the Worker does not tell. */
export function PeerResults(props: {
  readonly memberId: string;
  readonly period: PeriodQuery;
  /** The metric that the page was opened from; null without. */
  readonly asked: string | null;
  readonly words: PersonWords;
  /** Chooses the period. */
  readonly control: ComponentChildren;
}) {
  const { memberId, period, words } = props;
  const { api, locale, navigate } = usePage();
  const path = `members/${encodeURIComponent(memberId)}/scorecard`;
  const answer = useAnswer<Scorecard>(`${path} ${JSON.stringify(period)}`, () =>
    api.get(path, { ...period }),
  );
  if (!answer.value) {
    if (answer.state === "loading") return <Waiting label={words.loading} />;
    if (answer.state === "offline" || answer.problem.status !== 403) {
      const problem = answer.state === "offline" ? null : answer.problem;
      return (
        <div class="page">
          <ProblemState problem={problem} onRetry={answer.retry} card />
        </div>
      );
    }
    return (
      <div class="page">
        <EmptyState
          icon="lock"
          title={words.peer.refused}
          detail={words.peer.refusedDetail}
          action={{ label: words.peer.toLeaderboard, onClick: () => navigate({ page: "leaderboard" }) }}
        />
      </div>
    );
  }
  const { member, metrics, comparedWith, asOf } = answer.value;
  const span = {
    period: answer.value.period,
    comparedWith,
    comparedPart: null,
    today: asOf.slice(0, 10),
    language: locale.language,
  };
  return (
    <div class="page person-page">
      <PersonHead name={member.name} team={null} mine={false} words={words}>
        {props.control}
      </PersonHead>
      <div class="stack">
        <Note tone="plain">{words.peer.note(member.name)}</Note>
        <MetricsTable
          metrics={metrics.filter(isResult).map(shownOf)}
          member={member}
          period={answer.value.period}
          comparedWith={comparedWith}
          heads={spanHeads(span, words.all)}
          note={null}
          words={words}
          mine={false}
          asked={props.asked}
          full={false}
        />
      </div>
    </div>
  );
}

function Waiting({ label }: { readonly label: string }) {
  return (
    <div class="page">
      <Skeleton rows={10} label={label} />
    </div>
  );
}

/** Attainment is of a quota, which is nobody else's business. */
function isResult({ metric }: Scorecard["metrics"][number]): boolean {
  return metric.id !== "quota_attainment";
}

function shownOf({ compared, ...metric }: Scorecard["metrics"][number]): ShownMetric {
  return { ...metric, compared: compared ?? null };
}
