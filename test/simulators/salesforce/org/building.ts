import type { Organisation } from "../../../organisation/organisation.ts";
import type { ZoneClock } from "../../../organisation/zone-clock.ts";
import { createZoneClock } from "../../../organisation/zone-clock.ts";
import { ACTIVITY_OBJECTS } from "./activity-objects.ts";
import type { ObjectDefinition } from "./fields.ts";
import { text } from "./fields.ts";
import { idOf, to18 } from "./ids.ts";
import type { FieldValue, Org, OrgOptions, OrgPlaces, OrgRecord } from "./org.ts";
import type { OrgTable } from "./org-table.ts";
import { createOrgTable } from "./org-table.ts";
import { blankRecord } from "./records.ts";
import { SALES_OBJECTS } from "./sales-objects.ts";
import { CURRENCY_OBJECTS, OBJECTS_WITH_CURRENCY, SETUP_OBJECTS } from "./setup-objects.ts";

type Writable<T> = {
  -readonly [K in keyof T]: T[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B> : T[K];
};

/** An org while it is being built. */
export interface Building {
  readonly organisation: Organisation;
  readonly options: OrgOptions;
  readonly org: Writable<Org>;
  readonly places: Writable<OrgPlaces>;
  readonly clock: ZoneClock;
  /** When the org was set up, before anything in it. */
  readonly foundedAt: number;
}

const MONTH = 30 * 86_400_000;

function withCurrency(definition: ObjectDefinition): ObjectDefinition {
  if (!OBJECTS_WITH_CURRENCY.includes(definition.name)) return definition;
  const codes = ["CurrencyIsoCode", ...(definition.name === "User" ? ["DefaultCurrencyIsoCode"] : [])];
  return { ...definition, fields: [...definition.fields, ...codes.map(text)] };
}

/** The stages' choices are the org's own. */
function withStages(definition: ObjectDefinition, stageNames: readonly string[]): ObjectDefinition {
  if (definition.name !== "Opportunity") return definition;
  const picklistValues = stageNames.map((value) => ({ value, label: value, active: true }));
  return {
    ...definition,
    fields: definition.fields.map((field) =>
      field.name === "StageName" ? { ...field, picklistValues } : field,
    ),
  };
}

/**
 * The name of each stage by pipeline and stage. A label that stands in two pipelines is one stage if it means the
 * same in both; otherwise the later one carries its pipeline's label.
 */
function nameStages({ pipelines }: Organisation): Map<string, string> {
  const outcomes = new Map<string, string>();
  const names = new Map<string, string>();
  for (const pipeline of pipelines) {
    for (const { id, label, closed, probability } of pipeline.stages) {
      const outcome = `${closed}/${closed && probability === 1}`;
      const isFree = (outcomes.get(label) ?? outcome) === outcome;
      const name = isFree ? label : `${label} (${pipeline.label})`;
      outcomes.set(name, outcome);
      names.set(`${pipeline.id}/${id}`, name);
    }
  }
  return names;
}

function createPlaces(stages: Map<string, string>): Writable<OrgPlaces> {
  const empty = () => new Map<string, string>();
  return {
    owners: empty(),
    users: empty(),
    teams: empty(),
    pipelines: empty(),
    deals: empty(),
    activities: empty(),
    companies: empty(),
    contacts: empty(),
    stages,
  };
}

function createTables(multicurrency: boolean, stageNames: readonly string[]): Map<string, OrgTable> {
  const plain = [...SETUP_OBJECTS, ...SALES_OBJECTS, ...ACTIVITY_OBJECTS];
  const definitions = multicurrency ? [...plain.map(withCurrency), ...CURRENCY_OBJECTS] : plain;
  return new Map(
    definitions.map((definition) => [definition.name, createOrgTable(withStages(definition, stageNames))]),
  );
}

/** Everything begins with the earliest person or record. */
function foundedAtOf(organisation: Organisation): number {
  const { people, companies, deals, today } = organisation;
  const starts = [
    ...people.map(({ joinedAt }) => joinedAt),
    ...companies.map(({ createdAt }) => createdAt),
    ...deals.map(({ createdAt }) => createdAt),
  ];
  return starts.reduce((earliest, at) => Math.min(earliest, at), today) - MONTH;
}

export function createBuilding(organisation: Organisation, options: OrgOptions): Building {
  const { multicurrency = organisation.otherCurrencies.length > 0, clock = () => organisation.today } =
    options;
  const stages = nameStages(organisation);
  const places = createPlaces(stages);
  const id = to18(options.id ?? idOf("00D", 1));
  if (id === null) throw new Error(`No org has the id ${options.id}`);
  const zone = new Intl.DateTimeFormat("en", { timeZone: organisation.timeZone }).resolvedOptions().timeZone;
  return {
    organisation,
    options,
    places,
    clock: createZoneClock(organisation.timeZone),
    foundedAt: foundedAtOf(organisation),
    org: {
      id,
      name: organisation.name,
      timeZone: zone,
      currency: organisation.homeCurrency,
      multicurrency,
      isSandbox: options.isSandbox ?? false,
      objects: createTables(multicurrency, [...new Set(stages.values())]),
      missing: { objects: new Set(), fields: new Map() },
      listeners: new Set(),
      purged: [],
      integrationUserId: "",
      adminUserId: "",
      places,
      clock,
    },
  };
}

export interface Stamps {
  readonly createdAt: number;
  readonly modifiedAt?: number;
  readonly userId?: string | null;
}

/** Adds a record as it stands, without a word to anybody who listens. */
export function put(
  { org }: Pick<Building, "org">,
  object: string,
  fields: Readonly<Record<string, FieldValue>>,
  stamps: Stamps,
): OrgRecord {
  const table = org.objects.get(object);
  if (!table) throw new Error(`The org has no ${object}`);
  const { createdAt, modifiedAt = createdAt, userId = null } = stamps;
  const by = userId ?? (org.adminUserId === "" ? null : org.adminUserId);
  const record = blankRecord(org, table, fields, { createdAt, modifiedAt, userId: by });
  table.add(record);
  return record;
}
