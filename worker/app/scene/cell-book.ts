import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Measure } from "../../../shared/metrics/metric.ts";
import type { MeasureSums } from "../../domain/metrics/evaluate.ts";
import type { CellSum, CreditFilter, LedgerReader, SharedCount } from "../../ports/ledger.ts";

/** The cells of one span, by member, and what in them several share. */
export class CellBook {
  readonly cells: readonly CellSum[];
  readonly shared: readonly SharedCount[];
  readonly #byMember = new Map<string, CellSum[]>();

  constructor(cells: readonly CellSum[], shared: readonly SharedCount[]) {
    this.cells = cells;
    this.shared = shared;
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

/** The cells of a filter, with what groups would count more than once of some of its events. */
export async function loadCellBook(
  ledger: LedgerReader,
  filter: CreditFilter,
  countedOnce: readonly EventId[],
): Promise<CellBook> {
  const [cells, shared] = await Promise.all([
    ledger.sumCredits(filter),
    countedOnce.length === 0 ? [] : ledger.countShared({ ...filter, events: countedOnce }),
  ]);
  return new CellBook(cells, shared);
}

/** The sums of one member: a record that several share counts for each of them. */
export function sumsOfMember(cells: readonly CellSum[]): MeasureSums {
  return ({ event, of }) => addUp(cells, event, (cell) => columnOf(cell, of));
}

/** Whether somebody's credits, made while in a team, belong to a group. */
export type IsInGroup = (holder: { readonly memberId: string; readonly teamId: string }) => boolean;

/**
 * The sums of several members together: a record counts once if anybody of the group is credited with it,
 * however many share it. Whoever is outside the group changes nothing, not even by sharing.
 */
export function sumsOfGroup({ cells, shared }: CellBook, isInGroup: IsInGroup): MeasureSums {
  const sums = sumsOfMember(cells.filter(isInGroup));
  return (measure) => sums(measure) - (measure.of === "count" ? repeatedIn(shared, measure, isInGroup) : 0);
}

function repeatedIn(shared: readonly SharedCount[], { event }: Measure, isInGroup: IsInGroup): number {
  let repeated = 0;
  for (const each of shared) {
    const holders = each.event === event ? each.holders.filter(isInGroup).length : 0;
    repeated += Math.max(holders - 1, 0) * each.count;
  }
  return repeated;
}

function addUp(cells: readonly CellSum[], event: CellSum["event"], take: (cell: CellSum) => number): number {
  let sum = 0;
  for (const cell of cells) if (cell.event === event) sum += take(cell);
  return sum;
}

function columnOf(cell: CellSum, of: Measure["of"]): number {
  switch (of) {
    case "count":
      return cell.count;
    case "amount":
      return cell.amountMinor;
    case "seconds":
      return cell.seconds;
  }
}
