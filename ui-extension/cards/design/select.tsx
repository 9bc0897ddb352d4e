import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { SelectList, type SelectOption } from "./select-list.tsx";
import { useFloating } from "./use-floating.ts";
import "./floating.css";
import "./select.css";

export type { SelectOption } from "./select-list.tsx";

/** What a select is given. */
export interface SelectProps<Value extends string> {
  /** The quiet key before the value. */
  readonly label: string;
  readonly value: Value;
  /** Options with the same `group` stand together under it, in the order given. */
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  /** A text field over the list. */
  readonly filterable?: boolean | undefined;
  /** The key is spoken but not shown. */
  readonly hideLabel?: boolean | undefined;
  /** Without a frame, for the head of a card. */
  readonly quiet?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** An error under it, told by the page. */
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
}

/**
 * A choice among many, as a button with its list. Enter, Space and the arrows open it; in the list arrows, Home, End
 * and letters move, Enter chooses, Esc and Tab leave it as it was. Focus returns to the button.
 */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = useCallback(() => setOpen(false), []);
  const { root, floating } = useFloating(open, close);
  const chosen = props.options.find(({ value }) => value === props.value);

  useEffect(() => {
    if (props.disabled) close();
  }, [props.disabled, close]);

  function closeAndReturn(): void {
    close();
    button.current?.focus();
  }

  function openByKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  }

  return (
    <div class="floating-root" ref={root}>
      <button
        ref={button}
        type="button"
        class={`select ${props.quiet ? "select-quiet" : ""}`}
        aria-haspopup="listbox"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.invalid}
        disabled={props.disabled}
        onClick={() => setOpen(!open)}
        onKeyDown={openByKey}
      >
        <span class={props.hideLabel ? "visually-hidden" : "select-key"}>{props.label} </span>
        <span class="select-value">{chosen?.label ?? ""}</span>
        <Icon name="chevron-down" />
      </button>
      {open && (
        <div class="floating select-popup" ref={floating}>
          <SelectList
            id={id}
            label={props.label}
            options={props.options}
            value={props.value}
            filterable={props.filterable ?? false}
            onChoose={(value) => {
              closeAndReturn();
              if (value !== props.value) props.onChange(value);
            }}
            onLeave={closeAndReturn}
          />
        </div>
      )}
    </div>
  );
}
