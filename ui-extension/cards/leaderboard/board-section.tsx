import { useMemo, useState } from "preact/hooks";
import type { Leaderboard, MemberList } from "../../../shared/contracts/api.ts";
import { formatCount, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Button } from "../design/button.tsx";
import { Change } from "../design/change.tsx";
import { Figure } from "../design/figure.tsx";
import { Movement } from "../design/movement.tsx";
import { Note } from "../design/note.tsx";
import { SummaryStrip } from "../design/summary-strip.tsx";
import { useLoaded } from "../host/use-loaded.ts";
import { usePage } from "../standings/page-context.ts";
import type { BoardQuery } from "./board-query.ts";
import { BoardTable } from "./board-table.tsx";
import { columnsFor } from "./columns.ts";
import type { FactPart, LeaderboardView } from "./leaderboard-view.ts";
import type { RowView } from "./row-view.ts";
import { inOrder, matching, shorten } from "./shown-rows.ts";
import { type HeldOrder, useHeldOrder } from "./use-held-order.ts";
import type { BoardLayout } from "./use-layout.ts";
import { type OpenFigure, useOpenFigure } from "./use-open-figure.ts";
import { useOutOfView } from "./use-out-of-view.ts";
import type { LeaderboardWords } from "./words/en.ts";

/** The figures over a board, its rows, and what stands under them. While somebody reads, the order stands still. */
export function BoardSection(props: {
  readonly board: Leaderboard;
  readonly view: LeaderboardView;
  readonly query: BoardQuery;
  readonly words: LeaderboardWords;
  readonly layout: BoardLayout;
  readonly search: string;
  readonly onSearch: (text: string) => void;
  readonly onChange: (query: BoardQuery) => void;
  readonly teams: MemberList["teams"];
  readonly tags: ReadonlyMap<string, string>;
  /** What is counted, in a sentence. */
  readonly rule: string | null;
  readonly onRules: () => void;
}) {
  const { board, view, query, words, layout, search } = props;
  const [ownRow, setOwnRow] = useState<HTMLElement | null>(null);
  const subject = JSON.stringify(query);
  const keys = useMemo(() => view.rows.map(({ key }) => key), [view.rows]);
  const held = useHeldOrder(keys, subject);
  const sought = search.trim();
  const { rows, showAll, showFewer } = useShownRows(inOrder(view.rows, held.order), sought, query);
  const empty = useLoaded(rows.length === 0, () => import("./states/empty-board.tsx"), nothing);
  const own = view.rows.find(({ key }) => key === view.own?.key) ?? null;
  const open = useOpenFigure(board, query);
  const columns = useMemo(() => columnsFor(layout, view.columns, query.by), [layout, view.columns, query.by]);
  const { side, pinned } = usePinned({ view, own, ownRow, hidden: sought !== "" });
  return (
    <section class="board-region" {...held.handlers}>
      <div class="board-float board-float-start">
        <ChangedPlaces held={held} words={words} />
        {side === "above" && pinned}
      </div>
      <div class="card board-card">
        {layout !== "narrow" && (
          <SummaryStrip as="part" facts={view.facts.map((fact) => stripFact(fact, { open, own, words }))} />
        )}
        <BoardTable
          ownKey={own?.key ?? null}
          ownRef={setOwnRow}
          columns={columns}
          rows={rows}
          order={held.order.join(" ")}
          cut={sought === "" && held.changed === 0 ? view.cut : null}
          tags={props.tags}
          onOpen={open}
          onShowAll={showAll}
          {...{ board, view, query, words, layout, subject }}
        />
        {rows.length === 0 && empty && (
          <empty.NobodyFound {...props} sought={sought} onClear={() => props.onSearch("")} />
        )}
        <Foot
          sentences={[view.withheld, props.rule]}
          leftOut={view.leftOut}
          words={words}
          onOpen={() => open("total")}
          onFewer={showFewer}
          onRules={props.onRules}
        />
      </div>
      <div class="board-float board-float-end">{side === "below" && pinned}</div>
    </section>
  );
}

/** Without its words an empty table says as much. */
function nothing(): void {}

/** My row where it is out of view. Without a place there is none to keep in sight. */
function usePinned(props: {
  readonly view: LeaderboardView;
  readonly own: RowView | null;
  readonly ownRow: HTMLElement | null;
  readonly hidden: boolean;
}) {
  const { view, own, ownRow, hidden } = props;
  const side = useOutOfView(ownRow);
  const isPinned = own !== null && own.rank !== NO_FIGURE && side !== null && !hidden;
  const part = useLoaded(isPinned, () => import("./pinned-row.tsx"), nothing);
  const gap = view.own?.gap ?? null;
  const pinned = own && part && <part.PinnedRow row={own} gap={gap} versus={view.versus} element={ownRow} />;
  return { side, pinned };
}

/** That places changed under the eyes of a reader, and the way to the new ones. */
function ChangedPlaces({ held, words }: { readonly held: HeldOrder; readonly words: LeaderboardWords }) {
  const { language } = usePage().locale;
  if (held.changed === 0) return null;
  return (
    <Note tone="info" action={{ label: words.updateOrder, onClick: held.update }}>
      {words.placesChanged(held.changed, formatCount(held.changed, language))}
    </Note>
  );
}

/** What is found, or the parts of a long board that matter to somebody who only competes, until all is asked for. */
function useShownRows(ordered: readonly RowView[], sought: string, { by }: BoardQuery) {
  const { role } = usePage().session;
  const [whole, setWhole] = useState(false);
  const competes = (role === "member" || role === "viewer") && by === "member";
  return {
    rows: shorten(matching(ordered, sought), whole || !competes || sought !== ""),
    showAll: () => setWhole(true),
    /** Null where all rows are drawn anyway. */
    showFewer: whole && competes ? () => setWhole(false) : null,
  };
}

/** What is counted, what is not, and how places come about. */
function Foot(props: {
  readonly sentences: readonly (string | null)[];
  readonly leftOut: string | null;
  readonly words: LeaderboardWords;
  /** Null where all rows are drawn anyway. */
  readonly onFewer: (() => void) | null;
  readonly onRules: () => void;
  /** To the records behind the board, with those that are left out. */
  readonly onOpen: () => void;
}) {
  const { words } = props;
  return (
    <footer class="card-foot">
      <span class="board-foot-text">
        {props.sentences.filter(Boolean).join(" ")}{" "}
        {props.leftOut && <Figure onOpen={props.onOpen}>{props.leftOut}</Figure>}
      </span>
      <span class="row">
        {props.onFewer && (
          <Button kind="ghost" small onClick={props.onFewer}>
            {words.showFewer}
          </Button>
        )}
        <Button kind="ghost" small onClick={props.onRules}>
          {words.howRankingWorks}
        </Button>
      </span>
    </footer>
  );
}

function stripFact(
  { id, label, value, change, movement, hint }: FactPart,
  {
    open,
    own,
    words,
  }: { readonly open: OpenFigure; readonly own: RowView | null; readonly words: LeaderboardWords },
) {
  // One's own place comes from the figure of one's row.
  const what = id === "place" || id === "toNext" ? own : id;
  return {
    label,
    value,
    onOpen: what ? () => open(what) : undefined,
    openLabel: words.whyTotal(value),
    hint:
      change || movement || hint ? (
        <>
          {change && (
            <Figure onOpen={() => open("total", "compared")}>
              <Change change={change} />
              <span class="visually-hidden">{words.whyTotal("")}</span>
            </Figure>
          )}
          {movement && <Movement movement={movement} />}
          {hint}
        </>
      ) : undefined,
  };
}
