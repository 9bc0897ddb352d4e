/** Keeps a proof from meaning anything elsewhere. */
const PURPOSE = "standings consent proof v1";

/**
 * The proof key of a consent (RFC 7636: 43 characters of base64url) from its state: nobody without our key can tell
 * it, and none has to be kept.
 */
export async function consentProof(key: string, state: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  const proof = await crypto.subtle.sign("HMAC", imported, encoder.encode(`${PURPOSE}.${state}`));
  return btoa(String.fromCharCode(...new Uint8Array(proof)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
