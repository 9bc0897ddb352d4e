// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TenantSettings } from "../../../../shared/contracts/settings.ts";
import { en } from "../../../../ui-extension/cards/settings/words/en.ts";
import { button, openSettings, press, refusal, SettingsServer, settled, type } from "./settings-frame.tsx";

let server = new SettingsServer();

beforeEach(() => {
  server = new SettingsServer();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("how results are counted", () => {
  const choose = async (label: string, option: string) => {
    fireEvent.click(screen.getByRole("button", { name: new RegExp(`^${label}`) }));
    fireEvent.click(await screen.findByRole("option", { name: new RegExp(`^${option}`) }));
    await settled();
  };

  it("is chosen in a section of its own, and saved like the others", async () => {
    await openSettings(server, { section: "counting" });
    expect(await screen.findByRole("heading", { name: en.counting.title })).toBeTruthy();
    await choose(en.counting.fiscal, en.counting.byMonths);
    await choose(en.counting.startMonth, "April");
    fireEvent.click(screen.getByLabelText(en.counting.namedByStart));
    await choose(en.counting.weekStart, "Sunday");
    fireEvent.click(screen.getByLabelText("Friday"));
    type(en.counting.holiday, "2026-12-26");
    await press(en.counting.addHoliday);
    await press(en.counting.removeNamed("25 Dec 2026"));
    await choose(en.counting.credit, "Splits of HubSpot");
    await choose(en.counting.amount, "Annual recurring revenue");
    await press(en.save.save);
    const splits = { creditSource: { kind: "splits" } };
    expect(server.sent.map(({ body }) => body)).toEqual([
      {
        counting: {
          calendar: {
            weekStart: 7,
            weekend: [5, 6, 7],
            holidays: ["2026-12-26"],
            fiscal: { kind: "months", startMonth: 4, namedByStart: true },
          },
          events: { revenue_closed: { ...splits, amountProperty: "arr" }, deals_won: splits },
        },
      },
    ]);
  });

  it("says while figures are counted again, and that nothing else is to be done", async () => {
    server.settings = { ...server.settings, counting: { ...server.settings.counting, pending: true } };
    await openSettings(server, { section: "counting" });
    expect(await screen.findByText(en.counting.pending)).toBeTruthy();
  });

  it("stops saying so once they are counted, without being opened again", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const counted = server.settings;
    server.settings = { ...counted, counting: { ...counted.counting, pending: true } };
    await openSettings(server, { section: "counting" });
    await screen.findByText(en.counting.pending);
    const later = () => act(async () => void (await vi.advanceTimersByTimeAsync(2000)));
    await later();
    await settled();
    expect(screen.getByText(en.counting.pending)).toBeTruthy();
    server.settings = counted;
    await later();
    await settled();
    expect(screen.queryByText(en.counting.pending)).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("takes back nothing that somebody else saved meanwhile", async () => {
    await openSettings(server, { section: "counting" });
    await screen.findByRole("heading", { name: en.counting.title });
    type(en.counting.holiday, "2026-12-26");
    await press(en.counting.addHoliday);
    const { calendar } = server.settings.counting;
    const theirs: TenantSettings["counting"]["calendar"] = {
      ...calendar,
      weekend: [5, 6, 7],
      holidays: ["2026-12-25", "2027-01-01"],
    };
    const counting = { ...server.settings.counting, calendar: theirs };
    server.settings = { ...server.settings, version: 9, counting };
    server.once.set("PATCH settings", () => refusal(412, "version-mismatch"));
    await press(en.save.save);
    expect(screen.getByLabelText("Friday")).toHaveProperty("checked", true);
    await press(en.save.save);
    expect(server.sent.at(-1)?.body).toEqual({
      counting: { calendar: { holidays: ["2026-12-25", "2026-12-26", "2027-01-01"] } },
    });
  });

  it("keeps the focus at the holidays, whose buttons go away", async () => {
    await openSettings(server, { section: "counting" });
    const field = await screen.findByLabelText(en.counting.holiday);
    const remove = button(en.counting.removeNamed("25 Dec 2026"));
    remove.focus();
    await press(en.counting.removeNamed("25 Dec 2026"));
    expect(document.activeElement).toBe(field);
    type(en.counting.holiday, "2026-12-26");
    button(en.counting.addHoliday).focus();
    await press(en.counting.addHoliday);
    expect(document.activeElement).toBe(field);
  });

  it("follows the year of Salesforce, and the calendar year where HubSpot says nothing", async () => {
    await openSettings(server, { section: "counting", crm: "salesforce" });
    await screen.findByRole("button", { name: /As in Salesforce/ });
    cleanup();
    await openSettings(server, { section: "counting" });
    await screen.findByRole("button", { name: new RegExp(en.counting.calendarYear) });
  });

  it("keeps a chosen field in sight when the CRM does not tell of its fields", async () => {
    const { counting } = server.settings;
    const events = { revenue_closed: { amountProperty: "tcv" } };
    server.settings = { ...server.settings, counting: { ...counting, events } };
    server.once.set("GET settings/deal-fields", () => refusal(503, "crm-unavailable"));
    await openSettings(server, { section: "counting" });
    expect(await screen.findByText(en.counting.fieldsFailed("HubSpot"))).toBeTruthy();
    expect(screen.getByRole("button", { name: new RegExp(`^${en.counting.amount}.*tcv`) })).toBeTruthy();
  });

  it("keeps the changes when a field is gone from the CRM, and says which kind of thing is", async () => {
    await openSettings(server, { section: "counting" });
    await screen.findByRole("heading", { name: en.counting.title });
    await choose(en.counting.amount, "Annual recurring revenue");
    const path = "counting.events.revenue_closed.amountProperty";
    server.once.set("PATCH settings", () => refusal(422, "settings-invalid", [{ path, message: "" }]));
    await press(en.save.save);
    expect(screen.getByRole("alert").textContent).toContain(en.save.fieldGone);
    expect(button(en.save.save)).toBeTruthy();
  });
});
