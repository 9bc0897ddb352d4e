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

const CATALOGUE: FaultCatalogue<FaultName> = { recoverable: RECOVERABLE_FAULTS, every: EVERY };

/** What a command line may ask for. */
export const FAULT_CHOICES = faultChoicesOf(CATALOGUE);

export type Faults = FaultSwitches<FaultName>;

/** Whether there is such a fault. */
export function isFaultName(name: string): name is FaultName {
  return isFaultIn(CATALOGUE, name);
}

/** Reads "429,cut" or "all"; throws where a name is not known. */
export function readFaultNames(text: string): readonly FaultName[] {
  return readFaultsIn(CATALOGUE, text);
}

/** The switches of all faults, with some of them on. */
export function createFaults(seed: number, names: readonly FaultName[] = []): Faults {
  return createSwitches(CATALOGUE, seed, names);
}
