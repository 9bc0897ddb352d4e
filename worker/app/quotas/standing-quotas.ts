import type { Quota } from "../../../shared/contracts/api.ts";

/**
 * The quotas that stand, from versions given oldest first. A version for a whole period takes the place of all
 * before it; one from a day on ends what began on that day or later. What was withdrawn is absent, unless
 * something before it in the period still stands.
 */
export function standingQuotas<Version extends Quota>(versions: readonly Version[]): readonly Version[] {
  const standing = new Map<string, readonly Version[]>();
  for (const version of versions) {
    const key = quotaKey(version);
    const start = startOf(version);
    const before = (standing.get(key) ?? []).filter((kept) => startOf(kept) < start);
    const isNothing = version.amount === null && before.length === 0;
    standing.set(key, isNothing ? [] : [...before, version]);
  }
  return [...standing.values()].flat();
}

/** One subject, metric and period. */
export function quotaKey({ metric, subject, period }: Quota): string {
  return JSON.stringify([metric, subject.kind, subject.id, period.grain, period.from]);
}

function startOf({ effectiveFrom, period }: Quota): string {
  return effectiveFrom !== null && effectiveFrom > period.from ? effectiveFrom : period.from;
}
