import type { FieldDefinition, ObjectDefinition } from "./fields.ts";
import { idOf, to18 } from "./ids.ts";
import type { FieldValue, OrgRecord } from "./org.ts";

/** The records of one object, with the orders and indexes that queries need. */
export interface OrgTable {
  readonly name: string;
  readonly definition: ObjectDefinition;
  /** SystemModstamp, or CreatedDate where the object has no stamp. */
  readonly cursorField: string;
  /** By lower-case name: SOQL does not mind the case of a name. */
  field(name: string): FieldDefinition | undefined;
  /** By an id of 15 or 18 characters. */
  get(id: string): OrgRecord | undefined;
  add(record: OrgRecord): void;
  /** Gone for good, not even in the Recycle Bin. */
  remove(id: string): void;
  /** The only way to change a record's fields, so that orders and indexes stay right. */
  change(record: OrgRecord, fields: Readonly<Record<string, FieldValue>>): void;
  /** By (cursor field, Id). */
  byCursor(): readonly OrgRecord[];
  /** Records with a value in a field, in no order. The index is made at the first question. */
  having(field: string, value: FieldValue): Iterable<OrgRecord>;
  readonly size: number;
  nextId(): string;
}

type Index = Map<FieldValue, Set<OrgRecord>>;

function indexIn(index: Index, value: FieldValue, record: OrgRecord): void {
  const holders = index.get(value);
  if (holders) holders.add(record);
  else index.set(value, new Set([record]));
}

function compareIn(field: string): (one: OrgRecord, other: OrgRecord) => number {
  return (one, other) => {
    const left = String(one.fields[field]);
    const right = String(other.fields[field]);
    if (left !== right) return left < right ? -1 : 1;
    return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
  };
}

/** How many records come before one in the order. */
function placeOf(sorted: readonly OrgRecord[], isBefore: (record: OrgRecord) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const record = sorted[middle];
    if (record && isBefore(record)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place of the first record whose cursor is not earlier than a moment as the wire writes it. */
export function firstFrom(table: OrgTable, moment: string): number {
  return placeOf(table.byCursor(), (record) => String(record.fields[table.cursorField]) < moment);
}

export function createOrgTable(definition: ObjectDefinition): OrgTable {
  const fields = new Map(definition.fields.map((field) => [field.name.toLowerCase(), field]));
  const cursorField = fields.has("systemmodstamp") ? "SystemModstamp" : "CreatedDate";
  const compare = compareIn(cursorField);
  const byId = new Map<string, OrgRecord>();
  const indexes = new Map<string, Index>();
  let sorted: OrgRecord[] | null = null;
  let next = 1;

  function enter(record: OrgRecord): void {
    sorted?.splice(
      placeOf(sorted, (other) => compare(other, record) < 0),
      0,
      record,
    );
    for (const [field, index] of indexes) indexIn(index, record.fields[field] ?? null, record);
  }

  function leave(record: OrgRecord): void {
    sorted?.splice(
      placeOf(sorted, (other) => compare(other, record) < 0),
      1,
    );
    for (const [field, index] of indexes) index.get(record.fields[field] ?? null)?.delete(record);
  }

  function indexOn(field: string): Index {
    const known = indexes.get(field);
    if (known) return known;
    const index: Index = new Map();
    for (const record of byId.values()) indexIn(index, record.fields[field] ?? null, record);
    indexes.set(field, index);
    return index;
  }

  return {
    name: definition.name,
    definition,
    cursorField,
    field: (name) => fields.get(name.toLowerCase()),
    get: (id) => byId.get(to18(id) ?? ""),
    add(record) {
      if (byId.has(record.id)) throw new Error(`${definition.name} ${record.id} is there already`);
      byId.set(record.id, record);
      enter(record);
    },
    remove(id) {
      const record = byId.get(id);
      if (!record) return;
      byId.delete(id);
      leave(record);
    },
    change(record, changed) {
      leave(record);
      Object.assign(record.fields, changed);
      enter(record);
    },
    byCursor() {
      sorted ??= [...byId.values()].sort(compare);
      return sorted;
    },
    having: (field, value) => indexOn(field).get(value) ?? [],
    get size() {
      return byId.size;
    },
    nextId: () => idOf(definition.keyPrefix, next++),
  };
}
