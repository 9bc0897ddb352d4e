/** What the product costs and how fast it is: `npm run bench`, or parts of it: `npm run bench -- rows size`. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "../tools/worker-process.ts";
import { benchBackfill } from "./parts/backfill.ts";
import { benchLive } from "./parts/live.ts";
import { benchRows } from "./parts/rows.ts";
import { benchSalesforce } from "./parts/salesforce.ts";
import { benchScreens } from "./parts/screens.ts";
import { benchSize } from "./parts/size.ts";
import { benchWrites } from "./parts/writes.ts";
import { environmentLine, renderReport, renderSection, type Section } from "./report.ts";
import { keepWranglerQuiet } from "./run-tool.ts";
import { stopAll } from "./stopping.ts";

const KEPT = "worker/docs/benchmarks.md";

type Part = (say: (step: string) => void) => Promise<Section>;

/** In the order of the report. */
const PARTS: Readonly<Record<string, Part>> = {
  rows: benchRows,
  writes: benchWrites,
  backfill: benchBackfill,
  salesforce: benchSalesforce,
  live: benchLive,
  size: benchSize,
  screens: benchScreens,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Keeps this run in the documentation. */
    keep: { type: "boolean", default: false },
  },
});

const startedAt = Date.now();

function say(step: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.error(`${seconds} s  ${step}`);
}

function chosenParts(): readonly Part[] {
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
  return names.map((name) => {
    const part = PARTS[name];
    if (!part) throw new Error(`There is no part "${name}"; known: ${Object.keys(PARTS).join(", ")}`);
    return part;
  });
}

function keep(report: string): void {
  const file = path.join(ROOT, KEPT);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, report);
}

async function main(): Promise<void> {
  const parts = chosenParts();
  if (values.keep && positionals.length > 0) throw new Error("Only a whole run is kept: leave the parts out");
  keepWranglerQuiet();
  const environment = environmentLine(new Date());
  console.log(`${environment}\nTimings are noisy: ratios within this run say more than any single one.\n`);
  const sections: Section[] = [];
  for (const part of parts) {
    const section = await part(say);
    sections.push(section);
    console.log(`${renderSection(section)}\n`);
  }
  if (values.keep) keep(renderReport(sections, environment));
  say(values.keep ? `Kept in ${KEPT}` : "Done");
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void stopAll().finally(() => process.exit(130)));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    process.exit(1);
  },
);
