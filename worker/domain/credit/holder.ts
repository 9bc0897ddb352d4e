import type { LeftOutReason } from "../../../shared/contracts/ids.ts";
import { compareTexts } from "../compare-texts.ts";
import type { Directory } from "../facts.ts";
import type { Split } from "../records.ts";

/** Who gets a credit, or why nobody does. `memberId` is '' when `missing` says why. */
export interface Holder {
  readonly memberId: string;
  readonly missing: LeftOutReason | null;
  /** Of the whole, among the shares of all holders. */
  readonly share: number;
}

/** The person an owner id stands for. */
export function holderOfOwner(ownerId: string | null, directory: Directory): Holder {
  if (ownerId === null || ownerId === "") return nobody("no_owner");
  const memberId = directory.memberOfOwner(ownerId);
  if (memberId !== null) return soleHolder(memberId);
  return nobody(directory.isQueue(ownerId) ? "owner_is_queue" : "owner_not_mapped");
}

/** The person a user id stands for. */
export function holderOfUser(userId: string | null, directory: Directory): Holder {
  if (userId === null || userId === "") return nobody("no_owner");
  const memberId = directory.memberOfUser(userId);
  return memberId === null ? nobody("owner_not_mapped") : soleHolder(memberId);
}

/** A property that names a person holds an owner id in one CRM and a user id in another. */
export function holderOfProperty(value: string | null, directory: Directory): Holder {
  const owner = holderOfOwner(value, directory);
  if (owner.missing !== "owner_not_mapped") return owner;
  return holderOfUser(value, directory);
}

/** A member who gets the whole credit. */
export function soleHolder(memberId: string): Holder {
  return { memberId, missing: null, share: 1 };
}

function nobody(missing: LeftOutReason): Holder {
  return { memberId: "", missing, share: 1 };
}

/**
 * The holders of a split, by owner id, so that the CRM's order does not matter. A person who holds two shares,
 * under an old and a new owner id, holds their sum: a credit counts one per member.
 */
export function holdersOfSplits(splits: readonly Split[], directory: Directory): readonly Holder[] {
  const holders = new Map<string, Holder>();
  const inOrder = splits.toSorted((one, other) => compareTexts(one.ownerId, other.ownerId));
  for (const { ownerId, share } of inOrder) {
    const holder = holderOfOwner(ownerId, directory);
    const key = holder.missing === null ? `member ${holder.memberId}` : `owner ${ownerId}`;
    holders.set(key, { ...holder, share: (holders.get(key)?.share ?? 0) + share });
  }
  return [...holders.values()];
}
