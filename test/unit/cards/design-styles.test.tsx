import { describe, expect, it } from "vitest";
import { filesUnder, textOf } from "../source-files.ts";

const TOKENS = "ui-extension/cards/design/tokens.css";
const THEMES = [
  ["hubspot", "light"],
  ["hubspot", "dark"],
  ["salesforce", "light"],
  ["salesforce", "dark"],
] as const;

const sheets = filesUnder("ui-extension/cards", [".css"]).filter((file) => file !== TOKENS);
const components = filesUnder("ui-extension/cards", [".tsx", ".ts"]);
const tokens = textOf(TOKENS);

/** Every line of the sheets with where it stands. */
function linesOf(files: readonly string[]): readonly { readonly at: string; readonly line: string }[] {
  return files.flatMap((file) =>
    textOf(file)
      .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
      .split("\n")
      .map((line, index) => ({ at: `${file}:${index + 1}`, line })),
  );
}

function placesOf(files: readonly string[], pattern: RegExp): readonly string[] {
  return linesOf(files)
    .filter(({ line }) => pattern.test(line))
    .map(({ at, line }) => `${at} ${line.trim()}`);
}

describe("style sheets", () => {
  it("name no colour of their own", () => {
    const raw =
      /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|color-mix)\(|:\s*(?:white|black|red|green|blue|gr[ae]y)\b/i;
    expect(sheets.length).toBeGreaterThan(15);
    expect(placesOf(sheets, raw)).toEqual([]);
    expect(placesOf(components, /["'`](?:#[0-9a-f]{3}|#[0-9a-f]{6}|#[0-9a-f]{8})["'`]|\brgba?\(/i)).toEqual(
      [],
    );
  });

  it("use tokens that there are", () => {
    const known = new Set([...tokens.matchAll(/(--st-[\w-]+):/g)].map(([, name]) => name));
    const used = linesOf([...sheets, ...components]).flatMap(({ at, line }) =>
      [...line.matchAll(/--st-[\w-]+/g)].map(([name]) => ({ at, name })),
    );
    expect(used.length).toBeGreaterThan(150);
    expect(used.filter(({ name }) => !known.has(name))).toEqual([]);
  });

  it("follow the line of reading, not left and right", () => {
    const physical =
      /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b/;
    expect(placesOf(sheets, physical)).toEqual([]);
  });

  it("never take the focus ring away without another mark", () => {
    // The list of a select shows its focus on the active option.
    const marked = [".select-list:focus-visible"];
    const bare = sheets.flatMap((file) => {
      const text = textOf(file);
      return [...text.matchAll(/([^{}]+)\{[^{}]*outline\s*:\s*(?:none|0)\b[^{}]*\}/g)]
        .map(([, selector = ""]) => selector.trim())
        .filter((selector) => !marked.includes(selector) && !text.includes(`${selector}::after {`))
        .map((selector) => `${file} ${selector}`);
    });
    expect(bare).toEqual([]);
  });
});

/** The tokens of one host and mode. */
function themeOf(host: string, mode: string): ReadonlyMap<string, string> {
  const block = tokens.split(`[data-host="${host}"][data-mode="${mode}"] {`)[1]?.split("}")[0] ?? "";
  return new Map(
    [...block.matchAll(/--st-([\w-]+):\s*(#[0-9a-f]{6})/gi)].map(([, name = "", hex = ""]) => [name, hex]),
  );
}

/** Relative luminance after WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Which texts stand on which grounds. */
const TEXT_PAIRS: Readonly<Record<string, readonly string[]>> = {
  text: [
    "bg",
    "surface",
    "surface-2",
    "hover",
    "selected",
    "accent-soft",
    "info-soft",
    "warn-soft",
    "bad-soft",
    "good-soft",
  ],
  "text-2": ["bg", "surface", "surface-2", "hover", "selected", "info-soft"],
  "text-3": ["bg", "surface", "surface-2", "hover", "selected", "info-soft"],
  link: [
    "bg",
    "surface",
    "surface-2",
    "hover",
    "selected",
    "info-soft",
    "good-soft",
    "warn-soft",
    "accent-soft",
  ],
  "on-primary": ["primary", "primary-hover"],
  "on-accent": ["accent"],
  "good-text": ["surface", "surface-2", "hover", "selected", "good-soft", "bg"],
  "warn-text": ["surface", "surface-2", "hover", "selected", "warn-soft", "bg"],
  "bad-text": ["surface", "surface-2", "hover", "selected", "bad-soft", "bg"],
  "info-text": ["surface", "info-soft"],
  axis: ["surface"],
};

/** What is told apart without being read: fills, outlines, rings, lines. */
const SHAPE_PAIRS: Readonly<Record<string, readonly string[]>> = {
  "border-strong": ["surface", "bg"],
  focus: ["surface", "bg", "surface-2", "selected", "hover"],
  good: ["surface"],
  warn: ["surface"],
  bad: ["surface"],
  accent: ["surface", "selected"],
  "c-prev": ["surface"],
  marker: ["surface"],
};

function tooClose(
  theme: ReadonlyMap<string, string>,
  pairs: Readonly<Record<string, readonly string[]>>,
  least: number,
): readonly string[] {
  return Object.entries(pairs).flatMap(([front, grounds]) =>
    grounds.flatMap((ground) => {
      const ratio = contrast(theme.get(front) ?? "#000000", theme.get(ground) ?? "#000000");
      return ratio >= least ? [] : [`${front} on ${ground}: ${ratio.toFixed(2)}`];
    }),
  );
}

describe.each(THEMES)("contrast in %s, %s", (host, mode) => {
  const theme = themeOf(host, mode);

  it("lets every text be read", () => {
    expect(theme.size).toBeGreaterThan(40);
    expect(tooClose(theme, TEXT_PAIRS, 4.5)).toEqual([]);
  });

  it("lets every shape be seen", () => {
    expect(tooClose(theme, SHAPE_PAIRS, 3)).toEqual([]);
  });

  it("lets the value in each cell of a heat table be read", () => {
    const heat = { "h-lo": ["h1", "h2", "h3"], "h-hi": ["h4", "h5"], "text-3": ["h0"] };
    expect(tooClose(theme, heat, 4.5)).toEqual([]);
  });
});
