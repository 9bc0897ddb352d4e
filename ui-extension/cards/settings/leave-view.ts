/** Somebody's leave as fields hold it, what is wrong with it, and what is sent. Pure. */
import type { LeaveList } from "../../../shared/contracts/leave.ts";

/** One absence as typed: days as YYYY-MM-DD, '' where none is given. */
export interface LeaveDraft {
  /** Tells the rows apart while they are edited. */
  readonly key: number;
  readonly from: string;
  /** '' while the end is open. */
  readonly to: string;
  readonly relievesQuota: boolean;
}

/** What can be wrong with an absence: the limits of the API. */
export type LeaveFault = "no_first_day" | "outside" | "before_first" | "overlaps" | "too_many";

/** What is wrong, by the key of the row. */
export type LeaveFaults = ReadonlyMap<number, FoundFault>;

/** A fault with the field that it is in. */
interface FoundFault {
  readonly field: "from" | "to";
  readonly fault: LeaveFault;
}

const FIRST_DAY = "1970-01-01";
const LAST_DAY = "2199-12-31";
const LEAVES_MAX = 100;

/** The rows of what is saved. */
export function leaveDrafts({ leave }: LeaveList): readonly LeaveDraft[] {
  return leave.map(({ from, to, relievesQuota }, key) => ({ key, from, to: to ?? "", relievesQuota }));
}

/** One more row, empty. */
export function withLeave(rows: readonly LeaveDraft[]): readonly LeaveDraft[] {
  const key = rows.reduce((highest, row) => Math.max(highest, row.key), -1) + 1;
  return [...rows, { key, from: "", to: "", relievesQuota: false }];
}

/** What keeps the rows from being saved: one fault a row, that of the earlier field first. */
export function leaveFaults(rows: readonly LeaveDraft[]): LeaveFaults {
  const own = rows.flatMap((row, index) => {
    const found =
      index >= LEAVES_MAX ? ({ field: "from", fault: "too_many" } satisfies FoundFault) : faultOf(row);
    return found ? [[row.key, found] as const] : [];
  });
  const faults = new Map<number, FoundFault>(own);
  for (const { key } of overlapping(rows.filter((row) => !faults.has(row.key)))) {
    faults.set(key, { field: "from", fault: "overlaps" });
  }
  return faults;
}

function faultOf({ from, to }: LeaveDraft): FoundFault | null {
  if (from === "") return { field: "from", fault: "no_first_day" };
  if (isOutside(from)) return { field: "from", fault: "outside" };
  if (to !== "" && isOutside(to)) return { field: "to", fault: "outside" };
  if (to !== "" && to < from) return { field: "to", fault: "before_first" };
  return null;
}

/** Days are compared as texts, so five digits of a year would pass between four. */
function isOutside(day: string): boolean {
  return day.length !== FIRST_DAY.length || day < FIRST_DAY || day > LAST_DAY;
}

/** Rows that begin before the one before them has ended. */
function overlapping(rows: readonly LeaveDraft[]): readonly LeaveDraft[] {
  const inOrder = rows.toSorted((left, right) =>
    left.from < right.from ? -1 : left.from > right.from ? 1 : 0,
  );
  return inOrder.filter(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && (before.to === "" || before.to >= from);
  });
}

/** What is sent, earliest first. */
export function leaveOf(rows: readonly LeaveDraft[]): LeaveList {
  const leave = rows.map(({ from, to, relievesQuota }) => ({
    from,
    to: to === "" ? null : to,
    relievesQuota,
  }));
  return { leave: leave.toSorted((left, right) => (left.from < right.from ? -1 : 1)) };
}

/** Whether the rows say something else than what is saved. */
export function leaveDiffers(rows: readonly LeaveDraft[], saved: LeaveList): boolean {
  return JSON.stringify(leaveOf(rows)) !== JSON.stringify(leaveOf(leaveDrafts(saved)));
}
