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
