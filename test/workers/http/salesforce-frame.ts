import { env } from "cloudflare:workers";
import type { Role } from "../../../shared/contracts/ids.ts";
import type { TestApp } from "./app.ts";
import { type SeededTenant, userIdOf } from "./seed.ts";

const [CANVAS_SECRET = ""] = (env.SALESFORCE_CANVAS_SECRET ?? "").split(",");
let made = 0;

/** What Salesforce puts into an envelope, as far as a test wants it otherwise. */
export interface EnvelopeWish {
  readonly orgId?: string;
  readonly userId?: string;
  readonly parameters?: unknown;
  readonly language?: string;
}

/** base64 of HMAC-SHA256, as Salesforce and its triggers sign. */
export async function hmac(secret: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)));
  return btoa(String.fromCharCode(...signature));
}

/** A signed request that nobody used yet, for the tenant's person of a role. */
export async function signedRequest(
  { tenant }: Pick<SeededTenant, "tenant">,
  role: Role,
  wish: EnvelopeWish = {},
  secret = CANVAS_SECRET,
): Promise<string> {
  made += 1;
  const envelope = {
    algorithm: "HMACSHA256",
    userId: wish.userId ?? userIdOf(tenant.crmId, role),
    issuedAt: made,
    client: { instanceUrl: tenant.crmAppUrl, targetOrigin: tenant.crmAppUrl, oauthToken: "00D!secret" },
    context: {
      user: { language: wish.language ?? "en_US", locale: "en_GB" },
      organization: { organizationId: wish.orgId ?? tenant.crmId },
      environment: { displayLocation: "Aura", parameters: wish.parameters ?? { place: "tab" } },
    },
  };
  const encoded = btoa(JSON.stringify(envelope));
  return `${await hmac(secret, encoded)}.${encoded}`;
}

/** As the frame of the page posts it, or as a page that renews its session does. */
export function postSigned(
  app: TestApp,
  signed: string,
  accept = "text/html,application/xhtml+xml",
): Promise<Response> {
  return app.fetch("/embed/salesforce", {
    method: "POST",
    redirect: "manual",
    headers: { accept, origin: "https://somewhere.lightning.force.com", "sec-fetch-site": "cross-site" },
    body: new URLSearchParams({ signed_request: signed }),
  });
}
