// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import type { Role } from "../../../shared/contracts/ids.ts";
import { DisplaysSection } from "../../../ui-extension/cards/displays/displays-section.tsx";
import { DISPLAYS_WORDS } from "../../../ui-extension/cards/displays/words/book.ts";
import { en } from "../../../ui-extension/cards/displays/words/en.ts";
import { type Answers, framePage } from "./framed-page.tsx";

const DISPLAY = {
  id: "k1",
  label: "Sales floor",
  metric: "revenue_closed",
  period: "this_month",
  by: "member",
  teamId: "north",
  createdAt: "2026-11-02T10:00:00.000Z",
};
const MADE = {
  ...DISPLAY,
  id: "k2",
  label: "Kitchen",
  key: "sd_1",
  url: "https://standings.test/cards/tv/#key=sd_1",
};
const TEAMS = { members: [], teams: [{ id: "north", crmId: "1", name: "Sales North", parentId: null }] };

afterEach(cleanup);

async function open(role: Role, answers: Answers = {}) {
  const page = await framePage(
    {
      role,
      answers: { "display-keys": { keys: [DISPLAY], ...MADE }, members: TEAMS, ...answers },
      books: [DISPLAYS_WORDS],
    },
    <DisplaysSection />,
  );
  await act(async () => undefined);
  return page;
}

const isOfDisplays = (request: string) => request.includes("display-keys");

describe("the displays of an account", () => {
  it.each(["manager", "member", "viewer"] as const)("are no business of a %s", async (role) => {
    const { container, asked } = await open(role);
    expect([container.textContent, asked.filter(isOfDisplays)]).toEqual(["", []]);
  });

  it("are listed with what they show", async () => {
    await open("admin");
    const row = (await screen.findByRole("rowheader", { name: "Sales floor" })).closest("tr");
    expect(row?.textContent).toContain("Revenue Closed, This month, People, Sales North");
    expect(row?.textContent).toContain("2 Nov 2026");
  });

  it("are made with a label, and the address is shown until it was taken", async () => {
    const { asked } = await open("owner");
    fireEvent.click(screen.getByRole("button", { name: en.make }));
    expect(screen.getByLabelText(en.label).getAttribute("aria-invalid")).toBe("true");
    expect(asked.filter((each) => each.startsWith("POST display-keys"))).toEqual([]);
    fireEvent.input(screen.getByLabelText(en.label), { target: { value: " Kitchen " } });
    fireEvent.click(screen.getByRole("button", { name: en.make }));
    const address = await screen.findByLabelText(en.address);
    expect(address).toHaveProperty("value", MADE.url);
    expect(asked.filter((each) => each.startsWith("POST display-keys"))).toEqual(["POST display-keys"]);
    fireEvent.click(screen.getByRole("button", { name: en.done }));
    expect(screen.queryByLabelText(en.address)).toBeNull();
  });

  it("are taken away after a question", async () => {
    const { asked } = await open("admin", { "display-keys/k1": {} });
    fireEvent.click(await screen.findByRole("button", { name: en.disconnectLabel("Sales floor") }));
    expect(screen.getByText(en.confirm("Sales floor"))).toBeTruthy();
    expect(asked.filter((each) => each.startsWith("DELETE"))).toEqual([]);
    fireEvent.click(screen.getByText(en.disconnect, { selector: "dialog button" }));
    await waitFor(() => expect(asked).toContain("DELETE display-keys/k1"));
  });

  it("say when something did not work", async () => {
    await open("admin", { "display-keys/k1": 500 });
    fireEvent.click(await screen.findByRole("button", { name: en.disconnectLabel("Sales floor") }));
    fireEvent.click(screen.getByText(en.disconnect, { selector: "dialog button" }));
    expect((await screen.findByRole("alert")).textContent).toContain(en.failed);
  });
});
