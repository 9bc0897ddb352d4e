import { METRIC_IDS } from "../../../shared/contracts/ids.ts";
import { type BenchWorker, startBenchWorker } from "../bench-worker-process.ts";
import {
  type CommandAnswer,
  HISTORY_MONTHS,
  RECORDS_PER_BATCH,
  SAMPLE_KINDS,
  SAMPLE_SHARES,
} from "../commands.ts";
import { milliseconds, shortNumber, times, wholeNumber } from "../numbers.ts";
import type { Figure, Section } from "../report.ts";
import { withRunning } from "../stopping.ts";

const MEMBERS = [50, 500, 5000] as const;
/** How often the least history: as many won deals a month and member. */
const HISTORIES = [1, 10, 100] as const;
const ROWS_PER_MEMBER_AND_MEASURE_MAX = 4;
/** A row more or less is none. */
const FLAT_MAX = 1.005;
const SAMPLE_RECORDS = 4000;
const SAMPLE_MEMBERS = 40;

/** How many rows D1 reads for the board of a closed quarter, and how many a direct GROUP BY would. */
export function benchRows(say: (step: string) => void): Promise<Section> {
  return withRunning(startBenchWorker(), async (worker) => {
    const seeded: Seeded[] = [];
    for (const members of MEMBERS) {
      for (const history of HISTORIES) seeded.push(await seed(worker, { members, history }, say));
    }
    say("Making the peer's index");
    await worker.call("indexForPeer", {});
    say("Reading every board, and the same by GROUP BY");
    const boards: Board[] = [];
    for (const each of seeded) boards.push(await readBoth(worker, each));
    say("Reading every metric's board of a mixed history");
    const mixed = await mixedFigure(worker);
    return {
      title: "Rows read for the board of a closed quarter",
      figures: [...boards.map(boardFigure), ...flatFigures(boards), mixed],
      notes: [
        `Deals Won, one measure, by member and without comparison, for an admin: the least favourable shape, for every member has won in every month. History lies in ${HISTORY_MONTHS.length} months; 1× is one won deal a month and member.`,
        "Measured is D1's own count of rows read from cells per member and measure, which the target is about. What the whole board reads stands behind it: people and their teams, a share per member that no further measure adds to. What is read whatever the number of members, such as the list of reasons for leaving out, weighs most where they are few.",
        "Beside it: a GROUP BY over the ledger's lines of the quarter, first by a covering index made for nothing else, which is the best it can do, then by the index that the ledger has.",
        "The cells were checked: a rebuild from the lines of the history finds no difference, and every total equals the GROUP BY's.",
      ],
    };
  });
}

interface Size {
  readonly members: number;
  readonly history: number;
}

interface Seeded extends Size {
  readonly tenantId: string;
  readonly lines: number;
}

async function seed(
  worker: BenchWorker,
  { members, history }: Size,
  say: (step: string) => void,
): Promise<Seeded> {
  const tenantId = `m${members}-h${history}`;
  await worker.call("prepare", { tenantId, members });
  let lines = 0;
  for (const month of HISTORY_MONTHS) {
    lines += (await worker.call("seedMonth", { tenantId, dealsPerMember: history, month })).credits;
  }
  const { cells } = await worker.call("seedCells", { tenantId });
  say(`${members} members, ${history}× history: ${wholeNumber(lines)} lines, ${wholeNumber(cells)} cells`);
  if (members === MEMBERS[0]) await insistOnConsistency(worker, tenantId);
  return { tenantId, members, history, lines };
}

/** Seeded by other SQL than the product's, so the product itself looks whether it is right. */
async function insistOnConsistency(worker: BenchWorker, tenantId: string): Promise<void> {
  const { differences } = await worker.call("rebuild", { tenantId });
  if (differences > 0) throw new Error(`The seeded cells of ${tenantId} differ from its lines`);
}

interface Board extends Seeded {
  readonly board: CommandAnswer<"readBoard">;
  readonly direct: CommandAnswer<"groupBy">;
  readonly directByLedger: CommandAnswer<"groupBy">;
}

async function readBoth(worker: BenchWorker, seeded: Seeded): Promise<Board> {
  const { tenantId } = seeded;
  const board = await worker.call("readBoard", { tenantId, metric: "deals_won" });
  const direct = await worker.call("groupBy", { tenantId, index: "peer" });
  const directByLedger = await worker.call("groupBy", { tenantId, index: "ledger" });
  if (board.total !== direct.total || board.total !== directByLedger.total) {
    throw new Error(`${tenantId}: the board says ${board.total}, its lines ${direct.total}`);
  }
  return { ...seeded, board, direct, directByLedger };
}

function perMember({ members, board }: Pick<Board, "members" | "board">, rows: number): number {
  return rows / members / board.measures;
}

function boardFigure(read: Board): Figure {
  const { members, history, board, direct, directByLedger } = read;
  const share = perMember(read, board.cellRowsRead);
  return {
    what: `${wholeNumber(members)} members, ${history}× history (${wholeNumber(read.lines)} lines)`,
    measured: `${shortNumber(share)}; whole board ${shortNumber(perMember(read, board.rowsRead))} (${wholeNumber(board.rowsRead)} rows, ${milliseconds(board.milliseconds)})`,
    target: `≤ ${ROWS_PER_MEMBER_AND_MEASURE_MAX}`,
    met: share <= ROWS_PER_MEMBER_AND_MEASURE_MAX,
    peer: [
      `GROUP BY ${shortNumber(perMember(read, direct.rowsRead))} (${wholeNumber(direct.rowsRead)} rows, ${milliseconds(direct.milliseconds)})`,
      `${shortNumber(perMember(read, directByLedger.rowsRead))} by the ledger's index`,
    ].join("; "),
  };
}

/** The same board at the longest history against the shortest. */
function flatFigures(boards: readonly Board[]): readonly Figure[] {
  return MEMBERS.flatMap((members) => {
    const ofSize = boards.filter((board) => board.members === members);
    const [shortest, longest] = [ofSize[0], ofSize.at(-1)];
    if (!shortest || !longest) return [];
    const growth = longest.board.rowsRead / shortest.board.rowsRead;
    return [
      {
        what: `${wholeNumber(members)} members: rows at ${longest.history}× history over rows at 1×`,
        measured: times(growth),
        target: "1×, flat",
        met: growth <= FLAT_MAX,
        peer: `GROUP BY ${times(longest.direct.rowsRead / shortest.direct.rowsRead)}`,
      },
    ];
  });
}

/** All metrics over records of every kind that went through the writer. */
async function mixedFigure(worker: BenchWorker): Promise<Figure> {
  const tenantId = "mixed";
  await worker.call("prepare", { tenantId, members: SAMPLE_MEMBERS });
  for (const kind of SAMPLE_KINDS) {
    const count = Math.round(SAMPLE_RECORDS * SAMPLE_SHARES[kind]);
    await worker.call("apply", { tenantId, kind, from: 0, count, version: 0, perBatch: RECORDS_PER_BATCH });
  }
  const shares: { metric: string; share: number }[] = [];
  for (const metric of METRIC_IDS) {
    const board = await worker.call("readBoard", { tenantId, metric });
    if (board.measures === 0) continue;
    shares.push({ metric, share: perMember({ members: SAMPLE_MEMBERS, board }, board.cellRowsRead) });
  }
  shares.sort((left, right) => right.share - left.share);
  const [worst] = shares;
  const mean = shares.reduce((sum, { share }) => sum + share, 0) / shares.length;
  return {
    what: `All ${shares.length} metrics over a mixed history, ${SAMPLE_MEMBERS} members: the most`,
    measured: shortNumber(worst?.share ?? Number.NaN),
    target: `≤ ${ROWS_PER_MEMBER_AND_MEASURE_MAX}`,
    met: (worst?.share ?? Number.NaN) <= ROWS_PER_MEMBER_AND_MEASURE_MAX,
    peer: `${worst?.metric ?? "none"}; the mean of all ${shortNumber(mean)}`,
  };
}
