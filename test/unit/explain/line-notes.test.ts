import { describe, expect, it } from "vitest";
import type { PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Deal, Email } from "../../../worker/domain/records.ts";
import { buildDeal, buildEmail, buildMeeting, buildWonDeal, noon, usd } from "../credit/builders.ts";
import { as, Office } from "./office.ts";

describe("a meeting that was called off", () => {
  const booked = buildMeeting({ outcome: "scheduled" });
  const called = { ...booked, outcome: "canceled" } as const;
  const office = new Office().has(booked, "2026-05-05T12:00:00.000Z").has(called, "2026-05-09T12:00:00.000Z");

  it("stays booked, with a mark", async () => {
    const told = await office.explained({ metric: "meetings_booked" });
    expect([told.value, told.counted.map(({ marks }) => marks)]).toEqual([1, [["cancelled"]]]);
  });

  it("has none as it was known before", async () => {
    const told = await office.explained({ metric: "meetings_booked", at: "2026-05-06T12:00:00.000Z" });
    expect([told.value, told.counted.map(({ marks }) => marks)]).toEqual([1, [[]]]);
  });

  it("counts once and without a mark when it only moved, and never when nobody from outside was asked", async () => {
    const moved = { ...booked, startsAt: noon("2026-05-19"), outcome: "rescheduled" } as const;
    const once = new Office().has(booked).has(moved);
    const told = await once.explained({ metric: "meetings_booked" });
    expect(told.counted.map(({ marks }) => marks)).toEqual([[]]);
    const inside = new Office().has({ ...called, outsideAttendees: 0 });
    expect(await inside.explained({ metric: "meetings_booked" })).toMatchObject({
      value: 0,
      leftOut: [{ leftOut: "internal_only" }],
    });
  });
});

describe("an outreach", () => {
  const person = "customer";
  const writing = (answeredAt: string | null, email: Partial<Email> = {}, now = noon("2026-05-10")) =>
    new Office({ now }).has(buildEmail(email), noon("2026-05-05"), undefined, {
      correspondence: [{ person, previousSentAt: null, answeredAt }],
    });
  const notesOf = async (office: Office, at?: string) => {
    const { counted } = await office.explained({ metric: "reply_rate", ...(at === undefined ? {} : { at }) });
    const line = counted.find(({ event }) => event === "outreach_delivered");
    return line && [line.marks, line.windowUntil];
  };

  it("says until when an answer may still come", async () => {
    expect(await notesOf(writing(null))).toEqual([["window_open"], noon("2026-05-18")]);
  });

  it("waits for nothing once it was answered, or its time is over", async () => {
    expect(await notesOf(writing(noon("2026-05-07")))).toEqual([[], null]);
    expect(await notesOf(writing(null, {}, noon("2026-05-19")))).toEqual([[], null]);
  });

  it("was waiting as it was known then", async () => {
    const office = writing(null, {}, noon("2026-06-15"));
    expect(await notesOf(office)).toEqual([[], null]);
    expect(await notesOf(office, noon("2026-05-06"))).toEqual([["window_open"], noon("2026-05-18")]);
  });
});

describe("a deal that went to somebody else after it was won", () => {
  const handedOver = (ownerId: string | null, deal: Partial<Deal> = {}) =>
    buildWonDeal({
      ownerId,
      ownerHistory: [
        { at: noon("2026-05-01"), value: "owner-ana" },
        { at: noon("2026-05-25"), value: ownerId },
      ],
      ...deal,
    });
  const notesOf = async (
    deal: Deal,
    { privacyOfBen = "named", viewer }: { privacyOfBen?: PrivacyMode; viewer?: Viewer } = {},
  ) => {
    const { counted } = await new Office({ privacyOfBen }).has(deal).explained({}, viewer);
    return counted.map(({ marks, laterOwner }) => [marks, laterOwner]);
  };

  it("says to whom, beside the credit of whoever closed it", async () => {
    expect(await notesOf(handedOver("owner-ben"))).toEqual([[["owner_changed"], { name: "ben" }]]);
  });

  it("keeps the name from those who may not know it", async () => {
    const viewer = as("member", "ana");
    const told = async (privacyOfBen: PrivacyMode) =>
      (await notesOf(handedOver("owner-ben"), { privacyOfBen, viewer }))[0]?.[1];
    expect(await told("named")).toEqual({ name: "ben" });
    expect(await told("anonymous")).toEqual({ name: null });
    expect(await told("hidden")).toEqual({ name: null });
    const admin = { privacyOfBen: "hidden", viewer: as("admin", "ana") } as const;
    expect((await notesOf(handedOver("owner-ben"), admin))[0]?.[1]).toEqual({ name: "ben" });
  });

  it("says only that it went where it went to a queue, to a stranger or to nobody", async () => {
    for (const owner of ["owner-queue", "a-stranger", null]) {
      expect(await notesOf(handedOver(owner))).toEqual([[["owner_changed"], { name: null }]]);
    }
  });

  it("says nothing of somebody's own second owner id", async () => {
    expect(await notesOf(handedOver("owner-ana-again"))).toEqual([[[], null]]);
  });

  it("says nothing as it was known before, and nothing of shares that followed another rule", async () => {
    const office = new Office({ now: noon("2026-06-15") }).has(handedOver("owner-ben"), noon("2026-05-21"));
    const before = await office.explained({ at: noon("2026-05-22") });
    expect(before.counted.map(({ marks }) => marks)).toEqual([[]]);
    const rules = { events: { revenue_closed: { creditSource: { kind: "splits" } } } } as const;
    const splits = [
      { ownerId: "owner-ana", share: 5_000_000_000 },
      { ownerId: "owner-ben", share: 5_000_000_000 },
    ];
    const shared = new Office({ rules }).has(handedOver("owner-ben", { splits }));
    const { counted } = await shared.explained({ memberId: null });
    expect(counted.map(({ contribution, marks }) => [contribution, marks])).toEqual([
      [50_000, ["split", "owner_changed"]],
      [50_000, ["split"]],
    ]);
  });
});

describe("pipeline that was generated", () => {
  const grown = buildDeal({
    amount: usd(1000),
    amountHistory: [
      { at: noon("2026-05-01"), value: 40_000 },
      { at: noon("2026-05-09"), value: 100_000 },
    ],
  });

  it("counts the present amount, and shows the first", async () => {
    const told = await new Office().has(grown).explained({ metric: "pipeline_generated" });
    expect(told.value).toBe(100_000);
    expect(told.counted).toMatchObject([{ marks: ["initial_amount"], initial: usd(400) }]);
  });

  it("shows none where the amount stayed, or where another property counts", async () => {
    const stayed = await new Office().has(buildDeal()).explained({ metric: "pipeline_generated" });
    expect(stayed.counted).toMatchObject([{ marks: [], initial: null }]);
    const rules = { events: { pipeline_generated: { amountProperty: "arr" } } } as const;
    const other = new Office({ rules }).has({ ...grown, otherAmounts: { arr: usd(3000) } });
    expect((await other.explained({ metric: "pipeline_generated" })).counted).toMatchObject([
      { marks: [], initial: null, amountMinor: 300_000 },
    ]);
  });

  it("says at which rate it was converted, by us or by the CRM", async () => {
    const euros = { minor: 50_000, currency: "EUR" };
    const office = new Office()
      .has(buildDeal({ crmId: "1", amount: euros }))
      .has(buildDeal({ crmId: "2", amount: euros, amountHome: usd(560) }));
    const { counted } = await office.explained({ metric: "pipeline_generated" });
    const told = counted.map(({ crmId, rate, crmRate }) => [crmId, rate, crmRate]);
    expect(told.toSorted()).toEqual([
      ["1", 1.2, null],
      ["2", null, 1.12],
    ]);
  });
});
