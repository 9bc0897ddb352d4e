import { mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";
import { ROOT } from "./worker-process.ts";

/**
 * A real Chromium from the package that brings its own libraries, so that no machine needs one installed.
 * The package unpacks itself below TMPDIR, which is kept inside the project while it does.
 */
export async function launchChromium(): Promise<Browser> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs24.x";
  const unpackInto = path.join(ROOT, "node_modules/.cache/chromium");
  mkdirSync(unpackInto, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = unpackInto;
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    const executablePath = await packaged.executablePath();
    return await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
