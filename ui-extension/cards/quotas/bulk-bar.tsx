import { useId, useState } from "preact/hooks";
import { QUOTA_METRIC_IDS, type QuotaMetricId } from "../../../shared/contracts/ids.ts";
import { Button } from "../design/button.tsx";
import { Select } from "../design/select.tsx";
import type { GridEditing } from "./use-grid-editing.ts";
import type { QuotasWords } from "./words/en.ts";
import "../design/field.css";

/** One change for everybody who is selected: to an amount, by a percentage, or back to the default. */
export function BulkBar(props: {
  readonly editing: GridEditing;
  readonly disabled: boolean;
  readonly words: QuotasWords;
}) {
  const { editing, words, disabled } = props;
  const [metric, setMetric] = useState<QuotaMetricId>("revenue_closed");
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const count = editing.chosen.length;

  function apply(): void {
    const isAmount = editing.isAmount(metric, text);
    setFault(isAmount ? null : words.bulkNoValue);
    if (isAmount) editing.applyToChosen(metric, text);
  }

  function raise(): void {
    const percent = editing.percentOf(text);
    setFault(percent === null ? words.bulkNoPercent : null);
    if (percent !== null) editing.raiseChosen(metric, percent);
  }

  return (
    <form
      class="quota-bulk"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <b role="status">{words.selected(count)}</b>
      <span class="text-2">{words.bulkSet}</span>
      <Select
        label={words.metric}
        hideLabel
        value={metric}
        options={QUOTA_METRIC_IDS.map((each) => ({ value: each, label: words.metrics[each] }))}
        onChange={setMetric}
      />
      <span class="text-2">{words.bulkTo}</span>
      <ValueField text={text} fault={fault} words={words} onType={setText} />
      <Button type="submit" disabled={disabled}>
        {words.bulkApply(count)}
      </Button>
      <Button disabled={disabled} onClick={raise}>
        {words.bulkRaise}
      </Button>
      <Button kind="ghost" disabled={disabled} onClick={() => editing.applyToChosen(metric, "")}>
        {words.bulkDefault}
      </Button>
      <span class="grow" />
      <Button kind="ghost" onClick={() => editing.select(new Set())}>
        {words.bulkClear}
      </Button>
    </form>
  );
}

function ValueField(props: {
  readonly text: string;
  /** Null while nothing is wrong with it. */
  readonly fault: string | null;
  readonly words: QuotasWords;
  readonly onType: (text: string) => void;
}) {
  const { fault } = props;
  const id = useId();
  return (
    <span>
      <input
        class="field quota-field"
        inputMode="decimal"
        autocomplete="off"
        aria-label={props.words.bulkValue}
        aria-invalid={fault === null ? undefined : "true"}
        aria-describedby={fault === null ? undefined : id}
        value={props.text}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
      {fault !== null && (
        <span id={id} class="field-error quota-hint" role="alert">
          {fault}
        </span>
      )}
    </span>
  );
}
