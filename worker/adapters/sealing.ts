import { err, ok, type Result } from "../domain/result.ts";

/** Why a sealed text stays closed. */
export type SealFailure =
  | { readonly reason: "malformed" }
  /** The key that sealed it is no longer among the keys. */
  | { readonly reason: "key_unknown"; readonly keyId: string }
  /** Changed since, or sealed for another tenant. */
  | { readonly reason: "not_authentic" };

/** Seals small secrets for one tenant, so that they are worth nothing elsewhere. */
export interface Sealing {
  seal(plain: string, tenantId: string): Promise<string>;
  open(sealed: string, tenantId: string): Promise<Result<string, SealFailure>>;
}

/** A key with its name. */
export interface TokenKey {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;
const KEY_BYTES = 32;
/** What AES-GCM is made for; a random one never repeats within the life of a key here. */
const NONCE_BYTES = 12;

/** `k2:base64,k1:base64`: the first key seals, all of them open. Says what is wrong without naming a key. */
export function readTokenKeys(text: string): Result<readonly TokenKey[], string> {
  const keys: TokenKey[] = [];
  for (const part of text.split(",")) {
    const [id = "", base64 = "", ...rest] = part.trim().split(":");
    if (!KEY_ID.test(id) || rest.length > 0) return err("each key is written as id:base64");
    const bytes = fromBase64(base64);
    if (bytes?.length !== KEY_BYTES) return err(`key ${id} must be ${KEY_BYTES} bytes in base64`);
    if (keys.some((key) => key.id === id)) return err(`key ${id} is given twice`);
    keys.push({ id, bytes });
  }
  return ok(keys);
}

/** AES-GCM with the key's id in front and the tenant's id as additional data. */
export function createSealing(keys: readonly TokenKey[]): Sealing {
  const first = keys[0];
  if (!first) throw new Error("Sealing needs at least one key");
  return {
    async seal(plain, tenantId) {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const key = await importKey(first, "encrypt");
      const sealed = await crypto.subtle.encrypt(
        algorithm(nonce, tenantId),
        key,
        new TextEncoder().encode(plain),
      );
      return [first.id, toBase64(nonce), toBase64(new Uint8Array(sealed))].join(".");
    },
    open: (sealed, tenantId) => open(keys, sealed, tenantId),
  };
}

async function open(
  keys: readonly TokenKey[],
  sealed: string,
  tenantId: string,
): Promise<Result<string, SealFailure>> {
  const [keyId = "", nonceText = "", bodyText = "", ...rest] = sealed.split(".");
  const nonce = fromBase64(nonceText);
  const body = fromBase64(bodyText);
  if (!KEY_ID.test(keyId) || nonce?.length !== NONCE_BYTES || !body || rest.length > 0) {
    return err({ reason: "malformed" });
  }
  const key = keys.find(({ id }) => id === keyId);
  if (!key) return err({ reason: "key_unknown", keyId });
  try {
    const imported = await importKey(key, "decrypt");
    const plain = await crypto.subtle.decrypt(algorithm(nonce, tenantId), imported, body);
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain));
  } catch (error) {
    if (error instanceof DOMException) return err({ reason: "not_authentic" });
    throw error;
  }
}

function importKey(key: TokenKey, use: "encrypt" | "decrypt"): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", key.bytes, "AES-GCM", false, [use]);
}

function algorithm(iv: Uint8Array<ArrayBuffer>, tenantId: string) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(tenantId) };
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** Null when the text is no base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
