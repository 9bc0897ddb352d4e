import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig, type Plugin } from "vite";

const here = import.meta.dirname;
const cards = path.join(here, "cards");

/** Pages with an address of their own. One that is not built yet is left out. */
const ENTRIES = ["standings", "quota-card", "tv"];
const THEME = "theme";

const pages = ENTRIES.filter((name) =>
  ["index.html", "main.tsx"].every((file) => existsSync(path.join(cards, name, file))),
);

/**
 * Puts the theme's script into the head of each page as a classic script, which runs before anything is painted:
 * modules wait for the document, and the policy of the pages allows no script in the page itself.
 */
function themeBeforePaint(base: string): Plugin {
  return {
    name: "theme-before-paint",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle = {} }) {
        const script = Object.values(bundle).find((file) => file.type === "chunk" && file.name === THEME);
        if (script?.type !== "chunk" || script.imports.length > 0) {
          throw new Error("The theme's script has to stand alone");
        }
        return [{ tag: "script", attrs: { src: `${base}${script.fileName}` }, injectTo: "head-prepend" }];
      },
    },
  };
}

/** Sheets of the pages that the Worker writes itself, in the order in which they stand. */
const NOTICE_SHEETS = ["design/tokens.css", "design/base.css", "notice/notice.css"];

/** One sheet under a name that never changes, because the Worker links it without knowing the build. */
function noticeSheet(): Plugin {
  return {
    name: "notice-sheet",
    apply: "build",
    generateBundle() {
      const source = NOTICE_SHEETS.map((file) => readFileSync(path.join(cards, file), "utf8")).join("\n");
      this.emitFile({ type: "asset", fileName: "notice.css", source });
    },
  };
}

/**
 * Parts too small to be files of their own: a dozen of them would be fetched and unpacked one by one. Those that stand
 * on nothing but icons are apart, with their sheets, since the cards and the display draw with them too.
 */
const SMALL_PARTS = [
  { name: "names", test: /shared\/(metrics\/words\/names|wording\/quota-statuses)\/en\.ts$/ },
  {
    name: "signs",
    test: /cards\/design\/(avatar|button|change|figure|movement|note|progress-bar|sparkline|status|value-bar)\.(tsx|css)$/,
  },
  {
    name: "parts",
    test: /(cards\/(design\/(search-field|segmented|summary-strip|tag)\.tsx|standings\/page-(context\.ts|head\.tsx))|shared\/wording\/quota-tones\.ts)$/,
  },
];

const BASE = "/cards/";

export default defineConfig({
  root: cards,
  base: BASE,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [themeBeforePaint(BASE), noticeSheet()],
  build: {
    outDir: path.join(here, "dist/cards"),
    emptyOutDir: true,
    manifest: true,
    // Every browser that a CRM runs in preloads modules itself.
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: SMALL_PARTS } },
      input: {
        [THEME]: path.join(cards, "host/theme-boot.ts"),
        ...Object.fromEntries(pages.map((name) => [name, path.join(cards, name, "index.html")])),
      },
    },
  },
});
