import { cpus, totalmem } from "node:os";

/** One line of a table: what was measured, against its target, with a peer measured in the same run beside it. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  /** Null where nothing was promised. */
  readonly target: string | null;
  /** Null where there is no target to meet. */
  readonly met: boolean | null;
  readonly peer: string;
}

/** The table of one part, and what one has to know to read it. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

const HEAD = ["", "measured", "target", "met", "beside it"] as const;
const GIBIBYTE = 2 ** 30;

/** What the run stood on. */
export function environmentLine(now: Date): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / GIBIBYTE);
  return [
    `${processors.length} cores (${processors[0]?.model.trim() ?? "unknown"})`,
    `${memory} GiB`,
    `Node ${process.version}`,
    `${process.platform} ${process.arch}`,
    now.toISOString().slice(0, 10),
  ].join(" · ");
}

/** A section as Markdown, with its columns aligned so that it reads well in a terminal too. */
export function renderSection({ title, figures, notes }: Section): string {
  const rows = [HEAD, ...figures.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`;
  const table = [line(HEAD), rule, ...rows.slice(1).map(line)].join("\n");
  const remarks = notes.map((note) => `- ${note}`).join("\n");
  return [`## ${title}`, table, remarks].filter((part) => part !== "").join("\n\n");
}

function cellsOf({ what, measured, target, met, peer }: Figure): readonly string[] {
  return [what, measured, target ?? "", met === null ? "" : met ? "yes" : "NO", peer];
}

/** The whole report, as it is kept. */
export function renderReport(sections: readonly Section[], environment: string): string {
  const head = `# Benchmarks

One run of \`npm run bench -- --keep\`, on one machine where everything shares the processors: the simulated
CRM, the Worker, its database and the clock that measures them. Timings are noisy and wander from run to run;
what stands beside each other was measured in the same run, so trust the ratios more than any single timing.
Rows and bytes are exact.

${environment}`;
  return `${[head, ...sections.map(renderSection)].join("\n\n")}\n`;
}
