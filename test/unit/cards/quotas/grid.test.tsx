// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { QuotaImport } from "../../../../shared/contracts/quota-import.ts";
import { openQuotas, problem, QuotaServer } from "./quota-frame.tsx";

let server: QuotaServer;
beforeEach(() => {
  server = new QuotaServer();
});
afterEach(cleanup);

const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>("button", { name });

async function openGrid() {
  const opened = openQuotas(server);
  await screen.findByRole("grid");
  return opened;
}

function type(name: string, text: string): void {
  field(name).focus();
  fireEvent.input(field(name), { target: { value: text } });
}

function paste(name: string, text: string): void {
  field(name).focus();
  fireEvent.paste(field(name), { clipboardData: { getData: () => text } });
}

function press(key: string, more: object = {}): void {
  const target = document.activeElement;
  if (target) fireEvent.keyDown(target, { key, ...more });
}

const focusedName = () => document.activeElement?.getAttribute("aria-label");

describe("the lines", () => {
  it("stand as deep as their team does", async () => {
    await openGrid();
    const depthOf = (name: string) =>
      screen.getByRole("rowheader", { name }).closest("tbody")?.style.getPropertyValue("--quota-depth");
    expect([depthOf("Maya Okafor"), depthOf("Default Everyone without their own")]).toEqual(["1", ""]);
  });
});

describe("the cells", () => {
  it("show what is set, what comes from a default, and what is typed, each in its own way", async () => {
    await openGrid();
    expect(field("Revenue, Maya Okafor").value).toBe("130,000");
    expect(field("Revenue, Lukas Brandt")).toMatchObject({ value: "", placeholder: "120,000" });
    expect(field("Revenue, Tom Whitfield").placeholder).toBe("90,000");
    type("Revenue, Lukas Brandt", "135,000");
    expect(field("Revenue, Lukas Brandt").className).toContain("quota-changed");
    expect(field("Revenue, Lukas Brandt").getAttribute("aria-invalid")).toBeNull();
    expect(screen.getByText(/1 unsaved change: Lukas Brandt revenue/)).toBeTruthy();
  });

  it("say what is wrong under the cell, and let nothing be saved while it stands", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "135,000");
    type("Meetings, Tom Whitfield", "2O");
    const wrong = field("Meetings, Tom Whitfield");
    expect(wrong.getAttribute("aria-invalid")).toBe("true");
    const described = (wrong.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain("Digits only");
    expect(button("Save quotas").disabled).toBe(true);
    field("Revenue, Maya Okafor").focus();
    fireEvent.click(button("1 value to correct"));
    await waitFor(() => expect(focusedName()).toBe("Meetings, Tom Whitfield"));
  });

  it("sum people and seats, and tell a team what its people are to bring beyond it", async () => {
    await openGrid();
    const sums = within(screen.getByRole("row", { name: /Sum of quotas/ })).getAllByRole("cell");
    expect(sums.map(({ textContent }) => textContent)).toContain("$390,000");
    expect(screen.getByText("People $300,000, $100,000 over the team quota (50%)")).toBeTruthy();
  });
});

describe("the keys", () => {
  it("go down with Enter, right with Tab, and restore with Escape", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "1");
    press("Enter");
    expect(focusedName()).toBe("Revenue, Maya Okafor");
    press("Tab");
    expect(focusedName()).toBe("Deals, Maya Okafor");
    press("ArrowUp");
    expect(focusedName()).toBe("Deals, Lukas Brandt");
    field("Revenue, Lukas Brandt").focus();
    press("Escape");
    expect(field("Revenue, Lukas Brandt").value).toBe("");
    expect(screen.queryByRole("button", { name: "Save quotas" })).toBeNull();
  });

  it("reach every part of a line, with one stop for Tab from outside", async () => {
    await openGrid();
    field("Activities, Lukas Brandt").focus();
    press("Tab");
    expect(focusedName()).toBe("Earlier quotas of Lukas Brandt");
    press("Tab");
    expect(focusedName()).toBe("Select Maya Okafor");
    const grid = screen.getByRole("grid");
    expect(grid.querySelectorAll('[data-stop][tabindex="0"]')).toHaveLength(1);
    expect(grid.querySelectorAll("[data-stop]").length).toBeGreaterThan(30);
  });

  it("write an amount as saved ones are once the cell is left, and what is none as it was typed", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "135000");
    expect(field("Revenue, Lukas Brandt").value).toBe("135000");
    press("Enter");
    expect(field("Revenue, Lukas Brandt").value).toBe("135,000");
    type("Revenue, Maya Okafor", "13x");
    press("Enter");
    expect(field("Revenue, Maya Okafor").value).toBe("13x");
    press("z", { ctrlKey: true });
    press("z", { ctrlKey: true });
    expect(field("Revenue, Lukas Brandt").value).toBe("");
  });

  it("take a step back with Ctrl+Z", async () => {
    await openGrid();
    paste("Revenue, Lukas Brandt", "1\n2");
    press("z", { ctrlKey: true });
    expect(field("Revenue, Lukas Brandt").value).toBe("");
    expect(field("Revenue, Maya Okafor").value).toBe("130,000");
  });
});

describe("a column from a spreadsheet", () => {
  it("goes down the people and seats, over team lines, and leaves blanks as they are", async () => {
    await openGrid();
    paste("Revenue, Lukas Brandt", "$100,000\r\n\r\n70 000\r\n80,000.50\r\n");
    expect(field("Revenue, Lukas Brandt").value).toBe("100,000");
    expect(field("Revenue, Maya Okafor").value).toBe("130,000");
    expect(field("Revenue, Seat 1").value).toBe("70,000");
    expect(field("Revenue, Tom Whitfield").value).toBe("80,000.50");
    expect(field("Revenue, Team default SMB").value).toBe("90,000");
    expect(await screen.findByText("3 cells pasted")).toBeTruthy();
  });

  it("that is too long changes nothing and says so", async () => {
    await openGrid();
    paste("Revenue, Seat 1", "1\n2\n3");
    expect((await screen.findByRole("alert")).textContent).toContain(
      "3 rows were pasted, and 2 rows are left from here.",
    );
    expect(field("Revenue, Seat 1").value).toBe("50,000");
  });

  it("of one cell is the browser's to paste", async () => {
    await openGrid();
    field("Revenue, Seat 1").focus();
    const given = { clipboardData: { getData: () => "60,000" } };
    expect(fireEvent.paste(field("Revenue, Seat 1"), given)).toBe(true);
  });
});

describe("a selection", () => {
  it("is set, raised and put back to the default in one go", async () => {
    await openGrid();
    fireEvent.click(screen.getByRole("checkbox", { name: "Select Maya Okafor" }));
    fireEvent.click(screen.getByRole("checkbox", { name: "Select Lukas Brandt" }));
    expect(await screen.findByText("2 selected")).toBeTruthy();
    const value = screen.getByRole("textbox", { name: "Value" });
    fireEvent.input(value, { target: { value: "125,000" } });
    fireEvent.click(button("Apply to 2"));
    expect(field("Revenue, Lukas Brandt").value).toBe("125,000");
    fireEvent.input(value, { target: { value: "10" } });
    fireEvent.click(button("Raise by %"));
    expect(field("Revenue, Maya Okafor").value).toBe("137,500");
    fireEvent.click(button("Use default"));
    expect(field("Revenue, Maya Okafor")).toMatchObject({ value: "", placeholder: "120,000" });
    fireEvent.input(value, { target: { value: "much" } });
    fireEvent.click(button("Apply to 2"));
    expect(screen.getByText("Give an amount first")).toBeTruthy();
  });
});

describe("seats", () => {
  it("are added to a team and taken away again", async () => {
    await openGrid();
    fireEvent.click(button("Add vacant seat SMB"));
    type("Revenue, Vacant seat 1", "50,000");
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Saved 1 quota.");
    expect(server.puts[0]?.quotas).toMatchObject([
      { subject: { kind: "vacant", id: "Vacant seat 1", teamId: "smb" }, amount: 5_000_000 },
    ]);
    fireEvent.click(button("Remove Vacant seat 1"));
    fireEvent.click(button("Save quotas"));
    await waitFor(() => expect(server.puts).toHaveLength(2));
    expect(server.puts[1]?.quotas).toMatchObject([{ subject: { id: "Vacant seat 1" }, amount: null }]);
  });
});

describe("saving", () => {
  it("sends what changed against the version that was read, and takes it back on Undo", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "135,000");
    type("Revenue, Maya Okafor", "");
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Saved 2 quotas.");
    expect(server.puts[0]).toMatchObject({
      ifMatch: '"7"',
      quotas: [
        { subject: { id: "lukas" }, amount: 13_500_000, effectiveFrom: null },
        { subject: { id: "maya" }, amount: null },
      ],
    });
    expect(screen.queryByRole("button", { name: "Save quotas" })).toBeNull();
    fireEvent.click(button("Undo"));
    await screen.findByText("2 quotas are as before.");
    expect(server.puts[1]).toMatchObject({
      ifMatch: '"8"',
      quotas: [
        { subject: { id: "lukas" }, amount: null },
        { subject: { id: "maya" }, amount: 13_000_000 },
      ],
    });
    expect(field("Revenue, Maya Okafor").value).toBe("130,000");
  });

  it("keeps what was typed since when the saving before is taken back", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "135,000");
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Saved 1 quota.");
    type("Revenue, Tom Whitfield", "95,000");
    fireEvent.click(button("Undo"));
    await screen.findByText("1 quota is as before.");
    expect(field("Revenue, Tom Whitfield").value).toBe("95,000");
    expect(field("Revenue, Lukas Brandt").value).toBe("");
  });

  it("never writes over what others saved, even where the sheet was read again meanwhile", async () => {
    await openGrid();
    type("Revenue, Maya Okafor", "150,000");
    server.saveAs("grace", []);
    window.dispatchEvent(new Event("online"));
    await waitFor(() => expect(server.asked.filter((path) => path === "GET quotas").length).toBe(2));
    fireEvent.click(button("Save quotas"));
    await screen.findByText(/Quotas were changed in the meantime/);
    expect(server.puts.map(({ ifMatch }) => ifMatch)).toEqual(['"7"']);
  });

  it("counts from a date within the period where that is chosen", async () => {
    await openGrid();
    type("Revenue, Lukas Brandt", "135,000");
    fireEvent.click(button("From a date"));
    expect(button("Save quotas").disabled).toBe(true);
    const day = screen.getByLabelText("First day");
    fireEvent.input(day, { target: { value: "2027-01-02" } });
    expect(day.getAttribute("aria-invalid")).toBe("true");
    fireEvent.input(day, { target: { value: "2026-12-15" } });
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Saved 1 quota.");
    expect(server.puts[0]?.quotas).toMatchObject([{ amount: 13_500_000, effectiveFrom: "2026-12-15" }]);
    expect(screen.getByText("From 15 Dec")).toBeTruthy();
  });

  it("keeps the edits when somebody else saved first, says who, and saves over the new version", async () => {
    await openGrid();
    type("Revenue, Maya Okafor", "150,000");
    const period = { grain: "month", from: "2026-12-01" } as const;
    const subject = { kind: "member", id: "maya" } as const;
    server.saveAs("grace", [
      { metric: "revenue_closed", subject, period, amount: 14_000_000, effectiveFrom: null },
    ]);
    fireEvent.click(button("Save quotas"));
    const note = await screen.findByText(/Grace Holm saved 1 quota at 14:08/);
    expect(note.textContent).toContain("Your changes are kept");
    expect(field("Revenue, Maya Okafor").value).toBe("150,000");
    expect(screen.getByText("Now $140,000, by Grace Holm")).toBeTruthy();
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Saved 1 quota.");
    expect(server.puts.map(({ ifMatch }) => ifMatch)).toEqual(['"7"', '"8"']);
    expect(field("Revenue, Maya Okafor").value).toBe("150,000");
  });

  it("says at the cell what the server would not take, until it is changed", async () => {
    await openGrid();
    const errors = [{ path: "quotas.1.subject.id", message: "is no member" }];
    const refusal = { type: "/problems/quota-invalid", title: "No", status: 422, requestId: "r1", errors };
    server.answers.set("quotas", () => Response.json(refusal, { status: 422 }));
    type("Revenue, Lukas Brandt", "135,000");
    type("Meetings, Tom Whitfield", "20");
    fireEvent.click(button("Save quotas"));
    await screen.findByText("Nothing was saved: 1 value is marked below. Correct and save again.");
    const wrong = field("Meetings, Tom Whitfield");
    expect(wrong.getAttribute("aria-invalid")).toBe("true");
    const described = (wrong.getAttribute("aria-describedby") ?? "").split(" ");
    expect(described.map((id) => document.getElementById(id)?.textContent)).toContain("No longer there");
    await waitFor(() => expect(focusedName()).toBe("Meetings, Tom Whitfield"));
    expect(field("Revenue, Lukas Brandt").getAttribute("aria-invalid")).toBeNull();
    type("Meetings, Tom Whitfield", "21");
    expect(field("Meetings, Tom Whitfield").getAttribute("aria-invalid")).toBeNull();
    expect(screen.queryByText("No longer there")).toBeNull();
  });

  it("keeps the edits when nobody answers", async () => {
    await openGrid();
    type("Revenue, Maya Okafor", "150,000");
    server.answers.set("quotas", () => {
      throw new TypeError("Failed to fetch");
    });
    fireEvent.click(button("Save quotas"));
    await screen.findByText("You are offline. Your changes are kept here.");
    expect(field("Revenue, Maya Okafor").value).toBe("150,000");
    expect(button("Save quotas").disabled).toBe(false);
  });
});

describe("leaving with changes", () => {
  it("is asked about once, and without changes it is not", async () => {
    const { leave } = await openGrid();
    const go = vi.fn();
    leave(go);
    expect(go).toHaveBeenCalledTimes(1);
    type("Revenue, Maya Okafor", "150,000");
    leave(go);
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    expect(go).toHaveBeenCalledTimes(1);
    fireEvent.click(within(dialog).getByRole("button", { name: "Leave" }));
    expect(go).toHaveBeenCalledTimes(2);
  });

  it("goes to another period only after that, and stays where it is meant to", async () => {
    const { context } = await openGrid();
    type("Revenue, Maya Okafor", "150,000");
    fireEvent.click(button("Previous period"));
    const dialog = await screen.findByRole("dialog");
    fireEvent.click(within(dialog).getByRole("button", { name: "Stay" }));
    expect(context.navigate).not.toHaveBeenCalled();
    expect(field("Revenue, Maya Okafor").value).toBe("150,000");
  });
});

describe("the import", () => {
  const row = (goalId: string, more: Partial<QuotaImport["rows"][number]>): QuotaImport["rows"][number] => ({
    goalId,
    metric: "revenue_closed",
    subject: { kind: "member", id: goalId },
    name: goalId,
    period: { grain: "month", from: "2026-12-01" },
    from: "2026-12-01",
    to: "2026-12-31",
    present: null,
    imported: 14_000_000,
    currency: "USD",
    change: "new",
    reason: null,
    ...more,
  });
  const answer: QuotaImport = {
    version: 7,
    currency: "USD",
    rows: [
      row("maya", { name: "Maya Okafor", present: 13_000_000, change: "changed" }),
      row("tom", { name: "Tom Whitfield" }),
      row("lukas", { name: "Lukas Brandt", present: 14_000_000, change: "same" }),
      row("x", { name: "Field goal", subject: null, change: "unmatched", reason: "subject_unknown" }),
    ],
  };

  it("shows what would change, writes nothing before it is asked to, and can be taken back", async () => {
    server.answers.set("quotas/import", () => Response.json(answer));
    await openGrid();
    fireEvent.click(button("Import from CRM"));
    const dialog = await screen.findByRole("dialog", { name: "Import quotas from HubSpot goals" });
    await within(dialog).findByText("3 of 3 people have a goal for December 2026.");
    expect(within(dialog).getByText(/Nobody here belongs to it/)).toBeTruthy();
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /Tom Whitfield/ }));
    expect(server.puts).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Import 1 quota" }));
    await screen.findByText("Saved 1 quota.");
    expect(server.puts[0]?.quotas).toMatchObject([{ subject: { id: "maya" }, amount: 14_000_000 }]);
    fireEvent.click(button("Undo"));
    await waitFor(() => expect(server.puts[1]?.quotas).toMatchObject([{ amount: 13_000_000 }]));
  });

  it("says what HubSpot does not allow and how to allow it", async () => {
    server.answers.set("quotas/import", () => problem(422, "crm-scope-missing", "crm.objects.goals.read"));
    await openGrid();
    fireEvent.click(button("Import from CRM"));
    await screen.findByText("HubSpot does not let Standings read goals");
    expect(screen.getByText(/allow goals \(crm.objects.goals.read\)/)).toBeTruthy();
  });
});
