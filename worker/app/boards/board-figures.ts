import type { EventId } from "../../../shared/contracts/ids.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import type { Period } from "../../domain/calendar/periods.ts";
import type { CreditFilter } from "../../ports/ledger.ts";
import { type CellBook, loadCellBook } from "../scene/cell-book.ts";
import { Figures, type Subject } from "../scene/figures.ts";
import { filterFor, type Scene } from "../scene/scene.ts";

/** Whose cells are read. Null is everybody, and every team. */
export interface CellScope {
  readonly events: readonly EventId[];
  /** Those of them that groups count, each thing once; none where no group is shown. */
  readonly countedOnce: readonly EventId[];
  readonly teamIds: ReadonlySet<string> | null;
  readonly memberIds: readonly string[] | null;
  /** Which deals; all of them, and everything else, when undefined. */
  readonly slice?: CreditFilter["slice"] | undefined;
  /** Whether what the period is compared with is read too. */
  readonly compare: boolean;
}

/** The cells of a period, and with comparison those of the two spans that stand against each other. */
export interface BoardCells {
  readonly current: SpanCells;
  readonly previous: SpanCells | null;
  readonly compared: SpanCells | null;
}

/** The cells of one period. */
export interface SpanCells {
  readonly period: Period;
  readonly book: CellBook;
}

/** The figures of one metric from such cells. */
export interface BoardFigures {
  readonly current: Figures;
  /** Null without comparison. */
  readonly previous: Figures | null;
  /** The part of the period that `previous` stands against; all of it once the period has ended. */
  readonly compared: Figures | null;
}

/** The same few queries for each span, whatever the number of metrics. */
export async function loadBoardCells(scene: Scene, scope: CellScope): Promise<BoardCells> {
  const { period } = scene;
  const comparison = scope.compare ? scene.comparison : null;
  const isWhole = comparison?.current.from === period.from && comparison.current.to === period.to;
  const [current, previous, part] = await Promise.all([
    loadSpan(scene, scope, period),
    comparison && loadSpan(scene, scope, customPeriod(comparison.previous)),
    comparison && !isWhole ? loadSpan(scene, scope, customPeriod(comparison.current)) : null,
  ]);
  return { current, previous, compared: part ?? (comparison && current) };
}

/** The cells of one period. */
export async function loadSpan(scene: Scene, scope: CellScope, period: Period): Promise<SpanCells> {
  const { memberIds, teamIds, slice } = scope;
  const span: DaySpan = { from: period.from, to: period.to };
  const filterOf = (events: readonly EventId[]) =>
    filterFor(scene, {
      events,
      span,
      memberIds,
      teamIds: teamIds && [...teamIds],
      ...(slice ? { slice } : {}),
    });
  return {
    period,
    book: await loadCellBook(scene.context.ledger, filterOf(scope.events), scope.countedOnce),
  };
}

function customPeriod({ from, to }: DaySpan): Period {
  return { from, to, grain: "custom" };
}

/** The figures of one metric over cells that hold at least its events. */
export function figuresOver(scene: Scene, subject: Subject, cells: BoardCells): BoardFigures {
  const figures = ({ period, book }: SpanCells) => new Figures(scene, subject, period, book);
  return {
    current: figures(cells.current),
    previous: cells.previous && figures(cells.previous),
    compared: cells.compared && figures(cells.compared),
  };
}
