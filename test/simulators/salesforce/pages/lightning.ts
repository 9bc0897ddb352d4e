import type { Answer, Incoming } from "../../shared/exchange.ts";
import { ok } from "../../shared/exchange.ts";
import type { Markup } from "../../shared/html.ts";
import { html, option } from "../../shared/html.ts";
import type { OrgUser } from "../api/users.ts";
import { activeUser, activeUsers, fullName } from "../api/users.ts";
import type { Org } from "../org/org.ts";
import { notFound } from "../serving/refusals.ts";
import type { Simulation } from "../simulation.ts";
import { firstOrg } from "../simulation.ts";
import { page } from "./page.ts";
import type { CanvasPlace, Place } from "./signed-request.ts";
import { instanceIdOf, signedRequestFor } from "./signed-request.ts";

const PLACES: readonly Place[] = ["tab", "record", "home", "utility"];

/** Who looks at a page, and whose org it is. */
export interface Visitor {
  readonly org: Org;
  readonly user: OrgUser;
}

/** Whoever the visitor plays: named by user id in `as`, else an administrator of the first org. */
export function visitorOf(simulation: Simulation, incoming: Incoming): Visitor {
  const wanted = incoming.url.searchParams.get("as");
  const orgId = incoming.url.searchParams.get("org");
  const orgs = [...simulation.orgs.values()].filter(({ id }) => orgId === null || id === orgId);
  for (const org of wanted === null ? [] : orgs) {
    const user = activeUser(org, wanted);
    if (user) return { org, user };
  }
  const org = orgs[0] ?? firstOrg(simulation);
  const user = activeUser(org, org.adminUserId) ?? activeUsers(org)[0];
  if (!user) throw notFound("The org has no users");
  return { org, user };
}

/** What keeps a link with the same visitor. */
export function visitorQuery({ org, user }: Visitor): string {
  return `as=${user.id}&org=${org.id}`;
}

/** The bar above every page. */
export function shell(visitor: Visitor, current: Place | "deals", body: Markup): Markup {
  const link = (place: Place | "deals", path: string, label: string) =>
    place === current
      ? html`<a href="${path}?${visitorQuery(visitor)}" aria-current="page">${label}</a>`
      : html`<a href="${path}?${visitorQuery(visitor)}">${label}</a>`;
  return html`<header><strong>CRM simulator</strong>${link("home", "/lightning/page/home", "Home")}
${link("deals", "/lightning/o/Opportunity/list", "Opportunities")}${link("tab", "/lightning/n/Standings", "Standings")}
<span>${fullName(visitor.user)}, ${visitor.org.name}</span></header>${body}`;
}

/** A form that plays another person. */
export function actingAs({ org, user }: Visitor): Markup {
  const people = activeUsers(org);
  return html`<form method="get"><input type="hidden" name="org" value="${org.id}"><label>Acting as<select name="as" onchange="this.form.submit()">${people.map(
    (one) => option(one.id, fullName(one), one.id === user.id),
  )}</select></label></form>`;
}

/** Whether the canvas app may tell its server who is there; else the user has to consent first. */
function isPermitted(simulation: Simulation, { org, user }: Visitor): boolean {
  const { canvasPermission } = simulation.settings;
  return canvasPermission === "admin_approved" || simulation.grants.hasConsented(org.id, user.id);
}

/** The app in its frame: posted into it with a signed request, or loaded plainly where the user has not consented. */
export function canvasFrame(simulation: Simulation, visitor: Visitor, where: CanvasPlace): Markup {
  const { canvasUrl } = simulation.app;
  if (canvasUrl === null) return html`<p class="problem">The simulator was not told the app's address.</p>`;
  const name = `canvas-frame-${instanceIdOf(where)}`;
  const tab = where.place === "tab" ? "tab" : "";
  if (!isPermitted(simulation, visitor)) {
    const url = new URL(canvasUrl);
    url.searchParams.set("loginUrl", simulation.url);
    url.searchParams.set("_sfdc_canvas_authvalue", "user_approval_required");
    return html`<iframe class="${tab}" name="${name}" title="Standings" src="${url.href}"></iframe>`;
  }
  const recordId = where.recordId === null ? "" : `&recordId=${where.recordId}`;
  const renewUrl = `/canvas/signed-request?${visitorQuery(visitor)}&place=${where.place}${recordId}`;
  return html`<iframe class="${tab}" name="${name}" title="Standings" data-renew="${renewUrl}"></iframe>
<form hidden method="post" action="${canvasUrl}" target="${name}" data-canvas-for="${name}">
<input type="hidden" name="signed_request" value="${signedRequestFor(simulation, visitor, where)}"></form>`;
}

/** What brings the frames of a page to life. */
export const HOST_SCRIPT: Markup = html`<script type="module">
import { hostFrames } from "/lightning/canvas-host.js";
hostFrames();
</script>`;

/** `GET /lightning/n/Standings`: the app in a tab of its own. */
export function tabPage(simulation: Simulation, incoming: Incoming): Answer {
  const visitor = visitorOf(simulation, incoming);
  const where: CanvasPlace = { place: "tab", recordId: null };
  const body = html`${canvasFrame(simulation, visitor, where)}${HOST_SCRIPT}`;
  return { status: 200, text: page("Standings", shell(visitor, "tab", body)) };
}

/** `GET /lightning/page/home`: the app's card on the home page. */
export function homePage(simulation: Simulation, incoming: Incoming): Answer {
  const visitor = visitorOf(simulation, incoming);
  const where: CanvasPlace = { place: "home", recordId: null };
  const body = html`<main class="record"><section><h1>Good day, ${visitor.user.firstName}</h1>${actingAs(visitor)}</section>
<section class="bare"><h2>Standings</h2>${canvasFrame(simulation, visitor, where)}</section></main>${HOST_SCRIPT}`;
  return { status: 200, text: page("Home", shell(visitor, "home", body)) };
}

/** `POST /canvas/signed-request`: what the host's script asks when the app wants another one. */
export function renewedRequest(simulation: Simulation, incoming: Incoming): Answer {
  const visitor = visitorOf(simulation, incoming);
  const wanted = incoming.url.searchParams.get("place");
  const place = PLACES.find((known) => known === wanted) ?? "tab";
  const recordId = incoming.url.searchParams.get("recordId");
  return ok({ signedRequest: signedRequestFor(simulation, visitor, { place, recordId }) });
}
