// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import { activityBars } from "../../../ui-extension/cards/activity/activity-bars.ts";
import { activityCsv } from "../../../ui-extension/cards/activity/activity-csv.ts";
import {
  averageRow,
  personRows,
  summaryViews,
  titleOf,
} from "../../../ui-extension/cards/activity/activity-view.ts";
import { heatView } from "../../../ui-extension/cards/activity/heat-view.ts";
import Page from "../../../ui-extension/cards/activity/page.tsx";
import { teamsToChoose } from "../../../ui-extension/cards/activity/team-choice.ts";
import { ACTIVITY_WORDS } from "../../../ui-extension/cards/activity/words/book.ts";
import { en } from "../../../ui-extension/cards/activity/words/en.ts";
import { framePage } from "./framed-page.tsx";
import { buildActivity, buildHours } from "./person-sample.ts";

afterEach(cleanup);

const LANGUAGE = "en-GB";
const wording = { words: en, locale: { language: LANGUAGE, timeZone: "America/New_York" } };

describe("the bars", () => {
  const question = { ...buildActivity(), weekStart: 1, language: LANGUAGE };

  it("leave out weekends and what lies ahead, and tell today and the ends of weeks", () => {
    const bars = activityBars({ ...question, cadence: "daily" });
    expect(
      bars.map(({ label, emails, calls, open, endsWeek }) => [label, emails, calls, open, endsWeek]),
    ).toEqual([
      ["13", 8, 3, false, true],
      ["16", 19, 9, false, false],
      ["20", 8, 4, true, false],
    ]);
    expect(bars[1]).toMatchObject({ name: "Mon 16 Nov", talkMinutes: 35, meetings: 2 });
  });

  it("hold all days of a week, weekends included", () => {
    const bars = activityBars({ ...question, cadence: "weekly" });
    expect(bars.map(({ label, calls, open }) => [label, calls, open])).toEqual([
      ["13 Nov", 4, false],
      ["16 Nov", 13, true],
    ]);
    const fromSunday = activityBars({ ...question, cadence: "weekly", weekStart: 7 });
    expect(fromSunday.map(({ label, calls }) => [label, calls])).toEqual([
      ["13 Nov", 4],
      ["15 Nov", 13],
    ]);
  });
});

describe("the heat table", () => {
  it("has five steps by the most, and every hour between the first and the last", () => {
    const view = heatView(buildHours().hours, { kind: "calls", weekStart: 1, language: LANGUAGE });
    expect(view?.hours.map(({ hour }) => hour)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(view?.rows.map(({ label }) => label)).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
    const tuesday = view?.rows[1]?.cells ?? [];
    const filled = tuesday.filter(({ step }) => step > 0).map(({ hour, text, step }) => [hour, text, step]);
    expect(filled).toEqual([
      [10, "50", 5],
      [15, "11", 2],
    ]);
    expect(tuesday[0]).toEqual({ hour: 8, text: "–", step: 0 });
  });

  it("is absent where nothing of the kind has an hour", () => {
    expect(heatView(buildHours().hours, { kind: "emails", weekStart: 1, language: LANGUAGE })).toBeNull();
  });

  it("begins with the account's first day of the week", () => {
    const view = heatView(buildHours().hours, { kind: "calls", weekStart: 7, language: LANGUAGE });
    expect(view?.rows.map(({ label }) => label)).toEqual(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]);
    const sunday = [
      { ...buildHours().hours[0], weekday: 7, hour: 9, calls: 1, emails: 0, meetings: 0, total: 1 },
    ];
    const shown = heatView(sunday, { kind: "calls", weekStart: 7, language: LANGUAGE });
    expect(shown?.rows[0]?.label).toBe("Sun");
  });
});

describe("the texts of the page", () => {
  it("compare each figure with the period before", () => {
    const [emails, talk] = summaryViews(buildActivity(), wording);
    expect(emails).toMatchObject({ label: "Emails sent", value: "35", versus: "vs Oct" });
    const fiscal = { grain: "quarter", number: 3, year: 2026 } as const;
    const page = buildActivity();
    const comparedWith = page.comparedWith && { ...page.comparedWith, fiscal };
    const period = { ...page.period, fiscal: { ...fiscal, number: 4 } };
    expect(summaryViews({ ...page, period, comparedWith }, wording)[0]?.versus).toBe("vs Q3");
    expect(emails?.change).toEqual({ text: "20%", direction: "up" });
    expect(talk).toMatchObject({ value: "49 m", change: null });
    expect(titleOf(buildActivity(), LANGUAGE)).toBe("November");
  });

  it("sort people by a column with bars on one scale, whoever has no figure last", () => {
    const [maya] = buildActivity().members;
    if (!maya) throw new Error("The sample has somebody");
    const other = (id: string, changes: Partial<typeof maya.totals>) => ({
      ...maya,
      member: { ...maya.member, id, name: id },
      totals: { ...maya.totals, ...changes },
    });
    const page = buildActivity({
      members: [maya, other("tom", { emailsSent: 70, connectRate: null }), other("ada", { connectRate: 50 })],
    });
    const names = (sortedBy: "emailsSent" | "connectRate") =>
      personRows(page, { ...wording, sortedBy }).map(({ name }) => name);
    expect(names("emailsSent")).toEqual(["tom", "ada", "Maya Okafor"]);
    expect(names("connectRate")).toEqual(["ada", "Maya Okafor", "tom"]);
    const cells = personRows(page, { ...wording, sortedBy: "emailsSent" })[1]?.cells ?? [];
    expect(cells[0]).toEqual({ column: "emailsSent", text: "35", percent: 50 });
    expect(cells[1]?.percent).toBeNull();
    expect(averageRow(page, wording)).toMatchObject({ name: "Mid-Market East: average of 5 people shown" });
  });

  it("offer a manager the own teams with those under them, and an admin all", () => {
    const team = (id: string, parentId: string | null) => ({ id, crmId: id, name: id, parentId });
    const person = { id: "m1", crmId: "o", name: "M", teamId: null, role: "manager" as const };
    const list = {
      members: [{ ...person, active: true, joinedOn: null, leftOn: null, managesTeamIds: ["emea"] }],
      teams: [team("us", null), team("emea", null), team("paris", "emea")],
    };
    const ids = (role: "manager" | "admin") =>
      teamsToChoose(list, { role, member: person }).map(({ id }) => id);
    expect(ids("manager")).toEqual(["emea", "paris"]);
    expect(ids("admin")).toEqual(["emea", "paris", "us"]);
  });
});

describe("the file", () => {
  it("has everybody who is shown with plain figures, and texts that no sheet calculates", () => {
    const [maya] = buildActivity().members;
    if (!maya) throw new Error("The sample has somebody");
    const odd = { ...maya, member: { ...maya.member, id: "m9", name: "=SUM(A1)" } };
    const totals = { ...maya.totals, emailsSent: 70, connectRate: null };
    const lines = activityCsv(buildActivity({ members: [maya, { ...odd, totals }] }), en).split("\r\n");
    expect(lines[0]).toBe(
      '\uFEFFPerson,Emails,Received,Calls,"Answered, %","Talk time, seconds",Meetings,Deals created,Advanced,Tasks done',
    );
    const { emailsReceived, callsMade, talkSeconds } = maya.totals;
    expect(lines[1]).toMatch(new RegExp(`^'=SUM\\(A1\\),70,${emailsReceived},${callsMade},,${talkSeconds},`));
    expect(lines[2]).toMatch(/^Maya Okafor,35,/);
  });
});

describe("the page", () => {
  const books = [ACTIVITY_WORDS];
  const answers = {
    activity: buildActivity(),
    "activity/hours": buildHours(),
    members: { members: [], teams: [] },
  };

  it("shows a member their own beside the average, with no choice of people", async () => {
    const { context } = await framePage(
      { role: "member", answers, books },
      <Page route={new URLSearchParams()} />,
    );
    await screen.findByRole("heading", { level: 1, name: "Activity, November" });
    await screen.findByRole("heading", { name: "Calls by weekday and hour" });
    expect(screen.getByText(/Times on the account’s clock, America\/New_York/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Person/ })).toBeNull();
    expect(screen.getByText("Mid-Market East: average of 5 people shown")).toBeTruthy();
    fireEvent.click(screen.getByLabelText("35. Why this number? Maya Okafor"));
    expect(context.explain).toHaveBeenCalledWith({
      metric: "emails_sent",
      board: "activity",
      memberId: "m1",
      from: "2026-11-01",
      to: "2026-11-30",
      memberName: "Maya Okafor",
    });
  });

  it("opens figures of several people together, and each cell of a kind by its hour, as the page is filtered", async () => {
    const { members, ...page } = buildActivity();
    const second = members.map((each) => ({ ...each, member: { ...each.member, id: "m2", name: "Bea" } }));
    const several = { ...answers, activity: { ...page, average: null, members: [...members, ...second] } };
    const route = new URLSearchParams("team=east");
    const { context } = await framePage({ role: "admin", answers: several, books }, <Page route={route} />);
    const shown = { board: "activity", team: "east", from: "2026-11-01", to: "2026-11-30" };
    const summary = await screen.findAllByLabelText(/Why this number\? E-?mails sent$/i);
    fireEvent.click(summary[0] ?? document.body);
    expect(context.explain).toHaveBeenLastCalledWith({ ...shown, metric: "emails_sent", memberId: "" });
    const table = screen.getByRole("table", { name: "Calls by weekday and hour" });
    fireEvent.click(within(table).getByRole("button", { name: /^50/ }));
    expect(context.explain).toHaveBeenLastCalledWith({
      ...shown,
      metric: "calls_made",
      memberId: "",
      clock: { weekday: 2, hour: 10 },
    });
    fireEvent.click(screen.getAllByLabelText("35. Why this number? Bea")[0] ?? document.body);
    expect(context.explain).toHaveBeenLastCalledWith({
      ...shown,
      metric: "emails_sent",
      memberId: "m2",
      memberName: "Bea",
    });
    fireEvent.click(screen.getByRole("button", { name: "All" }));
    const all = screen.getByRole("table", { name: "Activities by weekday and hour" });
    fireEvent.click(within(all).getByRole("button", { name: /^50/ }));
    expect(context.explain).toHaveBeenLastCalledWith({
      ...shown,
      metric: "emails_sent",
      also: ["calls_made", "meetings_booked"],
      memberId: "",
      clock: { weekday: 2, hour: 10 },
    });
  });

  it("gives what it shows as a file", async () => {
    const made = vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:file");
    vi.spyOn(URL, "revokeObjectURL").mockReturnValue();
    await framePage({ role: "member", answers, books }, <Page route={new URLSearchParams()} />);
    await screen.findByRole("heading", { name: "Activities per working day" });
    fireEvent.click(screen.getByRole("button", { name: "Export" }));
    await vi.waitFor(() => expect(made).toHaveBeenCalledOnce());
    vi.restoreAllMocks();
  });

  it("shows the chart as a table with today named as open", async () => {
    const { context } = await framePage(
      { role: "member", answers, books },
      <Page route={new URLSearchParams()} />,
    );
    fireEvent.click(await screen.findByRole("button", { name: "Show as table" }));
    const table = screen.getByRole("table", { name: "Activities per working day" });
    expect(within(table).getByRole("rowheader", { name: "Fri 20 Nov, still open" })).toBeTruthy();
    expect(within(table).getAllByRole("row")).toHaveLength(4);
    const friday = within(table).getAllByRole("row").at(-1) ?? table;
    const shown = { board: "activity", memberId: "m1", memberName: "Maya Okafor" };
    const period = { from: "2026-11-01", to: "2026-11-30" };
    const days = { from: "2026-11-20", to: "2026-11-20" };
    const [, calls, , total, talk] = within(friday).getAllByRole("button", { name: /Why this number/ });
    const opened = (figure: HTMLElement | undefined) => {
      fireEvent.click(figure ?? document.body);
      return vi.mocked(context.explain).mock.lastCall?.[0];
    };
    expect(opened(calls)).toEqual({ ...shown, ...period, days, metric: "calls_made" });
    expect(opened(talk)).toEqual({ ...shown, ...period, days, metric: "talk_time" });
    const also = ["calls_made", "meetings_booked"];
    expect(opened(total)).toEqual({ ...shown, ...period, days, metric: "emails_sent", also });
  });

  it("asks an admin for the chosen team and person, and keeps the choice in the address", async () => {
    const route = new URLSearchParams("team=east&member=m1&cadence=weekly");
    const { asked, context } = await framePage({ role: "admin", answers, books }, <Page route={route} />);
    await screen.findByRole("heading", { name: "Activities per week" });
    expect(asked).toContain("GET activity?period=this_month&team=east&member=m1");
    expect(asked).toContain("GET activity/hours?period=this_month&team=east&member=m1");
    fireEvent.click(screen.getByRole("button", { name: "Daily" }));
    expect(context.navigate).toHaveBeenCalledWith(
      { page: "activity", query: { period: "this_month", cadence: "daily", team: "east", member: "m1" } },
      { replace: true },
    );
  });
});
