import { err, ok, type Result } from "../../domain/result.ts";
import type { Member } from "../../ports/tenants.ts";
import type { QueryRefusal } from "../queries.ts";
import type { Scene } from "./scene.ts";

/** A person whom the viewer sees in full. A peer is refused, and somebody private does not exist for peers. */
export function personInFull(scene: Scene, memberId: string): Result<Member, QueryRefusal> {
  const member = scene.members.find(({ id }) => id === memberId);
  const sight = scene.sightOf(memberId);
  if (member && sight === "full") return ok(member);
  return err({ reason: member && sight === "named" ? "not_permitted" : "unknown_member" });
}
