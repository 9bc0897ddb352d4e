import { useEffect, useState } from "preact/hooks";
import { QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import type { QuotaHistory } from "../../../shared/contracts/quota-import.ts";
import { formatDay, formatDayOf, formatTime } from "../../../shared/wording/dates.ts";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import type { Answer } from "../host/api-client.ts";
import { usePage } from "../standings/page-context.ts";
import { figureOf } from "./figures.ts";
import type { QuotaSpan, Subject } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** Whose quotas of which period. */
export interface HistoryProps {
  readonly subject: Subject;
  readonly span: QuotaSpan;
  readonly words: QuotasWords;
}

type Loaded = readonly Answer<QuotaHistory>[] | null;

/** Every version of the four quotas of a subject and period: what, from when, who and when. */
export function HistoryTable({ subject, span, words }: HistoryProps) {
  const { api } = usePage();
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    setLoaded(null);
    const asked = QUOTA_METRIC_IDS.map((metric) =>
      api.get<QuotaHistory>("quotas/history", {
        metric,
        subject_kind: subject.kind,
        subject_id: subject.id ?? undefined,
        grain: span.grain,
        from: span.from,
      }),
    );
    void Promise.all(asked).then((answers) => {
      if (current) setLoaded(answers);
    });
    return () => {
      current = false;
    };
  }, [api, subject.kind, subject.id, span.grain, span.from, attempt]);

  if (loaded === null) return <Skeleton lines={4} card={false} />;
  const failed = loaded.find((answer) => answer.kind !== "ok");
  if (failed) {
    const problem = failed.kind === "problem" ? failed.problem : null;
    return <ProblemState problem={problem} card={false} onRetry={() => setAttempt(attempt + 1)} />;
  }
  const histories = loaded.flatMap((answer) => (answer.kind === "ok" ? [answer.value] : []));
  const lines = histories
    .flatMap((history) => history.versions.map((version) => ({ history, version })))
    .toSorted((left, right) => right.version.version - left.version.version);
  if (lines.length === 0) return <p class="text-3">{words.historyEmpty}</p>;
  return <Versions lines={lines} words={words} />;
}

function Versions(props: {
  readonly lines: readonly { history: QuotaHistory; version: QuotaHistory["versions"][number] }[];
  readonly words: QuotasWords;
}) {
  const { words } = props;
  const { locale } = usePage();
  const { language } = locale;
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <thead>
          <tr>
            <th scope="col">{words.quota}</th>
            <th scope="col" class="number">
              {words.historyHead.amount}
            </th>
            <th scope="col">{words.historyHead.counts}</th>
            <th scope="col">{words.historyHead.set}</th>
          </tr>
        </thead>
        <tbody>
          {props.lines.map(({ history, version }) => (
            <tr key={`${history.metric} ${version.version} ${version.effectiveFrom ?? ""}`}>
              <th scope="row">{words.metrics[history.metric]}</th>
              <td class="number">
                {version.amount === null
                  ? words.historyWithdrawn
                  : figureOf(version.amount, history.metric, { currency: history.currency, language })}
              </td>
              <td class="text-2">
                {version.effectiveFrom === null
                  ? words.historyWhole
                  : words.from(formatDay(version.effectiveFrom, language))}
              </td>
              <td class="text-2">
                {formatDayOf(version.setAt, locale)}, {formatTime(version.setAt, locale)}
                {version.setBy === null ? "" : `. ${words.historySetBy(version.setBy)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
