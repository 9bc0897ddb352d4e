/** @jsxImportSource react */
import { Button, Text } from "@hubspot/ui-extensions";
import type { ExplainTarget } from "./standings-api.ts";

/** A figure that opens its records in Standings, or stands by itself where there is nothing to open. */
export function FigureButton(props: {
  readonly text: string;
  /** Null, or absent in answers of an older Standings, where nothing explains it. */
  readonly explain: ExplainTarget | null | undefined;
  readonly onExplain: (target: ExplainTarget) => void;
}) {
  const { text, explain, onExplain } = props;
  if (!explain) return <Text>{text}</Text>;
  return (
    <Button size="extra-small" variant="transparent" onClick={() => onExplain(explain)}>
      {text}
    </Button>
  );
}
