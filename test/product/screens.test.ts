import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  axeViolations,
  barsWithoutOutline,
  coveredTargets,
  cutTexts,
  doubleText,
  movingParts,
  overlappingTexts,
  sidewaysOverflow,
  smallTargets,
  unfitForPaper,
  wearTheme,
} from "../screens/examine.ts";
import { openWindow, showScreen } from "../screens/open-screen.ts";
import { SCREENS, type Screen, THEMES } from "../screens/screens.ts";
import { type ScreenServer, startScreenServer } from "../screens/server.ts";
import { launchChromium } from "../tools/chromium.ts";

const NARROW_PIXELS = 320;

/** A page, with what the browser complained of since a screen was shown in it. */
interface Tab {
  readonly page: Page;
  complaints: string[];
}

let server: ScreenServer;
let browser: Browser;
/** As many as the machine has room for: each is a window of its own, so that the browser draws them side by side. */
const TABS = 3;
const idle: Tab[] = [];
const waiting: ((tab: Tab) => void)[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startScreenServer(), launchChromium()]);
  const windows = await Promise.all(Array.from({ length: TABS }, () => openWindow(browser)));
  idle.push(...windows.map(({ page }) => tabOf(page)));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

function tabOf(page: Page): Tab {
  const tab: Tab = { page, complaints: [] };
  page.on("console", (message) => {
    if (message.type() === "error") tab.complaints.push(message.text());
  });
  page.on("pageerror", (error) => tab.complaints.push(`thrown: ${error.message}`));
  return tab;
}

/** Lends a page for as long as it is looked at. */
async function inTab(look: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = idle.pop() ?? (await new Promise<Tab>((resolve) => waiting.push(resolve)));
  try {
    await look(tab);
  } finally {
    // What stood in the way of the last screen's answers goes with it, and so does how it was looked at.
    await tab.page.unrouteAll({ behavior: "ignoreErrors" });
    await tab.page.emulateMedia({ media: null, forcedColors: "none" });
    const next = waiting.shift();
    if (next) next(tab);
    else idle.push(tab);
  }
}

async function show(
  tab: Tab,
  screen: Screen,
  look: Partial<Parameters<typeof showScreen>[3]> = {},
): Promise<void> {
  tab.complaints = [];
  await showScreen(tab.page, server, screen, { theme: "hubspot", ...look });
}

/** Each fault behind what it was found in. */
function named(where: string, faults: readonly string[]): readonly string[] {
  return faults.map((fault) => `${where}: ${fault}`);
}

/** An answer that was refused on purpose is told by the browser too. */
function unexpected({ complaints }: Tab, { trouble, refusedFirst }: Screen): readonly string[] {
  const isRefused = trouble !== undefined || refusedFirst === true;
  return complaints.filter((text) => !isRefused || !text.startsWith("Failed to load resource"));
}

async function faultsOfThemes(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const [index, theme] of THEMES.entries()) {
    await wearTheme(page, theme);
    faults.push(...named(theme, await axeViolations(page, index === 0 ? "all" : "colours")));
  }
  return faults;
}

/** A screen on a wall keeps its size; a card is never wider than a side panel lets it be. */
function widthsOf({ width }: Screen): readonly number[] {
  return width > NARROW_PIXELS && width < 1900 ? [width, NARROW_PIXELS] : [width];
}

async function faultsOfWidths(page: Page, screen: Screen): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const width of widthsOf(screen)) {
    await page.setViewportSize({ width, height: screen.height ?? 900 });
    faults.push(...named(`${width} px`, await sidewaysOverflow(page)));
  }
  return faults;
}

async function faultsOfTextSize(page: Page, screen: Screen): Promise<readonly string[]> {
  if (screen.width > 1900) return [];
  await page.setViewportSize({ width: screen.width, height: screen.height ?? 900 });
  await doubleText(page, true);
  const faults = named("text at 200 %", await sidewaysOverflow(page));
  await doubleText(page, false);
  return faults;
}

async function faultsOfForcedColours(page: Page): Promise<readonly string[]> {
  await page.emulateMedia({ forcedColors: "active" });
  const faults = named("forced colours", await barsWithoutOutline(page));
  await page.emulateMedia({ forcedColors: "none" });
  return faults;
}

// They look at one screen each and change nothing, so they stand side by side.
describe("every screen", { concurrent: true }, () => {
  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    "%s can be used by everybody, in every theme and at every size",
    (_name, screen) =>
      inTab(async (tab) => {
        const { page } = tab;
        await show(tab, screen);
        const faults = [
          ...named("small target", await smallTargets(page)),
          ...named("covered", await coveredTargets(page)),
          ...named("moves", await movingParts(page)),
          ...(await faultsOfThemes(page)),
          ...(await faultsOfForcedColours(page)),
          ...(await faultsOfTextSize(page, screen)),
          ...(await faultsOfWidths(page, screen)),
        ];
        await show(tab, screen, { pseudo: true, rightToLeft: true });
        faults.push(...named("long words from right to left", await faultsOfWidths(page, screen)));
        expect([...faults, ...named("console", unexpected(tab, screen))]).toEqual([]);
      }),
  );
});

const LANGUAGES = ["de-DE", "es-ES"] as const;
const LANGUAGE_WIDTHS = [NARROW_PIXELS, 760, 1200];
/** One of each page, those with the most in them. */
const MAIN_SCREENS = [
  "01a-quota-card-320",
  "01b-quota-card-deal-320",
  "02a-leaderboard-manager-1200",
  "02c-leaderboard-760",
  "03a-person-of-report-1200",
  "03b-why-this-number-1200",
  "04a-quota-admin-1200",
  "04b-quota-member-1200",
  "05a-activity-1200",
  "11a-connection-faults-1200",
  "11b-install-bridge-1200",
  "11c-settings-1200",
  "11c-settings-people-1200",
  "13-tv-1920",
];

describe("in another language", { concurrent: true }, () => {
  it.each(LANGUAGES.flatMap((locale) => MAIN_SCREENS.map((name) => [locale, name] as const)))(
    "%s cuts no word of %s, and puts none on another",
    (locale, name) =>
      inTab(async (tab) => {
        const screen = screenNamed(name);
        const { page } = tab;
        await show(tab, screen, { locale });
        const faults: string[] = [];
        for (const width of screen.width > 1900 ? [screen.width] : LANGUAGE_WIDTHS) {
          await page.setViewportSize({ width, height: screen.height ?? 900 });
          faults.push(...named(`${width} px wide`, await sidewaysOverflow(page)));
          faults.push(...named(`${width} px cut`, await cutTexts(page)));
          faults.push(...named(`${width} px overlap`, await overlappingTexts(page)));
        }
        expect([...faults, ...named("console", unexpected(tab, screen))]).toEqual([]);
      }),
  );
});

it("a long name on the wall goes on in a second line, and pushes nothing out", () =>
  inTab(async (tab) => {
    const { page } = tab;
    await show(tab, screenNamed("13-tv-1920"));
    const name = page.locator(".tv-name").first();
    const rowHeight = () => name.evaluate((element) => element.closest("tr")?.getBoundingClientRect().height);
    const before = await rowHeight();
    await name.evaluate((element) => {
      element.textContent = "Maximiliana-Alexandra von Hohenstein";
      // As the page does with a name of this length.
      element.classList.add("tv-name-long");
    });
    expect(
      await name.evaluate(
        (element) => element.scrollHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
      ),
    ).toBeGreaterThan(1.5);
    expect([...(await cutTexts(page)), ...(await overlappingTexts(page))]).toEqual([]);
    expect(await rowHeight()).toBe(before);
  }));

describe("on paper", { concurrent: true }, () => {
  it.each([
    ["02a-leaderboard-manager-1200", "table.board-table"],
    ["02b-leaderboard-rep-1200", "table.board-table"],
    ["03a-person-of-report-1200", "table"],
    ["03a-person-1200", "table"],
  ])("%s shows all its rows, light and without what is pressed", (name, tables) =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, screenNamed(name), { theme: "salesforce-dark" });
      const rows = page.locator(`${tables} tr`).filter({ visible: true });
      const onScreen = await rows.count();
      await page.emulateMedia({ media: "print" });
      // What the browser says before it lays a sheet out.
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      const faults = [...(await unfitForPaper(page)), ...(await sidewaysOverflow(page))];
      const onPaper = await rows.count();
      await page.emulateMedia({ media: null });
      expect({ faults, onPaper }).toEqual({ faults: [], onPaper: onScreen });
      expect(onScreen).toBeGreaterThan(5);
      await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
      expect(await page.evaluate(() => document.documentElement.dataset.mode)).toBe("dark");
    }),
  );
});

/** What has the focus, as it would be read out. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "";
    return (at.getAttribute("aria-label") ?? at.textContent ?? "").trim();
  });
}

/** Everything that Tab should reach, and did not on a whole round. */
async function unreachedByTab(page: Page): Promise<readonly string[]> {
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
  it.concurrent.each([
    "01b-quota-card-deal-320",
    "02b-leaderboard-rep-1200",
    "03a-person-1200",
    "03b-why-this-number-1200",
    "04a-quota-admin-1200",
    "04b-quota-import",
    "05a-activity-1200",
    "11a-connection-faults-1200",
    "11b-install-bridge-1200",
  ])("every control of %s is reached", (name) =>
    inTab(async (tab) => {
      await show(tab, screenNamed(name));
      expect(await unreachedByTab(tab.page)).toEqual([]);
    }),
  );

  it("a figure of the leaderboard opens its drawer, and Escape gives the focus back", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, screenNamed("02b-leaderboard-rep-1200"));
      const figure = page.getByRole("button", { name: /86,400.*Maya Okafor/ });
      await figure.focus();
      const before = await focused(page);
      await page.keyboard.press("Enter");
      const drawer = page.getByRole("dialog");
      await drawer.getByText("Northwind Dental Group").waitFor();
      expect(await drawer.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      await page.keyboard.press("Escape");
      await drawer.waitFor({ state: "hidden" });
      expect(await focused(page)).toBe(before);
    }));

  it("arrows choose a period, and a slash goes to the search field", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, screenNamed("02b-leaderboard-rep-1200"));
      await page.getByRole("button", { name: "This month" }).focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: /quarter/ }).waitFor();
      expect(await focused(page)).toBe("This quarter");
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press("/");
      await page.keyboard.type("sof");
      await page.getByRole("row", { name: /Daniel Reyes/ }).waitFor({ state: "detached" });
      expect(await page.getByRole("row", { name: /Sofia Lindqvist/ }).count()).toBe(1);
    }));

  it("quotas are typed down a column, taken back, and saved", () =>
    inTab(async (tab) => {
      const { page } = tab;
      await show(tab, screenNamed("04a-quota-admin-1200"));
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
    }));
});

describe("in the CRM's page", () => {
  const frame = (page: Page, host: string, path: string) =>
    page.goto(`${host}/host?as=live.maya&fit=1&path=${encodeURIComponent(path)}`);

  it("a card of another origin is drawn under its own policy, as high as it is", () =>
    inTab(async (tab) => {
      const { page } = tab;
      tab.complaints = [];
      await page.setViewportSize({ width: 320, height: 900 });
      await frame(page, server.hostOrigin, "/cards/quota-card/?locale=en-GB");
      const card = page.frameLocator("iframe");
      await card.getByText("Open standings").waitFor();
      const inner = await card.locator("html").evaluate((root) => [root.scrollHeight, root.clientHeight]);
      expect(inner[0]).toBe(inner[1]);
      expect(tab.complaints).toEqual([]);
    }));

  it("a page that is no CRM cannot frame it", () =>
    inTab(async (tab) => {
      const { page } = tab;
      tab.complaints = [];
      await frame(page, server.pageOrigin, "/cards/quota-card/");
      await expect.poll(() => tab.complaints.join("\n")).toMatch(/frame-ancestors/);
    }));
});
