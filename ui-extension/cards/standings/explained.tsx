import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type ExplainedFigure, usePage } from "./page-context.ts";

/** What `explanation/explanation-drawer.tsx` exports by default. */
export type ExplanationDrawer = ComponentType<{
  readonly figure: ExplainedFigure;
  readonly onClose: () => void;
}>;

interface ExplainedProps {
  /** "address" for the figure that the address names. */
  readonly figure: ExplainedFigure | "address";
  readonly onClose: () => void;
}

/** "Why this number?" over the page; its code comes with the first figure that is opened. */
export function Explained({ figure, onClose }: ExplainedProps) {
  const { page } = usePage();
  const [drawer, setDrawer] = useState<{ readonly Drawer: ExplanationDrawer } | null>(null);
  const [named, setNamed] = useState<ExplainedFigure | null>(null);
  useEffect(() => {
    import("../explanation/explanation-drawer.tsx").then(
      ({ default: Drawer }) => setDrawer({ Drawer }),
      onClose,
    );
  }, [onClose]);
  useEffect(() => {
    if (figure !== "address") return;
    const { search } = page.location;
    import("../explanation/explain-address.ts").then(({ readExplained }) => {
      const found = readExplained(search);
      if (found) setNamed(found);
      else onClose();
    }, onClose);
  }, [figure, page, onClose]);
  const shown = figure === "address" ? named : figure;
  if (!drawer || !shown) return null;
  return <drawer.Drawer key={JSON.stringify(shown)} figure={shown} onClose={onClose} />;
}
