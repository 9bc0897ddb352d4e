import type { Instant } from "../../shared/contracts/time.ts";
import type { Settings } from "../domain/settings.ts";

/** Settings with the version that a change of them has to name; 0 before anything was chosen. */
export interface VersionedSettings {
  readonly version: number;
  readonly settings: Settings;
}

/** The settings of one tenant, every version kept. */
export interface SettingsStore {
  /** As they are now: what nobody chose stands at its default. */
  load(): Promise<VersionedSettings>;
  /** Saves when `expectedVersion` is still the present one, else answers null. */
  save(
    settings: Settings,
    by: { readonly setBy: string; readonly expectedVersion: number; readonly now: Instant },
  ): Promise<number | null>;
}
