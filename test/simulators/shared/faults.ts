/** The faults that one simulator knows. */
export interface FaultCatalogue<Name extends string> {
  /** What goes wrong by itself and can be lived through. `all` means these. */
  readonly recoverable: readonly Name[];
  /** Every how many occasions each fault strikes, unless somebody sets it otherwise. */
  readonly every: Readonly<Record<Name, number>>;
}

/** Which faults are on, and how often they have struck. */
export interface FaultSwitches<Name extends string> {
  /** Counts an occasion, in an account where it belongs to one, and tells whether the fault strikes now. */
  strikes(name: Name, account?: string | null): boolean;
  isOn(name: Name, account?: string | null): boolean;
  /** Replaces what is on in one account; where none is named, everything that is on anywhere. */
  turnOn(names: readonly Name[], account?: string | null): void;
  on(): readonly Name[];
  every(name: Name): number;
  setEvery(name: Name, every: number): void;
  /** How often each has struck. */
  counts(): Readonly<Record<string, number>>;
}

/** Whether there is such a fault. */
export function isFaultIn<Name extends string>({ every }: FaultCatalogue<Name>, name: string): name is Name {
  return Object.hasOwn(every, name);
}

/** What may be asked for by name, "all" that can be lived through, or "none". */
export function faultChoicesOf({ every }: FaultCatalogue<string>): readonly string[] {
  return ["all", "none", ...Object.keys(every)];
}

/** Reads names with commas between, "all" or "none"; throws where a name is not known. */
export function readFaultsIn<Name extends string>(
  catalogue: FaultCatalogue<Name>,
  text: string,
): readonly Name[] {
  const names = text.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "" && name !== "none")
    .flatMap((name) => {
      if (name === "all") return [...catalogue.recoverable];
      if (isFaultIn(catalogue, name)) return [name];
      throw new Error(`Unknown fault "${name}". Known: all, ${Object.keys(catalogue.every).join(", ")}`);
    });
}

/** Every n-th occasion, beginning where the seed says: the same requests meet the same faults. */
export function createSwitches<Name extends string>(
  catalogue: FaultCatalogue<Name>,
  seed: number,
  names: readonly Name[],
): FaultSwitches<Name> {
  const enabled = new Set<Name>(names);
  /** What is on in one account alone. */
  const enabledIn = new Map<string, ReadonlySet<Name>>();
  const everyOf: Record<Name, number> = { ...catalogue.every };
  const occasions = new Map<Name, number>();
  const struck = new Map<Name, number>();
  const isOn = (name: Name, account: string | null = null) =>
    enabled.has(name) || (account !== null && enabledIn.get(account)?.has(name) === true);
  return {
    strikes(name, account) {
      if (!isOn(name, account)) return false;
      const count = (occasions.get(name) ?? seed % everyOf[name]) + 1;
      occasions.set(name, count);
      if (count % everyOf[name] !== 0) return false;
      struck.set(name, (struck.get(name) ?? 0) + 1);
      return true;
    },
    isOn,
    turnOn(wanted, account = null) {
      if (account !== null) {
        enabledIn.set(account, new Set(wanted));
        return;
      }
      enabledIn.clear();
      enabled.clear();
      for (const name of wanted) enabled.add(name);
    },
    on: () => [...new Set([enabled, ...enabledIn.values()].flatMap((names) => [...names]))],
    every: (name) => everyOf[name],
    setEvery(name, every) {
      everyOf[name] = every;
    },
    counts: () => Object.fromEntries(struck),
  };
}
