import fc from "fast-check";
import { expect, it } from "vitest";
import { changedExchanges, exchangesOf } from "../../../worker/domain/ledger/correspondence.ts";
import { countingRecord, mergeStretches } from "../../../worker/domain/ledger/dependents.ts";
import { LinkTable } from "../../../worker/domain/ledger/link-table.ts";
import { linksOf, type RecordLink } from "../../../worker/domain/ledger/record-links.ts";
import type { Email } from "../../../worker/domain/records.ts";

const AT = "2026-03-10T15:00:00.000Z";
const EMAIL: Email = {
  kind: "email",
  crmId: "1",
  modifiedAt: AT,
  createdAt: AT,
  archived: false,
  title: null,
  creatorUserId: null,
  ownerId: null,
  at: AT,
  direction: "outbound",
  status: "sent",
  threadId: null,
  from: "p-ada",
  to: ["buyer", "boss"],
  automatic: false,
  duplicateKey: "message",
};

function held(record: Email, fields: { mergedInto?: string } = {}) {
  const { kind, crmId, modifiedAt, archived } = record;
  return {
    kind,
    crmId,
    modifiedAt,
    archived,
    contentHash: "",
    mergedInto: null,
    erased: false,
    record,
    ...fields,
  };
}

const isMember = (person: string) => person === "p-ada";

function rolesOf(record: Email, repeats = false): readonly string[] {
  return linksOf(held(record), { repeats, isMember }).map(({ key, role }) => `${key} ${role}`);
}

it("finds an e-mail under its activity and under its copies in other mailboxes, once where they are one", () => {
  const copied = { ...EMAIL, to: [], copyKey: "copy" };
  expect(rolesOf(copied)).toEqual(["d:email:message same", "d:email:copy same"]);
  expect(rolesOf({ ...copied, duplicateKey: null, isNote: true })).toEqual(["d:email:copy note"]);
  expect(rolesOf({ ...copied, copyKey: "message" })).toEqual(["d:email:message same"]);
});

it("finds an e-mail from everybody it went to, and from the activity it may repeat", () => {
  expect(rolesOf(EMAIL)).toEqual(["d:email:message same", "p:buyer sent", "p:boss sent"]);
  expect(rolesOf(EMAIL, true)).toEqual(["d:email:message same", "p:buyer unsent", "p:boss unsent"]);
  expect(rolesOf({ ...EMAIL, archived: true })).toEqual([
    "d:email:message idle",
    "p:buyer unsent",
    "p:boss unsent",
  ]);
});

it("takes an inbound e-mail for an answer of its sender, unless a machine wrote it", () => {
  const inbound: Email = { ...EMAIL, direction: "inbound", from: "buyer", to: ["p-ada"], duplicateKey: null };
  expect(rolesOf(inbound)).toEqual(["p:buyer received", "p:p-ada idle"]);
  expect(rolesOf({ ...inbound, automatic: true })).toEqual(["p:buyer idle", "p:p-ada idle"]);
});

it("asks who wrote an e-mail, not what the CRM calls its direction", () => {
  const logged: Email = { ...EMAIL, direction: "inbound", to: ["buyer"], duplicateKey: null };
  for (const direction of ["inbound", "forwarded", null] as const) {
    expect(rolesOf({ ...logged, direction })).toEqual(["p:p-ada idle", "p:buyer sent"]);
    expect(rolesOf({ ...logged, direction, status: "bounced" })).toEqual(["p:p-ada idle", "p:buyer unsent"]);
    expect(rolesOf({ ...logged, direction, from: "boss" })).toEqual([
      `p:boss ${direction === "inbound" ? "received" : "idle"}`,
      "p:buyer idle",
    ]);
  }
});

it("lets the earliest record of one activity count, and an erased one before all", () => {
  const link = (crmId: string, role: "same" | "note" | "idle"): RecordLink => ({
    key: "d:call:x",
    at: AT,
    kind: "call",
    crmId,
    role,
  });
  expect(countingRecord([link("1", "idle"), link("2", "same"), link("3", "same")])).toBe("2");
  expect(countingRecord([link("2", "same"), link("~4.0", "same")])).toBe("~4.0");
  expect(countingRecord([link("1", "note"), link("2", "same")])).toBe("2");
  expect(countingRecord([link("1", "note"), link("2", "idle")])).toBe("1");
  expect(countingRecord([link("1", "idle")])).toBeNull();
});

const person = fc
  .uniqueArray(
    fc.record({
      crmId: fc.integer({ min: 1, max: 30 }).map(String),
      minute: fc.integer({ min: 10, max: 20 }),
      role: fc.constantFrom("sent" as const, "unsent" as const, "received" as const, "idle" as const),
    }),
    { selector: ({ crmId }) => crmId },
  )
  .map((emails) =>
    emails.map(({ crmId, minute, role }): RecordLink => {
      return { key: "p:buyer", at: `2026-03-10T15:${minute}:00.000Z`, kind: "email", crmId, role };
    }),
  );

function tableOf(links: readonly RecordLink[]): readonly RecordLink[] {
  const table = new LinkTable();
  table.load(links);
  return table.before("p:buyer");
}

it("finds the e-mail before and the answer after each outbound one, as a look through all of them does", () => {
  fc.assert(
    fc.property(person, (links) => {
      for (const [crmId, exchange] of exchangesOf(tableOf(links))) {
        const own = links.find((link) => link.crmId === crmId);
        const place = `${own?.at} ${crmId}`;
        const sent = links.filter((link) => link.role === "sent" && `${link.at} ${link.crmId}` < place);
        const answers = links.filter((link) => link.role === "received" && link.at > (own?.at ?? ""));
        expect(exchange).toEqual({
          previousSentAt:
            sent
              .map(({ at }) => at)
              .sort()
              .at(-1) ?? null,
          answeredAt: answers.map(({ at }) => at).sort()[0] ?? null,
        });
      }
    }),
  );
});

it("names exactly the e-mails whose correspondence a change alters", () => {
  fc.assert(
    fc.property(person, person, (before, after) => {
      const [old, current] = [exchangesOf(tableOf(before)), exchangesOf(tableOf(after))];
      const altered = [...current.keys()].filter(
        (crmId) => JSON.stringify(old.get(crmId)) !== JSON.stringify(current.get(crmId)),
      );
      expect(changedExchanges(tableOf(before), tableOf(after))).toEqual(altered);
    }),
  );
});

it("writes only the links that change", () => {
  const table = new LinkTable();
  const standing = { repeats: false, isMember };
  const before = linksOf(held(EMAIL), standing);
  table.load(before);
  table.replace(before, linksOf(held({ ...EMAIL, to: ["buyer"], title: "Again" }), standing));
  expect(table.changes()).toEqual({ gone: [expect.objectContaining({ key: "p:boss" })], written: [] });
  expect(table.after("p:boss")).toEqual([]);
  expect(table.after("p:buyer")).toHaveLength(1);
});

it("writes a link whose stored role is from when its sender was no member", () => {
  const table = new LinkTable();
  const logged = held({ ...EMAIL, direction: "inbound", to: ["buyer"], duplicateKey: null });
  table.load(linksOf(logged, { repeats: false, isMember: () => false }));
  const now = linksOf(logged, { repeats: false, isMember });
  table.replace(now, now);
  expect(table.changes().written).toEqual(now);
});

it("reads overlapping stretches of a key once", () => {
  const merged = mergeStretches([
    { key: "b", from: "1", to: "2" },
    { key: "a", from: "3", to: "6" },
    { key: "a", from: "1", to: "4" },
    { key: "a", from: "7", to: "8" },
  ]);
  expect(merged).toEqual([
    { key: "a", from: "1", to: "6" },
    { key: "a", from: "7", to: "8" },
    { key: "b", from: "1", to: "2" },
  ]);
});
