import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { loadOpenDeals, type OpenDealsQuery } from "../../../worker/app/open-deals/load-open-deals.ts";
import { loadStanding } from "../../../worker/app/person/load-standing.ts";
import { wordQuotaCard } from "../../../worker/app/quota-card/quota-card-view.ts";
import { loadQuotaFigures } from "../../../worker/app/quota-card/quota-figures.ts";
import type { Viewer } from "../../../worker/app/viewer.ts";
import type { Credit } from "../../../worker/domain/credits.ts";
import type { Pipeline } from "../../../worker/domain/facts.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "../boards/organisation.ts";
import { TEAMS } from "../boards/small-board.ts";
import { memoryLooks } from "./memory-looks.ts";

const STAGES = ["talk", "offer", "won"];
const PIPELINES: readonly Pipeline[] = ["sales", "partners"].map((id) => ({
  id,
  label: `The ${id}`,
  stages: STAGES.map((stage, order) => ({
    id: stage,
    label: `Stage ${stage}`,
    order,
    outcome: stage === "won" ? ("won" as const) : ("open" as const),
    probability: null,
  })),
}));

const ana = buildMember("ana", "london");
const lead = buildMember("lead", "london", { role: "manager", managesTeamIds: ["london"] });
const ben = buildMember("ben", "paris");
const shy = buildMember("shy", "paris", { privacy: "hidden" });

const due = fc
  .record({
    memberId: fc.constantFrom("ana", "ben"),
    day: fc.constantFrom("2025-12-01", "2026-11-02", "2026-11-20", "2026-11-30", "2026-12-24"),
    pipelineId: fc.constantFrom("sales", "partners"),
    stage: fc.constantFrom("talk", "offer"),
    amountMinor: fc.integer({ min: 0, max: 90_000 }),
    isLeftOut: fc.boolean(),
  })
  // The ledger of these tests has the stage of a deal where its type stands.
  .map(({ pipelineId, stage, isLeftOut, ...fields }): Credit => {
    const slice = { pipelineId, dealType: stage };
    const out = isLeftOut
      ? { leftOut: "pipeline_not_included" as const, count: 0 as const, unit: 0 as const }
      : {};
    return buildCredit({ event: "deal_due", ...fields, slice, ...out });
  });

function organisationWith(credits: readonly Credit[]): Organisation {
  const quota = {
    metric: "revenue_closed" as const,
    subject: { kind: "member" as const, id: "ana" },
    period: { grain: "month" as const, from: "2026-11-01" },
    amount: 100_000,
    effectiveFrom: null,
  };
  return { members: [ana, lead, ben, shy], teams: TEAMS, pipelines: PIPELINES, credits, quotas: [quota] };
}

function contextOf(organisation: Organisation) {
  return {
    ...buildContext(organisation),
    deals: { loadDeal: async () => null },
    loadKinds: async () => [],
  };
}

async function openDeals(
  organisation: Organisation,
  query: OpenDealsQuery,
  viewer: Viewer = viewAs("member", "ana"),
): Promise<OpenDeals> {
  const answer = await loadOpenDeals(contextOf(organisation), query, viewer);
  if (!answer.ok) throw new Error(answer.error.reason);
  return answer.value;
}

/** Every page of a question, which each tell the same sum. */
async function everyPage(organisation: Organisation, query: OpenDealsQuery) {
  const first = await openDeals(organisation, { ...query, limit: 2 });
  const deals = [...first.deals];
  for (let { next } = first; next !== null; ) {
    const page = await openDeals(organisation, { ...query, limit: 2, after: next });
    expect([page.count, page.amountMinor]).toEqual([first.count, first.amountMinor]);
    deals.push(...page.deals);
    next = page.next;
  }
  const listed = deals.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect([deals.length, listed]).toEqual([first.count, first.amountMinor]);
  return { count: first.count, amountMinor: first.amountMinor, deals };
}

const sumOf = ({ count, amountMinor }: { count: number; amountMinor: number }) => [count, amountMinor];

describe("the open deals of a person", () => {
  it("add up to what the quota card and the person's page say of them, page by page", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(due, { maxLength: 12 }), async (credits) => {
        const organisation = organisationWith(credits);
        const viewer = viewAs("member", "ana");
        const figures = await loadQuotaFigures(contextOf(organisation), { grain: "month" }, viewer);
        const parts = { context: contextOf(organisation), looks: memoryLooks() };
        const standing = await loadStanding(parts, { memberId: "ana", period: "this_month" }, viewer);
        if (!figures.ok || !standing.ok) throw new Error("no answer");

        const { openDeals: opened } = wordQuotaCard(figures.value, "en-GB");
        const { from, to } = opened?.opens ?? { from: "2026-11-20", to: "2026-11-30" };
        const dueNow = await everyPage(organisation, { from, to });
        expect(sumOf(dueNow)).toEqual(sumOf(figures.value.openDeals));
        expect(opened === null).toBe(dueNow.count === 0);

        const { dueByEnd, pipeline } = standing.value;
        if (!dueByEnd) throw new Error("the month is open");
        const { from: first, to: last } = dueByEnd;
        expect(sumOf(await everyPage(organisation, { from: first, to: last }))).toEqual(sumOf(dueByEnd));
        expect(sumOf(await everyPage(organisation, {}))).toEqual(sumOf(pipeline));
        for (const { pipelineId, stageId, label, ...sum } of pipeline.stages) {
          const inStage = await everyPage(organisation, { stage: { pipelineId, stageId } });
          expect(sumOf(inStage)).toEqual(sumOf(sum));
          expect(inStage.deals.every(({ stageLabel }) => stageLabel === label)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("are told with their stage, their pipeline, and whether their close date is past", async () => {
    const slice = { pipelineId: "sales", dealType: "offer" };
    const fields = { event: "deal_due", memberId: "ana", slice } as const;
    const { deals, currency, today } = await openDeals(
      organisationWith([
        buildCredit({ ...fields, crmId: "1", day: "2026-11-19", amountMinor: 300 }),
        buildCredit({
          ...fields,
          crmId: "2",
          day: "2026-11-20",
          amountMinor: 500,
          original: { minor: 400, currency: "EUR" },
          slice: { pipelineId: "gone", dealType: "offer" },
        }),
      ]),
      {},
    );
    expect([currency, today]).toEqual(["USD", "2026-11-20"]);
    expect(deals.toSorted((one, other) => (one.crmId < other.crmId ? -1 : 1))).toEqual([
      {
        crmId: "1",
        title: "Record 1",
        url: "https://app.hubspot.test/contacts/1/record/0-3/1",
        amountMinor: 300,
        original: null,
        closeDay: "2026-11-19",
        stageLabel: "Stage offer",
        pipelineLabel: "The sales",
        pastDue: true,
      },
      expect.objectContaining({
        crmId: "2",
        original: { minor: 400, currency: "EUR" },
        stageLabel: null,
        pipelineLabel: null,
        pastDue: false,
      }),
    ]);
  });

  it("are for the person, those who lead them, admins and owners; somebody private does not exist", async () => {
    const asked = async (viewer: Viewer, memberId?: string) => {
      const answer = await loadOpenDeals(contextOf(organisationWith([])), { memberId }, viewer);
      return answer.ok ? answer.value.member.id : answer.error.reason;
    };
    expect(await asked(viewAs("member", "ana"))).toBe("ana");
    expect(await asked(viewAs("manager", "lead"), "ana")).toBe("ana");
    expect(await asked(viewAs("manager", "lead"), "ben")).toBe("not_permitted");
    expect(await asked(viewAs("member", "ana"), "ben")).toBe("not_permitted");
    expect(await asked(viewAs("member", "ana"), "shy")).toBe("unknown_member");
    expect(await asked(viewAs("admin"), "shy")).toBe("shy");
    expect(await asked(viewAs("admin"))).toBe("unknown_member");
  });

  it("are not asked for with a span that ends before it begins", async () => {
    const span = { from: "2026-11-30", to: "2026-11-01" };
    expect(await loadOpenDeals(contextOf(organisationWith([])), span, viewAs("member", "ana"))).toMatchObject(
      { error: { reason: "period_invalid" } },
    );
  });
});
