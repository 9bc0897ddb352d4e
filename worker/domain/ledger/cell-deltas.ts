import type { EventId, LeftOutReason, RecordKind } from "../../../shared/contracts/ids.ts";
import { localMomentOf } from "../calendar/local-time.ts";
import type { CreditLine, Slice } from "../credits.ts";
import type { CalendarRules } from "../rules.ts";
import { Buckets, type DayGrain } from "./buckets.ts";

/** 'hour' is month by weekday by hour, for activities; 'undated' holds the lines without a day. */
export type CellGrain = DayGrain | "hour" | "undated";

/** The slice that adds all slices up. */
export const ALL_SLICES = "";

/** What tells cells of one generation apart. */
export interface CellKey {
  readonly event: EventId;
  /** '' for counted lines. */
  readonly leftOut: LeftOutReason | "";
  readonly grain: CellGrain;
  readonly slice: string;
  readonly bucket: string;
  readonly memberId: string;
  readonly teamId: string;
}

/** A cell, or what is added to one. */
export interface Cell extends CellKey {
  count: number;
  unit: number;
  amountMinor: number;
  seconds: number;
}

/** Which slice of the cells a line's dimensions are; '' for a line that has none. */
export type SliceIds = (slice: Slice) => string;

/** Adds credits up into cells of one generation. Closing a line takes away what opening it added. */
export class CellDeltas {
  readonly #cells = new Map<string, Cell>();
  readonly #buckets: Buckets;
  readonly #timeZone: string;
  readonly #sliceIds: SliceIds;

  constructor(calendar: CalendarRules, sliceIds: SliceIds) {
    this.#buckets = new Buckets(calendar);
    this.#timeZone = calendar.timeZone;
    this.#sliceIds = sliceIds;
  }

  add(kind: RecordKind, line: CreditLine): void {
    this.#change(kind, line, 1);
  }

  remove(kind: RecordKind, line: CreditLine): void {
    this.#change(kind, line, -1);
  }

  /** Every cell that is not left as it was. */
  changes(): readonly Cell[] {
    return [...this.#cells.values()].filter((cell) => !isZero(cell));
  }

  /** Every cell that is not nothing and of which `isDone` says so; they are not kept any longer. */
  take(isDone: (cell: CellKey) => boolean): readonly Cell[] {
    const taken: Cell[] = [];
    for (const [key, cell] of this.#cells) {
      if (!isDone(cell)) continue;
      this.#cells.delete(key);
      if (!isZero(cell)) taken.push(cell);
    }
    return taken;
  }

  #change(kind: RecordKind, line: CreditLine, sign: 1 | -1): void {
    const slice = this.#sliceIds(line.slice);
    const slices = slice === ALL_SLICES ? [ALL_SLICES] : [ALL_SLICES, slice];
    for (const [grain, bucket] of this.#bucketsOf(kind, line)) {
      for (const each of slices) this.#addTo(grain, bucket, each, line, sign);
    }
  }

  #bucketsOf(kind: RecordKind, line: CreditLine): readonly (readonly [CellGrain, string])[] {
    if (line.day === null) return [["undated", ""]];
    const { week, month } = this.#buckets.of(line.day);
    const days = [
      ["day", line.day],
      ["week", week],
      ["month", month],
    ] as const;
    if (kind === "deal" || line.leftOut !== null || line.at === null) return days;
    return [...days, ["hour", hourBucket(month, localMomentOf(line.at, this.#timeZone))]];
  }

  #addTo(grain: CellGrain, bucket: string, slice: string, line: CreditLine, sign: 1 | -1): void {
    const leftOut = line.leftOut ?? "";
    const key = keyOfCell({
      event: line.event,
      leftOut,
      grain,
      slice,
      bucket,
      memberId: line.memberId,
      teamId: line.teamId,
    });
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = {
        event: line.event,
        leftOut,
        grain,
        slice,
        bucket,
        memberId: line.memberId,
        teamId: line.teamId,
        count: 0,
        unit: 0,
        amountMinor: 0,
        seconds: 0,
      };
      this.#cells.set(key, cell);
    }
    // A left-out line counts 0 in its own figures: its cell says how many lines there are.
    cell.count += sign * (leftOut === "" ? line.count : 1);
    cell.unit += sign * line.unit;
    cell.amountMinor += sign * line.amountMinor;
    cell.seconds += sign * line.seconds;
  }
}

/** A cell that says nothing is not kept. */
function isZero(cell: Pick<Cell, "count" | "unit" | "amountMinor" | "seconds">): boolean {
  return cell.count === 0 && cell.unit === 0 && cell.amountMinor === 0 && cell.seconds === 0;
}

/** Month, weekday and hour as one text; those of a month follow each other. */
export function hourBucket(
  month: string,
  moment: { readonly weekday: number; readonly hour: number },
): string {
  return `${month}.${moment.weekday}.${String(moment.hour).padStart(2, "0")}`;
}

/** The weekday and hour of such a text. */
export function readHourBucket(bucket: string): { readonly weekday: number; readonly hour: number } {
  return { weekday: Number(bucket.slice(11, 12)), hour: Number(bucket.slice(13)) };
}

/** A cell's key as one text. The separator occurs in no id. */
export function keyOfCell(cell: CellKey): string {
  return [cell.event, cell.leftOut, cell.grain, cell.slice, cell.bucket, cell.memberId, cell.teamId].join(
    "\n",
  );
}
