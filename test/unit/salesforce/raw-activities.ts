import { expect } from "vitest";
import type { CrmRecordKind } from "../../../shared/contracts/ids.ts";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { countsInstead } from "../../../worker/domain/ledger/dependents.ts";
import { LinkTable } from "../../../worker/domain/ledger/link-table.ts";
import { fixedLinksOf } from "../../../worker/domain/ledger/record-links.ts";
import type { CrmRecord } from "../../../worker/domain/records.ts";
import type { CrmPage } from "../../../worker/ports/crm.ts";
import { contextOf, createRecordedOrg, idOf, OWNER, type RecordedOrg, valueIn } from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

export const SINCE = "2026-01-01T00:00:00.000Z";
export const TASK = idOf("00T", 1);
export const DONE_AT = "2026-10-05T09:30:00.000+0000";

export function task(over: Row = {}): Row {
  return {
    Id: TASK,
    TaskSubtype: "Task",
    Type: null,
    IsClosed: true,
    OwnerId: OWNER,
    CreatedById: OWNER,
    Subject: "About the offer",
    ActivityDate: "2026-10-05",
    CompletedDateTime: DONE_AT,
    CallType: null,
    CallDurationInSeconds: null,
    CallDisposition: null,
    IsRecurrence: false,
    ...over,
  };
}

export function message(over: Row = {}): Row {
  return {
    Id: idOf("02s", 1),
    Incoming: false,
    MessageDate: DONE_AT,
    Status: "3",
    Subject: "About the offer",
    FromAddress: "rep@standings.example",
    ToAddress: "One <one@customer.example>; TWO@customer.example",
    ThreadIdentifier: "<thread@mail.example>",
    MessageIdentifier: null,
    ActivityId: null,
    IsBounced: false,
    CreatedById: OWNER,
    ...over,
  };
}

export function event(over: Row = {}): Row {
  return {
    Id: idOf("00U", 1),
    Subject: "Demo",
    OwnerId: OWNER,
    CreatedById: OWNER,
    StartDateTime: "2026-10-06T14:00:00.000+0000",
    EndDateTime: "2026-10-06T15:00:00.000+0000",
    ActivityDate: "2026-10-06",
    IsAllDayEvent: false,
    GroupEventType: "0",
    IsChild: false,
    IsRecurrence: false,
    IsPrivate: false,
    WhoId: "003000000000001AAA",
    WhatId: null,
    ...over,
  };
}

export function voiceCall(over: Row = {}): Row {
  return {
    Id: idOf("0LQ", 1),
    UserId: OWNER,
    CallType: "Outbound",
    CallStartDateTime: DONE_AT,
    CallDurationInSeconds: 95,
    ActivityId: null,
    ...over,
  };
}

export async function readAll(org: RecordedOrg, kind: CrmRecordKind): Promise<readonly CrmRecord[]> {
  const records: CrmRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: CrmPage = valueIn(await fetchChanged(contextOf(org), kind, SINCE, cursor));
    expect(page.rejections).toEqual([]);
    records.push(...page.records);
    cursor = page.next;
  } while (cursor !== null);
  return records;
}

export async function readOne(
  objects: Record<string, Row[]>,
  kind: CrmRecordKind,
): Promise<CrmRecord | undefined> {
  return (await readAll(createRecordedOrg(objects), kind))[0];
}

/** Which of the records of one activity the ledger counts, the others being repetitions of it. */
export function countedOf(records: readonly CrmRecord[]): string | null {
  const table = new LinkTable();
  const held = records.map((record) => ({
    kind: record.kind,
    crmId: record.crmId,
    record,
    modifiedAt: record.modifiedAt,
    contentHash: "",
    archived: record.archived,
    mergedInto: null,
    erased: false,
  }));
  table.replace([], held.flatMap(fixedLinksOf));
  const counted = held
    .filter(({ record, archived }) => !archived && "at" in record && record.at !== null)
    .filter((each) => countsInstead(each, (key) => table.after(key)) === null)
    .map(({ crmId }) => crmId);
  expect(counted.length).toBeLessThanOrEqual(1);
  return counted[0] ?? null;
}
