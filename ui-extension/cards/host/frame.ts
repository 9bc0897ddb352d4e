/**
 * What a page says to the host around its frame, beyond asking HubSpot for a ticket: in Salesforce as much of the canvas
 * protocol as a page of ours needs, which is asking for another signed request and for a frame of another height.
 *
 * Whom the page believes: the browser shows it in no frame but the org's own, because its policy names the org's
 * domains and nothing else, so whoever its parent is, is the org. On top of that an answer counts only when it comes
 * from that very window, from one of the org's origins as the Worker put them into the address (`parent`), to the
 * question that was asked, and what it carries is proven by the Worker, which knows the secret. The origin that a signed
 * request names itself is not used: it may be another than that of the page in which Lightning puts us.
 *
 * Loaded when it is needed, in one piece: it imports nothing that a page has before.
 */
import { salesforceFrameOrigins } from "../../../shared/salesforce/frame-origins.ts";

type Page = Window & typeof globalThis;

const ANSWER_MILLISECONDS = 10_000;
/** Salesforce names the frame after the canvas in it. */
const FRAME_PREFIX = "canvas-frame-";
const CLIENT_VERSION = "41.0";
/** What Salesforce's script writes where a page does not hold the token of the signed request. Ours never sees one. */
const NO_TOKEN = "null";
/** Messages are numbered up to here and then anew, as that script does. */
const NUMBER_MAX = 100;
const HTTP_OK = 200;
const EMBED_PATH = "/embed/salesforce";
/**
 * Pages that are opened from a card in Salesforce come into its frame, with drawers as high as that: it stays no lower
 * than the frame that Salesforce gives a card on a record.
 */
const LOWEST_IN_SALESFORCE_PIXELS = 480;

let lastNumber = 0;

/** A signed request that nobody used yet; null when the page around does not answer, or is not the org's. */
export function refreshSignedRequest(page: Page): Promise<string | null> {
  if (page.parent === page) return Promise.resolve(null);
  const origins = salesforceFrameOrigins(new URLSearchParams(page.location.search).get("parent") ?? "");
  return new Promise((resolve) => {
    const timer = page.setTimeout(() => finish(null), ANSWER_MILLISECONDS);
    function finish(signed: string | null): void {
      page.clearTimeout(timer);
      page.removeEventListener("message", onMessage);
      resolve(signed);
    }
    function onMessage(event: MessageEvent<unknown>): void {
      if (event.source !== page.parent || !origins.includes(event.origin)) return;
      const answer = answerTo(question, event.data);
      if (answer) finish(answer.signedRequest);
    }
    page.addEventListener("message", onMessage);
    const question = askCanvas(page, { type: "refresh" });
  });
}

/** How the Worker is asked for a ticket by a signed request. */
export function signedQuestion(signed: string): readonly [address: string, init: RequestInit] {
  const body = new URLSearchParams({ signed_request: signed });
  return [EMBED_PATH, { method: "POST", headers: { accept: "application/json" }, body }];
}

/**
 * Tells the host around the page how high its content is, now and whenever that changes: a frame in a sidebar takes
 * this height, so that there is never a second scroll bar. A host that cannot resize frames does not listen.
 *
 * The content has to be as high as it is by itself, whatever the height of the frame: then a host that does as it is
 * told changes nothing that would be told again. The browser calls an observer once for each frame that it draws, so
 * that no more is said than is seen.
 */
export function reportHeight(page: Page, content: HTMLElement, inSalesforce: boolean): void {
  if (page.parent === page) return;
  let told = 0;
  const observer = new page.ResizeObserver(() => {
    const measured = Math.ceil(content.getBoundingClientRect().height);
    const height = inSalesforce ? Math.max(measured, LOWEST_IN_SALESFORCE_PIXELS) : measured;
    if (height === told) return;
    told = height;
    if (inSalesforce) askCanvas(page, { type: "resize", size: { height: `${height}px`, width: "" } });
    // A height holds nothing secret, so any parent may hear it.
    else page.parent.postMessage({ type: "standings:height", height }, "*");
  });
  observer.observe(content);
}

/** What a page asks of Salesforce. A height is a length of CSS; an empty width stays as it is. */
type CanvasRequest =
  | { readonly type: "refresh" }
  | { readonly type: "resize"; readonly size: { readonly height: string; readonly width: "" } };

/** Asks it as Salesforce's own script does, in text. Gives the number that an answer will name. */
function askCanvas(page: Page, { type, ...more }: CanvasRequest): number {
  lastNumber = (lastNumber % NUMBER_MAX) + 1;
  const instanceId = page.name.startsWith(FRAME_PREFIX) ? page.name.slice(FRAME_PREFIX.length) : "";
  const config = { client: { oauthToken: NO_TOKEN, instanceId, targetOrigin: "*" } };
  const token = type === "refresh" ? { accessToken: NO_TOKEN } : {};
  const message = {
    seq: lastNumber,
    src: "client",
    clientVersion: CLIENT_VERSION,
    body: { type, ...token, config, ...more },
    targetModule: "Canvas",
  };
  // It holds nothing secret, and which of the org's origins is around the page is not known.
  page.parent.postMessage(JSON.stringify(message), "*");
  return lastNumber;
}

/** Null for every other message: the page around sends events of its own too. */
function answerTo(question: number, data: unknown): { readonly signedRequest: string | null } | null {
  const message = parsed(data);
  if (message?.type !== "callback" || message.seq !== question) return null;
  const { payload } = message;
  const isGiven =
    message.status === HTTP_OK && typeof payload === "object" && payload !== null && "response" in payload;
  const response = isGiven ? payload.response : null;
  return { signedRequest: typeof response === "string" ? response : null };
}

interface CanvasMessage {
  readonly type?: unknown;
  readonly seq?: unknown;
  readonly status?: unknown;
  readonly payload?: unknown;
}

function parsed(data: unknown): CanvasMessage | null {
  if (typeof data !== "string") return null;
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === "object" ? message : null;
  } catch {
    return null;
  }
}
