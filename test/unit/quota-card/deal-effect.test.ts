import { describe, expect, it } from "vitest";
import type { DealEffectView } from "../../../shared/contracts/quota-card.ts";
import type { Deal } from "../../../worker/domain/records.ts";
import { buildRules } from "../../builders/rules.ts";
import { RULES, viewAs } from "../boards/organisation.ts";
import { buildAdjustment, buildDeal, closing, usd } from "../credit/builders.ts";
import {
  ada,
  asAda,
  type CardSetting,
  cardOf,
  FLOOR,
  figuresOf,
  peers,
  QUOTAS,
  quotaOf,
  wonOn,
} from "./sales-floor.ts";

/** An open deal of Ada's over 14,400 dollars that closes on 25 November. */
function adasDeal(changes: Partial<Deal> = {}): Deal {
  return buildDeal({
    crmId: "deal-1",
    createdAt: "2026-10-01T12:00:00.000Z",
    ownerId: "owner-ada",
    ownerHistory: [],
    close: closing("2026-11-25"),
    amount: usd(14_400),
    ...changes,
  });
}

async function effectOf(deal: Deal | null, setting: CardSetting = {}): Promise<DealEffectView> {
  const card = await cardOf({
    ...setting,
    deals: deal === null ? [] : [deal],
    query: { ...setting.query, dealId: "deal-1" },
  });
  if (!card.deal) throw new Error("A card of a deal says what the deal would change");
  return card.deal;
}

const manager = viewAs("manager", "boss");
const byOwner = (id: string): Partial<Deal> => ({ ownerId: `owner-${id}` });

describe("if this deal closes", () => {
  it("counts in the period: quota and rank, from and to, as the drawn card says it", async () => {
    expect(await effectOf(adasDeal())).toEqual({
      kind: "counts_in_period",
      title: "If this deal closes",
      amount: "$14,400",
      steps: [
        { label: "Quota", from: "72%", to: "84%" },
        { label: "Rank", from: "#5", to: "#3" },
      ],
      bar: {
        percent: 72,
        added: 12,
        pace: 70,
        paceLabel: "Pace 70%",
        scale: 100,
        tone: "good",
        label: "72% now, 84% with this deal, pace today 70%",
      },
      sentences: [
        "$19,200 to go after that.",
        "Counts in November, close date is 25 Nov.",
        "Rank is against today’s totals.",
      ],
    });
  });

  it("reaches the quota, with a bar that goes beyond it", async () => {
    const effect = await effectOf(adasDeal({ amount: usd(40_000) }));
    expect(effect.bar).toMatchObject({ percent: 72, scale: 125 });
    expect(effect.steps[0]).toEqual({ label: "Quota", from: "72%", to: "105%" });
    expect(effect.sentences[0]).toBe("That reaches the quota.");
  });

  it("counts in another period, which is named", async () => {
    const effect = await effectOf(adasDeal({ close: closing("2026-12-10") }));
    expect(effect).toMatchObject({
      kind: "counts_in_another_period",
      amount: "$14,400",
      steps: [],
      bar: null,
    });
    expect(effect.sentences).toEqual([
      "Closes in December, so it counts there and not in November. Close date is 10 Dec.",
    ]);
    const later = await effectOf(adasDeal({ close: closing("2027-01-05") }));
    expect(later.sentences[0]).toContain("Closes in January 2027");
    const inQuarter = await effectOf(adasDeal({ close: closing("2026-12-10") }), {
      query: { grain: "quarter" },
    });
    expect(inQuarter.kind).toBe("no_quota");
  });

  it("is won already, in this period or in another, or without a date", async () => {
    const won = { stageId: "won", wonAt: "2026-11-12T12:00:00.000Z", close: closing("2026-11-12") };
    const effect = await effectOf(adasDeal(won));
    expect(effect).toMatchObject({
      kind: "already_won",
      title: "This deal is won",
      amount: "$14,400",
      steps: [],
    });
    expect(effect.sentences).toEqual(["It is won and counts in November, on 12 Nov."]);
    const before = await effectOf(adasDeal({ ...won, close: closing("2026-10-12") }));
    expect(before.sentences).toEqual(["It is won and counts in October, on 12 Oct."]);
    const undated = await effectOf(adasDeal({ ...won, close: null }));
    expect(undated.sentences).toEqual(["It is won, but has no close date, so it counts in no period."]);
  });

  it("was lost", async () => {
    const effect = await effectOf(adasDeal({ stageId: "lost" }));
    expect(effect).toMatchObject({ kind: "lost", title: "This deal was lost", steps: [], bar: null });
    expect(effect.sentences).toEqual(["It counts as lost. Nothing changes unless it is opened again."]);
  });

  it("lies in a pipeline that is not included, or in one that nobody knows", async () => {
    const rules = buildRules({ ...RULES, pipelines: ["partners"] });
    for (const [deal, setting] of [
      [adasDeal(), { organisation: { rules } }],
      [adasDeal({ pipelineId: "gone" }), {}],
    ] as const) {
      const effect = await effectOf(deal, setting);
      expect(effect).toMatchObject({ kind: "pipeline_not_included", steps: [] });
      expect(effect.sentences).toEqual([
        "Its pipeline is not included, so it does not count. An admin can include the pipeline.",
      ]);
    }
  });

  it("was excluded by an admin", async () => {
    const target = { kind: "deal", crmId: "deal-1" } as const;
    const adjustments = [
      buildAdjustment({ action: "exclude", event: "deal_won", target, memberId: null, day: null }),
    ];
    const effect = await effectOf(adasDeal(), { facts: { adjustments } });
    expect(effect.sentences).toEqual(["An admin has excluded this deal, so it does not count."]);
  });

  it("has no amount, no rate for its currency, or no close date, or one that has passed", async () => {
    const amountless = await effectOf(adasDeal({ amount: null }));
    expect(amountless).toMatchObject({ kind: "no_amount", amount: null, steps: [] });
    expect(amountless.sentences).toEqual([
      "It has no amount: it counts as a deal and adds nothing to revenue.",
      "Counts in November, close date is 25 Nov.",
    ]);
    const foreign = await effectOf(adasDeal({ amount: { minor: 100, currency: "CHF" } }));
    expect(foreign).toMatchObject({ kind: "no_rate", amount: null, steps: [] });
    expect(foreign.sentences[0]).toMatch(/^There is no exchange rate/);
    const undated = await effectOf(adasDeal({ close: null }));
    expect(undated).toMatchObject({ kind: "no_close_date", steps: [] });
    const past = await effectOf(adasDeal({ close: closing("2026-11-19") }));
    expect(past).toMatchObject({ kind: "close_date_past", steps: [] });
    expect(past.sentences).toEqual([
      "Its close date, 19 Nov, has passed. Set a new one to see what it changes.",
    ]);
    expect((await effectOf(adasDeal({ close: closing("2026-11-20") }))).kind).toBe("counts_in_period");
  });

  it("has an amount, and nothing in the field that its revenue comes from", async () => {
    const events = { ...RULES.events, revenue_closed: { amountProperty: "annual_value" } };
    const effect = await effectOf(adasDeal(), { organisation: { rules: buildRules({ ...RULES, events }) } });
    expect(effect.kind).toBe("no_amount");
    expect(effect.sentences[0]).toBe(
      "The field that revenue comes from is empty: it counts as a deal and adds nothing to revenue.",
    );
  });

  it("counts as a deal without its amount, where the quota is of deals", async () => {
    const quotas = (FLOOR.quotas ?? []).filter(({ metric }) => metric === "deals_won");
    const effect = await effectOf(adasDeal({ amount: null }), { organisation: { quotas } });
    expect(effect.steps[0]).toEqual({ label: "Quota", from: "75%", to: "87%" });
    expect(effect.sentences).toContain("1 to go after that.");
  });

  it("moves the rank alone when no quota is set", async () => {
    const effect = await effectOf(adasDeal(), { organisation: { quotas: [] } });
    expect(effect).toMatchObject({
      kind: "no_quota",
      bar: null,
      steps: [{ label: "Rank", from: "#5", to: "#3" }],
    });
    expect(effect.sentences[0]).toBe("No November quota is set, so only the rank changes.");
  });

  it("is not known to the ledger yet", async () => {
    const effect = await effectOf(null);
    expect(effect).toMatchObject({ kind: "not_found", amount: null, steps: [] });
    expect(effect.sentences).toEqual([
      "Standings does not know this deal yet. A new deal appears within a minute.",
    ]);
  });

  it("is shared: a person's own part counts, and the whole is said", async () => {
    const splits = [
      { ownerId: "owner-ada", share: 4_000_000_000 },
      { ownerId: "owner-peer-0", share: 6_000_000_000 },
    ];
    const rules = buildRules({
      ...RULES,
      events: {
        deal_won: { creditSource: { kind: "splits" } },
        revenue_closed: { creditSource: { kind: "splits" } },
        deal_due: { creditSource: { kind: "splits" } },
      },
    });
    const effect = await effectOf(adasDeal({ splits }), { organisation: { rules } });
    expect(effect).toMatchObject({ kind: "counts_in_period", amount: "$5,760" });
    expect(effect.steps[0]).toEqual({ label: "Quota", from: "72%", to: "76%" });
    expect(effect.sentences).toContain("Your share is 40% of $14,400.");
  });

  it("converts by the rate of the close date, as the ledger does", async () => {
    const effect = await effectOf(adasDeal({ amount: { minor: 1_000_000, currency: "EUR" } }));
    expect(effect.amount).toBe("$12,000");
  });
});

describe("a deal of somebody else", () => {
  it("tells a member whose it is, and nothing else", async () => {
    const effect = await effectOf(adasDeal(byOwner("peer-2")));
    expect(effect).toEqual({
      kind: "not_your_deal",
      title: "This deal",
      amount: null,
      steps: [],
      bar: null,
      sentences: ["This deal belongs to Peer 2."],
    });
  });

  it("tells the same whatever that person's figures and the deal's state are", async () => {
    const credits = (FLOOR.credits ?? []).filter(({ memberId }) => memberId !== "peer-10");
    for (const change of [{}, { stageId: "won" }, { stageId: "lost" }, { amount: null }, { close: null }]) {
      const effect = await effectOf(adasDeal({ ...byOwner("peer-10"), ...change }), {
        organisation: { credits },
      });
      expect(effect.sentences).toEqual(["This deal belongs to Peer 10."]);
      expect([effect.amount, effect.steps, effect.bar]).toEqual([null, [], null]);
    }
  });

  it("does not name somebody private", async () => {
    for (const privacy of ["hidden", "anonymous"] as const) {
      const members = [ada, ...peers.map((peer) => ({ ...peer, privacy }))];
      const effect = await effectOf(adasDeal(byOwner("peer-2")), { organisation: { members } });
      expect(effect.sentences).toEqual([
        "This deal belongs to somebody else, so your quota and rank stay as they are.",
      ]);
    }
  });

  it("belongs to nobody", async () => {
    const effect = await effectOf(adasDeal({ ownerId: null }));
    expect(effect.sentences).toEqual(["This deal has no owner in Standings, so it counts for nobody."]);
  });

  it("tells the manager what it changes for the owner and for the team", async () => {
    const subject = { kind: "team", id: "north" } as const;
    const quotas = [...QUOTAS, quotaOf("revenue_closed", 60_000_000, { subject })];
    const effect = await effectOf(adasDeal(), { viewer: manager, organisation: { quotas } });
    expect(effect).toMatchObject({ kind: "not_your_deal", amount: "$14,400", bar: null });
    expect(effect.steps).toEqual([
      { label: "Quota, Ada Example", from: "72%", to: "84%" },
      { label: "Rank, Ada Example", from: "#5", to: "#3" },
      { label: "Quota, Team north", from: "80%", to: "83%" },
    ]);
    expect(effect.sentences).toEqual([
      "This deal belongs to Ada Example.",
      "$19,200 to go after that.",
      "Counts in November, close date is 25 Nov.",
      "Rank is against today’s totals.",
    ]);
  });

  it("of another team tells the manager whose it is alone", async () => {
    const effect = await effectOf(adasDeal(byOwner("peer-1")), { viewer: manager });
    expect(effect).toMatchObject({ kind: "not_your_deal", amount: null, steps: [] });
    expect(effect.sentences).toEqual(["This deal belongs to Peer 1."]);
  });

  it("says why it would not count, to whoever may see it", async () => {
    const effect = await effectOf(adasDeal({ stageId: "lost" }), { viewer: manager });
    expect(effect.title).toBe("This deal was lost");
    expect(effect.sentences).toEqual([
      "This deal belongs to Ada Example.",
      "It counts as lost. Nothing changes unless it is opened again.",
    ]);
  });
});

describe("on somebody else's card", () => {
  it("a deal of that person is drawn as theirs", async () => {
    const effect = await effectOf(adasDeal(), { viewer: manager, query: { memberId: "ada" } });
    expect(effect).toMatchObject({ kind: "counts_in_period", steps: [{ from: "72%", to: "84%" }, {}] });
  });
});

describe("the rank that a deal would give, beside somebody anonymous", () => {
  const rankWith = async (thousands: number, amount: number) => {
    const members = [
      ada,
      ...peers.map((peer, index) => (index === 3 ? { ...peer, privacy: "anonymous" as const } : peer)),
    ];
    const credits = (FLOOR.credits ?? []).filter(({ memberId }) => memberId !== "peer-3");
    const organisation = { members, credits: [...credits, ...wonOn("peer-3", "2026-11-10", thousands)] };
    const { steps } = await effectOf(adasDeal({ amount: usd(amount) }), { organisation });
    return steps.find(({ label }) => label === "Rank");
  };

  it("is the same wherever between the named ones above and below that person stands", async () => {
    // Ada has 86.4 thousand and stands fifth; the fourth is anonymous, the third has 98.
    for (const amount of [2_000, 5_000, 11_000, 11_600, 14_400]) {
      const ranks = await Promise.all([86.5, 88, 90, 97, 98].map((thousands) => rankWith(thousands, amount)));
      for (const rank of ranks) expect(rank).toEqual(ranks[0]);
    }
  });

  it("passes that person together with somebody named above them", async () => {
    expect(await rankWith(90, 5_000)).toMatchObject({ from: "#5", to: "#5" });
    expect(await rankWith(90, 14_400)).toMatchObject({ from: "#5", to: "#3" });
  });
});

it("keeps the rest of the card as it is", async () => {
  const plain = await cardOf();
  const card = await cardOf({ deals: [adasDeal()], query: { dealId: "deal-1" } });
  expect({ ...card, deal: null }).toEqual(plain);
  expect((await figuresOf({ viewer: asAda })).deal).toBeNull();
});
