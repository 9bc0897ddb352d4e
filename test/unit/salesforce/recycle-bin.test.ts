import { describe, expect, it } from "vitest";
import { fetchArchived } from "../../../worker/adapters/crm/salesforce/walks/fetch-archived.ts";
import type { CrmBinPage } from "../../../worker/ports/crm.ts";
import {
  contextOf,
  createRecordedOrg,
  idOf,
  OWNER,
  type RecordedOrg,
  STAMP,
  valueIn,
} from "./recorded-org.ts";
import type { Row } from "./small-soql.ts";

function call(number: number, over: Row = {}): Row {
  const empty = { Type: null, ActivityDate: null, CompletedDateTime: null };
  const done = { IsClosed: true, OwnerId: OWNER, SystemModstamp: STAMP };
  return { Id: idOf("00T", number), TaskSubtype: "Call", ...empty, ...done, ...over };
}

/** All pages, each asked for by a client of its own, as after a restart. */
async function binnedCalls(org: RecordedOrg): Promise<readonly CrmBinPage[]> {
  const pages: CrmBinPage[] = [];
  let cursor: string | null = null;
  do {
    const page: CrmBinPage = valueIn(await fetchArchived(contextOf(org), "call", cursor));
    pages.push(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

describe("the recycle bin", () => {
  it("is walked through all objects of a kind", async () => {
    const org = createRecordedOrg({
      Task: [call(1, { IsDeleted: true }), call(2)],
      VoiceCall: [{ Id: idOf("0LQ", 1), CallStartDateTime: STAMP, IsDeleted: true }],
    });
    const pages = await binnedCalls(org);
    const found = pages.flatMap(({ records }) => records.map(({ crmId, archived }) => [crmId, archived]));
    expect(found).toEqual([
      [idOf("0LQ", 1), true],
      [idOf("00T", 1), true],
    ]);
  });

  it("tells with its last page what the log of deletions says, and does without the log where it is off", async () => {
    const org = createRecordedOrg({
      Task: Array.from({ length: 5 }, (_, number) => call(number, { IsDeleted: true })),
      VoiceCall: [{ Id: idOf("0LQ", 1), CallStartDateTime: STAMP }],
    });
    org.rowsPerAnswer = 4;
    org.log.Task = [idOf("00T", 9)];
    const pages = await binnedCalls(org);
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.map(({ gone }) => gone)).toEqual([...pages.slice(1).map(() => []), [idOf("00T", 9)]]);
    expect(org.calls.request).toBe(2);
  });
});
