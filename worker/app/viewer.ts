import { administers, type Role } from "../../shared/contracts/ids.ts";

/** Who asks. Made by the session, the API key, or the room (which sees what every member may see). */
export interface Viewer {
  readonly tenantId: string;
  /** Null for machines, displays and the room. */
  readonly memberId: string | null;
  readonly role: Role;
  readonly mayWrite: boolean;
}

/** What every member of the tenant may see, and nothing personal: rooms, posts, TV. */
export function sharedViewer(tenantId: string): Viewer {
  return { tenantId, memberId: null, role: "member", mayWrite: false };
}

/** Owners and admins, by a credential that may write. */
export function mayAdminister({ role, mayWrite }: Viewer): boolean {
  return mayWrite && administers(role);
}

/** What a change is signed with: the member, or "api" for a machine, which has no member behind it. */
export function signatureOf({ memberId }: Viewer): string {
  return memberId ?? "api";
}
