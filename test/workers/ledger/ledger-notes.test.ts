import { expect, it } from "vitest";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Meeting } from "../../../worker/domain/records.ts";
import { createTenant, EVERYTHING, how, type TestTenant } from "./ledger-tenant.ts";
import { buildDeal, buildEmail, SMALL_TEAM } from "./records.ts";

const AT = "2026-03-10T15:00:00.000Z";
const LATER = "2026-03-12T15:00:00.000Z";

const MEETING: Meeting = {
  kind: "meeting",
  crmId: "meeting-1",
  modifiedAt: AT,
  createdAt: AT,
  archived: false,
  title: "Demo",
  creatorUserId: "u-ada",
  ownerId: "o-ada",
  startsAt: "2026-03-20T15:00:00.000Z",
  endsAt: null,
  outcome: "scheduled",
  outsideAttendees: 1,
  duplicateKey: null,
};

async function linesOf(tenant: TestTenant, events: readonly EventId[], atRevision?: number) {
  const filter = { ...EVERYTHING, events, ...(atRevision === undefined ? {} : { atRevision }) };
  return (await tenant.reader().listCredits(filter, { limit: 9, leftOut: false })).credits;
}

it("tells of a booking that it was called off, from then on, and writes nothing for it", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const other: Meeting = { ...MEETING, crmId: "meeting-2" };
  const { revision } = await tenant.writer.apply([MEETING, other], how());
  await tenant.writer.apply([{ ...MEETING, outcome: "canceled", modifiedAt: LATER }], how());
  const told = async (atRevision?: number) =>
    (await linesOf(tenant, ["meeting_booked"], atRevision)).map(({ crmId, fate, knownFrom }) => [
      crmId,
      fate,
      knownFrom,
    ]);
  expect(await told()).toEqual([
    ["meeting-2", null, revision],
    ["meeting-1", "cancelled", revision],
  ]);
  expect(await told(revision ?? 0)).toEqual([
    ["meeting-2", null, revision],
    ["meeting-1", null, revision],
  ]);
});

it("tells of an outreach that it was answered, each recipient for itself, from then on", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const { revision } = await tenant.writer.apply([buildEmail({ to: ["buyer", "other-buyer"] })], how());
  const answer = buildEmail({
    crmId: "email-2",
    direction: "inbound",
    from: "buyer",
    to: ["p-ada"],
    at: LATER,
    ownerId: null,
  });
  await tenant.writer.apply([answer], how());
  const told = async (atRevision?: number) =>
    (await linesOf(tenant, ["outreach_delivered"], atRevision)).map(({ fate }) => fate).toSorted();
  expect(await told()).toEqual(["answered", null]);
  expect(await told(revision ?? 0)).toEqual([null, null]);
});

it("gives the past of a deal beside the lines that it is told on, and writes none of them for a later owner", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const ownerHistory = [{ at: AT, value: "o-ada" }];
  const amountHistory = [{ at: AT, value: 40_000 }];
  const won = buildDeal({ ownerHistory, amountHistory });
  await tenant.writer.apply([won], how());
  const handedOver = buildDeal({
    ...won,
    modifiedAt: LATER,
    ownerId: "o-ben",
    ownerHistory: [...ownerHistory, { at: LATER, value: "o-ben" }],
  });
  await tenant.writer.apply([handedOver], how());
  const events = ["deal_won", "revenue_closed", "deal_cycle", "pipeline_generated", "deal_created"] as const;
  const lines = await linesOf(tenant, events);
  expect(lines.map(({ event, memberId, knownFrom }) => [event, memberId, knownFrom])).toEqual([
    ["revenue_closed", "ada", 1],
    ["pipeline_generated", "ada", 1],
    ["deal_won", "ada", 1],
    ["deal_cycle", "ada", 1],
    ["deal_created", "ada", 1],
  ]);
  for (const { event, past } of lines) {
    if (event === "deal_created") expect(past).toBeNull();
    else expect(past).toMatchObject({ ownerId: "o-ben", wonAt: AT, amountHistory });
  }
  const { kind, crmId } = won;
  await tenant.writer.erase([{ kind, crmId }], how());
  expect((await linesOf(tenant, ["deal_won"])).map(({ past }) => past)).toEqual([null]);
});
