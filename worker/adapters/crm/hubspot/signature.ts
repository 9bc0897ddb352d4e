import { err, ok, type Result } from "../../../domain/result.ts";
import type { SignedCaller } from "../../../ports/access.ts";
import type { CrmPort, NoticeRefusal } from "../../../ports/crm.ts";

/** A request as it reached us, with the public address that HubSpot called. */
export type SignedRequest = Omit<Parameters<CrmPort["readNotice"]>[0], "secretOf">;

/** What a signature is over. */
export interface SignedParts {
  readonly method: string;
  readonly url: string;
  readonly body: Uint8Array;
  readonly timestamp: string;
}

const AGE_MILLIS_MAX = 300_000;
const TIMESTAMP = /^\d{13}$/;
const BASE64 = /^[A-Za-z0-9+/]{1,100}={0,2}$/;
/** The only escapes that HubSpot decodes in an address before it signs. */
const DECODED_ESCAPES = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/** Null when HubSpot signed the request within five minutes of `now`, else why it is refused. */
export async function refusalOf(request: SignedRequest, clientSecret: string): Promise<NoticeRefusal | null> {
  const signature = request.headers.get("x-hubspot-signature-v3");
  const timestamp = request.headers.get("x-hubspot-request-timestamp");
  if (!signature || !timestamp) return "signature_missing";
  if (!TIMESTAMP.test(timestamp)) return "timestamp_out_of_range";
  const age = Math.abs(Date.parse(request.now) - Number(timestamp));
  if (!(age <= AGE_MILLIS_MAX)) return "timestamp_out_of_range";
  const parts = { method: request.method, url: request.url, body: request.body, timestamp };
  return (await isSignedBy(clientSecret, parts, signature)) ? null : "signature_wrong";
}

/** Who calls from inside HubSpot's own page: it adds and signs the user and the account. */
export async function verifySignedCall(
  request: SignedRequest,
  clientSecret: string,
): Promise<Result<SignedCaller, NoticeRefusal>> {
  const refusal = await refusalOf(request, clientSecret);
  if (refusal !== null) return err(refusal);
  const query = new URL(request.url).searchParams;
  const crmId = onlyValue(query, "portalId");
  if (crmId === null || !/^\d{1,20}$/.test(crmId)) return err("unreadable");
  const userId = onlyValue(query, "userId");
  if (userId !== null && !/^\d{1,20}$/.test(userId)) return err("unreadable");
  return ok({ crm: "hubspot", crmId, userId, email: onlyValue(query, "userEmail") });
}

/** Version 3 of HubSpot's signatures, compared in constant time. */
export async function isSignedBy(secret: string, parts: SignedParts, signature: string): Promise<boolean> {
  if (!BASE64.test(signature) || signature.length % 4 !== 0) return false;
  const encoder = new TextEncoder();
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["verify"]);
  const given = Uint8Array.from(atob(signature), (character) => character.charCodeAt(0));
  const head = encoder.encode(parts.method.toUpperCase() + signedUrl(parts.url));
  return crypto.subtle.verify(
    "HMAC",
    key,
    given,
    joinBytes([head, parts.body, encoder.encode(parts.timestamp)]),
  );
}

/**
 * Only a value that stands once. A page may add a query of its own before HubSpot adds the user's: with two
 * values of a name, nobody can say which one HubSpot vouches for.
 */
function onlyValue(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function signedUrl(url: string): string {
  const queryAt = url.indexOf("?");
  if (queryAt < 0) return url;
  return url.slice(0, queryAt) + url.slice(queryAt).replace(DECODED_ESCAPES, decodeURIComponent);
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
