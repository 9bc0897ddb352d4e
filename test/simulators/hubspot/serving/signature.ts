import { createHmac } from "node:crypto";

/** Query escapes that HubSpot decodes before it signs; all others stay as they are. */
const DECODED: Readonly<Record<string, string>> = {
  "%3A": ":",
  "%2F": "/",
  "%3F": "?",
  "%40": "@",
  "%21": "!",
  "%24": "$",
  "%27": "'",
  "%28": "(",
  "%29": ")",
  "%2A": "*",
  "%2C": ",",
  "%3B": ";",
};

function signedUri(uri: string): string {
  const question = uri.indexOf("?");
  if (question < 0) return uri;
  const query = uri
    .slice(question)
    .replaceAll(/%[0-9a-f]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
  return uri.slice(0, question) + query;
}

export interface Signed {
  readonly method: string;
  /** Full public address, query as sent. */
  readonly uri: string;
  readonly body: string;
  readonly timestamp: number | string;
}

/** Signature version 3: HMAC-SHA256 over method, address, body and timestamp, in base64. */
export function signatureV3(secret: string, { method, uri, body, timestamp }: Signed): string {
  return createHmac("sha256", secret)
    .update(`${method}${signedUri(uri)}${body}${timestamp}`)
    .digest("base64");
}

/** The headers of a signed request. */
export function signedHeaders(secret: string, signed: Signed): Readonly<Record<string, string>> {
  return {
    "X-HubSpot-Signature-v3": signatureV3(secret, signed),
    "X-HubSpot-Request-Timestamp": String(signed.timestamp),
  };
}
