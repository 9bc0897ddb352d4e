import { describe, expect, it } from "vitest";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import { fetchByIds } from "../../../worker/adapters/crm/salesforce/walks/fetch-by-ids.ts";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { countedOf, readAll, readOne, SINCE, TASK, task, voiceCall } from "./raw-activities.ts";
import { contextOf, createRecordedOrg, idOf, OWNER, STAMP, valueIn } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

describe("a task", () => {
  it("is done when it is closed, and due on its day", async () => {
    expect(await readOne({ Task: [task()] }, "task")).toEqual({
      kind: "task",
      crmId: TASK,
      modifiedAt: "2026-10-05T12:00:00.000Z",
      createdAt: "2026-10-05T12:00:00.000Z",
      archived: false,
      creatorUserId: OWNER,
      ownerId: OWNER,
      title: "About the offer",
      dueAt: "2026-10-05T04:00:00.000Z",
      completed: true,
      completedAt: "2026-10-05T09:30:00.000Z",
    });
    const open = await readOne({ Task: [task({ IsClosed: false })] }, "task");
    expect(open).toMatchObject({ completed: false, completedAt: null });
  });

  it("was done at the end of its day where nothing says when", async () => {
    const row = task({ CompletedDateTime: null });
    expect(await readOne({ Task: [row] }, "task")).toMatchObject({ completedAt: "2026-10-06T03:59:59.999Z" });
    const undated = task({ CompletedDateTime: null, ActivityDate: null });
    expect(await readOne({ Task: [undated] }, "task")).toMatchObject({
      completedAt: "2026-10-05T12:00:00.000Z",
    });
  });

  it.each<[Row, CrmRecordKind | null]>([
    [{ TaskSubtype: "Task" }, "task"],
    [{ TaskSubtype: null }, "task"],
    [{ TaskSubtype: "Cadence" }, "task"],
    [{ TaskSubtype: "Call" }, "call"],
    [{ TaskSubtype: "Email" }, "email"],
    [{ TaskSubtype: "LinkedIn" }, "communication"],
    [{ TaskSubtype: "Task", Type: "sms" }, "communication"],
    [{ TaskSubtype: "Task", Type: "WhatsApp" }, "communication"],
    [{ TaskSubtype: "Task", Type: "Call" }, "task"],
    [{ TaskSubtype: "ListEmail" }, null],
    [{ TaskSubtype: "Call", IsRecurrence: true }, null],
    [{ TaskSubtype: "Call", CallType: "Internal" }, null],
  ])("%o is of one kind at most: %s", async (over, kind) => {
    const found: CrmRecordKind[] = [];
    for (const asked of ["call", "email", "task", "communication"] as const) {
      const org = createRecordedOrg({ Task: [task(over)] });
      if ((await readAll(org, asked)).length > 0) found.push(asked);
      const { records } = valueIn(await fetchByIds(contextOf(org), asked, [TASK]));
      expect(records).toHaveLength(asked === kind ? 1 : 0);
    }
    expect(found).toEqual(kind === null ? [] : [kind]);
  });

  it.each<[Row, readonly CrmRecordKind[]]>([
    [{ TaskSubtype: "Call" }, ["email", "task", "communication"]],
    [{ TaskSubtype: "Call", IsRecurrence: true }, ["call", "email", "task", "communication"]],
    [{ TaskSubtype: "Call", CallType: "Internal" }, ["call", "email", "task", "communication"]],
    [{ TaskSubtype: "ListEmail" }, ["call", "email", "task", "communication"]],
    [{ TaskSubtype: "Task", Type: "SMS" }, ["call", "email", "task"]],
    [{ TaskSubtype: "Task", Type: null }, ["call", "email", "communication"]],
  ])("%o is there by its id, but as none of these: %s", async (over, kinds) => {
    const others: CrmRecordKind[] = [];
    for (const asked of ["call", "email", "task", "communication"] as const) {
      const org = createRecordedOrg({ Task: [task(over)] });
      const read = valueIn(await fetchByIds(contextOf(org), asked, [TASK]));
      expect(read.missing).toEqual([]);
      if (read.others.includes(TASK)) others.push(asked);
    }
    expect(others).toEqual(kinds);
  });

  it.each<[Row, CrmRecordKind, readonly CrmRecordKind[]]>([
    [{ TaskSubtype: "Task" }, "task", ["call", "email", "communication"]],
    [{ TaskSubtype: "LinkedIn" }, "communication", ["call", "email", "task"]],
    [{ TaskSubtype: "Task", CallType: "Internal" }, "task", ["call", "email", "communication"]],
    [{ TaskSubtype: "Call", CallType: "Internal" }, "call", ["call", "email", "task", "communication"]],
  ])("%o that changed is no other kind of task any more", async (over, kind, others) => {
    const org = createRecordedOrg({ Task: [task(over)] });
    const { gone } = valueIn(await fetchChanged(contextOf(org), kind, SINCE, null));
    expect(gone).toEqual(others.map((other) => ({ kind: other, crmId: TASK })));
  });

  it("names the channel of a message and none of its words", async () => {
    const linkedIn = await readOne({ Task: [task({ TaskSubtype: "LinkedIn" })] }, "communication");
    expect(linkedIn).toMatchObject({ channel: "linkedin", title: null, at: "2026-10-05T09:30:00.000Z" });
    const text = await readOne({ Task: [task({ Type: "Text message" })] }, "communication");
    expect(text).toMatchObject({ channel: "sms" });
  });

  it("stays a queue's that owns it, and is read without what is hidden", async () => {
    const org = createRecordedOrg({ Task: [task({ OwnerId: "00G000000000001AAA" })] });
    org.fields.Task = [
      "Id",
      "TaskSubtype",
      "IsClosed",
      "OwnerId",
      "IsDeleted",
      "SystemModstamp",
      "CreatedDate",
    ];
    expect((await readAll(org, "task"))[0]).toMatchObject({
      ownerId: "00G000000000001AAA",
      title: null,
      dueAt: null,
      completedAt: "2026-10-05T12:00:00.000Z",
    });
    expect(await readAll(org, "communication")).toEqual([]);
  });
});

describe("a call", () => {
  it.each<[string | null, boolean | null]>([
    ["Connected", true],
    ["No answer", false],
    ["Left voicemail", false],
    ["Not connected", false],
    ["Spoke with assistant", null],
    [null, null],
  ])("with the outcome %s was answered: %s", async (CallDisposition, connected) => {
    const row = task({
      TaskSubtype: "Call",
      CallType: "Outbound",
      CallDurationInSeconds: 61,
      CallDisposition,
    });
    expect(await readOne({ Task: [row] }, "call")).toMatchObject({
      at: "2026-10-05T09:30:00.000Z",
      direction: "outbound",
      durationSeconds: 61,
      connected,
      duplicateKey: null,
    });
  });

  it("that is only planned did not take place", async () => {
    const row = task({ TaskSubtype: "Call", IsClosed: false, CompletedDateTime: null });
    expect(await readOne({ Task: [row] }, "call")).toMatchObject({ at: null });
  });

  it("counts once where a voice call and its task tell of it, whichever came first", async () => {
    const row = task({ TaskSubtype: "Call", CallType: "Outbound" });
    const records = await readAll(
      createRecordedOrg({ Task: [row], VoiceCall: [voiceCall({ ActivityId: TASK })] }),
      "call",
    );
    expect(records).toHaveLength(2);
    expect(countedOf(records)).toBe(idOf("0LQ", 1));
    expect(countedOf(records.toReversed())).toBe(idOf("0LQ", 1));
  });

  it.each<[string, Row]>([
    ["of which nothing says when it was closed", { ActivityDate: "2026-10-04" }],
    ["that was logged as it began", { ActivityDate: null, CreatedDate: "2026-10-05T09:29:58.000+0000" }],
    ["that was closed before", { CompletedDateTime: "2026-10-05T09:29:59.000+0000" }],
  ])("counts by its voice call, and not by a task %s", async (_, over) => {
    const row = task({ TaskSubtype: "Call", CompletedDateTime: null, ...over });
    const org = createRecordedOrg({ Task: [row], VoiceCall: [voiceCall({ ActivityId: TASK })] });
    const records = await readAll(org, "call");
    expect(records).toHaveLength(2);
    expect(countedOf(records)).toBe(idOf("0LQ", 1));
    expect(countedOf(records.toReversed())).toBe(idOf("0LQ", 1));
    org.objects.VoiceCall = [voiceCall({ ActivityId: TASK, IsDeleted: true })];
    expect(countedOf(await readAll(org, "call"))).toBe(TASK);
  });

  it("counts while its task is still open, which counts for nothing yet", async () => {
    const call = voiceCall({ ActivityId: TASK });
    const open = task({ TaskSubtype: "Call", IsClosed: false });
    const records = await readAll(createRecordedOrg({ Task: [open], VoiceCall: [call] }), "call");
    expect(records).toHaveLength(2);
    expect(countedOf(records)).toBe(idOf("0LQ", 1));
  });

  it("counts by itself where it has no task", async () => {
    const row = voiceCall({ CallType: "Inbound" });
    expect(await readOne({ VoiceCall: [row] }, "call")).toMatchObject({
      kind: "call",
      crmId: idOf("0LQ", 1),
      ownerId: OWNER,
      direction: "inbound",
      durationSeconds: 95,
      duplicateKey: null,
    });
  });
});

describe("any activity", () => {
  it("shows from the archive and from the recycle bin", async () => {
    const org = createRecordedOrg({
      Task: [
        task({ Id: idOf("00T", 1), IsArchived: true }),
        task({ Id: idOf("00T", 2), IsDeleted: true }),
        task({ Id: idOf("00T", 3), SystemModstamp: STAMP }),
      ],
    });
    expect((await readAll(org, "task")).map(({ archived }) => archived)).toEqual([false, true, false]);
  });

  it("that cannot be read is parked with its place", async () => {
    const org = createRecordedOrg({ Task: [task({ TaskSubtype: "Call", CallDurationInSeconds: -3 })] });
    const page = valueIn(await fetchChanged(contextOf(org), "call", SINCE, null));
    expect(page).toMatchObject({
      records: [],
      rejections: [{ kind: "call", crmId: TASK, path: "Task.CallDurationInSeconds" }],
    });
  });
});
