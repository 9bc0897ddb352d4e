import { describe, expect, it } from "vitest";
import type { Quota } from "../../../shared/contracts/api.ts";
import type { SettingsChange } from "../../../shared/contracts/settings.ts";
import { loadAttainment } from "../../../worker/app/quotas/load-attainment.ts";
import { type ChangeSettingsRefusal, changeSettings } from "../../../worker/app/settings/change-settings.ts";
import { loadSettings } from "../../../worker/app/settings/load-settings.ts";
import { defaultMetric, defaultPeriod } from "../../../worker/domain/default-view.ts";
import { medianOf } from "../../../worker/domain/median.ts";
import { err, ok, type Result } from "../../../worker/domain/result.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../worker/domain/settings.ts";
import {
  forgottenPipelines,
  type PipelineWins,
  winningPipelines,
} from "../../../worker/domain/winning-pipelines.ts";
import type { CrmDealField, CrmFailure } from "../../../worker/ports/crm.ts";
import { buildCalendar, buildRules } from "../../builders/rules.ts";
import { buildContext, buildCredit, buildMember, type Organisation, viewAs } from "../boards/organisation.ts";
import { buildQuota, openDesk, revenue } from "../quotas/quota-desk.ts";

const DAY_SECONDS = 86_400;
const PIPELINES = ["sales", "renewals", "partner"].map((id) => ({ id, label: `The ${id}`, stages: [] }));
const PEOPLE = ["ana", "ben", "cleo", "dan"].map((id) => buildMember(id, null));

describe("what a board opens with, by the rule", () => {
  it("is the grain of the quotas, the smallest of several", () => {
    const period = (...grains: ("month" | "quarter" | "year")[]) =>
      defaultPeriod({ quotaGrains: new Set(grains), medianCycleDays: 200 });
    expect(period("year")).toBe("this_year");
    expect(period("year", "quarter")).toBe("this_quarter");
    expect(period("quarter", "month")).toBe("this_month");
  });

  it("is without quotas the quarter where the median deal takes more than 45 days, else the month", () => {
    const period = (medianCycleDays: number | null) =>
      defaultPeriod({ quotaGrains: new Set(), medianCycleDays });
    expect([null, 0, 45, 45.5].map(period)).toEqual([
      "this_month",
      "this_month",
      "this_month",
      "this_quarter",
    ]);
  });

  it("is attainment from 70 % with a quota on, else revenue, unless 30 % of the wins have no amount", () => {
    const metric = (shareWithQuota: number | null, shareWithoutAmount: number | null) =>
      defaultMetric({ shareWithQuota, shareWithoutAmount });
    expect(metric(0.7, 0.9)).toBe("quota_attainment");
    expect(metric(0.69, 0.3)).toBe("deals_won");
    expect(metric(0, 0.29)).toBe("revenue_closed");
    expect(metric(null, null)).toBe("revenue_closed");
  });

  it("takes the number in the middle, or the mean of both", () => {
    expect([[], [7], [9, 1], [5, 100, 1]].map(medianOf)).toEqual([null, 7, 5, 5]);
  });
});

describe("the pipelines that count", () => {
  const won = (pipelineId: string, leftOut: PipelineWins["leftOut"] = null): PipelineWins => ({
    pipelineId,
    leftOut,
    count: 1,
  });

  it("are those that something was won in, and all when that is all of them or none", () => {
    const known = ["a", "b", "c"];
    expect(winningPipelines([won("c"), won("a")], known)).toEqual(["a", "c"]);
    expect(winningPipelines([won("a"), won("b"), won("c")], known)).toBeNull();
    expect(winningPipelines([], known)).toBeNull();
    expect(winningPipelines([won("a")], [])).toBeNull();
  });

  it("are also those whose wins nobody is credited with, but not for what was no win", () => {
    const known = ["a", "b", "c"];
    expect(winningPipelines([won("a"), won("b", "no_owner")], known)).toEqual(["a", "b"]);
    expect(
      winningPipelines([won("a"), won("b", "deleted_in_crm"), won("c", "merged_into_another")], known),
    ).toEqual(["a"]);
  });

  it("never lose a win of a pipeline that the CRM does not list, or of none", () => {
    expect(winningPipelines([won("a"), won("gone"), won("")], ["a", "b"])).toEqual(["", "a", "gone"]);
  });

  it("are missed where deals are won in one that nobody left out on purpose", () => {
    const wins = [won("a"), won("b", "pipeline_not_included"), won("c", "pipeline_not_included")];
    expect(forgottenPipelines(wins, ["c"])).toEqual(["b"]);
  });
});

describe("status limits", () => {
  it("judge every quota anew, those of an earlier instant too", async () => {
    const ann = { kind: "member", id: "ann" } as const;
    const status = async (settings: Partial<Settings>, at?: string) => {
      const sums = [revenue("ann", "north", 60_000)];
      const desk = openDesk({ sums, quotas: [buildQuota(ann, 100_000)], settings });
      const answer = await loadAttainment(desk, { metric: "revenue_closed", at }, viewAs("admin"));
      if (!answer.ok) throw new Error(answer.error.reason);
      return answer.value.rows.find(({ subject }) => subject.id === ann.id)?.status;
    };
    const [generous, strict] = [
      { statusLimits: { onTrackFrom: 0.9, atRiskFrom: 0.8 } },
      { statusLimits: { onTrackFrom: 2, atRiskFrom: 1.5 } },
    ];
    expect([await status({}), await status(generous), await status(strict)]).toEqual([
      "at_risk",
      "on_track",
      "behind",
    ]);
    expect(await status(generous, "2026-01-21T09:00:00.000Z")).toBe("on_track");
  });
});

function quotaOf(memberId: string, grain: Quota["period"]["grain"], from: string): Quota {
  const subject = { kind: "member", id: memberId } as const;
  return { metric: "revenue_closed", subject, period: { grain, from }, amount: 100, effectiveFrom: null };
}

describe("settings", () => {
  const defaultsOf = async (organisation: Partial<Organisation>) =>
    (await loadSettings(buildContext({ members: PEOPLE, ...organisation }))).defaults;
  const cycle = (days: number, day = "2026-11-02") =>
    buildCredit({ event: "deal_cycle", memberId: "ana", seconds: days * DAY_SECONDS, day });

  it("stand at their defaults before anybody chose", async () => {
    const { pipelines: _, counting: _none, ...choices } = DEFAULT_SETTINGS;
    expect(await loadSettings(buildContext({ members: PEOPLE, pipelines: PIPELINES }))).toEqual({
      version: 0,
      ...choices,
      pipelines: PIPELINES.map(({ id, label }) => ({ id, label, included: true })),
      counting: {
        calendar: { weekStart: 1, weekend: [6, 7], holidays: ["2026-11-26"], fiscal: { kind: "crm" } },
        events: {},
        pending: false,
      },
      defaults: { period: "this_month", metric: "revenue_closed" },
    });
  });

  it("open boards with attainment of the quarter where three of four have a quota for it", async () => {
    const quotas = ["ana", "ben", "cleo"].map((id) => quotaOf(id, "quarter", "2026-10-01"));
    expect(await defaultsOf({ quotas })).toEqual({ period: "this_quarter", metric: "quota_attainment" });
    expect(await defaultsOf({ quotas: quotas.slice(1) })).toEqual({
      period: "this_quarter",
      metric: "revenue_closed",
    });
  });

  it("do not follow quotas of earlier years, nor withdrawn ones", async () => {
    const old = PEOPLE.map(({ id }) => quotaOf(id, "year", "2025-01-01"));
    const withdrawn = { ...quotaOf("ana", "quarter", "2026-10-01"), amount: null };
    expect(await defaultsOf({ quotas: [...old, withdrawn] })).toEqual({
      period: "this_month",
      metric: "revenue_closed",
    });
  });

  it("open boards by what was won in the last 90 days, and not before", async () => {
    expect((await defaultsOf({ credits: [cycle(30), cycle(60), cycle(80)] })).period).toBe("this_quarter");
    expect((await defaultsOf({ credits: [cycle(30), cycle(80, "2026-08-22")] })).period).toBe("this_month");
    const won = () => buildCredit({ event: "deal_won", memberId: "ana", day: "2026-11-02" });
    const bare = () =>
      buildCredit({ event: "revenue_closed", memberId: "ana", day: "2026-11-02", leftOut: "no_amount" });
    const three = [won(), won(), won()];
    expect((await defaultsOf({ credits: [...three, bare()] })).metric).toBe("deals_won");
    expect((await defaultsOf({ credits: [...three, won(), bare()] })).metric).toBe("revenue_closed");
  });

  it("open boards with what the tenant chose, and the rest by the rule for that", async () => {
    const quotas = PEOPLE.map(({ id }) => quotaOf(id, "month", "2026-11-01"));
    expect(await defaultsOf({ quotas, settings: { period: "this_quarter" } })).toEqual({
      period: "this_quarter",
      metric: "revenue_closed",
    });
    expect(await defaultsOf({ quotas, settings: { period: "this_week" } })).toEqual({
      period: "this_week",
      metric: "quota_attainment",
    });
    expect(await defaultsOf({ quotas, settings: { period: "last_year", metric: "touches" } })).toEqual({
      period: "last_year",
      metric: "touches",
    });
  });

  it("tell which pipelines count: by the choice, and before one by the rules", async () => {
    const included = async (organisation: Partial<Organisation>) => {
      const context = buildContext({ members: PEOPLE, pipelines: PIPELINES, ...organisation });
      return (await loadSettings(context)).pipelines.filter((each) => each.included).map(({ id }) => id);
    };
    const rules = buildRules({ pipelines: ["sales"] });
    expect(await included({ rules })).toEqual(["sales"]);
    const choose = (list: readonly string[] | null) => ({
      settings: { pipelines: { included: list, leftOutByHand: [] } },
    });
    expect(await included({ rules, ...choose(["partner", "sales"]) })).toEqual(["sales", "partner"]);
    expect(await included({ rules, ...choose(null) })).toEqual(["sales", "renewals", "partner"]);
  });
});

describe("a change of settings", () => {
  const open = () => {
    const context = buildContext({ members: PEOPLE, pipelines: PIPELINES });
    const told: string[] = [];
    const crm: { fields: Result<readonly CrmDealField[], CrmFailure> } = {
      fields: ok([
        { name: "arr", label: "ARR", holds: "amount" },
        { name: "sdr", label: "SDR", holds: "person" },
      ]),
    };
    const change = async (
      change: SettingsChange,
      { expectedVersion = 0, viewer = { ...viewAs("admin", "ana"), mayWrite: true } } = {},
    ) =>
      changeSettings(
        {
          context,
          readFields: async () => {
            told.push("fields");
            return crm.fields;
          },
          announce: async () => void told.push("pages"),
          wakeLane: async () => void told.push("lane"),
        },
        { change, expectedVersion, viewer },
      );
    return { context, told, change, crm };
  };
  const refusal = (reason: ChangeSettingsRefusal["reason"]) => ({ ok: false, error: { reason } });

  it("changes what is given and keeps the rest, one version after another", async () => {
    const { change, told } = open();
    const limits = { onTrackFrom: 0.9, atRiskFrom: 0.5 };
    expect(await change({ statusLimits: limits, period: "this_week" })).toMatchObject({
      ok: true,
      value: { version: 1, statusLimits: limits, period: "this_week", metric: null, clubLine: null },
    });
    const second = { clubLine: { kind: "top", places: 10 }, inlineFrame: true, period: null } as const;
    expect(await change(second, { expectedVersion: 1 })).toMatchObject({
      ok: true,
      value: { version: 2, statusLimits: limits, ...second },
    });
    expect(told).toEqual(["pages", "pages"]);
  });

  it("is refused to whoever may not, and by a version that is not the present one", async () => {
    const { change, context, told } = open();
    for (const role of ["manager", "member", "viewer"] as const) {
      const viewer = { ...viewAs(role, "ana"), mayWrite: true };
      expect(await change({ period: null }, { viewer })).toMatchObject(refusal("not_permitted"));
    }
    expect(await change({ period: null }, { viewer: viewAs("owner") })).toMatchObject(
      refusal("not_permitted"),
    );
    for (const expectedVersion of [1, 7]) {
      expect(await change({ period: null }, { expectedVersion })).toMatchObject(refusal("version_conflict"));
    }
    expect((await context.settings.load()).version).toBe(0);
    expect(told).toEqual([]);
  });

  it("takes only pipelines that there are, wakes the lane, and knows what was left out on purpose", async () => {
    const { change, context, told } = open();
    expect(await change({ pipelines: ["sales", "nowhere"] })).toEqual({
      ok: false,
      error: { reason: "settings_invalid", faults: [{ path: "pipelines.1", message: "is no pipeline" }] },
    });
    const saved = await change({ pipelines: ["sales", "partner", "sales"] });
    expect(saved).toMatchObject({
      ok: true,
      value: { pipelines: [{ included: true }, { included: false }, { included: true }] },
    });
    expect((await context.settings.load()).settings.pipelines).toEqual({
      included: ["partner", "sales"],
      leftOutByHand: ["renewals"],
    });
    expect(told).toEqual(["lane", "pages"]);
    await change({ pipelines: null }, { expectedVersion: 1 });
    expect((await context.settings.load()).settings.pipelines).toEqual({ included: null, leftOutByHand: [] });
  });

  it("keeps what was chosen of how results are counted, tidies days, and wakes the lane", async () => {
    const { change, context, told } = open();
    const first = await change({
      counting: {
        calendar: { holidays: ["2026-12-26", "2026-01-01", "2026-12-26"], weekend: [7, 5] },
        events: {
          deals_won: { creditSource: { kind: "splits" } },
          meetings_held: { creditSource: { kind: "creator" } },
        },
      },
    });
    expect(first).toMatchObject({ ok: true, value: { counting: { pending: true } } });
    const fiscal = { kind: "weeks", pattern: "4-4-5", startMonth: 2, anchor: "nearest" } as const;
    await change(
      {
        counting: {
          calendar: { fiscal },
          events: { meetings_held: null, deals_lost: { pipelines: ["sales"] } },
        },
      },
      { expectedVersion: 1 },
    );
    expect((await context.settings.load()).settings).toMatchObject({
      pipelines: null,
      counting: {
        calendar: { weekStart: 1, weekend: [5, 7], holidays: ["2026-01-01", "2026-12-26"], fiscal },
        events: { deals_won: { creditSource: { kind: "splits" } }, deals_lost: { pipelines: ["sales"] } },
      },
    });
    expect((await context.settings.load()).settings.counting?.events.meetings_held).toBeUndefined();
    expect(told).toEqual(["lane", "pages", "lane", "pages"]);
  });

  it("asks the CRM only for fields that are new, and takes none that it lacks or that hold something else", async () => {
    const { change, told, crm } = open();
    const wrong = await change({
      counting: {
        events: {
          revenue_closed: { amountProperty: "sdr", creditSource: { kind: "property", name: "arr" } },
          open_deals: { amountProperty: "gone", pipelines: ["sales", "nowhere"] },
        },
      },
    });
    expect(wrong).toMatchObject({ ok: false, error: { reason: "settings_invalid" } });
    expect(
      wrong.ok === false && "faults" in wrong.error && wrong.error.faults.map(({ path }) => path),
    ).toEqual([
      "counting.events.open_deals.pipelines.1",
      "counting.events.revenue_closed.amountProperty",
      "counting.events.revenue_closed.creditSource.name",
      "counting.events.open_deals.amountProperty",
    ]);
    const right = { revenue_closed: { amountProperty: "arr" } } as const;
    expect(await change({ counting: { events: right } })).toMatchObject({ ok: true });
    crm.fields = err({ reason: "unavailable", detail: "" });
    told.splice(0);
    const again = { revenue_closed: { amountProperty: "arr", pipelines: ["sales"] } };
    expect(await change({ counting: { events: again } }, { expectedVersion: 1 })).toMatchObject({ ok: true });
    expect(told).toEqual(["lane", "pages"]);
    const other = { deals_won: { creditSource: { kind: "property", name: "sdr" } } } as const;
    expect(await change({ counting: { events: other } }, { expectedVersion: 2 })).toEqual({
      ok: false,
      error: { reason: "crm", failure: { reason: "unavailable", detail: "" } },
    });
  });
});

describe("how results are counted", () => {
  const countingWith = async (organisation: Partial<Organisation>) =>
    (await loadSettings(buildContext({ members: PEOPLE, ...organisation }))).counting;

  it("is told as the rules have it until an admin chose", async () => {
    const listed = { from: "2026-01-01", to: "2026-12-31", months: ["2026-01-01"], quarters: ["2026-01-01"] };
    const calendar = buildCalendar({ weekStart: 7, fiscal: { kind: "listed", years: [listed] } });
    const events = { deal_due: { amountProperty: "arr" }, deal_refunded: {} };
    expect(await countingWith({ rules: buildRules({ calendar, events }) })).toEqual({
      calendar: { weekStart: 7, weekend: [6, 7], holidays: [], fiscal: { kind: "crm" } },
      events: { open_deals: { amountProperty: "arr" } },
      pending: false,
    });
  });

  it("is pending until the rules that boards stand on are the chosen ones", async () => {
    const fiscal = { kind: "months", startMonth: 4 } as const;
    const calendar = { weekStart: 1, weekend: [6, 7], holidays: [], fiscal } as const;
    const settings = { counting: { calendar, events: {} } };
    const crmYear = { counting: { calendar: { ...calendar, fiscal: { kind: "crm" } as const }, events: {} } };
    const before = buildRules({ calendar: buildCalendar({ fiscal }) });
    const after = buildRules({ calendar: buildCalendar({ fiscal, fiscalChosen: true }) });
    const pending = async (rules: ReturnType<typeof buildRules>, chosen: Partial<Settings>) =>
      (await countingWith({ rules, settings: chosen })).pending;
    expect(await pending(before, settings)).toBe(true);
    expect(await pending(after, settings)).toBe(false);
    expect(await pending(before, crmYear)).toBe(false);
    expect(await pending(after, crmYear)).toBe(true);
    const pipelines = { included: ["sales"], leftOutByHand: [] };
    expect(await pending(before, { pipelines })).toBe(true);
  });
});
