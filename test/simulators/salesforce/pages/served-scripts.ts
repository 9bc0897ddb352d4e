import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { type Answer, SCRIPT_TYPE } from "../../shared/exchange.ts";

async function hostScript(): Promise<string> {
  // Only when somebody opens such a page: most runs of the simulator never do.
  const { transformWithOxc } = await import("vite");
  const file = path.join(import.meta.dirname, "canvas-host.ts");
  const { code } = await transformWithOxc(await readFile(file, "utf8"), file);
  return code;
}

let made: Promise<string> | null = null;

/** `GET /lightning/canvas-host.js`: the host's side of the Canvas protocol. */
export async function canvasHostScript(): Promise<Answer> {
  made ??= hostScript();
  return { status: 200, text: await made, type: SCRIPT_TYPE };
}

/** `GET /canvas/sdk/canvas-all.js`: the script that Salesforce gives to the pages of canvas apps. */
export async function canvasSdkScript(): Promise<Answer> {
  const file = createRequire(import.meta.url).resolve("@salesforce/canvas-js-sdk/js/canvas-all.js");
  return { status: 200, text: await readFile(file, "utf8"), type: SCRIPT_TYPE };
}
