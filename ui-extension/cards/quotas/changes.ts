/** From cells that were edited to what is sent, and back again. */
import type { Quota, QuotaSheet } from "../../../shared/contracts/api.ts";
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Cell, CellBook } from "./cells.ts";
import { cellKey, type GridRow, type QuotaSpan } from "./quota-desk.ts";
import { readAmount } from "./read-amount.ts";

/** A change as it is sent, with the cell that it is of. */
export interface CellChange {
  readonly cell: Cell;
  readonly quota: Quota;
}

/** Everything that would be saved. Cells with a wrong text are not among them: while there is one, nothing is saved. */
export function changesOf(
  cells: readonly Cell[],
  book: CellBook,
  { span, effectiveFrom }: { readonly span: QuotaSpan; readonly effectiveFrom: string | null },
): readonly CellChange[] {
  return cells.flatMap((cell): readonly CellChange[] => {
    if (cell.state !== "changed") return [];
    const read = readAmount(cell.text, book.kindOf(cell.metric));
    if (read.kind === "fault") return [];
    const quota: Quota = {
      metric: cell.metric,
      subject: cell.row.subject,
      period: { grain: span.grain, from: span.from },
      amount: read.kind === "amount" ? read.amount : null,
      effectiveFrom,
    };
    return [{ cell, quota }];
  });
}

/** What takes saved quotas back: each as it stood before, piece by piece; what was not set is withdrawn. */
export function reverseOf(quotas: readonly Quota[], standing: QuotaSheet["quotas"]): readonly Quota[] {
  const before = Map.groupBy(standing, placeOf);
  const touched = new Map(quotas.map((quota) => [placeOf(quota), quota]));
  return [...touched].flatMap(([place, quota]): readonly Quota[] => {
    const pieces = before.get(place) ?? [];
    return pieces.length > 0 ? pieces.map(asSent) : [{ ...quota, amount: null, effectiveFrom: null }];
  });
}

function asSent({ metric, subject, period, amount, effectiveFrom }: Quota): Quota {
  return { metric, subject, period, amount, effectiveFrom };
}

/** A cell of one period. */
export function placeOf({ metric, subject, period }: Quota): string {
  return `${period.grain} ${period.from} ${cellKey(metric, subject)}`;
}

/** Who saved since, and which of the cells that are being edited they changed. */
export interface Conflict {
  /** Ids of members; "api" is a machine. */
  readonly by: readonly string[];
  /** The last time. */
  readonly at: string | null;
  /** How many quotas were set. */
  readonly count: number;
  /** Cells that both changed. */
  readonly keys: ReadonlySet<string>;
}

/** What another person saved between two readings of the sheet. */
export function conflictBetween(
  before: QuotaSheet,
  now: QuotaSheet,
  { span, edited }: { readonly span: QuotaSpan; readonly edited: ReadonlySet<string> },
): Conflict {
  const known = new Set(before.quotas.map(fingerprint));
  const news = now.quotas.filter((quota) => !known.has(fingerprint(quota)));
  const isHere = ({ period }: Quota) => period.grain === span.grain && period.from === span.from;
  const present = new Set(now.quotas.map(fingerprint));
  // A quota that was withdrawn is in the sheet no more, and so tells nobody's name.
  const gone = before.quotas.filter((quota) => !present.has(fingerprint(quota)));
  const changed = [...news, ...gone].filter(isHere).map(({ metric, subject }) => cellKey(metric, subject));
  return {
    by: [...new Set(news.map(({ setBy }) => setBy))],
    at:
      news
        .map(({ setAt }) => setAt)
        .toSorted()
        .at(-1) ?? null,
    count: news.length,
    keys: new Set(changed.filter((key) => edited.has(key))),
  };
}

function fingerprint({
  metric,
  subject,
  period,
  amount,
  effectiveFrom,
  setAt,
}: QuotaSheet["quotas"][number]) {
  return JSON.stringify([metric, subject, period, amount, effectiveFrom, setAt]);
}

/** The sum of what people and seats are to bring; null where nobody has a quota. */
export function sumOf(rows: readonly GridRow[], metric: QuotaMetricId, book: CellBook): number | null {
  const amounts = rows
    .filter(({ subject }) => subject.kind === "member" || subject.kind === "vacant")
    .flatMap((row) => book.cellOf(row, metric).amount ?? []);
  return amounts.length === 0 ? null : amounts.reduce((sum, amount) => sum + amount, 0);
}

/** How much more a team's people are to bring than the team; null without both. Percent, unrounded; null of nothing. */
export function overAssignment(
  sum: number | null,
  own: number | null,
): { readonly amount: number; readonly percent: number | null } | null {
  if (sum === null || own === null) return null;
  return { amount: sum - own, percent: own === 0 ? null : ((sum - own) / own) * 100 };
}

/** An amount raised by a percentage, to a whole unit of its currency or a whole count, halves up. Never below zero. */
export function raisedBy(amount: number, percent: number, unitSize: number): number {
  return Math.max(0, Math.round((amount * (1 + percent / 100)) / unitSize) * unitSize);
}
