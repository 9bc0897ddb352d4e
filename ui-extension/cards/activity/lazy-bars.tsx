import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { BarsCanvasProps } from "./bars-canvas.tsx";

/** Chart.js is the biggest part of the page, so it comes when somebody can see the chart. */
export function LazyBars(props: BarsCanvasProps & { readonly size: "tall" | "short" }) {
  const place = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<{ readonly Canvas: ComponentType<BarsCanvasProps> } | null>(null);
  useEffect(() => {
    if (!place.current) return;
    let open = true;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      void import("./bars-canvas.tsx").then(({ default: Canvas }) => {
        if (open) setLoaded({ Canvas });
      });
    });
    observer.observe(place.current);
    return () => {
      open = false;
      observer.disconnect();
    };
  }, []);
  const { size, ...chart } = props;
  return (
    <div ref={place} class={`activity-chart-place activity-chart-${size}`}>
      {loaded && <loaded.Canvas {...chart} />}
    </div>
  );
}
