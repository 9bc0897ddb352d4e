import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./note.css";

const ICONS = {
  plain: "info",
  info: "info",
  warn: "triangle-alert",
  bad: "triangle-alert",
  good: "check-circle",
} as const satisfies Readonly<Record<string, IconName>>;

/** A sentence that stands out, with at most one thing to do. */
export function Note(props: {
  readonly tone: keyof typeof ICONS;
  readonly children: ComponentChildren;
  readonly action?:
    | {
        readonly label: string;
        readonly onClick: () => void;
        readonly kind?: "plain" | "ghost" | undefined;
      }
    | undefined;
  /** "status" is read out when it comes, "alert" at once; without, it waits to be found. */
  readonly role?: "status" | "alert" | undefined;
}) {
  const { action } = props;
  return (
    <div class={`note note-${props.tone}`} role={props.role}>
      <Icon name={ICONS[props.tone]} size={16} />
      <div class="note-text">{props.children}</div>
      {action && (
        <Button kind={action.kind ?? "plain"} small onClick={action.onClick} class="note-action">
          {action.label}
        </Button>
      )}
    </div>
  );
}
