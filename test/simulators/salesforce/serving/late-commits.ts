/** Numbers of records that are told of before they are there, far above all others. */
const NUMBERS_FROM = 50_000_000;

interface LateCommit {
  readonly orgId: string;
  readonly startedAt: number;
  readonly commit: () => void;
  readonly timer: NodeJS.Timeout;
}

/** Transactions that wrote already, and whose rows nobody sees yet. */
export interface LateCommits {
  /** Begins one at a moment of the org's clock, to commit by itself after so long. */
  begin(
    transaction: { readonly orgId: string; readonly startedAt: number; readonly commit: () => void },
    lastsMilliseconds: number,
  ): void;
  /** For the id of a record that is there only later. */
  nextNumber(): number;
  /** When the oldest that is open in an org began; null when none is. */
  oldest(orgId: string): number | null;
  /** Commits all at once. */
  commitAll(): void;
  close(): void;
}

export function createLateCommits(): LateCommits {
  const open = new Set<LateCommit>();
  let number = NUMBERS_FROM;
  function end(transaction: LateCommit): void {
    clearTimeout(transaction.timer);
    if (open.delete(transaction)) transaction.commit();
  }
  return {
    begin(transaction, lastsMilliseconds) {
      const timer = setTimeout(() => end(whole), lastsMilliseconds);
      const whole: LateCommit = { ...transaction, timer };
      open.add(whole);
    },
    nextNumber: () => number++,
    oldest(orgId) {
      const starts = [...open].filter((one) => one.orgId === orgId).map(({ startedAt }) => startedAt);
      return starts.length === 0 ? null : Math.min(...starts);
    },
    commitAll() {
      for (const transaction of [...open]) end(transaction);
    },
    close() {
      for (const { timer } of open) clearTimeout(timer);
      open.clear();
    },
  };
}
