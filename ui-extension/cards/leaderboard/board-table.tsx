import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { formatCount } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Icon } from "../design/icon.tsx";
import { usePage } from "../standings/page-context.ts";
import { AS_CELL, AS_COLUMN_HEAD, AS_ROW, AS_ROWS, AS_TABLE } from "./as-table.ts";
import type { BoardQuery } from "./board-query.ts";
import { BoardRow } from "./board-row.tsx";
import type { ColumnId } from "./columns.ts";
import type { LeaderboardView } from "./leaderboard-view.ts";
import type { ShownRow } from "./shown-rows.ts";
import { useGrowing } from "./use-growing.ts";
import type { BoardLayout } from "./use-layout.ts";
import type { OpenFigure } from "./use-open-figure.ts";
import { useRowMotion } from "./use-row-motion.ts";
import type { LeaderboardWords } from "./words/en.ts";
import "../design/data-table.css";

const NUMBERS: ReadonlySet<ColumnId> = new Set(["rank", "value", "base", "change", "toNext", "perPerson"]);

interface TableProps {
  readonly board: Leaderboard;
  readonly view: LeaderboardView;
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly layout: BoardLayout;
  readonly columns: readonly ColumnId[];
  readonly rows: readonly ShownRow[];
  /** The keys of all rows: when it changes, rows glide. */
  readonly order: string;
  /** Names the board: another one is drawn from its first rows on. */
  readonly subject: string;
  readonly cut: LeaderboardView["cut"];
  readonly tags: ReadonlyMap<string, string>;
  /** Whose row `ownRef` is given, while it is drawn. */
  readonly ownKey: string | null;
  readonly ownRef: (row: HTMLElement | null) => void;
  /** The same function from one drawing to the next, so that rows are not drawn again for it. */
  readonly onOpen: OpenFigure;
  readonly onShowAll: () => void;
}

/** The board as a table: one scale of bars, my row marked, every figure opens. */
export function BoardTable(props: TableProps) {
  const { words, layout, columns, rows, view } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  const drawn = useGrowing(rows.length, props.subject);
  useRowMotion(body, props.order);
  return (
    <table
      class={`data-table hoverable board-table board-table-${layout}`}
      style={{ "--board-columns": columns.map((column) => `var(--board-${column})`).join(" ") }}
      {...AS_TABLE}
    >
      <caption class="visually-hidden">{words.caption(view.title)}</caption>
      <thead {...AS_ROWS}>
        <tr {...AS_ROW}>
          {columns
            // The bars stand under the head of their figures.
            .filter((column) => column !== "bar")
            .map((column) => (
              <ColumnHead key={column} column={column} {...props} />
            ))}
        </tr>
      </thead>
      <tbody ref={body} {...AS_ROWS}>
        {rows.slice(0, drawn).flatMap((shown) => {
          if (shown.kind === "gap") return [<GapRow key={shown.key} gap={shown} {...props} />];
          const { row } = shown;
          const drawnRow = (
            <BoardRow
              key={row.key}
              row={row}
              columns={columns}
              layout={layout}
              words={words}
              versus={view.versus}
              query={props.query}
              changed={props.tags.get(row.key) ?? null}
              onOpen={props.onOpen}
              elementRef={row.key === props.ownKey ? props.ownRef : null}
            />
          );
          if (props.cut?.after !== row.key) return [drawnRow];
          return [drawnRow, <CutRow key="cut" label={props.cut.label} span={columns.length} />];
        })}
      </tbody>
    </table>
  );
}

function ColumnHead(props: TableProps & { readonly column: ColumnId }) {
  const { column, board, layout } = props;
  const isSorted = column === "value";
  const sort = board.metric.better === "higher" ? "descending" : "ascending";
  return (
    <th
      scope="col"
      class={`board-head-${column} ${NUMBERS.has(column) ? "number" : ""}`}
      colSpan={isSorted && props.columns.includes("bar") ? 2 : 1}
      aria-sort={isSorted ? sort : undefined}
      {...AS_COLUMN_HEAD}
    >
      {isSorted && layout !== "narrow" ? (
        <span class="board-sorted">
          {headOf(column, props)}
          <Icon name={board.metric.better === "higher" ? "arrow-down" : "arrow-up"} size={12} />
        </span>
      ) : (
        headOf(column, props)
      )}
    </th>
  );
}

function headOf(
  column: ColumnId,
  { board, view, query, words, layout }: Pick<TableProps, "board" | "view" | "query" | "words" | "layout">,
): JSX.Element | string {
  switch (column) {
    case "rank":
      return layout === "narrow" ? words.rankShort : words.rank;
    case "movement":
      return (
        <span class="visually-hidden">{view.since ? words.movementSince(view.since) : words.movement}</span>
      );
    case "name":
      return query.by === "team" ? words.team : words.person;
    case "team":
      return words.team;
    case "bar":
      return "";
    case "value":
      return view.metric;
    case "base":
      return words.bases[board.metric.id] ?? words.base;
    case "change":
      return view.versus;
    case "toNext":
      return words.toNextColumn;
    case "quota":
      return (
        <>
          {words.quota} {view.pace && <span class="board-head-hint">{words.quotaHint(view.pace)}</span>}
        </>
      );
    case "status":
      return words.status;
    case "perPerson":
      return words.perPerson;
    case "weeks":
      return words.weeks;
  }
}

function GapRow(props: TableProps & { readonly gap: Extract<ShownRow, { kind: "gap" }> }) {
  const { gap, words, columns, view } = props;
  const { locale } = usePage();
  const count = (value: number) => formatCount(value, locale.language);
  const sentence = gap.last ? words.below : words.between;
  return (
    <tr class="board-gap" {...AS_ROW}>
      <td colSpan={columns.length} {...AS_CELL}>
        {gap.count > 0 && sentence(gap.count, count(gap.count))}{" "}
        <Button kind="ghost" small onClick={props.onShowAll}>
          {words.showAll(count(view.rows.length))}
        </Button>
      </td>
    </tr>
  );
}

function CutRow({ label, span }: { readonly label: string; readonly span: number }) {
  return (
    <tr class="board-cut" {...AS_ROW}>
      <td colSpan={span} {...AS_CELL}>
        <span>{label}</span>
      </td>
    </tr>
  );
}
