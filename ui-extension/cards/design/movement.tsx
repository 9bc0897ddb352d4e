import type { MovementView } from "../../../shared/contracts/quota-card.ts";
import { Icon } from "./icon.tsx";
import "./movement.css";

const ICONS = { up: "arrow-up", down: "arrow-down", same: "minus" } as const;

/** Places won or lost against seven days ago. Down is grey: nobody is shamed. */
export function Movement({ movement }: { readonly movement: MovementView }) {
  const { direction, places, label } = movement;
  if (direction === "new") return <span class="movement">{label}</span>;
  return (
    <span class={`movement movement-${direction}`}>
      <Icon name={ICONS[direction]} size={13} />
      <span aria-hidden="true">{places}</span>
      <span class="visually-hidden">{label}</span>
    </span>
  );
}
