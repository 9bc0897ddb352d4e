// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openQuotas, QuotaServer } from "./quota-frame.tsx";
import { judged, PEOPLE } from "./sample-desk.ts";

const OCTOBER = { from: "2026-10-01", to: "2026-10-31" };

let server: QuotaServer;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-11-20T14:32:00.000Z"));
  server = new QuotaServer();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("reading", () => {
  it("shows a member their own quotas alone, with how it goes, and no way to change them", async () => {
    const own = judged(
      { kind: "member", id: "maya" },
      { quota: 12_000_000, result: 8_640_000, attainment: 72, pace: 70, status: "on_track", source: "own" },
    );
    server.attainment = { ...server.attainment, rows: [own] };
    openQuotas(server, "member");
    await screen.findByRole("heading", { name: "My quotas" });
    const line = await screen.findByRole("row", { name: /^Revenue/ });
    expect(line.textContent).toContain("$120,000");
    expect(line.textContent).toContain("$86,400");
    expect(within(line).getAllByText("On track").length).toBe(1);
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.queryByRole("heading", { name: "My team" })).toBeNull();
  });

  it("opens each result and quota of a member's own", async () => {
    const figures = { quota: 12_000_000, result: 8_640_000, attainment: 72, name: "Maya Okafor" };
    const own = judged({ kind: "member", id: "maya" }, figures);
    server.attainment = { ...server.attainment, rows: [own] };
    const { context } = openQuotas(server, "member");
    const line = await screen.findByRole("row", { name: /^Revenue/ });
    const press = (name: string) => {
      fireEvent.click(within(line).getAllByRole("button", { name })[0] ?? line);
      return vi.mocked(context.explain).mock.lastCall?.[0];
    };
    const maya = { memberId: "maya", memberName: "Maya Okafor" };
    const november = { from: "2026-11-01", to: "2026-11-30" };
    // Each button is called what it shows of whom and when, because the months of a quarter may all show the same.
    const names = within(line)
      .getAllByRole("button")
      .map((button) => button.getAttribute("aria-label"));
    expect(names).toEqual([
      ...["October 2026", "November 2026", "December 2026", "Q4 2026"].map(
        (period) => `$120,000. Why this number? Revenue, Maya Okafor, Quota, ${period}`,
      ),
      "$86,400. Why this number? Revenue, Maya Okafor, Result, November 2026",
    ]);
    expect(press("$86,400. Why this number? Revenue, Maya Okafor, Result, November 2026")).toEqual({
      metric: "revenue_closed",
      ...maya,
      ...november,
    });
    expect(press("$120,000. Why this number? Revenue, Maya Okafor, Quota, November 2026")).toMatchObject({
      metric: "quota_attainment",
      quotaMetric: "revenue_closed",
      ...maya,
    });
  });

  it("opens the figures of a manager's people and teams, and none of a vacant seat", async () => {
    const figures = { quota: 20_000_000, result: 5_000_000, attainment: 25 };
    server.attainment = {
      ...server.attainment,
      rows: [
        judged({ kind: "team", id: "east" }, { ...figures, name: "East" }),
        judged({ kind: "member", id: "lukas" }, { ...figures, name: "Lukas Brandt" }),
        judged({ kind: "vacant", id: "seat-1", teamId: "east" }, { quota: 100, name: "Seat 1" }),
      ],
    };
    const { context } = openQuotas(server, "manager");
    const buttonsOf = async (name: RegExp) =>
      within(await screen.findByRole("row", { name })).queryAllByRole("button");
    const names = (await buttonsOf(/Lukas Brandt/)).map((button) => button.getAttribute("aria-label"));
    expect(names).toEqual([
      "$200,000. Why this number? Revenue, Lukas Brandt, Quota, December 2026",
      "$50,000. Why this number? Revenue, Lukas Brandt, Result, December 2026",
      "25%. Why this number? Revenue, Lukas Brandt, Attainment, December 2026",
    ]);
    const { from, to } = server.attainment.period;
    const attainment = { metric: "quota_attainment", quotaMetric: "revenue_closed", from, to };
    const asked = async (name: RegExp) => {
      vi.mocked(context.explain).mockClear();
      for (const figure of await buttonsOf(name)) fireEvent.click(figure);
      return vi.mocked(context.explain).mock.calls.map(([target]) => target);
    };
    const lukas = { memberId: "lukas", memberName: "Lukas Brandt" };
    const result = { metric: "revenue_closed", from, to };
    expect(await asked(/Lukas Brandt/)).toEqual([
      { ...attainment, ...lukas },
      { ...result, ...lukas },
      { ...attainment, ...lukas },
    ]);
    const east = { memberId: "", ofTeam: "east", memberName: "East" };
    const whole = [
      { ...attainment, ...east },
      { ...result, ...east },
      { ...attainment, ...east },
    ];
    expect(await asked(/^East/)).toEqual(whole);
    expect(await buttonsOf(/Seat 1/)).toEqual([]);
  });

  it("shows a manager their people with the status, and still no field", async () => {
    server.attainment = {
      ...server.attainment,
      rows: [
        judged({ kind: "team", id: "east" }, { name: "East", quota: 20_000_000 }),
        judged(
          { kind: "member", id: "lukas" },
          {
            name: "Lukas Brandt",
            quota: 12_000_000,
            result: 3_000_000,
            attainment: 25,
            pace: 70,
            status: "behind",
          },
        ),
      ],
    };
    openQuotas(server, "manager");
    const line = await screen.findByRole("row", { name: /Lukas Brandt/ });
    expect(line.textContent).toContain("25%");
    expect(within(line).getByText("Behind")).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("tells a manager who leads no team why nobody is there, and who can change it", async () => {
    const list = {
      ...PEOPLE,
      members: PEOPLE.members.map((person) => ({
        ...person,
        ...(person.id === "maya" ? { managesTeamIds: [] } : {}),
        role: person.id === "grace" ? ("admin" as const) : person.role,
      })),
    };
    server.answers.set("members", () => Response.json(list));
    openQuotas(server, "manager");
    await screen.findByText("You lead no team");
    expect(screen.getByText(/Grace Holm can name you as its lead, under Settings, People/)).toBeTruthy();
    expect(screen.queryByText(/Nobody of your team/)).toBeNull();
  });

  it("tells who has none that the admin sets them", async () => {
    openQuotas(server, "viewer");
    await screen.findByText("Nobody has set a quota for you. Your admin sets quotas.");
  });
});

describe("the results of the period before", () => {
  it("open, and are reached by the keys of the grid", async () => {
    const pressTab = () => fireEvent.keyDown(document.activeElement ?? document, { key: "Tab" });
    const closed = { ...server.attainment, period: { ...server.attainment.period, ...OCTOBER } };
    const rows = [judged({ kind: "member", id: "maya" }, { result: 8_640_000, name: "Maya Okafor" })];
    server.answers.set("quotas/attainment?period=last_month", () => Response.json({ ...closed, rows }));
    const { context } = openQuotas(server);
    const result = await screen.findByRole("button", {
      name: /^\$86,400\. Why this number\? .*, Maya Okafor$/,
    });
    fireEvent.click(result);
    expect(context.explain).toHaveBeenCalledExactlyOnceWith({
      metric: "revenue_closed",
      memberId: "maya",
      memberName: "Maya Okafor",
      ...OCTOBER,
    });
    screen.getByRole("textbox", { name: "Activities, Maya Okafor" }).focus();
    pressTab();
    expect(document.activeElement).toBe(result);
    pressTab();
    expect(document.activeElement?.getAttribute("aria-label")).toBe("Earlier quotas of Maya Okafor");
  });
});
