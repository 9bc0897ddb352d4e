import { describe, expect, it } from "vitest";
import { fetchByIds } from "../../../worker/adapters/crm/salesforce/walks/fetch-by-ids.ts";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { personKey } from "../../../worker/adapters/person-key.ts";
import { countedOf, event, message, readAll, readOne, TASK, task } from "./raw-activities.ts";
import { contextOf, createRecordedOrg, idOf, OWNER, TENANT, valueIn } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

describe("an e-mail", () => {
  const person = (address: string) => personKey(TENANT, address);

  it("is told by its addresses as keys, and holds none of them", async () => {
    const email = await readOne({ EmailMessage: [message()] }, "email");
    expect(email).toMatchObject({
      direction: "outbound",
      status: "sent",
      title: null,
      ownerId: OWNER,
      from: person("rep@standings.example"),
      to: [person("one@customer.example"), person("two@customer.example")],
      automatic: false,
      duplicateKey: null,
    });
    expect(JSON.stringify(email)).not.toMatch(/example|offer/);
  });

  it.each<[Row, string | null]>([
    [{ Status: "5" }, "pending"],
    [{ Status: "3", IsBounced: true }, "bounced"],
    [{ Status: "1" }, "sent"],
    [{ Status: null }, null],
  ])("%o has the status %s", async (over, status) => {
    expect(await readOne({ EmailMessage: [message(over)] }, "email")).toMatchObject({ status });
  });

  it("that came in is its receiver's", async () => {
    const row = message({ Incoming: true, Status: "0" });
    expect(await readOne({ EmailMessage: [row] }, "email")).toMatchObject({
      direction: "inbound",
      ownerId: null,
    });
  });

  it.each([
    "Automatic reply: Offer",
    "Out of Office",
    "Automatische Antwort: Angebot",
    "Undeliverable: Offer",
  ])("is automatic by its subject: %s", async (Subject) => {
    expect(await readOne({ EmailMessage: [message({ Subject })] }, "email")).toMatchObject({
      automatic: true,
    });
  });

  it("counts while the task beside it is still open", async () => {
    const org = createRecordedOrg({
      Task: [task({ TaskSubtype: "Email", IsClosed: false })],
      EmailMessage: [message({ ActivityId: TASK })],
    });
    expect(countedOf(await readAll(org, "email"))).toBe(idOf("02s", 1));
  });

  it("counts instead of the task beside it, whichever came first", async () => {
    const org = createRecordedOrg({
      Task: [task({ TaskSubtype: "Email" })],
      EmailMessage: [message({ ActivityId: TASK })],
    });
    const records = await readAll(org, "email");
    expect(records).toHaveLength(2);
    expect(countedOf(records)).toBe(idOf("02s", 1));
    expect(countedOf(records.toReversed())).toBe(idOf("02s", 1));
    const early = { TaskSubtype: "Email", CompletedDateTime: "2026-10-04T09:30:00.000+0000" };
    org.objects.Task = [task(early)];
    expect(countedOf(await readAll(org, "email"))).toBe(idOf("02s", 1));
    // Once it is deleted, the task is all that tells of it.
    org.objects.EmailMessage = [message({ ActivityId: TASK, IsDeleted: true })];
    expect(countedOf(await readAll(org, "email"))).toBe(TASK);
  });

  it("may be no more than a task, sent by whoever logged it", async () => {
    expect(await readOne({ Task: [task({ TaskSubtype: "Email" })] }, "email")).toMatchObject({
      direction: null,
      status: "sent",
      ownerId: OWNER,
      from: null,
      to: [],
      duplicateKey: null,
    });
  });

  it("is one where two mailboxes hold it", async () => {
    const copies = [1, 2].map((number) =>
      message({ Id: idOf("02s", number), MessageIdentifier: "<one@mail.example>" }),
    );
    expect(countedOf(await readAll(createRecordedOrg({ EmailMessage: copies }), "email"))).toBe(
      idOf("02s", 1),
    );
  });

  it("is one where two mailboxes hold it with a task each, and where one of them has none", async () => {
    const taskOf = (number: number) => task({ Id: idOf("00T", number), TaskSubtype: "Email" });
    const copyOf = (number: number, ActivityId: string | null) =>
      message({ Id: idOf("02s", number), MessageIdentifier: "<one@mail.example>", ActivityId });
    const Task = [taskOf(1), taskOf(2)];
    const both = [copyOf(1, idOf("00T", 1)), copyOf(2, idOf("00T", 2))];
    const records = await readAll(createRecordedOrg({ Task, EmailMessage: both }), "email");
    expect(records).toHaveLength(4);
    expect(countedOf(records)).toBe(idOf("02s", 1));
    expect(countedOf(records.toReversed())).toBe(idOf("02s", 1));
    const one = [copyOf(1, null), copyOf(2, idOf("00T", 2))];
    const org = createRecordedOrg({ Task: Task.slice(1), EmailMessage: one });
    expect(countedOf(await readAll(org, "email"))).toBe(idOf("02s", 1));
  });
});

describe("a meeting", () => {
  it("was held when it ended, unless it was called off", async () => {
    const outcomeOf = async (over: Row) => {
      const meeting = await readOne({ Event: [event(over)] }, "meeting");
      return meeting?.kind === "meeting" ? meeting.outcome : undefined;
    };
    expect(await outcomeOf({})).toBe("completed");
    const later = {
      StartDateTime: "2026-11-21T11:30:00.000+0000",
      EndDateTime: "2026-11-21T12:30:00.000+0000",
    };
    expect(await outcomeOf(later)).toBe("scheduled");
    expect(await outcomeOf({ Subject: "Canceled: Demo" })).toBe("canceled");
  });

  it.each<[string | null, string | null]>([
    ["Completed", "completed"],
    ["No show", "no_show"],
    ["Rescheduled", "rescheduled"],
    ["Canceled", "canceled"],
    ["Scheduled", "scheduled"],
    ["Moved to the pub", "other"],
    [null, null],
  ])("has the outcome that the org keeps of it: %s", async (Meeting_Outcome__c, outcome) => {
    expect(await readOne({ Event: [event({ Meeting_Outcome__c })] }, "meeting")).toMatchObject({ outcome });
  });

  it("takes whole days in the tenant's zone", async () => {
    const row = event({
      IsAllDayEvent: true,
      StartDateTime: "2026-10-06T00:00:00.000+0000",
      EndDateTime: "2026-10-07T00:00:00.000+0000",
    });
    expect(await readOne({ Event: [row] }, "meeting")).toMatchObject({
      startsAt: "2026-10-06T04:00:00.000Z",
      endsAt: "2026-10-08T04:00:00.000Z",
    });
  });

  it.each<[string, Row]>([
    ["the copy of an invitee", { IsChild: true }],
    ["the pattern of a series", { IsRecurrence: true }],
    ["the row of a series", { GroupEventType: "3" }],
  ])("is not %s", async (_, over) => {
    const org = createRecordedOrg({ Event: [event(over)] });
    expect(await readAll(org, "meeting")).toEqual([]);
    expect(valueIn(await fetchByIds(contextOf(org), "meeting", [idOf("00U", 1)])).others).toHaveLength(1);
  });

  it.each<[Row, number | null]>([
    [{ WhoCount: 3 }, 3],
    [{ WhoId: "003000000000001AAA" }, 1],
    [{ WhoId: null }, 0],
    [{ WhoId: null, WhatId: "006000000000001AAA" }, null],
  ])("with %o has so many people from outside: %s", async (over, outsideAttendees) => {
    expect(await readOne({ Event: [event(over)] }, "meeting")).toMatchObject({ outsideAttendees });
  });

  it("keeps its subject to itself where it is private", async () => {
    expect(await readOne({ Event: [event({ IsPrivate: true })] }, "meeting")).toMatchObject({ title: null });
  });

  it("is read again when it ends, though no stamp moves", async () => {
    const ended = event({ SystemModstamp: "2025-01-01T00:00:00.000+0000" });
    const wholeDay = event({
      Id: idOf("00U", 2),
      SystemModstamp: "2025-01-01T00:00:00.000+0000",
      IsAllDayEvent: true,
      StartDateTime: "2026-10-06T00:00:00.000+0000",
      EndDateTime: "2026-10-06T00:00:00.000+0000",
    });
    const org = createRecordedOrg({ Event: [ended, wholeDay] });
    const readSince = async (since: string) => {
      const first = valueIn(await fetchChanged(contextOf(org), "meeting", since, null));
      const second = valueIn(await fetchChanged(contextOf(org), "meeting", since, first.next));
      expect(second.next).toBeNull();
      return [...first.records, ...second.records].map(({ crmId }) => crmId);
    };
    expect(await readSince("2026-10-06T14:30:00.000Z")).toEqual([idOf("00U", 2), idOf("00U", 1)]);
    // The whole day ends with the night in New York.
    expect(await readSince("2026-10-06T15:30:00.000Z")).toEqual([idOf("00U", 2)]);
    expect(await readSince("2026-10-07T04:30:00.000Z")).toEqual([]);
  });
});
