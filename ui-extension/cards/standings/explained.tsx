import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ExplainedFigure } from "./page-context.ts";

/** What `explanation/explanation-drawer.tsx` exports by default. */
export type ExplanationDrawer = ComponentType<{
  readonly figure: ExplainedFigure;
  readonly onClose: () => void;
}>;

const BUILT = import.meta.glob<ExplanationDrawer>("../explanation/explanation-drawer.tsx", {
  import: "default",
});

/** "Why this number?" over the page; its code comes with the first figure that is opened. */
export function Explained(props: { readonly figure: ExplainedFigure; readonly onClose: () => void }) {
  const [drawer, setDrawer] = useState<{ readonly Drawer: ExplanationDrawer } | null>(null);
  const { onClose } = props;
  useEffect(() => {
    const load = Object.values(BUILT)[0];
    load?.().then((Drawer) => setDrawer({ Drawer }), onClose);
  }, [onClose]);
  if (!drawer) return null;
  return <drawer.Drawer key={JSON.stringify(props.figure)} figure={props.figure} onClose={onClose} />;
}
