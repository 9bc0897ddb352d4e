import type { Ref } from "preact";
import { Icon } from "./icon.tsx";
import "./field.css";
import "./search-field.css";

/** A field to find something in the page; "/" goes to it where the page says so with `data-search`. */
export function SearchField(props: {
  /** Its name, shown while it is empty. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly elementRef?: Ref<HTMLInputElement> | undefined;
}) {
  return (
    <span class="search-field">
      <Icon name="search" />
      <input
        ref={props.elementRef ?? null}
        type="search"
        class="field"
        data-search=""
        aria-label={props.label}
        placeholder={props.label}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || props.value === "") return;
          event.preventDefault();
          event.stopPropagation();
          props.onChange("");
        }}
      />
    </span>
  );
}
