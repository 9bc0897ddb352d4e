import type { Viewer } from "../app/viewer.ts";
import { err, ok, type Result } from "../domain/result.ts";
import type { Tenant } from "../ports/tenants.ts";
import type { HttpContext, HttpDependencies } from "./context.ts";
import type { ProblemName } from "./problem.ts";

/** Who looks at a card, as the CRM's signature vouches for. A card changes nothing. */
export interface EmbedCaller {
  readonly tenant: Tenant;
  readonly viewer: Viewer & { readonly memberId: string };
}

/** Why nobody was recognised. */
export type EmbedRefusal = Extract<
  ProblemName,
  "signature-refused" | "account-unknown" | "account-disconnected" | "person-unknown"
>;

/** The person behind a call that HubSpot signed, over the raw bytes of its body. */
export async function identifyEmbedCaller(
  c: HttpContext,
  dependencies: HttpDependencies,
  body: Uint8Array,
): Promise<Result<EmbedCaller, EmbedRefusal>> {
  const { access, tenants, now, publicUrl } = dependencies;
  const { pathname, search } = new URL(c.req.url);
  const caller = await dependencies.verifyHubSpotCall({
    method: c.req.method,
    url: `${publicUrl}${pathname}${search}`,
    headers: c.req.raw.headers,
    body,
    now: now(),
  });
  if (!caller.ok) return err("signature-refused");
  const tenant = await tenants.findByCrmId(caller.value.crm, caller.value.crmId);
  if (!tenant) return err("account-unknown");
  c.set("tenantId", tenant.id);
  if (tenant.state === "uninstalled") return err("account-disconnected");
  const person = await access.findPerson(tenant.id, caller.value);
  if (!person?.active) return err("person-unknown");
  const { memberId, role } = person;
  return ok({ tenant, viewer: { tenantId: tenant.id, memberId, role, mayWrite: false } });
}
