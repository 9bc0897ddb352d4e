import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crmRateOf } from "../../../worker/domain/credit/crm-rate.ts";
import { initialAmountOf, laterOwnerOf } from "../../../worker/domain/credit/deal-past.ts";
import { openWindowEnd } from "../../../worker/domain/credit/reply-window.ts";
import type { Deal, HistoryEntry } from "../../../worker/domain/records.ts";
import { buildRules } from "../../builders/rules.ts";
import { deal as anyDeal, instant } from "./arbitraries.ts";
import { buildDeal, buildEmail, buildWonDeal, linesOf, noon, usd } from "./builders.ts";

const NOW = noon("2026-06-30");

function owners(...entries: readonly (readonly [day: string, owner: string | null])[]) {
  return entries.map(([day, value]) => ({ at: noon(day), value }));
}

function amounts(...entries: readonly (readonly [day: string, minor: number | null])[]) {
  return entries.map(([day, value]) => ({ at: noon(day), value }));
}

describe("whoever owned a deal after it was decided", () => {
  const handedOver = buildWonDeal({
    ownerHistory: owners(["2026-05-01", "owner-ana"], ["2026-05-25", "owner-ben"]),
    ownerId: "owner-ben",
  });

  it("is told beside the owner who closed it", () => {
    expect(laterOwnerOf(handedOver, "revenue_closed", NOW)).toEqual({
      closedBy: "owner-ana",
      ownerId: "owner-ben",
    });
  });

  it("is not told before that was so", () => {
    expect(laterOwnerOf(handedOver, "revenue_closed", noon("2026-05-24"))).toBeNull();
  });

  it("is nobody where the owner stayed, or came back, or had changed before the win", () => {
    const stayed = buildWonDeal();
    const back = owners(
      ["2026-05-01", "owner-ana"],
      ["2026-05-25", "owner-ben"],
      ["2026-05-28", "owner-ana"],
    );
    const before = owners(["2026-05-01", "owner-ana"], ["2026-05-19", "owner-ben"]);
    expect(laterOwnerOf(stayed, "deal_won", NOW)).toBeNull();
    expect(laterOwnerOf(buildWonDeal({ ownerHistory: back }), "deal_won", NOW)).toBeNull();
    expect(
      laterOwnerOf(buildWonDeal({ ownerHistory: before, ownerId: "owner-ben" }), "deal_won", NOW),
    ).toBeNull();
  });

  it("may be nobody any more", () => {
    const left = owners(["2026-05-01", "owner-ana"], ["2026-05-25", null]);
    const deal = buildWonDeal({ ownerHistory: left, ownerId: null });
    expect(laterOwnerOf(deal, "deal_won", NOW)).toEqual({ closedBy: "owner-ana", ownerId: null });
  });

  it("is not told where the history does not say who closed it, nor of what is no decision", () => {
    expect(
      laterOwnerOf(buildWonDeal({ ownerHistory: [], ownerId: "owner-ben" }), "deal_won", NOW),
    ).toBeNull();
    expect(laterOwnerOf(handedOver, "pipeline_generated", NOW)).toBeNull();
    expect(laterOwnerOf(handedOver, "deal_due", NOW)).toBeNull();
  });

  it("is told of a lost deal from the moment it was lost, whatever it was won at before", () => {
    const lost = buildDeal({
      stageId: "lost",
      wonAt: noon("2026-05-03"),
      stageHistory: [
        { at: noon("2026-05-03"), value: "won" },
        { at: noon("2026-05-10"), value: "lost" },
      ],
      ownerHistory: owners(
        ["2026-05-01", "owner-ana"],
        ["2026-05-05", "owner-ben"],
        ["2026-05-12", "owner-ana"],
      ),
    });
    expect(laterOwnerOf(lost, "deal_lost", NOW)).toEqual({ closedBy: "owner-ben", ownerId: "owner-ana" });
    expect(laterOwnerOf(lost, "deal_lost", noon("2026-05-11"))).toBeNull();
  });

  it("is told as it was known while a deal was won that has been reopened since", () => {
    const reopened = buildDeal({
      stageId: "contract",
      stageHistory: [
        { at: noon("2026-05-10"), value: "won" },
        { at: noon("2026-06-01"), value: "contract" },
      ],
      ownerHistory: owners(["2026-05-01", "owner-ana"], ["2026-05-15", "owner-ben"]),
      ownerId: "owner-ben",
    });
    expect(laterOwnerOf(reopened, "deal_won", noon("2026-05-20"))).toEqual({
      closedBy: "owner-ana",
      ownerId: "owner-ben",
    });
  });

  it("differs from whom crediting took, for any deal of which a naive reading says so", () => {
    fc.assert(
      fc.property(anyDeal, instant, (deal, asOf) => {
        const told = laterOwnerOf(deal, "deal_won", asOf);
        expect(told).toEqual(naiveLaterOwner(deal, asOf));
      }),
    );
  });
});

/** Replays the histories entry by entry. */
function naiveLaterOwner(deal: Deal, asOf: string) {
  const known = <T>(history: readonly HistoryEntry<T>[]) => history.filter(({ at }) => at <= asOf);
  const stages = known(deal.stageHistory);
  const stage = stages.length === deal.stageHistory.length ? deal.stageId : (stages.at(-1)?.value ?? null);
  let entered: string | null = null;
  let previous: string | null = null;
  for (const { at, value } of stages) {
    if (value === stage && previous !== stage) entered = at;
    previous = value;
  }
  const decided = deal.wonAt !== null && deal.wonAt <= asOf ? deal.wonAt : entered;
  let closedBy: string | null | undefined;
  let ownerId: string | null | undefined;
  for (const { at, value } of known(deal.ownerHistory)) {
    if (decided !== null && at <= decided) closedBy = value;
    ownerId = value;
  }
  if (known(deal.ownerHistory).length === deal.ownerHistory.length) ownerId = deal.ownerId;
  const isTold = closedBy !== undefined && ownerId !== undefined && closedBy !== ownerId;
  return isTold ? { closedBy, ownerId } : null;
}

describe("the initial amount of a deal", () => {
  const grown = buildDeal({
    amount: usd(1000),
    amountHistory: amounts(["2026-05-01", null], ["2026-05-02", 40_000], ["2026-05-09", 100_000]),
  });

  it("is the first that it had, in its own currency, where another counts now", () => {
    expect(initialAmountOf(grown, usd(1000))).toEqual({ minor: 40_000, currency: "USD" });
    const euros = { minor: 100_000, currency: "EUR" };
    expect(initialAmountOf({ ...grown, amount: euros }, euros)).toEqual({ minor: 40_000, currency: "EUR" });
  });

  it("is not told where it is what counts, where nothing is known, or where it is of another currency", () => {
    expect(initialAmountOf(grown, usd(400))).toBeNull();
    expect(initialAmountOf(buildDeal(), usd(1000))).toBeNull();
    expect(
      initialAmountOf(buildDeal({ amountHistory: amounts(["2026-05-01", null]) }), usd(1000)),
    ).toBeNull();
    expect(initialAmountOf(grown, { minor: 90_000, currency: "EUR" })).toBeNull();
    expect(initialAmountOf(grown, null)).toBeNull();
  });

  it("is not known of a history so long that a CRM may have forgotten its beginning", () => {
    const versions = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ at: noon("2026-05-02"), value: index }));
    const first = { minor: 0, currency: "USD" };
    expect(initialAmountOf(buildDeal({ amountHistory: versions(19) }), usd(1000))).toEqual(first);
    expect(initialAmountOf(buildDeal({ amountHistory: versions(20) }), usd(1000))).toBeNull();
  });

  it("is not known where a past amount could not be read, and no more is who closed it of such owners", () => {
    expect(initialAmountOf({ ...grown, incompleteHistories: ["amount"] }, usd(1000))).toBeNull();
    const handedOver = buildWonDeal({
      ownerHistory: owners(["2026-05-01", "owner-ana"], ["2026-05-25", "owner-ben"]),
      ownerId: "owner-ben",
    });
    const unsure = { ...handedOver, incompleteHistories: ["owner"] } as const;
    expect(laterOwnerOf(unsure, "deal_won", NOW)).toBeNull();
  });

  it("is, of any short history, the first value that stands in it", () => {
    const history = fc.array(fc.record({ at: instant, value: fc.option(fc.integer()) }), { maxLength: 19 });
    fc.assert(
      fc.property(history, fc.integer(), (amountHistory, minor) => {
        const told = initialAmountOf(buildDeal({ amountHistory }), { minor, currency: "USD" });
        const [first] = amountHistory.flatMap(({ value }) => (value === null ? [] : [value]));
        expect(told?.minor ?? minor).toBe(first ?? minor);
      }),
    );
  });
});

describe("the time in which an answer counts", () => {
  const rules = buildRules({ replyWindowDays: 14 });

  it("is open until the days are over, to the millisecond", () => {
    const end = noon("2026-05-18");
    expect(openWindowEnd(noon("2026-05-04"), noon("2026-05-17"), rules)).toBe(end);
    expect(openWindowEnd(noon("2026-05-04"), end, rules)).toBe(end);
    expect(openWindowEnd(noon("2026-05-04"), "2026-05-18T16:00:00.001Z", rules)).toBeNull();
  });

  it("ends where crediting ceases to count an answer", () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 0, max: 30 }),
        (at, off, days) => {
          const ruled = buildRules({ replyWindowDays: days });
          const answeredAt = new Date(Date.parse(at) + days * 86_400_000 + off).toISOString();
          const facts = { correspondence: [{ person: "customer", previousSentAt: null, answeredAt }] };
          const given = { facts, rules: { replyWindowDays: days } };
          const lines = linesOf(buildEmail({ at }), "outreach_replied", given);
          const mayStill = openWindowEnd(at, answeredAt, ruled) !== null && answeredAt >= at;
          expect(lines.length).toBe(mayStill ? 1 : 0);
        },
      ),
    );
  });
});

describe("the rate of a conversion by the CRM", () => {
  const line = {
    rate: null,
    marks: [],
    original: { minor: 2_000_000, currency: "EUR" },
    amountMinor: 2_240_000,
  };

  it("is what the home amount came to, with as many digits as the amounts can tell", () => {
    expect(crmRateOf(line, "USD")).toBe(1.12);
    expect(crmRateOf({ ...line, original: { minor: 300, currency: "EUR" }, amountMinor: 337 }, "USD")).toBe(
      1.12,
    );
    expect(crmRateOf({ ...line, original: { minor: 1000, currency: "JPY" }, amountMinor: 654 }, "USD")).toBe(
      0.00654,
    );
  });

  it("is not told where our own rate is, nothing was converted, or a share or nothing is left", () => {
    expect(crmRateOf({ ...line, rate: 1.12 }, "USD")).toBeNull();
    expect(crmRateOf({ ...line, original: null }, "USD")).toBeNull();
    expect(crmRateOf(line, "EUR")).toBeNull();
    expect(crmRateOf({ ...line, marks: ["split"] }, "USD")).toBeNull();
    expect(crmRateOf({ ...line, amountMinor: 0 }, "USD")).toBeNull();
    expect(crmRateOf({ ...line, original: { minor: 0, currency: "EUR" } }, "USD")).toBeNull();
  });

  it("gives the home amount back, to what its digits can tell", () => {
    const minor = fc.integer({ min: 1, max: 1e12 });
    fc.assert(
      fc.property(minor, minor, (original, amountMinor) => {
        const rate = crmRateOf(
          { ...line, original: { minor: original, currency: "EUR" }, amountMinor },
          "USD",
        );
        const digits = Math.min(6, String(original).length, String(amountMinor).length);
        expect(Math.abs((rate ?? 0) * original - amountMinor) / amountMinor).toBeLessThanOrEqual(
          5.0001 * 10 ** -digits,
        );
      }),
    );
  });
});
