import {
  createSwitches,
  type FaultCatalogue,
  type FaultSwitches,
  faultChoicesOf,
  isFaultIn,
  readFaultsIn,
} from "../../shared/faults.ts";

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

const CATALOGUE: FaultCatalogue<FaultName> = { recoverable: RECOVERABLE_FAULTS, every: EVERY };

/** What a command line may ask for. */
export const FAULT_CHOICES = faultChoicesOf(CATALOGUE);

export type Faults = FaultSwitches<FaultName>;

/** Whether there is such a fault. */
export function isFaultName(name: string): name is FaultName {
  return isFaultIn(CATALOGUE, name);
}

/** Reads "busy,cut" or "all"; throws where a name is not known. */
export function readFaultNames(text: string): readonly FaultName[] {
  return readFaultsIn(CATALOGUE, text);
}

/** The switches of all faults, with some of them on. */
export function createFaults(seed: number, names: readonly FaultName[] = []): Faults {
  return createSwitches(CATALOGUE, seed, names);
}
