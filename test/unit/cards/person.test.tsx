// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ACTIVITY_WORDS } from "../../../ui-extension/cards/activity/words/book.ts";
import Page from "../../../ui-extension/cards/person/page.tsx";
import {
  lateChangeViews,
  metricRows,
  missingViews,
  pipelineView,
  sinceView,
} from "../../../ui-extension/cards/person/person-view.ts";
import { comparedNote, spanHeads } from "../../../ui-extension/cards/person/span-words.ts";
import { PERSON_WORDS } from "../../../ui-extension/cards/person/words/book.ts";
import { de } from "../../../ui-extension/cards/person/words/de.ts";
import { en } from "../../../ui-extension/cards/person/words/en.ts";
import { type Answers, framePage } from "./framed-page.tsx";
import { buildActivity, buildMetric, buildStanding } from "./person-sample.ts";
import { buildQuotaCard } from "./quota-card-sample.ts";

afterEach(cleanup);

/** Browsers differ in which spaces they set. */
const plain = (text: string | null | undefined) => text?.replaceAll(/\s*–\s*/gu, "–").replaceAll(/\s/gu, " ");

const wording = { words: en, locale: { language: "en-GB", timeZone: "America/New_York" } };

describe("the rows of all metrics", () => {
  it("have the ten of every day first, in their order", () => {
    const rows = metricRows(buildStanding().metrics, wording);
    expect(rows.map(({ id, first }) => [id, first])).toEqual([
      ["revenue_closed", true],
      ["deals_won", true],
      ["connect_rate", true],
      ["win_rate", true],
      ["deals_lost", false],
    ]);
  });

  it("say value, base, change and place as the screens write them", () => {
    const [revenue, deals, rate, wins, lost] = metricRows(buildStanding().metrics, wording);
    expect(revenue).toMatchObject({
      label: "Revenue Closed",
      value: "$86,400",
      previous: "$71,900",
      rank: "#5",
    });
    expect(revenue?.change).toEqual({ text: "20%", direction: "up" });
    expect(deals?.rank).toBe("=5");
    expect(rate).toMatchObject({ value: "31.2%", base: "38 / 122", change: { text: "4 pts" } });
    expect(wins).toMatchObject({ smallSample: true, change: null, rank: "–", previous: "–" });
    expect(lost?.isBetter).toBe(false);
  });

  it("show the metric at once that the page was opened from", () => {
    const metrics = [buildMetric("deals_won", "count"), buildMetric("deals_lost", "count")];
    const first = (asked: string | null) => metricRows(metrics, wording, asked).map((row) => row.first);
    expect(first(null)).toEqual([true, false]);
    expect(first("deals_lost")).toEqual([true, true]);
  });

  it("mark weeks of few cases, and say the weeks in words", () => {
    const week = { from: "2026-11-09", to: "2026-11-15", value: 40, smallSample: true };
    const [row] = metricRows([buildMetric("win_rate", "percent", { weeks: [week] })], wording);
    expect(row).toMatchObject({ fewPerWeek: true, weeksLabel: "Win Rate in the last eight weeks: 40.0%" });
  });
});

describe("what is compared", () => {
  const spans = { ...buildStanding(), language: "en-GB" };

  it("is named by its months where they tell it apart, else by its days", () => {
    expect(spanHeads(spans, en.all)).toEqual({ current: "Nov", previous: "Oct" });
    const weeks = {
      ...spans,
      period: { from: "2026-11-16", to: "2026-11-22" },
      comparedWith: { from: "2026-11-09", to: "2026-11-12" },
    };
    const { current, previous } = spanHeads(weeks, en.all);
    expect([plain(current), plain(previous)]).toEqual(["16–22 Nov", "9–12 Nov"]);
    expect(spanHeads({ ...spans, comparedWith: null }, en.all).previous).toBeNull();
  });

  it("is named by its quarters, with the year beside one of another year", () => {
    const quarter = (number: number, year: number) => ({ grain: "quarter" as const, number, year });
    const quarters = {
      ...spans,
      period: { from: "2026-10-01", to: "2026-12-31", fiscal: quarter(4, 2026) },
      comparedPart: { from: "2026-10-01", to: "2026-11-19" },
      comparedWith: { from: "2026-07-01", to: "2026-08-20", fiscal: quarter(3, 2026) },
    };
    expect(spanHeads(quarters, en.all)).toEqual({ current: "Q4", previous: "Q3" });
    expect(plain(comparedNote(quarters, en.all))).toBe("1 Oct–19 Nov against the same working days in Q3");
    const first = {
      ...quarters,
      period: { ...quarters.period, fiscal: quarter(1, 2026) },
      comparedWith: { ...quarters.comparedWith, fiscal: quarter(4, 2025) },
    };
    expect(spanHeads(first, en.all)).toEqual({ current: "Q1 2026", previous: "Q4 2025" });
  });

  it("is said in a sentence", () => {
    expect(plain(comparedNote(spans, en.all))).toBe("1–19 Nov against the same working days in October");
    const whole = {
      ...spans,
      comparedPart: spans.period,
      comparedWith: { from: "2026-10-01", to: "2026-10-31" },
    };
    expect(plain(comparedNote(whole, en.all))).toBe("1–30 Nov against 1–31 Oct");
    expect(comparedNote({ ...spans, comparedWith: null }, en.all)).toBeNull();
  });
});

describe("the cards beside the table", () => {
  it("have the pipeline on one scale, with what is due against what is needed", () => {
    const view = pipelineView(buildStanding(), wording);
    expect(view?.total).toBe("$145,500");
    expect(view?.groups).toHaveLength(1);
    expect(view?.groups[0]?.name).toBeNull();
    expect(view?.groups[0]?.stages.map(({ label, count, amount }) => [label, count, amount])).toEqual([
      ["Qualified", "5", "$61,000"],
      ["Proposal", "4", "$84,500"],
    ]);
    expect(view?.groups[0]?.stages[1]?.percent).toBe(100);
    expect(view?.sentence).toBe("4 deals, $61,500, are due by 30 Nov. $33,600 is needed.");
  });

  it("say when nothing is due, when the quota is reached, and nothing of a need that nobody set", () => {
    const sentence = (due: Partial<NonNullable<ReturnType<typeof buildStanding>["dueByEnd"]>>) => {
      const page = buildStanding();
      const dueByEnd = page.dueByEnd && { ...page.dueByEnd, ...due };
      return pipelineView({ ...page, dueByEnd }, wording)?.sentence;
    };
    expect(sentence({ count: 1 })).toBe("1 deal, $61,500, is due by 30 Nov. $33,600 is needed.");
    expect(sentence({ count: 0, needed: 0 })).toBe("No open deal is due by 30 Nov. The quota is reached.");
    expect(sentence({ needed: null })).toBe("4 deals, $61,500, are due by 30 Nov.");
  });

  it("tell late changes, what is new, and what will not count", () => {
    expect(lateChangeViews(buildStanding(), wording)).toMatchObject([
      { title: "Northwind renewal", when: "19 Nov", change: { from: "$10,000", to: "$12,000" } },
    ]);
    expect(sinceView(buildStanding().sinceLastLooked, "2026-11-20", wording)).toEqual({
      hint: "Last on 18 Nov",
      changes: [{ id: "deals_won", label: "Deals Won", change: { from: "5", to: "6" } }],
      records: "3 new records",
    });
    const { deals, more } = missingViews(buildStanding(), wording);
    expect(deals.map(({ title, reason, amount, when }) => [title, reason, amount, when])).toEqual([
      ["Contoso pilot", "Close date is past", "$9,000", "due 12 Nov"],
      ["Deal without a name", "No amount", "–", "won"],
    ]);
    expect(more).toBe("and 1 deal more");
  });

  it("speak German with German figures", () => {
    const german = { words: de, locale: { language: "de-DE", timeZone: "Europe/Berlin" } };
    expect(plain(pipelineView(buildStanding(), german)?.sentence)).toBe(
      "4 Deals, 61.500 $, sind bis 30. Nov. fällig. 33.600 $ fehlen.",
    );
  });
});

describe("the page", () => {
  const books = [PERSON_WORDS, ACTIVITY_WORDS];
  const mine: Answers = {
    "members/m1/standing": buildStanding(),
    activity: buildActivity(),
    "cards/quota": buildQuotaCard(),
    "members/m1/look": { lookedAt: "2026-11-20T19:40:00.000Z" },
  };
  const open = (address: string, answers: Answers, role: "member" | "manager" | "admin" = "member") =>
    framePage({ role, answers, books }, <Page route={new URLSearchParams(address)} />);

  it("shows my own standing without a way back, and every panel", async () => {
    const { asked } = await open("page=standing", mine);
    await screen.findByRole("heading", { name: /^Quota tracker/ });
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Maya Okafor");
    expect(screen.queryByLabelText("Back to leaderboard")).toBeNull();
    for (const name of [
      "Daily activity",
      "All metrics",
      "Open pipeline",
      "Will not count",
      "Since you last looked",
      "Late changes",
    ]) {
      expect(screen.getByRole("heading", { name })).toBeTruthy();
    }
    expect(asked).toContain("GET cards/quota?member=m1&grain=month&locale=en-GB");
    expect(asked).toContain("GET activity?period=this_month&member=m1");
  });

  it("opens why a figure is what it is, and links the deals that will not count", async () => {
    const { context } = await open("page=standing", mine);
    const table = await screen.findByRole("table", { name: /All metrics/ });
    fireEvent.click(within(table).getByLabelText("$86,400. Why this number? Revenue Closed"));
    expect(context.explain).toHaveBeenCalledWith({
      metric: "revenue_closed",
      memberId: "m1",
      from: "2026-11-01",
      to: "2026-11-30",
      memberName: "Maya Okafor",
    });
    expect(screen.getByRole("link", { name: "Contoso pilot" }).getAttribute("href")).toContain("/0-3/d2");
    expect(within(table).queryByText("Deals Lost")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Show all 5" }));
    expect(within(table).getByText("Deals Lost")).toBeTruthy();
  });

  it("opens the figures compared with, each quota and its pace, and the projection", async () => {
    const { context } = await open("page=standing", mine);
    await screen.findByRole("heading", { name: "Quota tracker" });
    const whose = { memberId: "m1", memberName: "Maya Okafor" };
    const october = { metric: "revenue_closed", ...whose, from: "2026-10-01", to: "2026-10-20" };
    const quota = { metric: "quota_attainment", memberId: "m1", from: "2026-11-01", to: "2026-11-30" };
    const named = { ...quota, memberName: "Ada Example", quotaMetric: "deals_won" };
    const result = { ...quota, metric: "revenue_closed", memberName: "Ada Example" };
    for (const [name, asked] of [
      ["$71,900. Why this number? Revenue Closed, Oct", october],
      [/^up 20%\s*\. Why this number\? Revenue Closed, Oct$/, october],
      ["Pace 70%. Why this number? Revenue", named],
      ["/ 8. Why this number? Deals, Quota", named],
      ["6. Why this number? Deals", result],
      ["$112k–$137k. Why this number? Projected", result],
      ["68%. Why this number? Chance to reach quota", result],
    ] as const) {
      fireEvent.click(screen.getAllByRole("button", { name })[0] ?? document.body);
      expect([name, vi.mocked(context.explain).mock.lastCall?.[0]]).toEqual([name, asked]);
    }
  });

  it("opens the deals behind the pipeline, a stage, and what is due", async () => {
    const { context } = await open("page=standing", mine);
    await screen.findByRole("heading", { name: "Open pipeline" });
    const maya = { memberId: "m1", memberName: "Maya Okafor" };
    fireEvent.click(screen.getByRole("button", { name: /^\$145,500.*Which deals are these\?$/ }));
    expect(context.openDeals).toHaveBeenLastCalledWith(maya);
    fireEvent.click(screen.getByRole("button", { name: /^\$84,500.*Which deals are these\?$/ }));
    expect(context.openDeals).toHaveBeenLastCalledWith({
      ...maya,
      stage: expect.objectContaining({ stageId: expect.any(String) }),
    });
    fireEvent.click(screen.getByRole("button", { name: /^4 deals, \$61,500, are due by 30 Nov/ }));
    expect(context.openDeals).toHaveBeenLastCalledWith({ ...maya, from: "2026-11-20", to: "2026-11-30" });
  });

  it("keeps the look when it is left, and not before", async () => {
    const { asked, unmount } = await open("page=standing", mine);
    await screen.findByRole("heading", { name: "Daily activity" });
    expect(asked).not.toContain("PUT members/m1/look");
    unmount();
    await waitFor(() => expect(asked).toContain("PUT members/m1/look"));
  });

  it("has no tracker for a period that is over, and says so", async () => {
    const { asked } = await open("page=standing&period=last_month", mine);
    await screen.findByText("The tracker shows the present month, quarter or year.");
    expect(asked.filter((each) => each.includes("cards/quota"))).toEqual([]);
  });

  it("shows a colleague's results and nothing else, where the rest is refused", async () => {
    const [revenue] = buildStanding().metrics.filter(({ metric }) => metric.id === "revenue_closed");
    const { rank: _, tied: __, weeks: ___, ...score } = revenue ?? buildMetric("revenue_closed", "money");
    const attainment = buildMetric("quota_attainment", "percent", { value: 72 });
    const scorecard = {
      ...buildStanding(),
      member: { id: "m2", crmId: "o2", name: "Tom Whitfield", teamId: null },
      metrics: [
        { ...score, median: null },
        { ...attainment, median: null },
      ],
    };
    const { asked } = await open("page=person&member=m2", { "members/m2/scorecard": scorecard });
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("Tom Whitfield");
    expect(screen.getByLabelText("Back to leaderboard")).toBeTruthy();
    expect(screen.getByText(/You see the results of Tom Whitfield/)).toBeTruthy();
    expect(screen.queryByText("Quota attainment")).toBeNull();
    expect(screen.queryByRole("columnheader", { name: "Rank" })).toBeNull();
    expect(asked.filter((each) => each.includes("standing"))).toEqual([]);
  });

  it("asks for the whole page of a manager's own people alone", async () => {
    const team = (id: string, parentId: string | null) => ({ id, crmId: id, name: id, parentId });
    const person = { role: "member" as const, active: true, joinedOn: null, leftOn: null };
    const members = {
      teams: [team("east", null), team("boston", "east"), team("west", null)],
      members: [
        { ...person, id: "m1", crmId: "o1", name: "Maya Okafor", teamId: "east", managesTeamIds: ["east"] },
        { ...person, id: "m2", crmId: "o2", name: "Tom Whitfield", teamId: "west" },
        { ...person, id: "m3", crmId: "o3", name: "Ada Lind", teamId: "boston" },
      ],
    };
    const peer = await open("page=person&member=m2", { members }, "manager");
    await waitFor(() => expect(peer.asked.some((each) => each.includes("m2/scorecard"))).toBe(true));
    expect(peer.asked.some((each) => each.includes("m2/standing"))).toBe(false);
    const own = await open("page=person&member=m3", { members }, "manager");
    await waitFor(() => expect(own.asked.some((each) => each.includes("m3/standing"))).toBe(true));
    expect(own.asked.some((each) => each.includes("m3/scorecard"))).toBe(false);
  });

  it("says whom the page is for, where even the results are refused", async () => {
    await open("page=person&member=m2", { "members/m2/scorecard": 403 });
    expect(await screen.findByText("This page is for somebody else")).toBeTruthy();
  });

  it("says that there is nobody of that name", async () => {
    await open("page=person&member=m9", {});
    expect(await screen.findByText("There is nothing here")).toBeTruthy();
  });
});
