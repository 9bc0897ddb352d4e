// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyTheme } from "../../../../ui-extension/cards/host/apply-theme.ts";
import { TvPage } from "../../../../ui-extension/cards/tv/tv-page.tsx";
import { en } from "../../../../ui-extension/cards/tv/words/en.ts";
import { board } from "./tv-sample.ts";

let reply: () => Promise<Response>;
let asked: { readonly address: string; readonly authorization: string | null }[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-20T14:32:00.000Z"));
  asked = [];
  reply = () => Promise.resolve(Response.json(board()));
  vi.spyOn(window, "fetch").mockImplementation((address, init) => {
    asked.push({
      address: String(address),
      authorization: new Headers(init?.headers).get("authorization"),
    });
    return reply();
  });
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  delete document.documentElement.dataset.defaultMode;
});

async function pass(seconds: number): Promise<void> {
  await act(async () => {
    await vi.advanceTimersByTimeAsync(seconds * 1000);
  });
}

async function show(key: string | null = "sd_1") {
  const { container } = render(<TvPage page={window} displayKey={key} words={en} language="en-GB" />);
  await pass(0);
  return {
    text: () => container.textContent ?? "",
    heading: () => container.querySelector("h1")?.textContent,
    main: () => container.querySelector("main"),
  };
}

function refuse(type: string, status: number): () => Promise<Response> {
  const problem = { type: `/problems/${type}`, title: "No", status, requestId: "r1" };
  return () => Promise.resolve(Response.json(problem, { status }));
}

describe("a screen on a wall", () => {
  it("asks with its key alone, in no address, and reads nothing out", async () => {
    const screen = await show();
    expect(asked).toEqual([{ address: "/api/v1/display", authorization: "Bearer sd_1" }]);
    expect(screen.heading()).toBe("Revenue closed, November");
    expect(screen.text()).toContain("Private member");
    expect(screen.text()).toContain("Live, synced 14:31");
    expect(screen.main()?.getAttribute("aria-live")).toBe("off");
  });

  it("writes a long name whole, smaller and in two lines", async () => {
    const long = "Maximiliana-Alexandra von Hohenstein";
    const { rows, ...more } = board();
    reply = () =>
      Promise.resolve(
        Response.json({ ...more, rows: rows.map((row, at) => (at === 0 ? { ...row, name: long } : row)) }),
      );
    const screen = await show();
    const names = [...(screen.main()?.querySelectorAll(".tv-places .tv-name") ?? [])];
    expect(names.filter(({ className }) => className.includes("tv-name-long"))).toHaveLength(1);
    expect(names[0]?.textContent).toBe(long);
  });

  it("turns to who improved most and back, every 20 seconds", async () => {
    const screen = await show();
    expect(screen.text()).toContain("Next: Most improved, in 20 s");
    await pass(20);
    expect(screen.heading()).toBe("Most improved");
    expect(screen.text()).toContain("from $100 to $121");
    expect(screen.text()).toContain("Next: Standings, in 20 s");
    await pass(20);
    expect(screen.heading()).toBe("Revenue closed, November");
  });

  it("stays where there is one slide, and says so where nobody is on the board", async () => {
    reply = () => Promise.resolve(Response.json(board({ rows: [], improved: [], slides: ["standings"] })));
    const screen = await show();
    await pass(25);
    expect(screen.text()).toContain(en.emptyTitle);
    expect(screen.text()).not.toContain("Next");
  });

  it("asks again every half a minute, and shows what is new", async () => {
    const screen = await show();
    reply = () => Promise.resolve(Response.json(board({ of: 14 })));
    await pass(30);
    expect(asked).toHaveLength(2);
    await pass(10);
    expect(screen.text()).toContain("Top 3 of 14");
  });

  it("keeps the last board with its age while nobody answers, and mends itself with the line", async () => {
    const screen = await show();
    reply = () => Promise.reject(new TypeError("no network"));
    await pass(12 * 60);
    expect(screen.text()).toContain("Daniel Reyes");
    expect(screen.text()).toContain("Shown as of 14:32, 12 minutes ago. Standings could not be reached");
    reply = () => Promise.resolve(Response.json(board()));
    window.dispatchEvent(new Event("online"));
    await pass(1);
    expect(screen.text()).toContain("Live, synced 14:31");
  });

  it("loses the board when its key is revoked, and says what to do", async () => {
    const screen = await show();
    reply = refuse("display-key-invalid", 401);
    await pass(30);
    expect(screen.text()).not.toContain("Daniel");
    expect(screen.text()).toBe(en.problems.key.title + en.problems.key.detail);
  });

  it.each([
    ["team-unknown", 404, en.problems.team.title],
    ["account-disconnected", 403, en.problems.account.title],
    ["not-loaded", 503, en.problems.arriving.title],
    ["internal", 500, en.problems.other.title],
  ])("is calm about %s", async (type, status, title) => {
    reply = refuse(type, status);
    expect((await show()).heading()).toBe(title);
  });

  it("asks nothing without a key", async () => {
    expect((await show(null)).heading()).toBe(en.problems.address.title);
    await pass(60);
    expect(asked).toEqual([]);
  });
});

describe("the look of a screen", () => {
  it("is dark where its page says so, unless the address asks for light", () => {
    const root = document.documentElement;
    root.dataset.defaultMode = "dark";
    applyTheme(window);
    expect(root.dataset.mode).toBe("dark");
    window.history.replaceState(null, "", "/?mode=light&host=salesforce");
    applyTheme(window);
    expect([root.dataset.mode, root.dataset.host]).toEqual(["light", "salesforce"]);
    window.history.replaceState(null, "", "/");
  });
});
