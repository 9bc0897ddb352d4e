import { useMemo } from "preact/hooks";
import type { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { MemberList } from "../../../shared/contracts/api.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Change } from "../design/change.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { SummaryStrip } from "../design/summary-strip.tsx";
import { useAnswer } from "../host/use-answer.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { PageHead } from "../standings/page-head.tsx";
import { activityBars, CADENCES, type Cadence } from "./activity-bars.ts";
import { ActivityChart } from "./activity-chart.tsx";
import { type ActivityWording, comparedName, summaryViews, titleOf } from "./activity-view.ts";
import { ExportButton } from "./export-button.tsx";
import { HeatCard } from "./heat-table.tsx";
import { PeopleTable } from "./people-table.tsx";
import { type PeriodQuery, periodOf } from "./period-choice.ts";
import { PeriodSelect } from "./period-select.tsx";
import { StaleNote } from "./stale-note.tsx";
import { teamsToChoose } from "./team-choice.ts";
import { type OpenActivity, useOpenActivity } from "./use-open-activity.ts";
import { ACTIVITY_WORDS } from "./words/book.ts";
import type { ActivityWords } from "./words/en.ts";
import "./activity-page.css";
import "../design/data-table.css";

/** What the address chooses. */
interface Choice {
  readonly period: PeriodQuery;
  readonly cadence: Cadence;
  readonly team: string | undefined;
  readonly member: string | undefined;
}

function choiceOf(route: URLSearchParams): Choice {
  return {
    period: periodOf(route),
    cadence: CADENCES.find((name) => name === route.get("cadence")) ?? "daily",
    team: route.get("team") ?? undefined,
    member: route.get("member") ?? undefined,
  };
}

/** The page `activity` of the app. */
export default function Page({ route }: { readonly route: URLSearchParams }) {
  const { api } = usePage();
  const words = useWords(ACTIVITY_WORDS);
  const choice = choiceOf(route);
  const everybody = { ...choice.period, team: choice.team };
  const people = useAnswer<ActivityPage>(`activity ${JSON.stringify(everybody)}`, () =>
    api.get("activity", everybody),
  );
  const one = { ...everybody, member: choice.member };
  const person = useAnswer<ActivityPage>(
    choice.member === undefined ? null : `activity ${JSON.stringify(one)}`,
    () => api.get("activity", one),
  );
  const hours = useAnswer<ActivityHours>(`activity/hours ${JSON.stringify(one)}`, () =>
    api.get("activity/hours", one),
  );
  const shown = choice.member === undefined ? people : person;
  if (!words) return <Loading />;
  return (
    <div class="page activity-page">
      <Head choice={choice} people={people.value} shown={shown.value} words={words} />
      <StaleNote answer={shown} words={words.chart} />
      {shown.value ? (
        <Body data={shown.value} hours={hours.value} choice={choice} words={words} />
      ) : shown.state === "problem" || shown.state === "offline" ? (
        <ProblemState problem={shown.state === "problem" ? shown.problem : null} onRetry={shown.retry} card />
      ) : (
        <Skeleton rows={8} facts={6} label={words.loading} />
      )}
    </div>
  );
}

function Loading() {
  return (
    <div class="page">
      <Skeleton rows={8} facts={6} />
    </div>
  );
}

function Head(props: {
  readonly choice: Choice;
  readonly people: ActivityPage | null;
  readonly shown: ActivityPage | null;
  readonly words: ActivityWords;
}) {
  const { choice, people, shown, words } = props;
  const { locale, navigate, session } = usePage();
  const change = (next: Partial<Choice>) => {
    const { period, ...others } = { ...choice, ...next };
    navigate({ page: "activity", query: { ...period, ...others } }, { replace: true });
  };
  const seesOthers = session.role !== "member" && session.role !== "viewer";
  const title = words.title(shown ? titleOf(shown, locale.language) : periodLabel(choice.period, words));
  return (
    <PageHead title={title} subtitle={shown && <Subtitle data={shown} words={words} />}>
      <Segmented
        label={words.cadence}
        value={choice.cadence}
        options={CADENCES.map((value) => ({ value, label: words[value] }))}
        onChange={(cadence) => change({ cadence })}
      />
      <PeriodSelect
        period={choice.period}
        words={words}
        onChange={(period) => change({ period: { period } })}
      />
      {seesOthers && (
        <TeamSelect
          team={choice.team}
          words={words}
          onChange={(team) => change({ team, member: undefined })}
        />
      )}
      {seesOthers && (
        <Select
          label={words.personSelect}
          value={choice.member ?? ""}
          filterable
          options={[
            { value: "", label: words.all },
            ...(people?.members ?? []).map(({ member }) => ({ value: member.id, label: member.name })),
          ]}
          onChange={(member) => change({ member: member === "" ? undefined : member })}
        />
      )}
      <ExportButton data={shown} words={words} />
    </PageHead>
  );
}

function periodLabel(period: PeriodQuery, words: ActivityWords): string {
  return period.period === undefined ? words.customPeriod : words.periods[period.period];
}

function Subtitle({ data, words }: { readonly data: ActivityPage; readonly words: ActivityWords }) {
  const { locale } = usePage();
  const count = data.members.length;
  const only = count === 1 ? data.members[0]?.member.name : undefined;
  const who = only ?? words.everybody(count, formatCount(count, locale.language));
  return <>{words.subtitle(who, data.period.timeZone)}</>;
}

function TeamSelect(props: {
  readonly team: string | undefined;
  readonly words: ActivityWords;
  readonly onChange: (team: string | undefined) => void;
}) {
  const { api, session } = usePage();
  const list = useAnswer<MemberList>("members", () => api.get("members"));
  const teams = list.value ? teamsToChoose(list.value, session) : [];
  if (teams.length < 2 && props.team === undefined) return null;
  return (
    <Select
      label={props.words.teamSelect}
      value={props.team ?? ""}
      filterable
      options={[
        { value: "", label: props.words.all },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(team) => props.onChange(team === "" ? undefined : team)}
    />
  );
}

function Body(props: {
  readonly data: ActivityPage;
  readonly hours: ActivityHours | null;
  readonly choice: Choice;
  readonly words: ActivityWords;
}) {
  const { data, hours, choice, words } = props;
  const { locale, session } = usePage();
  const { weekStart } = session.tenant;
  const bars = useMemo(
    () => activityBars({ ...data, cadence: choice.cadence, weekStart, language: locale.language }),
    [data, choice.cadence, weekStart, locale.language],
  );
  const open = useOpenActivity(data, choice);
  if (data.members.length === 0) {
    return <EmptyState icon="people" title={words.table.nobody} detail={words.table.nobodyDetail} />;
  }
  return (
    <>
      <Summary data={data} open={open} words={words} />
      <div class="activity-charts">
        <ActivityChart
          title={choice.cadence === "daily" ? words.perWorkingDay : words.perWeek}
          bars={bars}
          cadence={choice.cadence}
          words={words.chart}
          language={locale.language}
          onOpen={(figure) => open(figure)}
          reference={choice.cadence === "daily" ? referenceOf(data, { words, locale }) : null}
        />
        {hours && (
          <HeatCard
            hours={hours}
            words={words.hours}
            weekStart={weekStart}
            language={locale.language}
            onOpen={(figure) => open(figure)}
          />
        )}
      </div>
      <PeopleTable data={data} words={words} onOpen={open} />
    </>
  );
}

function referenceOf(data: ActivityPage, wording: ActivityWording) {
  const { comparedPerDay, comparedWith } = data;
  if (comparedPerDay === null || comparedWith === null) return null;
  const name = comparedName(comparedWith, data, wording);
  return {
    value: comparedPerDay,
    label: wording.words.chart.average(name, formatCount(comparedPerDay, wording.locale.language)),
  };
}

function Summary(props: {
  readonly data: ActivityPage;
  readonly open: OpenActivity;
  readonly words: ActivityWords;
}) {
  const { data, open, words } = props;
  const { locale } = usePage();
  const facts = summaryViews(data, { words, locale }).map(({ id, label, value, change, versus }) => ({
    label,
    value,
    hint: change && versus && (
      <>
        <Change change={change} /> {versus}
      </>
    ),
    onOpen: () => open({ metric: id }),
    openLabel: `${value}. ${words.why(label)}`,
  }));
  return <SummaryStrip facts={facts} />;
}
