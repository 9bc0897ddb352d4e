/** What goes wrong by itself and can be lived through. `all` means these. */
export const RECOVERABLE_FAULTS = [
  "busy",
  "500",
  "hang",
  "cut",
  "expired_token",
  "expired_while_paging",
  "expired_locator",
  "late_commits",
  "duplicate_pings",
  "late_pings",
  "lost_pings",
  "reordered_pings",
] as const;

/** What only the customer or the operator can mend. */
const UNRECOVERABLE_FAULTS = [
  "endless_401",
  "revoked_token",
  "lost_refresh",
  "hidden_fields",
  "hidden_objects",
  "only_deals",
  "no_bulk",
  "spent_calls",
] as const;

export type FaultName = (typeof RECOVERABLE_FAULTS)[number] | (typeof UNRECOVERABLE_FAULTS)[number];

const FAULT_NAMES: readonly FaultName[] = [...RECOVERABLE_FAULTS, ...UNRECOVERABLE_FAULTS];

/** Every how many occasions a fault strikes: mostly primes, so that they seldom meet. */
const EVERY: Readonly<Record<FaultName, number>> = {
  busy: 7,
  "500": 13,
  hang: 83,
  cut: 29,
  expired_token: 31,
  expired_while_paging: 3,
  expired_locator: 11,
  late_commits: 5,
  duplicate_pings: 2,
  late_pings: 3,
  lost_pings: 5,
  reordered_pings: 1,
  endless_401: 1,
  revoked_token: 40,
  lost_refresh: 3,
  hidden_fields: 1,
  hidden_objects: 1,
  only_deals: 1,
  no_bulk: 1,
  spent_calls: 1,
};

export interface Faults {
  /** Counts an occasion and tells whether the fault strikes now. */
  strikes(name: FaultName): boolean;
  isOn(name: FaultName): boolean;
  /** Replaces what is on. */
  turnOn(names: readonly FaultName[]): void;
  on(): readonly FaultName[];
  setEvery(name: FaultName, every: number): void;
  /** How often each has struck. */
  counts(): Readonly<Record<string, number>>;
}

function isFaultName(name: string): name is FaultName {
  return FAULT_NAMES.some((known) => known === name);
}

/** Reads "busy,cut" or "all"; throws where a name is not known. */
export function readFaultNames(text: string): readonly FaultName[] {
  const names = text.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "" && name !== "none")
    .flatMap((name) => {
      if (name === "all") return [...RECOVERABLE_FAULTS];
      if (!isFaultName(name))
        throw new Error(`Unknown fault "${name}". Known: all, ${FAULT_NAMES.join(", ")}`);
      return [name];
    });
}

/** Every n-th occasion, beginning where the seed says: the same requests meet the same faults. */
export function createFaults(seed: number, names: readonly FaultName[] = []): Faults {
  const enabled = new Set<FaultName>(names);
  const everyOf: Record<FaultName, number> = { ...EVERY };
  const occasions = new Map<FaultName, number>();
  const struck: Record<string, number> = {};
  return {
    strikes(name) {
      if (!enabled.has(name)) return false;
      const count = (occasions.get(name) ?? seed % everyOf[name]) + 1;
      occasions.set(name, count);
      if (count % everyOf[name] !== 0) return false;
      struck[name] = (struck[name] ?? 0) + 1;
      return true;
    },
    isOn: (name) => enabled.has(name),
    turnOn(wanted) {
      enabled.clear();
      for (const name of wanted) enabled.add(name);
    },
    on: () => [...enabled],
    setEvery(name, every) {
      everyOf[name] = every;
    },
    counts: () => ({ ...struck }),
  };
}
