import { Avatar } from "../design/avatar.tsx";
import { Change } from "../design/change.tsx";
import { Movement } from "../design/movement.tsx";
import { useWords } from "../standings/page-context.ts";
import type { RowView } from "./row-view.ts";
import { BOARD_STATE_WORDS } from "./states/words/book.ts";

/** My row at the edge of the window while it is out of view, with the gap to the next place. It leads there. */
export function PinnedRow(props: {
  readonly row: RowView;
  readonly gap: string | null;
  readonly versus: string;
  /** The row itself; null until it is drawn. */
  readonly element: HTMLElement | null;
}) {
  const { row } = props;
  const words = useWords(BOARD_STATE_WORDS);
  function goThere(): void {
    // Of a row that is still to be drawn the last one that is drawn is nearest.
    const target = props.element ?? document.querySelector<HTMLElement>(".board-table tbody tr:last-child");
    target?.scrollIntoView({ block: "center" });
    target?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  }
  if (!words) return null;
  return (
    <button type="button" class="board-pinned" onClick={goThere}>
      <span class="visually-hidden">{words.goToMyRow}. </span>
      <span class="board-pinned-rank">{row.rank}</span>
      <Avatar name={row.name} mine size="small" />
      <span class="board-pinned-who">
        <span class="row">
          <b>{words.you}</b>
          {row.movement && <Movement movement={row.movement} />}
        </span>
        {props.gap && <span class="text-3 text-sm">{props.gap}</span>}
      </span>
      <span class="board-pinned-value">
        <b>{row.value}</b>
        {row.change && (
          <span class="text-3 text-sm">
            <Change change={row.change} /> {props.versus}
          </span>
        )}
      </span>
    </button>
  );
}
