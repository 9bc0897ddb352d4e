import type { ComponentChildren, Ref } from "preact";
import { Icon, type IconName } from "./icon.tsx";
import "./button.css";

interface CommonProps {
  /** 28 px instead of 32. */
  readonly small?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly onClick?: ((event: MouseEvent) => void) | undefined;
  readonly type?: "button" | "submit" | undefined;
  /** Makes it a link to this address. */
  readonly href?: string | undefined;
  readonly pressed?: boolean | undefined;
  /** For a button that opens something: whether that is open, what it is, and its id. */
  readonly expanded?: boolean | undefined;
  readonly opens?: "menu" | "listbox" | "dialog" | undefined;
  readonly controls?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly onKeyDown?: ((event: KeyboardEvent) => void) | undefined;
  readonly elementRef?: Ref<HTMLButtonElement> | undefined;
  /** More classes, for the place that it stands in. */
  readonly class?: string | undefined;
}

/** What a button is given: an icon alone needs a name. */
export type ButtonProps = CommonProps &
  (
    | {
        readonly kind?: "plain" | "primary" | "ghost" | undefined;
        readonly icon?: IconName | undefined;
        /** A name that says more than the text does. */
        readonly label?: string | undefined;
        readonly children: ComponentChildren;
      }
    | {
        readonly kind: "icon";
        readonly icon: IconName;
        readonly label: string;
        /** Without its frame. */
        readonly ghost?: boolean | undefined;
        readonly children?: undefined;
      }
  );

/** A button, 32 px high. "primary" is the one main action of a view. */
export function Button(props: ButtonProps) {
  const { kind = "plain", icon, label } = props;
  const classes = ["button", `button-${kind}`];
  if (props.small) classes.push("button-small");
  if (props.kind === "icon" && props.ghost) classes.push("button-ghost");
  if (props.class) classes.push(props.class);
  const named = { class: classes.join(" "), "aria-label": label, title: kind === "icon" ? label : undefined };
  const inner = (
    <>
      {icon && <Icon name={icon} size={15} />}
      {props.children}
    </>
  );
  if (props.href !== undefined) {
    return (
      <a {...named} href={props.href} onClick={props.onClick}>
        {inner}
      </a>
    );
  }
  return (
    <button
      {...named}
      ref={props.elementRef ?? null}
      type={props.type ?? "button"}
      disabled={props.disabled}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.opens}
      aria-controls={props.controls}
      aria-describedby={props.describedBy}
      onClick={props.onClick}
      onKeyDown={props.onKeyDown}
    >
      {inner}
    </button>
  );
}
