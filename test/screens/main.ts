/**
 * Draws every screen in every theme for people to look at: `npm run screenshots`. With `--design DIR` each stands
 * beside the drawn picture; `--only NAME` draws those whose name holds it.
 */
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { launchChromium } from "../tools/chromium.ts";
import { ROOT } from "../tools/worker-process.ts";
import { fitHeight, openWindow, showScreen } from "./open-screen.ts";
import { SCREENS, type Screen, THEMES, type Theme } from "./screens.ts";
import { startScreenServer } from "./server.ts";

const OUT = path.join(ROOT, ".screenshots");

const { values } = parseArgs({
  options: {
    design: { type: "string" },
    only: { type: "string", default: "" },
    /** One theme alone. */
    theme: { type: "string" },
  },
});

interface Picture {
  readonly screen: Screen;
  readonly theme: Theme;
  readonly file: string;
}

async function main(): Promise<void> {
  const screens = SCREENS.filter(({ name }) => name.includes(values.only));
  const themes = THEMES.filter((theme) => values.theme === undefined || theme === values.theme);
  if (values.only === "") rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  const [server, browser] = await Promise.all([startScreenServer(), launchChromium()]);
  const pictures: Picture[] = [];
  try {
    const { page } = await openWindow(browser);
    for (const screen of screens) {
      for (const theme of themes) {
        const file = `${screen.name}-${theme}.png`;
        try {
          await showScreen(page, server, screen, { theme });
          if (screen.height === undefined && screen.trouble !== "waiting") await fitHeight(page);
          await page.screenshot({ path: path.join(OUT, file) });
          pictures.push({ screen, theme, file });
          console.log(file);
        } catch (error) {
          process.exitCode = 1;
          console.error(`${file} could not be drawn: ${error instanceof Error ? error.message : error}`);
        }
      }
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  writeFileSync(path.join(OUT, "index.html"), indexOf(pictures));
  console.log(`Look at ${path.join(OUT, "index.html")}`);
}

function indexOf(pictures: readonly Picture[]): string {
  const rows = pictures.map(({ screen, theme, file }) => {
    const drawn = drawnFor(screen, theme);
    const beside =
      drawn === null ? "" : `<figure><img src="${drawn}"><figcaption>drawn</figcaption></figure>`;
    return `<h2>${file}</h2><div><figure><img src="${file}"><figcaption>built</figcaption></figure>${beside}</div>`;
  });
  const style = "body{font:13px system-ui}div{display:flex;gap:16px}figure{margin:0}img{max-width:100%}";
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${rows.join("\n")}`;
}

/** The drawn picture of the theme, else of another, copied beside the built one. */
function drawnFor({ drawn = {} }: Screen, theme: Theme): string | null {
  const name = drawn[theme];
  if (values.design === undefined || name === undefined) return null;
  const source = path.join(values.design, `${name}.png`);
  if (!existsSync(source)) return null;
  const file = `drawn-${name}.png`;
  cpSync(source, path.join(OUT, file));
  return file;
}

await main();
