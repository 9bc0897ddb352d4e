// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import { Avatar, initialsOf } from "../../../ui-extension/cards/design/avatar.tsx";
import { Movement } from "../../../ui-extension/cards/design/movement.tsx";
import { ProblemState } from "../../../ui-extension/cards/design/problem-state.tsx";
import { ProgressBar } from "../../../ui-extension/cards/design/progress-bar.tsx";
import { Skeleton } from "../../../ui-extension/cards/design/skeleton.tsx";
import { Sparkline } from "../../../ui-extension/cards/design/sparkline.tsx";
import { Status } from "../../../ui-extension/cards/design/status.tsx";
import { SummaryStrip } from "../../../ui-extension/cards/design/summary-strip.tsx";

afterEach(cleanup);

describe("figures", () => {
  const bar = {
    percent: 72,
    added: null,
    pace: 70,
    paceLabel: "Pace 70%",
    scale: 100,
    tone: "good",
    label: "72% of quota, pace today 70%",
  } as const;

  it("draws a bar with its pace, and says both", () => {
    const { container } = render(<ProgressBar bar={bar} size={12} withPaceLabel />);
    expect(screen.getByRole("img", { name: bar.label })).toBeTruthy();
    expect(container.querySelector<HTMLElement>(".progress-pace")?.style.insetInlineStart).toBe("70%");
    expect(container.querySelector(".progress-quota")).toBeNull();
    expect(container.textContent).toBe("Pace 70%");
  });

  it("keeps a bar beyond the quota on its scale, with a line at the quota", () => {
    const { container } = render(<ProgressBar bar={{ ...bar, percent: 140, scale: 125 }} />);
    expect(container.querySelector<HTMLElement>(".progress-fill")?.style.inlineSize).toBe("100%");
    expect(container.querySelector<HTMLElement>(".progress-quota")?.style.insetInlineStart).toBe("80%");
  });

  it("hatches what a deal would add", () => {
    const { container } = render(<ProgressBar bar={{ ...bar, added: 12 }} />);
    const added = container.querySelector<HTMLElement>(".progress-added");
    expect([added?.style.insetInlineStart, added?.style.inlineSize]).toEqual(["72%", "12%"]);
  });

  it("gives every status a shape of its own beside its word", () => {
    const shapes = (["good", "warn", "bad", "quiet"] as const).map((tone) => {
      const { container, unmount } = render(<Status status={{ tone, label: "On track" }} />);
      const shape = container.querySelector("path")?.getAttribute("d");
      expect(container.textContent).toBe("On track");
      unmount();
      return shape;
    });
    expect(new Set(shapes).size).toBe(4);
  });

  it("says a movement in words, and a new one as new", () => {
    const { container, rerender } = render(
      <Movement movement={{ direction: "up", places: 2, label: "up 2" }} />,
    );
    expect(container.querySelector(".visually-hidden")?.textContent).toBe("up 2");
    rerender(<Movement movement={{ direction: "new", places: null, label: "new" }} />);
    expect(container.textContent).toBe("new");
  });

  it("draws a sparkline over its gaps, and nothing where there is no value", () => {
    const { container, rerender } = render(<Sparkline values={[1, null, 3, 4]} label="rising" />);
    expect(container.querySelector("path")?.getAttribute("d")?.match(/M/g)).toHaveLength(2);
    rerender(<Sparkline values={[null, null]} label="none" />);
    expect(container.querySelector("svg")).toBeNull();
  });

  it("draws a sparkline of equal values along the middle", () => {
    const { container } = render(<Sparkline values={[5, 5, 5]} />);
    expect(container.querySelector("path")?.getAttribute("d")).toBe("M3.0 11.0L32.0 11.0L61.0 11.0");
  });

  it("writes the initials of the first and the last word, and none of a private member", () => {
    expect([initialsOf("Maya Okafor"), initialsOf("Ana de la Cruz"), initialsOf("")]).toEqual([
      "MO",
      "AC",
      "",
    ]);
    const { container } = render(<Avatar name="Maya Okafor" private />);
    expect(container.textContent).toBe("");
  });

  it("opens a figure of a strip by a button with its name", () => {
    const opened: string[] = [];
    render(
      <SummaryStrip
        facts={[
          {
            label: "Team total",
            value: "$0.94M",
            openLabel: "$0.94M, why this number?",
            onOpen: () => opened.push("total"),
          },
          { label: "Your place", value: "#5", hint: "was #7 on 13 Nov" },
        ]}
      />,
    );
    fireEvent.click(screen.getByRole("button", { name: "$0.94M, why this number?" }));
    expect(opened).toEqual(["total"]);
  });
});

describe("states", () => {
  it("announces that something loads, with the rows that will be there", () => {
    const { container } = render(<Skeleton rows={6} facts={4} />);
    expect(screen.getByRole("status").textContent).toBe("Loading standings");
    expect(container.querySelectorAll(".skeleton-avatar")).toHaveLength(6);
    expect(container.querySelectorAll(".skeleton-figure")).toHaveLength(4);
  });

  it("words a known problem for people, and gives the reference", () => {
    render(
      <ProblemState
        problem={{
          type: "https://standings.test/problems/session-ended",
          title: "The session has ended",
          status: 401,
          action: "Ask the host page for a new ticket and exchange it for a session.",
          requestId: "7F3A-21C",
        }}
      />,
    );
    expect(screen.getByRole("alert").textContent).toContain("Open Standings again from your CRM.");
    expect(screen.getByText("Reference 7F3A-21C")).toBeTruthy();
  });

  it("tells the server's silence from the line's, and offers to try again", () => {
    const tries: string[] = [];
    const { rerender } = render(<ProblemState problem={null} onRetry={() => tries.push("again")} />);
    expect(screen.getByRole("heading").textContent).toBe("You are offline");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(tries).toEqual(["again"]);
    rerender(<ProblemState problem={{ type: "internal", title: "x", status: 500, requestId: "" }} />);
    expect(screen.getByRole("heading").textContent).toBe("Standings could not be loaded");
  });
});
