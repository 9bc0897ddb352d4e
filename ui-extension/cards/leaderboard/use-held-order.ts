import { useRef, useState } from "preact/hooks";
import { heldOrder, placesChanged } from "./shown-rows.ts";

/** An order that stands still while somebody reads it. */
export interface HeldOrder {
  readonly order: readonly string[];
  /** How many places have somebody else by now. */
  readonly changed: number;
  /** Takes the latest order although somebody reads. */
  readonly update: () => void;
  /** For the element that is read: holds while the pointer or the focus is in it. */
  readonly handlers: {
    readonly onPointerEnter: (event: PointerEvent) => void;
    readonly onPointerLeave: (event: PointerEvent) => void;
    readonly onFocusIn: () => void;
    readonly onFocusOut: (event: FocusEvent) => void;
  };
}

/** Holds the order of keys while pointer or focus is inside. `subject` names what is read: another one begins anew. */
export function useHeldOrder(latest: readonly string[], subject: string): HeldOrder {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const [, redraw] = useState(0);
  const held = useRef<{ readonly subject: string; readonly order: readonly string[] } | null>(null);
  const holds = pointer || focus;
  if (!holds || held.current?.subject !== subject) held.current = { subject, order: latest };
  const order = heldOrder(held.current.order, latest);
  return {
    order,
    changed: placesChanged(order, latest),
    update: () => {
      held.current = { subject, order: latest };
      redraw((count) => count + 1);
    },
    handlers: {
      // A finger is gone as soon as it is lifted, and would leave the order held for ever.
      onPointerEnter: ({ pointerType }) => setPointer(pointerType !== "touch"),
      onPointerLeave: () => setPointer(false),
      onFocusIn: () => setFocus(true),
      onFocusOut: ({ currentTarget, relatedTarget }) => {
        const inside =
          currentTarget instanceof Node &&
          relatedTarget instanceof Node &&
          currentTarget.contains(relatedTarget);
        setFocus(inside);
      },
    },
  };
}
