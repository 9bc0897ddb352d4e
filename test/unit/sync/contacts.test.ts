import { describe, expect, it } from "vitest";
import { createLane, type Lane } from "../../../worker/app/sync/lane.ts";
import type { Email } from "../../../worker/domain/records.ts";
import type { CrmFailure } from "../../../worker/ports/crm.ts";
import { buildDeal, START } from "./builders.ts";
import { fakeLane, hint, liveLane } from "./fakes.ts";

const ERASED = { change: "person_erased", contactId: "77" } as const;
const NOT_GRANTED: CrmFailure = { reason: "scope_missing", scopes: ["crm.objects.contacts.read"] };
const UNAVAILABLE: CrmFailure = { reason: "unavailable", detail: "status 500" };
const LONG_AGO = "2020-01-01T00:00:00.000Z";

/** A lane that follows contacts already, and knows one with two addresses. */
async function knowing() {
  const fake = liveLane();
  await fake.contacts.changeWalk({ since: LONG_AGO });
  await fake.contacts.add([
    { contactId: "77", persons: ["own", "other"] },
    { contactId: "78", persons: ["somebody"] },
  ]);
  return { ...fake, lane: createLane(fake.parts) };
}

async function walk(lane: Lane): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) {
    const { kind } = await lane.backfillStep(1);
    if (kind === "done" || kind === "stopped") return;
  }
  throw new Error("The backfill does not end");
}

describe("the notice that a contact was erased", () => {
  it("erases by itself what every key of the contact leads to, and nobody else's", async () => {
    const { lane, ledger, contacts, state } = await knowing();
    expect(await lane.syncRecords([ERASED])).toEqual({ kind: "done" });
    expect(ledger.erasedPeople).toEqual(["own", "other"]);
    expect(await contacts.find("77")).toEqual({ kind: "erased" });
    expect(await contacts.find("78")).toEqual({ kind: "known", persons: ["somebody"] });
    expect(state.faults).toEqual([]);
  });

  it("does nothing when it comes again, within one message or later", async () => {
    const { lane, ledger, state, announced } = await knowing();
    await lane.syncRecords([ERASED, ERASED]);
    const before = [...ledger.erasedPeople];
    await lane.syncRecords([ERASED]);
    expect(ledger.erasedPeople).toEqual(before);
    expect(state.faults).toEqual([]);
    expect(announced).toEqual([]);
  });

  it("loses nothing when it fails half way: the keys stand until all they lead to is gone", async () => {
    const { parts, ledger, contacts } = await knowing();
    let fails = true;
    const lane = createLane({
      ...parts,
      ledger: Object.assign(Object.create(ledger), {
        erasePerson: async (...given: Parameters<typeof ledger.erasePerson>) => {
          if (given[0] === "other" && fails) throw new Error("The database is away");
          return ledger.erasePerson(...given);
        },
      }),
    });
    await expect(lane.syncRecords([ERASED])).rejects.toThrow("The database is away");
    expect(await contacts.find("77")).toMatchObject({ kind: "known" });
    fails = false;
    expect(await lane.syncRecords([ERASED])).toEqual({ kind: "done" });
    expect(ledger.erasedPeople).toEqual(["own", "own", "other"]);
    expect(await contacts.find("77")).toEqual({ kind: "erased" });
  });

  it("is a fault with a remedy only where nothing is known of the contact", async () => {
    const { lane, ledger, contacts, state } = await knowing();
    await contacts.add([{ contactId: "79", persons: [] }]);
    await lane.syncRecords([
      { ...ERASED, contactId: "79" },
      { ...ERASED, contactId: "80" },
    ]);
    expect(state.faults).toMatchObject([{ type: "person_erased", subject: "contact:80" }]);
    expect(ledger.erasedPeople).toEqual([]);
  });

  it("takes a standing fault of the contact away", async () => {
    const { lane, contacts, state } = await knowing();
    await lane.syncRecords([{ ...ERASED, contactId: "80" }]);
    await contacts.add([{ contactId: "80", persons: ["late"] }]);
    await lane.syncRecords([{ ...ERASED, contactId: "80" }]);
    expect(state.faults).toEqual([]);
  });

  it("waits for its turn, and holds up no other change of the message", async () => {
    const { lane, crm, ledger } = await knowing();
    crm.put(buildDeal("1"));
    const erasedMeanwhile: number[] = [];
    ledger.onApply = async () => {
      const before = ledger.erasedPeople.length;
      for (let pause = 0; pause < 50; pause += 1) await Promise.resolve();
      erasedMeanwhile.push(ledger.erasedPeople.length - before);
    };
    await Promise.all([lane.syncRecords([hint("1")]), lane.syncRecords([ERASED])]);
    expect(ledger.records.has("deal:1")).toBe(true);
    expect(ledger.erasedPeople).toEqual(["own", "other"]);
    expect(erasedMeanwhile).toEqual([0]);
  });

  it("is heeded although the customer has to connect again", async () => {
    const { lane, ledger, directory } = await knowing();
    directory.tenant = { ...directory.tenant, state: "reconnect" };
    expect(await lane.syncRecords([ERASED])).toMatchObject({ kind: "stopped" });
    expect(ledger.erasedPeople).toEqual(["own", "other"]);
  });
});

describe("an erasure by address", () => {
  it("settles the index, wherever the address stands, and what comes of the contact afterwards", async () => {
    const { lane, contacts, state, ledger } = await knowing();
    await lane.syncRecords([{ ...ERASED, contactId: "80" }]);
    await contacts.add([{ contactId: "81", persons: ["key of ada@example.test"] }]);
    await lane.erasePerson({ email: "ada@example.test", contactId: "80" });
    expect(ledger.erasedPeople).toEqual(["key of ada@example.test"]);
    expect(await contacts.find("81")).toEqual({ kind: "unknown" });
    await lane.syncRecords([{ ...ERASED, contactId: "80" }]);
    expect(state.faults).toEqual([]);
  });

  it("takes the other addresses of the contact with it", async () => {
    const { lane, ledger, contacts } = await knowing();
    await lane.erasePerson({ email: "ada@example.test", contactId: "77" });
    expect(ledger.erasedPeople).toEqual(["key of ada@example.test", "own", "other"]);
    expect(await contacts.find("77")).toEqual({ kind: "erased" });
  });
});

describe("the contacts of a backfill", () => {
  it("are all listed once, after e-mails, and followed from when the list began", async () => {
    const { parts, crm, contacts } = fakeLane();
    for (const id of ["1", "2", "3"]) crm.contacts.set(id, { persons: [`key ${id}`], modifiedAt: LONG_AGO });
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    expect([...contacts.keysOf.keys()]).toEqual(["1", "2", "3"]);
    expect(contacts.walk).toMatchObject({ since: "2026-11-18T11:55:00.000Z", cursor: null });
    const calls = crm.calls.map(({ method, subject }) => `${method} ${subject}`);
    expect(calls.lastIndexOf("fetchStretch email:all")).toBeLessThan(calls.indexOf("fetchContacts all"));
    expect(calls.filter((call) => call.startsWith("fetchContacts"))).toHaveLength(2);
  });

  it("go on from their checkpoint after a fault", async () => {
    const { parts, crm, contacts } = fakeLane();
    for (const id of ["1", "2", "3"]) crm.contacts.set(id, { persons: [`key ${id}`], modifiedAt: LONG_AGO });
    crm.onCall = ({ method }) => {
      if (method === "fetchContacts" && crm.calls.filter((call) => call.method === method).length === 2) {
        crm.failOn("fetchContacts", UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
      }
    };
    const lane = createLane(parts);
    await lane.startBackfill();
    const waited: string[] = [];
    while (waited.at(-1) !== "wait") waited.push((await lane.backfillStep(1)).kind);
    expect(contacts.walk).toMatchObject({ since: null, cursor: "2", startedAt: START });
    await walk(lane);
    expect([...contacts.keysOf.keys()]).toEqual(["1", "2", "3"]);
  });

  it("are left out alone where they are not granted, and tried again with the next consent", async () => {
    const { parts, crm, contacts, state, directory } = fakeLane();
    crm.failOn("fetchContacts", NOT_GRANTED);
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    expect(directory.tenant.state).toBe("live");
    expect(state.kinds.get("email")?.granted).toBe(true);
    expect(state.faults).toMatchObject([{ type: "scope_missing", subject: "contacts" }]);
    await lane.poll();
    expect(crm.calls.filter(({ method }) => method === "fetchContacts")).toHaveLength(1);
    await lane.startBackfill();
    for (;;) if ((await lane.backfillStep(2)).kind === "done") break;
    expect(contacts.walk).toMatchObject({ refused: false, since: expect.any(String) });
    expect(state.faults).toEqual([]);
  });

  it("are not asked for where e-mails are left out", async () => {
    const { parts, crm } = fakeLane();
    crm.failOn("fetchStretch:email", { reason: "scope_missing", scopes: ["sales-email-read"] });
    const lane = createLane(parts);
    await lane.startBackfill();
    await walk(lane);
    await lane.poll();
    expect(crm.calls.filter(({ method }) => method === "fetchContacts")).toEqual([]);
  });
});

describe("the contacts of a poll", () => {
  it("are those that changed, and keep the addresses they had before", async () => {
    const { parts, crm, contacts } = liveLane();
    await contacts.changeWalk({ since: "2026-11-18T11:00:00.000Z" });
    await contacts.add([{ contactId: "1", persons: ["former"] }]);
    crm.contacts.set("1", { persons: ["present"], modifiedAt: "2026-11-18T11:30:00.000Z" });
    crm.contacts.set("2", { persons: ["unchanged"], modifiedAt: LONG_AGO });
    expect(await createLane(parts).poll()).toEqual({ kind: "done" });
    expect(await contacts.find("1")).toEqual({ kind: "known", persons: ["former", "present"] });
    expect(await contacts.find("2")).toEqual({ kind: "unknown" });
    expect(contacts.walk.since).toBe("2026-11-18T11:55:00.000Z");
  });

  it("are asked for no more often than the CRM's calls allow, however often is polled", async () => {
    const { crm, contacts, ...live } = liveLane();
    const parts = { ...live.parts, crm: { ...live.parts.crm, contactsEverySeconds: 900 } };
    const asked = () => crm.calls.filter(({ method }) => method === "fetchContacts").length;
    await contacts.changeWalk({ since: LONG_AGO });
    const lane = createLane(parts);
    await lane.poll();
    await lane.poll();
    expect(asked()).toBe(1);
    await parts.clock.sleep(900_000);
    await lane.poll();
    expect(asked()).toBe(2);
  });

  it("are all of them in an account that was connected before contacts were followed", async () => {
    const { parts, crm, contacts } = liveLane();
    crm.contacts.set("2", { persons: ["key"], modifiedAt: LONG_AGO });
    await createLane(parts).poll();
    expect(await contacts.find("2")).toMatchObject({ kind: "known" });
    expect(contacts.walk.since).toBe("2026-11-18T11:55:00.000Z");
  });

  it("hand a fault that passes back to the next poll, at the place they came to", async () => {
    const { parts, crm, contacts, state } = liveLane();
    await contacts.changeWalk({ since: LONG_AGO });
    crm.failOn("fetchContacts", UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
    const lane = createLane(parts);
    expect(await lane.poll()).toMatchObject({ kind: "retry" });
    expect(contacts.walk.since).toBe(LONG_AGO);
    expect(state.faults).toMatchObject([{ type: "unavailable", subject: "contacts" }]);
    expect(await lane.poll()).toEqual({ kind: "done" });
  });

  it("never bring back one that was erased while its page was on the way", async () => {
    const { parts, crm, contacts } = liveLane();
    await contacts.add([{ contactId: "77", persons: ["own"] }]);
    crm.contacts.set("77", { persons: ["own"], modifiedAt: LONG_AGO });
    const lane = createLane(parts);
    let erasing: Promise<unknown> = Promise.resolve();
    crm.onCall = ({ method }) => {
      if (method === "fetchContacts") erasing = lane.syncRecords([ERASED]);
    };
    await lane.poll();
    await erasing;
    crm.onCall = () => undefined;
    await lane.poll();
    expect(await contacts.find("77")).toEqual({ kind: "erased" });
    expect(contacts.keysOf.size).toBe(0);
  });
});

describe("a person who is erased while a backfill is under way", () => {
  const buildEmail = (crmId: string, to: string): Email => ({
    kind: "email",
    crmId,
    modifiedAt: LONG_AGO,
    createdAt: null,
    archived: false,
    title: null,
    creatorUserId: null,
    ownerId: null,
    at: LONG_AGO,
    direction: "outbound",
    status: "sent",
    threadId: null,
    from: "us",
    to: [to],
    automatic: false,
    duplicateKey: null,
  });

  it("does not come back with pages that were read before and are written afterwards", async () => {
    const { parts, crm, ledger, contacts } = fakeLane();
    crm.put(buildEmail("1", "own"), ...Array.from({ length: 20 }, (_, at) => buildEmail(`o${at}`, "other")));
    await contacts.add([{ contactId: "77", persons: ["own"] }]);
    const lane = createLane(parts);
    const erasing: Promise<unknown>[] = [];
    crm.onCall = ({ method, subject }) => {
      const pages = crm.calls.filter((call) => call.method === method && call.subject === subject).length;
      if (method !== "fetchStretch" || !subject.startsWith("email") || pages !== 2 || erasing.length > 0)
        return;
      crm.records.delete("email:1");
      erasing.push(lane.syncRecords([ERASED]));
    };
    await lane.startBackfill();
    await walk(lane);
    await Promise.all(erasing);
    expect(ledger.erasedPeople).toEqual(["own"]);
    expect(ledger.records.has("email:1")).toBe(false);
    expect(ledger.records.size).toBe(20);
  });
});
