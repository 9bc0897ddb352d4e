import type { RefObject } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

/** From this width on the chart and the table have room. */
const WIDE_FROM_PIXELS = 640;

/** Whether the element is wide enough for the wide card, and stays informed when that changes. */
export function useWide(element: RefObject<HTMLElement | null>): boolean {
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return;
    const measure = () => setWide(current.getBoundingClientRect().width >= WIDE_FROM_PIXELS);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return wide;
}
