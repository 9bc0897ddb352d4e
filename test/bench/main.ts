/** What the product costs and how fast it is: `npm run bench`, or parts of it: `npm run bench -- rows size`. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endOverFailure, flag, takeCommandLine } from "../tools/command-line.ts";
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

const { values, names } = takeCommandLine({
  usage: "npm run bench -- [--keep] [parts, all of them by default]",
  options: { keep: flag(`keeps a whole run in ${KEPT}`) },
  names: Object.keys(PARTS),
  conflicts: ({ keep }, parts) =>
    keep && parts.length > 0 ? ["--keep: only a whole run is kept, so leave the parts out"] : [],
});

const startedAt = Date.now();

function say(step: string): void {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1).padStart(6);
  console.error(`${seconds} s  ${step}`);
}

function chosenParts(): readonly Part[] {
  const chosen = names.length > 0 ? names : Object.keys(PARTS);
  return chosen.flatMap((name) => PARTS[name] ?? []);
}

function keep(report: string): void {
  const file = path.join(ROOT, KEPT);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, report);
}

async function main(): Promise<void> {
  const parts = chosenParts();
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

main().then(() => process.exit(0), endOverFailure);
