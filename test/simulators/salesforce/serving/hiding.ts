import { READING } from "../org/build-profiles.ts";
import type { Org } from "../org/org.ts";
import { tableOf } from "../org/org.ts";
import type { Simulation } from "../simulation.ts";

/** What the faults hidden_objects, hidden_fields and only_deals take away in an org at the moment. */
export interface Hidden {
  readonly objects: boolean;
  readonly fields: boolean;
  /** The right to see everybody's activities. */
  readonly allData: boolean;
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

function setViewAllData(org: Org, isGiven: boolean): void {
  const sets = tableOf(org, "PermissionSet");
  for (const set of [...sets.having("Name", READING)]) sets.change(set, { PermissionsViewAllData: isGiven });
}

/**
 * Hides what the settings name once such a fault is on, and shows it once it is off. Between the two, what a test
 * hides or shows by itself stays as it is.
 */
export function applyHiding({ faults, orgs, settings, hidden }: Simulation): void {
  for (const org of orgs.values()) {
    const wanted: Hidden = {
      objects: faults.isOn("hidden_objects", org.id),
      fields: faults.isOn("hidden_fields", org.id),
      allData: faults.isOn("only_deals", org.id),
    };
    const before = hidden.get(org.id) ?? { objects: false, fields: false, allData: false };
    if (wanted.objects !== before.objects) {
      setHidden(org.missing.objects, settings.hiddenObjects, wanted.objects);
    }
    if (wanted.fields !== before.fields) hideFields(org, settings.hiddenFields, wanted.fields);
    if (wanted.allData !== before.allData) setViewAllData(org, !wanted.allData);
    hidden.set(org.id, wanted);
  }
}
