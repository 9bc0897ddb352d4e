import type { MemberDescription, MemberList } from "../../../shared/contracts/api.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { Member } from "../../ports/tenants.ts";
import { teamHead } from "../boards/team-rows.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { loadScene, memberHead, type Scene } from "../scene/scene.ts";
import { seesEverybody, showsName } from "../scene/visibility.ts";
import type { Viewer } from "../viewer.ts";

/** The people whom the viewer may see by name, and the teams. Whoever is private to the viewer is absent. */
export async function loadMembers(
  context: QueryContext,
  viewer: Viewer,
): Promise<Result<MemberList, QueryRefusal>> {
  const loaded = await loadScene(context, {}, viewer);
  if (!loaded.ok) return loaded;
  const scene = loaded.value;
  const shown = scene.members.filter(({ id }) => showsName(scene.sightOf(id)));
  return ok({
    members: shown.map((member) => describeMember(scene, member)),
    teams: scene.tree.teams.map(teamHead),
  });
}

function describeMember(scene: Scene, member: Member): MemberDescription {
  const { viewer, tree } = scene;
  const { role, roleByHand, active, leftOn, privacy, region, department } = member;
  const joinedOn = scene.sightOf(member.id) === "full" ? member.joinedOn : null;
  const description = { ...memberHead(scene, member), role, active, joinedOn, leftOn, region, department };
  if (!seesEverybody(viewer) && member.id !== viewer.memberId) return description;
  // A lead outlives its team: what is shown can be sent back as it is.
  const managesTeamIds = member.managesTeamIds.filter((teamId) => tree.has(teamId));
  return { ...description, privacy, managesTeamIds, roleByHand };
}
