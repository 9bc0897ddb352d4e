import { createHash } from "node:crypto";
import type { PersonKey } from "../domain/records.ts";

/** 128 bits: far beyond chance collisions among a tenant's correspondents. */
const KEY_BYTES = 16;

/** A person as we keep them: the tenant and the lower-case address, hashed, so no address is stored. */
export function personKey(tenantId: string, email: string): PersonKey {
  return shortHash(`${tenantId}\n${email.trim().toLowerCase()}`);
}

/** What two repetitions of one activity have in common, such as a message id, hashed for the same reason. */
export function activityKey(tenantId: string, parts: readonly string[]): string {
  return shortHash(JSON.stringify([tenantId, ...parts]));
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest().subarray(0, KEY_BYTES).toString("hex");
}
