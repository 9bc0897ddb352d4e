import { describe, expect, it } from "vitest";
import { fetchChanged } from "../../../worker/adapters/crm/salesforce/walks/fetch-changed.ts";
import { fetchStretch } from "../../../worker/adapters/crm/salesforce/walks/fetch-stretch.ts";
import { findChangedKinds } from "../../../worker/adapters/crm/salesforce/walks/find-changed-kinds.ts";
import { idOf, valueIn } from "./recorded-org.ts";
import { dataPath, openReplyingOrg, type ReplyingOrg } from "./replying-org.ts";

const SINCE = "2026-11-01T00:00:00.000Z";
const HOME = { homeCurrency: "USD", timeZone: "America/Los_Angeles" };
const TASK_FIELDS = ["TaskSubtype", "IsClosed", "OwnerId", "IsDeleted", "CompletedDateTime"];
const CALL = {
  Id: idOf("00T", 1),
  TaskSubtype: "Call",
  IsClosed: true,
  OwnerId: idOf("005", 1),
  IsDeleted: false,
  CompletedDateTime: "2026-11-02T10:00:00.000+0000",
  SystemModstamp: "2026-11-02T10:00:00.000+0000",
};

/** An org with tasks, and with another object of which a field that is needed is hidden. */
function orgHiding(object: string, fields: readonly string[]): ReplyingOrg {
  const org = openReplyingOrg();
  Object.assign(org.fields, { Task: TASK_FIELDS, [object]: fields });
  Object.assign(org.rows, { Task: [CALL], [object]: [] });
  return org;
}

function describesOf(org: ReplyingOrg): number {
  return org.calls.filter(({ path }) => path.endsWith("/describe")).length;
}

describe("an object of which a field that is needed is hidden", () => {
  it("takes nothing from a kind that lies in another object as well", async () => {
    const context = orgHiding("VoiceCall", ["IsDeleted", "UserId"]).context(HOME);
    const page = valueIn(await fetchStretch(context, { kind: "all", of: "call" }, null));
    expect(page.records.map(({ crmId }) => crmId)).toEqual([CALL.Id]);
  });

  it("is named where nothing else holds the kind, and is not described again for that", async () => {
    const org = orgHiding("Event", ["OwnerId", "IsDeleted"]);
    const context = org.context(HOME);
    const refused = { ok: false, error: { reason: "field_missing", fields: ["Event.StartDateTime"] } };
    expect(await fetchChanged(context, "meeting", SINCE, null)).toEqual(refused);
    expect(await fetchChanged(context, "meeting", SINCE, null)).toEqual(refused);
    expect(describesOf(org)).toBe(1);
  });

  it("leaves the other kinds to be asked about in one call", async () => {
    const org = orgHiding("Event", ["OwnerId", "IsDeleted"]);
    org.answers[dataPath("/composite")] = () =>
      Response.json({ compositeResponse: [{ body: { records: [], done: true }, httpStatusCode: 200 }] });
    const wanted = (["meeting", "task"] as const).map((kind) => ({ kind, since: SINCE }));
    // Whoever walks the kind is told what is missing.
    expect(valueIn(await findChangedKinds(org.context(HOME), wanted))).toEqual(["meeting"]);
  });
});
