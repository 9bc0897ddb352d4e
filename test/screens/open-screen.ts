/** Opens a screen in Chromium, as the Worker serves it, at the fixture's hour. */
import type { Browser, BrowserContext, Page, WebSocketRoute } from "playwright-core";
import * as v from "valibot";
import { type BoardChoice, type LiveMessage, LiveRequest } from "../../shared/contracts/live.ts";
import { PING, PONG } from "../../shared/live/heartbeat.ts";
import { pseudoWords } from "../../shared/wording/words.ts";
import { NOW } from "../unit/boards/organisation.ts";
import { DISPLAY_KEY } from "./fixture/product.ts";
import type { Screen, Theme, Trouble } from "./screens.ts";
import type { ScreenServer } from "./server.ts";

const API = "**/api/v1/**";
/** Longer than a busy machine takes; a screen that is not drawn by then never will be. */
const PATIENCE_MILLISECONDS = 20_000;
/** A skeleton is shown only after a while. */
const SKELETON = ".skeleton";

/** What a screen is opened with beside its theme. */
export interface Look {
  readonly theme: Theme;
  readonly width?: number;
  /** Words 40 % longer, or the page turned round. */
  readonly pseudo?: boolean;
  readonly rightToLeft?: boolean;
  readonly locale?: string;
}

/** Told of each board that a page asks to follow; `say` sends what the room would. */
export type OnWatch = (board: BoardChoice, say: (message: LiveMessage) => void) => void;

/** A browser window of the fixture's hour and place; live sockets answer that they are connected. */
export async function openWindow(
  browser: Browser,
  onWatch?: OnWatch,
): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({
    locale: "en-GB",
    timezoneId: "America/New_York",
    reducedMotion: "reduce",
  });
  await context.routeWebSocket(/\/api\/v1\/live$/, (socket: WebSocketRoute) => {
    socket.onMessage((message) => {
      if (message === PING) return socket.send(PONG);
      const request = v.parse(LiveRequest, JSON.parse(String(message)));
      // Without somebody who says more, whatever is watched is as it was fetched.
      if (request.type === "watch") onWatch?.(request.board, (answer) => socket.send(JSON.stringify(answer)));
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MILLISECONDS);
  await page.clock.setFixedTime(NOW);
  return { context, page };
}

/** Shows a screen, and waits until it is drawn. */
export async function showScreen(
  page: Page,
  server: ScreenServer,
  screen: Screen,
  look: Look,
): Promise<void> {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.setViewportSize({ width: look.width ?? screen.width, height: screen.height ?? 900 });
  if (screen.trouble !== undefined && screen.trouble !== "cut") await makeTrouble(page, screen.trouble);
  await page.goto(await addressOf(server, screen, look));
  if (screen.trouble === "waiting") await page.locator(SKELETON).first().waitFor();
  else await untilDrawn(page);
  if (screen.trouble === "cut") await cutLine(page);
  for (const text of screen.press ?? []) {
    const { name } = look.pseudo ? pseudoWords({ name: text }) : { name: text };
    await page.getByRole("button", { name }).first().click();
    await untilDrawn(page);
  }
  if (screen.until !== undefined) await page.locator(screen.until).first().waitFor();
}

const PAGE_HEIGHT_MAX = 4000;

/** Makes the window as high as what is in it, so that charts far down come into view. */
export async function fitHeight(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  const contentHeight = () => page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: 200 });
  for (let height = 0; height < PAGE_HEIGHT_MAX; ) {
    const needed = Math.min(await contentHeight(), PAGE_HEIGHT_MAX);
    if (needed <= height) return;
    height = needed;
    await page.setViewportSize({ width, height });
    // What comes into view may be higher than the place that was kept for it.
    await untilDrawn(page);
  }
}

/** How many screens were opened so far. */
let opened = 0;

async function addressOf(server: ScreenServer, { path, as }: Screen, look: Look): Promise<string> {
  const url = new URL(path, server.pageOrigin);
  const [host = "", mode = "light"] = look.theme.split("-");
  const said = {
    host,
    mode,
    locale: look.locale ?? "en-GB",
    ...(look.pseudo ? { pseudo: "1" } : {}),
    ...(look.rightToLeft ? { dir: "rtl" } : {}),
  };
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value);
  // Of two addresses that differ in the ticket alone the browser would not load the second.
  opened += 1;
  url.searchParams.set("opened", String(opened));
  if (path.startsWith("/cards/tv/")) url.hash = `key=${DISPLAY_KEY}`;
  else {
    const [company = "", person = ""] = as.split(".");
    url.hash = `ticket=${await server.product.mintTicket(company, person)}`;
  }
  return url.href;
}

async function makeTrouble(page: Page, trouble: Exclude<Trouble, "cut">): Promise<void> {
  const { pathname } = { pathname: "/api/v1/session" };
  await page.route(API, async (route) => {
    const isSession = new URL(route.request().url()).pathname === pathname;
    if (isSession || /\/(live|connection|metrics|members|settings)/.test(route.request().url())) {
      return route.continue();
    }
    // A request that is never answered stays as it is until the page goes.
    if (trouble === "waiting") return undefined;
    return route.fulfill({
      status: trouble === "failing" ? 500 : 403,
      contentType: "application/problem+json",
      body: JSON.stringify(trouble === "failing" ? FAILING : REFUSED),
    });
  });
}

const FAILING = {
  type: "/problems/internal",
  title: "Standings could not be loaded",
  status: 500,
  detail: "The server took too long to answer. Your data is safe in HubSpot.",
  action: "Try again.",
  requestId: "7F3A-21C",
};
const REFUSED = {
  type: "/problems/not-permitted",
  title: "Your role does not allow this",
  status: 403,
  action: "Ask an admin of Standings.",
  requestId: "7F3A-21D",
};

/** Nobody answers any more, and the page is asked to look again. */
async function cutLine(page: Page): Promise<void> {
  await page.route(API, (route) => route.abort());
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page.waitForTimeout(0);
}

/** So long nothing was asked for: whatever follows from an answer has been asked by then. */
const QUIET_MILLISECONDS = 60;

/** Everything that was asked for is answered and drawn. */
async function untilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    (quiet) => {
      const root = document.getElementById("app");
      if (!root?.childElementCount || document.querySelector("[aria-busy=true]")) return false;
      const isWaiting = (place: Element) => {
        const { top, bottom } = place.getBoundingClientRect();
        return place.childElementCount === 0 && bottom > 0 && top < window.innerHeight;
      };
      // Charts come when they are in view.
      if ([...document.querySelectorAll(".chart-canvas")].some(isWaiting)) return false;
      const answers = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const last = Math.max(0, ...answers.map(({ responseEnd }) => responseEnd));
      return performance.now() - last > quiet && document.fonts.status === "loaded";
    },
    QUIET_MILLISECONDS,
    { polling: 30 },
  );
}
