import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";
import "./empty-state.css";

/** Something to do about it. */
export interface StateAction {
  readonly label: string;
  readonly onClick: () => void;
}

/** Nothing to show, said with what to do: in the middle of its card. */
export function EmptyState(props: {
  readonly title: string;
  readonly detail: ComponentChildren;
  readonly icon?: IconName | undefined;
  readonly action?: StateAction | undefined;
  readonly secondAction?: StateAction | undefined;
  /** Small, at the foot. */
  readonly foot?: ComponentChildren;
  /** False where it already stands in a card. */
  readonly card?: boolean | undefined;
  readonly role?: "alert" | "status" | undefined;
}) {
  const { action, secondAction } = props;
  return (
    <section class={`state ${props.card === false ? "" : "card"}`} role={props.role}>
      <div class="state-inner">
        <span class="state-icon">
          <Icon name={props.icon ?? "calendar"} size={18} />
        </span>
        <h2>{props.title}</h2>
        <p class="state-detail">{props.detail}</p>
        {(action || secondAction) && (
          <div class="state-actions">
            {action && <Button onClick={action.onClick}>{action.label}</Button>}
            {secondAction && (
              <Button kind="ghost" onClick={secondAction.onClick}>
                {secondAction.label}
              </Button>
            )}
          </div>
        )}
      </div>
      {props.foot && <p class="state-foot">{props.foot}</p>}
    </section>
  );
}
