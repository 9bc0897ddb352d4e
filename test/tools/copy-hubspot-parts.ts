/**
 * HubSpot bundles each folder of extensions alone: what the app page and the settings page share with the cards
 * has to lie in their folders too. `cards/parts` is the original; this writes the copies.
 */
import { cpSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

const APP = path.join(import.meta.dirname, "../../ui-extension/hubspot/src/app");

/** The original files, by name. */
export const PARTS: readonly string[] = readdirSync(path.join(APP, "cards/parts")).toSorted();

/** Which parts each folder needs. */
export const COPIES: Readonly<Record<string, readonly string[]>> = {
  pages: PARTS,
  settings: ["host.ts", "standings-api.ts", "words.ts"],
};

/** Where a part lies in a folder of extensions. */
export function partPath(folder: string, part: string): string {
  return path.join(APP, folder, "parts", part);
}

function copyParts(): void {
  for (const [folder, parts] of Object.entries(COPIES)) {
    rmSync(path.join(APP, folder, "parts"), { recursive: true, force: true });
    mkdirSync(path.join(APP, folder, "parts"));
    for (const part of parts) cpSync(partPath("cards", part), partPath(folder, part));
  }
}

if (import.meta.main) copyParts();
