import * as v from "valibot";
import { CRM_RECORD_KINDS, type CrmRecordKind } from "../../../../shared/contracts/ids.ts";
import { err, ok, type Result } from "../../../domain/result.ts";
import type { ChangeHint, ChangeNotice, NoticeRefusal } from "../../../ports/crm.ts";
import { readInstant } from "../read-values.ts";
import { readJson } from "../reply.ts";

const WholeId = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.string()]),
  v.transform(String),
  v.regex(/^\d{1,20}$/),
);

/** What every event of a webhook delivery carries. The rest depends on its type. */
const WebhookEvent = v.object({
  portalId: WholeId,
  subscriptionType: v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/)),
  occurredAt: v.pipe(v.number(), v.safeInteger()),
  eventId: v.nullish(v.union([v.number(), v.string()]), ""),
  objectId: v.nullish(WholeId, null),
  objectTypeId: v.nullish(v.string(), null),
  sourceId: v.nullish(v.string(), null),
  primaryObjectId: v.nullish(WholeId, null),
  mergedObjectIds: v.nullish(v.array(WholeId), []),
  newObjectId: v.nullish(WholeId, null),
  fromObjectTypeId: v.nullish(v.string(), null),
  fromObjectId: v.nullish(WholeId, null),
  toObjectTypeId: v.nullish(v.string(), null),
  toObjectId: v.nullish(WholeId, null),
});

type WebhookEvent = v.InferOutput<typeof WebhookEvent>;

const KIND_OF_TYPE_ID: ReadonlyMap<string | null, CrmRecordKind> = new Map([
  ["0-3", "deal"],
  ["0-48", "call"],
  ["0-49", "email"],
  ["0-47", "meeting"],
  ["0-27", "task"],
  ["0-18", "communication"],
]);
const CHANGES: ReadonlyMap<string, "changed" | "deleted" | "restored"> = new Map([
  ["creation", "changed"],
  ["propertyChange", "changed"],
  ["deletion", "deleted"],
  ["restore", "restored"],
]);

/**
 * A delivery, sorted by account. One event that cannot be read does not cost the others: HubSpot would send
 * the whole delivery again and again. What nobody subscribed to is passed over.
 */
export function readDelivery(body: Uint8Array): Result<readonly ChangeNotice[], NoticeRefusal> {
  const events = readEvents(body);
  if (events === null) return err("unreadable");
  const read = events.flatMap((event) => {
    const parsed = v.safeParse(WebhookEvent, event);
    return parsed.success ? [parsed.output] : [];
  });
  if (events.length > 0 && read.length === 0) return err("unreadable");
  const byPortal = Map.groupBy(read, (event) => event.portalId);
  return ok(
    [...byPortal].map(([crmId, portalEvents]) => ({
      crmId,
      hints: portalEvents.flatMap((event) => hintsOf(event)),
    })),
  );
}

function readEvents(body: Uint8Array): unknown[] | null {
  try {
    const json = readJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body));
    return Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}

function hintsOf(event: WebhookEvent): ChangeHint[] {
  const occurredAt = readInstant(String(event.occurredAt));
  if (occurredAt === null) return [];
  const when = { occurredAt, deliveryKey: deliveryKeyOf(event) };
  if (event.subscriptionType === "contact.privacyDeletion") {
    return event.objectId === null ? [] : [{ change: "person_erased", contactId: event.objectId, ...when }];
  }
  const [subject = "", change = ""] = event.subscriptionType.split(".");
  if (change === "associationChange") return associationHints(event, when);
  const kind =
    subject === "object"
      ? KIND_OF_TYPE_ID.get(event.objectTypeId)
      : CRM_RECORD_KINDS.find((classic) => classic === subject);
  if (kind === undefined) return [];
  const about = { kind, actor: actorOf(event), ...when };
  if (change === "merge") return mergeHints(event, about);
  const ours = CHANGES.get(change);
  return ours === undefined || event.objectId === null
    ? []
    : [{ change: ours, recordId: event.objectId, ...about }];
}

interface When {
  readonly occurredAt: string;
  readonly deliveryKey: string;
}

/** A merge makes a new record; the primary one goes under as well. */
function mergeHints(
  event: WebhookEvent,
  about: When & { readonly kind: CrmRecordKind; readonly actor: string | null },
): ChangeHint[] {
  const recordId = event.newObjectId ?? event.primaryObjectId ?? event.objectId;
  if (recordId === null) return [];
  const gone = [event.primaryObjectId, ...event.mergedObjectIds].filter(
    (id) => id !== null && id !== recordId,
  );
  const mergedIds = [...new Set(gone)].filter((id) => id !== null);
  return [{ change: "merged", recordId, mergedIds, ...about }];
}

/** Only meetings are read with their associations. Classic association events never concern them. */
function associationHints(event: WebhookEvent, when: When): ChangeHint[] {
  const ends = [
    { kind: KIND_OF_TYPE_ID.get(event.fromObjectTypeId), recordId: event.fromObjectId },
    { kind: KIND_OF_TYPE_ID.get(event.toObjectTypeId), recordId: event.toObjectId },
  ];
  return ends.flatMap(({ kind, recordId }) =>
    kind === "meeting" && recordId !== null
      ? [{ change: "changed", kind, recordId, actor: actorOf(event), ...when } as const]
      : [],
  );
}

/** Event ids alone repeat between accounts and types. */
function deliveryKeyOf(event: WebhookEvent): string {
  const objectId = event.objectId ?? `${event.fromObjectId ?? ""}-${event.toObjectId ?? ""}`;
  return [event.portalId, event.subscriptionType, objectId, event.eventId, event.occurredAt].join(":");
}

function actorOf(event: WebhookEvent): string | null {
  return /^userId:(\d{1,20})$/.exec(event.sourceId ?? "")?.[1] ?? null;
}
