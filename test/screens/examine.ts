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
/** WCAG 2.2 A and AA. */
const ALL_RULES = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
/** What a theme can break: it brings colours, and neither elements nor words. */
const COLOUR_RULES = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Puts another theme on the page that is drawn; the host would do so when its own changes. */
export function wearTheme(page: Page, theme: Theme): Promise<void> {
  return page.evaluate((name) => {
    const [host = "", mode = "light"] = name.split("-");
    Object.assign(document.documentElement.dataset, { host, mode });
  }, theme);
}

/** Violations of WCAG 2.2 A and AA that axe finds, or of its rules of colour alone, each with its first elements. */
export async function axeViolations(page: Page, rules: "all" | "colours"): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => "axe" in window);
  // By the browser's tools: the policy of the page lets no such script in.
  if (!isThere) await page.evaluate(AXE);
  return page.evaluate(
    async (runOnly) => {
      const { axe } = window;
      if (!axe) throw new Error("axe is not on the page");
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
    rules === "all" ? ALL_RULES : COLOUR_RULES,
  );
}

/** Charts, layouts and themes follow the window a little later than the rest; what is wrong by then stays so. */
const LOOKS_MAX = 20;

async function onceStill(
  page: Page,
  measure: (page: Page) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  let faults = await measure(page);
  for (let look = 1; look < LOOKS_MAX && faults.length > 0; look += 1) {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20))));
    faults = await measure(page);
  }
  return faults;
}

/** Whether the page is wider than its window, and which elements stand out. Tables may scroll inside of a frame. */
export function sidewaysOverflow(page: Page): Promise<readonly string[]> {
  return onceStill(page, measureOverflow);
}

/** Texts that are cut off where nothing tells the rest. What only a voice reads is cut on purpose. */
export function cutTexts(page: Page): Promise<readonly string[]> {
  return onceStill(page, measureCuts);
}

/** Pairs of texts that stand on one another. What floats over the page does so on purpose. */
export function overlappingTexts(page: Page): Promise<readonly string[]> {
  return onceStill(page, measureOverlaps);
}

/** What of a page is not fit for paper while it is laid out for it: bars, controls, shadows, cut tables, dark grounds. */
export function unfitForPaper(page: Page): Promise<readonly string[]> {
  return onceStill(page, measurePaper);
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

/** Whatever can be pressed in this window, and is not what a pointer in its middle would press. */
export function coveredTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const pressed = "a[href], button, input, select, textarea, summary, [role=button], [role=tab]";
    const nameOf = (element: Element) =>
      `${element.tagName}.${element.className} "${(element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}"`;
    /** What stays in sight while the rest scrolls covers it for a while only. */
    const stays = (element: Element | null): boolean =>
      element !== null &&
      (["sticky", "fixed"].includes(getComputedStyle(element).position) || stays(element.parentElement));
    const open = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
    return [...open.querySelectorAll(pressed)]
      .filter(
        (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]"),
      )
      .flatMap((element) => {
        const [box] = element.getClientRects();
        if (!box || box.width <= 1) return [];
        const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        if (found === null || stays(found)) return [];
        const isPressed = element.contains(found) || element.closest("label")?.contains(found);
        return isPressed ? [] : [`${nameOf(element)} under ${nameOf(found)}`];
      })
      .slice(0, 6);
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

function measureCuts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const ownText = (element: Element) =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
    const cuts = (element: Element) => /hidden|clip/.test(getComputedStyle(element).overflowX);
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element instanceof HTMLElement && element.clientWidth > 1 && cuts(element))
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .filter((element) => ownText(element) && element.closest("[title], .visually-hidden") === null)
      .slice(0, 4)
      .map(
        (element) =>
          `${element.tagName}.${element.className} "${(element.textContent ?? "").trim().slice(0, 40)}" ${element.scrollWidth} in ${element.clientWidth}`,
      );
  });
}

function measureOverlaps(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const SLACK = 2;
    const root = document.querySelector("dialog[open]") ?? document.body;
    const floats = (element: Element): boolean => {
      for (let at: Element | null = element; at && at !== root; at = at.parentElement) {
        const { position, clipPath } = getComputedStyle(at);
        if (/fixed|sticky|absolute/.test(position) || clipPath !== "none") return true;
      }
      return false;
    };
    /** What of a box can be seen within everything that cuts it. */
    const seen = (element: Element, box: DOMRect) => {
      let { left, top, right, bottom } = box;
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === "visible") continue;
        const frame = at.getBoundingClientRect();
        left = Math.max(left, frame.left);
        right = Math.min(right, frame.right);
        top = Math.max(top, frame.top);
        bottom = Math.min(bottom, frame.bottom);
      }
      return { left, top, right, bottom };
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: { readonly text: string; readonly box: ReturnType<typeof seen> }[] = [];
    while (walker.nextNode()) {
      const { currentNode } = walker;
      const element = currentNode.parentElement;
      const text = currentNode.nodeValue?.trim() ?? "";
      if (!element || text === "" || !element.checkVisibility({ visibilityProperty: true })) continue;
      if (floats(element)) continue;
      const range = document.createRange();
      range.selectNodeContents(currentNode);
      for (const { x, y, width, height } of range.getClientRects()) {
        // The box of a line is higher than its letters.
        const letters = new DOMRect(x, y + height * 0.2, width, height * 0.6);
        texts.push({ text, box: seen(element, letters) });
      }
    }
    const clash = (one: (typeof texts)[number], other: (typeof texts)[number]) =>
      Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > SLACK &&
      Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top) > SLACK;
    return texts
      .flatMap((one, index) =>
        texts
          .slice(index + 1)
          .flatMap((other) => (clash(one, other) ? [`"${one.text}" on "${other.text}"`] : [])),
      )
      .slice(0, 4);
  });
}

function measurePaper(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const CONTROLS = ".tab-bar, .page-controls, .segmented, .search-field, .button:not(td *), [type=search]";
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const name = (element: Element) => `${element.tagName}.${element.className}`;
    const faults: string[] = [];
    if (getComputedStyle(document.documentElement).colorScheme !== "light") faults.push("printed dark");
    for (const element of document.body.querySelectorAll("*")) {
      if (!isShown(element)) continue;
      const { position, boxShadow } = getComputedStyle(element);
      if (/sticky|fixed/.test(position)) faults.push(`sticks: ${name(element)}`);
      // A line along an edge is drawn as a shadow without a blur.
      if (boxShadow !== "none" && !/0px 0px 0px|inset/.test(boxShadow))
        faults.push(`has a shadow: ${name(element)}`);
      if (element.matches(CONTROLS)) faults.push(`a control: ${name(element)}`);
    }
    for (const row of document.querySelectorAll("tr")) {
      if (!isShown(row) || row.closest(".visually-hidden")) continue;
      for (let at = row.parentElement; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(at);
        const cutsDown = overflowY !== "visible" && at.scrollHeight > at.clientHeight + 1;
        const cutsAcross = overflowX !== "visible" && at.scrollWidth > at.clientWidth + 1;
        if (cutsDown || cutsAcross) faults.push(`a table is cut by ${name(at)}`);
      }
    }
    return [...new Set(faults)].slice(0, 6);
  });
}
