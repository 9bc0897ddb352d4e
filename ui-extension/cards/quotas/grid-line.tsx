import { QUOTA_METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { formatDay } from "../../../shared/wording/dates.ts";
import { formatMoney, NO_FIGURE } from "../../../shared/wording/numbers.ts";
import { Avatar } from "../design/avatar.tsx";
import { Icon, type IconName } from "../design/icon.tsx";
import { usePage } from "../standings/page-context.ts";
import { lineName } from "./line-name.ts";
import { QuotaCell, type StopPlace } from "./quota-cell.tsx";
import type { GridRow } from "./quota-desk.ts";
import type { QuotaGridProps } from "./quota-grid.tsx";
import { writeAmount } from "./read-amount.ts";

/** What every line of the grid is drawn from. */
export interface LineContext extends QuotaGridProps {
  readonly current: StopPlace;
  /** Revenue of the closed period by member. */
  readonly results: ReadonlyMap<string, number | null>;
}

/** The columns that keys move through: the box, the four quotas, a result, then what can be done with the line. */
const FIRST_QUOTA_COLUMN = 1;
const RESULT_COLUMN = FIRST_QUOTA_COLUMN + QUOTA_METRIC_IDS.length;
/** Where what can be done with a line begins. */
export const ACTION_COLUMN = RESULT_COLUMN + 1;

/** One line: a person, a seat, a team or a default, with its four quotas. */
export function GridLine({ context, row, at }: { context: LineContext; row: GridRow; at: number }) {
  const { editing, words, current } = context;
  const { kind, id } = row.subject;
  const isSeat = kind === "member" || kind === "vacant";
  const cells = QUOTA_METRIC_IDS.map((metric) => editing.book.cellOf(row, metric));
  const isChanged = cells.some(({ state }) => state === "changed" || state === "error");
  const classes = [`quota-line-${kind}`, ...(isChanged ? ["quota-line-changed"] : [])];
  return (
    <tr class={classes.join(" ")} aria-selected={isSeat ? editing.selected.has(row.id) : undefined}>
      <td class="quota-select">{isSeat && <SelectBox context={context} row={row} at={at} />}</td>
      <LineHead row={row} words={words} />
      {cells.map((cell, index) => {
        const column = FIRST_QUOTA_COLUMN + index;
        return (
          <QuotaCell
            key={cell.key}
            cell={cell}
            stop={{ row: at, column }}
            current={current.row === at && current.column === column}
            label={words.cell(words.metrics[cell.metric], lineName(row, words))}
            placeholder={
              cell.inherited === null
                ? ""
                : writeAmount(Math.round(cell.inherited), editing.book.kindOf(cell.metric))
            }
            conflict={context.conflicts.get(cell.key) ?? null}
            refusal={context.refusals.get(cell.key) ?? null}
            since={sinceOf(cell, context)}
            disabled={context.disabled}
            words={words}
            onType={(text) => editing.type(cell, text)}
            onLeave={() => editing.leave(cell)}
            onPaste={(text) => editing.paste(row, cell.metric, text)}
          />
        );
      })}
      <td class="number text-2">
        {kind === "member" && <ClosedResult context={context} id={id} name={row.name} at={at} />}
      </td>
      <td class="quota-actions">
        <LineAction
          icon="clock"
          label={words.history(lineName(row, words))}
          stop={{ row: at, column: ACTION_COLUMN }}
          current={current}
          onClick={() => context.onHistory({ name: lineName(row, words), row })}
        />
        {kind === "vacant" && (
          <LineAction
            icon="close"
            label={words.removeSeat(row.name)}
            stop={{ row: at, column: ACTION_COLUMN + 1 }}
            current={current}
            disabled={context.disabled}
            onClick={() => editing.removeSeat(row)}
          />
        )}
      </td>
    </tr>
  );
}

/** What somebody closed in the period before; it opens like any figure, and the keys of the grid reach it. */
function ClosedResult(props: {
  readonly context: LineContext;
  readonly id: string;
  readonly name: string;
  readonly at: number;
}) {
  const { explain } = usePage();
  const { context, id, name, at } = props;
  const { closed, words, current } = context;
  if (closed === null) return null;
  const result = context.results.get(id) ?? null;
  if (result === null) return <>{NO_FIGURE}</>;
  const text = formatMoney(result, context.currency, context.language);
  const { from, to } = closed.attainment.period;
  return (
    <button
      type="button"
      class="figure-button"
      data-stop={`${at}:${RESULT_COLUMN}`}
      tabIndex={current.row === at && current.column === RESULT_COLUMN ? 0 : -1}
      aria-label={`${text}. ${words.why(words.cell(closed.label, name))}`}
      onClick={() => explain({ metric: "revenue_closed", memberId: id, from, to, memberName: name })}
    >
      {text}
    </button>
  );
}

function LineHead({ row, words }: { readonly row: GridRow; readonly words: LineContext["words"] }) {
  const { kind } = row.subject;
  if (kind === "member") {
    return (
      <th scope="row">
        <span class="who">
          <Avatar name={row.name} size="small" />
          <span class="who-name">{row.name}</span>
        </span>
      </th>
    );
  }
  if (kind === "vacant") {
    return (
      <th scope="row">
        <span class="who">
          <span class="quota-seat" aria-hidden="true">
            <Icon name="people" />
          </span>
          <span class="who-name">{row.name}</span>
        </span>
      </th>
    );
  }
  const isEverybody = row.subject.id === null;
  const name = kind === "team" ? words.teamQuota : isEverybody ? words.everybody : words.teamDefault;
  const hint =
    kind === "team" ? words.teamQuotaHint : isEverybody ? words.everybodyHint : words.teamDefaultHint;
  return (
    <th scope="row" class="quota-line-head">
      <span class="text-strong">{name}</span> <span class="text-3 text-sm">{hint}</span>
    </th>
  );
}

function SelectBox({ context, row, at }: { context: LineContext; row: GridRow; at: number }) {
  const { editing, words, current } = context;
  const toggle = () => {
    const next = new Set(editing.selected);
    if (!next.delete(row.id)) next.add(row.id);
    editing.select(next);
  };
  return (
    <label class="check">
      <input
        type="checkbox"
        data-stop={`${at}:0`}
        tabIndex={current.row === at && current.column === 0 ? 0 : -1}
        aria-label={words.select(row.name)}
        checked={editing.selected.has(row.id)}
        onChange={toggle}
      />
    </label>
  );
}

/** A small button that the keys of the grid reach. */
export function LineAction(props: {
  readonly icon: IconName;
  readonly label: string;
  /** Shown beside the icon; without, the label is its name. */
  readonly text?: string;
  readonly stop: StopPlace;
  readonly current: StopPlace;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  const { stop, current, text } = props;
  const isCurrent = current.row === stop.row && current.column === stop.column;
  return (
    <button
      type="button"
      class={text === undefined ? "button button-icon button-ghost" : "button button-ghost button-small"}
      data-stop={`${stop.row}:${stop.column}`}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={props.label}
      title={text === undefined ? props.label : undefined}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon name={props.icon} size={15} />
      {text}
    </button>
  );
}

/** A quota that began within the period says so while nothing else is typed. */
function sinceOf(
  {
    saved,
    state,
  }: { readonly saved: { readonly effectiveFrom: string | null } | null; readonly state: string },
  { words, language }: LineContext,
): string | null {
  const from = saved?.effectiveFrom ?? null;
  if (from === null || state === "changed" || state === "error") return null;
  return words.from(formatDay(from, language, from));
}
