import { describe, expect, it } from "vitest";
import type { PrivacyMode } from "../../../shared/contracts/ids.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Cause } from "../../../worker/domain/credits.ts";
import type { QuotaVersion } from "../../../worker/ports/quotas.ts";
import { buildWonDeal, closing, usd } from "../credit/builders.ts";

import { as, bens, Office } from "./office.ts";

describe("late changes", () => {
  const edited: Cause = { kind: "webhook", actor: "user-ben" };

  it("are those after the end of the period that moved the figure, with who and how much", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", amount: usd(1100) }), "2026-05-30T12:00:00.000Z", edited)
      .has(buildWonDeal({ crmId: "1", amount: usd(1500) }), "2026-06-05T12:00:00.000Z", edited)
      .has(
        buildWonDeal({ crmId: "1", amount: usd(1500), dealType: "other" }),
        "2026-06-06T12:00:00.000Z",
        edited,
      )
      .has(buildWonDeal({ crmId: "2", amount: usd(20) }), "2026-06-07T12:00:00.000Z", { kind: "poll" });
    const { lateChanges } = await office.explained({});
    expect(lateChanges).toMatchObject([
      {
        at: "2026-06-05T12:00:00.000Z",
        cause: "webhook",
        actor: "user-ben",
        crmId: "1",
        before: 110_000,
        after: 150_000,
      },
      { at: "2026-06-07T12:00:00.000Z", cause: "poll", actor: null, crmId: "2", before: null, after: 2_000 },
    ]);
  });

  it("are not the first filling of the ledger", async () => {
    const filled = new Office().has(buildWonDeal({ crmId: "1" }), "2026-06-10T12:00:00.000Z");
    expect((await filled.explained({})).lateChanges).toEqual([]);
  });

  it("are in an open period what came after its day: changed since, or dated back by more than three days", async () => {
    const open = new Office({ now: "2026-05-28T12:00:00.000Z" })
      .has(buildWonDeal({ crmId: "1" }), "2026-05-20T23:00:00.000Z", edited)
      .has(buildWonDeal({ crmId: "1", amount: usd(1100) }), "2026-05-21T23:00:00.000Z", edited)
      .has(buildWonDeal({ crmId: "2" }), "2026-05-23T12:00:00.000Z", edited)
      .has(buildWonDeal({ crmId: "3" }), "2026-05-24T12:00:00.000Z", edited);
    expect((await open.explained({})).lateChanges).toMatchObject([
      { crmId: "1", before: 100_000, after: 110_000, dayBefore: "2026-05-20", dayAfter: "2026-05-20" },
      { crmId: "3", before: null, after: 100_000, dayBefore: null, dayAfter: "2026-05-20" },
    ]);
    expect((await open.explained({ memberId: null })).lateChanges).toEqual([]);
  });

  it("name who made them to whoever may know the name", async () => {
    const changed = (privacyOfBen: PrivacyMode) =>
      new Office({ privacyOfBen })
        .has(buildWonDeal({ crmId: "1" }))
        .has(buildWonDeal({ crmId: "1", amount: usd(1100) }), "2026-06-05T12:00:00.000Z", edited);
    const byTo = async (privacy: PrivacyMode, viewer: Viewer) =>
      (await changed(privacy).explained({}, viewer)).lateChanges.map(({ by }) => by);
    expect(await byTo("named", as("member", "ana"))).toEqual(["ben"]);
    expect(await byTo("hidden", as("member", "ana"))).toEqual([null]);
    expect(await byTo("hidden", as("admin", null))).toEqual(["ben"]);
  });

  it("are told once of what several of a group share, and by each share where it is money", async () => {
    const rules = {
      events: {
        deal_won: { creditSource: { kind: "splits" } },
        revenue_closed: { creditSource: { kind: "splits" } },
      },
    } as const;
    const half = (ownerId: string) => ({ ownerId, share: 5_000_000_000 });
    const splits = [half("owner-ana"), half("owner-ben")];
    const alone = { crmId: "2", splits: [half("owner-ana")] };
    const office = new Office({ rules })
      .has(buildWonDeal(alone))
      .has(buildWonDeal({ crmId: "1", splits }), "2026-06-05T12:00:00.000Z", edited)
      .has(buildWonDeal({ ...alone, splits }), "2026-06-06T12:00:00.000Z", edited);
    const told = async (metric: "deals_won" | "revenue_closed", memberId: string | null) =>
      (await office.explained({ metric, memberId })).lateChanges.map(({ crmId, before, after }) => [
        crmId,
        before,
        after,
      ]);
    expect(await told("deals_won", null)).toEqual([["1", null, 1]]);
    expect(await told("deals_won", "ben")).toEqual([
      ["1", null, 1],
      ["2", null, 1],
    ]);
    expect(await told("revenue_closed", null)).toEqual([
      ["1", null, 50_000],
      ["1", null, 50_000],
      ["2", 100_000, 50_000],
      ["2", null, 50_000],
    ]);
  });

  it("tell of a deal that was moved out of the period", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", close: closing("2026-06-02") }), "2026-06-03T12:00:00.000Z", edited);
    expect((await office.explained({})).lateChanges).toMatchObject([{ before: 100_000, after: null }]);
  });

  it("stay out of a board as it was known before them", async () => {
    const office = new Office()
      .has(buildWonDeal({ crmId: "1" }))
      .has(buildWonDeal({ crmId: "1", amount: usd(1500) }), "2026-06-05T12:00:00.000Z", edited);
    const then = await office.explained({ at: "2026-06-04T12:00:00.000Z" });
    expect(then).toMatchObject({ value: 100_000, lateChanges: [] });
  });
});
describe("why this attainment", () => {
  const version = (change: Partial<QuotaVersion>): QuotaVersion => ({
    metric: "revenue_closed",
    subject: { kind: "member", id: "ben" },
    period: { grain: "month", from: "2026-05-01" },
    amount: 70_000,
    effectiveFrom: null,
    version: 1,
    setBy: "ana",
    setAt: "2026-04-20T08:00:00.000Z",
    ...change,
  });
  const everybody = { kind: "default", id: null } as const;
  const office = (quotas: readonly QuotaVersion[]) => new Office({ quotas }).has(bens("20", 350));
  const asked = { metric: "quota_attainment", memberId: "ben" } as const;

  it("is the result with its records, the quota, and the version that is in force", async () => {
    const told = await office([
      version({ subject: everybody, amount: 50_000 }),
      version({ amount: 60_000 }),
      version({ version: 2, amount: 70_000, setAt: "2026-05-02T08:00:00.000Z" }),
      version({ period: { grain: "month", from: "2026-06-01" } }),
    ]).explained(asked);
    expect(told).toMatchObject({
      value: 50,
      basis: { numerator: 35_000, denominator: 70_000 },
      measures: [
        { event: "revenue_closed", sum: 35_000 },
        { event: "deal_refunded", sum: 0 },
      ],
      counted: [{ crmId: "20", contribution: 35_000 }],
      homeCurrency: "USD",
      quota: { metric: "revenue_closed", amount: 70_000, source: "own", proRated: false },
    });
    // The month is over.
    expect(told.quota?.workingDaysLeft).toBe(0);
    expect(told.quota?.versions).toMatchObject([
      { version: 2, source: "own", amount: 70_000, from: "2026-05-01", setBy: "ana" },
    ]);
  });

  it("names the default where there is no quota of one's own, and nothing where none is set", async () => {
    const told = await office([version({ subject: everybody, amount: 50_000 })]).explained(asked);
    expect(told.quota).toMatchObject({
      source: "default",
      amount: 50_000,
      versions: [{ source: "default" }],
    });
    expect((await office([]).explained(asked)).quota).toMatchObject({ amount: null, versions: [] });
  });

  it("shows the quota that was known then", async () => {
    const told = await office([
      version({ amount: 60_000 }),
      version({ version: 2, amount: 70_000, setAt: "2026-06-02T08:00:00.000Z" }),
    ]).explained({ ...asked, at: "2026-06-01T12:00:00.000Z" });
    expect(told.quota).toMatchObject({ amount: 60_000, versions: [{ version: 1 }] });
    const early = await office([version({})]).explained({ ...asked, at: "2026-05-28T12:00:00.000Z" });
    expect(early.quota?.workingDaysLeft).toBe(2);
  });

  it("is for those who may see the quota", async () => {
    const peer = await office([version({})]).explain(asked, as("member", "ana"));
    expect(peer).toEqual({ ok: false, error: { reason: "not_permitted" } });
    expect((await office([version({})]).explained(asked, as("member", "ben"))).value).toBe(50);
    expect((await office([version({})]).explained(asked, as("manager", "ana"))).value).toBe(50);
  });
});
