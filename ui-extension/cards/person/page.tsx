import { useMemo, useRef } from "preact/hooks";
import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { FiscalGrain, PeriodName } from "../../../shared/contracts/ids.ts";
import type { PersonStanding } from "../../../shared/contracts/person.ts";
import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { activityBars } from "../activity/activity-bars.ts";
import { ActivityChart } from "../activity/activity-chart.tsx";
import { type PeriodQuery, periodOf } from "../activity/period-choice.ts";
import { PeriodSelect } from "../activity/period-select.tsx";
import { StaleNote } from "../activity/stale-note.tsx";
import { useOpenActivity } from "../activity/use-open-activity.ts";
import { ACTIVITY_WORDS } from "../activity/words/book.ts";
import type { ActivityChartWords } from "../activity/words/en.ts";
import { Note } from "../design/note.tsx";
import { ProblemState } from "../design/problem-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { type UsedAnswer, useAnswer } from "../host/use-answer.ts";
import { useLiveCard } from "../quota-card/use-live-card.ts";
import { usePage, useWords } from "../standings/page-context.ts";
import { MetricsTable } from "./metrics-table.tsx";
import { PeerResults } from "./peer-results.tsx";
import { PersonHead } from "./person-head.tsx";
import { useSeesInFull } from "./person-sight.ts";
import { QuotaTracker } from "./quota-tracker.tsx";
import { LateCard, MissingCard, PaceCard, PipelineCard, SinceCard } from "./side-cards.tsx";
import { comparedNote, spanHeads } from "./span-words.ts";
import { useLook } from "./use-look.ts";
import { PERSON_WORDS } from "./words/book.ts";
import type { PersonWords } from "./words/en.ts";
import "./person-page.css";
import "../design/data-table.css";

/** Which quota is tracked beside which period; none for what is over. */
const GRAIN_OF_PERIOD: Readonly<Partial<Record<PeriodName, FiscalGrain>>> = {
  this_week: "month",
  this_month: "month",
  this_quarter: "quarter",
  this_year: "year",
};

/** The page `person` of the app, and `standing`, which is the viewer's own. */
export default function Page({ route }: { readonly route: URLSearchParams }) {
  const { session } = usePage();
  const words = useWords(PERSON_WORDS);
  const activityWords = useWords(ACTIVITY_WORDS);
  const memberId = route.get("page") === "person" ? route.get("member") : null;
  const period = periodOf(route);
  if (!words || !activityWords) return <Loading />;
  return (
    <Person
      key={memberId ?? ""}
      memberId={memberId ?? session.member.id}
      period={period}
      asked={route.get("metric")}
      words={words}
      chartWords={activityWords.chart}
    />
  );
}

function Loading({ label }: { readonly label?: string }) {
  return (
    <div class="page">
      <Skeleton rows={10} facts={4} label={label} />
    </div>
  );
}

interface PersonProps {
  readonly memberId: string;
  readonly period: PeriodQuery;
  /** The metric of the board that the page was opened from; null without. */
  readonly asked: string | null;
  readonly words: PersonWords;
  readonly chartWords: ActivityChartWords;
}

function Person(props: PersonProps) {
  const { memberId, period, words } = props;
  const { api, session } = usePage();
  const query = JSON.stringify(period);
  const path = `members/${encodeURIComponent(memberId)}/standing`;
  const inFull = useSeesInFull(memberId);
  const answer = useAnswer<PersonStanding>(inFull ? `${path} ${query}` : null, () =>
    api.get(path, { ...period }),
  );
  useLook(api, answer.value ? memberId : null);
  const looked = useFirstLook(answer.value);
  // Rights may change while the page is open.
  const refused = inFull === false || (answer.state === "problem" && answer.problem.status === 403);
  if (refused) {
    return <PeerResults {...props} control={<PeriodControl {...props} />} />;
  }
  if (!answer.value) {
    return answer.state === "problem" || answer.state === "offline" ? (
      <div class="page">
        <ProblemState
          problem={answer.state === "problem" ? answer.problem : null}
          onRetry={answer.retry}
          card
        />
      </div>
    ) : (
      <Loading label={words.loading} />
    );
  }
  const data = answer.value;
  const mine = data.member.id === session.member.id;
  return (
    <div class="page person-page">
      <PersonHead name={data.member.name} team={data.team?.name ?? null} mine={mine} words={words}>
        <PeriodControl {...props} />
      </PersonHead>
      <StaleNote answer={answer} words={props.chartWords} />
      <Columns {...props} data={data} looked={looked} mine={mine} refresh={answer.retry} />
    </div>
  );
}

/** While the page stays open it tells of the time before it was opened, however often it is fetched. */
function useFirstLook(data: PersonStanding | null): PersonStanding["sinceLastLooked"] {
  const first = useRef<string | null | undefined>(undefined);
  const known = useRef<PersonStanding["sinceLastLooked"]>(null);
  if (data && first.current === undefined) first.current = data.sinceLastLooked?.since ?? null;
  const since = data?.sinceLastLooked ?? null;
  if (since !== null && since.since === first.current) known.current = since;
  return known.current;
}

function Columns(
  props: PersonProps & {
    readonly data: PersonStanding;
    readonly looked: PersonStanding["sinceLastLooked"];
    readonly mine: boolean;
    readonly refresh: () => void;
  },
) {
  const { data, words, mine, period, memberId } = props;
  const { locale, live } = usePage();
  const grain = period.period && GRAIN_OF_PERIOD[period.period];
  const card = useQuotaCard(memberId, grain);
  const activity = useActivity(memberId, period);
  useLiveCard(live, { metric: "revenue_closed", grain: grain ?? "month" }, () => {
    props.refresh();
    card.retry();
    activity.retry();
  });
  const spans = { ...data, language: locale.language };
  return (
    <div class="person-columns">
      <div class="stack">
        {card.value && <QuotaTracker card={card.value} words={words.tracker} />}
        {grain === undefined && <Note tone="plain">{words.tracker.onlyCurrent}</Note>}
        <DailyActivity activity={activity.value} title={words.daily.title} words={props.chartWords} />
        <MetricsTable
          metrics={data.metrics}
          member={data.member}
          period={data.period}
          comparedWith={data.comparedWith}
          heads={spanHeads(spans, words.all)}
          note={comparedNote(spans, words.all)}
          words={words}
          mine={mine}
          asked={props.asked}
          full
        />
      </div>
      <div class="stack">
        {card.value && <PaceCard card={card.value} words={words.pace} />}
        <PipelineCard data={data} words={words} />
        <MissingCard data={data} words={words} />
        <SinceCard data={data} words={words} looked={props.looked} />
        <LateCard data={data} words={words} />
      </div>
    </div>
  );
}

function useQuotaCard(memberId: string, grain: FiscalGrain | undefined): UsedAnswer<QuotaCardView> {
  const { api, locale } = usePage();
  const query = { member: memberId, grain, locale: locale.language };
  const key = grain === undefined ? null : `cards/quota ${JSON.stringify(query)}`;
  return useAnswer<QuotaCardView>(key, () => api.get("cards/quota", query));
}

function useActivity(memberId: string, period: PeriodQuery): UsedAnswer<ActivityPage> {
  const { api } = usePage();
  const query = { ...period, member: memberId };
  return useAnswer<ActivityPage>(`activity ${JSON.stringify(query)}`, () => api.get("activity", query));
}

interface DailyProps {
  readonly title: string;
  readonly words: ActivityChartWords;
}

function DailyActivity({ activity, ...props }: DailyProps & { readonly activity: ActivityPage | null }) {
  return activity ? <DailyBars {...props} activity={activity} /> : <Skeleton lines={5} />;
}

function DailyBars({ activity, title, words }: DailyProps & { readonly activity: ActivityPage }) {
  const { locale, session } = usePage();
  const { language } = locale;
  const { weekStart } = session.tenant;
  const open = useOpenActivity(activity, { team: undefined });
  const bars = useMemo(
    () => activityBars({ ...activity, cadence: "daily", weekStart, language }),
    [activity, weekStart, language],
  );
  const shown = { title, bars, words, language, cadence: "daily" } as const;
  return <ActivityChart {...shown} onOpen={(figure) => open(figure)} />;
}

/** The period in the address of this page, whosever it is. */
function PeriodControl({ memberId, period, asked, words }: PersonProps) {
  const { navigate, session } = usePage();
  const mine = memberId === session.member.id;
  return (
    <PeriodSelect
      period={period}
      words={words}
      onChange={(name) => {
        const query = { period: name, metric: asked ?? undefined };
        const target = mine
          ? { page: "standing" as const, query }
          : { page: "person" as const, query: { member: memberId, ...query } };
        navigate(target, { replace: true });
      }}
    />
  );
}
