import { expect, it } from "vitest";
import { readDelivery } from "../../../worker/adapters/crm/hubspot/read-notice.ts";

const AT = 1_764_000_000_000;
const OCCURRED_AT = "2025-11-24T16:00:00.000Z";

function buildEvent(over: Record<string, unknown>): Record<string, unknown> {
  return {
    eventId: 1,
    subscriptionId: 2,
    portalId: 3,
    appId: 4,
    occurredAt: AT,
    subscriptionType: "object.propertyChange",
    attemptNumber: 0,
    objectId: 55,
    objectTypeId: "0-3",
    propertyName: "dealstage",
    propertyValue: "closedwon",
    changeSource: "CRM_UI",
    sourceId: "userId:9",
    isSensitive: false,
    ...over,
  };
}

function readEvents(...events: unknown[]) {
  return readDelivery(new TextEncoder().encode(JSON.stringify(events)));
}

function hintsOf(...events: unknown[]) {
  const read = readEvents(...events);
  return read.ok ? read.value.flatMap((notice) => notice.hints) : [];
}

it("reads a change with its actor and a key that tells repetitions", () => {
  expect(readEvents(buildEvent({}))).toEqual({
    ok: true,
    value: [
      {
        crmId: "3",
        hints: [
          {
            change: "changed",
            kind: "deal",
            recordId: "55",
            occurredAt: OCCURRED_AT,
            actor: "9",
            deliveryKey: `3:object.propertyChange:55:1:${AT}`,
          },
        ],
      },
    ],
  });
});

it.each([
  ["0-3", "deal"],
  ["0-48", "call"],
  ["0-49", "email"],
  ["0-47", "meeting"],
  ["0-27", "task"],
  ["0-18", "communication"],
])("knows the generic type %s as %s", (objectTypeId, kind) => {
  expect(hintsOf(buildEvent({ objectTypeId }))).toMatchObject([{ kind }]);
});

it.each([
  ["deal.creation", "changed"],
  ["deal.propertyChange", "changed"],
  ["deal.deletion", "deleted"],
  ["deal.restore", "restored"],
])("knows the classic %s, which carries no type id", (subscriptionType, change) => {
  const event = buildEvent({ subscriptionType, objectTypeId: undefined, changeFlag: "NEW" });
  expect(hintsOf(event)).toMatchObject([{ change, kind: "deal", recordId: "55" }]);
});

it("points a merge at the new record; the primary one goes under with the others", () => {
  const event = buildEvent({
    subscriptionType: "object.merge",
    objectId: 55,
    primaryObjectId: 55,
    mergedObjectIds: [56, 57],
    newObjectId: 99,
  });
  expect(hintsOf(event)).toMatchObject([{ change: "merged", recordId: "99", mergedIds: ["55", "56", "57"] }]);
});

it("points an older merge, which kept the primary record, at that", () => {
  const event = buildEvent({ subscriptionType: "deal.merge", primaryObjectId: 55, mergedObjectIds: [56] });
  expect(hintsOf(event)).toMatchObject([{ change: "merged", recordId: "55", mergedIds: ["56"] }]);
});

it("tells of an erased person", () => {
  const event = buildEvent({
    subscriptionType: "contact.privacyDeletion",
    objectId: 77,
    objectTypeId: undefined,
  });
  expect(hintsOf(event)).toMatchObject([{ change: "person_erased", contactId: "77" }]);
});

it("reads a meeting again when its contacts change", () => {
  const event = buildEvent({
    subscriptionType: "object.associationChange",
    objectId: undefined,
    fromObjectId: 401,
    fromObjectTypeId: "0-47",
    toObjectId: 12,
    toObjectTypeId: "0-1",
  });
  expect(hintsOf(event)).toMatchObject([{ change: "changed", kind: "meeting", recordId: "401" }]);
});

it("sorts a delivery by account", () => {
  const read = readEvents(
    buildEvent({ portalId: 3 }),
    buildEvent({ portalId: 4 }),
    buildEvent({ portalId: 3 }),
  );
  expect(read).toMatchObject({ ok: true, value: [{ crmId: "3" }, { crmId: "4" }] });
  expect(read.ok && read.value.map(({ hints }) => hints.length)).toEqual([2, 1]);
});

it("passes over what nobody subscribed to", () => {
  const unknown = [
    buildEvent({ subscriptionType: "object.teleportation" }),
    buildEvent({ objectTypeId: "0-1" }),
    buildEvent({ subscriptionType: "company.creation" }),
    buildEvent({ subscriptionType: "constructor.constructor" }),
    buildEvent({ objectTypeId: "toString" }),
  ];
  const read = readEvents(...unknown);
  expect(read).toMatchObject({ ok: true, value: [{ crmId: "3", hints: [] }] });
});

it("keeps the events that can be read when others cannot", () => {
  expect(hintsOf(null, 7, {}, buildEvent({ portalId: "x" }), buildEvent({ objectId: 8 }))).toMatchObject([
    { recordId: "8" },
  ]);
});

it.each(["", "{}", "null", "no json", '"text"', "[null]", '[{"portalId":3}]'])(
  "refuses a delivery of which nothing can be read: %s",
  (body) => {
    expect(readDelivery(new TextEncoder().encode(body))).toEqual({ ok: false, error: "unreadable" });
  },
);

it("gives two accounts' equal events different keys", () => {
  const keys = hintsOf(buildEvent({ portalId: 3 }), buildEvent({ portalId: 4 })).map(
    (hint) => hint.deliveryKey,
  );
  expect(new Set(keys).size).toBe(2);
});
