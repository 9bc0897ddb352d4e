import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Space kept between what floats and the edge of the window. */
const EDGE_PIXELS = 8;
const SMALLEST_HEIGHT_PIXELS = 120;

/**
 * Keeps an open list beside its button and inside the window: it opens upwards where there is more room, and is
 * aligned with the other edge where it would stick out. Closes it on a press elsewhere and when focus leaves.
 */
export function useFloating(
  open: boolean,
  onClose: () => void,
): { readonly root: RefObject<HTMLDivElement | null>; readonly floating: RefObject<HTMLDivElement | null> } {
  const root = useRef<HTMLDivElement>(null);
  const floating = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    if (open && root.current && floating.current) place(root.current, floating.current);
  }, [open]);

  useEffect(() => {
    if (!open) return;
    const closeOutside = (event: Event) => {
      const inside = event.target instanceof Node && root.current?.contains(event.target);
      if (!inside) onClose();
    };
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("focusin", closeOutside);
    window.addEventListener("blur", onClose);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("focusin", closeOutside);
      window.removeEventListener("blur", onClose);
    };
  }, [open, onClose]);

  return { root, floating };
}

function place(root: HTMLElement, floating: HTMLElement): void {
  const anchor = root.getBoundingClientRect();
  const { width, height } = floating.getBoundingClientRect();
  const view = document.documentElement;
  const below = view.clientHeight - anchor.bottom - EDGE_PIXELS;
  const above = anchor.top - EDGE_PIXELS;
  const upwards = height > below && above > below;
  floating.classList.toggle("floating-up", upwards);
  const fromRight = getComputedStyle(root).direction === "rtl";
  const room = fromRight ? anchor.right - EDGE_PIXELS : view.clientWidth - anchor.left - EDGE_PIXELS;
  floating.classList.toggle("floating-end", width > room);
  const most = Math.max(SMALLEST_HEIGHT_PIXELS, upwards ? above : below);
  floating.style.maxBlockSize = `${most}px`;
}
