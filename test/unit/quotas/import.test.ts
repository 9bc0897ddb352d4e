import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadQuotaHistory } from "../../../worker/app/quotas/load-quota-history.ts";
import { loadQuotaImport } from "../../../worker/app/quotas/load-quota-import.ts";
import { loadQuotaSheet } from "../../../worker/app/quotas/load-quota-sheet.ts";
import { saveQuotas } from "../../../worker/app/quotas/save-quotas.ts";
import { ok } from "../../../worker/domain/result.ts";
import type { CrmQuota } from "../../../worker/ports/crm.ts";
import { buildMember, buildQuota, MEMBERS, openDesk, viewerOf } from "./quota-desk.ts";

const BOSS = viewerOf("admin", "boss");
const JANUARY = { from: "2026-01-01", to: "2026-01-31" };
const OWNERS = MEMBERS.map((member) => ({ ...member, ownerIds: [`owner-${member.id}`] }));

function buildGoal(more: Partial<CrmQuota> = {}): CrmQuota {
  return {
    crmId: "g1",
    name: "Revenue goal",
    metric: "revenue_closed",
    ownerId: "owner-ann",
    teamId: null,
    span: JANUARY,
    amount: 500,
    currency: "EUR",
    ...more,
  };
}

async function compare(goals: readonly CrmQuota[], desk: Parameters<typeof openDesk>[0] = {}) {
  const context = openDesk({ members: OWNERS, ...desk });
  const compared = await loadQuotaImport(context, { readGoals: async () => ok(goals) }, BOSS);
  if (!compared.ok) throw new Error(JSON.stringify(compared.error));
  return { context, ...compared.value };
}

describe("the goals of the CRM beside the quotas that stand", () => {
  it.each([
    ["new", undefined, "new", null],
    ["changed", 400, "changed", 400],
    ["the same", 500, "same", 500],
  ] as const)("are %s", async (_name, standing, change, present) => {
    const quotas = standing === undefined ? [] : [buildQuota({ kind: "member", id: "ann" }, standing)];
    const { rows, version } = await compare([buildGoal()], { quotas });
    expect(rows).toMatchObject([{ name: "Name ann", change, present, imported: 500, reason: null }]);
    expect(version).toBe(quotas.length);
  });

  it("change a quota that holds only from a day on, even where the amount is the same", async () => {
    const quotas = [buildQuota({ kind: "member", id: "ann" }, 500, { effectiveFrom: "2026-01-10" })];
    expect((await compare([buildGoal()], { quotas })).rows).toMatchObject([{ change: "changed" }]);
  });

  it("find teams, and the month, quarter or year by its days", async () => {
    const quarter = { from: "2026-01-01", to: "2026-03-31" };
    const { rows } = await compare([
      buildGoal({ crmId: "g2", ownerId: null, teamId: "2", span: quarter }),
      buildGoal({ crmId: "g3", metric: "deals_won", currency: null, amount: 8 }),
    ]);
    expect(rows).toMatchObject([
      { subject: { kind: "member", id: "ann" }, metric: "deals_won", period: { grain: "month" } },
      { subject: { kind: "team", id: "north" }, period: { grain: "quarter", from: "2026-01-01" } },
    ]);
  });

  it.each([
    ["subject_unknown", buildGoal({ ownerId: "owner-nobody" })],
    ["subject_unknown", buildGoal({ ownerId: null, teamId: null })],
    ["subject_left", buildGoal({ ownerId: "owner-gone" })],
    ["period_unusual", buildGoal({ span: { from: "2026-01-05", to: "2026-01-31" } })],
    ["other_currency", buildGoal({ currency: "USD" })],
    ["amount_unusable", buildGoal({ amount: -1 })],
  ] as const)("are named with the reason when they cannot be quotas: %s", async (reason, goal) => {
    const gone = buildMember("gone", "north", { ownerIds: ["owner-gone"], leftOn: "2025-12-01" });
    const { rows } = await compare([goal], { members: [...OWNERS, gone] });
    expect(rows).toMatchObject([{ change: "unmatched", reason }]);
  });

  it("choose none of two for the same thing", async () => {
    const { rows } = await compare([buildGoal(), buildGoal({ crmId: "g2", amount: 900 })]);
    expect(rows.map(({ reason }) => reason)).toEqual(["several_goals", "several_goals"]);
  });

  it("are those of the chosen period, smaller ones within it included", async () => {
    const goals = [buildGoal(), buildGoal({ crmId: "g2", span: { from: "2026-04-01", to: "2026-04-30" } })];
    const context = openDesk({ members: OWNERS });
    const readGoals = async () => ok(goals);
    const answer = await loadQuotaImport(context, { grain: "quarter", day: "2026-02-01", readGoals }, BOSS);
    expect(answer.ok && answer.value.rows.map(({ goalId }) => goalId)).toEqual(["g1"]);
  });

  it("are for admins and owners, and are not even read for others", async () => {
    for (const role of ["manager", "member", "viewer"] as const) {
      const readGoals = () => Promise.reject(new Error("must not be read"));
      const refused = await loadQuotaImport(openDesk(), { readGoals }, viewerOf(role, "ann"));
      expect(refused).toEqual({ ok: false, error: { reason: "not_permitted" } });
    }
  });

  it("write nothing by being compared, and are all the same once their rows are saved", async () => {
    const goalList = fc.array(
      fc.record({
        owner: fc.constantFrom("ann", "bob", "cyd", "nobody"),
        month: fc.integer({ min: 1, max: 3 }),
        metric: fc.constantFrom("revenue_closed", "deals_won" as const),
        amount: fc.integer({ min: 0, max: 1_000_000 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(goalList, async (list) => {
        const goals = list.map(({ owner, month, metric, amount }, index) =>
          buildGoal({
            crmId: `g${index}`,
            ownerId: `owner-${owner}`,
            metric,
            amount,
            currency: metric === "revenue_closed" ? "EUR" : null,
            span: { from: `2026-0${month}-01`, to: `2026-0${month}-${["31", "28", "31"][month - 1]}` },
          }),
        );
        const { context, rows, version } = await compare(goals);
        expect((await context.quotas.loadSheet()).version).toBe(version);
        const quotas = rows.flatMap(({ change, metric, subject, period, imported }) =>
          (change === "new" || change === "changed") && subject && period
            ? [{ metric, subject, period, amount: imported, effectiveFrom: null }]
            : [],
        );
        if (quotas.length > 0) expect((await saveQuotas(context, quotas, version, BOSS)).ok).toBe(true);
        const after = await loadQuotaImport(context, { readGoals: async () => ok(goals) }, BOSS);
        const changes = after.ok ? after.value.rows.map(({ change }) => change) : ["refused"];
        expect(changes.filter((change) => change !== "same" && change !== "unmatched")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

it("tells the fiscal years around today with their quarters and months, for the page to choose from", async () => {
  const sheet = await loadQuotaSheet(openDesk(), {}, BOSS);
  const periods = (sheet.ok && sheet.value.periods) || [];
  const froms = (grain: string) => periods.filter((each) => each.grain === grain).map(({ from }) => from);
  expect(froms("year")).toEqual(["2025-01-01", "2026-01-01", "2027-01-01"]);
  expect(froms("quarter")).toHaveLength(12);
  expect(froms("month")).toHaveLength(36);
});

describe("the versions of one quota", () => {
  const asked = {
    metric: "revenue_closed",
    kind: "member",
    subjectId: "ann",
    grain: "month",
    day: "2026-01-15",
  } as const;

  async function historyFor(
    viewer: ReturnType<typeof viewerOf>,
    more: Partial<Parameters<typeof loadQuotaHistory>[1]> = {},
  ) {
    const context = openDesk({
      quotas: [
        buildQuota({ kind: "member", id: "ann" }, 400),
        buildQuota({ kind: "vacant", id: "Seat 1", teamId: "south" }, 9),
      ],
    });
    await saveQuotas(
      context,
      [buildQuota({ kind: "member", id: "ann" }, 500, { effectiveFrom: "2026-01-20" })],
      1,
      BOSS,
    );
    await saveQuotas(context, [buildQuota({ kind: "member", id: "ann" }, null)], 2, viewerOf("owner"));
    return loadQuotaHistory(context, { ...asked, ...more }, viewer);
  }

  it("are all there, newest first, with who set them and from when they count", async () => {
    const history = await historyFor(BOSS);
    expect(history.ok && history.value).toMatchObject({
      period: { grain: "month", from: "2026-01-01", to: "2026-01-31" },
      versions: [
        { version: 3, amount: null, effectiveFrom: null, setBy: null },
        { version: 2, amount: 500, effectiveFrom: "2026-01-20", setBy: "Name boss" },
        { version: 1, amount: 400, setBy: "Name boss" },
      ],
    });
  });

  it("are for the person, the manager and admins, and for nobody else", async () => {
    const seen = async (viewer: ReturnType<typeof viewerOf>, more = {}) =>
      (await historyFor(viewer, more)).ok;
    expect(await seen(viewerOf("member", "ann"))).toBe(true);
    expect(await seen(viewerOf("manager", "lead"))).toBe(true);
    expect(await seen(viewerOf("member", "bob"))).toBe(false);
    expect(await seen(viewerOf("manager", "lead"), { subjectId: "cyd" })).toBe(false);
    expect(await seen(viewerOf("manager", "lead"), { kind: "vacant", subjectId: "Seat 1" })).toBe(false);
    expect(await seen(BOSS, { kind: "vacant", subjectId: "Seat 1" })).toBe(true);
  });
});
