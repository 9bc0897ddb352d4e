import { FIRST_NAMES, LAST_NAMES } from "./names.ts";
import type { Person, PersonRole, Queue, Team } from "./organisation.ts";
import type { Random } from "./random.ts";
import { DAY } from "./zone-clock.ts";

const REGIONS = [
  { id: "410001", name: "Harbour region", teams: ["Harbour North", "Harbour Mid", "Harbour South"] },
  { id: "410002", name: "Summit region", teams: ["Summit East", "Summit Central", "Summit West"] },
] as const;
const REPS_PER_TEAM = 5;
const LEAVERS = 4;

export interface Staff {
  readonly people: readonly Person[];
  readonly queues: readonly Queue[];
  readonly teams: readonly Team[];
}

function buildTeams(): readonly Team[] {
  const leaves = REGIONS.flatMap((region, place) =>
    region.teams.map((name, index) => ({
      id: String(420001 + place * 10 + index),
      name,
      parentId: region.id,
    })),
  );
  return [...REGIONS.map(({ id, name }) => ({ id, name, parentId: null })), ...leaves];
}

/** Makes one person after another: no two share a name, an owner id or a user id. */
function createHiring(random: Random) {
  let count = 0;
  return (options: {
    readonly role: PersonRole;
    readonly team: Team | null;
    readonly joinedAt: number;
    readonly leftAt?: number;
  }): Person => {
    const firstName = FIRST_NAMES[count % FIRST_NAMES.length] ?? "Ada";
    const lastName = LAST_NAMES[(count * 7 + 3) % LAST_NAMES.length] ?? "Inkwell";
    count += 1;
    const region = options.role === "manager" ? options.team?.parentId : null;
    return {
      ownerId: String(7_300_100 + count * 37),
      userId: String(52_000_000 + count * 101),
      firstName,
      lastName,
      email: `${firstName}.${lastName}@fernhollow.example`.toLowerCase(),
      role: options.role,
      superAdmin: options.role === "admin",
      teamId: options.team?.id ?? null,
      secondaryTeamIds: region ? [region] : [],
      joinedAt: options.joinedAt,
      leftAt: options.leftAt ?? null,
      energy: options.role === "rep" ? random.logNormal(1, 0.3) : options.role === "manager" ? 0.15 : 0,
      skill: random.logNormal(1, 0.2),
    };
  };
}

/** The last who left has come back since: the same person, the same sign-in, another owner id. */
function withReturner(people: readonly Person[]): readonly Person[] {
  const returned = people.findLast((person) => person.role === "rep" && person.leftAt === null);
  const former = people.findLast((person) => person.leftAt !== null);
  if (!returned || !former || former.leftAt === null) return people;
  const joinedAt = former.leftAt + 45 * DAY;
  const { firstName, lastName, email, userId, teamId } = former;
  return people.map((person) =>
    person === returned ? { ...person, firstName, lastName, email, userId, teamId, joinedAt } : person,
  );
}

/** Two regions of three teams: a manager and five reps each, two admins, four who left, and a queue. */
export function buildStaff(random: Random, span: { readonly from: number; readonly until: number }): Staff {
  const hire = createHiring(random);
  const teams = buildTeams();
  const leaves = teams.filter((team) => team.parentId !== null);
  const before = span.from - 200 * DAY;
  const length = span.until - span.from;
  const people: Person[] = [];
  for (const team of leaves) {
    people.push(hire({ role: "manager", team, joinedAt: before }));
    for (let place = 0; place < REPS_PER_TEAM; place += 1) {
      const joinedAt = random.chance(0.2) ? span.from + random.next() * 0.8 * length : before;
      people.push(hire({ role: "rep", team, joinedAt }));
    }
  }
  people.push(hire({ role: "admin", team: null, joinedAt: before }));
  people.push(hire({ role: "admin", team: null, joinedAt: before }));
  for (let place = 0; place < LEAVERS; place += 1) {
    const leftAt = span.from + (0.3 + 0.15 * place) * length;
    people.push(hire({ role: "rep", team: random.pick(leaves), joinedAt: before, leftAt }));
  }
  return {
    people: withReturner(people),
    teams,
    queues: [{ ownerId: "7399001", name: "Inbound deals" }],
  };
}
