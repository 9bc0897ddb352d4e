import { Component, type ComponentChild } from "preact";
import { NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Avatar } from "../design/avatar.tsx";
import { Change } from "../design/change.tsx";
import { Figure } from "../design/figure.tsx";
import { Icon } from "../design/icon.tsx";
import { Movement } from "../design/movement.tsx";
import { ProgressBar } from "../design/progress-bar.tsx";
import { Sparkline } from "../design/sparkline.tsx";
import { Status } from "../design/status.tsx";
import { Tag } from "../design/tag.tsx";
import { ValueBar } from "../design/value-bar.tsx";
import { PageLink } from "../standings/page-link.tsx";
import { AS_CELL, AS_ROW, AS_ROW_HEAD } from "./as-table.ts";
import { type BoardQuery, personTarget } from "./board-query.ts";
import type { ColumnId } from "./columns.ts";
import type { RowView } from "./row-view.ts";
import type { BoardLayout } from "./use-layout.ts";
import type { BesideFigure, OpenFigure } from "./use-open-figure.ts";
import type { LeaderboardWords } from "./words/en.ts";

interface RowProps {
  readonly row: RowView;
  readonly columns: readonly ColumnId[];
  readonly layout: BoardLayout;
  readonly words: LeaderboardWords;
  /** What values are compared with, as the head of the column says. */
  readonly versus: string;
  /** By how much the value just changed: "+$6,200". */
  readonly changed: string | null;
  /** The board: a person's page opens over its period. */
  readonly query: BoardQuery;
  readonly onOpen: OpenFigure;
  readonly elementRef: ((row: HTMLElement | null) => void) | null;
}

/** One place of the board. It is drawn again only when something of it changed: a board may have hundreds. */
export class BoardRow extends Component<RowProps> {
  override shouldComponentUpdate(next: Readonly<RowProps>): boolean {
    const { row, columns, layout, words, versus, query, changed } = this.props;
    return (
      next.row !== row ||
      next.changed !== changed ||
      next.layout !== layout ||
      next.words !== words ||
      next.versus !== versus ||
      next.query !== query ||
      next.elementRef !== this.props.elementRef ||
      (next.columns !== columns && next.columns.join() !== columns.join())
    );
  }

  override render(props: RowProps) {
    const { row, columns } = props;
    if (row.isPrivate) return <PrivateRow {...props} />;
    return (
      <tr class={`board-row ${row.isMe ? "mine" : ""}`} data-key={row.key} ref={props.elementRef} {...AS_ROW}>
        {columns.map((column) =>
          column === "name" ? (
            <th key={column} scope="row" class="board-cell-name" {...AS_ROW_HEAD}>
              <Person {...props} />
            </th>
          ) : (
            <td key={column} class={`board-cell-${column} ${CLASSES[column] ?? ""}`} {...AS_CELL}>
              <Cell column={column} {...props} />
            </td>
          ),
        )}
      </tr>
    );
  }
}

const CLASSES: Readonly<Partial<Record<ColumnId, string>>> = {
  rank: "number strong",
  value: "number strong",
  base: "number",
  change: "number",
  toNext: "number",
  perPerson: "number",
};

/** The place alone: nothing tells one private member from another. */
function PrivateRow({ row, columns, layout, words }: RowProps) {
  const rest = columns.length - 1 - columns.indexOf("name");
  return (
    <tr class="board-row" data-key={row.key} {...AS_ROW}>
      <td class="board-cell-rank number strong text-3" {...AS_CELL}>
        {row.rank}
      </td>
      {columns.includes("movement") && <td {...AS_CELL} />}
      <th scope="row" class="board-cell-name" {...AS_ROW_HEAD}>
        <span class="who">
          <Avatar name="" private size={layout === "narrow" ? "small" : "medium"} />
          <span class="who-name text-3">{row.name}</span>
        </span>
      </th>
      <td
        colSpan={rest}
        class="board-cell-rest text-3 text-sm"
        style={{ gridColumn: `${columns.indexOf("name") + 2} / -1` }}
        {...AS_CELL}
      >
        {layout === "wide" ? words.privateRow : layout === "middle" ? words.privateRowShort : null}
      </td>
    </tr>
  );
}

function Person({ row, layout, words, query }: RowProps) {
  const narrow = layout === "narrow";
  const second = narrow || row.people !== null;
  return (
    <span class="who">
      {row.teamId === null && <Avatar name={row.name} mine={row.isMe} size={narrow ? "small" : "medium"} />}
      <span class="board-who">
        <span class="who-name">
          {row.memberId ? (
            <PageLink class="board-link" to={personTarget(row.memberId, query)}>
              {row.name}
            </PageLink>
          ) : (
            row.name
          )}
          {row.isMe && row.memberId && <span class="board-you"> {words.youInBrackets}</span>}
        </span>
        {row.hiddenFromPeers && (
          <span title={words.privateTagHint}>
            <Tag icon="eye-off">{words.privateTag}</Tag>
          </span>
        )}
        {layout === "middle" && row.tag && <Tag tone={row.tag.tone}>{row.tag.text}</Tag>}
        {second && (
          <span class="board-second">
            {narrow && row.movement && <Movement movement={row.movement} />}
            {narrow && row.tag ? <Tag tone={row.tag.tone}>{row.tag.text}</Tag> : null}
            {narrow && row.smallSample ? <SmallSample words={words} /> : null}
            <span>{row.people ?? (row.tag ? null : row.team)}</span>
          </span>
        )}
      </span>
    </span>
  );
}

function SmallSample({ words }: { readonly words: LeaderboardWords }) {
  return (
    <Tag tone="warn" icon="info">
      {words.smallSample}
    </Tag>
  );
}

function Cell(props: RowProps & { readonly column: ColumnId }): ComponentChild {
  const { column, row, words, layout } = props;
  switch (column) {
    case "rank":
      return <span class="rank">{row.rank}</span>;
    case "movement":
      return row.movement && <Movement movement={row.movement} />;
    case "name":
      return null;
    case "team":
      return row.tag ? <Tag tone={row.tag.tone}>{row.tag.text}</Tag> : (row.team ?? null);
    case "bar":
      return row.smallSample ? (
        <SmallSample words={words} />
      ) : (
        <ValueBar percent={row.percent} mine={row.isMe} />
      );
    case "value":
      return (
        <>
          <Value {...props} />
          {layout === "narrow" && <ValueBar percent={row.percent} mine={row.isMe} />}
        </>
      );
    case "base":
      return <Opens {...props} text={row.base} what={words.base} />;
    case "change":
      return row.change ? (
        <Opens {...props} text={<Change change={row.change} />} what={props.versus} about="compared" />
      ) : (
        <span class="text-3">–</span>
      );
    case "toNext":
      return (
        <span class={row.isMe ? "text-strong" : "text-2"}>
          <Opens {...props} text={row.toNext} what={words.toNextColumn} />
        </span>
      );
    case "quota":
      return <Quota {...props} />;
    case "status":
      return row.quota && row.quota.paused === null ? <Status status={row.quota.status} /> : null;
    case "perPerson":
      return <Opens {...props} text={row.perPerson} what={words.perPerson} />;
    case "weeks":
      return <Weeks row={row} words={words} />;
  }
}

function Value(props: RowProps) {
  const { row, changed } = props;
  return (
    <span class="board-value">
      {changed && (
        <span class="board-changed">
          <Tag tone="info">{changed}</Tag>
        </span>
      )}
      <Opens {...props} text={row.value} always={row.memberId !== null} />
    </span>
  );
}

/** A figure that opens. What is not told has nothing to open, but for a person's value: there it is said why not. */
function Opens(
  props: RowProps & {
    readonly text: ComponentChild;
    /** Said of what is not the value itself. */
    readonly what?: string;
    readonly about?: BesideFigure;
    /** Also where there is none. */
    readonly always?: boolean;
  },
) {
  const { row, text, what, about } = props;
  if ((text ?? NO_FIGURE) === NO_FIGURE && !props.always) return NO_FIGURE;
  return (
    <Figure onOpen={() => props.onOpen(row, about)}>
      {text}
      <span class="visually-hidden">
        {what && `, ${what}`}
        {props.words.why(row.name)}
      </span>
    </Figure>
  );
}

function Quota(props: RowProps) {
  const { quota } = props.row;
  if (quota === null) return null;
  if (quota.paused) return <span class="text-3 text-sm">{quota.paused}</span>;
  return (
    <span class="board-quota">
      <ProgressBar bar={quota.bar} size={6} />
      <span>
        <Opens {...props} text={quota.percent} what={props.words.quota} about="quota" />
      </span>
    </span>
  );
}

function Weeks({ row, words }: { readonly row: RowView; readonly words: LeaderboardWords }) {
  if (row.weeks.length === 0) return null;
  return (
    <span class="board-weeks">
      <Sparkline values={row.weeks} mine={row.isMe} />
      {row.fewPerWeek && (
        <span class="text-3" title={words.fewPerWeek}>
          <Icon name="info" size={12} label={words.fewPerWeek} />
        </span>
      )}
    </span>
  );
}
