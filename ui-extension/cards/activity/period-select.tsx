import { PERIOD_NAMES, type PeriodName } from "../../../shared/contracts/ids.ts";
import { Select } from "../design/select.tsx";
import type { PeriodQuery } from "./period-choice.ts";

/** Names of periods, in the viewer's language. */
interface PeriodWords {
  readonly period: string;
  readonly customPeriod: string;
  readonly periods: Readonly<Record<PeriodName, string>>;
}

/** The named periods; days that came with the address stay a choice while they are chosen. */
export function PeriodSelect(props: {
  readonly period: PeriodQuery;
  readonly words: PeriodWords;
  readonly onChange: (period: PeriodName) => void;
}) {
  const { period, words } = props;
  const named = PERIOD_NAMES.map((value) => ({ value, label: words.periods[value] }));
  const custom = { value: "custom" as const, label: words.customPeriod };
  return (
    <Select<PeriodName | "custom">
      label={words.period}
      hideLabel
      value={period.period ?? "custom"}
      options={period.period === undefined ? [...named, custom] : named}
      onChange={(value) => value !== "custom" && props.onChange(value)}
    />
  );
}
