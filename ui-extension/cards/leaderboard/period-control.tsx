import { useEffect, useState } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";
import { Segmented } from "../design/segmented.tsx";
import { Select } from "../design/select.tsx";
import { useLoaded } from "../host/use-loaded.ts";
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
  const days = useLoaded(
    custom,
    () => import("./dialogs/custom-days.tsx"),
    () => setEditing(false),
  );
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
      {days && <days.CustomDays key={`${query.from} ${query.to}`} {...props} />}
    </>
  );
}
