import type { Instant } from "../../../../../shared/contracts/time.ts";

/** Salesforce takes no assertion that is good for longer. */
const SECONDS_VALID = 180;
const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/;

/** As whom, and to whom, the app vouches. */
export interface Assertion {
  readonly clientId: string;
  readonly userName: string;
  readonly audience: string;
  readonly now: Instant;
}

/** An assertion signed with the app's key (RS256); null when the key cannot be read. */
export async function signAssertion(
  pem: string,
  { clientId, userName, audience, now }: Assertion,
): Promise<string | null> {
  const key = await readKey(pem);
  if (key === null) return null;
  const claims = {
    iss: clientId,
    sub: userName,
    aud: audience,
    exp: Math.floor(Date.parse(now) / 1000) + SECONDS_VALID,
  };
  const signed = [{ alg: "RS256", typ: "JWT" }, claims].map(encodeJson).join(".");
  const signature = await crypto.subtle.sign(ALGORITHM.name, key, new TextEncoder().encode(signed));
  return `${signed}.${encodeBytes(new Uint8Array(signature))}`;
}

/** Environments often hold a key in one line, with the breaks written out. */
async function readKey(pem: string): Promise<CryptoKey | null> {
  const base64 = PEM.exec(pem.replaceAll("\\n", "\n"))?.[1]?.replace(/\s+/g, "");
  if (base64 === undefined) return null;
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return await crypto.subtle.importKey("pkcs8", bytes, ALGORITHM, false, ["sign"]);
  } catch {
    return null;
  }
}

function encodeJson(value: object): string {
  return encodeBytes(new TextEncoder().encode(JSON.stringify(value)));
}

function encodeBytes(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
