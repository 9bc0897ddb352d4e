import type { StatusView, Tone } from "../../../shared/contracts/quota-card.ts";
import { Icon, type IconName } from "./icon.tsx";
import "./status.css";

/** Each tone has its own shape, so that no one has to tell colours apart. */
const SHAPES: Readonly<Record<Tone, IconName>> = {
  good: "check-circle",
  warn: "triangle-alert",
  bad: "square-arrow-down",
  quiet: "minus-circle",
};

/** A status as shape, word and colour: a pill in headers, plain in tables. */
export function Status(props: {
  readonly status: Pick<StatusView, "tone" | "label">;
  readonly as?: "pill" | "plain" | undefined;
}) {
  const { tone, label } = props.status;
  return (
    <span class={`status status-${props.as ?? "plain"} status-${tone}`}>
      <Icon name={SHAPES[tone]} />
      {label}
    </span>
  );
}
