// @vitest-environment happy-dom

import { afterEach, describe, expect, it, vi } from "vitest";
import { refreshSignedRequest, reportHeight } from "../../../ui-extension/cards/host/frame.ts";
import { HeldSession } from "../../../ui-extension/cards/host/session.ts";
import { openPage } from "../../../ui-extension/cards/quota-card/open-page.ts";
import { buildSession } from "../../builders/session.ts";

const ORG = "00D5g000000001aEAA";
const SEARCH = `?host=salesforce&org=${ORG}&parent=${encodeURIComponent("https://acme.my.salesforce.com")}`;
const LIGHTNING = "https://acme.lightning.force.com";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

interface Question {
  readonly seq: number;
  readonly body: {
    readonly type: string;
    readonly config: { readonly client: object };
    readonly size?: object;
  };
}

/** The page around ours, as Lightning is: it answers questions of the canvas. */
class Lightning {
  readonly questions: Question[] = [];
  readonly targets: string[] = [];
  origin = LIGHTNING;
  /** What it answers to a question; null keeps silent. */
  answer: (question: Question) => unknown = ({ seq }) => ({
    type: "callback",
    seq,
    status: 200,
    payload: { response: `signature.envelope-${this.questions.length}` },
    targetModule: "Canvas",
  });

  postMessage(message: unknown, target: string): void {
    const question = JSON.parse(String(message)) as Question;
    this.questions.push(question);
    this.targets.push(target);
    const answer = this.answer(question);
    if (answer !== null) this.say(typeof answer === "string" ? answer : JSON.stringify(answer));
  }

  say(data: unknown, from: { readonly origin?: string; readonly source?: unknown } = {}): void {
    const event = new MessageEvent("message", { data, origin: from.origin ?? this.origin });
    Object.defineProperty(event, "source", { value: "source" in from ? from.source : this });
    queueMicrotask(() => window.dispatchEvent(event));
  }
}

/** A page of ours inside it. */
function framedIn(host: object, search = SEARCH, more: PropertyDescriptorMap = {}): typeof window {
  window.history.replaceState(null, "", `/cards/standings/${search}`);
  return Object.create(window, {
    parent: { value: host },
    name: { value: "canvas-frame-_:Standings_Canvas:j_id0" },
    ...more,
  });
}

describe("asking Salesforce for another signed request", () => {
  it("says what the canvas script of Salesforce says, and takes the answer", async () => {
    const host = new Lightning();
    expect(await refreshSignedRequest(framedIn(host))).toBe("signature.envelope-1");
    expect(host.questions).toMatchObject([
      {
        seq: expect.any(Number),
        src: "client",
        clientVersion: "41.0",
        targetModule: "Canvas",
        body: {
          type: "refresh",
          accessToken: "null",
          config: {
            client: { oauthToken: "null", instanceId: "_:Standings_Canvas:j_id0", targetOrigin: "*" },
          },
        },
      },
    ]);
  });

  it("believes only the page around it, at one of the org's own origins", async () => {
    const forged = (seq: number) =>
      JSON.stringify({ type: "callback", seq, status: 200, payload: { response: "forged" } });
    const host = new Lightning();
    host.answer = ({ seq }) => {
      host.say(forged(seq), { origin: "https://evil.test" });
      host.say(forged(seq), { origin: "https://acme.lightning.force.com.evil.test" });
      host.say(forged(seq), { origin: "https://other.lightning.force.com" });
      host.say(forged(seq), { origin: "null" });
      host.say(forged(seq), { source: window });
      host.say(forged(seq), { source: null });
      return { type: "callback", seq, status: 200, payload: { response: "genuine" } };
    };
    expect(await refreshSignedRequest(framedIn(host))).toBe("genuine");
    host.origin = "https://acme.my.salesforce.com";
    expect(await refreshSignedRequest(framedIn(host))).toBe("genuine");
  });

  it("passes over everything that is no answer to its question", async () => {
    const host = new Lightning();
    host.answer = ({ seq }) => {
      for (const noise of [
        { type: "event", payload: { name: "ns.x", method: "onData" } },
        { type: "callback", seq: seq + 1, status: 200, payload: { response: "of another question" } },
        { type: "callback", seq: String(seq), status: 200, payload: { response: "of none" } },
      ]) {
        host.say(JSON.stringify(noise));
      }
      host.say("{");
      host.say("null");
      host.say({ type: "callback", seq, status: 200, payload: { response: "not as text" } });
      return { type: "callback", seq, status: 200, payload: { response: "mine" } };
    };
    expect(await refreshSignedRequest(framedIn(host))).toBe("mine");
  });

  it("gives up when Salesforce refuses, answers without one, or keeps silent", async () => {
    const host = new Lightning();
    for (const answer of [
      { status: 401, payload: { response: "late" } },
      { status: 200, payload: "text" },
      { status: 200, payload: null },
      { status: 200, payload: { response: 7 } },
      { status: 200 },
    ]) {
      host.answer = ({ seq }) => ({ type: "callback", seq, ...answer });
      expect(await refreshSignedRequest(framedIn(host))).toBeNull();
    }
    vi.useFakeTimers();
    host.answer = () => null;
    const silent = refreshSignedRequest(framedIn(host));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await silent).toBeNull();
  });

  it("asks nobody outside of a frame", async () => {
    expect(await refreshSignedRequest(window)).toBeNull();
  });
});

/** Has a page tell of its content, which is drawn at one height after the other. */
function tellHeights(host: object, search: string, heights: readonly number[]): void {
  let draw = () => {};
  class Observer {
    constructor(callback: () => void) {
      draw = callback;
    }
    observe() {}
  }
  const page = framedIn(host, search, { ResizeObserver: { value: Observer } });
  const content = document.createElement("div");
  const measured = vi.spyOn(content, "getBoundingClientRect");
  reportHeight(page, content, search === SEARCH);
  for (const height of heights) {
    measured.mockReturnValue(new DOMRect(0, 0, 320, height));
    draw();
  }
}

describe("the height of a card", () => {
  it("is told to the host when it changes, and once", () => {
    const host = { postMessage: vi.fn() };
    tellHeights(host, "", [480.2, 480.6, 300, 700]);
    expect(host.postMessage.mock.calls.map(([message]) => message)).toEqual([
      { type: "standings:height", height: 481 },
      { type: "standings:height", height: 300 },
      { type: "standings:height", height: 700 },
    ]);
  });

  it("is asked of Salesforce as its canvas script does, and leaves room for the pages opened from it", () => {
    const host = new Lightning();
    tellHeights(host, SEARCH, [0, 300, 611.2, 612, 200]);
    expect(host.questions.map(({ body }) => body.size)).toEqual([
      { height: "480px", width: "" },
      { height: "612px", width: "" },
      { height: "480px", width: "" },
    ]);
    const [asked] = host.questions;
    expect(asked).toEqual({
      seq: expect.any(Number),
      src: "client",
      clientVersion: "41.0",
      targetModule: "Canvas",
      body: {
        type: "resize",
        config: {
          client: { oauthToken: "null", instanceId: "_:Standings_Canvas:j_id0", targetOrigin: "*" },
        },
        size: { height: "480px", width: "" },
      },
    });
  });

  it("is told to nobody outside of a frame", () => {
    const observed = vi.spyOn(window.ResizeObserver.prototype, "observe");
    reportHeight(window, document.body, true);
    expect(observed).not.toHaveBeenCalled();
  });

  it("can change as often as it likes: its numbers stay among those of Salesforce's own script", async () => {
    const host = new Lightning();
    tellHeights(
      host,
      SEARCH,
      Array.from({ length: 250 }, (_, index) => 500 + index),
    );
    expect(Math.max(...host.questions.map(({ seq }) => seq))).toBe(100);
    expect(await refreshSignedRequest(framedIn(host))).toMatch(/^signature\.envelope-/);
  });
});

const SESSION = buildSession({ tenant: { crm: "salesforce" } });

/** The Worker, as a page asks it: tickets are good once. */
function worker() {
  const posted: string[] = [];
  const used = new Set<string>();
  const fetcher = vi.fn(async (address: RequestInfo | URL, init: RequestInit = {}) => {
    const path = String(address);
    posted.push(`${path} ${init.body}`);
    if (path === "/embed/salesforce") {
      expect(new Headers(init.headers).get("accept")).toBe("application/json");
      const signed = new URLSearchParams(String(init.body)).get("signed_request");
      return Response.json({ ticket: `ticket of ${signed}`, url: "", expiresAt: SESSION.expiresAt });
    }
    const { ticket } = JSON.parse(String(init.body)) as { ticket: string };
    if (used.has(ticket) || ticket === "used") {
      return Response.json({ type: "/problems/ticket-invalid", status: 401, title: "" }, { status: 401 });
    }
    used.add(ticket);
    return Response.json({ ...SESSION, token: `token for ${ticket}` });
  });
  return { posted, fetcher };
}

describe("a session in Salesforce", () => {
  const open = async (hash: string, host = new Lightning(), search = SEARCH) => {
    const { fetcher, posted } = worker();
    const page = framedIn(host, `${search}${hash}`, { fetch: { value: fetcher } });
    const opened = await HeldSession.open(page);
    return { opened, posted, host };
  };

  it("begins with the ticket of the address, and asks Salesforce for the next", async () => {
    const { opened, host } = await open("#ticket=first");
    if (opened.kind !== "ok") throw new Error("The session was not opened");
    expect(opened.value.current.token).toBe("token for first");
    expect(host.questions).toEqual([]);
    expect(window.location.hash).toBe("");
    expect(await opened.value.renew()).toBe("token for ticket of signature.envelope-1");
    const both = await Promise.all([opened.value.renew(), opened.value.renew()]);
    expect(both).toEqual(Array(2).fill("token for ticket of signature.envelope-2"));
  });

  it("is opened anew when the page is loaded again, without a ticket or with one that was used", async () => {
    for (const hash of ["", "#ticket=used"]) {
      const { opened } = await open(hash);
      expect(opened.kind === "ok" && opened.value.current.token).toBe(
        "token for ticket of signature.envelope-1",
      );
    }
  });

  it("is renewed a minute before its end, wherever the clock of the page stands", async () => {
    for (const clockAt of ["2026-11-20T14:15:00Z", "2026-11-20T15:15:00Z", "2031-01-01T00:00:00Z"]) {
      let now = Date.parse(clockAt);
      const host = new Lightning();
      const opened = await HeldSession.open(
        framedIn(host, `${SEARCH}#ticket=first`, {
          fetch: { value: worker().fetcher },
          Date: { value: { now: () => now } },
        }),
      );
      if (opened.kind !== "ok") throw new Error("The session was not opened");
      const asked = [];
      for (const minutes of [0, 13.9, 0.2, 0, 13.9, 0.2]) {
        now += minutes * 60_000;
        await opened.value.token();
        asked.push(host.questions.length);
      }
      expect(asked).toEqual([0, 0, 1, 1, 1, 2]);
    }
  });

  it("is refused where Salesforce gives nothing", async () => {
    const host = new Lightning();
    host.answer = ({ seq }) => ({ type: "callback", seq, status: 401 });
    const { opened } = await open("", host);
    expect(opened).toMatchObject({ kind: "problem", problem: { type: "no-session" } });
    const used = await open("#ticket=used", host);
    expect(used.opened).toMatchObject({ kind: "problem", problem: { type: "/problems/ticket-invalid" } });
  });

  it("says so where the Worker never answers a signed request", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const hang: typeof fetch = (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const opening = HeldSession.open(framedIn(new Lightning(), SEARCH, { fetch: { value: hang } }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await opening).toMatchObject({ kind: "problem", problem: { status: 504 } });
    vi.useRealTimers();
  });

  it("of a page in HubSpot asks no canvas when its ticket was used", async () => {
    const { opened, host, posted } = await open("#ticket=used", new Lightning(), "?page=leaderboard");
    expect(opened).toMatchObject({ kind: "problem", problem: { status: 401 } });
    expect([host.questions, posted.length]).toEqual([[], 1]);
  });
});

it("opens another page in the same frame of Salesforce, with what that page needs of the address", () => {
  const assign = vi.fn();
  const location = { search: `${SEARCH}&locale=de&deal=006`, assign };
  const page = framedIn(new Lightning(), SEARCH, { location: { value: location } });
  openPage(page, { page: "person", member: "m1" });
  expect(assign).toHaveBeenCalledWith(
    `/cards/standings/?page=person&member=m1&host=salesforce&org=${ORG}&parent=https%3A%2F%2Facme.my.salesforce.com&locale=de`,
  );
});
