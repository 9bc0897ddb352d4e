/**
 * The host's side of the Canvas protocol, as it runs in the browser: it puts the app's page into its frame by a
 * posted signed request, and answers what the app's page asks. This file imports nothing, because it is served alone.
 */

/** One frame with the app's page in it. */
export interface CanvasFrame {
  readonly instanceId: string;
  /** Sends text to the app's page. */
  send(text: string): void;
  /** A signed request made now. */
  renew(): Promise<string>;
  /** Loads the app's page again by a signed request. */
  load(signedRequest: string): void;
  resize(size: { readonly height?: string; readonly width?: string }): void;
}

type Members = Readonly<Record<string, unknown>>;

export interface CanvasHost {
  /** Adds a frame with the signed request that it was loaded by. */
  add(frame: CanvasFrame, signedRequest: string): void;
  /** Deals with text that came out of a frame; what is no message of the protocol is left alone. */
  receive(frame: CanvasFrame, data: unknown): Promise<void>;
}

const RESERVED = ["canvas", "sfdc", "force", "salesforce", "chatter"];
const EVENT_NAME = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)?$/;

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The protocol's messages are JSON in text, and say whose they are. */
function readMessage(data: unknown): Members | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    const isOurs = isMembers(message) && message.targetModule === "Canvas" && message.src === "client";
    return isOurs ? message : null;
  } catch {
    return null;
  }
}

function contextIn(signedRequest: string): unknown {
  const bytes = Uint8Array.from(atob(signedRequest.split(".")[1] ?? ""), (sign) => sign.codePointAt(0) ?? 0);
  const envelope: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return isMembers(envelope) ? envelope.context : null;
}

/** The name of the frame that a message says it comes from. */
function instanceOf(body: Members): unknown {
  const { config } = body;
  const client = isMembers(config) ? config.client : null;
  return isMembers(client) ? client.instanceId : null;
}

function isAllowedEvent(name: string): boolean {
  const [space = ""] = name.toLowerCase().split(".");
  return EVENT_NAME.test(name) && !RESERVED.includes(space);
}

interface Seat {
  readonly frame: CanvasFrame;
  readonly subscribed: Set<string>;
  signedRequest: string;
}

interface Asked {
  readonly seat: Seat;
  readonly seats: ReadonlyMap<CanvasFrame, Seat>;
  readonly body: Members;
  /** Answers the message that is dealt with. */
  answer(status: number, payload: unknown): void;
}

async function refresh({ seat, answer }: Asked): Promise<void> {
  seat.signedRequest = await seat.frame.renew();
  answer(200, { response: seat.signedRequest });
}

async function repost({ seat, body }: Asked): Promise<void> {
  if (body.refresh === true) seat.signedRequest = await seat.frame.renew();
  seat.frame.load(seat.signedRequest);
}

function resize({ seat, body }: Asked): void {
  const size = isMembers(body.size) ? body.size : {};
  const { height, width } = size;
  seat.frame.resize({
    ...(typeof height === "string" && height !== "" ? { height } : {}),
    ...(typeof width === "string" && width !== "" ? { width } : {}),
  });
}

function tellContext({ seat, answer }: Asked): void {
  answer(200, contextIn(seat.signedRequest));
}

/** The sync token is the Worker's own: pages of the app get nothing through the browser. */
function refuseAjax({ answer }: Asked): void {
  answer(403, [{ errorCode: "API_DISABLED_FOR_ORG", message: "The canvas app has no API access." }]);
}

function subscribe({ seat, body }: Asked): void {
  const names = Object.keys(isMembers(body.subscriptions) ? body.subscriptions : {});
  for (const name of names.filter(isAllowedEvent)) seat.subscribed.add(name);
}

function unsubscribe({ seat, body }: Asked): void {
  const names = Object.keys(isMembers(body.subscriptions) ? body.subscriptions : {});
  for (const name of names) seat.subscribed.delete(name);
}

function publish({ seats, body }: Asked): void {
  const event = isMembers(body.event) ? body.event : {};
  const { name, payload } = event;
  if (typeof name !== "string" || !isAllowedEvent(name)) return;
  const told = { type: "event", payload: { name, method: "onData", payload }, targetModule: "Canvas" };
  for (const { frame, subscribed } of seats.values()) {
    if (subscribed.has(name)) frame.send(JSON.stringify(told));
  }
}

const ANSWERS: Readonly<Record<string, (asked: Asked) => void | Promise<void>>> = {
  refresh,
  repost,
  resize,
  ctx: tellContext,
  ajax: refuseAjax,
  subscribe,
  unsubscribe,
  publish,
};

/** A host with no frames yet. Messages that name another frame than the one they come from are left alone. */
export function createCanvasHost(): CanvasHost {
  const seats = new Map<CanvasFrame, Seat>();
  return {
    add(frame, signedRequest) {
      seats.set(frame, { frame, subscribed: new Set(), signedRequest });
    },
    async receive(frame, data) {
      const message = readMessage(data);
      const seat = seats.get(frame);
      const body = message && isMembers(message.body) ? message.body : null;
      if (!message || !seat || !body || instanceOf(body) !== frame.instanceId) return;
      const answer = (status: number, payload: unknown) => {
        const callback = { type: "callback", seq: message.seq, status, payload, targetModule: "Canvas" };
        frame.send(JSON.stringify({ ...callback, parentVersion: "66.0" }));
      };
      await ANSWERS[String(body.type)]?.({ seat, seats, body, answer });
    },
  };
}

function renewFrom(address: string): Promise<string> {
  return fetch(address, { method: "POST" })
    .then((answer) => answer.json())
    .then((told: unknown) => (isMembers(told) ? String(told.signedRequest) : ""));
}

/** The form that loads the app's page into its frame, where the visitor may see it. */
function loadForm(frame: HTMLIFrameElement): HTMLFormElement | null {
  return frame.ownerDocument.querySelector<HTMLFormElement>(
    `form[data-canvas-for="${CSS.escape(frame.name)}"]`,
  );
}

function hostFrame(host: CanvasHost, element: HTMLIFrameElement): void {
  const form = loadForm(element);
  const field = form?.querySelector<HTMLInputElement>("input[name=signed_request]");
  if (!form || !field) return;
  const { origin } = new URL(form.action);
  const frame: CanvasFrame = {
    instanceId: element.name.slice("canvas-frame-".length),
    send: (text) => element.contentWindow?.postMessage(text, origin),
    renew: () => renewFrom(element.dataset.renew ?? ""),
    load(signedRequest) {
      field.value = signedRequest;
      form.submit();
    },
    resize({ height, width }) {
      if (height !== undefined) element.style.height = height;
      if (width !== undefined) element.style.width = width;
    },
  };
  host.add(frame, field.value);
  addEventListener("message", (event) => {
    if (event.source === element.contentWindow && event.origin === origin)
      void host.receive(frame, event.data);
  });
  form.submit();
}

/** Loads and hosts every frame of the page. */
export function hostFrames(): void {
  const host = createCanvasHost();
  for (const element of document.querySelectorAll<HTMLIFrameElement>("iframe[name^=canvas-frame-]")) {
    hostFrame(host, element);
  }
}
