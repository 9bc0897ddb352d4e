import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { BUDGETS, type Weighed, weigh } from "../../../ui-extension/budgets.ts";
import { kilobytes, milliseconds, times } from "../numbers.ts";
import type { Figure, Section } from "../report.ts";
import { runTool } from "../run-tool.ts";

const WORKER_GZIP_BYTES_MAX = 1_000_000;
/** What Cloudflare refuses to start beyond. */
const START_MILLISECONDS_MAX = 1000;
const PRODUCT_CONFIG = "wrangler.toml";
const BARE_CONFIG = "test/bench/bare/wrangler.toml";
const STARTS = 5;
const MANIFEST = ".vite/manifest.json";
const SHOWN_PAGES = ["quota-card", "leaderboard"];
/** Below this a profile holds a sample or none. */
const RESOLVED_MILLISECONDS = 5;

/** How big the Worker and its page are, and what starting the Worker costs. */
export async function benchSize(say: (step: string) => void): Promise<Section> {
  const folder = mkdtempSync(path.join(tmpdir(), "standings-size-"));
  try {
    say("Bundling the Worker, and a bare one");
    const product = await bundleSize(PRODUCT_CONFIG, path.join(folder, "product"));
    const bare = await bundleSize(BARE_CONFIG, path.join(folder, "bare"));
    say("Building the page");
    const pages = await pageWeights(path.join(folder, "cards"));
    say(`Profiling ${STARTS} starts of each Worker`);
    const starts = await medianStart(PRODUCT_CONFIG, path.join(folder, "product.cpuprofile"));
    const bareStarts = await medianStart(BARE_CONFIG, path.join(folder, "bare.cpuprofile"));
    return {
      title: "Size and start",
      figures: [
        {
          what: "Worker bundle, gzip",
          measured: kilobytes(product.gzip),
          target: "< 1,000 KB",
          met: product.gzip < WORKER_GZIP_BYTES_MAX,
          peer: `${kilobytes(bare.gzip)} for a Worker of Hono alone; ${kilobytes(product.raw)} before gzip`,
        },
        ...pageFigures(pages),
        {
          what: `CPU of a start, median of ${STARTS}`,
          measured: milliseconds(starts),
          target: `< ${START_MILLISECONDS_MAX} ms`,
          met: starts < START_MILLISECONDS_MAX,
          peer:
            bareStarts < RESOLVED_MILLISECONDS
              ? "the bare Worker is too quick for the profile"
              : `${milliseconds(bareStarts)} for the bare Worker, so ${times(starts / bareStarts)}`,
        },
      ],
      notes: [
        "A start is what `wrangler check startup` profiles on this machine, its active time; Cloudflare's machines differ and its limit is 1 s.",
        "First paint is what a page has to fetch before it can be painted, its words with it. Charts come later.",
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bytes {
  readonly raw: number;
  readonly gzip: number;
}

function bytesOf(files: readonly string[]): Bytes {
  const contents = files.map((file) => readFileSync(file));
  return {
    raw: contents.reduce((sum, content) => sum + content.length, 0),
    gzip: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
  };
}

/** Every module that would be uploaded, as Cloudflare counts them: without source maps. */
async function bundleSize(config: string, folder: string): Promise<Bytes> {
  await runTool("wrangler", ["deploy", "--dry-run", "-c", config, "--outdir", folder]);
  const uploaded = readdirSync(folder).filter((name) => /\.(js|mjs|wasm)$/.test(name));
  return bytesOf(uploaded.map((name) => path.join(folder, name)));
}

/** The pages as the build weighs them, with Vite's list of what each needs. */
async function pageWeights(folder: string): Promise<readonly Weighed[]> {
  const build = ["build", "--config", "ui-extension/vite.config.ts"];
  await runTool("vite", [...build, "--outDir", folder, "--emptyOutDir"]);
  const read = (file: string) => readFileSync(path.join(folder, file));
  const manifest: Parameters<typeof weigh>[0] = JSON.parse(read(MANIFEST).toString());
  return weigh(manifest, BUDGETS, read);
}

function pageFigures(pages: readonly Weighed[]): readonly Figure[] {
  return pages
    .filter(({ name }) => SHOWN_PAGES.includes(name))
    .map(({ name, bytes, limitBytes }) => ({
      what: `First paint of ${name}: script, gzip`,
      measured: kilobytes(bytes),
      target: `< ${kilobytes(limitBytes)}`,
      met: bytes <= limitBytes,
      peer: "the build fails beyond it",
    }));
}

async function medianStart(config: string, profile: string): Promise<number> {
  const starts: number[] = [];
  for (let start = 0; start < STARTS; start += 1) starts.push(await startCpu(config, profile));
  return starts.toSorted((left, right) => left - right)[Math.floor(STARTS / 2)] ?? Number.NaN;
}

/** The configuration is named twice: for the check, and for the build that it does. */
async function startCpu(config: string, profile: string): Promise<number> {
  const told = await runTool("wrangler", [
    ...["check", "startup", "-c", config, `--args=-c ${config}`],
    ...["--outfile", profile],
  ]);
  const active = /Active: ([\d.]+) ms/.exec(told)?.[1];
  if (active === undefined) throw new Error(`wrangler told no time of the start:\n${told}`);
  return Number(active);
}
