import { generateOrganisation } from "../organisation/generate.ts";
import type { Organisation } from "../organisation/organisation.ts";
import { buildPortal } from "../simulators/hubspot/portal/build-portal.ts";
import type { Portal } from "../simulators/hubspot/portal/portal.ts";

/** Everybody's addresses at the generated company. */
const COMPANY_DOMAIN = "fernhollow.example";
/** What a board, a list of records or a list of people shows. */
const SHOWN_TEXTS: readonly string[] = ["name", "lastName", "subject", "title"];

/**
 * An account that says whose it is wherever it shows a name: its number stands behind each. With `ownIds`, its
 * people and teams have ids that no other account has; without, they share theirs with all others, as accounts
 * of different customers may.
 */
export function markedPortal(
  portalId: number,
  options: {
    readonly seed: number;
    readonly scale: number;
    readonly today: number;
    readonly ownIds: boolean;
  },
): Portal {
  const organisation = generateOrganisation(options);
  const ids = new Map(options.ownIds ? idsOf(organisation).map((id, at) => [id, ownId(portalId, at)]) : []);
  const text = JSON.stringify(organisation, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    if (SHOWN_TEXTS.includes(key)) return `${value} ${portalId}`;
    return ids.get(value) ?? value.replaceAll(COMPANY_DOMAIN, `${portalId}.example`);
  });
  return buildPortal(JSON.parse(text) as Organisation, portalId);
}

function ownId(portalId: number, at: number): string {
  return `${portalId}${String(at).padStart(3, "0")}`;
}

/** Of people, as owners and as users, of queues and of teams. Somebody who came back has one user id twice. */
function idsOf({ people, queues, teams }: Organisation): readonly string[] {
  const ids = [
    ...people.flatMap(({ ownerId, userId }) => [ownerId, userId]),
    ...queues.map(({ ownerId }) => ownerId),
    ...teams.map(({ id }) => id),
  ];
  return [...new Set(ids)];
}
