import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Adjustment, CrmRecord, Deal } from "../../../worker/domain/records.ts";
import type { World } from "./naive-facts.ts";

export interface NaiveShare {
  readonly memberId: string | null;
  readonly share: number;
}

export function naiveMemberOfOwner(world: World, ownerId: string | null): string | null {
  return world.members.find(({ ownerIds }) => ownerId !== null && ownerIds.includes(ownerId))?.id ?? null;
}

function memberOfUser(world: World, userId: string | null): string | null {
  return world.members.find(({ userIds }) => userId !== null && userIds.includes(userId))?.id ?? null;
}

export function memberOfCreator(world: World, record: CrmRecord): string | null {
  return memberOfUser(world, record.creatorUserId);
}

export function memberOfAdded(adjustment: Adjustment): readonly NaiveShare[] {
  return [{ memberId: adjustment.memberId, share: 1 }];
}

/** Who shares what happened. `owner` is whoever owned the deal then. */
export function naiveHolders(
  world: World,
  record: CrmRecord,
  event: EventId,
  owner: string | null,
): readonly NaiveShare[] {
  const source = world.rules.events[event]?.creditSource ?? { kind: "owner_at_event" };
  if (source.kind === "creator") return [{ memberId: memberOfCreator(world, record), share: 1 }];
  if (record.kind !== "deal") return [{ memberId: memberOfActivity(world, record, event), share: 1 }];
  if (source.kind === "property") {
    const value = record.otherOwners[source.name] ?? null;
    return [{ memberId: naiveMemberOfOwner(world, value) ?? memberOfUser(world, value), share: 1 }];
  }
  if (source.kind === "splits" && event !== "deal_cycle" && record.splits.some(({ share }) => share > 0)) {
    return sharesOf(world, record);
  }
  return [{ memberId: naiveMemberOfOwner(world, owner), share: 1 }];
}

/** Shares by owner id; two of one member are one. */
function sharesOf(world: World, deal: Deal): readonly NaiveShare[] {
  const shares: { memberId: string | null; share: number; name: string }[] = [];
  const ordered = [...deal.splits].sort((one, other) => (one.ownerId < other.ownerId ? -1 : 1));
  for (const { ownerId, share } of ordered) {
    const memberId = naiveMemberOfOwner(world, ownerId);
    const name = memberId ?? `nobody behind ${ownerId}`;
    const same = shares.find((entry) => entry.name === name);
    if (same === undefined) shares.push({ memberId, share, name });
    else same.share += share;
  }
  return shares;
}

function memberOfActivity(world: World, record: CrmRecord, event: EventId): string | null {
  const owner = naiveMemberOfOwner(world, record.ownerId);
  if (record.kind !== "email") return owner;
  const memberOf = (person: string | null) =>
    world.members.find(({ personKeys }) => person !== null && personKeys.includes(person))?.id ?? null;
  if (event === "email_received") {
    if (record.ownerId !== null) return owner;
    return record.to.map(memberOf).find((member) => member !== null) ?? null;
  }
  const sender = memberOf(record.from);
  if (sender === null) return owner;
  return record.direction === "outbound" && record.ownerId !== null ? owner : sender;
}
