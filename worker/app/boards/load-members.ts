import type { MemberList } from "../../../shared/contracts/api.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import type { Viewer } from "../viewer.ts";
import { loadScene, memberHead } from "./scene.ts";
import { teamHead } from "./team-rows.ts";

/** The people whom the viewer may see by name, and the teams. Whoever is private to the viewer is absent. */
export async function loadMembers(
  context: QueryContext,
  viewer: Viewer,
): Promise<Result<MemberList, QueryRefusal>> {
  const loaded = await loadScene(context, {}, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const shown = scene.members.filter(({ id }) => ["full", "named"].includes(scene.sightOf(id)));
  return ok({
    members: shown.map((member) => {
      const { role, active, leftOn } = member;
      return { ...memberHead(scene, member), role, active, leftOn };
    }),
    teams: scene.tree.teams.map(teamHead),
  });
}
