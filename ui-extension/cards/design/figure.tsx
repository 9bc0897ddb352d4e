import type { ComponentChildren } from "preact";

/** A figure that opens what it is made of, or stands by itself where there is nothing to open. */
export function Figure(props: {
  readonly onOpen: (() => void) | null | undefined;
  /** What the button is called: the figure, and whose it is. What stands in it without. */
  readonly label?: string | undefined;
  readonly children: ComponentChildren;
}) {
  const { onOpen, label, children } = props;
  if (!onOpen) return <span>{children}</span>;
  return (
    <button type="button" class="figure-button" aria-label={label} onClick={onOpen}>
      {children}
    </button>
  );
}
