import type { MeasureSums } from "../../domain/metrics/evaluate.ts";
import type { CellSum } from "../../ports/ledger.ts";

/** The cells of one span, by member. */
export class CellBook {
  readonly cells: readonly CellSum[];
  readonly #byMember = new Map<string, CellSum[]>();

  constructor(cells: readonly CellSum[]) {
    this.cells = cells;
    for (const cell of cells) {
      const known = this.#byMember.get(cell.memberId);
      if (known) known.push(cell);
      else this.#byMember.set(cell.memberId, [cell]);
    }
  }

  ofMember(memberId: string): readonly CellSum[] {
    return this.#byMember.get(memberId) ?? [];
  }
}

/** The sums of one member: a record that several share counts for each of them. */
export function sumsOfMember(cells: readonly CellSum[]): MeasureSums {
  return ({ event, of }) => addUp(cells, event, (cell) => (of === "count" ? cell.count : amountOf(cell, of)));
}

/** The sums of several members together: each record counts once, however many share it. */
export function sumsOfGroup(cells: readonly CellSum[]): MeasureSums {
  return ({ event, of }) => addUp(cells, event, (cell) => (of === "count" ? cell.unit : amountOf(cell, of)));
}

function addUp(cells: readonly CellSum[], event: CellSum["event"], take: (cell: CellSum) => number): number {
  let sum = 0;
  for (const cell of cells) if (cell.event === event) sum += take(cell);
  return sum;
}

function amountOf(cell: CellSum, of: "amount" | "seconds"): number {
  return of === "amount" ? cell.amountMinor : cell.seconds;
}
