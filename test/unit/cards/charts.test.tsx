// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type BarsFigures, barsPicture } from "../../../ui-extension/cards/activity/bars-picture.ts";
import { ChartCanvas } from "../../../ui-extension/cards/design/chart/chart-canvas.tsx";
import { type ChartLook, lookOf } from "../../../ui-extension/cards/design/chart/chart-look.ts";
import type { DrawnChart } from "../../../ui-extension/cards/design/chart/draw-chart.ts";
import { useTableSwitch } from "../../../ui-extension/cards/design/chart/table-switch.tsx";
import { pacePicture } from "../../../ui-extension/cards/quota-card/pace-picture.ts";
import { buildQuotaCard } from "./quota-card-sample.ts";

const drawn = vi.hoisted(() => ({ count: 0 }));

/** There is no canvas to draw on here: what is left of a chart is which column it shows. */
vi.mock("../../../ui-extension/cards/design/chart/draw-chart.ts", () => ({
  drawChart: (): DrawnChart => {
    let shown: number | null = null;
    drawn.count += 1;
    return {
      columns: FIGURES.labels.length,
      pointed: () => shown,
      point: (index) => {
        shown = index;
      },
      remove: () => undefined,
    };
  },
}));

const LOOK: ChartLook = {
  token: (name) => `<${name}>`,
  font: { family: "sans", size: 11 },
  rightToLeft: false,
};
const FIGURES: BarsFigures = {
  labels: ["2", "3"],
  names: ["2 Nov", "3 Nov, still open"],
  series: [{ label: "Calls", token: "c2", values: [4, 1] }],
  openIndex: 1,
  weekEnds: [],
  reference: 12,
  format: String,
};

describe("bars of activity", () => {
  it("take their colours from the sheet, and draw the day that is still open lighter", () => {
    const [bars] = barsPicture(FIGURES, LOOK).data.datasets;
    expect(bars).toMatchObject({
      data: [4, 1],
      backgroundColor: ["<c2>", "color-mix(in srgb, <c2> 45%, transparent)"],
      borderColor: "<surface>",
    });
  });

  it("opens the part of a bar that is pressed, and nothing beside the bars", () => {
    const onOpen = vi.fn();
    const press = (parts: readonly { index: number; datasetIndex: number }[], figures: BarsFigures) => {
      const { onClick } = barsPicture(figures, LOOK).options ?? {};
      const chart = { getElementsAtEventForMode: () => parts };
      if (onClick) Reflect.apply(onClick, chart, [{ native: new Event("click") }, [], chart]);
      return onClick !== undefined;
    };
    expect(press([{ index: 1, datasetIndex: 2 }], { ...FIGURES, onOpen })).toBe(true);
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(1, 2);
    press([], { ...FIGURES, onOpen });
    expect(onOpen).toHaveBeenCalledOnce();
    expect(press([], FIGURES)).toBe(false);
  });

  it("begin at zero, leave room for what they are compared with, and run from right to left where reading does", () => {
    expect(barsPicture(FIGURES, LOOK).options?.scales).toMatchObject({
      x: { stacked: true, reverse: false },
      y: { stacked: true, beginAtZero: true, suggestedMax: 12, position: "left" },
    });
    expect(barsPicture(FIGURES, { ...LOOK, rightToLeft: true }).options?.scales).toMatchObject({
      x: { reverse: true },
      y: { position: "right" },
    });
  });
});

describe("the line against pace", () => {
  const { chart } = buildQuotaCard();

  it("marks today alone, ends at the last tick, and keeps room for the name of the quota's line", () => {
    if (!chart) throw new Error("no chart");
    const picture = pacePicture(chart, LOOK);
    expect(picture.data.datasets[0]).toMatchObject({
      data: chart.days.map(({ result }) => result),
      borderColor: "<accent>",
      pointRadius: [0, 0, 3.5, 0],
    });
    expect(picture.options?.scales?.y).toMatchObject({ min: 0, max: chart.ticks.at(-1)?.value });
    expect(picture.options?.layout?.padding).toEqual({ right: 52, top: 8 });
    expect(pacePicture(chart, { ...LOOK, rightToLeft: true }).options?.layout?.padding).toEqual({
      left: 52,
      top: 8,
    });
  });
});

describe("a chart on a page", () => {
  let show: () => Promise<void> = () => Promise.resolve();

  beforeEach(() => {
    vi.stubGlobal(
      "IntersectionObserver",
      class {
        constructor(callback: (entries: readonly { readonly isIntersecting: boolean }[]) => void) {
          show = () => act(async () => callback([{ isIntersecting: true }]));
        }
        observe(): void {}
        disconnect(): void {}
      },
    );
  });

  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it("fetches what it is drawn with when it comes into view, and is told in its sentence where that fails", async () => {
    const load = vi.fn(() => Promise.reject(new TypeError("offline")));
    render(<ChartCanvas class="tall" figures={FIGURES} load={load} label="5 calls in two days" />);
    expect(load).not.toHaveBeenCalled();
    await show();
    expect(load).toHaveBeenCalledOnce();
    expect(await screen.findByText("5 calls in two days")).toBeTruthy();
  });

  it("opens the column that the arrows are on with Enter, and nothing before", async () => {
    const onEnter = vi.fn();
    const load = () => Promise.resolve(barsPicture);
    render(<ChartCanvas class="tall" figures={FIGURES} load={load} label="5 calls" onEnter={onEnter} />);
    await show();
    const chart = await screen.findByRole("img", { name: "5 calls" });
    await waitFor(() => expect(drawn.count).toBe(1));
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onEnter).not.toHaveBeenCalled();
    fireEvent.keyDown(chart, { key: "ArrowRight" });
    fireEvent.keyDown(chart, { key: "ArrowRight" });
    fireEvent.keyDown(chart, { key: "Enter" });
    expect(onEnter).toHaveBeenCalledExactlyOnceWith(1);
  });

  it("reads the tokens that it stands under", () => {
    const element = document.body.appendChild(document.createElement("canvas"));
    element.style.setProperty("--st-accent", " #123456 ");
    expect(lookOf(element)).toMatchObject({ rightToLeft: false, font: { size: 11 } });
    expect(lookOf(element).token("accent")).toBe("#123456");
  });

  it("has a switch to its table that names what it changes", () => {
    function Figure() {
      const { asTable, body, button } = useTableSwitch();
      return (
        <>
          <div id={body}>{asTable ? "table" : "chart"}</div>
          {button}
        </>
      );
    }
    render(<Figure />);
    const button = screen.getByRole("button", { name: "Show as table" });
    expect(document.getElementById(button.getAttribute("aria-controls") ?? "")?.textContent).toBe("chart");
    fireEvent.click(button);
    expect(screen.getByText("table")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Show as chart" })).toBeTruthy();
  });
});
