import { useCallback, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { stepOf } from "./arrow-steps.ts";
import { Button, type ButtonProps } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { useTypeAhead } from "./type-ahead.ts";
import { useFloating } from "./use-floating.ts";
import "./floating.css";

/** A line of a menu: something to do, a line between, or a sentence. */
export type MenuItem =
  | {
      readonly kind?: "action" | undefined;
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName | undefined;
      readonly disabled?: boolean | undefined;
      readonly onSelect: () => void;
    }
  | { readonly kind: "rule"; readonly id: string }
  | { readonly kind: "text"; readonly id: string; readonly label: string };

/**
 * A button that opens a list of actions. Enter, Space and Down open at the first, Up at the last; arrows, Home, End
 * and letters move; Esc closes and returns focus.
 */
export function Menu(props: {
  /** Name of the button, shown unless `iconOnly`. */
  readonly label: string;
  readonly icon?: IconName | undefined;
  readonly iconOnly?: boolean | undefined;
  readonly small?: boolean | undefined;
  readonly items: readonly MenuItem[];
}) {
  const [opened, setOpened] = useState<"first" | "last" | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = useCallback(() => setOpened(null), []);
  const { root, floating } = useFloating(opened !== null, close);

  function leave(): void {
    close();
    button.current?.focus();
  }

  const common = {
    small: props.small,
    opens: "menu",
    expanded: opened !== null,
    controls: opened === null ? undefined : id,
    elementRef: button,
    onClick: () => setOpened(opened === null ? "first" : null),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      setOpened(event.key === "ArrowDown" ? "first" : "last");
    },
  } satisfies Partial<ButtonProps>;
  return (
    <div class="floating-root" ref={root}>
      {props.iconOnly ? (
        <Button kind="icon" icon={props.icon ?? "more"} label={props.label} {...common} />
      ) : (
        <Button icon={props.icon} {...common}>
          {props.label}
        </Button>
      )}
      {opened !== null && (
        <div class="floating" ref={floating}>
          <MenuList id={id} label={props.label} items={props.items} at={opened} onLeave={leave} />
        </div>
      )}
    </div>
  );
}

function MenuList(props: {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly at: "first" | "last";
  readonly onLeave: () => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const typeAhead = useTypeAhead();
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];

  useLayoutEffect(
    () =>
      entries()
        .at(props.at === "first" ? 0 : -1)
        ?.focus(),
    [],
  );

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === "Escape" || event.key === "Tab") {
      if (event.key === "Escape") event.preventDefault();
      event.stopPropagation();
      props.onLeave();
      return;
    }
    const all = entries();
    const at = all.findIndex((entry) => entry.matches(":focus"));
    const labels = all.map((entry) => entry.textContent ?? "");
    const next =
      stepOf(event, { at, count: all.length, axis: "block", wrap: true }) ?? typeAhead(event, { labels, at });
    if (next === null) return;
    event.preventDefault();
    all[next]?.focus();
  }

  return (
    <div ref={list} id={props.id} role="menu" aria-label={props.label} tabIndex={-1} onKeyDown={onKeyDown}>
      {props.items.map((item) => (
        <MenuEntry key={item.id} item={item} onLeave={props.onLeave} />
      ))}
    </div>
  );
}

function MenuEntry({ item, onLeave }: { readonly item: MenuItem; readonly onLeave: () => void }) {
  if (item.kind === "rule") return <hr class="floating-rule" />;
  if (item.kind === "text") {
    return (
      <p class="floating-text" role="presentation">
        {item.label}
      </p>
    );
  }
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      class="floating-item"
      aria-disabled={item.disabled}
      onClick={() => {
        if (item.disabled) return;
        onLeave();
        item.onSelect();
      }}
    >
      {item.icon && <Icon name={item.icon} size={15} />}
      <span>{item.label}</span>
    </button>
  );
}
