import { useState } from "preact/hooks";
import type { Problem, Quota, QuotaSheet } from "../../../shared/contracts/api.ts";
import type { Answer, ApiClient } from "../host/api-client.ts";
import { usePage } from "../standings/page-context.ts";
import { type RefusedQuota, refusedQuotas } from "./refused-cells.ts";

/** So many quotas go in one request, which keeps it well below what the server takes. */
const QUOTAS_PER_REQUEST = 1000;

/** Where saving stands. */
export type Saving =
  | { readonly kind: "idle" }
  | { readonly kind: "saving"; readonly count: number }
  /** `reverse` takes it back; null for what was taken back already. */
  | { readonly kind: "saved"; readonly count: number; readonly reverse: readonly Quota[] | null }
  /** Null: nobody answered. `refused` are those that the server would not take as they were. */
  | {
      readonly kind: "failed";
      readonly problem: Problem | null;
      readonly saved: number;
      readonly of: number;
      readonly refused: readonly RefusedQuota[];
    }
  /** Somebody else saved first; `now` is the sheet as it is since. */
  | {
      readonly kind: "conflict";
      readonly before: QuotaSheet;
      readonly now: QuotaSheet;
      readonly undoing: boolean;
    };

/** What saving comes to: the sheet as it is now, and whether all of it was saved. */
interface Sent {
  readonly sheet: QuotaSheet;
  readonly saved: number;
  readonly failed: Exclude<Answer<QuotaSheet>, { kind: "ok" }> | null;
}

/** Saves quotas against the version they were edited from. There is no other way to write them. */
export function useSaving(options: {
  readonly sheet: QuotaSheet;
  readonly setSheet: (sheet: QuotaSheet) => void;
  /** Everything that was given is saved; 0 when an earlier saving was taken back. */
  readonly onSaved: (count: number) => void;
}) {
  const { api } = usePage();
  const [saving, setSaving] = useState<Saving>({ kind: "idle" });
  const { sheet, setSheet, onSaved } = options;

  async function send(
    quotas: readonly Quota[],
    { reverse, undoing }: { readonly reverse: readonly Quota[] | null; readonly undoing: boolean },
  ): Promise<boolean> {
    setSaving({ kind: "saving", count: quotas.length });
    const sent = await sendAll(api, quotas, sheet);
    if (sent.saved > 0) setSheet(sent.sheet);
    if (sent.failed === null) {
      onSaved(undoing ? 0 : quotas.length);
      setSaving({ kind: "saved", count: quotas.length, reverse });
      return true;
    }
    const problem = sent.failed.kind === "problem" ? sent.failed.problem : null;
    if (problem !== null && problem.status === 412) {
      const now = await api.get<QuotaSheet>("quotas");
      if (now.kind === "ok") {
        setSheet(now.value);
        setSaving({ kind: "conflict", before: sent.sheet, now: now.value, undoing });
        return false;
      }
    }
    const refused = refusedQuotas(problem, quotas, sent.saved);
    setSaving({ kind: "failed", problem, saved: sent.saved, of: quotas.length, refused });
    return false;
  }

  return {
    saving,
    save: (quotas: readonly Quota[], reverse: readonly Quota[]) => send(quotas, { reverse, undoing: false }),
    /** Takes the last saving back, which is a version like any other. */
    async undo() {
      if (saving.kind !== "saved" || saving.reverse === null) return;
      await send(saving.reverse, { reverse: null, undoing: true });
    },
    dismiss: () => setSaving({ kind: "idle" }),
  };
}

/** Part after part, each against the version that the one before made. */
async function sendAll(api: ApiClient, quotas: readonly Quota[], first: QuotaSheet): Promise<Sent> {
  let sheet = first;
  for (let from = 0; from < quotas.length; from += QUOTAS_PER_REQUEST) {
    const body = { quotas: quotas.slice(from, from + QUOTAS_PER_REQUEST) };
    const answer = await api.put<QuotaSheet>("quotas", { body, ifMatch: `"${sheet.version}"` });
    if (answer.kind !== "ok") return { sheet, saved: from, failed: answer };
    sheet = answer.value;
  }
  return { sheet, saved: quotas.length, failed: null };
}
