/** What the grid is made of: rows of people by team, and what is saved for each cell. */
import type { Attainment, MemberList, Quota, QuotaSheet } from "../../../shared/contracts/api.ts";
import type { FiscalGrain, QuotaMetricId } from "../../../shared/contracts/ids.ts";

export type Subject = Quota["subject"];
type Team = MemberList["teams"][number];

/** A fiscal month, quarter or year. */
export interface QuotaSpan {
  readonly grain: FiscalGrain;
  readonly from: string;
  readonly to: string;
}

/** What the server told. */
export interface DeskAnswers {
  readonly sheet: QuotaSheet;
  readonly people: MemberList;
  /** Of the chosen period. */
  readonly attainment: Attainment;
  /** Of the last closed period of this kind; null where nothing is known of it. */
  readonly closed: Attainment | null;
}

/** One line of the grid. */
export interface GridRow {
  readonly id: string;
  readonly subject: Subject;
  /** The team it is shown in; null for the default of everybody and for people without a team. */
  readonly teamId: string | null;
  /** Teams whose default counts here, nearest first. */
  readonly teamPath: readonly string[];
  /** Of people and seats; the page words the other lines. */
  readonly name: string;
}

/** A team with its lines: its own quota, its default, its people, its vacant seats. */
export interface GridGroup {
  /** Null: people without a team. */
  readonly team: Team | null;
  /** How deep the team lies in the tree. */
  readonly depth: number;
  readonly rows: readonly GridRow[];
}

/** A seat that was added and has no quota yet. */
export interface NewSeat {
  readonly id: string;
  readonly teamId: string;
}

/** The name of a cell, and of a line. */
export function cellKey(metric: QuotaMetricId, subject: Subject): string {
  return `${metric} ${rowId(subject)}`;
}

/** Kinds have no blank in their names, so that no id can be taken for another. */
export function rowId({ kind, id }: Subject): string {
  return `${kind} ${id ?? ""}`;
}

/** The line for everybody first, then team by team as the tree goes. */
export function buildGroups(
  { sheet, people, attainment }: DeskAnswers,
  span: QuotaSpan,
  newSeats: readonly NewSeat[],
): { readonly everybody: GridRow; readonly groups: readonly GridGroup[] } {
  const tree = treeOf(people.teams);
  const members = membersOf(people, { sheet, attainment, span });
  const seats = seatsOf(sheet, newSeats);
  const groups = tree.ordered.map(({ team, depth }): GridGroup => {
    const path = tree.pathOf(team.id);
    const line = (subject: Subject, name: string, teamPath = path): GridRow => ({
      id: rowId(subject),
      subject,
      teamId: team.id,
      teamPath,
      name,
    });
    return {
      team,
      depth,
      rows: [
        line({ kind: "team", id: team.id }, team.name),
        line({ kind: "default", id: team.id }, team.name, path.slice(1)),
        ...members
          .filter(({ teamId }) => teamId === team.id)
          .map(({ id, name }) => line({ kind: "member", id }, name)),
        ...seats
          .filter(({ teamId }) => teamId === team.id)
          .map((seat) => line({ kind: "vacant", ...seat }, seat.id)),
      ],
    };
  });
  const known = new Set(people.teams.map(({ id }) => id));
  const others = members.filter(({ teamId }) => teamId === null || !known.has(teamId));
  const withoutTeam: GridGroup = {
    team: null,
    depth: 0,
    rows: others.map(({ id, name }) => rowOf({ kind: "member", id }, name)),
  };
  const isUsed = ({ team }: GridGroup) => team === null || usedTeams(groups, sheet, tree).has(team.id);
  return {
    everybody: rowOf({ kind: "default", id: null }, ""),
    groups: [...groups, ...(others.length > 0 ? [withoutTeam] : [])].filter(isUsed),
  };
}

function rowOf(subject: Subject, name: string): GridRow {
  return { id: rowId(subject), subject, teamId: null, teamPath: [], name };
}

/** People who sell: whoever the server judges by a quota, and every member and manager who is still there. */
function membersOf(
  people: MemberList,
  { sheet, attainment, span }: Pick<DeskAnswers, "sheet" | "attainment"> & { readonly span: QuotaSpan },
) {
  const judged = new Set(
    attainment.rows.flatMap(({ subject }) => (subject.kind === "member" ? [subject.id] : [])),
  );
  const set = new Set(
    sheet.quotas.flatMap(({ subject, period }) =>
      subject.kind === "member" && period.from === span.from && period.grain === span.grain
        ? [subject.id]
        : [],
    ),
  );
  return people.members
    .filter(({ id, role, active, leftOn, joinedOn }) => {
      if (id === "") return false;
      if (set.has(id) || judged.has(id)) return true;
      const isThere = active && (leftOn === null || leftOn >= span.from);
      const hasJoined = joinedOn === null || joinedOn <= span.to;
      return isThere && hasJoined && (role === "member" || role === "manager");
    })
    .toSorted((left, right) => left.name.localeCompare(right.name));
}

function seatsOf(sheet: QuotaSheet, newSeats: readonly NewSeat[]): readonly NewSeat[] {
  const seats = new Map(newSeats.map((seat) => [seat.id, seat]));
  for (const { subject, amount } of sheet.quotas) {
    if (subject.kind === "vacant" && amount !== null) {
      seats.set(subject.id, { id: subject.id, teamId: subject.teamId });
    }
  }
  return [...seats.values()].toSorted((left, right) => left.id.localeCompare(right.id));
}

interface Tree {
  readonly ordered: readonly { readonly team: Team; readonly depth: number }[];
  /** The team itself and everything above it. */
  pathOf(teamId: string): readonly string[];
}

function treeOf(teams: readonly Team[]): Tree {
  const byId = new Map(teams.map((team) => [team.id, team]));
  const parentOf = ({ parentId }: Team) => (parentId !== null && byId.has(parentId) ? parentId : null);
  const children = Map.groupBy(teams, parentOf);
  // A tree that runs in a circle is not walked twice.
  const seen = new Set<string>();
  const walk = (parentId: string | null, depth: number): { team: Team; depth: number }[] =>
    (children.get(parentId) ?? [])
      .toSorted((left, right) => left.name.localeCompare(right.name))
      .flatMap((team) => {
        if (seen.has(team.id)) return [];
        seen.add(team.id);
        return [{ team, depth }, ...walk(team.id, depth + 1)];
      });
  return {
    ordered: walk(null, 0),
    pathOf(teamId) {
      const path: string[] = [];
      for (let id: string | null = teamId; id !== null && !path.includes(id); ) {
        const team = byId.get(id);
        if (!team) break;
        path.push(id);
        id = team.parentId;
      }
      return path;
    },
  };
}

/** Teams with people or seats in them or below, and those with a quota or default of their own. */
function usedTeams(groups: readonly GridGroup[], sheet: QuotaSheet, tree: Tree): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { team, rows } of groups) {
    const hasPeople = rows.some(({ subject }) => subject.kind === "member" || subject.kind === "vacant");
    if (team && hasPeople) for (const id of tree.pathOf(team.id)) used.add(id);
  }
  for (const { subject } of sheet.quotas) {
    if ((subject.kind === "team" || subject.kind === "default") && subject.id !== null) used.add(subject.id);
  }
  return used;
}
