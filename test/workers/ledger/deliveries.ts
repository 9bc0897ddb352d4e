/** How the versions of a world's records reach the ledger: out of order, twice, late, or only by polling. */
import fc from "fast-check";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import type { CrmRecord, Email, LedgerRecord } from "../../../worker/domain/records.ts";
import type { ApplyOptions, RecordKey } from "../../../worker/ports/ledger.ts";
import {
  adjustmentOf,
  call,
  communication,
  deal,
  email,
  meeting,
  task,
  world,
} from "../../unit/credit/arbitraries.ts";
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
  /** Some deliveries never came, so only polling brings the ledger up to date. */
  readonly lossy: boolean;
}

/** Stamps by version, so that the last version is the newest. */
function stamped<T extends LedgerRecord>(record: T, version: number): T {
  return { ...record, modifiedAt: new Date(Date.UTC(2026, 3, 16) + version * 1000).toISOString() };
}

/** Other versions of a record come from the same kind. */
type VersionsOf = (kind: CrmRecordKind) => fc.Arbitrary<CrmRecord>;

const anyVersion: VersionsOf = (kind) => ({ deal, call, email, meeting, task, communication })[kind];

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
    stamped({ ...other, crmId: record.crmId, archived: false }, index),
  );
  const final = stamped(record, older.length);
  return { final, all: [...older, { ...final, archived: false }] };
}

/** A world, and a random way in which the ledger learns of it. */
export function history(options: { readonly maxRecords: number }): fc.Arbitrary<History> {
  return world(options).chain((random) => historyOf(random, anyVersion));
}

const DAYS = 24 * 3600 * 1000;

/** E-mails among few people within few weeks, so that what one counts for depends on the others. */
const denseEmail: fc.Arbitrary<Email> = fc
  .record({
    email,
    half: fc.integer({ min: 0, max: 60 }),
    direction: fc.constantFrom("outbound", "outbound", "inbound", "inbound", "forwarded", null),
    writer: fc.constantFrom("outside", "outside", "member"),
    person: fc.constantFrom("x1", "x2"),
    status: fc.constantFrom("sent", "sent", "sent", "bounced"),
    key: fc.constantFrom("a", "b", null, null, null),
    copyKey: fc.constantFrom("a", "c", null, null, null),
    archived: fc.constantFrom(false, false, false, true),
  })
  .map(({ email: plain, half, direction, writer, person, status, key, copyKey, archived }) => {
    // What a member wrote may be logged as anything.
    const isOurs = direction === "outbound" || writer === "member";
    return {
      ...plain,
      at: new Date(Date.UTC(2026, 2, 1) + half * (DAYS / 2)).toISOString(),
      direction,
      status,
      from: isOurs ? "p1" : person,
      to: isOurs ? [...new Set([person, ...plain.to])] : ["p1"],
      automatic: false,
      duplicateKey: key,
      copyKey,
      ownerId: "o1",
      archived,
    };
  });

const EMAIL_EVENTS = ["email_sent", "outreach_delivered", "outreach_replied", "email_received"] as const;

/** A history of such e-mails, and of adjustments of them. */
export function correspondenceHistory(options: { readonly maxRecords: number }): fc.Arbitrary<History> {
  const emails = fc.uniqueArray(denseEmail, {
    minLength: 3,
    maxLength: options.maxRecords,
    selector: ({ crmId }) => crmId,
    size: "max",
  });
  return fc.tuple(world({ maxRecords: 0 }), emails).chain(([plain, records]) =>
    fc
      .uniqueArray(
        fc
          .tuple(adjustmentOf(records), fc.constantFrom(...EMAIL_EVENTS))
          .map(([adjustment, event]) => ({ ...adjustment, event })),
        { maxLength: 3, selector: ({ crmId }) => crmId },
      )
      .chain((adjustments) =>
        historyOf({ ...plain, records: [...records, ...adjustments] }, () => denseEmail),
      ),
  );
}

function historyOf(random: World, versions: VersionsOf): fc.Arbitrary<History> {
  const others = random.records.map((record) =>
    fc.array(record.kind === "adjustment" ? fc.constant(null) : versions(record.kind), { maxLength: 2 }),
  );
  return fc.tuple(...others).chain((older) => {
    const histories = random.records.map((record, index) =>
      versionsOf(
        record,
        (older[index] ?? []).filter((other) => other !== null),
      ),
    );
    const records = histories.map(({ final }) => final);
    const events: Delivery[] = [
      ...histories.flatMap(({ all }) => all.map((one): Delivery => ({ what: "records", records: [one] }))),
      ...records.filter(({ archived }) => archived).map(deletionOf),
      ...random.merges.map((merge): Delivery => ({ what: "merge", merge })),
    ];
    const everything = [...events, ...events];
    const whole = { minLength: everything.length };
    const sizes = fc.infiniteStream(fc.integer({ min: 1, max: 8 }));
    return fc
      .boolean()
      .chain((lossy) =>
        fc.tuple(fc.constant(lossy), fc.shuffledSubarray(everything, lossy ? {} : whole), sizes),
      )
      .map(([lossy, order, size]) => ({
        world: { ...random, records },
        deliveries: inBatches(order, size),
        lossy,
      }));
  });
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

/** All deliveries, and polling where some of them were lost. */
export async function deliverAll(
  tenant: TestTenant,
  { world: truth, deliveries, lossy }: History,
): Promise<void> {
  for (const delivery of deliveries) await deliver(tenant, delivery, truth.records);
  if (lossy) await pollEverything(tenant, truth);
}
