import type { Org } from "../org/org.ts";
import type { Simulation } from "../simulation.ts";

/** What the faults hidden_objects and hidden_fields hide in an org at the moment. */
export interface Hidden {
  readonly objects: boolean;
  readonly fields: boolean;
}

/** Hides entries while it is wanted, and takes them out again after. */
function setHidden(names: Set<string>, listed: readonly string[], isHidden: boolean): void {
  for (const name of listed) {
    if (isHidden) names.add(name);
    else names.delete(name);
  }
}

function hideFields({ missing }: Org, paths: readonly string[], isHidden: boolean): void {
  for (const path of paths) {
    const [object = "", field = ""] = path.split(".");
    const names = missing.fields.get(object) ?? new Set<string>();
    setHidden(names, [field], isHidden);
    missing.fields.set(object, names);
  }
}

/**
 * Hides what the settings name once such a fault is on, and shows it once it is off. Between the two, what a test
 * hides or shows by itself stays as it is.
 */
export function applyHiding({ faults, orgs, settings, hidden }: Simulation): void {
  const wanted: Hidden = { objects: faults.isOn("hidden_objects"), fields: faults.isOn("hidden_fields") };
  for (const org of orgs.values()) {
    const before = hidden.get(org.id) ?? { objects: false, fields: false };
    if (wanted.objects !== before.objects) {
      setHidden(org.missing.objects, settings.hiddenObjects, wanted.objects);
    }
    if (wanted.fields !== before.fields) hideFields(org, settings.hiddenFields, wanted.fields);
    hidden.set(org.id, wanted);
  }
}
