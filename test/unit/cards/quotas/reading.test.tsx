// @vitest-environment happy-dom
import { cleanup, screen, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQuotas, QuotaServer } from "./quota-frame.tsx";
import { judged, PEOPLE } from "./sample-desk.ts";

let server: QuotaServer;
beforeEach(() => {
  server = new QuotaServer();
});
afterEach(cleanup);

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
