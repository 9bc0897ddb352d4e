import { creditRecord } from "../../domain/credit/credit-record.ts";
import type { QueryContext } from "../queries.ts";
import { loadScene } from "../scene/scene.ts";
import type { Viewer } from "../viewer.ts";
import type { CardSources } from "./card-scene.ts";

/**
 * Whether the tenant has such a deal, and the viewer sees in full somebody who owns it or whom it is credited to. What
 * a host page says about itself proves neither.
 */
export async function maySeeDeal(
  context: QueryContext & Pick<CardSources, "deals">,
  viewer: Viewer,
  crmId: string,
): Promise<boolean> {
  const held = await context.deals.loadDeal(crmId);
  if (!held) return false;
  const scene = await loadScene(context, {}, viewer);
  if (!scene.ok) return false;
  const { deal, facts } = held;
  const credited = creditRecord(deal, facts, scene.value.rules).map(({ memberId }) => memberId);
  const owners = (await context.store.loadIdentifiedMembers())
    .filter(({ ownerIds }) => deal.ownerId !== null && ownerIds.includes(deal.ownerId))
    .map(({ id }) => id);
  return [...credited, ...owners].some((id) => id !== "" && scene.value.sightOf(id) === "full");
}
