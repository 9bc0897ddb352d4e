import type { ActivityLinks, Contact, Deal, Person } from "./organisation.ts";
import type { Random } from "./random.ts";
import type { Story } from "./story.ts";

const DEALS_IN_HAND = 20;
const NO_LINKS: ActivityLinks = { dealIds: [], contactIds: [], companyIds: [] };

/** What somebody is working on, so that an activity has a deal and somebody to talk to. */
export interface Subject {
  readonly links: ActivityLinks;
  readonly contacts: readonly Contact[];
}

/** Finds the deals a person has in hand at a moment. */
export interface DealDesk {
  subjectFor(random: Random, person: Person, at: number): Subject;
}

/** How many of the deals, which lie in the order of their creation, exist at a moment. */
function startedBy(deals: readonly Deal[], at: number): number {
  let low = 0;
  let high = deals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((deals[middle]?.createdAt ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function createDealDesk(story: Story, deals: readonly Deal[]): DealDesk {
  const contacts = new Map(story.customers.contacts.map((contact) => [contact.id, contact]));
  const byOwner = new Map<string, Deal[]>();
  for (const deal of deals.filter(({ mergedIntoId }) => mergedIntoId === null)) {
    const ownerId = deal.owners[0]?.value ?? "";
    const own = byOwner.get(ownerId);
    if (own) own.push(deal);
    else byOwner.set(ownerId, [deal]);
  }
  for (const own of byOwner.values()) own.sort((one, other) => one.createdAt - other.createdAt);

  return {
    subjectFor(random, person, at) {
      const own = byOwner.get(person.ownerId) ?? [];
      const started = startedBy(own, at);
      const inHand = own.slice(Math.max(0, started - DEALS_IN_HAND), started);
      if (inHand.length === 0 || random.chance(0.08)) {
        const someone = random.pick(story.customers.contacts);
        const companyIds = someone.companyId ? [someone.companyId] : [];
        return { links: { ...NO_LINKS, contactIds: [someone.id], companyIds }, contacts: [someone] };
      }
      const deal = random.pick(inHand);
      const known = deal.contactIds.map((id) => contacts.get(id)).filter((contact) => contact !== undefined);
      return {
        links: {
          dealIds: [deal.id],
          contactIds: known.map(({ id }) => id),
          companyIds: deal.companyId ? [deal.companyId] : [],
        },
        contacts: known,
      };
    },
  };
}
