import { useEffect, useId, useState } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";
import { Button } from "../design/button.tsx";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import type { BoardQuery } from "./board-query.ts";
import type { BoardLayout } from "./use-layout.ts";
import type { LeaderboardWords } from "./words/en.ts";

const CUSTOM = "custom";
type PeriodChoice = PeriodName | typeof CUSTOM;

/** At hand; the others are in a list beside them. */
const AT_HAND: readonly PeriodName[] = ["this_week", "this_month", "this_quarter"];

/** Which days: a few periods at hand, the others in a list, or any two days. */
export function PeriodControl(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly layout: BoardLayout;
  readonly board: Leaderboard | null;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, words, layout, onChange } = props;
  const [editing, setEditing] = useState(false);
  useEffect(() => setEditing(false), [query.period, query.from, query.to]);
  const custom = editing || query.period === undefined;
  const value: PeriodChoice = custom ? CUSTOM : (query.period ?? CUSTOM);
  function choose(next: PeriodChoice): void {
    setEditing(next === CUSTOM);
    if (next === CUSTOM) return;
    onChange({ ...query, period: next, from: undefined, to: undefined });
  }
  const named = (names: readonly PeriodName[]) =>
    names.map((name) => ({ value: name as PeriodChoice, label: words.periods[name] }));
  const last = { value: CUSTOM as PeriodChoice, label: words.custom };
  const others = PERIOD_NAMES.filter((name) => !AT_HAND.includes(name));
  return (
    <>
      {layout === "wide" ? (
        <>
          <Segmented
            label={words.period}
            value={value}
            options={[...named(AT_HAND), last]}
            onChange={choose}
          />
          <Select label={words.morePeriods} value={value} options={named(others)} onChange={choose} />
        </>
      ) : (
        <Select
          label={words.period}
          hideLabel
          value={value}
          options={[...named(PERIOD_NAMES), last]}
          onChange={choose}
        />
      )}
      {custom && <CustomDays key={`${query.from} ${query.to}`} {...props} />}
    </>
  );
}

function CustomDays(props: {
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly board: Leaderboard | null;
  readonly onChange: (query: BoardQuery) => void;
}) {
  const { query, words, board, onChange } = props;
  const [from, setFrom] = useState(query.from ?? board?.period.from ?? "");
  const [to, setTo] = useState(query.to ?? board?.period.to ?? "");
  const [asked, setAsked] = useState(false);
  const id = useId();
  const fault = from === "" || to === "" ? words.daysMissing : from > to ? words.daysReversed : null;
  function apply(event: Event): void {
    event.preventDefault();
    setAsked(true);
    if (fault === null) onChange({ ...query, period: undefined, from, to });
  }
  const shownFault = asked ? fault : null;
  const field = (label: string, day: string, set: (day: string) => void) => (
    <label class="row">
      <span class="text-3">{label}</span>
      <input
        type="date"
        class="field"
        value={day}
        aria-invalid={shownFault !== null}
        aria-describedby={shownFault === null ? undefined : id}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <form class="row row-wrap" onSubmit={apply} noValidate>
      {field(words.from, from, setFrom)}
      {field(words.to, to, setTo)}
      <Button type="submit">{words.apply}</Button>
      {shownFault && (
        <span class="field-error" id={id} role="alert">
          {shownFault}
        </span>
      )}
    </form>
  );
}
