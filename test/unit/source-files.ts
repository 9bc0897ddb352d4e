import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "../..");
/** What tools make, and what others wrote. */
const NOT_OURS = new Set(["node_modules", "dist", ".wrangler"]);

/** Our files under a folder with one of the endings, by their paths from the root. */
export function filesUnder(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesUnder(name, endings);
    return endings.some((ending) => name.endsWith(ending)) ? [name] : [];
  });
}

/** The text of one of our files. */
export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), "utf8");
}
