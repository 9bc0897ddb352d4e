import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html } from "../../shared/html.ts";
import type { Route } from "../../shared/router.ts";
import type { PortalRecord } from "../portal/portal.ts";
import { tableOf } from "../portal/portal.ts";
import { notFound } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { firstPortal } from "../simulation.ts";
import { consentDecision, consentPage } from "./consent.ts";
import { embedded, requestTicket, type TicketAnswer } from "./embed.ts";
import { extension, extensionFetch, extensionFile, placeOf } from "./extensions.ts";
import { page } from "./page.ts";
import { actingAs, actingPerson, nameOf, portalOf } from "./people.ts";
import { recordChange, recordPage } from "./record.ts";

const DEALS_SHOWN = 50;

function dealRow(simulation: Simulation, portalId: number, record: PortalRecord, as: string): Markup {
  const {
    dealname,
    dealstage,
    amount,
    deal_currency_code: currency,
    hubspot_owner_id: owner,
  } = record.properties;
  const portal = simulation.portals.get(portalId);
  const stage = portal?.pipelines.flatMap(({ stages }) => stages).find(({ id }) => id === dealstage);
  const person = portal?.people.find(({ ownerId }) => ownerId === owner);
  return html`<tr><td><a href="/contacts/${portalId}/record/0-3/${record.id}?as=${as}">${dealname ?? record.id}</a></td>
<td>${stage?.label ?? ""}</td><td class="number">${amount ?? ""} ${amount ? (currency ?? "") : ""}</td><td>${person ? nameOf(person) : ""}</td></tr>`;
}

/** `GET /`: the newest deals, or those whose name holds the words searched for. */
function dealsPage(simulation: Simulation, incoming: Incoming): Answer {
  const wanted = Number(incoming.url.searchParams.get("portalId"));
  const portal = simulation.portals.get(wanted) ?? firstPortal(simulation);
  const person = actingPerson(portal, incoming);
  const words = incoming.url.searchParams.get("search") ?? "";
  const found = tableOf(portal, "deals")
    .all()
    .filter(({ archivedAt, properties }) => archivedAt === null && matches(properties.dealname ?? "", words))
    .toSorted((one, other) => other.updatedAt - one.updatedAt);
  const rows = found
    .slice(0, DEALS_SHOWN)
    .map((record) => dealRow(simulation, portal.portalId, record, person.userId));
  const accounts = [...simulation.portals.values()];
  const body = html`<header><strong>CRM simulator</strong><a href="/app/${portal.portalId}/home?as=${person.userId}">Standings</a>
<a href="/app/${portal.portalId}/settings?as=${person.userId}">Settings</a><span>${portal.name}</span></header>
<main><section><form method="get"><input type="hidden" name="as" value="${person.userId}">
<input type="hidden" name="portalId" value="${portal.portalId}">
<label>Search deals<input name="search" value="${words}"></label><button>Search</button></form></section>
<section><h1>${found.length} deals</h1><table><thead><tr><th>Name</th><th>Stage</th><th>Amount</th><th>Owner</th></tr></thead><tbody>${rows}</tbody></table></section>
<section>${actingAs(portal, person)}${accounts.length > 1 ? accountLinks(accounts) : html``}</section></main>`;
  return { status: 200, text: page("Deals", body) };
}

function accountLinks(accounts: readonly { readonly portalId: number; readonly name: string }[]): Markup {
  return html`<h2>Accounts</h2><ul>${accounts.map(
    ({ portalId, name }) => html`<li><a href="/?portalId=${portalId}">${name} (${portalId})</a></li>`,
  )}</ul>`;
}

function matches(name: string, words: string): boolean {
  return name.toLowerCase().includes(words.toLowerCase());
}

/** `GET /app/{portalId}/home` and `/settings`: an app page with the extension that stands on it. */
function extensionPage(
  simulation: Simulation,
  incoming: Incoming,
  { name, location }: { readonly name: string; readonly location: string },
): Answer {
  const portal = portalOf(simulation, incoming);
  const person = actingPerson(portal, incoming);
  const place = placeOf(simulation, { portal, person }, { location, record: null });
  const body = html`<header><strong>CRM simulator</strong><a href="/?portalId=${portal.portalId}&as=${person.userId}">Deals</a><span>${nameOf(person)}</span></header>
<main><section>${extension(name, place)}</section></main>`;
  return { status: 200, text: page("Standings", body) };
}

/** `GET /app/{portalId}/standings`: the app's page in a frame that fills the window, as the inline frame shows it. */
async function appPage(simulation: Simulation, incoming: Incoming): Promise<Answer> {
  const portal = portalOf(simulation, incoming);
  const person = actingPerson(portal, incoming);
  const ticket = withChoices(await requestTicket(simulation, portal, person), incoming.url.searchParams);
  const renewUrl = `/app/${portal.portalId}/ticket?as=${person.userId}`;
  const body = html`<header><strong>CRM simulator</strong><a href="/?portalId=${portal.portalId}&as=${person.userId}">Deals</a><span>${nameOf(person)}</span></header>
${embedded(ticket, { renewUrl, whole: true })}`;
  return { status: 200, text: page("Standings", body) };
}

/** Everything but who is acting is the app's own: which view to open. */
function withChoices(answer: TicketAnswer, choices: URLSearchParams): TicketAnswer {
  if ("problem" in answer) return answer;
  const url = new URL(answer.url);
  for (const [name, value] of choices) if (name !== "as") url.searchParams.set(name, value);
  return { ...answer, url: url.href };
}

/** What the host page's script asks when the app wants another ticket. */
async function renewTicket(simulation: Simulation, incoming: Incoming): Promise<Answer> {
  const portal = portalOf(simulation, incoming);
  const answer = await requestTicket(simulation, portal, actingPerson(portal, incoming));
  return "problem" in answer ? { status: 502, json: answer } : ok(answer);
}

function onlyDeals(incoming: Incoming): void {
  if (incoming.params.type !== "0-3") throw notFound("The simulator draws pages for deals only");
}

/** What people see: consent, deals, a record, the app. */
export function pageRoutes(simulation: Simulation): readonly Route[] {
  const record = "/contacts/:portalId/record/:type/:id";
  return [
    { method: "GET", path: "/", handle: (incoming) => dealsPage(simulation, incoming) },
    { method: "GET", path: "/oauth/authorize", handle: (incoming) => consentPage(simulation, incoming) },
    { method: "POST", path: "/oauth/authorize", handle: (incoming) => consentDecision(simulation, incoming) },
    {
      method: "GET",
      path: record,
      handle(incoming) {
        onlyDeals(incoming);
        return recordPage(simulation, incoming);
      },
    },
    {
      method: "POST",
      path: record,
      handle(incoming) {
        onlyDeals(incoming);
        return recordChange(simulation, incoming);
      },
    },
    { method: "GET", path: "/extensions/:name", handle: extensionFile },
    {
      method: "GET",
      path: "/app/:portalId/home",
      handle: (incoming) =>
        extensionPage(simulation, incoming, { name: "standings-page", location: "pages" }),
    },
    {
      method: "GET",
      path: "/app/:portalId/settings",
      handle: (incoming) => extensionPage(simulation, incoming, { name: "settings", location: "settings" }),
    },
    {
      method: "POST",
      path: "/app/:portalId/fetch",
      handle: (incoming) => extensionFetch(simulation, incoming),
    },
    { method: "GET", path: "/app/:portalId/standings", handle: (incoming) => appPage(simulation, incoming) },
    {
      method: "POST",
      path: "/app/:portalId/ticket",
      handle: (incoming) => renewTicket(simulation, incoming),
    },
  ];
}
