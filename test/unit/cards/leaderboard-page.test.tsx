// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import type { Role } from "../../../shared/contracts/ids.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { DESIGN_WORDS } from "../../../ui-extension/cards/design/design-words.ts";
import { INSTALL_WORDS } from "../../../ui-extension/cards/install/words/book.ts";
import { FIRST_DEFAULTS, readQuery } from "../../../ui-extension/cards/leaderboard/board-query.ts";
import { DIALOG_WORDS } from "../../../ui-extension/cards/leaderboard/dialogs/words/book.ts";
import Page from "../../../ui-extension/cards/leaderboard/page.tsx";
import { BOARD_STATE_WORDS } from "../../../ui-extension/cards/leaderboard/states/words/book.ts";
import { LEADERBOARD_WORDS } from "../../../ui-extension/cards/leaderboard/words/book.ts";
import { buildReconciliation } from "./connection-sample.ts";
import { framePage } from "./framed-page.tsx";
import { BOARD_DETAILS, buildBoard, buildRow, NO_DETAILS, ROWS, STANDING } from "./leaderboard-board.ts";

const BOOKS = [LEADERBOARD_WORDS, DIALOG_WORDS, BOARD_STATE_WORDS, RULE_WORDS, DESIGN_WORDS];
const _QUERY = readQuery(new URLSearchParams(), FIRST_DEFAULTS);
const METRICS = [
  { id: "revenue_closed", label: "Revenue Closed" },
  { id: "win_rate", label: "Win Rate" },
].map((metric) => ({
  description: "What the server says in English",
  unit: "money",
  currency: "USD",
  better: "higher",
  formula: "revenue",
  dateField: "Close date",
  creditRule: "The owner",
  exclusions: ["Deals without an amount"],
  minimumSample: null,
  ...metric,
}));
const TEAMS = ["t1", "t2"].map((id) => ({ id, crmId: id, name: `Team ${id}`, parentId: null }));

const answersWith = (board: Leaderboard) => ({
  leaderboard: board,
  metrics: { metrics: METRICS },
  members: { members: [], teams: TEAMS },
  settings: { defaults: { period: "this_quarter", metric: "win_rate" } },
});

let seen: ((entries: readonly object[]) => void)[] = [];

beforeEach(() => {
  seen = [];
  window.localStorage.clear();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(callback: (entries: readonly object[]) => void) {
        seen.push(callback);
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

async function openPage(
  board: Leaderboard,
  address = "metric=revenue_closed&period=this_month",
  role: "member" | "manager" = "member",
) {
  const framed = await framePage(
    { role, answers: answersWith(board), books: BOOKS },
    <Page route={new URLSearchParams(address)} />,
  );
  await screen.findByRole("table");
  await screen.findByRole("button", { name: /^Metric/ });
  return framed;
}

const _pass = (milliseconds: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  });
const nameOf = (row: HTMLElement) => row.querySelector(".who-name")?.textContent;
const names = () => screen.getAllByRole("row").slice(1).map(nameOf);

describe("the leaderboard page", () => {
  it("shows places with my own marked and the private one kept, and opens a figure", async () => {
    const details = { ...BOARD_DETAILS, standing: STANDING };
    const { context } = await openPage(buildBoard({ rows: ROWS, details }));
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Revenue closed, November");
    expect(names()).toEqual(["Person m9", "Person m1 (you)", "Private member"]);
    expect(
      screen.getByText("Chose not to be named. The place is kept, so other ranks stay true."),
    ).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: /^\$1,000\s*, why this number for Person m1\?$/ }));
    expect(context.explain).toHaveBeenCalledWith({
      metric: "revenue_closed",
      memberId: "m1",
      from: "2026-11-01",
      to: "2026-11-30",
      memberName: "Person m1",
    });
    fireEvent.click(screen.getByRole("button", { name: "$131,250, why this number?" }));
    expect(vi.mocked(context.explain).mock.lastCall?.[0]).toMatchObject({ memberId: "" });
    fireEvent.click(screen.getByRole("link", { name: "Person m9" }));
    expect(context.navigate).toHaveBeenCalledWith({
      page: "person",
      query: { member: "m9", metric: "revenue_closed", period: "this_month" },
    });
  });

  it("opens the records that are left out with those behind the total", async () => {
    const leftOut = { count: 3, reasons: [{ reason: "no_amount" as const, count: 3 }] };
    const { context } = await openPage(buildBoard({ rows: ROWS, leftOut }));
    fireEvent.click(screen.getByRole("button", { name: "3 records are left out." }));
    const asked = { metric: "revenue_closed", from: "2026-11-01", to: "2026-11-30" };
    expect(context.explain).toHaveBeenCalledWith({ ...asked, memberId: "" });
  });

  it("opens what stands beside a value: the own place, the next one, and how a quota goes", async () => {
    const me = { ...NO_DETAILS, toNext: 100_000 };
    const quota = { attainment: 72, pace: 70, status: "on_track" as const };
    const details = { ...BOARD_DETAILS, standing: STANDING };
    const rows = [buildRow("m9"), buildRow("m1", { rank: 2, value: 100_000, details: me })];
    const { context } = await openPage(buildBoard({ rows, details }));
    const asked = { memberId: "m1", from: "2026-11-01", to: "2026-11-30", memberName: "Person m1" };
    const next = /^\$1,000\s*, To next place, why this number for Person m1\?$/;
    for (const name of ["#2, why this number?", "$1,000, why this number?", next]) {
      fireEvent.click(screen.getByRole("button", { name }));
      expect(context.explain).toHaveBeenLastCalledWith({ ...asked, metric: "revenue_closed" });
    }
    expect(context.explain).toHaveBeenCalledTimes(3);
    cleanup();
    const led = [buildRow("m1", { details: { ...me, quota } })];
    const { context: leader } = await openPage(buildBoard({ rows: led }), undefined, "manager");
    fireEvent.click(screen.getByRole("button", { name: /^72%\s*, Quota, why this number for Person m1\?$/ }));
    expect(leader.explain).toHaveBeenLastCalledWith({
      ...asked,
      metric: "quota_attainment",
      quotaMetric: "revenue_closed",
    });
  });

  it("opens what a figure is compared with, on its days, and what it is divided from", async () => {
    const metric = { ...buildBoard().metric, id: "win_rate", unit: "percent", currency: null } as const;
    const rate = { value: 37.5, compared: 37.5, previous: 33.3, basis: { numerator: 6, denominator: 16 } };
    const details = { ...BOARD_DETAILS, totals: { previous: 40, compared: 30 } };
    const rows = [buildRow("m1", rate), buildRow("m2", { ...rate, rank: 2, previous: null })];
    const { context } = await openPage(buildBoard({ metric, rows, details }), "metric=win_rate&team=t1");
    const asked = { metric: "win_rate", from: "2026-11-01", to: "2026-11-30", team: "t1" };
    const person = { ...asked, memberId: "m1", memberName: "Person m1" };
    const compared = { board: "compared", days: { from: "2026-10-01", to: "2026-10-20" } };
    const press = (name: RegExp) => fireEvent.click(screen.getByRole("button", { name }));
    // It is called what the head of its column says.
    expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toContain("vs Oct");
    press(/^up 4\.2 pts\s*, vs Oct, why this number for Person m1\?$/);
    expect(context.explain).toHaveBeenLastCalledWith({ ...person, ...compared });
    expect(screen.queryByRole("button", { name: /vs Oct, why this number for Person m2/ })).toBeNull();
    press(/^6 \/ 16\s*, Base, why this number for Person m1\?$/);
    expect(context.explain).toHaveBeenLastCalledWith(person);
    press(/^down 10 pts\s*, why this number\?$/);
    expect(context.explain).toHaveBeenLastCalledWith({ ...asked, memberId: "", ...compared });
  });

  it("opens what a team brings for each of its people as the figure of the team", async () => {
    const team = { id: "east", crmId: "crm-east", name: "East", parentId: null };
    const { member: _, ...row } = buildRow("", { value: 300_000 });
    const rows = [{ ...row, team, details: { ...NO_DETAILS, people: 3, perPerson: 100_000 } }];
    const { context } = await openPage(buildBoard({ by: "team", rows }), "by=team");
    fireEvent.click(
      screen.getByRole("button", { name: /^\$1,000\s*, Per person, why this number for East\?$/ }),
    );
    expect(context.explain).toHaveBeenLastCalledWith({
      metric: "revenue_closed",
      memberId: "",
      ofTeam: "east",
      from: "2026-11-01",
      to: "2026-11-30",
      memberName: "East",
    });
  });

  it("opens the quota over it, and who of its people is on track", async () => {
    const teamQuota = { attainment: 61.9, pace: 70, quota: 151_500_000, people: 12, judged: 12, onTrack: 6 };
    const board = buildBoard({ rows: ROWS, details: { ...BOARD_DETAILS, teamQuota } });
    const address = "metric=revenue_closed&period=this_month&team=t1";
    const { context } = await openPage(board, address, "manager");
    const asked = {
      metric: "revenue_closed",
      memberId: "",
      from: "2026-11-01",
      to: "2026-11-30",
      team: "t1",
    };
    fireEvent.click(screen.getByRole("button", { name: "61%, why this number?" }));
    expect(context.explain).toHaveBeenLastCalledWith({ ...asked, board: "team_quota" });
    fireEvent.click(screen.getByRole("button", { name: "6, why this number?" }));
    expect(context.explain).toHaveBeenLastCalledWith({ ...asked, board: "on_track" });
  });

  it("puts every choice into the address, and keeps it for the next time", async () => {
    const { context } = await openPage(buildBoard({ rows: ROWS }));
    const asked = () => vi.mocked(context.navigate).mock.lastCall?.[0].query;
    fireEvent.click(screen.getByRole("button", { name: "Teams" }));
    expect(asked()).toMatchObject({ by: "team", period: "this_month" });
    fireEvent.click(screen.getByRole("button", { name: /^Metric/ }));
    fireEvent.click(await screen.findByRole("option", { name: /Win Rate/ }));
    expect(asked()).toMatchObject({ metric: "win_rate" });
    fireEvent.click(screen.getByRole("button", { name: "This week" }));
    expect(asked()).toMatchObject({ period: "this_week" });
    expect(window.localStorage.getItem("standings.leaderboard.m1")).toBe(
      "metric=revenue_closed&by=member&period=this_week",
    );
  });

  it("opens with what was looked at last, else with what the account shows", async () => {
    window.localStorage.setItem("standings.leaderboard.m1", "metric=deals_won&period=last_year");
    const kept = await openPage(buildBoard({ rows: ROWS }), "");
    const board = (asked: readonly string[]) =>
      asked.find((each) => each.startsWith("GET leaderboard")) ?? "";
    expect(board(kept.asked)).toContain("metric=deals_won&by=member&period=last_year");
    cleanup();
    window.localStorage.clear();
    const first = await openPage(buildBoard({ rows: ROWS }), "");
    expect(board(first.asked)).toContain("metric=win_rate&by=member&period=this_quarter");
  });

  it("takes two days once both are there and in order", async () => {
    const { context } = await openPage(buildBoard({ rows: ROWS }));
    fireEvent.click(screen.getByRole("button", { name: "Custom" }));
    fireEvent.input(await screen.findByLabelText("From"), { target: { value: "2026-12-05" } });
    fireEvent.click(screen.getByRole("button", { name: "Apply" }));
    expect(screen.getByRole("alert").textContent).toBe("The first day is after the last");
    expect(context.navigate).not.toHaveBeenCalled();
    fireEvent.input(screen.getByLabelText("From"), { target: { value: "2026-10-05" } });
    fireEvent.click(screen.getByRole("button", { name: "Apply" }));
    expect(vi.mocked(context.navigate).mock.lastCall?.[0].query).toMatchObject({
      period: undefined,
      from: "2026-10-05",
      to: "2026-11-30",
    });
  });

  it("offers filters only where there is something to choose", async () => {
    await openPage(buildBoard({ rows: ROWS }));
    expect(screen.queryByRole("button", { name: /^Region/ })).toBeNull();
    cleanup();
    const choices = { regions: ["North", "South"], departments: [], segments: [] };
    const { context } = await openPage(buildBoard({ rows: ROWS, details: { ...BOARD_DETAILS, choices } }));
    fireEvent.click(screen.getByRole("button", { name: /^Region/ }));
    fireEvent.click(await screen.findByRole("option", { name: "South" }));
    expect(vi.mocked(context.navigate).mock.lastCall?.[0].query).toMatchObject({ region: "South" });
    expect(screen.queryByRole("button", { name: /^Segment/ })).toBeNull();
  });

  it("opens a figure of a filtered board as it was filtered, and the total over the people who are left", async () => {
    const filters = { team: "t1", segment: "type:new", at: "2026-11-13T14:00:00.000Z" };
    const people = { region: "North", department: "Field" };
    const address = new URLSearchParams({ metric: "revenue_closed", ...filters, ...people });
    const { context } = await openPage(buildBoard({ rows: ROWS }), address.toString());
    const asked = { metric: "revenue_closed", from: "2026-11-01", to: "2026-11-30", ...filters };
    fireEvent.click(screen.getByRole("button", { name: /^\$1,000\s*, why this number for Person m1/ }));
    expect(context.explain).toHaveBeenLastCalledWith({ ...asked, memberId: "m1", memberName: "Person m1" });
    fireEvent.click(screen.getByRole("button", { name: "$131,250, why this number?" }));
    expect(context.explain).toHaveBeenLastCalledWith({ ...asked, ...people, memberId: "" });
  });

  it("keeps a board of attainment that shows the own quota alone, or nobody's", async () => {
    const metric = {
      ...buildBoard().metric,
      id: "quota_attainment" as const,
      unit: "percent" as const,
      currency: null,
    };
    const own = buildRow("m1", { rank: null, value: 72.9, details: NO_DETAILS });
    const address = "metric=quota_attainment&period=this_month";
    await openPage(buildBoard({ metric, rows: [own] }), address);
    expect(names()).toEqual(["Person m1 (you)"]);
    expect(screen.queryByRole("columnheader", { name: "Rank" })).toBeNull();
    expect(screen.getByText(/^Quotas of others are not shown here\. /)).toBeTruthy();
    cleanup();
    await framePage(
      { role: "member", answers: answersWith(buildBoard({ metric, rows: [] })), books: BOOKS },
      <Page route={new URLSearchParams(`${address}&by=team`)} />,
    );
    expect(await screen.findByText("Quotas of others are not shown here.")).toBeTruthy();
  });

  it("finds people by name", async () => {
    await openPage(buildBoard({ rows: ROWS }));
    fireEvent.input(screen.getByLabelText("Find a person"), { target: { value: "M9" } });
    expect(names()).toEqual(["Person m9"]);
    fireEvent.input(screen.getByLabelText("Find a person"), { target: { value: "zz" } });
    expect(await screen.findByRole("heading", { name: "Nobody matches “zz”" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(names()).toHaveLength(ROWS.length);
  });

  it("makes a file of what every member may see", async () => {
    const made = vi.fn((_: Blob) => "blob:file");
    vi.spyOn(window.URL, "createObjectURL").mockImplementation((blob) => made(blob as Blob));
    const { asked } = await openPage(buildBoard({ rows: ROWS }));
    fireEvent.click(screen.getByRole("button", { name: "Share" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: "Download CSV" }));
    await vi.waitFor(() => expect(made).toHaveBeenCalled());
    const question = asked.findLast((each) => each.startsWith("GET leaderboard")) ?? "";
    expect(question).toContain("audience=members");
    expect(question).not.toContain("details");
    const text = await made.mock.lastCall?.[0].text();
    expect(text?.split("\r\n").slice(1)).toEqual([
      "1,Person m9,Team t1,2000.00,",
      "2,Person m1,Team t1,1000.00,",
      "",
    ]);
  });

  it("shows a board as it was known, says so, and leads back", async () => {
    const address = "metric=revenue_closed&period=this_month&at=2026-11-13T14:00:00.000Z";
    const { context, asked } = await openPage(buildBoard({ rows: ROWS }), address);
    expect(asked.some((each) => each.includes("at=2026-11-13T14%3A00%3A00.000Z"))).toBe(true);
    const banner = (await screen.findByText(/^As known on 13 Nov 2026, 09:00/)).closest(".note");
    if (!(banner instanceof HTMLElement)) throw new Error("no banner");
    fireEvent.click(within(banner).getByRole("button", { name: "Back to now" }));
    expect(vi.mocked(context.navigate).mock.lastCall?.[0].query?.at).toBeUndefined();
  });

  it("says how places come about", async () => {
    await openPage(buildBoard({ rows: ROWS }));
    fireEvent.click(screen.getByRole("button", { name: "How ranking works" }));
    const drawer = within(await screen.findByRole("dialog"));
    expect(drawer.getByText(/^The amounts of the deals won in the period/)).toBeTruthy();
    expect(drawer.getByText("Won deals without an amount")).toBeTruthy();
    expect(
      drawer.getByText("Equal values share a place, and the next place is skipped: 1, =2, =2, 4."),
    ).toBeTruthy();
  });
});

describe("a fresh receipt", () => {
  const openAs = async (role: Role) => {
    vi.useFakeTimers({ now: Date.parse("2026-11-20T19:00:00.000Z"), toFake: ["Date"] });
    const framed = await framePage(
      {
        role,
        answers: {
          ...answersWith(buildBoard({ rows: ROWS })),
          reconciliation: { reconciliation: buildReconciliation() },
        },
        books: [...BOOKS, INSTALL_WORDS],
      },
      <Page route={new URLSearchParams("metric=revenue_closed&period=this_month")} />,
    );
    await screen.findByRole("table");
    return framed;
  };

  it("is told of over the board to whoever looks after the account", async () => {
    await openAs("admin");
    expect(await screen.findByText(/Q4 in HubSpot: 236 deals, \$2\.41M/)).toBeTruthy();
  });

  it("is not even asked for by anybody else", async () => {
    const { asked } = await openAs("manager");
    await screen.findByRole("button", { name: /^Metric/ });
    expect(asked.some((each) => each.includes("reconciliation"))).toBe(false);
    expect(screen.queryByText(/Q4 in HubSpot/)).toBeNull();
  });
});
