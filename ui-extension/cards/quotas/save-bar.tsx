import { useId } from "preact/hooks";
import { formatDay } from "../../../shared/wording/dates.ts";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { Segmented } from "../design/segmented.tsx";
import type { Cell } from "./cells.ts";
import type { CellChange } from "./changes.ts";
import { lineName } from "./line-name.ts";
import type { QuotaSpan } from "./quota-desk.ts";
import type { QuotasWords } from "./words/en.ts";

/** From when the changes count: null is the whole period. '' is a date that is not chosen yet. */
export type EffectiveChoice = string | null;

/** Whether a first day lies within the period. */
export function isWithin(choice: EffectiveChoice, { from, to }: QuotaSpan): boolean {
  return choice === null || (from <= choice && choice <= to);
}

const NAMED_CHANGES_MAX = 3;

/** What is wrong or would be saved, from when it counts, and the way to save or drop it. */
export function SaveBar(props: {
  readonly changes: readonly CellChange[];
  readonly faulty: readonly Cell[];
  readonly span: QuotaSpan;
  readonly effective: EffectiveChoice;
  readonly onEffective: (choice: EffectiveChoice) => void;
  readonly canUndo: boolean;
  readonly saving: number | null;
  readonly language: string;
  readonly words: QuotasWords;
  readonly onFirstFault: () => void;
  readonly onUndo: () => void;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
}) {
  const { changes, faulty, words, saving, span } = props;
  const isDateWrong = !isWithin(props.effective, span);
  const blocked = faulty.length > 0 || isDateWrong || changes.length === 0 || saving !== null;
  return (
    <section class="quota-save" aria-label={words.save}>
      <div class="row row-wrap grow">
        {faulty.length > 0 && (
          <button
            type="button"
            class="status status-pill status-warn quota-fault"
            onClick={props.onFirstFault}
          >
            <Icon name="triangle-alert" />
            {words.toCorrect(faulty.length)}
          </button>
        )}
        <span class="text-2" role="status">
          {saving === null ? unsavedText(changes, words) : words.saving(saving)}
        </span>
        {saving !== null && <progress class="quota-progress" aria-label={words.saving(saving)} />}
      </div>
      {changes.length > 0 && <EffectiveField {...props} isWrong={isDateWrong && props.effective !== ""} />}
      <div class="row">
        {props.canUndo && (
          <Button kind="ghost" disabled={saving !== null} onClick={props.onUndo}>
            {words.stepBack}
          </Button>
        )}
        <Button disabled={saving !== null} onClick={props.onDiscard}>
          {words.discard}
        </Button>
        <Button kind="primary" disabled={blocked} onClick={props.onSave}>
          {words.save}
        </Button>
      </div>
    </section>
  );
}

function EffectiveField(props: {
  readonly effective: EffectiveChoice;
  readonly onEffective: (choice: EffectiveChoice) => void;
  readonly span: QuotaSpan;
  readonly isWrong: boolean;
  readonly language: string;
  readonly words: QuotasWords;
}) {
  const { effective, span, words, language } = props;
  const id = useId();
  return (
    <div class="row row-wrap">
      <Segmented
        label={words.countsFor}
        value={effective === null ? "whole" : "date"}
        options={[
          { value: "whole", label: words.wholePeriod },
          { value: "date", label: words.fromDate },
        ]}
        onChange={(choice) => props.onEffective(choice === "whole" ? null : "")}
      />
      {effective !== null && (
        <span>
          <input
            type="date"
            class="field"
            aria-label={words.fromDateField}
            aria-invalid={props.isWrong ? "true" : undefined}
            aria-describedby={props.isWrong ? id : undefined}
            min={span.from}
            max={span.to}
            value={effective}
            onInput={(event) => props.onEffective(event.currentTarget.value)}
          />
          {props.isWrong && (
            <span id={id} class="field-error quota-hint">
              {words.dateOutside(formatDay(span.from, language), formatDay(span.to, language))}
            </span>
          )}
        </span>
      )}
    </div>
  );
}

/** "2 unsaved changes: Lukas Brandt revenue, Maya Okafor meetings". */
function unsavedText(changes: readonly CellChange[], words: QuotasWords): string {
  if (changes.length === 0) return "";
  const named = changes
    .slice(0, NAMED_CHANGES_MAX)
    .map(({ cell }) => words.change(lineName(cell.row, words), words.metrics[cell.metric]));
  const left = changes.length - named.length;
  return words.unsaved(changes.length, [...named, ...(left > 0 ? [words.andMore(left)] : [])].join(", "));
}
