/** What each cell of the grid holds, shows and comes to. */
import type { QuotaMetricId } from "../../../shared/contracts/ids.ts";
import type { Texts } from "./draft.ts";
import { cellKey, type DeskAnswers, type GridRow, type QuotaSpan, type Subject } from "./quota-desk.ts";
import {
  type AmountFault,
  type AmountKind,
  type ReadAmount,
  readAmount,
  writeAmount,
} from "./read-amount.ts";

/** One cell. */
export interface Cell {
  readonly key: string;
  readonly metric: QuotaMetricId;
  readonly row: GridRow;
  readonly state: "own" | "inherited" | "months" | "empty" | "changed" | "error";
  /** What the field holds; '' where nothing of its own is set. */
  readonly text: string;
  /** What counts while the field is empty; null without. */
  readonly inherited: number | null;
  readonly fault: AmountFault | null;
  /** What counts here: typed, saved or inherited. Null without, and while the text is wrong. */
  readonly amount: number | null;
  /** As it is saved; null where nothing is. */
  readonly saved: SavedQuota | null;
}

/** The quota that stands in a cell: the last of its pieces. */
export interface SavedQuota {
  /** Null: withdrawn from a day on. */
  readonly amount: number | null;
  readonly effectiveFrom: string | null;
  readonly setBy: string;
  readonly setAt: string;
}

/** What cells are read from. */
export interface CellBook {
  cellOf(row: GridRow, metric: QuotaMetricId): Cell;
  savedOf(key: string): SavedQuota | null;
  kindOf(metric: QuotaMetricId): AmountKind;
}

/** Reads cells of one period from what is saved and what is typed. */
export function openCellBook(
  { sheet, attainment }: Pick<DeskAnswers, "sheet" | "attainment">,
  span: QuotaSpan,
  { texts, language }: { readonly texts: Texts; readonly language: string },
): CellBook {
  const saved = savedIn(sheet.quotas, span);
  const resolved = new Map(
    attainment.rows.map((row) => [
      cellKey(row.metric, row.subject),
      { quota: row.quota, source: row.source },
    ]),
  );
  const kindOf = (metric: QuotaMetricId): AmountKind => ({
    currency: metric === "revenue_closed" ? sheet.currency : null,
    language,
  });
  /** What a subject sets itself: typed before saved. Null where it sets nothing, or what is typed is wrong. */
  const ownOf = (metric: QuotaMetricId, subject: Subject): number | null => {
    const key = cellKey(metric, subject);
    const text = texts.get(key);
    if (text === undefined) return saved.get(key)?.amount ?? null;
    const read = readAmount(text, kindOf(metric));
    return read.kind === "amount" ? read.amount : null;
  };
  const inheritedOf = (
    row: GridRow,
    metric: QuotaMetricId,
  ): Pick<Cell, "inherited"> & { months: boolean } => {
    const known = resolved.get(cellKey(metric, row.subject));
    if (known?.source === "sum_of_months") return { inherited: known.quota, months: true };
    if (row.subject.kind === "team" || row.subject.kind === "vacant") return NOTHING_INHERITED;
    if (row.subject.kind === "default" && row.subject.id === null) return NOTHING_INHERITED;
    const defaults = [...row.teamPath, null].map((id): Subject => ({ kind: "default", id }));
    const nearest = defaults.map((subject) => ownOf(metric, subject)).find((amount) => amount !== null);
    if (nearest !== undefined) return { inherited: nearest, months: false };
    // A default that is set here and just withdrawn no longer counts; one of other periods still does.
    const isSetHere = defaults.some((subject) => saved.has(cellKey(metric, subject)));
    const elsewhere = known?.source === "default" && !isSetHere ? known.quota : null;
    return { inherited: elsewhere, months: elsewhere !== null };
  };
  return {
    kindOf,
    savedOf: (key) => saved.get(key) ?? null,
    cellOf(row, metric) {
      const key = cellKey(metric, row.subject);
      const own = saved.get(key) ?? null;
      const kind = kindOf(metric);
      const typed = texts.get(key);
      const text = typed ?? textOf(own, kind);
      const read = typed === undefined ? savedAmount(own) : readAmount(typed, kind);
      const { inherited, months } = inheritedOf(row, metric);
      const quiet = inherited === null ? "empty" : months ? "months" : "inherited";
      const settled = read.kind === "amount" ? "own" : quiet;
      return {
        key,
        metric,
        row,
        text,
        inherited,
        saved: own,
        state: read.kind === "fault" ? "error" : typed !== undefined ? "changed" : settled,
        fault: read.kind === "fault" ? read.fault : null,
        amount: read.kind === "amount" ? read.amount : read.kind === "empty" ? inherited : null,
      };
    },
  };
}

const NOTHING_INHERITED = { inherited: null, months: false } as const;

function savedAmount(saved: SavedQuota | null): ReadAmount {
  const amount = saved?.amount ?? null;
  return amount === null ? { kind: "empty" } : { kind: "amount", amount };
}

/** What a cell shows while nothing is typed. */
export function textOf(saved: SavedQuota | null, kind: AmountKind): string {
  return saved === null || saved.amount === null ? "" : writeAmount(saved.amount, kind);
}

/**
 * What a typed text comes to in a draft: null when it says what is saved, so that a cell which is typed back is
 * no change. An amount is written as saved ones are: "135000" becomes "135,000".
 */
export function settleText(text: string, saved: SavedQuota | null, kind: AmountKind): string | null {
  const read = readAmount(text, kind);
  const present = saved?.amount ?? null;
  if (read.kind === "fault") return text;
  const typed = read.kind === "amount" ? read.amount : null;
  if (typed === present) return null;
  return typed === null ? text : writeAmount(typed, kind);
}

/** The quotas of one period by cell. The server gives the pieces of each in the order in which they count. */
function savedIn(quotas: DeskAnswers["sheet"]["quotas"], span: QuotaSpan): ReadonlyMap<string, SavedQuota> {
  const inPeriod = quotas.filter(({ period }) => period.grain === span.grain && period.from === span.from);
  const pieces = Map.groupBy(inPeriod, ({ metric, subject }) => cellKey(metric, subject));
  return new Map(
    [...pieces].flatMap(([key, all]) => {
      const last = all.at(-1);
      if (last === undefined) return [];
      const { amount, effectiveFrom, setBy, setAt } = last;
      return [[key, { amount, effectiveFrom, setBy, setAt }] as const];
    }),
  );
}
