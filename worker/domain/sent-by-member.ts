import type { Email, PersonKey } from "./records.ts";

/** Whether a person is one of us. */
export type IsMember = (person: PersonKey) => boolean;

/**
 * CRMs log a member's own answer as incoming when it reaches them by forwarding, so the sender decides. An
 * e-mail of which neither direction nor sender is known was logged by whoever sent it.
 */
export function isSentByMember({ direction, from }: Email, isMember: IsMember): boolean {
  if (direction === "outbound") return true;
  return from === null ? direction === null : isMember(from);
}
