import type { Connection } from "../../../shared/contracts/connection.ts";
import { ProgressBar } from "../design/progress-bar.tsx";
import { type ConnectionWording, type ReadingRow, readingView } from "./connection-view.ts";
import "./connection.css";

/** The first reading, with counts and the time left. It says what it says to those who hear it once a minute at most. */
export function FirstReading(props: {
  readonly connection: Pick<Connection, "progress" | "secondsLeft">;
  /** When the answer came. */
  readonly asOf: string;
  readonly wording: ConnectionWording;
}) {
  const { words } = props.wording;
  const view = readingView(props.connection, props.asOf, props.wording);
  return (
    <div class="reading">
      <div class="reading-head">
        <span>
          <b>{view.title}</b> <span class="text-3">{words.reading.whole}</span>
        </span>
        <span class="text-2">{view.left}</span>
      </div>
      {view.bar && (
        <div class="reading-open">
          <ProgressBar bar={view.bar} size={12} />
        </div>
      )}
      <ul class="reading-kinds">
        {view.rows.map((row) => (
          <Kind key={row.kind} row={row} />
        ))}
      </ul>
      <p class="text-2">{words.reading.order}</p>
    </div>
  );
}

function Kind({ row: { label, bar, count, left, done } }: { readonly row: ReadingRow }) {
  return (
    <li>
      <span>{label}</span>
      <span class={done ? "reading-bar" : "reading-bar reading-open"}>
        {bar && <ProgressBar bar={bar} size={6} />}
      </span>
      <span class="text-2 reading-count">{count}</span>
      <span class={done ? "text-3 reading-left" : "reading-left"}>{left}</span>
    </li>
  );
}
