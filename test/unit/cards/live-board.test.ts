// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiClient } from "../../../ui-extension/cards/host/api-client.ts";
import { LiveBoard, type LiveState } from "../../../ui-extension/cards/host/live-board.ts";

/** A socket that the test opens and that keeps silent when its line is gone. */
class SilentSocket extends EventTarget {
  static readonly OPEN = 1;
  static readonly all: SilentSocket[] = [];
  readonly sent: string[] = [];
  readyState = 0;

  constructor() {
    super();
    SilentSocket.all.push(this);
  }

  open(): void {
    this.readyState = SilentSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  say(message: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  end(): void {
    this.dispatchEvent(new Event("close"));
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {}
}

const states: LiveState[] = [];
let refreshed = 0;
let board: LiveBoard;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", SilentSocket);
  states.length = 0;
  refreshed = 0;
  SilentSocket.all.length = 0;
  const api = new ApiClient({
    fetch: () => Promise.resolve(Response.json({ ticket: "t1" })),
    tokenFor: () => Promise.resolve("token"),
  });
  board = new LiveBoard(window, api, null, {
    onBoard: () => undefined,
    onRefresh: () => {
      refreshed += 1;
    },
    onState: (state) => states.push(state),
  });
  await vi.advanceTimersByTimeAsync(0);
  SilentSocket.all[0]?.open();
});

afterEach(() => {
  board.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the socket of a page", () => {
  it("is given up as soon as the line is gone, though it says nothing itself", () => {
    expect(states.at(-1)).toBe("live");
    window.dispatchEvent(new Event("offline"));
    expect(states.at(-1)).toBe("offline");
    SilentSocket.all[0]?.say({ type: "refresh" });
    expect(refreshed).toBe(0);
  });

  it("is opened anew as soon as the line is back, and only once", async () => {
    window.dispatchEvent(new Event("offline"));
    window.dispatchEvent(new Event("online"));
    SilentSocket.all[0]?.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(SilentSocket.all).toHaveLength(2);
    SilentSocket.all[1]?.open();
    expect(states.at(-1)).toBe("live");
    SilentSocket.all[1]?.say({ type: "refresh" });
    expect(refreshed).toBe(1);
  });

  it("is opened anew after a while when it ends, and asks for nothing once the page is closed", async () => {
    SilentSocket.all[0]?.end();
    expect(states.at(-1)).toBe("offline");
    await vi.advanceTimersByTimeAsync(500);
    expect(SilentSocket.all).toHaveLength(2);
    board.close();
    window.dispatchEvent(new Event("online"));
    SilentSocket.all[1]?.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(SilentSocket.all).toHaveLength(2);
  });
});
