import * as v from "valibot";
import { ok, type Result } from "../../../domain/result.ts";
import type { CrmFailure, CrmGap, CrmPeople, CrmPerson, CrmTeam } from "../../../ports/crm.ts";
import { OtherId, RecordId, Text, Title, When } from "../read-values.ts";
import type { ClientContext } from "./client-context.ts";
import { isNotToBeHad } from "./failures.ts";
import { type DatedPath, PATHS } from "./paths.ts";
import { readAllPages, readPage } from "./read-page.ts";
import { allows, gapsOf, type HubSpotFeature, SCOPES_OF_FEATURE } from "./scopes.ts";

/** What is odd about a person or a team costs that alone: without the person, all their records count for nobody. */
const Flag = v.fallback(v.nullish(v.boolean(), false), false);
const MaybeText = v.fallback(Text, null);
const MaybeTitle = v.fallback(Title, null);
const MaybeId = v.fallback(OtherId, null);
const MaybeWhen = v.fallback(When, null);
const Ids = v.fallback(v.nullish(v.array(RecordId), []), []);

const HubSpotOwner = v.object({
  id: RecordId,
  email: MaybeText,
  firstName: MaybeTitle,
  lastName: MaybeTitle,
  type: MaybeText,
  userId: MaybeId,
  userIdIncludingInactive: MaybeId,
  createdAt: MaybeWhen,
  archivedAt: MaybeWhen,
  updatedAt: MaybeWhen,
  teams: v.fallback(v.nullish(v.array(v.object({ id: RecordId, name: MaybeTitle, primary: Flag })), []), []),
});

const HubSpotUser = v.object({
  id: RecordId,
  email: MaybeText,
  firstName: MaybeTitle,
  lastName: MaybeTitle,
  superAdmin: Flag,
  primaryTeamId: MaybeId,
  secondaryTeamIds: Ids,
});

const HubSpotTeam = v.object({
  id: RecordId,
  name: MaybeTitle,
  parentTeamId: MaybeId,
  userIds: Ids,
  secondaryUserIds: Ids,
});

/** An owner, and from which of the two lists. */
interface HubSpotOwner extends v.InferOutput<typeof HubSpotOwner> {
  readonly archived: boolean;
}
type HubSpotUser = v.InferOutput<typeof HubSpotUser>;
type HubSpotTeam = v.InferOutput<typeof HubSpotTeam>;

/** What could be read, and whether the account let us. */
interface Granted<T> {
  readonly entries: readonly T[];
  readonly granted: boolean;
}

const PER_PAGE = "100";

/**
 * Owners (those who left too), users and teams. Owners are enough to rank people; users tell who is an
 * admin, and teams who belongs together: without their scopes these stay empty and are named as gaps.
 */
export async function fetchPeople(context: ClientContext): Promise<Result<CrmPeople, CrmFailure>> {
  const present = await fetchOwners(context, false);
  if (!present.ok) return present;
  const left = await unlessRefused(() => fetchOwners(context, true));
  if (!left.ok) return left;
  const users = await fetchGranted(context, { feature: "users", path: PATHS.users, schema: HubSpotUser });
  if (!users.ok) return users;
  const teams = await fetchTeams(context);
  if (!teams.ok) return teams;
  const owners = [...present.value, ...left.value.entries];
  return ok({
    people: joinPeople(owners, users.value.entries, teams.value.entries),
    teams: joinTeams(owners, teams.value.entries),
    gaps: gapsWith(context, {
      users: users.value.granted,
      teams: teams.value.granted,
      archived_owners: left.value.granted,
    }),
  });
}

async function fetchOwners(
  { gateway, insist }: ClientContext,
  archived: boolean,
): Promise<Result<readonly HubSpotOwner[], CrmFailure>> {
  const raws = await readAllPages((after) =>
    insist(async () => readPage(await gateway.listOwners({ after, archived }))),
  );
  return raws.ok ? ok(readEach(HubSpotOwner, raws.value).map((owner) => ({ ...owner, archived }))) : raws;
}

/** The tree is in beta: where it is not to be had, the flat list of teams is. */
async function fetchTeams(context: ClientContext): Promise<Result<Granted<HubSpotTeam>, CrmFailure>> {
  // The flat list comes whole, and HubSpot refuses a limit there.
  const flat = await fetchGranted(context, {
    feature: "teams",
    path: PATHS.teams,
    schema: HubSpotTeam,
    paged: false,
  });
  if (!flat.ok || !flat.value.granted) return flat;
  const tree = await fetchAll(context, PATHS.teamTree);
  if (!tree.ok && tree.error.reason !== "rejected" && tree.error.reason !== "scope_missing") return tree;
  const nodes = tree.ok ? readEach(HubSpotTeam, tree.value) : [];
  const parentOf = new Map(nodes.map(({ id, parentTeamId }) => [id, parentTeamId]));
  const entries = flat.value.entries.map((team) => ({
    ...team,
    parentTeamId: parentOf.get(team.id) ?? team.parentTeamId,
  }));
  const listed = new Set(entries.map(({ id }) => id));
  return ok({ entries: [...entries, ...nodes.filter(({ id }) => !listed.has(id))], granted: true });
}

async function fetchGranted<T>(
  context: ClientContext,
  wanted: {
    readonly feature: HubSpotFeature;
    readonly path: DatedPath;
    readonly schema: v.GenericSchema<unknown, T>;
    readonly paged?: boolean;
  },
): Promise<Result<Granted<T>, CrmFailure>> {
  if (!allows(context.options.scopes, wanted.feature)) return ok({ entries: [], granted: false });
  return unlessRefused(async () => {
    const raws = await fetchAll(context, wanted.path, wanted.paged);
    return raws.ok ? ok(readEach(wanted.schema, raws.value)) : raws;
  });
}

function fetchAll(
  { gateway, insist }: ClientContext,
  path: DatedPath,
  paged = true,
): Promise<Result<readonly unknown[], CrmFailure>> {
  const limit = paged ? { limit: PER_PAGE } : {};
  return readAllPages((after) =>
    insist(async () =>
      readPage(
        await gateway.send({ method: "GET", path, query: after === null ? limit : { ...limit, after } }),
      ),
    ),
  );
}

async function unlessRefused<T>(
  fetch: () => Promise<Result<readonly T[], CrmFailure>>,
): Promise<Result<Granted<T>, CrmFailure>> {
  const fetched = await fetch();
  if (fetched.ok) return ok({ entries: fetched.value, granted: true });
  return isNotToBeHad(fetched.error) ? ok({ entries: [], granted: false }) : fetched;
}

/** An entry without an id is nobody. */
function readEach<T>(schema: v.GenericSchema<unknown, T>, raws: readonly unknown[]): T[] {
  return raws.flatMap((raw) => {
    const parsed = v.safeParse(schema, raw);
    return parsed.success ? [parsed.output] : [];
  });
}

function gapsWith(
  { options }: ClientContext,
  granted: Readonly<Partial<Record<HubSpotFeature, boolean>>>,
): readonly CrmGap[] {
  const told = gapsOf(options.scopes);
  const known = new Set(told.map(({ feature }) => feature));
  const met = (["users", "teams", "archived_owners"] as const)
    .filter((feature) => granted[feature] === false && !known.has(feature))
    .map((feature) => ({ feature, scopes: SCOPES_OF_FEATURE[feature].slice(0, 1), fields: [] }));
  return [...told, ...met];
}

function joinPeople(
  owners: readonly HubSpotOwner[],
  users: readonly HubSpotUser[],
  teams: readonly HubSpotTeam[],
): CrmPerson[] {
  const userById = new Map(users.map((user) => [user.id, user]));
  const owning = new Set(owners.map(userIdOf));
  const alone = users.filter(({ id }) => !owning.has(id));
  return [
    ...owners.map((owner) => personOfOwner(owner, userById.get(userIdOf(owner) ?? ""), teams)),
    ...alone.map((user) => personOfUser(user, teams)),
  ];
}

/** Somebody who left has no user any more, but still the id of the one there was. */
function userIdOf({ userId, userIdIncludingInactive }: HubSpotOwner): string | null {
  return userId ?? userIdIncludingInactive;
}

function personOfOwner(
  owner: HubSpotOwner,
  user: HubSpotUser | undefined,
  teams: readonly HubSpotTeam[],
): CrmPerson {
  const userId = userIdOf(owner);
  const email = owner.email ?? user?.email ?? null;
  const membership = membershipOf(userId, teams);
  const ownTeams = owner.teams.map(({ id }) => id);
  const primary = owner.teams.find((team) => team.primary)?.id;
  return {
    ownerId: owner.id,
    userId,
    kind: owner.type?.toUpperCase() === "QUEUE" ? "queue" : "person",
    name: nameOf(owner) ?? (user === undefined ? null : nameOf(user)) ?? email ?? `Owner ${owner.id}`,
    email,
    archived: owner.archived,
    // HubSpot does not say when an owner was archived; the archiving is the last thing that changes one.
    archivedAt: owner.archived ? (owner.archivedAt ?? owner.updatedAt) : null,
    createdAt: owner.createdAt,
    superAdmin: !owner.archived && user?.superAdmin === true,
    primaryTeamId: primary ?? user?.primaryTeamId ?? membership.primary,
    teamIds: [...new Set([...ownTeams, ...teamsOfUser(user), ...membership.all])],
    leadsTeamIds: null,
  };
}

function personOfUser(user: HubSpotUser, teams: readonly HubSpotTeam[]): CrmPerson {
  const membership = membershipOf(user.id, teams);
  return {
    ownerId: null,
    userId: user.id,
    kind: "person",
    name: nameOf(user) ?? user.email ?? `User ${user.id}`,
    email: user.email,
    archived: false,
    archivedAt: null,
    // HubSpot tells it of owners alone.
    createdAt: null,
    superAdmin: user.superAdmin,
    primaryTeamId: user.primaryTeamId ?? membership.primary,
    teamIds: [...new Set([...teamsOfUser(user), ...membership.all])],
    leadsTeamIds: null,
  };
}

function teamsOfUser(user: HubSpotUser | undefined): string[] {
  if (user === undefined) return [];
  return [...(user.primaryTeamId === null ? [] : [user.primaryTeamId]), ...user.secondaryTeamIds];
}

function membershipOf(userId: string | null, teams: readonly HubSpotTeam[]) {
  const main = teams.filter(({ userIds }) => userId !== null && userIds.includes(userId));
  const extra = teams.filter(({ secondaryUserIds }) => userId !== null && secondaryUserIds.includes(userId));
  return { primary: main[0]?.id ?? null, all: [...main, ...extra].map(({ id }) => id) };
}

function nameOf(person: {
  readonly firstName: string | null;
  readonly lastName: string | null;
}): string | null {
  const name = [person.firstName, person.lastName].filter((part) => part !== null).join(" ");
  return name === "" ? null : name;
}

/** Teams as listed, else as the owners mention them. */
function joinTeams(owners: readonly HubSpotOwner[], teams: readonly HubSpotTeam[]): CrmTeam[] {
  const mentioned = owners
    .flatMap((owner) => owner.teams)
    .map(({ id, name }) => ({ crmId: id, name: name ?? `Team ${id}`, parentId: null }));
  const listed = teams.map(({ id, name, parentTeamId }) => ({
    crmId: id,
    name: name ?? `Team ${id}`,
    parentId: parentTeamId,
  }));
  return [...new Map([...mentioned, ...listed].map((team) => [team.crmId, team])).values()];
}
