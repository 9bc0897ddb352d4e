import { createHmac } from "node:crypto";

/** A delivery of notices as HubSpot signs it (signature v3), so that a test can send any body at any time. */
export function signedNotice(
  secret: string,
  { url, body, timestamp = Date.now() }: { url: string; body: string; timestamp?: number | string },
): RequestInit {
  const signature = createHmac("sha256", secret).update(`POST${url}${body}${timestamp}`).digest("base64");
  return {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-hubspot-signature-v3": signature,
      "x-hubspot-request-timestamp": String(timestamp),
    },
  };
}
