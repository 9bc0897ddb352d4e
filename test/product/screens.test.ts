import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  axeViolations,
  barsWithoutOutline,
  doubleText,
  movingParts,
  sidewaysOverflow,
  smallTargets,
  wearTheme,
} from "../screens/examine.ts";
import { openWindow, showScreen } from "../screens/open-screen.ts";
import { SCREENS, type Screen, THEMES } from "../screens/screens.ts";
import { type ScreenServer, startScreenServer } from "../screens/server.ts";
import { launchChromium } from "../tools/chromium.ts";

const NARROW_PIXELS = 320;

let server: ScreenServer;
let browser: Browser;
let page: Page;
/** What the browser complained of since the page was opened. */
let complaints: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startScreenServer(), launchChromium()]);
  ({ page } = await openWindow(browser));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(`thrown: ${error.message}`));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function show(screen: Screen, look: Partial<Parameters<typeof showScreen>[3]> = {}): Promise<void> {
  complaints = [];
  await showScreen(page, server, screen, { theme: "hubspot", ...look });
}

/** Each fault behind what it was found in. */
function named(where: string, faults: readonly string[]): readonly string[] {
  return faults.map((fault) => `${where}: ${fault}`);
}

/** An answer that was refused on purpose is told by the browser too. */
function unexpected({ trouble, refusedFirst }: Screen): readonly string[] {
  const isRefused = trouble !== undefined || refusedFirst === true;
  return complaints.filter((text) => !isRefused || !text.startsWith("Failed to load resource"));
}

async function faultsOfThemes(): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of THEMES) {
    await wearTheme(page, theme);
    faults.push(...named(theme, await axeViolations(page, theme === "hubspot" ? "everything" : "colours")));
  }
  return faults;
}

/** A screen on a wall keeps its size; a card is never wider than a side panel lets it be. */
function widthsOf({ width }: Screen): readonly number[] {
  return width > NARROW_PIXELS && width < 1900 ? [width, NARROW_PIXELS] : [width];
}

async function faultsOfWidths(screen: Screen): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const width of widthsOf(screen)) {
    await page.setViewportSize({ width, height: screen.height ?? 900 });
    faults.push(...named(`${width} px`, await sidewaysOverflow(page)));
  }
  return faults;
}

async function faultsOfTextSize(screen: Screen): Promise<readonly string[]> {
  if (screen.width > 1900) return [];
  await page.setViewportSize({ width: screen.width, height: screen.height ?? 900 });
  await doubleText(page, true);
  const faults = named("text at 200 %", await sidewaysOverflow(page));
  await doubleText(page, false);
  return faults;
}

async function faultsOfForcedColours(): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: "active" });
  const faults = named("forced colours", await barsWithoutOutline(page));
  await page.emulateMedia({ forcedColors: "none" });
  return faults;
}

describe("every screen", () => {
  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    "%s can be used by everybody, in every theme and at every size",
    async (_name, screen) => {
      await show(screen);
      const faults = [
        ...named("small target", await smallTargets(page)),
        ...named("moves", await movingParts(page)),
        ...(await faultsOfThemes()),
        ...(await faultsOfForcedColours()),
        ...(await faultsOfTextSize(screen)),
        ...(await faultsOfWidths(screen)),
      ];
      await show(screen, { pseudo: true, rightToLeft: true });
      faults.push(...named("long words from right to left", await faultsOfWidths(screen)));
      expect([...faults, ...named("console", unexpected(screen))]).toEqual([]);
    },
  );
});

/** What has the focus, as it would be read out. */
function focused(): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    return (at.getAttribute("aria-label") ?? at.textContent ?? "").trim();
  });
}

/** Everything that Tab should reach, and did not on a whole round. */
async function unreachedByTab(): Promise<readonly string[]> {
  const controls = await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement>(
      "a[href], button, input, select, textarea, summary, [tabindex]",
    );
    const open = document.querySelector("dialog[open]");
    const reachable = [...all].filter(
      (element) =>
        element.tabIndex >= 0 &&
        !element.matches(":disabled") &&
        !element.closest("[inert]") &&
        (open === null || open.contains(element)) &&
        element.checkVisibility({ visibilityProperty: true }),
    );
    for (const [index, element] of reachable.entries()) element.dataset.stopNumber = String(index);
    return reachable.map((element) =>
      (element.getAttribute("aria-label") ?? element.textContent ?? "").trim(),
    );
  });
  const reached = new Set<number>();
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let press = 0; press < controls.length * 2 + 10; press += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const { activeElement } = document;
      return activeElement instanceof HTMLElement ? activeElement.dataset.stopNumber : undefined;
    });
    if (at !== undefined) reached.add(Number(at));
    if (reached.size === controls.length) break;
  }
  return controls.filter((_, index) => !reached.has(index));
}

function screenNamed(name: string): Screen {
  const screen = SCREENS.find((each) => each.name === name);
  if (!screen) throw new Error(`There is no screen ${name}`);
  return screen;
}

describe("by keyboard alone", () => {
  it.each([
    "01b-quota-card-deal-320",
    "02b-leaderboard-rep-1200",
    "03a-person-1200",
    "03b-why-this-number-1200",
    "04a-quota-admin-1200",
    "04b-quota-import",
    "05a-activity-1200",
    "11a-connection-faults-1200",
    "11b-install-bridge-1200",
  ])("every control of %s is reached", async (name) => {
    await show(screenNamed(name));
    expect(await unreachedByTab()).toEqual([]);
  });

  it("a figure of the leaderboard opens its drawer, and Escape gives the focus back", async () => {
    await show(screenNamed("02b-leaderboard-rep-1200"));
    const figure = page.getByRole("button", { name: /86,400.*Maya Okafor/ });
    await figure.focus();
    const before = await focused();
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    await drawer.getByText("Northwind Dental Group").waitFor();
    expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "hidden" });
    expect(await focused()).toBe(before);
  });

  it("arrows choose a period, and a slash goes to the search field", async () => {
    await show(screenNamed("02b-leaderboard-rep-1200"));
    await page.getByRole("button", { name: "This month" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /quarter/ }).waitFor();
    expect(await focused()).toBe("This quarter");
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.press("/");
    await page.keyboard.type("sof");
    await page.getByRole("row", { name: /Daniel Reyes/ }).waitFor({ state: "detached" });
    expect(await page.getByRole("row", { name: /Sofia Lindqvist/ }).count()).toBe(1);
  });

  it("quotas are typed down a column, taken back, and saved", async () => {
    await show(screenNamed("04a-quota-admin-1200"));
    const cell = (person: string) =>
      page.getByRole("textbox", { name: new RegExp(`${person}.*Revenue|Revenue.*${person}`) });
    const before = await cell("Lukas Brandt").inputValue();
    await cell("Lukas Brandt").focus();
    await page.keyboard.type("135000");
    await page.keyboard.press("Enter");
    expect(await cell("Maya Okafor").evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.type("12x");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+Enter");
    expect(await cell("Lukas Brandt").evaluate((element) => element === document.activeElement)).toBe(true);
    expect([before, await cell("Lukas Brandt").inputValue()]).toEqual(["", "135,000"]);
    await page.getByRole("button", { name: "Save quotas" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/saved/i).first().waitFor();
  });
});

describe("in the CRM's page", () => {
  const frame = (host: string, path: string) =>
    page.goto(`${host}/host?as=live.maya&fit=1&path=${encodeURIComponent(path)}`);

  it("a card of another origin is drawn under its own policy, as high as it is", async () => {
    complaints = [];
    await page.setViewportSize({ width: 320, height: 900 });
    await frame(server.hostOrigin, "/cards/quota-card/?locale=en-GB");
    const card = page.frameLocator("iframe");
    await card.getByText("Open standings").waitFor();
    const inner = await card.locator("html").evaluate((root) => [root.scrollHeight, root.clientHeight]);
    expect(inner[0]).toBe(inner[1]);
    expect(complaints).toEqual([]);
  });

  it("a page that is no CRM cannot frame it", async () => {
    complaints = [];
    await frame(server.pageOrigin, "/cards/quota-card/");
    await expect.poll(() => complaints.join("\n")).toMatch(/frame-ancestors/);
  });
});
