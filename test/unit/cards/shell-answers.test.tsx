// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerCache } from "../../../ui-extension/cards/host/answer-cache.ts";
import {
  type Answer,
  ApiClient,
  openSession,
  renewSession,
} from "../../../ui-extension/cards/host/api-client.ts";
import {
  AnswerCacheContext,
  type UsedAnswer,
  useAnswer,
} from "../../../ui-extension/cards/host/use-answer.ts";
import { ASK_AGAIN_MILLISECONDS } from "../../../ui-extension/cards/tv/tv-state.ts";

const START = new Date("2026-11-20T14:32:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(START);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.useRealTimers();
  window.history.replaceState(null, "", "/");
});

const REFUSED = { type: "internal", title: "Something went wrong", status: 500, requestId: "r1" };

/** Replies that the test gives when it wants to. */
class Questions {
  readonly asked: string[] = [];
  readonly #open: ((answer: Answer<string>) => void)[] = [];

  ask(key: string): Promise<Answer<string>> {
    this.asked.push(key);
    return new Promise((resolve) => this.#open.push(resolve));
  }

  async reply(index: number, answer: Answer<string>): Promise<void> {
    await act(async () => {
      this.#open[index]?.(answer);
    });
  }
}

function later(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

let used: UsedAnswer<string> | null = null;

function Board({ question, questions }: { readonly question: string; readonly questions: Questions }) {
  used = useAnswer(question, () => questions.ask(question));
  return <p>{`${used.state} ${used.value ?? "nothing"} ${used.asOf ?? ""}`.trim()}</p>;
}

function show(question: string, questions: Questions, cache: AnswerCache) {
  const tree = (asked: string) => (
    <AnswerCacheContext.Provider value={cache}>
      <Board question={asked} questions={questions} />
    </AnswerCacheContext.Provider>
  );
  const { container, rerender, unmount } = render(tree(question));
  return {
    text: () => container.textContent,
    change: (next: string) => rerender(tree(next)),
    leave: unmount,
  };
}

describe("an answer", () => {
  it("loads, and is ready with its time", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    expect(board.text()).toBe("loading nothing");
    await questions.reply(0, { kind: "ok", value: "12 rows" });
    expect(board.text()).toBe("ready 12 rows 2026-11-20T14:32:00.000Z");
  });

  it("drops the reply to an earlier question", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    board.change("october");
    await questions.reply(1, { kind: "ok", value: "October" });
    await questions.reply(0, { kind: "ok", value: "November" });
    expect(board.text()).toContain("ready October");
  });

  it("never shows the old answer under a new question", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    await questions.reply(0, { kind: "ok", value: "November" });
    board.change("october");
    expect(board.text()).toBe("loading nothing");
  });

  it("keeps old data with its age when a refresh fails, and mends itself", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    await questions.reply(0, { kind: "ok", value: "12 rows" });
    later(90_000);
    await act(() => used?.retry());
    await questions.reply(1, { kind: "offline" });
    expect(board.text()).toBe("stale 12 rows 2026-11-20T14:32:00.000Z");
    expect(used).toMatchObject({ why: "offline", problem: null });
    await act(() => {
      window.dispatchEvent(new Event("online"));
    });
    await questions.reply(2, { kind: "ok", value: "13 rows" });
    expect(board.text()).toBe("ready 13 rows 2026-11-20T14:33:30.000Z");
  });

  it("is a problem, or offline, where there is nothing older to show", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    await questions.reply(0, { kind: "problem", problem: REFUSED });
    expect(board.text()).toBe("problem nothing");
    await act(() => used?.retry());
    await questions.reply(1, { kind: "offline" });
    expect(board.text()).toBe("offline nothing");
  });

  it("takes away what the viewer may no longer see", async () => {
    const questions = new Questions();
    const cache = new AnswerCache();
    const board = show("november", questions, cache);
    await questions.reply(0, { kind: "ok", value: "12 rows" });
    await act(() => used?.retry());
    await questions.reply(1, { kind: "problem", problem: { ...REFUSED, status: 403 } });
    expect(board.text()).toBe("problem nothing");
    expect(cache.get("november")).toBeNull();
  });

  it("paints the last answer at once on the way back, and marks it when it is old", async () => {
    const questions = new Questions();
    const cache = new AnswerCache();
    const first = show("november", questions, cache);
    await questions.reply(0, { kind: "ok", value: "12 rows" });
    first.leave();
    later(61_000);
    const again = show("november", questions, cache);
    expect(again.text()).toBe("stale 12 rows 2026-11-20T14:32:00.000Z");
    expect(used).toMatchObject({ why: "refreshing" });
    await questions.reply(1, { kind: "ok", value: "14 rows" });
    expect(again.text()).toContain("ready 14 rows");
  });

  it("is asked again when the page comes back into view after a minute, and not before", async () => {
    const questions = new Questions();
    show("november", questions, new AnswerCache());
    await questions.reply(0, { kind: "ok", value: "12 rows" });
    later(30_000);
    await act(() => {
      window.dispatchEvent(new Event("focus"));
    });
    expect(questions.asked).toHaveLength(1);
    later(30_000);
    await act(() => {
      window.dispatchEvent(new Event("focus"));
    });
    expect(questions.asked).toHaveLength(2);
  });

  it("lets the page put what it knows better, over a reply that is under way", async () => {
    const questions = new Questions();
    const board = show("november", questions, new AnswerCache());
    await act(() => used?.update("live rows"));
    await questions.reply(0, { kind: "ok", value: "older rows" });
    expect(board.text()).toContain("ready live rows");
  });
});

describe("a request", () => {
  /** A server of prepared answers, and what it was sent. */
  function client(answers: Response[], renew: () => Promise<string | null> = async () => "second") {
    const sent: { readonly url: string; readonly init: RequestInit }[] = [];
    const api = new ApiClient({
      fetch: async (input, init = {}) => {
        sent.push({ url: String(input), init });
        const answer = answers.shift();
        if (!answer) throw new TypeError("Failed to fetch");
        return answer;
      },
      tokenFor: async () => "first",
      renew,
    });
    const bearers = () => sent.map(({ init }) => new Headers(init.headers).get("authorization"));
    return { api, sent, bearers };
  }

  const unauthenticated = () => Response.json({ ...REFUSED, status: 401 }, { status: 401 });

  it("leaves out what is not asked for and hands over the version", async () => {
    const { api, sent } = client([Response.json({ a: 1 }, { headers: { etag: '"7"' } })]);
    const answer = await api.get("quotas", { from: "2026-11-01", team: undefined });
    expect(answer).toEqual({ kind: "ok", value: { a: 1 }, etag: '"7"' });
    expect(sent[0]?.url).toBe("/api/v1/quotas?from=2026-11-01");
  });

  it("sends a change with the version it is of", async () => {
    const { api, sent } = client([new Response(null, { status: 204 })]);
    const answer = await api.put("quotas", { body: { entries: [] }, ifMatch: '"7"' });
    expect(answer).toMatchObject({ kind: "ok", value: undefined });
    const headers = new Headers(sent[0]?.init.headers);
    expect([headers.get("if-match"), headers.get("content-type")]).toEqual(['"7"', "application/json"]);
    expect(sent[0]?.init.body).toBe('{"entries":[]}');
  });

  it("renews a refused token and asks once more, not twice", async () => {
    const mended = client([unauthenticated(), Response.json("rows")]);
    expect(await mended.api.get("leaderboard")).toMatchObject({ kind: "ok", value: "rows" });
    expect(mended.bearers()).toEqual(["Bearer first", "Bearer second"]);
    const refused = client([unauthenticated(), unauthenticated()]);
    expect(await refused.api.get("leaderboard")).toMatchObject({ kind: "problem", problem: { status: 401 } });
    expect(refused.sent).toHaveLength(2);
  });

  it("says that the session is over where the host gives no other", async () => {
    const { api, sent } = client([unauthenticated()], async () => null);
    expect(await api.get("leaderboard")).toMatchObject({ kind: "problem", problem: { status: 401 } });
    expect(sent).toHaveLength(1);
  });

  it("tells a line that is down from a server that says no", async () => {
    const { api } = client([]);
    expect(await api.get("leaderboard")).toEqual({ kind: "offline" });
  });

  const TOO_LATE = { kind: "problem", problem: { type: "no-answer", status: 504 } };
  afterEach(() => void vi.useRealTimers());

  /** Ends with the request, and not by itself. */
  const until = (signal: AbortSignal | null | undefined) =>
    new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

  /** What is answered by the time at which a screen on a wall asks again. */
  async function inTime<T>(ask: () => Promise<T>): Promise<T> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const answer = ask();
    await vi.advanceTimersByTimeAsync(ASK_AGAIN_MILLISECONDS - 1);
    return answer;
  }

  it("ends with a problem where the server does not answer, or comes to no end", async () => {
    const silent = new ApiClient({ fetch: (_, init) => until(init?.signal), tokenFor: async () => "token" });
    expect(await inTime(() => silent.get("leaderboard"))).toMatchObject(TOO_LATE);
    const halting = new ApiClient({
      fetch: async (_, init) => Object.assign(Response.json({}), { json: () => until(init?.signal) }),
      tokenFor: async () => "token",
    });
    expect(await inTime(() => halting.put("quotas", { body: {} }))).toMatchObject(TOO_LATE);
  });

  it("waits for nothing any more once the answer is there", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const quick = new ApiClient({ fetch: async () => Response.json({}), tokenFor: async () => "token" });
    expect(await quick.get("leaderboard")).toMatchObject({ kind: "ok" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is no longer held up by a session that nobody opens or renews", async () => {
    const hang: typeof fetch = (_, init) => until(init?.signal);
    expect(await inTime(() => openSession(hang, "ticket"))).toMatchObject(TOO_LATE);
    expect(await inTime(() => renewSession(hang, "token"))).toMatchObject(TOO_LATE);
  });
});
