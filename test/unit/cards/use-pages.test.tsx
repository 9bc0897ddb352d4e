// @vitest-environment happy-dom
import { act, cleanup, renderHook } from "@testing-library/preact";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../../ui-extension/cards/host/api-client.ts";
import { withParameter } from "../../../ui-extension/cards/host/use-drawer-address.ts";
import { type RecordPage, recordPages, usePages } from "../../../ui-extension/cards/host/use-pages.ts";

afterEach(cleanup);

type Page = RecordPage<string>;

/** A list whose pages come when the test says so. */
function slowList() {
  const waiting: ((answer: Answer<Page>) => void)[] = [];
  const asked: (string | undefined)[] = [];
  const source = recordPages((after) => {
    asked.push(after);
    return new Promise<Answer<Page>>((resolve) => waiting.push(resolve));
  });
  const answer = (reply: Answer<Page>) => act(async () => waiting.shift()?.(reply));
  const come = (records: string[], next: string | null) =>
    answer({ kind: "ok", value: { records, total: 3, next } });
  return { source, asked, answer, come };
}

const shown = (list: ReturnType<typeof slowList>) =>
  renderHook(({ source }) => usePages(source), { initialProps: { source: list.source } });

describe("a list that is read page by page", () => {
  it("is joined from its pages, each asked for once, and ends", async () => {
    const list = slowList();
    const { result } = shown(list);
    expect(result.current.answer).toEqual({ state: "loading" });
    await list.come(["a"], "a");
    await act(async () => {
      result.current.readOn("records");
      result.current.readOn("records");
    });
    expect(result.current.answer).toMatchObject({ reading: "records" });
    await list.come(["b"], null);
    expect(result.current.answer).toMatchObject({ value: { records: ["a", "b"] }, reading: null });
    await act(async () => result.current.readOn("records"));
    expect(list.asked).toEqual([undefined, "a"]);
  });

  it("keeps what it has when a further page fails, and asks for that page again", async () => {
    const list = slowList();
    const { result } = shown(list);
    await list.come(["a"], "a");
    await act(async () => result.current.readOn("records"));
    await list.answer({ kind: "offline" });
    expect(result.current.answer).toMatchObject({
      value: { records: ["a"] },
      failed: { part: "records", problem: null },
    });
    await act(async () => result.current.readOn("records"));
    await list.come(["b"], null);
    expect(result.current.answer).toMatchObject({ value: { records: ["a", "b"] }, failed: null });
  });

  it("is begun anew when its first page failed", async () => {
    const list = slowList();
    const { result } = shown(list);
    const problem = { type: "slow", title: "Slow", status: 503, requestId: "1" };
    await list.answer({ kind: "problem", problem });
    expect(result.current.answer).toEqual({ state: "failed", problem });
    await act(async () => result.current.retry());
    expect(result.current.answer).toEqual({ state: "loading" });
    await list.come(["a"], null);
    expect(result.current.answer).toMatchObject({ state: "ready", value: { records: ["a"] } });
  });

  it("adds no page of an earlier list to the one that is shown now", async () => {
    const first = slowList();
    const second = slowList();
    const { result, rerender } = shown(first);
    await first.come(["a"], "a");
    await act(async () => result.current.readOn("records"));
    rerender({ source: second.source });
    await second.come(["x"], null);
    await first.come(["b"], null);
    expect(result.current.answer).toMatchObject({ value: { records: ["x"] } });
  });
});

it("puts what a drawer shows into the address, and takes it out with nothing else", () => {
  const search = withParameter("?page=leaderboard", "explain", "deals_won,m-1");
  expect(new URLSearchParams(search).get("explain")).toBe("deals_won,m-1");
  expect(withParameter(search, "explain", null)).toBe("?page=leaderboard");
  expect(withParameter("?explain=x", "explain", null)).toBe("");
});
