import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";
import { Button } from "../button.tsx";
import { useDesignWords } from "../design-words.ts";

/** A chart and its table, of which one is shown. */
export interface TableSwitch {
  readonly asTable: boolean;
  /** The id that the part with the chart or the table has to have. */
  readonly body: string;
  /** "Show as table", and back. */
  readonly button: ComponentChildren;
}

/** Whoever prefers figures to a picture gets the same as a table. */
export function useTableSwitch(className?: string): TableSwitch {
  const words = useDesignWords();
  const [asTable, setAsTable] = useState(false);
  const body = useId();
  const button = (
    <Button kind="ghost" small controls={body} class={className} onClick={() => setAsTable(!asTable)}>
      {asTable ? words.showAsChart : words.showAsTable}
    </Button>
  );
  return { asTable, body, button };
}
