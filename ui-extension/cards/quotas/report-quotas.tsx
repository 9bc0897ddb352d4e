import { useState } from "preact/hooks";
import type { Attainment, MemberList, QuotaSheet } from "../../../shared/contracts/api.ts";
import { administers, QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { formatPercentDown, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Avatar } from "../design/avatar.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Select } from "../design/select.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import { figureOf } from "./figures.ts";
import { PeriodControls } from "./period-controls.tsx";
import { spanHolding, spanLabel } from "./periods-view.ts";
import { type QuotaSpan, rowId } from "./quota-desk.ts";
import { QuotaFigure } from "./quota-figure.tsx";
import { QuotaBar, QuotaStatusMark } from "./quota-status.tsx";
import type { PeriodChoice } from "./use-quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

type Row = Attainment["rows"][number];

/** The people and teams that a manager leads, with quota and status, to be read. */
export function ReportQuotas(props: {
  readonly sheet: QuotaSheet;
  readonly choice: PeriodChoice;
  readonly words: QuotasWords;
}) {
  const { sheet, words, choice } = props;
  const { api, navigate, locale } = usePage();
  const [metric, setMetric] = useState<QuotaMetricId>("revenue_closed");
  const attainment = useAnswer<Attainment>(`quotas attainment ${choice.grain} ${choice.day}`, () =>
    api.get("quotas/attainment", { grain: choice.grain, from: choice.day }),
  );
  const people = useAnswer<MemberList>("members", () => api.get("members"));
  const spans = sheet.periods ?? [];
  const span = spanHolding(spans, choice.grain, choice.day);
  const choose = (next: QuotaSpan) =>
    navigate({ page: "quotas", query: { grain: next.grain, from: next.from } });
  return (
    <section class="card">
      <header class="card-head">
        <div>
          <h2>{words.reports}</h2>
          <p>{words.reportsHint}</p>
        </div>
        <div class="row row-wrap">
          {span && <PeriodControls span={span} spans={spans} words={words} onChoose={choose} />}
          <Select
            label={words.metric}
            value={metric}
            options={QUOTA_METRIC_IDS.map((each) => ({ value: each, label: words.metrics[each] }))}
            onChange={setMetric}
          />
        </div>
      </header>
      <ReportBody
        attainment={attainment.value}
        problem={attainment.state === "problem" ? attainment.problem : null}
        isFailed={attainment.state === "problem" || attainment.state === "offline"}
        people={people.value}
        metric={metric}
        when={span ? spanLabel(span, spans, { words, language: locale.language }) : ""}
        currency={sheet.currency}
        words={words}
        onRetry={attainment.retry}
      />
    </section>
  );
}

interface BodyProps {
  readonly attainment: Attainment | null;
  readonly problem: Parameters<typeof ProblemState>[0]["problem"];
  readonly isFailed: boolean;
  readonly people: MemberList | null;
  readonly metric: QuotaMetricId;
  /** What the period is called. */
  readonly when: string;
  readonly currency: string;
  readonly words: QuotasWords;
  readonly onRetry: () => void;
}

function ReportBody(props: BodyProps) {
  const { attainment, metric, words, people } = props;
  const { session } = usePage();
  if (props.isFailed) return <ProblemState problem={props.problem} onRetry={props.onRetry} card={false} />;
  if (attainment === null) return <Skeleton rows={6} card={false} label={words.loading} />;
  const rows = attainment.rows.filter((row) => row.metric === metric && row.subject.id !== session.member.id);
  const me = people?.members.find(({ id }) => id === session.member.id);
  if (rows.length === 0 && me?.managesTeamIds?.length === 0) return <LeadsNoTeam {...props} />;
  if (rows.length === 0) return <p class="card-body text-3">{words.noReports}</p>;
  const teamIds = new Map(people?.members.map(({ id, teamId }) => [id, teamId]) ?? []);
  const teamNames = new Map(people?.teams.map(({ id, name }) => [id, name]) ?? []);
  const teamOf = ({ subject }: Row): string => {
    if (subject.kind === "vacant") return teamNames.get(subject.teamId) ?? "";
    return subject.kind === "member" ? (teamNames.get(teamIds.get(subject.id) ?? "") ?? "") : "";
  };
  return (
    <div class="table-scroll">
      <table class="data-table compact">
        <caption class="visually-hidden">{words.reports}</caption>
        <thead>
          <tr>
            <th scope="col">{words.person}</th>
            <th scope="col">{words.team}</th>
            <th scope="col" class="number">
              {words.quota}
            </th>
            <th scope="col" class="number">
              {words.result}
            </th>
            <th scope="col" class="quota-bar-column">
              {words.progress}
            </th>
            <th scope="col" class="number">
              {words.attainment}
            </th>
            <th scope="col">{words.status}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ReportLine
              key={rowId(row.subject)}
              row={row}
              period={attainment.period}
              team={teamOf(row)}
              {...props}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A manager by hand may lead nobody: why there is nothing, and who can change that. */
function LeadsNoTeam({ people, words }: BodyProps) {
  const admin = people?.members.find(({ role, active }) => active && administers(role))?.name;
  return (
    <EmptyState
      card={false}
      icon="people"
      title={words.leadsNoTeam}
      detail={words.leadsNoTeamDetail(admin ?? words.anAdmin)}
    />
  );
}

interface LineProps extends BodyProps {
  readonly row: Row;
  readonly period: Attainment["period"];
  readonly team: string;
}

function ReportLine({ row, period, team, ...props }: LineProps) {
  const { metric, when, currency, words } = props;
  const { language } = usePage().locale;
  const figures = { currency, language };
  const attained = row.attainment === null ? NO_FIGURE : formatPercentDown(row.attainment, language);
  const figure = (about: "quota" | "result" | "attainment", text: string) => (
    <QuotaFigure {...{ row, period, about, text, when, words }} />
  );
  return (
    <tr>
      <th scope="row">
        <span class="who">
          {row.subject.kind === "member" && <Avatar name={row.name} size="small" />}
          <span class={row.subject.kind === "team" ? "who-name text-strong" : "who-name"}>{row.name}</span>
        </span>
      </th>
      <td class="text-3">{row.subject.kind === "team" ? words.teamQuota : team}</td>
      <td class="number">{figure("quota", figureOf(row.quota, metric, figures))}</td>
      <td class="number">{figure("result", figureOf(row.result, metric, figures))}</td>
      <td>
        <QuotaBar row={row} words={words} language={language} />
      </td>
      <td class="number text-2">{figure("attainment", attained)}</td>
      <td>
        <QuotaStatusMark row={row} words={words} />
      </td>
    </tr>
  );
}
