import type { Leaderboard, MemberList } from "../../../../shared/contracts/api.ts";
import type { MetricId, PeriodName } from "../../../../shared/contracts/ids.ts";
import { EmptyState } from "../../design/empty-state.tsx";
import { useWords } from "../../standings/page-context.ts";
import { type BoardQuery, countFilters, withoutFilters } from "../board-query.ts";
import type { LeaderboardWords } from "../words/en.ts";
import { BOARD_STATE_WORDS } from "./words/book.ts";
import type { BoardStateWords } from "./words/en.ts";

interface EmptyProps {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  /** Null where there is nothing of what narrows it. */
  readonly board: Leaderboard | null;
  readonly teams: MemberList["teams"];
  readonly onChange: (query: BoardQuery) => void;
}

/** A board without anybody, with what leads to one with somebody. */
export function EmptyBoard(props: EmptyProps & { readonly withheld: string | null }) {
  const { query, board, withheld } = props;
  const words = useWords(BOARD_STATE_WORDS);
  if (!words) return null;
  if (withheld !== null) return <EmptyState icon="people" title={withheld} detail={words.nobodyDetail} />;
  if (board && board.rows.length > 0) return <NothingYet {...props} states={words} />;
  if (countFilters(query) === 0) {
    return <EmptyState icon="people" title={words.nobody} detail={words.nobodyDetail} />;
  }
  const clear = { label: words.clearFilters, onClick: () => props.onChange(withoutFilters(query)) };
  return (
    <EmptyState
      icon="filter"
      title={words.nobodyMatches(filterNames(props, words).join(", "))}
      detail={query.by === "team" ? words.removeOneTeam : words.removeOne}
      action={clear}
    />
  );
}

/** A search that finds nobody among those on the board, in its card. */
export function NobodyFound(props: EmptyProps & { readonly sought: string; readonly onClear: () => void }) {
  const { query, sought } = props;
  const words = useWords(BOARD_STATE_WORDS);
  if (!words) return null;
  const clear = () => {
    props.onClear();
    if (countFilters(query) > 0) props.onChange(withoutFilters(query));
  };
  return (
    <EmptyState
      card={false}
      role="status"
      icon="search"
      title={words.nobodyMatches([sought, ...filterNames(props, words)].join(", "))}
      detail={query.by === "team" ? words.removeOneTeam : words.removeOne}
      action={{ label: words.clearFilters, onClick: clear }}
    />
  );
}

/** Everybody at nothing is no ranking: said, with the way to the last one. */
function NothingYet({ query, onChange, states }: EmptyProps & { readonly states: BoardStateWords }) {
  const { period } = query;
  const clear = { label: states.clearFilters, onClick: () => onChange(withoutFilters(query)) };
  const filtered = countFilters(query) > 0 ? clear : undefined;
  const before = period === undefined || query.at !== undefined ? undefined : BEFORE[period];
  if (before === undefined) {
    return <EmptyState title={states.noneThen} detail={states.noneThenDetail} action={filtered} />;
  }
  const [grain, last] = before;
  return (
    <EmptyState
      title={states.begins[grain]}
      detail={states.noneYet[KINDS[query.metric] ?? "other"](states.spans[grain])}
      action={{ label: states.showLast[grain], onClick: () => onChange({ ...query, period: last }) }}
      secondAction={filtered}
    />
  );
}

/** The kind of an open period, and the one before it. */
const BEFORE: Readonly<Partial<Record<PeriodName, readonly [keyof BoardStateWords["begins"], PeriodName]>>> =
  {
    this_week: ["week", "last_week"],
    this_month: ["month", "last_month"],
    this_quarter: ["quarter", "last_quarter"],
    this_year: ["year", "last_year"],
  };

/** What there is none of yet. */
const KINDS: Readonly<Partial<Record<MetricId, keyof BoardStateWords["noneYet"]>>> = {
  revenue_closed: "deals",
  deals_won: "deals",
  win_rate: "deals",
  average_deal_size: "deals",
  sales_cycle: "deals",
  sales_velocity: "deals",
  deals_created: "created",
  pipeline_generated: "created",
  meetings_booked: "meetings",
  meetings_held: "meetings",
  emails_sent: "emails",
  emails_received: "emails",
  calls_made: "calls",
  calls_answered: "calls",
  connect_rate: "calls",
  talk_time: "calls",
  tasks_completed: "tasks",
};

/** "Region: APAC", for each filter that is set. */
function filterNames({ query, words, board, teams }: EmptyProps, states: BoardStateWords): readonly string[] {
  const { team, region, department, segment } = query;
  const teamName = teams.find(({ id }) => id === team)?.name ?? team;
  const named = [
    [words.team, teamName],
    [words.region, region],
    [words.department, department],
    [words.segment, segment === undefined ? undefined : segmentName(segment, board, words)],
  ] as const;
  return named.flatMap(([label, value]) => (value === undefined ? [] : [states.named(label, value)]));
}

function segmentName(segment: string, board: Leaderboard | null, words: LeaderboardWords): string {
  const choice = board?.details?.choices.segments.find(({ value }) => value === segment);
  const label = choice?.label ?? segment.replace(/^(pipeline|type):/, "");
  return words.knownDealTypes[label] ?? label;
}
