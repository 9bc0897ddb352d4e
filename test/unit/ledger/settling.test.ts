import { expect, it } from "vitest";
import { unknownRecord } from "../../../worker/domain/ledger/held-record.ts";
import { contentOf } from "../../../worker/domain/ledger/record-content.ts";
import {
  newestVersion,
  type ReadVersion,
  settleVersion,
} from "../../../worker/domain/ledger/settle-record.ts";
import type { Task } from "../../../worker/domain/records.ts";

const OLD = "2026-03-10T15:00:00.000Z";
const NEW = "2026-03-10T15:00:00.001Z";
const TASK: Task = {
  kind: "task",
  crmId: "1",
  modifiedAt: OLD,
  createdAt: OLD,
  archived: false,
  title: "Call back",
  creatorUserId: null,
  ownerId: "o1",
  dueAt: OLD,
  completed: true,
  completedAt: OLD,
};

function version(modifiedAt: string, contentHash: string, fields: Partial<Task> = {}): ReadVersion {
  return { record: { ...TASK, modifiedAt, ...fields }, contentHash };
}

function held(fields: object = {}) {
  return { ...unknownRecord(TASK), modifiedAt: OLD, contentHash: "a", record: TASK, ...fields };
}

it.each([
  ["store", "nothing is held", null, version(OLD, "a")],
  ["store", "it is newer", held(), version(NEW, "b")],
  ["store", "only the stamp is newer", held(), version(NEW, "a")],
  ["unchanged", "it is the same", held(), version(OLD, "a")],
  ["dropped", "it is older", held({ modifiedAt: NEW }), version(OLD, "b")],
  ["dropped", "the record was erased", held({ erased: true }), version(NEW, "b")],
  ["ambiguous", "the stamp is the same and the content is not", held(), version(OLD, "b")],
  ["store_as_deleted", "the record was deleted", held({ archived: true }), version(NEW, "b")],
  ["store", "a deleted record is deleted", held({ archived: true }), version(NEW, "b", { archived: true })],
] as const)("answers %s when %s", (verdict, _, known, read) => {
  expect(settleVersion(known, read, false)).toBe(verdict);
});

it("takes a fresh read as it is, unless the record was erased or nothing changed", () => {
  expect(settleVersion(held({ modifiedAt: NEW }), version(OLD, "b"), true)).toBe("store");
  expect(settleVersion(held({ archived: true }), version(OLD, "b"), true)).toBe("store");
  expect(settleVersion(held({ erased: true }), version(NEW, "b"), true)).toBe("dropped");
  expect(settleVersion(held(), version(OLD, "a"), true)).toBe("unchanged");
});

it("chooses the newest of several versions, in whatever order they come", () => {
  const [old, recent] = [version(OLD, "a"), version(NEW, "b")];
  expect(newestVersion([old, recent], false)).toBe(recent);
  expect(newestVersion([recent, old], false)).toBe(recent);
});

it("chooses none of two contents under the newest stamp, but the last of a fresh read", () => {
  const [one, other, old] = [version(NEW, "a"), version(NEW, "b"), version(OLD, "c")];
  expect(newestVersion([one, old, other], false)).toBeNull();
  expect(newestVersion([one, old, other], true)).toBe(other);
  expect(newestVersion([one, one], false)).toEqual(one);
});

it("sees the same content whatever the stamp and the order of the keys", () => {
  const { kind, crmId, ...rest } = TASK;
  expect(contentOf({ ...rest, crmId, kind, modifiedAt: NEW })).toBe(contentOf(TASK));
  expect(contentOf({ ...TASK, completed: false })).not.toBe(contentOf(TASK));
});
