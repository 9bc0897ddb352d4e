import type { Person } from "../../../organisation/organisation.ts";
import type { Portal } from "../portal/portal.ts";
import { isObject } from "../serving/exchange.ts";
import { signedHeaders } from "../serving/signature.ts";
import type { Simulation } from "../simulation.ts";
import type { Markup } from "./html.ts";
import { html, scriptValue } from "./html.ts";

const TICKET_PATH = "/embed/hubspot/ticket";
const TICKET_TIMEOUT_MILLISECONDS = 15_000;

export type TicketAnswer =
  | { readonly ticket: string; readonly url: string }
  /** What the app said instead, for the visitor to read. */
  | { readonly problem: string };

/** HubSpot adds who is asking to the address, inside the signature. */
function ticketUrl(simulation: Simulation, appUrl: string, portal: Portal, person: Person): string {
  const url = new URL(appUrl.replace(/\/$/, "") + TICKET_PATH);
  url.searchParams.set("userId", person.userId);
  url.searchParams.set("portalId", String(portal.portalId));
  url.searchParams.set("userEmail", person.email);
  url.searchParams.set("appId", String(simulation.app.appId));
  return url.href;
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
  const { appUrl, clientSecret } = simulation.app;
  if (appUrl === null) return { problem: "The simulator was not told the app's address." };
  const uri = ticketUrl(simulation, appUrl, portal, person);
  const body = "{}";
  const headers = signedHeaders(clientSecret, { method: "POST", uri, body, timestamp: simulation.now() });
  try {
    const answer = await fetch(uri, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { "content-type": "application/json", ...headers },
      signal: AbortSignal.timeout(TICKET_TIMEOUT_MILLISECONDS),
    });
    const text = await answer.text();
    const ticket = answer.ok ? readTicket(text, appUrl) : null;
    return ticket ?? { problem: problemOf(answer.status, text) };
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
