import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]:not([tabindex="-1"])';

/** Open layers, the last on top. The page behind is locked while there is any. */
let layers = 0;

/**
 * Makes a `<dialog>` the one thing to do: shown over the page when it appears, focus kept inside, the page behind
 * not scrolling, Esc and a press beside it close, and focus goes back to where it was.
 */
export function useModal(onClose: () => void): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    const closing = () => close.current();
    const stop = listen(element, closing);
    element.showModal();
    layers += 1;
    document.documentElement.classList.add("modal-open");
    return () => {
      stop();
      layers -= 1;
      if (layers === 0) document.documentElement.classList.remove("modal-open");
      if (element.open) element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return dialog;
}

function listen(element: HTMLDialogElement, onClose: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Tab") keepFocus(element, event);
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  const onCancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  // The dialog's content fills it, so only its backdrop is the element itself.
  const onPress = (event: Event) => {
    if (event.target === element) onClose();
  };
  element.addEventListener("keydown", onKeyDown);
  element.addEventListener("cancel", onCancel);
  element.addEventListener("pointerdown", onPress);
  return () => {
    element.removeEventListener("keydown", onKeyDown);
    element.removeEventListener("cancel", onCancel);
    element.removeEventListener("pointerdown", onPress);
  };
}

/** Tab goes round inside, also past what the browser would offer after the last. */
function keepFocus(element: HTMLElement, event: KeyboardEvent): void {
  const stops = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.tabIndex >= 0);
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) {
    event.preventDefault();
    return;
  }
  const { activeElement } = document;
  const outside = !element.contains(activeElement);
  if (event.shiftKey && (activeElement === first || outside)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && (activeElement === last || outside)) {
    event.preventDefault();
    first.focus();
  }
}
