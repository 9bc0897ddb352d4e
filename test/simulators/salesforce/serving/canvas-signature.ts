import { createHmac } from "node:crypto";

/** How a signed request can be spoiled on its way, for tests of what checks it. */
export type Tamper = "signature" | "envelope" | "secret" | "algorithm" | "url_safe";

const SIGNED_WITH = "HMACSHA256";

function spoiled(envelope: Readonly<Record<string, unknown>>, tamper: Tamper | null) {
  const algorithm = tamper === "algorithm" ? "none" : SIGNED_WITH;
  return { algorithm, ...envelope };
}

function swapped(text: string): string {
  const last = text.length - 3;
  return `${text.slice(0, last)}${text[last] === "A" ? "B" : "A"}${text.slice(last + 1)}`;
}

/** `base64(signature).base64(envelope)` in the standard alphabet, signed over the envelope as it is encoded. */
export function signRequest(
  envelope: Readonly<Record<string, unknown>>,
  secret: string,
  tamper: Tamper | null = null,
): string {
  const encoded = Buffer.from(JSON.stringify(spoiled(envelope, tamper))).toString("base64");
  const key = tamper === "secret" ? `${secret}-of-somebody-else` : secret;
  const signature = createHmac("sha256", key).update(encoded).digest("base64");
  if (tamper === "signature") return `${swapped(signature)}.${encoded}`;
  if (tamper === "envelope") {
    const other = JSON.stringify({ ...spoiled(envelope, null), userId: "005000000000000AAA" });
    return `${signature}.${Buffer.from(other).toString("base64")}`;
  }
  const whole = `${signature}.${encoded}`;
  return tamper === "url_safe" ? whole.replaceAll("+", "-").replaceAll("/", "_") : whole;
}
