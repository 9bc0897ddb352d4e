import { useDesignWords } from "./design-words.ts";
import { Icon } from "./icon.tsx";
import "./movement.css";

const ICONS = { up: "arrow-up", down: "arrow-down", same: "arrow-right" } as const;

/** A change against the compared period, as `formatChange` words it. */
export function Change(props: {
  readonly change: { readonly text: string; readonly direction: "up" | "down" | "same" };
}) {
  const { text, direction } = props.change;
  const words = useDesignWords();
  return (
    <span class={`change change-${direction}`}>
      <Icon name={ICONS[direction]} size={12} />
      <span class="visually-hidden">{words[direction]} </span>
      {text}
    </span>
  );
}
