import { useEffect, useRef, useState } from "preact/hooks";
import type { Attainment } from "../../../shared/contracts/api.ts";
import { QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { sumOf } from "./changes.ts";
import { figureOf } from "./figures.ts";
import { stopAfter } from "./grid-keys.ts";
import { GridLine, type LineContext } from "./grid-line.tsx";
import type { StopPlace } from "./quota-cell.tsx";
import type { GridGroup } from "./quota-desk.ts";
import { TeamLine } from "./team-line.tsx";
import type { GridEditing } from "./use-grid-editing.ts";
import type { QuotasWords } from "./words/en.ts";

/** What the grid is given. */
export interface QuotaGridProps {
  readonly editing: GridEditing;
  readonly caption: string;
  /** "Oct result", and the results; null where none are known. */
  readonly closed: { readonly label: string; readonly attainment: Attainment } | null;
  /** What another person saved in a cell meanwhile, worded; by cell. */
  readonly conflicts: ReadonlyMap<string, string>;
  /** Why the server would not save a cell; by cell. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly disabled: boolean;
  readonly currency: string;
  readonly language: string;
  readonly words: QuotasWords;
  readonly onHistory: (line: { readonly name: string; readonly row: GridEditing["seats"][number] }) => void;
  /** A cell that the focus shall go to, such as the first to be corrected. Each wish has its own number. */
  readonly focusOn: { readonly key: string; readonly wish: number } | null;
}

/** The quotas of a period, one line a person, seat, team or default: a grid that keys move through. */
export function QuotaGrid(props: QuotaGridProps) {
  const { editing } = props;
  const grid = useRef<HTMLTableElement>(null);
  const [current, setCurrent] = useState<StopPlace>({ row: 1, column: 1 });
  useFocusOn(grid.current, props.focusOn);
  const lines = numbered(editing.groups);
  const context: LineContext = { ...props, current, results: resultsOf(props.closed) };

  function onKeyDown(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || event.isComposing) return;
    const cell = editing.cells.find(({ key }) => key === target.dataset.cell);
    if (event.key === "Escape" && cell && editing.hasChanges) {
      event.preventDefault();
      editing.restore(cell);
      if (target instanceof HTMLInputElement) target.select();
      return;
    }
    if (isUndo(event) && editing.canUndo) {
      event.preventDefault();
      editing.undo();
      return;
    }
    // A button or a box is pressed with Enter; only from a field it leads down.
    if (event.key === "Enter" && !cell) return;
    moveFocus(event, grid.current, target);
  }

  return (
    <div class="table-scroll">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are edited is a grid
        role="grid"
        class="data-table quota-grid"
        aria-multiselectable="true"
        aria-readonly={props.disabled}
        onKeyDown={onKeyDown}
        onFocusCapture={(event) => {
          const place = placeOf(event.target);
          if (place) setCurrent(place);
        }}
      >
        <caption class="visually-hidden">{props.caption}</caption>
        <GridHead {...props} current={current} />
        <tbody>
          <GridLine context={context} row={editing.everybody} at={1} />
        </tbody>
        {lines.map(({ group, at }) => (
          <tbody key={group.team?.id ?? ""} style={{ "--quota-depth": group.depth }}>
            <TeamLine context={context} group={group} at={at} />
            {group.rows.map((row, index) => (
              <GridLine key={row.id} context={context} row={row} at={at + 1 + index} />
            ))}
          </tbody>
        ))}
        <GridSums {...props} />
      </table>
    </div>
  );
}

/** What people and seats are to bring together. */
function GridSums({ editing, words, currency, language }: QuotaGridProps) {
  return (
    <tfoot>
      <tr>
        <td />
        <th scope="row">{words.sum}</th>
        {QUOTA_METRIC_IDS.map((metric) => (
          <td key={metric} class="number">
            {figureOf(sumOf(editing.seats, metric, editing.book), metric, { currency, language })}
          </td>
        ))}
        <td colSpan={2} />
      </tr>
    </tfoot>
  );
}

function GridHead(props: QuotaGridProps & { readonly current: StopPlace }) {
  const { editing, words, current } = props;
  const all = editing.seats.length;
  const chosen = editing.chosen.length;
  const sign = currencySign(props.currency, props.language);
  return (
    <thead>
      <tr>
        <th scope="col" class="quota-select">
          <label class="check">
            <input
              type="checkbox"
              data-stop="0:0"
              tabIndex={current.row === 0 ? 0 : -1}
              aria-label={words.selectAll}
              checked={all > 0 && chosen === all}
              indeterminate={chosen > 0 && chosen < all}
              disabled={all === 0}
              onChange={() =>
                editing.select(chosen === all ? new Set() : new Set(editing.seats.map(({ id }) => id)))
              }
            />
          </label>
        </th>
        <th scope="col">{words.person}</th>
        {QUOTA_METRIC_IDS.map((metric) => (
          <th key={metric} scope="col" class="number quota-head">
            {metric === "revenue_closed"
              ? words.withUnit(words.metrics[metric], sign)
              : words.metrics[metric]}
          </th>
        ))}
        <th scope="col" class="number" title={words.resultOf}>
          {props.closed?.label ?? ""}
        </th>
        <th scope="col">
          <span class="visually-hidden">{words.actions}</span>
        </th>
      </tr>
    </thead>
  );
}

/** Lines are counted as they stand: the head is 0, everybody's default 1. */
function numbered(
  groups: readonly GridGroup[],
): readonly { readonly group: GridGroup; readonly at: number }[] {
  let at = 2;
  return groups.map((group) => {
    const line = { group, at };
    at += 1 + group.rows.length;
    return line;
  });
}

function resultsOf(closed: QuotaGridProps["closed"]): ReadonlyMap<string, number | null> {
  const rows = closed?.attainment.rows ?? [];
  return new Map(
    rows
      .filter(({ metric, subject }) => metric === "revenue_closed" && subject.kind === "member")
      .map(({ subject, result }) => [subject.id ?? "", result]),
  );
}

function isUndo(event: KeyboardEvent): boolean {
  return (
    (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z"
  );
}

function placeOf(target: EventTarget | null): StopPlace | null {
  if (!(target instanceof HTMLElement)) return null;
  const [row, column] = (target.dataset.stop ?? "").split(":").map(Number);
  return row === undefined || column === undefined ? null : { row, column };
}

function moveFocus(event: KeyboardEvent, grid: HTMLTableElement | null, target: HTMLElement): void {
  const at = placeOf(target);
  if (!grid || !at) return;
  const elements = [...grid.querySelectorAll<HTMLElement>("[data-stop]:not(:disabled)")];
  const stops = elements.flatMap((element) => placeOf(element) ?? []);
  const rightToLeft = getComputedStyle(grid).direction === "rtl";
  const next = stopAfter(event, stops, { at, caret: caretOf(target), rightToLeft });
  if (!next) {
    // Enter in the last line does nothing, and above all sends nothing.
    if (event.key === "Enter") event.preventDefault();
    return;
  }
  event.preventDefault();
  grid.querySelector<HTMLElement>(`[data-stop="${next.row}:${next.column}"]`)?.focus();
}

/** A field whose whole text is chosen was only just entered: arrows lead on from it. */
function caretOf(target: HTMLElement): { readonly atStart: boolean; readonly atEnd: boolean } {
  if (!(target instanceof HTMLInputElement) || target.type === "checkbox")
    return { atStart: true, atEnd: true };
  const { selectionStart: start, selectionEnd: end, value } = target;
  const isWhole = start === 0 && end === value.length;
  return {
    atStart: isWhole || (start === 0 && end === 0),
    atEnd: isWhole || (start === value.length && end === value.length),
  };
}

function useFocusOn(grid: HTMLTableElement | null, wish: QuotaGridProps["focusOn"]): void {
  useEffect(() => {
    if (!wish || !grid) return;
    const fields = [...grid.querySelectorAll<HTMLInputElement>("[data-cell]")];
    fields.find(({ dataset }) => dataset.cell === wish.key)?.focus();
  }, [grid, wish]);
}

/** "$", as the head of a column says it. */
function currencySign(currency: string, language: string): string {
  const parts = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return parts.find(({ type }) => type === "currency")?.value ?? currency;
}
