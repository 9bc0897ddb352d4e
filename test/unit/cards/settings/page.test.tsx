// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { en } from "../../../../ui-extension/cards/settings/words/en.ts";
import {
  buildPerson,
  button,
  openSettings,
  press,
  refusal,
  SettingsServer,
  type,
} from "./settings-frame.tsx";

let server = new SettingsServer();

beforeEach(() => {
  server = new SettingsServer();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const sectionNames = () =>
  within(screen.getByRole("navigation"))
    .getAllByRole("link")
    .map(({ textContent }) => textContent);

describe("the settings of an account", () => {
  it("are a list of sections, each with an address of its own", async () => {
    const { context } = await openSettings(server);
    expect(sectionNames()).toEqual(Object.values(en.sections));
    const link = screen.getByRole("link", { name: en.sections.people });
    expect(link.getAttribute("href")).toBe("?page=settings&section=people");
    fireEvent.click(link);
    expect(context.navigate).toHaveBeenCalledWith({ page: "settings", query: { section: "people" } });
  });

  it("do not speak of HubSpot in Salesforce", async () => {
    await openSettings(server, { crm: "salesforce", section: "hubspot" });
    expect(sectionNames()).not.toContain(en.sections.hubspot);
    expect(screen.getByRole("heading", { name: en.counts.title })).toBeTruthy();
  });

  it("are saved against the version that they were edited from, and say so", async () => {
    await openSettings(server);
    expect(screen.queryByRole("button", { name: en.save.save })).toBeNull();
    fireEvent.click(screen.getByLabelText("Renewals"));
    await press(en.save.save);
    expect(server.sent).toEqual([
      { method: "PATCH", path: "settings", body: { pipelines: ["new"] }, ifMatch: '"4"' },
    ]);
    expect(screen.getByText(/^Saved \d\d:\d\d$/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByRole("heading", { name: en.counts.title }));
  });

  it("name what is wrong under the field and go to the first of it", async () => {
    await openSettings(server);
    type(en.counts.onTrackFrom, "300");
    type(en.counts.atRiskFrom, "x");
    await press(en.save.save);
    const field = screen.getByLabelText(en.counts.onTrackFrom);
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(field);
    expect(screen.getByText(en.faults.too_high).id).toBe(field.getAttribute("aria-describedby"));
    expect(screen.getByText(en.faults.not_a_number)).toBeTruthy();
    expect(server.sent).toEqual([]);
    type(en.counts.onTrackFrom, "110");
    expect(field.getAttribute("aria-invalid")).toBeNull();
  });

  it("keep what was typed when somebody else saved first, and save it over the newer version", async () => {
    await openSettings(server);
    type(en.counts.atRiskFrom, "70");
    server.settings = { ...server.settings, version: 9, period: "this_quarter" };
    server.once.set("PATCH settings", () => refusal(412, "version-mismatch"));
    await press(en.save.save);
    expect((await screen.findByRole("alert")).textContent).toContain(en.save.conflict);
    expect(screen.getByLabelText(en.counts.atRiskFrom)).toHaveProperty("value", "70");
    await press(en.save.save);
    expect(server.sent.at(-1)).toMatchObject({
      ifMatch: '"9"',
      body: { statusLimits: { onTrackFrom: 1, atRiskFrom: 0.7 } },
    });
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("go on without a pipeline that the CRM lost meanwhile", async () => {
    await openSettings(server);
    fireEvent.click(screen.getByLabelText("Partners"));
    fireEvent.click(screen.getByLabelText("New business"));
    const pipelines = server.settings.pipelines.filter(({ id }) => id !== "partners");
    server.settings = { ...server.settings, pipelines };
    server.once.set("PATCH settings", () => refusal(422, "settings-invalid", [{ path: "pipelines.1" }]));
    await press(en.save.save);
    expect(screen.getByRole("alert").textContent).toContain(en.save.pipelineGone);
    expect(screen.queryByLabelText("Partners")).toBeNull();
    await press(en.save.save);
    expect(server.sent.map(({ body }) => body)).toEqual([
      { pipelines: ["renewals", "partners"] },
      { pipelines: ["renewals"] },
    ]);
  });

  it("keep what was typed when saving failed", async () => {
    await openSettings(server, { section: "hubspot" });
    fireEvent.click(screen.getByRole("switch"));
    server.once.set("PATCH settings", () => refusal(503, "unavailable"));
    await press(en.save.save);
    expect(screen.getByRole("alert").textContent).toContain(en.save.failed);
    expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe("true");
    await press(en.save.discard);
    expect(screen.getByRole("switch").getAttribute("aria-checked")).toBe("false");
  });

  it("draw a line under the places that are asked for", async () => {
    await openSettings(server, { section: "leaderboard" });
    expect(screen.queryByLabelText(en.board.places)).toBeNull();
    fireEvent.click(screen.getByRole("switch"));
    type(en.board.places, "5");
    await press(en.save.save);
    expect(server.sent[0]?.body).toEqual({ clubLine: { kind: "top", places: 5 } });
  });

  it("ask once before changes are left, within the page and out of it", async () => {
    const { context, leave } = await openSettings(server);
    const go = vi.fn();
    leave(go);
    expect(go).toHaveBeenCalledTimes(1);
    type(en.counts.atRiskFrom, "70");
    await act(() => leave(go));
    expect(go).toHaveBeenCalledTimes(1);
    await press(en.leave.stay);
    fireEvent.click(screen.getByRole("link", { name: en.sections.people }));
    expect(context.navigate).not.toHaveBeenCalled();
    await press(en.leave.leave);
    expect(context.navigate).toHaveBeenCalledTimes(1);
  });

  it("hold the displays", async () => {
    await openSettings(server, { section: "displays" });
    expect(await screen.findByRole("heading", { name: "TV displays" })).toBeTruthy();
  });
});

describe("people in the settings", () => {
  const nameOf = (field: string, person = "Lukas Brandt") => en.people.field(field, person);

  async function openPeople(role: "admin" | "owner" = "admin") {
    const view = await openSettings(server, { section: "people", role });
    await screen.findByRole("table");
    return view;
  }

  it("are saved at once, and taken back", async () => {
    await openPeople();
    fireEvent.change(screen.getByLabelText(nameOf(en.people.privacy)), { target: { value: "hidden" } });
    await screen.findByText("Saved: Lukas Brandt, Shown as Hidden.");
    await press(en.people.undo);
    await screen.findByText("As before: Lukas Brandt, Shown as Named.");
    expect(server.sent.map(({ path, body }) => [path, body])).toEqual([
      ["members/lukas", { privacy: "hidden" }],
      ["members/lukas", { privacy: "named" }],
    ]);
    expect(screen.queryByRole("button", { name: en.people.undo })).toBeNull();
  });

  it("have a role taken back from an admin's hand into the CRM's", async () => {
    await openPeople();
    const field = screen.getByLabelText(nameOf(en.people.role));
    fireEvent.change(field, { target: { value: "admin" } });
    await screen.findByText("Saved: Lukas Brandt, Role Admin.");
    await press(en.people.undo);
    await screen.findByText("As before: Lukas Brandt, Role Member.");
    expect(server.sent.map(({ body }) => body)).toEqual([
      { role: "admin" },
      { role: "member", roleByHand: false },
    ]);
  });

  it("have regions that are saved on leaving the field, once", async () => {
    await openPeople();
    const field = screen.getByLabelText(nameOf(en.people.region));
    fireEvent.input(field, { target: { value: " East " } });
    fireEvent.keyDown(field, { key: "Enter" });
    fireEvent.blur(field);
    await screen.findByText("Saved: Lukas Brandt, Region East.");
    expect(server.sent.map(({ body }) => body)).toEqual([{ region: "East" }]);
    fireEvent.input(field, { target: { value: "West" } });
    fireEvent.keyDown(field, { key: "Escape" });
    fireEvent.blur(field);
    expect(server.sent).toHaveLength(1);
  });

  it("are as before where the server refuses, with the reason", async () => {
    await openPeople("owner");
    const errors = [{ path: "role", message: "is that of the last owner" }];
    server.once.set("PATCH members/grace", () => refusal(422, "member-change-invalid", errors));
    const field = screen.getByLabelText(nameOf(en.people.role, "Grace Holm"));
    fireEvent.change(field, { target: { value: "member" } });
    expect((await screen.findByRole("alert")).textContent).toContain(en.people.lastOwner("Grace Holm"));
    await waitFor(() => expect(field).toHaveProperty("value", "owner"));
  });

  it("have a role by hand until it is given back to the nightly decision", async () => {
    server.people = {
      ...server.people,
      members: server.people.members.map((person) =>
        person.id === "lukas" ? { ...person, role: "viewer", roleByHand: true } : person,
      ),
    };
    await openPeople("admin");
    const optionsOf = (name: string) =>
      within(screen.getByLabelText(nameOf(en.people.role, name)))
        .getAllByRole("option")
        .map(({ textContent }) => textContent);
    expect(optionsOf("Maya Okafor")).not.toContain(en.people.roleDecided);
    expect(optionsOf("Lukas Brandt").at(-1)).toBe(en.people.roleDecided);
    fireEvent.change(screen.getByLabelText(nameOf(en.people.role, "Lukas Brandt")), {
      target: { value: "" },
    });
    await screen.findByText("Saved: Lukas Brandt, Role Decided every night.");
    expect(server.sent.map(({ body }) => body)).toEqual([{ role: null }]);
    expect(optionsOf("Lukas Brandt")).not.toContain(en.people.roleDecided);
  });

  it("are owners by the hand of owners alone", async () => {
    await openPeople("admin");
    expect(screen.getByLabelText(nameOf(en.people.role, "Grace Holm"))).toHaveProperty("disabled", true);
    const roles = within(screen.getByLabelText(nameOf(en.people.role))).getAllByRole("option");
    expect(roles.map(({ textContent }) => textContent)).not.toContain(en.people.roles.owner);
  });

  it("lead the teams that are ticked", async () => {
    await openPeople();
    await press(`${nameOf(en.people.leads)}: ${en.people.leadsNone}`);
    fireEvent.click(screen.getByLabelText("Sales North"));
    await press(en.leads.save);
    await screen.findByText("Saved: Lukas Brandt, Leads Sales North.");
    expect(server.sent[0]?.body).toEqual({ managesTeamIds: ["north"] });
  });

  it("are fifty at a time, and found by a search", async () => {
    const more = Array.from({ length: 60 }, (_, index) =>
      buildPerson(`p${index}`, { name: `Person ${index}` }),
    );
    server.people = { ...server.people, members: [...server.people.members, ...more] };
    await openPeople();
    expect(screen.getAllByRole("rowheader")).toHaveLength(50);
    expect(screen.getByText("1–50 of 63")).toBeTruthy();
    await press(en.people.next);
    expect(screen.getAllByRole("rowheader")).toHaveLength(13);
    type(en.people.search, "sales east");
    expect(screen.getAllByRole("rowheader")).toHaveLength(1);
    type(en.people.search, "nobody at all");
    await press(en.people.clearSearch);
    expect(screen.getAllByRole("rowheader")).toHaveLength(50);
  });

  it("have leave that is checked, saved whole, and taken back", async () => {
    await openPeople();
    await press(`${en.people.leaveEdit}: ${nameOf(en.people.leave)}`);
    await press(en.absence.add);
    await press(en.absence.save);
    const first = screen.getByLabelText(en.absence.nth(en.absence.from, "1"));
    expect(document.activeElement).toBe(first);
    expect(screen.getByText(en.absence.faults.no_first_day)).toBeTruthy();
    fireEvent.input(first, { target: { value: "2026-12-21" } });
    fireEvent.click(screen.getByLabelText(en.absence.nth(en.absence.relieves, "1")));
    await press(en.absence.save);
    await screen.findByText("Saved: Lukas Brandt, Leave.");
    expect(server.sent[0]).toMatchObject({
      method: "PUT",
      path: "members/lukas/leave",
      body: { leave: [{ from: "2026-12-21", to: null, relievesQuota: true }] },
    });
    await press(en.people.undo);
    await screen.findByText("As before: Lukas Brandt, Leave.");
    expect(server.sent[1]?.body).toEqual({ leave: [] });
  });

  it("keep leave open once when it is not saved", async () => {
    await openPeople();
    await press(`${en.people.leaveEdit}: ${nameOf(en.people.leave)}`);
    await press(en.absence.add);
    await press(en.absence.cancel);
    expect(screen.getByRole("alert").textContent).toContain(en.absence.unsaved);
    await press(en.absence.drop);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(server.sent).toEqual([]);
  });
});

describe("how others see me", () => {
  it.each(["manager", "member", "viewer"] as const)(
    "is all that a %s is asked, each choice in a sentence",
    async (role) => {
      server.leave = { leave: [{ from: "2026-12-21", to: null, relievesQuota: false }] };
      await openSettings(server, { role, section: "people" });
      expect(screen.queryByRole("navigation")).toBeNull();
      for (const detail of Object.values(en.privacy.details)) expect(screen.getByText(detail)).toBeTruthy();
      expect(await screen.findByText("From 21 Dec 2026, no end yet")).toBeTruthy();
    },
  );

  it("is saved when it is said so, and asked about before", async () => {
    const { leave } = await openSettings(server, { role: "member" });
    fireEvent.click(screen.getByLabelText(new RegExp(`^${en.privacy.names.anonymous}`)));
    const go = vi.fn();
    await act(() => leave(go));
    await press(en.leave.stay);
    expect([go.mock.calls.length, server.sent.length]).toEqual([0, 0]);
    await press(en.save.save);
    expect(server.sent[0]).toMatchObject({ path: "members/maya", body: { privacy: "anonymous" } });
    expect(screen.getByText(/^Saved \d\d:\d\d$/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: en.save.save })).toBeNull();
  });

  it("stays as it was where it could not be saved", async () => {
    await openSettings(server, { role: "member" });
    server.once.set("PATCH members/maya", () => refusal(503, "unavailable"));
    fireEvent.click(screen.getByLabelText(new RegExp(`^${en.privacy.names.hidden}`)));
    await press(en.save.save);
    expect(screen.getByRole("alert").textContent).toContain(en.privacy.failed);
    expect(button(en.save.save)).toBeTruthy();
  });
});
