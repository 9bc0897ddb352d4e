import type { Person } from "../../../organisation/organisation.ts";
import { isObject } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html, scriptValue } from "../../shared/html.ts";
import type { Portal } from "../portal/portal.ts";
import { signedHeaders } from "../serving/signature.ts";
import type { Simulation } from "../simulation.ts";

const TICKET_PATH = "/embed/hubspot/ticket";
const TICKET_TIMEOUT_MILLISECONDS = 15_000;

export type TicketAnswer =
  | { readonly ticket: string; readonly url: string }
  /** What the app said instead, for the visitor to read. */
  | { readonly problem: string };

/** A call that HubSpot makes for an extension, in the name of whoever looks at it. */
export interface SignedCall {
  readonly url: string;
  readonly method: string;
  /** JSON, or '' for none. */
  readonly body: string;
}

/** HubSpot adds who is asking to the address, inside the signature. */
function askedUrl(simulation: Simulation, address: string, portal: Portal, person: Person): string {
  const url = new URL(address);
  url.searchParams.set("userId", person.userId);
  url.searchParams.set("portalId", String(portal.portalId));
  url.searchParams.set("userEmail", person.email);
  url.searchParams.set("appId", String(simulation.app.appId));
  return url.href;
}

/** Makes the call as `hubspot.fetch` does. Rejects when the app cannot be reached in time. */
export async function callSigned(
  simulation: Simulation,
  who: { readonly portal: Portal; readonly person: Person },
  { url, method, body }: SignedCall,
): Promise<{ readonly status: number; readonly ok: boolean; readonly text: string }> {
  const uri = askedUrl(simulation, url, who.portal, who.person);
  const headers = signedHeaders(simulation.app.clientSecret, {
    method,
    uri,
    body,
    timestamp: simulation.now(),
  });
  const answer = await fetch(uri, {
    method,
    ...(body === "" ? {} : { body }),
    redirect: "manual",
    headers: { "content-type": "application/json", ...headers },
    signal: AbortSignal.timeout(TICKET_TIMEOUT_MILLISECONDS),
  });
  return { status: answer.status, ok: answer.ok, text: await answer.text() };
}

function problemOf(status: number, text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    const { title, detail } = isObject(parsed) ? parsed : {};
    const told = [title, detail].filter((part) => typeof part === "string").join("\n");
    if (told !== "") return `${told}\n(${status})`;
  } catch {
    // Not JSON: the text itself is all there is to show.
  }
  return `${text.slice(0, 500)}\n(${status})`;
}

function readTicket(text: string, appUrl: string): TicketAnswer | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isObject(parsed) || typeof parsed.ticket !== "string" || typeof parsed.url !== "string") return null;
    return { ticket: parsed.ticket, url: new URL(parsed.url, appUrl).href };
  } catch {
    return null;
  }
}

/** Asks the app for a ticket, as `hubspot.fetch` would for this person. */
export async function requestTicket(
  simulation: Simulation,
  portal: Portal,
  person: Person,
): Promise<TicketAnswer> {
  const { appUrl } = simulation.app;
  if (appUrl === null) return { problem: "The simulator was not told the app's address." };
  const url = appUrl.replace(/\/$/, "") + TICKET_PATH;
  try {
    const answer = await callSigned(simulation, { portal, person }, { url, method: "POST", body: "{}" });
    const ticket = answer.ok ? readTicket(answer.text, appUrl) : null;
    return ticket ?? { problem: problemOf(answer.status, answer.text) };
  } catch (error) {
    return {
      problem: `The app cannot be reached at ${appUrl}: ${error instanceof Error ? error.message : "?"}`,
    };
  }
}

/** The app in an iframe, and a script that fetches a fresh ticket when the app asks its host for one. */
export function embedded(
  answer: TicketAnswer,
  options: { readonly renewUrl: string; readonly whole: boolean },
): Markup {
  if ("problem" in answer) return html`<p class="problem" id="ticket-problem">${answer.problem}</p>`;
  const origin = new URL(answer.url).origin;
  return html`<iframe id="app" title="Standings" class="${options.whole ? "whole" : ""}" src="${answer.url}"></iframe>
<script>
  const frame = document.getElementById("app");
  const origin = ${scriptValue(origin)};
  addEventListener("message", async (event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    if (!event.data || event.data.type !== "standings:renew") return;
    const answer = await fetch(${scriptValue(options.renewUrl)}, { method: "POST" });
    const { ticket } = await answer.json();
    if (ticket) frame.contentWindow.postMessage({ type: "standings:ticket", ticket }, origin);
  });
</script>`;
}
