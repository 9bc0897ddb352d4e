/**
 * Weighs what a page has to fetch before it can be painted, and fails where that is more than its budget: run after
 * each build. Chart.js in it is a failure by itself, since charts are loaded when they come into view.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { gzipSync } from "node:zlib";

/** What vite says of a file that it built. */
interface BuiltFile {
  readonly file: string;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, BuiltFile>>;

/** A page, the files of the source that its first paint begins with, and its budget in kilobytes of 1024, gzipped. */
export interface Budget {
  readonly name: string;
  readonly from: readonly string[];
  /** What it loads as well before it paints, where it is a file of its own: the words. */
  readonly also: readonly string[];
  readonly kilobytes: number;
}

/** What a page was found to weigh. */
export interface Weighed {
  readonly name: string;
  readonly bytes: number;
  readonly limitBytes: number;
  /** Files that hold Chart.js. */
  readonly charts: readonly string[];
}

const STANDINGS = "standings/index.html";
const THEME = "host/theme-boot.ts";
const BYTES_PER_KILOBYTE = 1024;
/** Texts that Chart.js keeps through minification; one of them alone may stand in our own code. */
const CHART_MARKS = ["chartjs", "maxBarThickness"];

/** Every page, also of those that are not built yet. */
export const BUDGETS: readonly Budget[] = [
  { name: "quota-card", from: ["quota-card/index.html"], also: ["quota-card/words/en.ts"], kilobytes: 25 },
  { name: "tv", from: ["tv/index.html"], also: ["tv/words/en.ts"], kilobytes: 45 },
  ...["leaderboard", "person", "quotas", "activity", "connection", "install", "settings"].map((folder) => ({
    name: folder,
    from: [STANDINGS, `${folder}/page.tsx`],
    also: [`${folder}/words/en.ts`],
    kilobytes: 45,
  })),
];

/** Weighs the pages that are built; one whose files are not there is left out. */
export function weigh(
  manifest: Manifest,
  budgets: readonly Budget[],
  read: (file: string) => Uint8Array,
): readonly Weighed[] {
  return budgets
    .filter(({ from }) => from.every((source) => source in manifest))
    .map(({ name, from, also, kilobytes }) => {
      const files = [...filesOf(manifest, [THEME, ...from, ...also])];
      const contents = files.map((file) => ({ file, content: read(file) }));
      return {
        name,
        bytes: contents.reduce((sum, { content }) => sum + gzipSync(content).length, 0),
        limitBytes: kilobytes * BYTES_PER_KILOBYTE,
        charts: contents.filter(({ content }) => holdsCharts(content)).map(({ file }) => file),
      };
    });
}

/** The scripts of some sources with everything that they import statically. */
function filesOf(manifest: Manifest, sources: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const left = [...sources];
  for (let source = left.pop(); source !== undefined; source = left.pop()) {
    const built = manifest[source];
    if (!built || seen.has(built.file)) continue;
    seen.add(built.file);
    left.push(...(built.imports ?? []));
  }
  return new Set([...seen].filter((file) => file.endsWith(".js")));
}

function holdsCharts(content: Uint8Array): boolean {
  const text = new TextDecoder().decode(content);
  return CHART_MARKS.every((mark) => text.includes(mark));
}

/** The table, and whether every page keeps to its budget. */
export function report(weighed: readonly Weighed[]): { readonly text: string; readonly ok: boolean } {
  const kilobytes = (bytes: number) => (bytes / BYTES_PER_KILOBYTE).toFixed(1).padStart(6);
  const lines = weighed.map(({ name, bytes, limitBytes, charts }) => {
    const faults = [bytes > limitBytes ? "over budget" : "", charts.length > 0 ? "holds Chart.js" : ""];
    const verdict = faults.filter((fault) => fault !== "").join(", ") || "ok";
    return `  ${name.padEnd(12)} ${kilobytes(bytes)} of ${kilobytes(limitBytes)} KB  ${verdict}`;
  });
  const ok = weighed.every(({ bytes, limitBytes, charts }) => bytes <= limitBytes && charts.length === 0);
  return { text: ["First paint, gzipped script:", ...lines].join("\n"), ok };
}

function main(): void {
  const folder = path.join(import.meta.dirname, "dist/cards");
  const manifest = JSON.parse(readFileSync(path.join(folder, ".vite/manifest.json"), "utf8")) as Manifest;
  const { text, ok } = report(weigh(manifest, BUDGETS, (file) => readFileSync(path.join(folder, file))));
  process.stdout.write(`${text}\n`);
  if (!ok) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) main();
