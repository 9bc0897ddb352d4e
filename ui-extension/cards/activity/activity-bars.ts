/** Days, or weeks, of activity as bars: which are drawn, what they are called, and which one is still open. */
import type { ActivityPage } from "../../../shared/contracts/activity-page.ts";
import type { LocalDay } from "../../../shared/contracts/time.ts";
import { formatDay, formatWeekday } from "../../../shared/wording/dates.ts";

/** How wide a bar is in time. */
export const CADENCES = ["daily", "weekly"] as const;
export type Cadence = (typeof CADENCES)[number];

/** One bar: a working day, or a week with all its days. */
export interface ActivityBar {
  /** The day, or the first one of the week. */
  readonly day: LocalDay;
  /** The same day, or the last one of the week that the bar holds. */
  readonly lastDay: LocalDay;
  /** Under the bar. */
  readonly label: string;
  /** In the table and the tooltip. */
  readonly name: string;
  readonly emails: number;
  readonly calls: number;
  readonly meetings: number;
  readonly talkMinutes: number;
  /** Today, or this week: not over yet. */
  readonly open: boolean;
  /** The last bar before a weekend. */
  readonly endsWeek: boolean;
}

/** A day as the answer has it; averages are broken numbers. */
export interface ActivityDay {
  readonly day: LocalDay;
  readonly emailsSent: number;
  readonly callsMade: number;
  readonly meetingsBooked: number;
  readonly talkSeconds: number;
}

/** What bars are drawn from. */
export interface BarsQuestion {
  readonly days: readonly ActivityDay[];
  readonly workingDays: ActivityPage["workingDays"];
  readonly today: LocalDay;
  readonly cadence: Cadence;
  /** 1 is Monday. */
  readonly weekStart: number;
  readonly language: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** What lies ahead is not drawn. Daily bars leave out weekends and holidays; a week holds all its days. */
export function activityBars(question: BarsQuestion): readonly ActivityBar[] {
  const past = question.days.filter(({ day }) => day <= question.today);
  return question.cadence === "daily" ? dailyBars(past, question) : weeklyBars(past, question);
}

function dailyBars(days: readonly ActivityDay[], question: BarsQuestion): readonly ActivityBar[] {
  const { today, language, weekStart } = question;
  const working = new Set(question.workingDays);
  const shown = days.filter(({ day }) => working.has(day));
  return shown.map((each, index) => {
    const { day } = each;
    const next = shown[index + 1]?.day;
    return {
      day,
      lastDay: day,
      label: String(Number(day.slice(8))),
      name: `${formatWeekday(weekdayOf(day), language)} ${formatDay(day, language, today)}`,
      ...sumOf([each]),
      open: day === today,
      endsWeek: next !== undefined && firstOfWeek(next, weekStart) !== firstOfWeek(day, weekStart),
    };
  });
}

function weeklyBars(days: readonly ActivityDay[], question: BarsQuestion): readonly ActivityBar[] {
  const { today, language, weekStart } = question;
  const weeks = Map.groupBy(days, ({ day }) => firstOfWeek(day, weekStart));
  return [...weeks].map(([, inWeek]) => {
    const [first] = inWeek;
    const day = first?.day ?? today;
    const lastDay = inWeek.at(-1)?.day ?? day;
    const name = formatDay(day, language, today);
    const open = firstOfWeek(day, weekStart) === firstOfWeek(today, weekStart);
    return { day, lastDay, label: name, name, ...sumOf(inWeek), open, endsWeek: false };
  });
}

function sumOf(
  days: readonly ActivityDay[],
): Pick<ActivityBar, "emails" | "calls" | "meetings" | "talkMinutes"> {
  const total = (take: (day: ActivityDay) => number) => days.reduce((sum, day) => sum + take(day), 0);
  return {
    emails: total(({ emailsSent }) => emailsSent),
    calls: total(({ callsMade }) => callsMade),
    meetings: total(({ meetingsBooked }) => meetingsBooked),
    talkMinutes: Math.round(total(({ talkSeconds }) => talkSeconds) / 60),
  };
}

function weekdayOf(day: LocalDay): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

function firstOfWeek(day: LocalDay, weekStart: number): LocalDay {
  const back = (weekdayOf(day) - weekStart + 7) % 7;
  return new Date(Date.parse(`${day}T00:00:00Z`) - back * DAY_MILLISECONDS).toISOString().slice(0, 10);
}
