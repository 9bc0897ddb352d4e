import { useCallback, useEffect, useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { LeaveList } from "../../../shared/contracts/leave.ts";
import { usePage } from "../standings/page-context.ts";
import {
  type LeaveDraft,
  type LeaveFaults,
  leaveDiffers,
  leaveDrafts,
  leaveFaults,
  leaveOf,
  withLeave,
} from "./leave-view.ts";

/** Where the leave of somebody stands while it is edited. */
export type LeaveRows =
  | { readonly state: "loading" }
  /** Null: nobody answered. */
  | { readonly state: "failed"; readonly problem: Problem | null; readonly retry: () => void }
  | ({ readonly state: "ready" } & LeaveEditing);

/** The rows, and what can be done with them. */
export interface LeaveEditing {
  readonly rows: readonly LeaveDraft[];
  /** Empty until saving was tried once. */
  readonly faults: LeaveFaults;
  readonly hasChanges: boolean;
  readonly saving: "idle" | "saving" | "failed" | "offline";
  /** How often saving was tried with something wrong. */
  readonly refusals: number;
  readonly add: () => void;
  readonly edit: (key: number, edit: Partial<LeaveDraft>) => void;
  readonly remove: (key: number) => void;
  readonly save: () => Promise<void>;
}

/** Reads somebody's leave anew, lets it be edited, and saves it whole. `onSaved` is given what it replaced. */
export function useLeaveRows(memberId: string, onSaved: (before: LeaveList) => void): LeaveRows {
  const { api } = usePage();
  const path = `members/${encodeURIComponent(memberId)}/leave`;
  const [loaded, setLoaded] = useState<
    | { readonly kind: "loading" }
    | { readonly kind: "failed"; readonly problem: Problem | null }
    | { readonly kind: "ready"; readonly before: LeaveList }
  >({ kind: "loading" });
  const [rows, setRows] = useState<readonly LeaveDraft[]>([]);
  const [saving, setSaving] = useState<LeaveEditing["saving"]>("idle");
  const [refusals, setRefusals] = useState(0);

  const load = useCallback(async () => {
    setLoaded({ kind: "loading" });
    const answer = await api.get<LeaveList>(path);
    if (answer.kind !== "ok") {
      return setLoaded({ kind: "failed", problem: answer.kind === "problem" ? answer.problem : null });
    }
    setRows(leaveDrafts(answer.value));
    setLoaded({ kind: "ready", before: answer.value });
  }, [api, path]);
  useEffect(() => void load(), [load]);

  if (loaded.kind === "loading") return { state: "loading" };
  if (loaded.kind === "failed") {
    return { state: "failed", problem: loaded.problem, retry: () => void load() };
  }
  const { before } = loaded;
  const faults = leaveFaults(rows);
  const change = (next: readonly LeaveDraft[]) => {
    if (saving === "saving") return;
    setSaving("idle");
    setRows(next);
  };
  return {
    state: "ready",
    rows,
    faults: refusals > 0 ? faults : new Map(),
    hasChanges: leaveDiffers(rows, before),
    saving,
    refusals,
    add: () => change(withLeave(rows)),
    edit: (key, edit) => change(rows.map((row) => (row.key === key ? { ...row, ...edit } : row))),
    remove: (key) => change(rows.filter((row) => row.key !== key)),
    async save() {
      if (saving === "saving") return;
      if (faults.size > 0) return setRefusals((count) => count + 1);
      setSaving("saving");
      const answer = await api.put<LeaveList>(path, { body: leaveOf(rows) });
      setSaving(answer.kind === "ok" ? "idle" : answer.kind === "offline" ? "offline" : "failed");
      if (answer.kind === "ok") onSaved(before);
    },
  };
}
