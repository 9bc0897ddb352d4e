import type { Person, Queue } from "../../../organisation/organisation.ts";
import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import { iso } from "../portal/deal-properties.ts";
import type { Portal } from "../portal/portal.ts";
import { checkQuery, notFound, readBoolean, readLimit } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import type { Caller } from "./caller.ts";
import { requireScope } from "./caller.ts";

const OWNERS_PAGE = { usual: 100, highest: 500 } as const;
const USERS_PAGE = { usual: 100, highest: 100 } as const;
const USER_SCOPES = ["settings.users.read", "crm.objects.users.read"];

interface OwnerAnswer {
  readonly id: string;
  readonly archived: boolean;
  readonly email: string | null;
  readonly [more: string]: unknown;
}

function teamsOf(portal: Portal, person: Person) {
  const named = (id: string, primary: boolean) => {
    const team = portal.teams.find((candidate) => candidate.id === id);
    return team ? [{ id, name: team.name, primary }] : [];
  };
  const primary = person.teamId ? named(person.teamId, true) : [];
  return [...primary, ...person.secondaryTeamIds.flatMap((id) => named(id, false))];
}

/** Someone who left has no user id any more, but the one they had is still told. */
function ownerOfPerson(portal: Portal, person: Person): OwnerAnswer {
  const archived = person.leftAt !== null;
  return {
    id: person.ownerId,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    type: "PERSON",
    userId: archived ? null : Number(person.userId),
    userIdIncludingInactive: Number(person.userId),
    createdAt: iso(person.joinedAt),
    updatedAt: iso(person.leftAt ?? person.joinedAt),
    archived,
    teams: archived ? [] : teamsOf(portal, person),
  };
}

function ownerOfQueue(queue: Queue): OwnerAnswer {
  return {
    id: queue.ownerId,
    email: null,
    firstName: queue.name,
    lastName: "",
    type: "QUEUE",
    userId: null,
    userIdIncludingInactive: null,
    createdAt: iso(0),
    updatedAt: iso(0),
    archived: false,
  };
}

function ownersOf(portal: Portal): readonly OwnerAnswer[] {
  const people = portal.people.map((person) => ownerOfPerson(portal, person));
  const owners = [...people, ...portal.queues.map(ownerOfQueue)];
  return owners.sort((one, other) => Number(one.id) - Number(other.id));
}

function page<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  options: { readonly limit: number; readonly after: string | null },
): unknown {
  const start = options.after === null ? 0 : items.findIndex((item) => idOf(item) === options.after) + 1;
  const results = items.slice(start, start + options.limit);
  const last = results.at(-1);
  const hasMore = last !== undefined && start + options.limit < items.length;
  return hasMore ? { results, paging: { next: { after: idOf(last) } } } : { results };
}

/** `GET /crm/owners` */
export function listOwners(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, ["crm.objects.owners.read"]);
  checkQuery(incoming.url, ["limit", "after", "archived", "email"]);
  const limit = readLimit(incoming.url, OWNERS_PAGE);
  const archived = readBoolean(incoming.url, "archived");
  const email = incoming.url.searchParams.get("email")?.toLowerCase() ?? null;
  const owners = ownersOf(caller.portal)
    .filter((owner) => owner.archived === archived)
    .filter((owner) => email === null || owner.email?.toLowerCase() === email);
  return ok(page(owners, ({ id }) => id, { limit, after: incoming.url.searchParams.get("after") }));
}

/** `GET /crm/owners/{id}`: by owner id, or by user id with `idProperty=userId`. */
export function getOwner(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, ["crm.objects.owners.read"]);
  checkQuery(incoming.url, ["archived", "idProperty"]);
  const archived = readBoolean(incoming.url, "archived");
  const byUser = incoming.url.searchParams.get("idProperty") === "userId";
  const owner = ownersOf(caller.portal)
    .filter((candidate) => candidate.archived === archived)
    .find(
      (candidate) => String(byUser ? candidate.userIdIncludingInactive : candidate.id) === incoming.params.id,
    );
  if (!owner) throw notFound();
  return ok(owner);
}

function activePeople(portal: Portal): readonly Person[] {
  return portal.people.filter(({ leftAt }) => leftAt === null);
}

function userAnswer(person: Person): Readonly<Record<string, unknown>> {
  return {
    id: person.userId,
    email: person.email,
    firstName: person.firstName,
    lastName: person.lastName,
    roleIds: [],
    ...(person.teamId ? { primaryTeamId: person.teamId } : {}),
    secondaryTeamIds: person.secondaryTeamIds,
    superAdmin: person.superAdmin,
  };
}

/** `GET /settings/users`: those who can sign in. */
export function listUsers(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, USER_SCOPES);
  checkQuery(incoming.url, ["limit", "after"]);
  const limit = readLimit(incoming.url, USERS_PAGE);
  const users = activePeople(caller.portal).map(userAnswer);
  return ok(page(users, ({ id }) => String(id), { limit, after: incoming.url.searchParams.get("after") }));
}

export function getUser(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, USER_SCOPES);
  checkQuery(incoming.url, ["idProperty"]);
  const byEmail = incoming.url.searchParams.get("idProperty") === "EMAIL";
  const person = activePeople(caller.portal).find(
    ({ userId, email }) => (byEmail ? email : userId) === incoming.params.id,
  );
  if (!person) throw notFound();
  return ok(userAnswer(person));
}

/** `GET /settings/users/teams`: flat, with the members' user ids. */
export function listTeams(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, ["settings.users.teams.read"]);
  checkQuery(incoming.url, []);
  const people = activePeople(caller.portal);
  const results = caller.portal.teams.map(({ id, name }) => ({
    id,
    name,
    userIds: people.filter(({ teamId }) => teamId === id).map(({ userId }) => userId),
    secondaryUserIds: people
      .filter(({ secondaryTeamIds }) => secondaryTeamIds.includes(id))
      .map(({ userId }) => userId),
  }));
  return ok({ results });
}

/** `GET /settings/teams/2026-09-beta`: with parents. */
export function listTeamTree(_simulation: Simulation, caller: Caller, incoming: Incoming): Answer {
  requireScope(caller, ["settings.users.teams.read"]);
  checkQuery(incoming.url, ["limit", "after"]);
  const limit = readLimit(incoming.url, USERS_PAGE);
  const teams = caller.portal.teams.map(({ id, name, parentId }) => ({
    id,
    name,
    ...(parentId === null ? {} : { parentTeamId: parentId }),
  }));
  return ok(page(teams, ({ id }) => id, { limit, after: incoming.url.searchParams.get("after") }));
}
