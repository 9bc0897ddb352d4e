import { useRef } from "preact/hooks";
import { stepOf } from "./arrow-steps.ts";
import "./segmented.css";

/**
 * A choice among few, all in sight. One stop for Tab; arrows, Home and End move among them, Enter and Space
 * choose.
 */
export function Segmented<Value extends string>(props: {
  /** Names the group; it is not shown. */
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean | undefined;
}) {
  const group = useRef<HTMLFieldSetElement>(null);
  const chosen = Math.max(
    0,
    props.options.findIndex(({ value }) => value === props.value),
  );

  function move(event: KeyboardEvent): void {
    const buttons = [...(group.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const next = stepOf(event, { at, count: buttons.length, axis: "inline", wrap: true });
    if (next === null) return;
    event.preventDefault();
    buttons[next]?.focus();
  }

  return (
    <fieldset class="segmented" ref={group} aria-label={props.label} onKeyDown={move}>
      {props.options.map(({ value, label }, index) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === props.value}
          tabIndex={index === chosen ? 0 : -1}
          disabled={props.disabled}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
