// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Problem } from "../../../shared/contracts/api.ts";
import type { QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import { AnswerCache } from "../../../ui-extension/cards/host/answer-cache.ts";
import { ApiClient } from "../../../ui-extension/cards/host/api-client.ts";
import type { BoardListener } from "../../../ui-extension/cards/host/live-feed.ts";
import { AnswerCacheContext } from "../../../ui-extension/cards/host/use-answer.ts";
import { openPage } from "../../../ui-extension/cards/quota-card/open-page.ts";
import { QuotaCard } from "../../../ui-extension/cards/quota-card/quota-card.tsx";
import { QuotaCardPage } from "../../../ui-extension/cards/quota-card/quota-card-page.tsx";
import { en } from "../../../ui-extension/cards/quota-card/words/en.ts";
import {
  buildBar,
  buildCardWithoutQuota,
  buildDealEffect,
  buildLine,
  buildQuotaCard,
} from "./quota-card-sample.ts";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** The page as it is inside a host's frame. */
function framedIn(host: object, more: PropertyDescriptorMap = {}): typeof window {
  return Object.create(window, { parent: { value: host }, ...more });
}

const DEFAULTS = { onGrain: () => {}, onExplain: () => {}, onOpenStandings: () => {} };

function draw(view: QuotaCardView, layout: "narrow" | "wide" = "narrow") {
  return render(<QuotaCard {...DEFAULTS} view={view} layout={layout} />).container;
}

describe("the narrow quota card", () => {
  it("has the anatomy of the design, in its order", () => {
    const text = draw(buildQuotaCard()).textContent ?? "";
    const order = [
      "November",
      "On track",
      "72%",
      "2 pts ahead of pace",
      "$86,400",
      "of $120,000",
      "Pace 70%",
      "To go",
      "$33,600",
      "Chance to reach quota",
      "likely",
      "4 open deals due by 30 Nov",
      "$61,500",
      "#5",
      "up 2",
      "of 13 in Sales, was #7 on 13 Nov",
      "weekly revenue",
      "Deals",
      "6 / 8",
      "2 to go, 1 every 3 days",
      "Synced 14:31",
      "Open standings",
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(text).not.toContain("Revenue");
  });

  it("says each bar in a sentence", () => {
    draw(buildQuotaCard());
    expect(screen.getByRole("img", { name: "72% of quota, pace today 70%" })).toBeTruthy();
    expect(screen.getByRole("img", { name: "Deals 75% of quota, pace 70%" })).toBeTruthy();
  });

  it("shows the result and what to know where no quota is set", () => {
    const card = draw(buildCardWithoutQuota());
    expect(card.textContent).toContain("No quota set");
    expect(card.textContent).toContain("$86,400closed, 6 deals");
    expect(card.textContent).toContain("Your admin has not set a November quota for you.");
    expect(screen.queryAllByRole("img")).toEqual([]);
  });

  it("marks figures that are not kept up to date by shape too", () => {
    const sync = { state: "stale" as const, label: "Synced 09:10, 5 h ago", at: "2026-11-20T09:10:00Z" };
    const card = draw(buildQuotaCard({ sync }));
    expect(card.querySelector(".live-mark-stale")?.textContent).toBe("Synced 09:10, 5 h ago");
  });

  it("ceases to be live on a card that hears nothing for long", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
    const { container } = render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout="narrow" />);
    expect(container.querySelector(".live-mark-now")).toBeTruthy();
    await act(() => {
      vi.advanceTimersByTime(17 * 60_000);
    });
    expect(container.querySelector(".live-mark-stale")).toBeTruthy();
    vi.useRealTimers();
  });

  it("says what the deal would change, hatched in its bar", () => {
    const card = draw(buildQuotaCard({ deal: buildDealEffect() }));
    const deal = card.querySelector<HTMLElement>(".quota-card-deal");
    expect(deal?.textContent).toContain("If this deal closes$14,400");
    expect(deal?.querySelectorAll(".progress-added")).toHaveLength(1);
    expect(deal?.textContent).toContain(
      "$19,200 to go after that. Counts in November, close date is 25 Nov.",
    );
  });

  it("has only the sentence where the deal changes nothing", () => {
    const sentences = ["This deal is not yours."];
    const deal = buildDealEffect({ kind: "not_your_deal", amount: null, steps: [], bar: null, sentences });
    const card = draw(buildQuotaCard({ deal }));
    expect(card.querySelector(".quota-card-deal")?.textContent).toBe(
      "If this deal closesThis deal is not yours.",
    );
  });

  it("has no button where nothing explains a figure", () => {
    const openDeals = { label: "4 open deals", value: "$61,500", explain: null };
    draw(buildQuotaCard({ openDeals }));
    expect(screen.queryByRole("button", { name: /open deals/ })).toBeNull();
    expect(screen.queryByRole("button", { name: "$33,600" })).toBeNull();
  });
});

describe("the wide quota card", () => {
  it("names the rank by where it is, without the sentence of the narrow one", () => {
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout="wide" />);
    expect(screen.getByText("Rank in Sales").nextElementSibling?.textContent).toContain("#5");
    expect(screen.queryByText(/of 13 in Sales/)).toBeNull();
  });

  it("tells what is due, and opens the deals behind it", () => {
    const opens = { member: "ada", from: "2026-11-20", to: "2026-11-30" };
    const openDeals = { label: "4 open deals due by 30 Nov", value: "$61,500", explain: null, opens };
    const onOpenDeals = vi.fn();
    const view = buildQuotaCard({ openDeals });
    render(<QuotaCard {...DEFAULTS} view={view} layout="wide" onOpenDeals={onOpenDeals} />);
    fireEvent.click(screen.getByRole("button", { name: /^4 open deals due by 30 Nov/ }));
    expect(onOpenDeals).toHaveBeenCalledWith({ memberId: "ada", from: "2026-11-20", to: "2026-11-30" });
  });

  it("has a row for each quota under its heads", () => {
    draw(buildQuotaCard(), "wide");
    const table = screen.getByRole("table");
    expect(
      within(table)
        .getAllByRole("columnheader")
        .map((head) => head.textContent),
    ).toEqual(["Quota", "Progress (Pace 70%)", "Result", "To go", "Per day", "Projected", "Status"]);
    expect(
      within(table)
        .getAllByRole("rowheader")
        .map((head) => head.textContent),
    ).toEqual(["Revenue", "Deals"]);
  });

  it("opens of a row what the Worker says can be opened, whatever its text looks like", () => {
    const line = buildLine({ toGo: "2 or so", perWorkingDay: "half a deal" });
    draw(buildQuotaCard({ quotas: [{ ...line, explainEach: { ...line.explainEach, toGo: null } }] }), "wide");
    expect(screen.getByRole("button", { name: "half a deal" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "2 or so" })).toBeNull();
  });

  it("shows the chart as a table to whoever prefers it", () => {
    draw(buildQuotaCard(), "wide");
    fireEvent.click(screen.getByRole("button", { name: "Show as table" }));
    const table = within(screen.getByRole("region", { name: /projected/ })).getByRole("table");
    expect(
      within(table)
        .getAllByRole("row")
        .map((row) => row.textContent),
    ).toEqual(["DayClosed", "5 Nov$20,000", "6 Nov$50,000", "9 Nov$86,400", "10 Nov–"]);
    fireEvent.click(screen.getByRole("button", { name: "Show as chart" }));
    expect(screen.queryByRole("region", { name: /projected/ })).toBeNull();
  });

  it("goes without chart and table where there is no quota", () => {
    draw(buildCardWithoutQuota(), "wide");
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.queryByRole("button", { name: "Show as table" })).toBeNull();
  });

  it("leaves no bar out of a quota that has no pace", () => {
    const quotas = [buildLine({ bar: buildBar({ pace: null, paceLabel: null }) })];
    draw(buildQuotaCard({ quotas, bar: null }), "wide");
    expect(screen.getByRole("columnheader", { name: "Progress" })).toBeTruthy();
  });
});

describe("the width of the quota card", () => {
  /** Sets how wide everything is, and tells the observers. */
  function stubWidth() {
    const observers: (() => void)[] = [];
    let width = 320;
    class Observer {
      constructor(callback: () => void) {
        observers.push(callback);
      }
      observe() {}
      disconnect() {}
    }
    vi.stubGlobal("ResizeObserver", Observer);
    vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(
      () => new DOMRect(0, 0, width, 400),
    );
    return (next: number) => {
      width = next;
      for (const tell of observers) tell();
    };
  }

  it("decides between the two, on the same page", async () => {
    const resize = stubWidth();
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} />);
    expect(screen.queryByRole("table")).toBeNull();
    resize(760);
    await waitFor(() => expect(screen.getByRole("table")).toBeTruthy());
    resize(360);
    await waitFor(() => expect(screen.queryByRole("table")).toBeNull());
    vi.unstubAllGlobals();
  });
});

describe("what a person does on the quota card", () => {
  it.each(["narrow", "wide"] as const)("opens why a number is what it is, on the %s one", (layout) => {
    const onExplain = vi.fn();
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout={layout} onExplain={onExplain} />);
    fireEvent.click(screen.getByRole("button", { name: "$86,400 closed. Why this number?" }));
    expect(onExplain).toHaveBeenCalledWith({
      metric: "revenue_closed",
      memberId: "m1",
      from: "2026-11-01",
      to: "2026-11-30",
    });
  });

  it("opens the deals that are due, where there is a way to them", () => {
    const onOpenDeals = vi.fn();
    const card = { ...DEFAULTS, view: buildQuotaCard(), layout: "narrow" } as const;
    const { rerender } = render(<QuotaCard {...card} onOpenDeals={onOpenDeals} />);
    fireEvent.click(screen.getByRole("button", { name: /^4 open deals due by 30 Nov/ }));
    expect(onOpenDeals).toHaveBeenCalledWith({ memberId: "m1", from: "2026-11-20", to: "2026-11-30" });
    rerender(<QuotaCard {...card} />);
    expect(screen.queryByRole("button", { name: /open deals due/ })).toBeNull();
  });

  it("chooses another period", () => {
    const onGrain = vi.fn();
    render(<QuotaCard {...DEFAULTS} view={buildQuotaCard()} layout="narrow" onGrain={onGrain} />);
    fireEvent.click(screen.getByRole("button", { name: "Period November" }));
    fireEvent.click(screen.getByRole("option", { name: "Q4" }));
    expect(onGrain).toHaveBeenCalledWith("quarter");
  });

  it("opens a page through the host, which alone can give it a ticket", () => {
    const host = { postMessage: vi.fn() };
    const page = framedIn(host);
    openPage(page, { page: "person", member: "m1" });
    expect(host.postMessage).toHaveBeenCalledWith(
      { type: "standings:open", path: "/cards/standings/?page=person&member=m1" },
      "*",
    );
  });
});

const ok = () => ({ status: 200, body: buildQuotaCard() });

describe("the quota card on its own page", () => {
  const asked: string[] = [];
  let answer: { readonly status: number; readonly body: unknown } | "offline" = ok();
  let listener: BoardListener | null = null;
  const api = new ApiClient({
    fetch: async (input) => {
      asked.push(String(input));
      if (answer === "offline") throw new TypeError("nobody answers");
      return new Response(JSON.stringify(answer.body), { status: answer.status });
    },
    tokenFor: async () => "token",
  });
  const feed = {
    watch: vi.fn((_choice: unknown, heard: BoardListener) => {
      listener = heard;
      return () => {};
    }),
  };
  const onOpen = vi.fn();

  beforeEach(() => {
    asked.length = 0;
    answer = ok();
    feed.watch.mockClear();
    onOpen.mockClear();
  });

  function open() {
    const address = { deal: "55", member: undefined, grain: undefined, layout: undefined };
    return render(
      <AnswerCacheContext.Provider value={new AnswerCache()}>
        <QuotaCardPage {...{ api, feed, address, onOpen }} locale="en-GB" words={en} />
      </AnswerCacheContext.Provider>,
    );
  }

  const leftOut = { count: 0, reasons: [] };
  const board = (revision: number) => ({ rows: [], total: null, leftOut, soFar: false, revision });

  it("shows its outline first, then the card of the deal", async () => {
    open();
    expect(screen.getByRole("status").textContent).toContain("Loading quota");
    await screen.findByText("72%");
    expect(asked).toEqual(["/api/v1/cards/quota?deal=55&locale=en-GB"]);
  });

  it("says the problem, and asks again when told to", async () => {
    const problem: Problem = { type: "internal", title: "Fault", status: 500, requestId: "r1" };
    answer = { status: 500, body: problem };
    open();
    await screen.findByRole("alert");
    answer = ok();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("72%");
  });

  it("keeps the figures and says that they are old when the line is gone", async () => {
    open();
    await screen.findByText("72%");
    answer = "offline";
    window.dispatchEvent(new Event("online"));
    await screen.findByText(en.offline);
    expect(screen.getByText("72%")).toBeTruthy();
  });

  it("asks again when the board of its period has news, and not when it first hears of it", async () => {
    open();
    await screen.findByText("72%");
    expect(feed.watch).toHaveBeenLastCalledWith(
      { metric: "revenue_closed", period: "this_month", by: "member" },
      expect.anything(),
    );
    vi.useFakeTimers();
    listener?.onBoard(board(1), null);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(1);
    listener?.onBoard(board(2), null);
    listener?.onRefresh();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(2);
  });

  it("looks up what no board shows every two minutes", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    open();
    await screen.findByText("72%");
    await vi.advanceTimersByTimeAsync(119_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(2);
  });

  it("opens the person's page with the figure explained", async () => {
    open();
    await screen.findByText("72%");
    fireEvent.click(screen.getByRole("button", { name: "$86,400 closed. Why this number?" }));
    expect(onOpen).toHaveBeenCalledWith({
      page: "person",
      member: "m1",
      explain: "revenue_closed,m1,2026-11-01,2026-11-30",
    });
  });
});
