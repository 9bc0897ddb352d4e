import type { Person, Pipeline, Queue, Rate, Split, Team } from "../../../organisation/organisation.ts";

import type { AssociationTable } from "./association-table.ts";
import type { ObjectType } from "./object-types.ts";
import { OBJECT_TYPES } from "./object-types.ts";
import type { PropertyDefinition } from "./property-definitions.ts";

/** One entry of a property's history. */
export interface Version {
  readonly value: string;
  readonly at: number;
  readonly sourceType: string;
  readonly sourceId: string | null;
  readonly userId: string | null;
}

export type Properties = Record<string, string | null>;

export interface PortalRecord {
  readonly id: string;
  readonly type: ObjectType;
  properties: Properties;
  /** Newest first; only of properties that have changed since the record was made. */
  readonly history: Record<string, Version[]>;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  /** What a search still sees until `from`: null for a record that the index does not know yet. */
  stale: { readonly until: number; readonly properties: Properties | null } | null;
}

/** What happened to a record, as a webhook tells it. */
export interface ChangeEvent {
  readonly subscriptionType: string;
  readonly objectType: ObjectType;
  readonly objectId: string;
  readonly occurredAt: number;
  readonly changeSource: string;
  readonly sourceId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A HubSpot account with all it holds, in memory. */
export interface Portal {
  readonly portalId: number;
  readonly name: string;
  readonly timeZone: string;
  readonly homeCurrency: string;
  readonly otherCurrencies: readonly string[];
  readonly people: readonly Person[];
  readonly queues: readonly Queue[];
  readonly teams: readonly Team[];
  readonly pipelines: readonly Pipeline[];
  readonly rates: readonly Rate[];
  readonly definitions: ReadonlyMap<ObjectType, ReadonlyMap<string, PropertyDefinition>>;
  readonly records: ReadonlyMap<ObjectType, RecordTable>;
  readonly associations: AssociationTable;
  readonly splits: Map<string, readonly Split[]>;
  readonly listeners: Set<(event: ChangeEvent) => void>;
  /** How long a search does not see a change. */
  indexLagMilliseconds: number;
}

/** The records of one kind, in the order of their ids. */
export interface RecordTable {
  get(id: string): PortalRecord | undefined;
  /** Follows merges: an id of a merged record leads to the one that took it in. */
  resolve(id: string): PortalRecord | undefined;
  add(record: PortalRecord): void;
  remove(id: string): void;
  redirect(from: string, to: string): void;
  all(): readonly PortalRecord[];
  nextId(): string;
}

const MERGES_IN_A_ROW_MAX = 250;

function createRecordTable(firstOwnId: number): RecordTable {
  const byId = new Map<string, PortalRecord>();
  const survivors = new Map<string, string>();
  let sorted: readonly PortalRecord[] | null = null;
  let next = firstOwnId;
  const changed = () => {
    sorted = null;
  };
  return {
    get: (id) => byId.get(id),
    resolve(id) {
      let current = id;
      for (let hop = 0; hop < MERGES_IN_A_ROW_MAX && survivors.has(current); hop += 1) {
        current = survivors.get(current) ?? current;
      }
      return byId.get(current);
    },
    add(record) {
      byId.set(record.id, record);
      next = Math.max(next, Number(record.id) + 1);
      changed();
    },
    remove(id) {
      byId.delete(id);
      changed();
    },
    redirect: (from, to) => void survivors.set(from, to),
    all() {
      sorted ??= [...byId.values()].sort((one, other) => Number(one.id) - Number(other.id));
      return sorted;
    },
    nextId: () => String(next++),
  };
}

export function createTables(): ReadonlyMap<ObjectType, RecordTable> {
  return new Map(
    OBJECT_TYPES.map((type, place) => [type, createRecordTable(90_000_000_001 + place * 1_000_000)]),
  );
}

export function tableOf(portal: Portal, type: ObjectType): RecordTable {
  const table = portal.records.get(type);
  if (!table) throw new Error(`The portal has no ${type}`);
  return table;
}

export function definitionsOf(portal: Portal, type: ObjectType): ReadonlyMap<string, PropertyDefinition> {
  const definitions = portal.definitions.get(type);
  if (!definitions) throw new Error(`The portal has no properties of ${type}`);
  return definitions;
}
