import { readFileSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "playwright-core";
import * as v from "valibot";
import { Leaderboard, type LeaderboardRow } from "../../../shared/contracts/api.ts";
import type { BoardChoice, LiveMessage } from "../../../shared/contracts/live.ts";
import { BUDGETS, type Weighed, weigh } from "../../../ui-extension/budgets.ts";
import { openWindow, showScreen } from "../../screens/open-screen.ts";
import type { Screen } from "../../screens/screens.ts";
import { type ScreenServer, startScreenServer } from "../../screens/server.ts";
import { launchChromium } from "../../tools/chromium.ts";
import { ROOT } from "../../tools/worker-process.ts";
import { milliseconds, wholeNumber } from "../numbers.ts";
import type { Figure, Section } from "../report.ts";

/** A task that is longer keeps the page from following the hand. */
const TASK_MILLISECONDS_MAX = 50;
/** Runs of which the best counts: whatever else the machine does only ever slows one down. */
const RUNS = 3;
const UPDATES = 12;
/** People whose results change with each update. */
const CHANGED = 5;
const SCROLL_STEP_PIXELS = 600;
const BYTES_PER_KILOBYTE = 1024;

declare global {
  interface Window {
    /** Lengths in milliseconds, since they were last asked for. */
    longTasks?: number[];
  }
}

/** What the pages weigh, and how long they keep the browser busy with a long board. */
export async function benchScreens(say: (step: string) => void): Promise<Section> {
  say("Weighing the built pages");
  const weights = weighPages().map(weightFigure);
  const [server, browser] = await Promise.all([startScreenServer(), launchChromium()]);
  try {
    const long = await bestOf(say, server, browser, "many");
    const short = await bestOf(say, server, browser, "live");
    return {
      title: "Screens",
      figures: [...weights, ...taskFigures(long, short)],
      notes: [
        `Longest task: what the browser itself reports as long, over ${TASK_MILLISECONDS_MAX} ms; the best of ${RUNS} runs, without any throttling.`,
        `Updates: ${UPDATES} messages of the live board, each with ${CHANGED} people's new results and a new order.`,
        "Beside it: the same with a board of 12 people, in the same run.",
      ],
    };
  } finally {
    await browser.close();
    await server.stop();
  }
}

function weighPages(): readonly Weighed[] {
  const folder = path.join(ROOT, "ui-extension/dist/cards");
  const manifest = JSON.parse(readFileSync(path.join(folder, ".vite/manifest.json"), "utf8"));
  return weigh(manifest, BUDGETS, (file) => readFileSync(path.join(folder, file)));
}

function weightFigure({ name, bytes, limitBytes }: Weighed): Figure {
  const kilobytes = (count: number) => `${(count / BYTES_PER_KILOBYTE).toFixed(1)} KB`;
  return {
    what: `Script of the first paint, gzipped: ${name}`,
    measured: kilobytes(bytes),
    target: `≤ ${kilobytes(limitBytes)}`,
    met: bytes <= limitBytes,
    peer: `${Math.round((bytes / limitBytes) * 100)}% of its budget`,
  };
}

/** The longest task of each phase in milliseconds; 0 where none was long. */
interface Tasks {
  readonly people: number;
  readonly drawing: number;
  readonly scrolling: number;
  readonly updating: number;
}

async function bestOf(
  say: (step: string) => void,
  server: ScreenServer,
  browser: Browser,
  company: "many" | "live",
): Promise<Tasks> {
  const runs: Tasks[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    say(`Drawing, scrolling and updating the board of the company "${company}"`);
    runs.push(await measureBoard(server, browser, company));
  }
  const best = (phase: keyof Tasks) => Math.min(...runs.map((run) => run[phase]));
  return {
    people: best("people"),
    drawing: best("drawing"),
    scrolling: best("scrolling"),
    updating: best("updating"),
  };
}

async function measureBoard(server: ScreenServer, browser: Browser, company: string): Promise<Tasks> {
  const watched = Promise.withResolvers<{ board: BoardChoice; say: (message: LiveMessage) => void }>();
  const { context, page } = await openWindow(browser, (board, say) => watched.resolve({ board, say }));
  try {
    await page.addInitScript(watchTasks);
    await showScreen(page, server, boardOf(company), { theme: "hubspot" });
    const board = await fetchBoard(server, company);
    await untilAllRows(page, board.rows.length);
    const drawing = await longestTask(page);
    await scrollThrough(page);
    const scrolling = await longestTask(page);
    const { board: choice, say } = await watched.promise;
    const { messages, first } = messagesFor(choice, board);
    for (const message of messages) {
      say(message);
      await nextFrames(page);
    }
    // Otherwise nothing was measured.
    await page.locator("tbody tr", { hasText: first }).first().waitFor();
    const updating = await longestTask(page);
    return { people: board.rows.length, drawing, scrolling, updating };
  } finally {
    await context.close();
  }
}

function boardOf(company: string): Screen {
  const path = "/cards/standings/?page=leaderboard&metric=revenue_closed&period=this_month";
  // A long board opens with its best places and one's own: the rest is asked for.
  const press = company === "many" ? { press: ["Show all"] } : {};
  return { name: company, as: `${company}.maya`, path, width: 1200, ...press };
}

/** A long board is drawn piece by piece. */
async function untilAllRows(page: Page, count: number): Promise<void> {
  await page.waitForFunction((rows) => document.querySelectorAll("tbody tr").length >= rows, count);
}

/** Runs in the page: keeps the length of each long task since it was last asked. */
function watchTasks(): void {
  const kept: number[] = [];
  window.longTasks = kept;
  new PerformanceObserver((list) => kept.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
    buffered: true,
  });
}

/** Of the tasks since this was asked last. */
async function longestTask(page: Page): Promise<number> {
  await nextFrames(page);
  const tasks = await page.evaluate(() => {
    return window.longTasks?.splice(0) ?? [];
  });
  return Math.max(0, ...tasks);
}

/** Whatever the last step set off is drawn, and its tasks are told of. */
function nextFrames(page: Page): Promise<void> {
  return page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );
}

async function scrollThrough(page: Page): Promise<void> {
  const isAtEnd = () =>
    page.evaluate(() => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      return scrollTop + clientHeight >= scrollHeight - 1;
    });
  await page.mouse.move(600, 500);
  do {
    await page.mouse.wheel(0, SCROLL_STEP_PIXELS);
    await nextFrames(page);
  } while (!(await isAtEnd()));
  // Outside of the table the rows may move.
  await page.mouse.move(600, 2);
}

async function fetchBoard({ product, pageOrigin }: ScreenServer, company: string): Promise<Leaderboard> {
  const ask = (path: string, init: RequestInit) =>
    product.app.fetch(new Request(`${pageOrigin}/api/v1/${path}`, init));
  const ticket = await product.mintTicket(company, "maya");
  const headers = { "content-type": "application/json", origin: pageOrigin };
  const session = await ask("session", { method: "POST", headers, body: JSON.stringify({ ticket }) });
  const { token } = v.parse(v.object({ token: v.string() }), await session.json());
  const answer = await ask("leaderboard?metric=revenue_closed&period=this_month&compare=true&all=true", {
    headers: { authorization: `Bearer ${token}` },
  });
  return v.parse(Leaderboard, await answer.json());
}

/** The whole board, and then one change after another: people far down come to the top. */
function messagesFor(
  choice: BoardChoice,
  board: Leaderboard,
): { readonly messages: readonly LiveMessage[]; readonly first: string } {
  const { leftOut, soFar, total } = board;
  const head = { board: choice, revision: board.revision, total, leftOut, soFar };
  const messages: LiveMessage[] = [{ ...head, type: "board", sequence: 1, rows: board.rows }];
  let rows: readonly LeaderboardRow[] = board.rows;
  for (let update = 1; update <= UPDATES; update += 1) {
    const rising = new Set(rows.slice(-CHANGED).map(idOf));
    const top = rows[0]?.value ?? 0;
    const next = rows
      .map((row) => (rising.has(idOf(row)) ? { ...row, value: top + update * 100 } : row))
      .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0))
      .map((row, index) => ({ ...row, rank: index + 1 }));
    const changed = next.filter((row) => rows.find((each) => idOf(each) === idOf(row))?.rank !== row.rank);
    messages.push({
      ...head,
      type: "difference",
      sequence: update + 1,
      revision: board.revision + update,
      changed,
      removed: [],
      order: next.map(idOf),
    });
    rows = next;
  }
  return { messages, first: `${rows[0]?.member?.name}` };
}

function idOf({ member }: LeaderboardRow): string {
  return member?.id ?? "";
}

function taskFigures(long: Tasks, short: Tasks): readonly Figure[] {
  const words = (task: number) => (task === 0 ? `none over ${TASK_MILLISECONDS_MAX} ms` : milliseconds(task));
  const figure = (
    what: string,
    phase: "drawing" | "scrolling" | "updating",
    isPromised: boolean,
  ): Figure => ({
    what: `Longest task while ${what} a board of ${wholeNumber(long.people)} people`,
    measured: words(long[phase]),
    target: isPromised ? `≤ ${TASK_MILLISECONDS_MAX} ms` : null,
    met: isPromised ? long[phase] <= TASK_MILLISECONDS_MAX : null,
    peer: `${words(short[phase])} with ${wholeNumber(short.people)}`,
  });
  return [
    figure("drawing", "drawing", false),
    figure("scrolling", "scrolling", true),
    figure("updating", "updating", true),
  ];
}
