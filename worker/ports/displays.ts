import type { DisplayKeyHead } from "../../shared/contracts/display.ts";

/** Keys of screens. Only hashes are kept. */
export interface DisplayStore {
  /** False when the tenant has as many as one may have. */
  saveKey(
    tenantId: string,
    key: DisplayKeyHead & { readonly keyHash: string },
    limit: number,
  ): Promise<boolean>;
  /** Oldest first. */
  listKeys(tenantId: string): Promise<readonly DisplayKeyHead[]>;
  /** False when there is no such key. */
  revokeKey(tenantId: string, keyId: string): Promise<boolean>;
  /** Null when there is no such key, or no more. */
  findKey(keyHash: string): Promise<{ readonly tenantId: string; readonly key: DisplayKeyHead } | null>;
}
