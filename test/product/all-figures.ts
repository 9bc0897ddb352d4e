import { isDeepStrictEqual } from "node:util";
import { METRIC_IDS } from "../../shared/contracts/ids.ts";
import { createZoneClock } from "../organisation/zone-clock.ts";
import type { Portal } from "../simulators/hubspot/portal/portal.ts";
import type { BoardAnswer, StandingsApi } from "../tools/standings-api.ts";

/** Days of an account's calendar, mostly a month. */
export interface Month {
  readonly from: string;
  readonly to: string;
}

/** What a board says, without what differs from one installation to the next. */
type Figures = Readonly<Record<string, unknown>>;

const REQUESTS_AT_ONCE = 6;

/** The last so many months of the account's calendar, the present one included, oldest first. */
export function lastMonths(portal: Pick<Portal, "timeZone">, now: number, count: number): readonly Month[] {
  const today = createZoneClock(portal.timeZone).dayOf(now);
  const [year = 0, month = 1] = today.split("-").map(Number);
  return Array.from({ length: count }, (_, back) => {
    const first = new Date(Date.UTC(year, month - 1 - (count - 1 - back), 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
    return { from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) };
  });
}

/** More than the generated history has. */
const HISTORY_MONTHS = 20;

/** From the account's first deal to the end of the present month. */
export function wholeHistory(portal: Pick<Portal, "timeZone">, now: number): Month {
  const months = lastMonths(portal, now, HISTORY_MONTHS);
  return { from: months[0]?.from ?? "", to: months.at(-1)?.to ?? "" };
}

function questionsOf(spans: readonly Month[]): readonly string[] {
  return METRIC_IDS.flatMap((metric) => {
    const inSpans = spans.map(({ from, to }) => `metric=${metric}&from=${from}&to=${to}`);
    return [...inSpans, ...inSpans.slice(0, 1).map((question) => `${question}&by=team`)];
  });
}

/** Asks a few questions at a time, until one of the answers is not wanted. */
async function askEach(
  api: StandingsApi,
  questions: readonly string[],
  isWanted: (question: string, figures: Figures) => boolean,
): Promise<boolean> {
  const left = [...questions];
  let wanted = true;
  const askNext = async () => {
    for (let question = left.shift(); wanted && question !== undefined; question = left.shift()) {
      const figures = figuresOf(await api.get<BoardAnswer>(`leaderboard?${question}`));
      wanted &&= isWanted(question, figures);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, askNext));
  return wanted;
}

/** Every metric of every member for each span, and of every team for the first of them. */
export async function allFigures(
  api: StandingsApi,
  spans: readonly Month[],
): Promise<Readonly<Record<string, Figures>>> {
  const questions = questionsOf(spans);
  const answers = new Map<string, Figures>();
  await askEach(api, questions, (question, figures) => {
    answers.set(question, figures);
    return true;
  });
  return Object.fromEntries(questions.map((question) => [question, answers.get(question) ?? {}]));
}

/** Whether all figures are the expected ones; asks no further after the first that is not. */
export function haveFigures(
  api: StandingsApi,
  expected: Awaited<ReturnType<typeof allFigures>>,
): Promise<boolean> {
  return askEach(api, Object.keys(expected), (question, figures) =>
    isDeepStrictEqual(figures, expected[question]),
  );
}

function figuresOf({ rows, total, soFar, leftOut }: BoardAnswer): Figures {
  const byPlace = rows.map(({ rank, tied, member, team, value, basis }) => ({
    who: member ? `${member.crmId} ${member.name}` : `${team?.crmId} ${team?.name}`,
    rank,
    tied,
    value,
    basis,
  }));
  // Whoever shares a place stands in the order of ids that each installation makes for itself.
  byPlace.sort((one, other) => (one.rank ?? 1e9) - (other.rank ?? 1e9) || (one.who < other.who ? -1 : 1));
  return { rows: byPlace, total, soFar, leftOut };
}
