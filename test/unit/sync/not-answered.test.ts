import { describe, expect, it } from "vitest";
import { remedyOf } from "../../../worker/app/sync/faults.ts";
import { createLane } from "../../../worker/app/sync/lane.ts";
import { buildDeal } from "./builders.ts";
import { hint, liveLane } from "./fakes.ts";

/** A lane that holds deal 1, and could not read it when it was told of its change. */
async function laneWithUnanswered() {
  const fake = liveLane();
  fake.crm.put(buildDeal("1"), buildDeal("2"));
  const lane = createLane(fake.parts);
  await lane.syncRecords([hint("1"), hint("2")]);
  fake.crm.put(buildDeal("1", { title: "Changed", modifiedAt: "2026-11-18T11:00:00.000Z" }));
  fake.crm.unanswered = ["1"];
  expect(await lane.syncRecords([hint("1"), hint("2")])).toEqual({ kind: "done" });
  return { ...fake, lane };
}

describe("a record that the CRM failed to answer for", () => {
  it("stays as it is held, is parked by name, and stalls nothing", async () => {
    const { ledger, state } = await laneWithUnanswered();
    expect(await ledger.listPresent("deal", ["1", "2"])).toEqual(["1", "2"]);
    expect(ledger.records.get("deal:1")).toMatchObject({ title: buildDeal("1").title });
    expect(state.faults).toMatchObject([
      { type: "record_unreadable", subject: "deal:1", detail: "not_answered" },
    ]);
    expect(remedyOf("record_unreadable", "not_answered")).toMatch(/^Nothing: .*every hour/);
  });

  it("is read again with each sweep, because nothing tells when it can be", async () => {
    const { crm, ledger, state, lane } = await laneWithUnanswered();
    await lane.sweepArchived();
    expect(state.faults).toMatchObject([{ subject: "deal:1", count: 2 }]);
    crm.unanswered = [];
    await lane.sweepArchived();
    expect(ledger.records.get("deal:1")).toMatchObject({ title: "Changed" });
    expect(state.faults).toEqual([]);
    const asked = crm.calls.length;
    await lane.sweepArchived();
    expect(crm.calls.slice(asked).filter(({ method }) => method === "fetchByIds")).toEqual([]);
  });

  it("is a fault no longer once the CRM says that it is gone", async () => {
    const { crm, ledger, state, lane } = await laneWithUnanswered();
    crm.unanswered = [];
    crm.records.delete("deal:1");
    await lane.sweepArchived();
    expect(await ledger.listPresent("deal", ["1", "2"])).toEqual(["2"]);
    expect(state.faults).toEqual([]);
  });

  it("is not read again by a sweep where something in it has to be mended", async () => {
    const { parts, crm, state } = liveLane();
    await state.recordFaults(
      [{ type: "record_unreadable", subject: "deal:1", detail: "properties.amount" }],
      parts.clock.now(),
    );
    await createLane(parts).sweepArchived();
    expect(crm.calls.filter(({ method }) => method === "fetchByIds")).toEqual([]);
  });
});
