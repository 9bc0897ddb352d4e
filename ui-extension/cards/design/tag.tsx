import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./tag.css";

/** A word or two in a small frame: "Ramping", "Private", "+$6,200". */
export function Tag(props: {
  readonly tone?: "plain" | "info" | "warn" | undefined;
  readonly icon?: IconName | undefined;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`tag tag-${props.tone ?? "plain"}`}>
      {props.icon && <Icon name={props.icon} size={13} />}
      {props.children}
    </span>
  );
}

/** A badge: 22 px, a line icon, its name on hover and focus. */
export function Badge(props: { readonly icon: IconName; readonly name: string }) {
  return (
    // Focus shows the name to those who use the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the name appears on focus
    <span class="badge" role="img" aria-label={props.name} tabIndex={0}>
      <Icon name={props.icon} />
      <span class="badge-name" aria-hidden="true">
        {props.name}
      </span>
    </span>
  );
}

const LEVEL_ICONS = { 1: "level-1", 2: "level-2", 3: "level-3", 4: "level-4" } as const;

/** A level as a hexagon with one to four chevrons, and its name. */
export function Level(props: { readonly level: 1 | 2 | 3 | 4; readonly name: string }) {
  return (
    <span class="level">
      <Icon name={LEVEL_ICONS[props.level]} size={18} />
      {props.name}
    </span>
  );
}
