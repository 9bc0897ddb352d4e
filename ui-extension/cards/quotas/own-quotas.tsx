import { useState } from "preact/hooks";
import type { Attainment, QuotaSheet } from "../../../shared/contracts/api.ts";
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { QuotaHistory } from "../../../shared/contracts/quota-import.ts";
import { formatDayOf } from "../../../shared/wording/dates.ts";
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Icon } from "../design/icon.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { dayOf } from "../host/account-time.ts";
import { useAnswer } from "../host/use-answer.ts";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage } from "../standings/page-context.ts";
import { figureOf } from "./figures.ts";
import { shortSpanLabel, spanHolding, spanLabel } from "./periods-view.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import { QuotaFigure } from "./quota-figure.tsx";
import { QuotaBar, QuotaStatusMark } from "./quota-status.tsx";
import type { QuotasWords } from "./words/en.ts";

type Row = Attainment["rows"][number];

/** The viewer's own quotas: the months of this quarter, what they come to, and how it is going. */
export function OwnQuotas({ sheet, words }: { readonly sheet: QuotaSheet; readonly words: QuotasWords }) {
  const { page, session } = usePage();
  const spans = sheet.periods ?? [];
  const today = dayOf(new Date(page.Date.now()).toISOString(), session.tenant.timeZone);
  const quarter = spanHolding(spans, "quarter", today);
  const months = spans.filter(
    ({ grain, from, to }) => grain === "month" && quarter && quarter.from <= from && to <= quarter.to,
  );
  const periods = quarter ? [...months, quarter] : months;
  const { answers, problem, retry } = useAttainments(periods);
  if (problem !== undefined) return <ProblemState problem={problem} onRetry={retry} />;
  if (answers === null) return <Skeleton rows={4} label={words.loading} />;
  const ofMe = answers.map((answer) => answer.rows.filter((row) => row.subject.id === session.member.id));
  const metrics = QUOTA_METRIC_IDS.filter((metric) =>
    ofMe.some((rows) => rows.some((row) => row.metric === metric && row.quota !== null)),
  );
  if (metrics.length === 0) {
    return <EmptyState icon="lock" title={words.noQuotas} detail={words.noQuotasDetail} />;
  }
  const present = months.findIndex(({ from, to }) => from <= today && today <= to);
  return (
    <OwnCard words={words} month={months[present] ?? null} metrics={metrics}>
      <OwnTable
        rows={ofMe}
        periods={periods}
        spans={spans}
        present={present}
        metrics={metrics}
        currency={sheet.currency}
        words={words}
      />
    </OwnCard>
  );
}

/** The attainment of several periods, in one answer: all of them or none. */
function useAttainments(periods: readonly QuotaSpan[]) {
  const { api } = usePage();
  const key = periods.map(({ grain, from }) => `${grain} ${from}`).join(",");
  const asked = useAnswer<readonly Attainment[]>(`quotas own ${key}`, async () => {
    const all = await Promise.all(
      periods.map(({ grain, from }) => api.get<Attainment>("quotas/attainment", { grain, from })),
    );
    const failed = all.find((answer) => answer.kind !== "ok");
    if (failed) return failed;
    return { kind: "ok", value: all.flatMap((answer) => (answer.kind === "ok" ? [answer.value] : [])) };
  });
  const problem = asked.state === "problem" ? asked.problem : asked.state === "offline" ? null : undefined;
  return { answers: asked.value, problem, retry: asked.retry };
}

function OwnCard(props: {
  readonly words: QuotasWords;
  /** The present month, whose history is shown. */
  readonly month: QuotaSpan | null;
  readonly metrics: readonly QuotaMetricId[];
  readonly children: preact.ComponentChildren;
}) {
  const { words, month } = props;
  const { session } = usePage();
  const [shows, setShows] = useState(false);
  const history = useLoaded(
    shows,
    () => import("./history-table.tsx"),
    () => setShows(false),
  );
  const subject = { kind: "member" as const, id: session.member.id };
  return (
    <section class="card">
      <header class="card-head">
        <div>
          <h2>{words.myQuotas}</h2>
          <p>
            <LastSet month={month} metric={props.metrics[0]} words={words} /> {words.readOnly}
          </p>
        </div>
        <Icon name="lock" size={16} />
      </header>
      {props.children}
      {history && month && (
        <div class="card-body">
          <history.HistoryTable subject={subject} span={month} words={words} />
        </div>
      )}
      <footer class="card-foot">
        <span>{words.membersPrivate}</span>
        {month && (
          <Button kind="ghost" small expanded={shows} onClick={() => setShows(!shows)}>
            {shows ? words.hideHistory : words.showHistory}
          </Button>
        )}
      </footer>
    </section>
  );
}

/** "Set by Grace Holm on 28 Oct 2026."; nothing where the quota is a default. */
function LastSet(props: {
  readonly month: QuotaSpan | null;
  readonly metric: QuotaMetricId | undefined;
  readonly words: QuotasWords;
}) {
  const { api, session, locale } = usePage();
  const { month, metric, words } = props;
  const key = month && metric ? `quotas history ${metric} ${month.from}` : null;
  const { value } = useAnswer<QuotaHistory>(key, () =>
    api.get("quotas/history", {
      metric,
      subject_kind: "member",
      subject_id: session.member.id,
      grain: month?.grain,
      from: month?.from,
    }),
  );
  const last = value?.versions[0];
  if (!last) return null;
  return <>{words.setBy(last.setBy ?? words.somebody, formatDayOf(last.setAt, locale))}</>;
}

interface TableProps {
  /** The viewer's rows by period. */
  readonly rows: readonly (readonly Row[])[];
  readonly periods: readonly QuotaSpan[];
  readonly spans: readonly QuotaSpan[];
  /** Which of the periods is now; -1 for none. */
  readonly present: number;
  readonly metrics: readonly QuotaMetricId[];
  readonly currency: string;
  readonly words: QuotasWords;
}

function OwnTable(props: TableProps) {
  const { words, periods, spans } = props;
  const { language } = usePage().locale;
  const head = (span: QuotaSpan) => {
    const options = { words, language };
    if (span.grain === "quarter") return words.total(spanLabel(span, spans, options).split(" ")[0] ?? "");
    return shortSpanLabel(span, spans, options);
  };
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <caption class="visually-hidden">{words.myQuotas}</caption>
        <thead>
          <tr>
            <th scope="col">{words.quota}</th>
            {periods.map((span) => (
              <th key={`${span.grain} ${span.from}`} scope="col" class="number">
                {head(span)}
              </th>
            ))}
            <th scope="col" class="number">
              {words.result}
            </th>
            <th scope="col" class="quota-bar-column">
              {words.progress}
            </th>
            <th scope="col">{words.now}</th>
          </tr>
        </thead>
        <tbody>
          {props.metrics.map((metric) => (
            <OwnLine key={metric} metric={metric} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One quota over the periods, and how it goes now. */
function OwnLine({ metric, ...props }: TableProps & { readonly metric: QuotaMetricId }) {
  const { rows, periods, spans, present, currency, words } = props;
  const { language } = usePage().locale;
  const ofMetric = (index: number) => rows[index]?.find((row) => row.metric === metric);
  const now = ofMetric(present);
  const figure = (index: number, about: "quota" | "result") => {
    const row = ofMetric(index);
    const period = periods[index];
    if (!row || !period) return NO_FIGURE;
    const text = figureOf(row[about], metric, { currency, language });
    const when = spanLabel(period, spans, { words, language });
    return <QuotaFigure {...{ row, period, about, text, when, words }} />;
  };
  return (
    <tr>
      <th scope="row">{words.metrics[metric]}</th>
      {rows.map((_, index) => (
        <td
          key={`${periods[index]?.grain} ${periods[index]?.from}`}
          class={`number ${index === present ? "strong" : "text-2"}`}
        >
          {figure(index, "quota")}
        </td>
      ))}
      <td class="number">{figure(present, "result")}</td>
      <td>{now && <QuotaBar row={now} words={words} language={language} />}</td>
      <td>{now && <QuotaStatusMark row={now} words={words} />}</td>
    </tr>
  );
}
