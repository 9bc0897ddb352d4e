import "./switch.css";

/** On or off, as a switch: its state is told by its place and a mark, not by colour alone. */
export function Switch(props: {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  /** Ids of the texts beside it that name and describe it. */
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
}) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={props.on}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onClick={() => props.onChange(!props.on)}
    >
      <span class="switch-knob" />
    </button>
  );
}
