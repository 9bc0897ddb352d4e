import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** How much room there is: a full page, a record tab, a phone or side panel. */
export type BoardLayout = "wide" | "middle" | "narrow";

const WIDE_FROM_PIXELS = 960;
const MIDDLE_FROM_PIXELS = 560;

/** The layout for a width. */
export function layoutFor(pixels: number): BoardLayout {
  if (pixels >= WIDE_FROM_PIXELS) return "wide";
  return pixels >= MIDDLE_FROM_PIXELS ? "middle" : "narrow";
}

/** Follows the width of an element; before it is there, that of the window. */
export function useLayout(element: RefObject<HTMLElement | null>): BoardLayout {
  const [layout, setLayout] = useState(() => layoutFor(window.innerWidth));
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const follow = () => {
      if (current.clientWidth > 0) setLayout(layoutFor(current.clientWidth));
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return layout;
}
