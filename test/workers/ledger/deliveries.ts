/** How the versions of a world's records reach the ledger: out of order, twice, late, or only by polling. */
import fc from "fast-check";
import type { CrmRecord, LedgerRecord } from "../../../worker/domain/records.ts";
import type { ApplyOptions, RecordKey } from "../../../worker/ports/ledger.ts";
import { crmRecord, world } from "../../unit/credit/arbitraries.ts";
import type { World } from "../../unit/credit/naive-facts.ts";
import { how, type TestTenant } from "./ledger-tenant.ts";

export type Delivery =
  | { readonly what: "records"; readonly records: readonly LedgerRecord[] }
  | { readonly what: "deletion"; readonly key: RecordKey }
  | { readonly what: "merge"; readonly merge: World["merges"][number] };

export interface History {
  /** What the CRM holds in the end. */
  readonly world: World;
  readonly deliveries: readonly Delivery[];
}

/** Stamps by version, so that the last version is the newest. */
function stamped<T extends LedgerRecord>(record: T, version: number): T {
  return { ...record, modifiedAt: new Date(Date.UTC(2026, 3, 16) + version * 1000).toISOString() };
}

/** Another version of a record: its kind and id with other fields. */
function versionOf(record: CrmRecord, other: CrmRecord): CrmRecord {
  return other.kind === record.kind ? { ...other, crmId: record.crmId } : record;
}

interface Versions {
  readonly final: LedgerRecord;
  readonly all: readonly LedgerRecord[];
}

function versionsOf(record: LedgerRecord, others: readonly CrmRecord[]): Versions {
  if (record.kind === "adjustment") {
    const withdrawn = stamped({ ...record, archived: !record.archived }, 0);
    const final = stamped(record, 1);
    return { final, all: [withdrawn, final] };
  }
  // In the CRM a deletion moves no stamp, so the older versions are those of a record that was there.
  const older = others.map((other, index) =>
    stamped({ ...versionOf(record, other), archived: false }, index),
  );
  const final = stamped(record, older.length);
  return { final, all: [...older, { ...final, archived: false }] };
}

/** A world, and a random way in which the ledger learns of it. Some deliveries are lost. */
export function history(options: { readonly maxRecords: number }): fc.Arbitrary<History> {
  return world(options).chain((random) =>
    fc
      .array(fc.array(crmRecord, { maxLength: 2 }), {
        minLength: random.records.length,
        maxLength: random.records.length,
      })
      .chain((others) => {
        const versions = random.records.map((record, index) => versionsOf(record, others[index] ?? []));
        const records = versions.map(({ final }) => final);
        const events: Delivery[] = [
          ...versions.flatMap(({ all }) => all.map((one): Delivery => ({ what: "records", records: [one] }))),
          ...records.filter(({ archived }) => archived).map(deletionOf),
          ...random.merges.map((merge): Delivery => ({ what: "merge", merge })),
        ];
        return fc
          .record({
            order: fc.shuffledSubarray([...events, ...events]),
            sizes: fc.infiniteStream(fc.integer({ min: 1, max: 8 })),
          })
          .map(({ order, sizes }) => ({
            world: { ...random, records },
            deliveries: inBatches(order, sizes),
          }));
      }),
  );
}

function deletionOf({ kind, crmId }: LedgerRecord): Delivery {
  return { what: "deletion", key: { kind, crmId } };
}

/** Neighbouring records become one batch now and then. */
function inBatches(deliveries: readonly Delivery[], sizes: Iterable<number>): readonly Delivery[] {
  const size = sizes[Symbol.iterator]();
  const batches: Delivery[] = [];
  let room = 0;
  for (const delivery of deliveries) {
    const last = batches.at(-1);
    if (delivery.what === "records" && last?.what === "records" && room > 0) {
      batches[batches.length - 1] = { what: "records", records: [...last.records, ...delivery.records] };
      room -= 1;
    } else {
      batches.push(delivery);
      room = size.next().value ?? 1;
    }
  }
  return batches;
}

/** One delivery, and the fresh reads it calls for: those answer with what the CRM holds. */
export async function deliver(
  { writer }: TestTenant,
  delivery: Delivery,
  truth: readonly LedgerRecord[],
  options: Partial<ApplyOptions> = {},
): Promise<void> {
  if (delivery.what === "merge") await writer.applyMerges([delivery.merge], how(options));
  if (delivery.what === "deletion") await writer.applyDeletions([delivery.key], how(options));
  if (delivery.what !== "records") return;
  const { ambiguous } = await writer.apply(delivery.records, how(options));
  if (ambiguous.length === 0) return;
  const fresh = truth.filter(({ kind, crmId }) =>
    ambiguous.some((key) => key.kind === kind && key.crmId === crmId),
  );
  await writer.apply(fresh, how({ ...options, fresh: true }));
}

/** What polling finds in the end: every record as it is, what is in the recycle bin, what was merged. */
export async function pollEverything(tenant: TestTenant, { records, merges }: World): Promise<void> {
  await deliver(tenant, { what: "records", records }, records);
  for (const record of records.filter(({ archived }) => archived)) {
    await deliver(tenant, deletionOf(record), records);
  }
  for (const merge of merges) await deliver(tenant, { what: "merge", merge }, records);
}
