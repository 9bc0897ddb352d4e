import type { Look } from "../../../shared/contracts/person.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { QueryRefusal } from "../queries.ts";
import { personInFull } from "../scene/person-in-full.ts";
import { loadScene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import type { StandingParts } from "./load-standing.ts";

/** Remembers that the viewer has the page of a person open now. A machine looks at nothing. */
export async function saveLook(
  { context, looks }: StandingParts,
  memberId: string,
  viewer: Viewer,
): Promise<Result<Look, QueryRefusal>> {
  const scene = await loadScene(context, {}, viewer);
  if (!scene.ok) return scene;
  const person = personInFull(scene.value, memberId);
  if (!person.ok) return person;
  if (viewer.memberId === null) return err({ reason: "not_permitted" });
  await looks.save({ viewerId: viewer.memberId, memberId }, context.now);
  return ok({ lookedAt: context.now });
}
