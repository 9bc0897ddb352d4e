import { DEFAULT_SETTINGS, type Settings } from "../../worker/domain/settings.ts";
import type { SettingsStore } from "../../worker/ports/settings.ts";

/** Settings in memory, every version at hand. */
export function memorySettings(
  first: Partial<Settings> = {},
): SettingsStore & { readonly saved: readonly (Settings & { readonly setBy: string })[] } {
  const saved: (Settings & { readonly setBy: string })[] = [];
  let settings: Settings = { ...DEFAULT_SETTINGS, ...first };
  return {
    saved,
    load: async () => ({ version: saved.length, settings }),
    async save(next, { setBy, expectedVersion }) {
      if (expectedVersion !== saved.length) return null;
      settings = next;
      saved.push({ ...next, setBy });
      return saved.length;
    },
  };
}
