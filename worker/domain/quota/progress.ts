/** How a result stands against its quota: attainment, pace, status, and what is left to do. */
import type { WorkingDays } from "../calendar/working-days.ts";

/** How a quota is going, in a word. */
export type QuotaState = "reached" | "on_track" | "at_risk" | "behind" | "too_early" | "no_quota" | "paused";

/** From which part of the pace a status is given. A tenant may move them. */
export interface StatusLimits {
  readonly onTrackFrom: number;
  readonly atRiskFrom: number;
}

/** What stands where a tenant set nothing else. */
export const DEFAULT_STATUS_LIMITS: StatusLimits = { onTrackFrom: 1, atRiskFrom: 0.8 };

/** Fewer completed working days, or a smaller count expected to date, say nothing yet. */
const JUDGED_FROM_DAYS = 3;
const JUDGED_FROM_COUNT = 3;

/** What progress is measured from. */
export interface QuotaQuestion {
  /** Today's results included; null when there is no data. */
  readonly result: number | null;
  /** Null, or 0: nothing is asked of the subject. */
  readonly quota: number | null;
  readonly workingDays: WorkingDays;
  /** A period that has ended is judged as it ended. */
  readonly ended: boolean;
  /** A small count says nothing yet; a small amount of money does. */
  readonly unit: "count" | "money";
  /** Away, or nobody to be behind: what is missing is held against no one. */
  readonly onLeave?: boolean;
  /** The tenant's own. */
  readonly limits: StatusLimits;
}

/** Where a quota stands. */
export interface QuotaProgress {
  /** Percent, unrounded. Null without data or without a quota, and never infinite. */
  readonly attainment: number | null;
  /** Percent of the working days that are completed, unrounded. */
  readonly pace: number;
  readonly status: QuotaState;
  readonly toGo: number | null;
  /** What is left to do on each day left, today included; null when no day is left. */
  readonly perWorkingDay: number | null;
  /** Result by completed working days, for all of them; null before the first is completed. */
  readonly runRate: number | null;
}

/** Today's results count, while pace counts completed working days: nobody is behind on the first morning. */
export function measureProgress(question: QuotaQuestion): QuotaProgress {
  const { result, quota, workingDays, ended } = question;
  const asked = quota !== null && quota > 0;
  const toGo = asked && result !== null ? Math.max(0, quota - result) : null;
  return {
    attainment: attainmentOf(result, quota),
    pace: paceOf(workingDays, ended),
    status: statusOf(question),
    toGo,
    perWorkingDay: toGo !== null && workingDays.left > 0 ? toGo / workingDays.left : null,
    runRate:
      result !== null && workingDays.completed > 0
        ? (result * workingDays.total) / workingDays.completed
        : null,
  };
}

/** Result as a percentage of the quota, unrounded; null without either, or when nothing is asked. */
export function attainmentOf(result: number | null, quota: number | null): number | null {
  return result === null || quota === null || quota <= 0 ? null : (result * 100) / quota;
}

function paceOf({ completed, total }: WorkingDays, ended: boolean): number {
  if (total === 0) return ended ? 100 : 0;
  return (completed * 100) / total;
}

function statusOf(question: QuotaQuestion): QuotaState {
  const { result, quota, workingDays, ended, limits } = question;
  // Relieved of all of it: there is a quota, which asks nothing while the person is away.
  if (quota === 0 && question.onLeave && workingDays.total === 0) return "paused";
  if (quota === null || quota <= 0) return "no_quota";
  if (result !== null && result >= quota) return "reached";
  if (question.onLeave) return "paused";
  if (result === null || isTooEarly(question, quota)) return "too_early";
  // One division of whole products, so that exactly four fifths of the pace is not lost to rounding.
  const ofPace = ended ? result / quota : (result * workingDays.total) / (quota * workingDays.completed);
  if (ofPace >= limits.onTrackFrom) return "on_track";
  return ofPace >= limits.atRiskFrom ? "at_risk" : "behind";
}

function isTooEarly({ workingDays, ended, unit }: QuotaQuestion, quota: number): boolean {
  if (ended) return false;
  if (workingDays.completed < JUDGED_FROM_DAYS) return true;
  return unit === "count" && quota * workingDays.completed < JUDGED_FROM_COUNT * workingDays.total;
}
