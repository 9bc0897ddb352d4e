// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, describe, expect, it } from "vitest";
import { Button } from "../../../ui-extension/cards/design/button.tsx";
import { Drawer } from "../../../ui-extension/cards/design/drawer.tsx";
import { Menu } from "../../../ui-extension/cards/design/menu.tsx";
import { Segmented } from "../../../ui-extension/cards/design/segmented.tsx";
import { Select } from "../../../ui-extension/cards/design/select.tsx";

afterEach(() => {
  cleanup();
  document.documentElement.dir = "";
});

function press(key: string): void {
  const target = document.activeElement ?? document.body;
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
  // A browser presses a focused button with these; the test's document does not.
  const pressesButton = (key === "Enter" || key === " ") && !event.defaultPrevented;
  if (pressesButton && target instanceof HTMLButtonElement) fireEvent.click(target);
}

/** Keys change state, which is drawn before the next key. */
async function type(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await act(() => press(key));
  }
}

const METRICS = [
  { value: "revenue", label: "Revenue Closed", group: "Results" },
  { value: "deals", label: "Deals Won", group: "Results" },
  { value: "calls", label: "Calls Made", group: "Activity" },
  { value: "meetings", label: "Meetings Booked", group: "Activity" },
];

function MetricSelect(props: { readonly filterable?: boolean; readonly chosen: string[] }) {
  const [value, setValue] = useState("deals");
  return (
    <Select
      label="Metric"
      value={value}
      options={METRICS}
      filterable={props.filterable ?? false}
      onChange={(next) => {
        props.chosen.push(next);
        setValue(next);
      }}
    />
  );
}

function metricButton(): HTMLElement {
  return screen.getByRole("button", { name: /^Metric/ });
}

function activeOption(holder: HTMLElement): string | null | undefined {
  const id = holder.getAttribute("aria-activedescendant");
  return id === null ? null : document.getElementById(id)?.textContent;
}

async function openMetrics(): Promise<HTMLElement> {
  metricButton().focus();
  await type("ArrowDown");
  return screen.getByRole("listbox", { name: "Metric" });
}

describe("a select", () => {
  it("says its key and its value, and opens at the value", async () => {
    render(<MetricSelect chosen={[]} />);
    expect(metricButton().textContent).toBe("Metric Deals Won");
    const list = await openMetrics();
    expect(metricButton().getAttribute("aria-expanded")).toBe("true");
    expect(document.activeElement).toBe(list);
    expect(activeOption(list)).toBe("Deals Won");
    expect(screen.getByRole("option", { selected: true }).textContent).toBe("Deals Won");
  });

  it("moves with arrows, Home and End, and stops at the ends", async () => {
    render(<MetricSelect chosen={[]} />);
    const list = await openMetrics();
    await type("ArrowDown");
    expect(activeOption(list)).toBe("Calls Made");
    await type("End", "ArrowDown");
    expect(activeOption(list)).toBe("Meetings Booked");
    await type("Home", "ArrowUp");
    expect(activeOption(list)).toBe("Revenue Closed");
  });

  it("goes to what is typed", async () => {
    render(<MetricSelect chosen={[]} />);
    const list = await openMetrics();
    await type("m", "e");
    expect(activeOption(list)).toBe("Meetings Booked");
  });

  it("chooses with Enter and gives the focus back", async () => {
    const chosen: string[] = [];
    render(<MetricSelect chosen={chosen} />);
    await openMetrics();
    await type("ArrowDown", "Enter");
    expect(chosen).toEqual(["calls"]);
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(document.activeElement).toBe(metricButton());
    expect(metricButton().textContent).toBe("Metric Calls Made");
  });

  it("leaves everything as it was on Esc", async () => {
    const chosen: string[] = [];
    render(<MetricSelect chosen={chosen} />);
    await openMetrics();
    await type("End", "Escape");
    expect(chosen).toEqual([]);
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(document.activeElement).toBe(metricButton());
  });

  it("closes on a press elsewhere", async () => {
    render(
      <>
        <MetricSelect chosen={[]} />
        <p>Elsewhere</p>
      </>,
    );
    await openMetrics();
    await act(() => {
      fireEvent.pointerDown(screen.getByText("Elsewhere"));
    });
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it("shows only what the filter finds, and says when nothing is", async () => {
    const chosen: string[] = [];
    render(<MetricSelect filterable chosen={chosen} />);
    await openMetrics();
    const field = screen.getByRole("combobox");
    expect(document.activeElement).toBe(field);
    await act(() => {
      fireEvent.input(field, { target: { value: "made" } });
    });
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["Calls Made"]);
    await act(() => {
      fireEvent.input(field, { target: { value: "zzz" } });
    });
    expect(screen.getByRole("status").textContent).toBe("Nothing matches");
    await act(() => {
      fireEvent.input(field, { target: { value: "rev" } });
    });
    await type("Enter");
    expect(chosen).toEqual(["revenue"]);
  });

  it("keeps options of a group together, under its name", async () => {
    render(<MetricSelect chosen={[]} />);
    await openMetrics();
    const activity = screen.getByRole("group", { name: "Activity" });
    expect(within(activity).getAllByRole("option")).toHaveLength(2);
  });
});

function PeriodChoice({ chosen }: { readonly chosen: string[] }) {
  const [value, setValue] = useState("month");
  return (
    <Segmented
      label="Period"
      value={value}
      options={[
        { value: "week", label: "This week" },
        { value: "month", label: "This month" },
        { value: "quarter", label: "This quarter" },
      ]}
      onChange={(next) => {
        chosen.push(next);
        setValue(next);
      }}
    />
  );
}

describe("a segmented control", () => {
  it("is one stop for Tab, at what is chosen", () => {
    render(<PeriodChoice chosen={[]} />);
    const buttons = within(screen.getByRole("group", { name: "Period" })).getAllByRole("button");
    expect(buttons.map((button) => button.tabIndex)).toEqual([-1, 0, -1]);
    expect(buttons.map((button) => button.getAttribute("aria-pressed"))).toEqual(["false", "true", "false"]);
  });

  it("moves with arrows and chooses with Enter", async () => {
    const chosen: string[] = [];
    render(<PeriodChoice chosen={chosen} />);
    screen.getByRole("button", { name: "This month" }).focus();
    await type("ArrowRight");
    expect(document.activeElement?.textContent).toBe("This quarter");
    expect(chosen).toEqual([]);
    await type("ArrowRight");
    expect(document.activeElement?.textContent).toBe("This week");
    await type("End", "Enter");
    expect(chosen).toEqual(["quarter"]);
  });

  it("follows the line of reading from right to left", async () => {
    document.documentElement.dir = "rtl";
    render(<PeriodChoice chosen={[]} />);
    screen.getByRole("button", { name: "This month" }).focus();
    await type("ArrowLeft");
    expect(document.activeElement?.textContent).toBe("This quarter");
  });
});

describe("a menu", () => {
  function ShareMenu({ done }: { readonly done: string[] }) {
    return (
      <Menu
        label="Share"
        icon="share"
        items={[
          { id: "link", label: "Copy link", onSelect: () => done.push("link") },
          { id: "mail", label: "Send by email", disabled: true, onSelect: () => done.push("mail") },
          { kind: "rule", id: "rule" },
          { id: "csv", label: "Download CSV", onSelect: () => done.push("csv") },
          { kind: "text", id: "note", label: "Shared copies leave private members out." },
        ]}
      />
    );
  }
  const button = () => screen.getByRole("button", { name: "Share" });

  it("opens at the first with Down and at the last with Up", async () => {
    render(<ShareMenu done={[]} />);
    button().focus();
    await type("ArrowDown");
    expect(document.activeElement?.textContent).toBe("Copy link");
    await type("Escape");
    expect(document.activeElement).toBe(button());
    await type("ArrowUp");
    expect(document.activeElement?.textContent).toBe("Download CSV");
  });

  it("moves round, finds letters, and does what is chosen", async () => {
    const done: string[] = [];
    render(<ShareMenu done={done} />);
    button().focus();
    await type("ArrowDown", "ArrowUp");
    expect(document.activeElement?.textContent).toBe("Download CSV");
    await type("s");
    expect(document.activeElement?.textContent).toBe("Send by email");
    await type("Enter");
    expect(done).toEqual([]);
    await type("End", "Enter");
    expect(done).toEqual(["csv"]);
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button());
  });
});

function DrawerOnButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Why</Button>
      {open && (
        <Drawer title="Revenue closed: $86,400" eyebrow="Why this number?" onClose={() => setOpen(false)}>
          <Select
            label="Show"
            value="all"
            options={[
              { value: "all", label: "All" },
              { value: "late", label: "Late" },
            ]}
            onChange={() => undefined}
          />
          <Button>Download CSV</Button>
        </Drawer>
      )}
    </>
  );
}

describe("a drawer", () => {
  async function openDrawer(): Promise<HTMLElement> {
    render(<DrawerOnButton />);
    const button = screen.getByRole("button", { name: "Why" });
    button.focus();
    await type("Enter");
    return screen.getByRole("dialog");
  }

  it("is named by its title and locks the page behind it", async () => {
    const drawer = await openDrawer();
    const title = document.getElementById(drawer.getAttribute("aria-labelledby") ?? "");
    expect(title?.textContent).toBe("Why this number? Revenue closed: $86,400");
    expect(document.documentElement.classList.contains("modal-open")).toBe(true);
  });

  it("closes on Esc, unlocks the page and gives the focus back", async () => {
    await openDrawer();
    screen.getByRole("button", { name: "Close" }).focus();
    await type("Escape");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.documentElement.classList.contains("modal-open")).toBe(false);
    expect(document.activeElement?.textContent).toBe("Why");
  });

  it("keeps Tab inside, both ways", async () => {
    await openDrawer();
    screen.getByRole("button", { name: "Download CSV" }).focus();
    await type("Tab");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Close" }));
    document.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Tab", shiftKey: true, bubbles: true, cancelable: true }),
    );
    expect(document.activeElement?.textContent).toBe("Download CSV");
  });

  it("lets Esc close an open list first", async () => {
    await openDrawer();
    screen.getByRole("button", { name: /^Show/ }).focus();
    await type("ArrowDown", "Escape");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.getByRole("dialog")).toBeTruthy();
    await type("Escape");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});
