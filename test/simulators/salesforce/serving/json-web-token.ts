import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { isObject } from "../../shared/exchange.ts";

const ASSERTION_SECONDS_MAX = 180;

export interface Assertion {
  readonly subject: string;
}

/** What is wrong with an assertion, in the words that Salesforce uses. */
export interface AssertionFault {
  readonly fault: string;
}

export interface AssertionRules {
  /** The app's certificate or public key, in PEM. */
  readonly publicKey: string;
  readonly issuer: string;
  /** Any of these names the login host. */
  readonly audiences: readonly string[];
  readonly now: number;
}

function decoded(part: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8"));
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function keyOf(pem: string) {
  return pem.includes("BEGIN CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

/** Checks signature, issuer, audience and age of a JWT bearer assertion. */
export function readAssertion(text: string, rules: AssertionRules): Assertion | AssertionFault {
  const [head, body, signature] = text.split(".");
  const header = decoded(head);
  const claims = decoded(body);
  if (!header || !claims || !signature) return { fault: "invalid assertion" };
  if (header.alg !== "RS256") return { fault: "invalid assertion: algorithm must be RS256" };
  const isSigned = verify(
    "RSA-SHA256",
    Buffer.from(`${head}.${body}`),
    keyOf(rules.publicKey),
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) return { fault: "invalid assertion: signature does not verify" };
  if (claims.iss !== rules.issuer) return { fault: "client identifier invalid" };
  const audiences: readonly unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  if (!audiences.some((audience) => typeof audience === "string" && rules.audiences.includes(audience))) {
    return { fault: "audience is invalid" };
  }
  const nowSeconds = rules.now / 1000;
  if (typeof claims.exp !== "number" || claims.exp <= nowSeconds) return { fault: "assertion is expired" };
  if (claims.exp > nowSeconds + ASSERTION_SECONDS_MAX) return { fault: "assertion is valid for too long" };
  return typeof claims.sub === "string" ? { subject: claims.sub } : { fault: "subject is missing" };
}
