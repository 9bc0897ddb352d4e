import { readFileSync } from "node:fs";
import path from "node:path";
import { readCsv } from "./csv.ts";
import type { Company, Dated, Deal, Organisation, Person, Pipeline, Team } from "./organisation.ts";
import { createIds } from "./organisation.ts";
import { DISPOSITIONS } from "./pipelines.ts";
import type { ZoneClock } from "./zone-clock.ts";
import { createZoneClock, DAY, HOUR } from "./zone-clock.ts";

type Row = Readonly<Record<string, string>>;

const TIME_ZONE = "US/Eastern";
const NOON = 720;
/** The company hired for half a year, and everybody sold nothing in the first two weeks. */
const FIRST_HIRED_DAY = "2016-01-01";
const HIRING_DAYS = 180;
const SETTLING_IN_DAYS = 14;

/** What the folder of a data set must hold; products.csv, which belongs to it too, is not read. */
export const DATA_FILES = ["sales_pipeline.csv", "sales_teams.csv", "accounts.csv"] as const;

const STAGE_IDS: Readonly<Record<string, string>> = {
  Prospecting: "prospecting",
  Engaging: "engaging",
  Won: "won",
  Lost: "lost",
};

const PIPELINE: Pipeline = {
  id: "default",
  label: "Sales pipeline",
  stagePropertySuffix: "",
  stages: [
    { id: "prospecting", label: "Prospecting", probability: 0.1, closed: false },
    { id: "engaging", label: "Engaging", probability: 0.4, closed: false },
    { id: "won", label: "Won", probability: 1, closed: true },
    { id: "lost", label: "Lost", probability: 0, closed: true },
  ],
};

function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@hardware.example`;
}

function nameParts(name: string): Pick<Person, "firstName" | "lastName"> {
  const [firstName = name, ...rest] = name.split(" ");
  return { firstName, lastName: rest.join(" ") };
}

/** Regional offices are parent teams, and every manager's people are a team. */
function buildStaff(
  rows: readonly Row[],
  joinedAtOf: (name: string, place: number) => number,
): { people: Person[]; teams: Team[] } {
  const nextTeam = createIds(510_001);
  const nextOwner = createIds(8_100_001);
  const nextUser = createIds(61_000_001);
  const regions = new Map<string, Team>();
  const teams = new Map<string, Team>();
  const people: Person[] = [];
  const hire = (name: string, more: Pick<Person, "role" | "teamId" | "superAdmin">) =>
    people.push({
      ...nameParts(name),
      ...more,
      ownerId: nextOwner(),
      userId: nextUser(),
      email: emailOf(name),
      secondaryTeamIds: [],
      joinedAt: joinedAtOf(name, people.length),
      leftAt: null,
      energy: 1,
      skill: 1,
    });
  for (const { manager = "", regional_office: office = "", sales_agent: agent = "" } of rows) {
    const region = regions.get(office) ?? { id: nextTeam(), name: office, parentId: null };
    regions.set(office, region);
    const known = teams.get(manager);
    const team = known ?? { id: nextTeam(), name: `Team ${manager}`, parentId: region.id };
    teams.set(manager, team);
    if (!known) hire(manager, { role: "manager", teamId: team.id, superAdmin: false });
    hire(agent, { role: "rep", teamId: team.id, superAdmin: false });
  }
  hire("Portal Admin", { role: "admin", teamId: null, superAdmin: true });
  return { people, teams: [...regions.values(), ...teams.values()] };
}

/** One after another, and before the first deal of each. */
function hiringOf(deals: readonly Row[], clock: ZoneClock): (name: string, place: number) => number {
  const firstHired = clock.instantAt(FIRST_HIRED_DAY, NOON);
  const firstDeals = new Map<string, number>();
  for (const { sales_agent: agent = "", engage_date: day } of deals) {
    if (!day) continue;
    const engagedAt = clock.instantAt(day, NOON);
    firstDeals.set(agent, Math.min(engagedAt, firstDeals.get(agent) ?? engagedAt));
  }
  return (name, place) => {
    const hiredAt = firstHired + ((place * 37) % HIRING_DAYS) * DAY;
    return Math.min(hiredAt, (firstDeals.get(name) ?? hiredAt) - SETTLING_IN_DAYS * DAY);
  };
}

function buildCompanies(rows: readonly Row[], createdAt: number): Company[] {
  const nextId = createIds(18_900_000_001);
  return rows.map(({ account = "", ...extra }) => ({
    id: nextId(),
    name: account,
    domain: null,
    createdAt,
    extra: Object.fromEntries(Object.entries(extra).map(([name, value]) => [name, value || null])),
  }));
}

interface Import {
  readonly clock: ZoneClock;
  readonly owners: ReadonlyMap<string, Person>;
  readonly companies: ReadonlyMap<string, Company>;
  /** A deal without dates was made when the file was imported. */
  readonly importedAt: number;
}

/** Dates are days: they stand at noon of the portal's clock. Missing values stay missing. */
function readDealRow(row: Row, id: string, given: Import): Deal {
  const dayAt = (day: string | undefined) => (day ? given.clock.instantAt(day, NOON) : null);
  const closedAt = dayAt(row.close_date);
  const createdAt = dayAt(row.engage_date) ?? given.importedAt;
  const owner = given.owners.get(row.sales_agent ?? "")?.ownerId ?? null;
  const stageId = STAGE_IDS[row.deal_stage ?? ""] ?? "prospecting";
  const stages: Dated<string>[] = [
    { at: createdAt, value: closedAt === null ? stageId : "engaging" },
    ...(closedAt === null ? [] : [{ at: closedAt, value: stageId }]),
  ];
  return {
    id,
    name: `${row.account || "No account"} – ${row.product}`,
    pipelineId: PIPELINE.id,
    type: null,
    currency: "USD",
    createdAt,
    modifiedAt: given.importedAt,
    creatorUserId: null,
    stages,
    owners: [{ at: createdAt, value: owner }],
    amounts: [{ at: createdAt, value: row.close_value ? Math.round(Number(row.close_value) * 100) : null }],
    closes: [{ at: createdAt, value: closedAt }],
    companyId: given.companies.get(row.account ?? "")?.id ?? null,
    contactIds: [],
    archivedAt: null,
    mergedIntoId: null,
    mergedIds: [],
    splits: [],
    extra: { opportunity_id: row.opportunity_id || null, product: row.product || null },
  };
}

/** The organisation in a folder that holds the data files. */
export function loadOrganisation(folder: string, today: number): Organisation {
  const rowsOf = (file: string) => readCsv(readFileSync(path.join(folder, file), "utf8"));
  const clock = createZoneClock(TIME_ZONE);
  const dealRows = rowsOf("sales_pipeline.csv");
  const { people, teams } = buildStaff(rowsOf("sales_teams.csv"), hiringOf(dealRows, clock));
  const companies = buildCompanies(rowsOf("accounts.csv"), clock.instantAt(FIRST_HIRED_DAY, NOON));
  const owners = new Map(people.map((person) => [`${person.firstName} ${person.lastName}`, person]));
  const byName = new Map(companies.map((company) => [company.name, company]));
  const nextDeal = createIds(35_700_000_001);
  const deals = dealRows.map((row, place) => {
    const importedAt = Math.floor(today - DAY + (place * HOUR) / 10_000);
    return readDealRow(row, nextDeal(), { clock, owners, companies: byName, importedAt });
  });
  return {
    name: path.basename(path.resolve(folder)),
    timeZone: TIME_ZONE,
    homeCurrency: "USD",
    otherCurrencies: [],
    today,
    people,
    queues: [],
    teams,
    pipelines: [PIPELINE],
    rates: [],
    dispositions: DISPOSITIONS.slice(0, 6),
    companies,
    contacts: [],
    deals,
    activities: [],
    goals: [],
  };
}
