/** What is looked for in a screen that is drawn: each answers with what is wrong, and with nothing where all is well. */
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import type { Theme } from "./screens.ts";

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
}

declare global {
  interface Window {
    /** What axe-core's script leaves in the page. */
    readonly axe?: { run(options: object): Promise<{ readonly violations: readonly Violation[] }> };
  }
}

const { source: AXE } = createRequire(import.meta.url)("axe-core") as { readonly source: string };
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** The only rules that colours decide. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Puts another theme on the page that is drawn; the host would do so when its own changes. */
export function wearTheme(page: Page, theme: Theme): Promise<void> {
  return page.evaluate((name) => {
    const [host = "", mode = "light"] = name.split("-");
    Object.assign(document.documentElement.dataset, { host, mode });
  }, theme);
}

/** Violations of WCAG 2.2 A and AA that axe finds, each with its first elements. */
export async function axeViolations(page: Page, only: "everything" | "colours"): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  // By the browser's tools: the policy of the page lets no such script in.
  if (!isThere) await page.evaluate(AXE);
  return page.evaluate(
    async ({ tags, rules }) => {
      const { axe } = window;
      if (!axe) throw new Error("axe is not on the page");
      const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: tags };
      const { violations } = await axe.run({ runOnly, resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => {
        const [first] = nodes;
        const why = first?.failureSummary?.split("\n").slice(1, 3).join(" ").trim() ?? "";
        return `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(" "))
          .join(", ")} (${nodes.length}) ${why}`;
      });
    },
    { tags: TAGS, rules: only === "colours" ? COLOUR_RULES : null },
  );
}

/** Charts follow the window a little later than the rest; what is wide by then stays so. */
const LOOKS_MAX = 20;

/** Whether the page is wider than its window, and which elements stand out. Tables may scroll inside of a frame. */
export async function sidewaysOverflow(page: Page): Promise<readonly string[]> {
  let faults = await measureOverflow(page);
  for (let look = 1; look < LOOKS_MAX && faults.length > 0; look += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20))));
    faults = await measureOverflow(page);
  }
  return faults;
}

function measureOverflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    const width = root.clientWidth;
    if (root.scrollWidth <= width + 1) return [];
    const isFramed = (element: Element): boolean => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (/auto|scroll|hidden|clip/.test(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width: wide } = element.getBoundingClientRect();
      return wide > 0 && (right > width + 1 || left < -1) && !isFramed(element);
    });
    const names = out.slice(0, 4).map((element) => `${element.tagName}.${element.className}`);
    return [`${root.scrollWidth} in ${width}: ${names.join(", ")}`];
  });
}

/** Whatever can be pressed and is less than 24 pixels wide or high; links within a sentence may be. */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const LEAST = 24;
    const pressed =
      "a[href], button, input, select, textarea, summary, [role=button], [role=option], [role=tab]";
    const isInSentence = (element: Element) =>
      element.tagName === "A" &&
      getComputedStyle(element).display === "inline" &&
      (element.parentElement?.textContent ?? "").trim().length > (element.textContent ?? "").trim().length;
    return [...document.querySelectorAll(pressed)]
      .filter(
        (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]"),
      )
      .filter((element) => {
        // A box that is too small may stand in a label that is not.
        const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
        return width > 1 && (width < LEAST || height < LEAST) && !isInSentence(element);
      })
      .slice(0, 6)
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const name = element.getAttribute("aria-label") ?? element.textContent ?? "";
        return `${element.tagName}.${element.className} "${name.trim().slice(0, 30)}" ${Math.round(width)}x${Math.round(height)}`;
      });
  });
}

/** Doubles the size of every text, as somebody does who sets the browser so. */
export function doubleText(page: Page, on: boolean): Promise<void> {
  return page.evaluate((isOn) => {
    const { style } = document.documentElement;
    for (const name of ["xs", "sm", "md", "lg", "xl", "2xl", "3xl"]) {
      const token = `--st-fs-${name}`;
      style.removeProperty(token);
      const size = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));
      if (isOn) style.setProperty(token, `${size * 2}px`);
    }
  }, on);
}

/** Bars that nobody can see once the system sets its own colours. */
export function barsWithoutOutline(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll(".progress-bar, .value-bar > span")]
      .filter((element) => {
        const { outlineStyle, borderStyle, backgroundColor, forcedColorAdjust } = getComputedStyle(element);
        const isFilled = forcedColorAdjust === "none" && backgroundColor !== "rgba(0, 0, 0, 0)";
        return outlineStyle === "none" && borderStyle === "none" && !isFilled;
      })
      .slice(0, 3)
      .map((element) => `${element.tagName}.${element.className}`),
  );
}

/** Whatever moves, or would, although stillness is asked for. */
export function movingParts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const running = document.getAnimations().map((animation) => {
      const { target } = animation.effect as KeyframeEffect;
      const { duration } = animation.effect?.getComputedTiming() ?? {};
      // What only waits, and then is there at once, does not move.
      return Number(duration) <= 1 ? "" : `animation of ${target?.className} ${duration} ms`;
    });
    const slow = [...document.querySelectorAll("*")].filter((element) =>
      getComputedStyle(element)
        .transitionDuration.split(",")
        .some((duration) => Number.parseFloat(duration) > 0.001),
    );
    return [
      ...running.filter((text) => text !== ""),
      ...slow.map((element) => `${element.tagName}.${element.className}`),
    ].slice(0, 4);
  });
}
