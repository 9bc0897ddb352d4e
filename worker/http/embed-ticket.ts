import type { Instant } from "../../shared/contracts/time.ts";
import { secondsAfter } from "../domain/seconds-after.ts";
import type { Host } from "../ports/access.ts";
import type { HttpDependencies } from "./context.ts";
import { hashOf, newSecret, TICKET_SECONDS } from "./credentials.ts";

/** A ticket that opens one session, within a minute. */
export async function mintTicket(
  { access, now, randomBytes }: Pick<HttpDependencies, "access" | "now" | "randomBytes">,
  whom: { readonly tenantId: string; readonly memberId: string; readonly host: Host },
): Promise<{ readonly ticket: string; readonly expiresAt: Instant }> {
  const ticket = newSecret(randomBytes);
  const expiresAt = secondsAfter(now(), TICKET_SECONDS);
  await access.saveTicket(await hashOf(ticket), { purpose: "embed", ...whom }, { now: now(), expiresAt });
  return { ticket, expiresAt };
}
