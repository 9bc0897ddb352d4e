import { useId, useRef, useState } from "preact/hooks";
import type { Leaderboard, MemberList, MetricList } from "../../../shared/contracts/api.ts";
import type { BoardChoices } from "../../../shared/contracts/board-details.ts";
import type { MetricId } from "../../../shared/contracts/ids.ts";
import type { RuleWords } from "../../../shared/metrics/words/rule-words.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { SearchField } from "../design/search-field.tsx";
import { Select, type SelectOption } from "../design/select.tsx";
import { Tag } from "../design/tag.tsx";
import { usePage } from "../standings/page-context.ts";
import { RankBy } from "./board-actions.tsx";
import { type BoardQuery, countFilters, withoutFilters } from "./board-query.ts";
import { PeriodControl } from "./period-control.tsx";
import type { BoardLayout } from "./use-layout.ts";
import type { LeaderboardWords } from "./words/en.ts";

interface ControlsProps {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly layout: BoardLayout;
  readonly metrics: MetricList["metrics"];
  /** What metrics mean; null while that is on its way. */
  readonly rules: RuleWords | null;
  readonly teams: MemberList["teams"];
  readonly board: Leaderboard | null;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onChange: (query: BoardQuery) => void;
}

const NO_CHOICES: BoardChoices = { regions: [], departments: [], segments: [] };

/** Which board: what is chosen applies at once. Where there is less room, what narrows it is behind one button. */
export function BoardControls(props: ControlsProps) {
  const { query, words, layout, search, onSearch, onChange } = props;
  const { locale } = usePage();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const filters = countFilters(query);
  const choices = useLastChoices(props.board);
  const wide = layout === "wide";
  const find = (
    <SearchField
      label={query.by === "team" ? words.findTeam : words.findPerson}
      value={search}
      onChange={onSearch}
    />
  );
  return (
    <>
      <div class="page-controls">
        <PeriodControl query={query} words={words} layout={layout} board={props.board} onChange={onChange} />
        <MetricSelect {...props} />
        {layout !== "narrow" && <TeamSelect {...props} />}
        {wide && <FilterSelects {...props} choices={choices} />}
        {wide && filters > 0 && (
          <Button kind="ghost" onClick={() => onChange(withoutFilters(query))}>
            {words.clearFilters}
          </Button>
        )}
        {!wide && (
          <Button icon="filter" expanded={open} controls={panel} onClick={() => setOpen(!open)}>
            {layout === "narrow" ? <span class="visually-hidden">{words.filters}</span> : words.filters}
            {filters > 0 && <Tag tone="info">{formatCount(filters, locale.language)}</Tag>}
          </Button>
        )}
        <span class="grow" />
        {layout !== "narrow" && find}
      </div>
      {!wide && open && (
        <div class="page-controls" id={panel}>
          <RankBy query={query} words={words} onChange={onChange} />
          {layout === "narrow" && <TeamSelect {...props} />}
          <FilterSelects {...props} choices={choices} />
          {filters > 0 && (
            <Button kind="ghost" onClick={() => onChange(withoutFilters(query))}>
              {words.clearFilters}
            </Button>
          )}
          {layout === "narrow" && find}
        </div>
      )}
    </>
  );
}

/** Between two boards the controls stay where they are. */
function useLastChoices(board: Leaderboard | null): BoardChoices {
  const last = useRef(NO_CHOICES);
  last.current = board?.details?.choices ?? last.current;
  return last.current;
}

function MetricSelect({ query, words, layout, metrics, rules, onChange }: ControlsProps) {
  const options = metrics.map(({ id }) => ({
    value: id,
    label: words.metricLabel(id),
    hint: rules ? firstSentenceOf(rules.rule(id).description) : undefined,
    group: ACTIVITY.has(id) ? words.metricGroups.activity : words.metricGroups.results,
  }));
  if (options.length === 0) return null;
  return (
    <span class="board-metric">
      <Select
        label={words.metric}
        hideLabel={layout !== "wide"}
        filterable
        value={query.metric}
        options={options}
        onChange={(metric) => onChange({ ...query, metric, segment: undefined })}
      />
    </span>
  );
}

/** What people do, rather than what comes of it. */
const ACTIVITY: ReadonlySet<MetricId> = new Set<MetricId>([
  "meetings_booked",
  "meetings_held",
  "emails_sent",
  "emails_received",
  "calls_made",
  "calls_answered",
  "connect_rate",
  "talk_time",
  "reply_rate",
  "tasks_completed",
  "touches",
]);

function firstSentenceOf(text: string): string {
  return /^.*?[.](?=\s|$)/.exec(text)?.[0] ?? text;
}

function TeamSelect({ query, words, layout, teams, onChange }: ControlsProps) {
  if (teams.length < 2 && query.team === undefined) return null;
  const hide = layout === "middle";
  return (
    <Select
      label={words.team}
      hideLabel={hide}
      filterable={teams.length > 8}
      value={query.team ?? ""}
      options={withAll(
        teams.map(({ id, name }) => ({ value: id, label: name })),
        { all: hide ? words.allTeams : words.all, chosen: query.team },
      )}
      onChange={(team) => onChange({ ...query, team: team || undefined })}
    />
  );
}

/** Each is there only where there is something to choose, or something was chosen by a link. */
function FilterSelects(props: ControlsProps & { readonly choices: BoardChoices }) {
  const { query, words, choices, onChange } = props;
  const named = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  const segments = choices.segments.map(({ kind, value, label }) => ({
    value,
    label: kind === "type" ? (words.knownDealTypes[label] ?? label) : label,
    group: kind === "type" ? words.dealTypes : words.pipelines,
  }));
  const filters = [
    { name: "region", label: words.region, options: named(choices.regions) },
    { name: "department", label: words.department, options: named(choices.departments) },
    { name: "segment", label: words.segment, options: segments },
  ] as const;
  return (
    <>
      {filters.map(({ name, label, options }) => {
        const chosen = query[name];
        if (options.length === 0 && chosen === undefined) return null;
        return (
          <Select
            key={name}
            label={label}
            value={chosen ?? ""}
            options={withAll(options, { all: words.all, chosen })}
            onChange={(value) => onChange({ ...query, [name]: value || undefined })}
          />
        );
      })}
    </>
  );
}

/** "All" first. What a link chose is offered too, even where it is no choice here. */
function withAll(
  options: readonly SelectOption[],
  { all, chosen }: { readonly all: string; readonly chosen: string | undefined },
): readonly SelectOption[] {
  const unknown = chosen !== undefined && !options.some(({ value }) => value === chosen);
  return [
    { value: "", label: all },
    ...options,
    ...(unknown ? [{ value: chosen, label: chosen.replace(/^(pipeline|type):/, "") }] : []),
  ];
}
