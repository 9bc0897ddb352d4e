import type { Session } from "../../shared/contracts/access.ts";

/** A session of Maya Okafor that began just now. */
export function buildSession({
  member = {},
  tenant = {},
  ...changes
}: {
  readonly role?: Session["role"];
  readonly member?: Partial<Session["member"]>;
  readonly tenant?: Partial<Session["tenant"]>;
} = {}): Session {
  return {
    token: "token",
    expiresAt: "2026-11-20T15:30:00.000Z",
    secondsLeft: 900,
    role: "member",
    ...changes,
    member: { id: "m1", crmId: "crm-m1", name: "Maya Okafor", teamId: null, ...member },
    tenant: { name: "Demo", crm: "hubspot", timeZone: "UTC", currency: "USD", weekStart: 1, ...tenant },
  };
}
