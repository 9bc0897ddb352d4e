import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { stepOf } from "./arrow-steps.ts";
import { useDesignWords } from "./design-words.ts";
import { Icon } from "./icon.tsx";
import { useTypeAhead } from "./type-ahead.ts";

/** One choice. */
export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  /** Small, after the label. */
  readonly hint?: string | undefined;
  readonly group?: string | undefined;
}

interface SelectListProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value;
  readonly filterable: boolean;
  readonly onChoose: (value: Value) => void;
  readonly onLeave: () => void;
}

/** The open list of a select. Focus stays on the list, or on the field that filters it; the active option is named. */
export function SelectList<Value extends string>(props: SelectListProps<Value>) {
  const { id, options, filterable } = props;
  const words = useDesignWords();
  const [filter, setFilter] = useState("");
  const shown = useMemo(() => matching(options, filter), [options, filter]);
  const [active, setActive] = useState(() => shown.findIndex(({ value }) => value === props.value));
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const activeId = shown[active] ? `${id}-${active}` : undefined;
  const onKeyDown = useListKeys(props, { shown, active, setActive });

  useLayoutEffect(() => (field.current ?? list.current)?.focus(), []);
  useLayoutEffect(() => {
    list.current?.querySelector(".floating-item-active")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  return (
    <>
      {filterable && (
        <input
          ref={field}
          class="select-filter"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={activeId}
          aria-label={`${props.label}, ${words.filterOptions}`}
          placeholder={words.filterOptions}
          value={filter}
          onInput={(event) => {
            setFilter(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      )}
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={props.label}
        tabIndex={filterable ? undefined : -1}
        aria-activedescendant={filterable ? undefined : activeId}
        class="select-list"
        onKeyDown={filterable ? undefined : onKeyDown}
      >
        {groupsOf(shown).map((group) => (
          <OptionGroup key={group.name} {...props} group={group} active={active} />
        ))}
      </div>
      {shown.length === 0 && (
        <p class="floating-text" role="status">
          {words.noOption}
        </p>
      )}
    </>
  );
}

/** What keys do in the list, and in the field that filters it: there letters, Home and End are the field's own. */
function useListKeys<Value extends string>(
  props: SelectListProps<Value>,
  list: {
    readonly shown: readonly SelectOption<Value>[];
    readonly active: number;
    readonly setActive: (index: number) => void;
  },
): (event: KeyboardEvent) => void {
  const { shown, active, setActive } = list;
  const typeAhead = useTypeAhead();

  function nextOf(event: KeyboardEvent): number | null {
    if (props.filterable && (event.key === "Home" || event.key === "End")) return null;
    const step = stepOf(event, { at: active, count: shown.length, axis: "block", wrap: false });
    if (step !== null || props.filterable) return step;
    return typeAhead(event, { labels: shown.map(({ label }) => label), at: active });
  }

  return (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      // Esc closes the list alone, not the drawer that it may stand in. Tab goes on from the button.
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      props.onLeave();
      return;
    }
    if (event.key === "Enter" || (event.key === " " && !props.filterable)) {
      event.preventDefault();
      const chosen = shown[active];
      if (chosen) props.onChoose(chosen.value);
      return;
    }
    const next = nextOf(event);
    if (next === null) return;
    event.preventDefault();
    setActive(next);
  };
}

interface Group<Value extends string> {
  readonly name: string;
  readonly options: readonly { readonly option: SelectOption<Value>; readonly index: number }[];
}

function OptionGroup<Value extends string>(
  props: Pick<SelectListProps<Value>, "id" | "value" | "onChoose"> & {
    readonly group: Group<Value>;
    readonly active: number;
  },
) {
  const { id, group } = props;
  const items = group.options.map(({ option, index }) => (
    // Keys are handled by the list, which has the focus.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles keys for its options
    // biome-ignore lint/a11y/useFocusableInteractive: options are named by aria-activedescendant
    <div
      key={option.value}
      id={`${id}-${index}`}
      role="option"
      aria-selected={option.value === props.value}
      class={`floating-item ${index === props.active ? "floating-item-active" : ""}`}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => props.onChoose(option.value)}
    >
      <span class="select-tick">{option.value === props.value && <Icon name="check" />}</span>
      <span class="grow">{option.label}</span>
      {option.hint && <span class="text-3 text-sm">{option.hint}</span>}
    </div>
  ));
  if (group.name === "") return <>{items}</>;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a listbox
    <div role="group" aria-label={group.name} class="select-group">
      <div class="floating-head" aria-hidden="true">
        {group.name}
      </div>
      {items}
    </div>
  );
}

function groupsOf<Value extends string>(options: readonly SelectOption<Value>[]): readonly Group<Value>[] {
  const numbered = options.map((option, index) => ({ option, index }));
  return [...Map.groupBy(numbered, ({ option }) => option.group ?? "")].map(([name, grouped]) => ({
    name,
    options: grouped,
  }));
}

function matching<Value extends string>(
  options: readonly SelectOption<Value>[],
  filter: string,
): readonly SelectOption<Value>[] {
  const sought = filter.trim().toLocaleLowerCase();
  // In the order in which groups show them, so that the arrows go down the list as it is seen.
  const ordered = groupsOf(options).flatMap((group) => group.options.map(({ option }) => option));
  return ordered.filter(({ label, hint }) => `${label} ${hint ?? ""}`.toLocaleLowerCase().includes(sought));
}
