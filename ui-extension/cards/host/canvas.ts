/**
 * As much of Salesforce's canvas protocol as a page of ours needs: asking the page around it for another signed
 * request. Loaded in Salesforce alone.
 *
 * Whom the page believes: the browser shows it in no frame but the org's own, because its policy names the org's
 * domains and nothing else, so whoever its parent is, is the org. On top of that an answer counts only when it comes
 * from that very window, from one of the org's origins as the Worker put them into the address (`parent`), to the
 * question that was asked, and what it carries is proven by the Worker, which knows the secret. The origin that a signed
 * request names itself is not used: it may be another than that of the page in which Lightning puts us.
 */
import type { EmbedTicket } from "../../../shared/contracts/access.ts";
import { salesforceFrameOrigins } from "../../../shared/salesforce/frame-origins.ts";
import { type Answer, readAnswer } from "./api-client.ts";

type Page = Window & typeof globalThis;

const ANSWER_MILLISECONDS = 10_000;
/** Salesforce names the frame after the canvas in it. */
const FRAME_PREFIX = "canvas-frame-";
const CLIENT_VERSION = "41.0";
const HTTP_OK = 200;
const EMBED_PATH = "/embed/salesforce";

let questions = 0;

/** A signed request that nobody used yet; null when the page around does not answer, or is not the org's. */
export function refreshSignedRequest(page: Page): Promise<string | null> {
  if (page.parent === page) return Promise.resolve(null);
  const origins = salesforceFrameOrigins(new URLSearchParams(page.location.search).get("parent") ?? "");
  questions += 1;
  const question = questions;
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
    // The question holds nothing secret, and which of the org's origins is around the page is not known.
    page.parent.postMessage(questionText(page, question), "*");
  });
}

/** A new ticket from the page around, through the Worker; null when there is nobody to ask. */
export async function askCanvasForTicket(page: Page): Promise<Answer<EmbedTicket> | null> {
  const signed = await refreshSignedRequest(page);
  if (signed === null) return null;
  return readAnswer<EmbedTicket>(
    page.fetch(EMBED_PATH, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ signed_request: signed }),
    }),
  );
}

/** The protocol's messages are text. */
function questionText(page: Page, question: number): string {
  const instanceId = page.name.startsWith(FRAME_PREFIX) ? page.name.slice(FRAME_PREFIX.length) : "";
  const client = { oauthToken: "null", instanceId, targetOrigin: "*" };
  return JSON.stringify({
    seq: question,
    src: "client",
    clientVersion: CLIENT_VERSION,
    body: { type: "refresh", accessToken: client.oauthToken, config: { client } },
    targetModule: "Canvas",
  });
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
