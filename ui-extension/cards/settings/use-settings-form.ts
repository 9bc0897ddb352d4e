import { useState } from "preact/hooks";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { TenantSettings } from "../../../shared/contracts/settings.ts";
import type { UsedAnswer } from "../host/use-answer.ts";
import { usePage } from "../standings/page-context.ts";
import {
  changeOf,
  differs,
  draftOf,
  editsOver,
  faultsOf,
  type SettingsDraft,
  type SettingsFaults,
} from "./settings-view.ts";

/** Where saving stands. */
export type SettingsSaving =
  | { readonly kind: "idle" }
  | { readonly kind: "saving" }
  /** Null: nobody answered. */
  | { readonly kind: "failed"; readonly problem: Problem | null }
  /** Somebody else saved first, or the CRM lost what is chosen; the fields stand over what is there now. */
  | { readonly kind: "conflict"; readonly why: ConflictReason };

type ConflictReason = "changed" | "pipeline_gone" | "field_gone";

/** A form over the settings: what is typed, what is wrong, and how to save it. */
export interface SettingsForm {
  readonly settings: TenantSettings;
  readonly draft: SettingsDraft;
  /** Empty until saving was tried once. */
  readonly faults: SettingsFaults;
  readonly hasChanges: boolean;
  readonly saving: SettingsSaving;
  /** How often saving was tried with something wrong: the focus goes to the first of it each time. */
  readonly refusals: number;
  readonly edit: (edit: Partial<SettingsDraft>) => void;
  readonly discard: () => void;
  readonly save: () => Promise<void>;
}

/**
 * Edits the settings against the version that they were edited from. What is typed is kept beside what is saved, so
 * that a newer version comes in under it.
 */
export function useSettingsForm(
  present: TenantSettings,
  update: UsedAnswer<TenantSettings>["update"],
  onSaved: () => void,
): SettingsForm {
  const { api, locale } = usePage();
  const { language } = locale;
  const [edits, setEdits] = useState<Partial<SettingsDraft>>({});
  const [held, setHeld] = useState<TenantSettings | null>(null);
  const [saving, setSaving] = useState<SettingsSaving>({ kind: "idle" });
  const [refusals, setRefusals] = useState(0);
  const settings = held ?? present;
  const start = draftOf(settings, language);
  const draft = { ...start, ...edits };
  const faults = faultsOf(draft, settings, language);

  function settle(next: TenantSettings | null, left: Partial<SettingsDraft>): void {
    setHeld(next);
    setEdits(left);
    setRefusals(0);
  }

  async function followConflict(why: ConflictReason): Promise<void> {
    const now = await api.get<TenantSettings>("settings");
    if (now.kind !== "ok") return setSaving({ kind: "failed", problem: null });
    update(now.value);
    settle(now.value, editsOver(edits, { before: settings, now: now.value }, language));
    setSaving({ kind: "conflict", why });
  }

  return {
    settings,
    draft,
    faults: refusals > 0 ? faults : {},
    hasChanges: differs(draft, start),
    saving,
    refusals,
    edit(edit) {
      if (saving.kind === "saving") return;
      const next = { ...edits, ...edit };
      const isChanged = differs({ ...start, ...next }, start);
      setEdits(isChanged ? next : {});
      setHeld(isChanged ? settings : null);
      setSaving({ kind: "idle" });
    },
    discard() {
      settle(null, {});
      setSaving({ kind: "idle" });
    },
    async save() {
      if (saving.kind === "saving") return;
      if (Object.keys(faults).length > 0) return setRefusals((before) => before + 1);
      const change = changeOf(draft, settings, language);
      if (change === null) return settle(null, {});
      setSaving({ kind: "saving" });
      const ifMatch = `"${settings.version}"`;
      const answer = await api.patch<TenantSettings>("settings", { body: change, ifMatch });
      if (answer.kind === "ok") {
        update(answer.value);
        settle(null, {});
        setSaving({ kind: "idle" });
        return onSaved();
      }
      const problem = answer.kind === "problem" ? answer.problem : null;
      const conflict = problem && conflictOf(problem);
      if (conflict) return followConflict(conflict);
      setSaving({ kind: "failed", problem });
    },
  };
}

/** What stands against saving that may be mended here; null for what may not. */
function conflictOf({ status, type, errors = [] }: Problem): ConflictReason | null {
  if (status === 412) return "changed";
  if (!type.endsWith("/settings-invalid")) return null;
  const isOfField = errors.length > 0 && errors.every(({ path }) => path.startsWith("counting."));
  return isOfField ? "field_gone" : "pipeline_gone";
}
