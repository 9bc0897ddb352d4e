// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/preact";
import { useState } from "preact/hooks";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Leaderboard } from "../../../shared/contracts/api.ts";
import { RULE_WORDS } from "../../../shared/metrics/words/rule-words.ts";
import { DESIGN_WORDS } from "../../../ui-extension/cards/design/design-words.ts";
import { FIRST_DEFAULTS, readQuery } from "../../../ui-extension/cards/leaderboard/board-query.ts";
import { BoardSection } from "../../../ui-extension/cards/leaderboard/board-section.tsx";
import { leaderboardView, RowViews } from "../../../ui-extension/cards/leaderboard/leaderboard-view.ts";
import { BOARD_STATE_WORDS } from "../../../ui-extension/cards/leaderboard/states/words/book.ts";
import { FIRST_ROWS, ROWS_PER_PIECE } from "../../../ui-extension/cards/leaderboard/use-growing.ts";
import { useLiveNews } from "../../../ui-extension/cards/leaderboard/use-live-news.ts";
import { LEADERBOARD_WORDS } from "../../../ui-extension/cards/leaderboard/words/book.ts";
import { en } from "../../../ui-extension/cards/leaderboard/words/en.ts";
import { framePage } from "./framed-page.tsx";
import { BOARD_DETAILS, buildBoard, buildRow, ROWS, STANDING } from "./leaderboard-board.ts";

const BOOKS = [LEADERBOARD_WORDS, BOARD_STATE_WORDS, RULE_WORDS, DESIGN_WORDS];
const QUERY = readQuery(new URLSearchParams(), FIRST_DEFAULTS);
const STILL = { teams: [], rule: null, onSearch: vi.fn(), onChange: vi.fn(), onRules: vi.fn() };

let seen: ((entries: readonly object[]) => void)[] = [];

beforeEach(() => {
  seen = [];
  window.localStorage.clear();
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(callback: (entries: readonly object[]) => void) {
        seen.push(callback);
      }
      observe(): void {}
      disconnect(): void {}
    },
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const pass = (milliseconds: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(milliseconds);
  });
const nameOf = (row: HTMLElement) => row.querySelector(".who-name")?.textContent;
const names = () => screen.getAllByRole("row").slice(1).map(nameOf);

describe("a board that changes while it is read", () => {
  const first = buildBoard({ rows: [buildRow("a", { value: 300 }), buildRow("b", { rank: 2, value: 200 })] });
  const swapped = buildBoard({
    rows: [buildRow("b", { value: 500_00 }), buildRow("a", { rank: 2, value: 300 })],
  });
  const views = new RowViews();
  let show: (board: Leaderboard) => Promise<void> = () => Promise.resolve();

  function Section({ board: given }: { readonly board: Leaderboard }) {
    const [board, setBoard] = useState(given);
    show = (next) => Promise.resolve(act(() => setBoard(next)));
    const news = useLiveNews(board, { subject: "one", words: en, language: "en-GB" });
    const viewer = { memberId: "m1", role: "member" as const };
    const options = { query: QUERY, words: en, language: "en-GB", viewer, teamNames: new Map() };
    return (
      <>
        <p role="status">{news.announcement}</p>
        <BoardSection
          board={board}
          view={leaderboardView(board, options, views)}
          query={QUERY}
          {...STILL}
          words={en}
          layout="wide"
          search=""
          tags={news.tags}
        />
      </>
    );
  }

  const open = (board: Leaderboard) =>
    framePage({ role: "member", answers: {}, books: BOOKS }, <Section board={board} />);
  const region = () => screen.getByRole("table").closest("section") as HTMLElement;

  it("keeps its order under the pointer, shows new values in place, and takes the new order when asked", async () => {
    await open(first);
    fireEvent.pointerEnter(region(), { pointerType: "mouse" });
    await show(swapped);
    expect(names()).toEqual(["Person a", "Person b"]);
    expect(screen.getByText("$500")).toBeTruthy();
    expect(screen.getByText("2 places changed since you started reading.")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Update order" }));
    expect(names()).toEqual(["Person b", "Person a"]);
    expect(screen.queryByText(/places changed/)).toBeNull();
  });

  it("keeps its order while the focus is in it, and follows when nobody reads", async () => {
    await open(first);
    const link = screen.getByRole("link", { name: "Person a" });
    await act(() => link.focus());
    await show(swapped);
    expect(names()).toEqual(["Person a", "Person b"]);
    await act(() => link.blur());
    expect(names()).toEqual(["Person b", "Person a"]);
  });

  it("tells by how much a value changed for four seconds, and speaks at most once in thirty", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    await open(first);
    await show(swapped);
    await pass(0);
    expect(screen.getByText("+$498")).toBeTruthy();
    const spoken = () => screen.getAllByRole("status")[0]?.textContent;
    expect(spoken()).toBe("1 figure changed.");
    await pass(4_000);
    expect(screen.queryByText("+$498")).toBeNull();
    const both = buildBoard({
      rows: [buildRow("b", { value: 600_00 }), buildRow("a", { rank: 2, value: 400 })],
    });
    await show(both);
    await pass(20_000);
    expect(spoken()).toBe("1 figure changed.");
    await pass(10_000);
    expect(spoken()).toBe("2 figures changed.");
  });

  it("pins my row with the gap to the next place while it is out of view", async () => {
    const details = { ...BOARD_DETAILS, standing: STANDING };
    await open(buildBoard({ rows: ROWS, details }));
    expect(screen.queryByRole("button", { name: /^Go to your row/ })).toBeNull();
    const entry = { isIntersecting: false, boundingClientRect: { top: 2000 }, rootBounds: { top: 0 } };
    await act(() => seen.at(-1)?.([entry]));
    const pinned = await screen.findByRole("button", { name: /^Go to your row/ });
    for (const said of ["2", "You", "$1,000", "$1,000 to #1"]) expect(pinned.textContent).toContain(said);
    await act(() => seen.at(-1)?.([{ ...entry, isIntersecting: true }]));
    expect(screen.queryByRole("button", { name: /^Go to your row/ })).toBeNull();
  });

  it("draws a long board piece by piece, and all of it in the end", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const rows = Array.from({ length: 300 }, (_, index) =>
      buildRow(`p${index}`, { rank: index + 1, value: 1000 - index }),
    );
    const framed = await framePage(
      { role: "admin", answers: {}, books: BOOKS },
      <Section board={buildBoard({ rows })} />,
    );
    expect(names().length).toBeLessThanOrEqual(FIRST_ROWS + ROWS_PER_PIECE);
    for (let piece = 0; piece < 300 / ROWS_PER_PIECE; piece += 1) await pass(1);
    expect(names()).toHaveLength(300);
    framed.unmount();
  });
});
