import { useEffect, useState } from "preact/hooks";

/** Where an element is when it cannot be seen. */
export type Side = "above" | "below";

/** Where an element is in relation to what is in view; null when it can be seen. */
export function sideOf(entry: {
  readonly isIntersecting: boolean;
  readonly boundingClientRect: { readonly top: number };
  readonly rootBounds: { readonly top: number } | null;
}): Side | null {
  if (entry.isIntersecting) return null;
  return entry.boundingClientRect.top < (entry.rootBounds?.top ?? 0) ? "above" : "below";
}

/** Follows whether an element can be seen. What is not drawn yet is further down: a long board grows from the top. */
export function useOutOfView(element: HTMLElement | null): Side | null {
  const [side, setSide] = useState<Side | null>("below");
  useEffect(() => {
    if (element === null) {
      setSide("below");
      return;
    }
    // Until the browser has looked, nothing is pinned: mostly the row is in view.
    setSide(null);
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      if (last) setSide(sideOf(last));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return side;
}
