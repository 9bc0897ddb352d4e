import { expect, it } from "vitest";
import type { EventId } from "../../../shared/contracts/ids.ts";
import type { Adjustment, Email } from "../../../worker/domain/records.ts";
import { createTenant, EVERYTHING, how, seedPeople, type TestTenant } from "./ledger-tenant.ts";
import { BEN, buildDeal, buildEmail, SMALL_TEAM } from "./records.ts";

const EMAIL_EVENTS = ["email_sent", "email_received", "outreach_delivered", "outreach_replied"] as const;

async function countsOf({ reader }: TestTenant, events: readonly EventId[]): Promise<readonly string[]> {
  const sums = await reader().sumByDay({ ...EVERYTHING, events });
  return sums.map(({ event, memberId, day, count }) => `${event} ${memberId} ${day} ${count}`).sort();
}

/** Written by Ada, as a CRM logs what reached it by forwarding. */
const FORWARDED: Email = buildEmail({ crmId: "1", direction: "inbound", from: "p-ada", to: ["buyer"] });
const SECOND: Email = buildEmail({ crmId: "2", from: "p-ben", at: "2026-03-12T15:00:00.000Z" });
const ANSWER: Email = buildEmail({
  crmId: "3",
  direction: "inbound",
  from: "buyer",
  to: ["p-ada"],
  at: "2026-03-13T15:00:00.000Z",
});

it.each(["inbound", "forwarded", null] as const)(
  "takes an e-mail that a member wrote for an outreach, though the CRM logged it as %s",
  async (direction) => {
    for (const order of [
      [FORWARDED, SECOND, ANSWER],
      [ANSWER, SECOND, FORWARDED],
    ]) {
      const tenant = await createTenant(SMALL_TEAM);
      for (const email of order) {
        await tenant.writer.apply([email === FORWARDED ? { ...email, direction } : email], how());
      }
      expect(await countsOf(tenant, EMAIL_EVENTS)).toEqual([
        "email_received ada 2026-03-13 1",
        "email_sent ada 2026-03-10 1",
        "email_sent ada 2026-03-12 1",
        "outreach_delivered ada 2026-03-10 1",
        "outreach_replied ada 2026-03-10 1",
      ]);
    }
  },
);

it("takes no member's e-mail for an answer", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  const colleague = { ...ANSWER, from: "p-ben", to: ["p-ada", "buyer"] };
  await tenant.writer.apply([FORWARDED, colleague], how());
  expect(await countsOf(tenant, ["outreach_delivered", "outreach_replied"])).toEqual([
    "outreach_delivered ada 2026-03-10 1",
  ]);
});

it("asks anew who wrote each e-mail when somebody becomes a member, and when they are none any more", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([FORWARDED, SECOND, ANSWER], how());
  const both = await countsOf(tenant, EMAIL_EVENTS);
  const recreditAs = async (people: Pick<typeof SMALL_TEAM, "members">) => {
    await seedPeople(tenant.tenantId, { ...SMALL_TEAM, ...people });
    // One record at a time, so that each finds the others as they were left.
    let cursor: string | null = null;
    do {
      cursor = (await tenant.writer.recredit(cursor, { ...how({ cause: { kind: "people" } }), limit: 1 }))
        .next;
    } while (cursor !== null);
    return countsOf(tenant, EMAIL_EVENTS);
  };
  // Nobody knows Ada's address now: hers is an e-mail from outside, and the second one breaks the quiet.
  const [ada] = SMALL_TEAM.members;
  if (!ada) throw new Error("Nobody there");
  const withoutAddress = [{ ...ada, personKeys: [] }, BEN];
  expect(await recreditAs({ members: withoutAddress })).toEqual([
    "email_received ada 2026-03-10 1",
    "email_received ada 2026-03-13 1",
    "email_sent ada 2026-03-12 1",
    "outreach_delivered ada 2026-03-12 1",
    "outreach_replied ada 2026-03-12 1",
  ]);
  expect(await recreditAs(SMALL_TEAM)).toEqual(both);
});

function buildAdjustment(fields: Partial<Adjustment> = {}): Adjustment {
  return {
    kind: "adjustment",
    crmId: "adjustment-1",
    modifiedAt: "2026-03-20T09:00:00.000Z",
    archived: false,
    action: "move",
    event: "deal_won",
    target: { kind: "deal", crmId: "deal-1" },
    memberId: "ben",
    day: null,
    amount: null,
    reason: "agreed",
    approvedBy: "ada",
    ...fields,
  };
}

it("credits the target of an adjustment again when that comes, changes its target, and is withdrawn", async () => {
  const tenant = await createTenant(SMALL_TEAM);
  await tenant.writer.apply([buildDeal(), buildDeal({ crmId: "deal-2" })], how());
  const wonAfter = async (fields: Partial<Adjustment>) => {
    await tenant.writer.apply([buildAdjustment(fields)], how());
    const { credits } = await tenant
      .reader()
      .listCredits({ ...EVERYTHING, events: ["deal_won"] }, { limit: 9, leftOut: false });
    return credits.map(({ crmId, memberId }) => `${crmId} ${memberId}`).sort();
  };
  expect(await wonAfter({})).toEqual(["deal-1 ben", "deal-2 ada"]);
  const target = { kind: "deal", crmId: "deal-2" } as const;
  const changed = { target, modifiedAt: "2026-03-21T09:00:00.000Z" };
  expect(await wonAfter(changed)).toEqual(["deal-1 ada", "deal-2 ben"]);
  const withdrawn = { target, archived: true, modifiedAt: "2026-03-22T09:00:00.000Z" };
  expect(await wonAfter(withdrawn)).toEqual(["deal-1 ada", "deal-2 ada"]);
});
