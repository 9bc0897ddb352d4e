import { useId } from "preact/hooks";
import { Icon } from "../design/icon.tsx";
import type { Cell } from "./cells.ts";
import { isColumn } from "./paste.ts";
import type { QuotasWords } from "./words/en.ts";

/** Where a cell stands in the grid, for the keys. */
export interface StopPlace {
  readonly row: number;
  readonly column: number;
}

/** What a cell of the grid is given. */
export interface QuotaCellProps {
  readonly cell: Cell;
  readonly stop: StopPlace;
  /** Whether Tab reaches it from outside. */
  readonly current: boolean;
  /** Names the cell: metric and whose it is. */
  readonly label: string;
  /** The inherited amount as the field would show it. */
  readonly placeholder: string;
  /** What another person saved here meanwhile; null without. */
  readonly conflict: string | null;
  /** Why the server would not save it; null without. */
  readonly refusal: string | null;
  /** "From 16 Nov", where the saved quota does not count from the first day; null otherwise. */
  readonly since: string | null;
  readonly disabled: boolean;
  readonly words: QuotasWords;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
  readonly onPaste: (text: string) => void;
}

/** One quota: its own, from a default (dashed), changed, or to be corrected with what is wrong under it. */
export function QuotaCell(props: QuotaCellProps) {
  const { cell, stop, words } = props;
  const id = useId();
  const fault = cell.fault === null ? props.refusal : words.faults[cell.fault];
  const shown = fault === null ? cell.state : "error";
  const hints = [
    fault === null ? null : { id: `${id}-fault`, text: fault, isFault: true },
    props.conflict === null ? null : { id: `${id}-conflict`, text: props.conflict, isFault: false },
    props.since === null ? null : { id: `${id}-since`, text: props.since, isFault: false },
  ].filter((hint) => hint !== null);
  const state = words.states[shown];
  const described = [state === "" ? null : `${id}-state`, ...hints.map((hint) => hint.id)].filter(Boolean);

  return (
    <td class="number quota-cell">
      <input
        class={`field quota-field quota-${shown}`}
        data-stop={`${stop.row}:${stop.column}`}
        data-cell={cell.key}
        tabIndex={props.current ? 0 : -1}
        inputMode="decimal"
        autocomplete="off"
        spellcheck={false}
        aria-label={props.label}
        aria-invalid={shown === "error" ? "true" : undefined}
        aria-describedby={described.length > 0 ? described.join(" ") : undefined}
        value={cell.text}
        placeholder={props.placeholder}
        readOnly={props.disabled}
        onInput={(event) => props.onType(event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={props.onLeave}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (!isColumn(text) || props.disabled) return;
          event.preventDefault();
          props.onPaste(text);
        }}
      />
      {state !== "" && (
        <span id={`${id}-state`} class="visually-hidden">
          {state}
        </span>
      )}
      {hints.map((hint) => (
        <span key={hint.id} id={hint.id} class={hint.isFault ? "field-error quota-hint" : "quota-hint"}>
          {hint.isFault && <Icon name="triangle-alert" size={13} />}
          {hint.text}
        </span>
      ))}
    </td>
  );
}
