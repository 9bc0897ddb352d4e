import type { Problem, Quota } from "../../../shared/contracts/api.ts";
import { type CellChange, placeOf } from "./changes.ts";
import type { Saving } from "./use-saving.ts";
import type { QuotasWords } from "./words/en.ts";

/** What the server said against a quota, by the part of it: "quotas.3.period.from" is of the fourth one. */
const FAULT_PATH = /^quotas\.(\d+)\.(\w+)/;

/** What was wrong with one quota that was sent. */
export interface RefusedQuota {
  readonly quota: Quota;
  readonly part: string;
}

/** Which of the quotas that were sent the server refused; `first` is where the request began among them. */
export function refusedQuotas(
  problem: Problem | null,
  quotas: readonly Quota[],
  first: number,
): readonly RefusedQuota[] {
  return (problem?.errors ?? []).flatMap(({ path }) => {
    const [, index, part] = FAULT_PATH.exec(path) ?? [];
    const quota = index === undefined ? undefined : quotas[first + Number(index)];
    return quota && part !== undefined ? [{ quota, part }] : [];
  });
}

/** Why a cell could not be saved, by cell, for as long as it says what was refused. */
export function refusedTexts(
  saving: Saving,
  changes: readonly CellChange[],
  words: QuotasWords,
): ReadonlyMap<string, string> {
  const refused = saving.kind === "failed" ? saving.refused : [];
  const known: Readonly<Record<string, string>> = words.refused;
  const texts = new Map(
    refused.map(({ quota, part }) => [sentAs(quota), known[part] ?? words.refused.other]),
  );
  return new Map(
    changes.flatMap(({ cell, quota }) => {
      const text = texts.get(sentAs(quota));
      return text === undefined ? [] : [[cell.key, text] as const];
    }),
  );
}

function sentAs(quota: Quota): string {
  return `${placeOf(quota)} ${quota.amount} ${quota.effectiveFrom}`;
}
