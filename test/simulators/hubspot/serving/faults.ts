/** What goes wrong by itself and can be lived through. `all` means these. */
export const RECOVERABLE_FAULTS = [
  "429",
  "500",
  "timeout",
  "cut",
  "expired_token",
  "stale_search",
  "duplicate_webhooks",
  "late_webhooks",
  "lost_webhooks",
  "reordered_webhooks",
] as const;

/** What only the customer or the operator can mend. */
const UNRECOVERABLE_FAULTS = ["revoked_token", "missing_scope", "malformed_record"] as const;

export type FaultName = (typeof RECOVERABLE_FAULTS)[number] | (typeof UNRECOVERABLE_FAULTS)[number];

const FAULT_NAMES: readonly FaultName[] = [...RECOVERABLE_FAULTS, ...UNRECOVERABLE_FAULTS];

/** Every how many occasions a fault strikes: primes, so that they seldom meet. */
const EVERY: Readonly<Record<FaultName, number>> = {
  "429": 17,
  "500": 13,
  timeout: 83,
  cut: 29,
  expired_token: 61,
  stale_search: 1,
  duplicate_webhooks: 2,
  late_webhooks: 3,
  lost_webhooks: 5,
  reordered_webhooks: 1,
  revoked_token: 40,
  missing_scope: 1,
  malformed_record: 211,
};

export interface Faults {
  /** Counts an occasion and tells whether the fault strikes now. */
  strikes(name: FaultName): boolean;
  isOn(name: FaultName): boolean;
  /** Replaces what is on. */
  turnOn(names: readonly FaultName[]): void;
  on(): readonly FaultName[];
  every(name: FaultName): number;
  setEvery(name: FaultName, every: number): void;
  /** How often each has struck. */
  counts(): Readonly<Record<string, number>>;
}

function isFaultName(name: string): name is FaultName {
  return FAULT_NAMES.some((known) => known === name);
}

/** Reads "429,cut" or "all"; `null` names what is not known. */
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
    every: (name) => everyOf[name],
    setEvery(name, every) {
      everyOf[name] = every;
    },
    counts: () => ({ ...struck }),
  };
}
