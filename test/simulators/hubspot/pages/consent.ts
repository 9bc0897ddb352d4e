import type { Answer, Incoming } from "../../shared/exchange.ts";
import { readForm } from "../../shared/exchange.ts";
import { html } from "../../shared/html.ts";
import type { Grant } from "../serving/grants.ts";
import type { Simulation } from "../simulation.ts";
import { firstPortal } from "../simulation.ts";
import { page } from "./page.ts";

/** Scopes an app may ask for. Any other stops the installation. */
const KNOWN_SCOPES: ReadonlySet<string> = new Set(
  `oauth tickets sales-email-read crm.dealsplits.read_write crm.extensions_calling_transcripts.read
  ${["deals", "contacts", "companies", "goals", "owners", "users", "leads"].map((name) => `crm.objects.${name}.read crm.objects.${name}.write`).join(" ")}
  ${["deals", "contacts", "companies"].map((name) => `crm.schemas.${name}.read crm.schemas.${name}.write`).join(" ")}
  settings.users.read settings.users.write settings.users.teams.read settings.users.teams.write settings.currencies.read settings.currencies.write`
    .split(/\s+/)
    .filter((scope) => scope !== ""),
);

/** What an app asks for when it sends somebody to the consent page. */
interface Wish {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly optionalScopes: readonly string[];
  readonly state: string | null;
}

function words(text: string | null): readonly string[] {
  return (text ?? "").split(/[\s+]+/).filter((word) => word !== "");
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join(" ") === [...other].sort().join(" ");
}

/** What is wrong with a wish, in words for whoever sees the page; null when nothing is. */
function faultOf(simulation: Simulation, query: URLSearchParams, wish: Wish): string | null {
  const { app } = simulation;
  if (query.get("client_id") !== app.clientId) return "This client id belongs to no app.";
  if (!URL.canParse(wish.redirectUri)) return "The redirect address is missing or cannot be read.";
  const { protocol, hostname } = new URL(wish.redirectUri);
  const isLocal = ["localhost", "127.0.0.1"].includes(hostname);
  if (protocol !== "https:" && !isLocal) return "The redirect address must use https.";
  if (app.redirectUrls && !app.redirectUrls.includes(wish.redirectUri))
    return "The redirect address is not registered.";
  const unknown = [...wish.scopes, ...wish.optionalScopes].filter((scope) => !KNOWN_SCOPES.has(scope));
  if (unknown.length > 0) return `These scopes do not exist: ${unknown.join(" ")}`;
  if (wish.scopes.length === 0) return "No scope is asked for.";
  if (app.requiredScopes && !sameWords(app.requiredScopes, wish.scopes)) {
    return "The scopes asked for differ from those the app requires.";
  }
  return null;
}

function readWish(query: URLSearchParams): Wish {
  return {
    redirectUri: query.get("redirect_uri") ?? "",
    scopes: words(query.get("scope")),
    optionalScopes: words(query.get("optional_scope")),
    state: query.get("state"),
  };
}

function backTo(wish: Wish, more: Readonly<Record<string, string>>): string {
  const url = new URL(wish.redirectUri);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  if (wish.state !== null) url.searchParams.set("state", wish.state);
  return url.href;
}

function refusedPage(message: string): Answer {
  const body = html`<main><section><h1>This app cannot be installed</h1><p class="problem">${message}</p></section></main>`;
  return { status: 400, text: page("Cannot install", body) };
}

/** `GET /oauth/authorize` */
export function consentPage(simulation: Simulation, incoming: Incoming): Answer {
  const query = incoming.url.searchParams;
  const wish = readWish(query);
  const fault = faultOf(simulation, query, wish);
  if (fault) return refusedPage(fault);
  const portals = [...simulation.portals.values()];
  const body = html`<header><strong>CRM simulator</strong></header><main><form method="post" action="/oauth/authorize${incoming.url.search}">
<section><h1>Connect ${simulation.app.name} to your account</h1>
<label>Account<select name="portalId">${portals.map(
    ({ portalId, name }) => html`<option value="${portalId}">${name} (${portalId})</option>`,
  )}</select></label>
<h2>This app will be able to use</h2><ul>${wish.scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
${wish.optionalScopes.length > 0 ? html`<h2>If you allow it, also</h2>` : html``}
${wish.optionalScopes.map(
  (scope) =>
    html`<label><input type="checkbox" name="optional" value="${scope}" checked><code>${scope}</code></label>`,
)}
<p><button name="decision" value="approve">Connect app</button>
<button class="quiet" name="decision" value="deny">Cancel</button></p></section></form></main>`;
  return { status: 200, text: page("Connect app", body) };
}

export interface Consent {
  readonly approved: boolean;
  readonly optionalScopes: readonly string[];
  readonly portalId: number | null;
  readonly userId: string | null;
}

/** Where the browser is sent after the decision; text when the wish cannot be granted. */
export function decideConsent(
  simulation: Simulation,
  query: URLSearchParams,
  consent: Consent,
): { readonly redirectUrl: string } | { readonly problem: string } {
  const wish = readWish(query);
  const fault = faultOf(simulation, query, wish);
  if (fault) return { problem: fault };
  if (!consent.approved) {
    const told = { error: "access_denied", error_description: "The user denied the request" };
    return { redirectUrl: backTo(wish, told) };
  }
  const portal =
    consent.portalId === null ? firstPortal(simulation) : simulation.portals.get(consent.portalId);
  if (!portal) return { problem: `There is no account ${consent.portalId}.` };
  const installer = portal.people.find(({ superAdmin }) => superAdmin);
  const chosen = consent.optionalScopes.filter((scope) => wish.optionalScopes.includes(scope));
  const grant: Grant = {
    portalId: portal.portalId,
    userId: consent.userId ?? installer?.userId ?? "0",
    scopes: [...new Set([...wish.scopes, ...chosen])],
    revoked: false,
  };
  const code = simulation.grants.issueCode(grant, wish.redirectUri, simulation.now());
  return { redirectUrl: backTo(wish, { code }) };
}

/** `POST /oauth/authorize`: what the buttons of the page do. */
export function consentDecision(simulation: Simulation, incoming: Incoming): Answer {
  const form = readForm(incoming);
  const portalId = form.get("portalId");
  const decided = decideConsent(simulation, incoming.url.searchParams, {
    approved: form.get("decision") === "approve",
    optionalScopes: form.getAll("optional"),
    portalId: portalId ? Number(portalId) : null,
    userId: null,
  });
  if ("problem" in decided) return refusedPage(decided.problem);
  return { status: 302, headers: { location: decided.redirectUrl } };
}
