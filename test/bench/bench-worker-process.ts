import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { createTestHarness } from "wrangler";
import { COMMANDS, type CommandAnswer, type CommandArgs, type CommandName } from "./commands.ts";

const CONFIG = path.join(import.meta.dirname, "workerd/wrangler.toml");
const CLOCK_TICK_MILLISECONDS = 10;

/** The bench's own Worker, in real workerd on a D1 that is migrated and empty. */
export interface BenchWorker {
  call<N extends CommandName>(name: N, args: CommandArgs<N>): Promise<CommandAnswer<N>>;
  /** Processor time of workerd so far, the database's included; null where the system does not tell. */
  cpuMilliseconds(): number | null;
  stop(): Promise<void>;
}

export async function startBenchWorker(): Promise<BenchWorker> {
  const before = new Set(ownWorkerd());
  const harness = createTestHarness({ workers: [{ configPath: CONFIG }] });
  await harness.listen();
  const worker = harness.getWorker();
  await worker.applyD1Migrations("DB");
  const processes = ownWorkerd().filter((pid) => !before.has(pid));
  return {
    async call(name, args) {
      const body = JSON.stringify({ name, args });
      const answer = await worker.fetch("http://bench.test/", { method: "POST", body });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`The bench's Worker failed at ${name}: ${text}`);
      return v.parse(COMMANDS[name].answer, JSON.parse(text));
    },
    cpuMilliseconds: () =>
      processes.length === 0 ? null : processes.reduce((sum, pid) => sum + cpuOf(pid), 0),
    stop: () => harness.close(),
  };
}

/** The workerd processes that this process started, where the system has /proc. */
function ownWorkerd(): readonly number[] {
  if (process.platform !== "linux") return [];
  const all = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  return all.filter((pid) => {
    const stat = statOf(pid);
    return stat !== null && stat.name === "workerd" && stat.parent === process.pid;
  });
}

function cpuOf(pid: number): number {
  return statOf(pid)?.cpuMilliseconds ?? 0;
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function statOf(pid: number) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { name, parent: Number(fields[1]), cpuMilliseconds: ticks * CLOCK_TICK_MILLISECONDS };
  } catch {
    // It ended while it was looked at.
    return null;
  }
}
