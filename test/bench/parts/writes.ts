import { type BenchWorker, startBenchWorker } from "../bench-worker-process.ts";
import {
  type CommandAnswer,
  RECORDS_PER_BATCH,
  SAMPLE_KINDS,
  SAMPLE_SHARES,
  type SampleKind,
} from "../commands.ts";
import { shortNumber } from "../numbers.ts";
import type { Figure, Section } from "../report.ts";
import { withRunning } from "../stopping.ts";

const DEALS = 2000;
const ACTIVITIES = 6000;
/** Records that come one by one, as notices bring them. */
const SINGLE_RECORDS = 60;
const TENANT = "writes";
const MEMBERS = 40;

/** How many rows D1 writes for a record that is new, changed, or delivered again. */
export function benchWrites(say: (step: string) => void): Promise<Section> {
  return withRunning(startBenchWorker(), async (worker) => {
    await worker.call("prepare", { tenantId: TENANT, members: MEMBERS });
    const groups: readonly Group[] = [
      { name: "deals", counts: [["deal", DEALS]] },
      { name: "activities", counts: activityCounts() },
    ];
    const figures: Figure[] = [];
    for (const group of groups) {
      say(`Writing ${group.name}: new, again, changed, one by one`);
      figures.push(...(await measureGroup(worker, group)));
    }
    return {
      title: "Rows written per record",
      figures,
      notes: [
        `D1's own count, indexes and the revision included, in batches of ${RECORDS_PER_BATCH} records of one kind as the backfill writes them. Activities are mixed as the generated organisation has them: calls, e-mails in threads, meetings, tasks and messages.`,
        "A new deal is seven or more lines of the ledger (created, its pipeline, each rise, won with its revenue and cycle), each in the index of Why this number?, and each in day, week and month cells, of its pipeline and of all.",
        "Beside it: the records alone as rows of one table with one index to group by and no guard against writing again.",
      ],
    };
  });
}

interface Group {
  readonly name: string;
  readonly counts: readonly (readonly [SampleKind, number])[];
}

function activityCounts(): Group["counts"] {
  const kinds = SAMPLE_KINDS.filter((kind) => kind !== "deal");
  const whole = kinds.reduce((sum, kind) => sum + SAMPLE_SHARES[kind], 0);
  return kinds.map((kind) => [kind, Math.round((ACTIVITIES * SAMPLE_SHARES[kind]) / whole)]);
}

interface Turn {
  readonly name: "new" | "delivered again" | "changed";
  readonly version: number;
}

const TURNS: readonly Turn[] = [
  { name: "new", version: 0 },
  { name: "delivered again", version: 0 },
  { name: "changed", version: 1 },
];

async function measureGroup(worker: BenchWorker, group: Group): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { name, version } of TURNS) {
    const sums = { records: 0, rows: 0, bareRows: 0 };
    for (const [kind, count] of group.counts) {
      const args = { tenantId: TENANT, kind, from: 0, count, version, perBatch: RECORDS_PER_BATCH };
      const applied = await worker.call("apply", args);
      insist(applied, { count, again: name === "delivered again" });
      sums.records += count;
      sums.rows += applied.rowsWritten;
      sums.bareRows += (await worker.call("applyBare", args)).rowsWritten;
    }
    figures.push(figureOf(`${group.name}, ${name}`, sums, name === "delivered again"));
  }
  return [...figures, await singleFigure(worker, group)];
}

/** A figure about records that were not stored as meant would say nothing. */
function insist(
  { stored, unchanged }: CommandAnswer<"apply">,
  meant: { readonly count: number; readonly again: boolean },
): void {
  const asMeant = meant.again ? unchanged : stored;
  if (asMeant !== meant.count)
    throw new Error(`Of ${meant.count} records only ${asMeant} were written as meant`);
}

function figureOf(
  what: string,
  sums: { readonly records: number; readonly rows: number; readonly bareRows: number },
  isAgain: boolean,
): Figure {
  return {
    what: `One of ${sums.records} ${what}`,
    measured: shortNumber(sums.rows / sums.records),
    target: isAgain ? "0" : null,
    met: isAgain ? sums.rows === 0 : null,
    peer: `${shortNumber(sums.bareRows / sums.records)} as a bare row`,
  };
}

/** One record per batch shares no cell with another, and is a revision of its own. */
async function singleFigure(worker: BenchWorker, { name, counts }: Group): Promise<Figure> {
  const sums = { records: 0, rows: 0, bareRows: 0 };
  const whole = counts.reduce((sum, [, count]) => sum + count, 0);
  for (const [kind, of] of counts) {
    const count = Math.ceil((SINGLE_RECORDS * of) / whole);
    const args = { tenantId: TENANT, kind, from: 0, count, version: 2, perBatch: 1 };
    sums.records += count;
    sums.rows += (await worker.call("apply", args)).rowsWritten;
    sums.bareRows += (await worker.call("applyBare", args)).rowsWritten;
  }
  return figureOf(`${name}, changed and applied one by one`, sums, false);
}
