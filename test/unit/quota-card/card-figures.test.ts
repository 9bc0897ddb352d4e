import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { LANGUAGES } from "../../../shared/wording/locale.ts";
import { wordQuotaCard } from "../../../worker/app/quota-card/quota-card-view.ts";
import { loadQuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import { loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { viewAs } from "../boards/organisation.ts";
import { load } from "../boards/small-board.ts";
import { withProjections } from "./card-texts.ts";
import {
  ada,
  asAda,
  type CardSetting,
  cardOf,
  contextOf,
  FLOOR,
  figuresOf,
  peers,
  QUOTAS,
  quotaOf,
  wonOn,
} from "./sales-floor.ts";

describe("how much a day is said", () => {
  it.each([
    [8, "2 to go, 1 every 3 days"],
    [9, "3 to go, 1 every 2 days"],
    [10, "4 to go, 2 every 3 days"],
    [7, "1 to go, 1 every 6 days"],
    [12, "6 to go, 1 a day"],
    [15, "9 to go, 1.5 a day"],
    [176, "170 to go, 29 a day"],
  ])("of %i deals with 6 won and 6 days left", async (quota, hint) => {
    const card = await cardOf({ organisation: { quotas: [quotaOf("deals_won", quota)] } });
    expect(card.quotas[0]?.hint).toBe(hint);
    expect([card.hero.text, card.result?.of]).toEqual([card.quotas[0]?.percent, `of ${quota}`]);
  });
});

describe("the line against pace", () => {
  it("says on every day what the card said on it, and ends in the likely range", async () => {
    const chart = wordQuotaCard(withProjections(await figuresOf()), "en-GB").chart;
    const days = chart?.days ?? [];
    expect([days.length, chart?.today, days[14]?.label]).toEqual([20, 14, "20 Nov"]);
    expect(days[14]).toMatchObject({ result: 8_640_000, pace: 8_400_000, text: "$86,400", low: 8_640_000 });
    // What was won on Saturday the 7th stands with Monday the 9th.
    expect(days.slice(4, 6).map(({ day, result }) => [day, result])).toEqual([
      ["2026-11-06", 1_000_000],
      ["2026-11-09", 2_500_000],
    ]);
    expect(days[15]).toMatchObject({ result: null, text: "–" });
    expect(days.at(-1)).toMatchObject({ low: 11_200_000, middle: 12_400_000, high: 13_700_000 });
    expect([chart?.projectedRange, chart?.projectedEnd]).toEqual(["$112k–$137k", "$124k"]);
    expect(chart?.ticks.map(({ label }) => label)).toEqual(["$0", "$50k", "$100k", "$150k"]);
    expect(chart?.label).toBe("Revenue: $86,400 of $120,000, 14 of 20 working days done.");
  });
});

describe("what the card says", () => {
  it("is what the list of attainment says", async () => {
    const setting: CardSetting = {
      organisation: {
        quotas: [...QUOTAS.slice(0, 3), quotaOf("touches", 500, { effectiveFrom: "2026-11-10" })],
      },
    };
    const { quotas } = await figuresOf(setting);
    const attainment = await loadAttainment(contextOf(setting), {}, asAda);
    const rows = attainment.ok ? attainment.value.rows : [];
    expect(quotas.map(({ row }) => row)).toEqual(rows);
    expect(rows.length).toBe(4);
  });

  it("is of the contract's shape, in every language", async () => {
    for (const language of LANGUAGES) expect(v.is(QuotaCardView, await cardOf({}, language))).toBe(true);
  });

  it("is the same for the same figures, projection and all", async () => {
    expect(await cardOf()).toEqual(await cardOf());
    expect((await figuresOf()).main.projection).toMatchInlineSnapshot(`
      {
        "chance": 0.601,
        "high": 13280000,
        "low": 11120000,
        "middle": 12160000,
        "quarters": 4,
      }
    `);
  });

  it("has no projection with less than two closed quarters, of records or of the person", async () => {
    const joined = { ...ada, joinedOn: "2026-05-01" };
    for (const organisation of [{ coverage: { deal: "2026-04-02" } }, { members: [joined, ...peers] }]) {
      const card = await cardOf({ organisation });
      expect(card.facts.map(({ label }) => label)).toEqual(["To go", "Per working day, 6 left"]);
      expect([card.footnote, card.chart?.projectedRange]).toEqual([null, null]);
    }
    const since = await cardOf({ organisation: { coverage: { deal: "2026-04-01" } } });
    expect(since.footnote).toBe("Projection from your weekly results of the last 2 quarters.");
  });
});

describe("whose card is shown", () => {
  const reasonFor = async (setting: CardSetting) => {
    const answer = await loadQuotaFigures(contextOf(setting), setting.query ?? {}, setting.viewer ?? asAda);
    return answer.ok ? answer.value.person.member.id : answer.error.reason;
  };

  it("is one's own, a report's for the manager, and everybody's for an admin", async () => {
    const about = (memberId: string) => ({ query: { memberId } });
    expect(await reasonFor({})).toBe("ada");
    expect(await reasonFor(about("peer-0"))).toBe("not_permitted");
    expect(await reasonFor({ ...about("ada"), viewer: viewAs("manager", "boss") })).toBe("ada");
    expect(await reasonFor({ ...about("peer-1"), viewer: viewAs("manager", "boss") })).toBe("not_permitted");
    expect(await reasonFor({ ...about("peer-1"), viewer: viewAs("admin") })).toBe("peer-1");
    expect(await reasonFor({ viewer: viewAs("admin") })).toBe("unknown_member");
  });

  it("is not told apart from nobody's, when the person is private", async () => {
    for (const privacy of ["hidden", "anonymous"] as const) {
      const members = [ada, { ...peers[0], ...ada, id: "shy", privacy }, ...peers];
      expect(await reasonFor({ organisation: { members }, query: { memberId: "shy" } })).toBe(
        "unknown_member",
      );
    }
    expect(await reasonFor({ query: { memberId: "nobody" } })).toBe("unknown_member");
  });

  it("has the rank of the board that this viewer sees: hidden people are not there", async () => {
    const hidden = peers.map((peer, index) => (index === 0 ? { ...peer, privacy: "hidden" as const } : peer));
    const organisation = { members: [ada, ...hidden] };
    expect((await cardOf({ organisation })).rank?.text).toBe("#4");
    const seen = await cardOf({ organisation, viewer: viewAs("admin"), query: { memberId: "ada" } });
    expect(seen.rank?.text).toBe("#5");
  });

  it("has moved as it moved on the board, whoever came or went in the last days", async () => {
    const away = [{ from: "2026-11-18", to: null, relievesQuota: false }];
    const changed = peers.map((peer, index) => {
      if (index === 0) return { ...peer, leaves: away };
      return index === 9 ? { ...peer, joinedOn: "2026-11-16" } : peer;
    });
    const credits = (FLOOR.credits ?? []).filter(({ memberId }) => memberId !== "peer-9");
    const organisation = { ...FLOOR, members: [ada, ...changed], credits };
    for (const memberId of ["ada", "peer-1", "peer-9"]) {
      const { place } = await figuresOf({ organisation, query: { memberId }, viewer: viewAs("admin") });
      const board = await load(organisation, { details: true, all: true });
      const row = board.rows.find(({ member }) => member?.id === memberId);
      expect(place?.earlier).toEqual({
        day: row?.details?.movement?.since,
        rank: row?.details?.movement?.rankBefore,
      });
    }
  });

  it("says nothing that a hidden person's figures would change", async () => {
    const [first, ...others] = peers;
    if (!first) throw new Error("There are peers");
    const members = [ada, { ...first, privacy: "hidden" as const }, ...others];
    const credits = (FLOOR.credits ?? []).filter(({ memberId }) => memberId !== first.id);
    const cards = [0, 1, 86.4, 100, 5000].map((thousands) =>
      cardOf({
        organisation: { members, credits: [...credits, ...wonOn(first.id, "2026-11-10", thousands)] },
      }),
    );
    const [card, ...more] = await Promise.all(cards);
    for (const another of more) expect(another).toEqual(card);
  });
});
