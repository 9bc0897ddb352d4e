import type { Organisation } from "../../../organisation/organisation.ts";
import { buildActivities } from "./build-activities.ts";
import { buildCustomers } from "./build-customers.ts";
import { buildOpportunities } from "./build-opportunities.ts";
import { buildPeople } from "./build-people.ts";
import { buildQuotas } from "./build-quotas.ts";
import { buildSetup } from "./build-setup.ts";
import type { Building } from "./building.ts";
import { createBuilding } from "./building.ts";
import type { OrgTable } from "./org-table.ts";

/** As the wire writes it: a dateTime is `2026-11-21T10:00:00.000+0000`, a date `2026-11-21`. */
export type FieldValue = string | number | boolean | null;

export interface OrgRecord {
  /** 18 characters, and the same as the field Id. */
  readonly id: string;
  /** Every field of the object, Id, IsDeleted, CreatedDate and SystemModstamp among them; change them by changes.ts. */
  readonly fields: Record<string, FieldValue>;
}

export type ChangeType = "CREATE" | "UPDATE" | "DELETE" | "UNDELETE";

/** What the trigger on change events is told: which records, not what changed in them. */
export interface OrgChange {
  readonly object: string;
  readonly ids: readonly string[];
  readonly changeType: ChangeType;
  /** Milliseconds of the commit. */
  readonly at: number;
  readonly userId: string | null;
}

/** Where the things of the organisation stand in the org: its ids to ids of 18 characters. */
export interface OrgPlaces {
  /** By the owner id of a person or a queue. */
  readonly owners: ReadonlyMap<string, string>;
  /** By the user id of a person. Somebody with two owner ids is one user here. */
  readonly users: ReadonlyMap<string, string>;
  readonly teams: ReadonlyMap<string, string>;
  readonly pipelines: ReadonlyMap<string, string>;
  readonly deals: ReadonlyMap<string, string>;
  /** By kind and id, such as `calls:51200000001`: to the Task, EmailMessage or Event. */
  readonly activities: ReadonlyMap<string, string>;
  readonly companies: ReadonlyMap<string, string>;
  readonly contacts: ReadonlyMap<string, string>;
  /** The StageName by pipeline and stage, such as `default/closedwon`. */
  readonly stages: ReadonlyMap<string, string>;
}

/** A Salesforce org with all it holds, in memory. */
export interface Org {
  /** 18 characters, 00D… */
  readonly id: string;
  readonly name: string;
  /** As Salesforce writes it, such as America/New_York. */
  readonly timeZone: string;
  /** The corporate currency. */
  readonly currency: string;
  readonly multicurrency: boolean;
  readonly isSandbox: boolean;
  /** By name, such as Opportunity. */
  readonly objects: ReadonlyMap<string, OrgTable>;
  /** What the running user may not see, or what the org has switched off. To be changed by tests. */
  readonly missing: { readonly objects: Set<string>; readonly fields: Map<string, Set<string>> };
  /** What not even the Recycle Bin has any more, as the log of deletions tells for some days. */
  readonly purged: { readonly object: string; readonly id: string; readonly at: number }[];
  readonly listeners: Set<(change: OrgChange) => void>;
  /** The user as which an integration runs. */
  readonly integrationUserId: string;
  /** An administrator. */
  readonly adminUserId: string;
  readonly places: OrgPlaces;
  /** Milliseconds now. */
  readonly clock: () => number;
}

export interface OrgOptions {
  /** 15 or 18 characters; one of its own unless given. */
  readonly id?: string;
  /** Whether the organisation has more than one currency, unless given. */
  readonly multicurrency?: boolean;
  /** 1 to 12, the month in which the fiscal year starts. */
  readonly fiscalYearStartMonth?: number;
  readonly isSandbox?: boolean;
  /** Stands at the organisation's today unless given. */
  readonly clock?: () => number;
}

/** An organisation as the records of one Salesforce org. */
export function buildOrg(organisation: Organisation, options: OrgOptions = {}): Org {
  const building: Building = createBuilding(organisation, options);
  buildPeople(building);
  buildSetup(building);
  buildCustomers(building);
  buildOpportunities(building);
  buildActivities(building);
  buildQuotas(building);
  return building.org;
}

/** The records of an object. Throws where the org has no such object, which is a fault of the caller. */
export function tableOf(org: Org, object: string): OrgTable {
  const table = org.objects.get(object);
  if (!table) throw new Error(`The org has no ${object}`);
  return table;
}
