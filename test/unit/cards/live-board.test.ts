// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HEARTBEAT_MILLISECONDS, PING, PONG } from "../../../shared/live/heartbeat.ts";
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
    this.hear(JSON.stringify(message));
  }

  hear(text: string): void {
    this.dispatchEvent(new MessageEvent("message", { data: text }));
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

/** What the page said over the first socket to hear whether anybody is there. */
function pings(): number {
  return SilentSocket.all[0]?.sent.filter((text) => text === PING).length ?? 0;
}

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

  it("is asked for a sign of life, and kept for as long as one comes", async () => {
    for (let beat = 1; beat <= 10; beat += 1) {
      await vi.advanceTimersByTimeAsync(HEARTBEAT_MILLISECONDS);
      expect(pings()).toBe(beat);
      SilentSocket.all[0]?.hear(PONG);
    }
    expect([SilentSocket.all.length, states.at(-1), refreshed]).toEqual([1, "live", 0]);
  });

  it("is kept when one sign of life is missed, since whatever else comes is one too", async () => {
    for (let beat = 1; beat <= 6; beat += 1) {
      await vi.advanceTimersByTimeAsync(HEARTBEAT_MILLISECONDS);
      if (beat % 2 === 0) SilentSocket.all[0]?.say({ type: "refresh" });
    }
    expect([SilentSocket.all.length, pings(), refreshed]).toEqual([1, 6, 3]);
  });

  it("is given up and opened anew when two signs of life are missed", async () => {
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MILLISECONDS * 3 - 1);
    expect([pings(), states.at(-1)]).toEqual([2, "live"]);
    await vi.advanceTimersByTimeAsync(1);
    expect([pings(), states.at(-1)]).toEqual([2, "offline"]);
    await vi.advanceTimersByTimeAsync(500);
    expect(SilentSocket.all).toHaveLength(2);
    SilentSocket.all[1]?.open();
    SilentSocket.all[0]?.say({ type: "refresh" });
    expect([states.at(-1), refreshed]).toEqual(["live", 0]);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MILLISECONDS * 2);
    expect([pings(), SilentSocket.all[1]?.sent.filter((text) => text === PING).length]).toEqual([2, 2]);
  });

  it("is asked for nothing once the page is closed", async () => {
    board.close();
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MILLISECONDS * 4);
    expect([pings(), SilentSocket.all.length]).toEqual([0, 1]);
  });
});
