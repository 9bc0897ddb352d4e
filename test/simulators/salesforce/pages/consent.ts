import type { Answer, Incoming } from "../../shared/exchange.ts";
import { readForm } from "../../shared/exchange.ts";
import { html, option } from "../../shared/html.ts";
import { activeUser, activeUsers, fullName } from "../api/users.ts";
import type { Org } from "../org/org.ts";
import type { Grant } from "../serving/grants.ts";
import type { Simulation } from "../simulation.ts";
import { firstOrg } from "../simulation.ts";
import { page } from "./page.ts";

const KNOWN_SCOPES: ReadonlySet<string> = new Set(
  "api refresh_token offline_access id openid profile email full web lightning".split(" "),
);
const USUAL_SCOPES = ["api", "id"];
/** What an S256 challenge looks like: 32 bytes in the alphabet for addresses. */
const CHALLENGE_SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** What an app asks for when it sends somebody to the consent page. */
interface Wish {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string;
}

function readWish(query: URLSearchParams): Wish {
  const asked = (query.get("scope") ?? "").split(/\s+/).filter((scope) => scope !== "");
  return {
    redirectUri: query.get("redirect_uri") ?? "",
    scopes: asked.length > 0 ? asked : USUAL_SCOPES,
    state: query.get("state"),
    challenge: query.get("code_challenge") ?? "",
  };
}

interface Fault {
  readonly error: string;
  readonly description: string;
}

/** Faults of who asks: they are shown here, for the way back cannot be trusted. */
function faultOfClient(simulation: Simulation, query: URLSearchParams, wish: Wish): Fault | null {
  const { app } = simulation;
  if (query.get("client_id") !== app.clientId) {
    return { error: "invalid_client_id", description: "client identifier invalid" };
  }
  const isKnown = app.redirectUrls?.includes(wish.redirectUri) ?? URL.canParse(wish.redirectUri);
  if (isKnown) return null;
  return { error: "redirect_uri_mismatch", description: "redirect_uri must match configuration" };
}

/** Faults of what is asked: they are told to the app. */
function faultOfWish(query: URLSearchParams, wish: Wish): Fault | null {
  if (query.get("response_type") !== "code") {
    return { error: "unsupported_response_type", description: "response type is not supported" };
  }
  const unknown = wish.scopes.find((scope) => !KNOWN_SCOPES.has(scope));
  if (unknown) {
    return { error: "invalid_scope", description: `the requested scope is not allowed: ${unknown}` };
  }
  if (wish.challenge === "") {
    return { error: "invalid_request", description: "missing required code challenge" };
  }
  // What is not named S256 counts as plain, which the app is not allowed.
  if (query.get("code_challenge_method") !== "S256" || !CHALLENGE_SHAPE.test(wish.challenge)) {
    return { error: "invalid_request", description: "invalid code challenge method: S256 is required" };
  }
  return null;
}

function backTo(wish: Wish, more: Readonly<Record<string, string>>): string {
  const url = new URL(wish.redirectUri);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  if (wish.state !== null) url.searchParams.set("state", wish.state);
  return url.href;
}

function refusedPage({ error, description }: Fault): Answer {
  const body = html`<main class="narrow"><section><h1>We can't authorize you because of an OAuth error</h1><p class="problem">${error}: ${description}</p></section></main>`;
  return { status: 400, text: page("OAuth error", body) };
}

/** Where the browser goes at once because of what is asked; null when a person has to decide. */
function faultAnswer(simulation: Simulation, query: URLSearchParams): Answer | null {
  const wish = readWish(query);
  const ofClient = faultOfClient(simulation, query, wish);
  if (ofClient) return refusedPage(ofClient);
  const fault = faultOfWish(query, wish);
  if (!fault) return null;
  const told = { error: fault.error, error_description: fault.description };
  return { status: 302, headers: { location: backTo(wish, told) } };
}

function orgChoice(org: Org): ReturnType<typeof html> {
  const users = activeUsers(org).map((user) =>
    option(`${org.id}/${user.id}`, `${fullName(user)} (${user.username})`, user.id === org.adminUserId),
  );
  return html`<optgroup label="${org.name}">${users}</optgroup>`;
}

/** `GET /services/oauth2/authorize`: the visitor picks who consents. */
export function consentPage(simulation: Simulation, incoming: Incoming): Answer {
  const query = incoming.url.searchParams;
  const fault = faultAnswer(simulation, query);
  if (fault) return fault;
  const { scopes } = readWish(query);
  const body = html`<header><strong>CRM simulator</strong></header><main class="narrow"><form method="post" action="${incoming.url.pathname}${incoming.url.search}">
<section><h1>Allow access?</h1><p>${simulation.app.name} is asking to:</p><ul>${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul>
<label>Signed in as<select name="user">${[...simulation.orgs.values()].map(orgChoice)}</select></label>
<button name="decision" value="allow">Allow</button> <button class="quiet" name="decision" value="deny">Deny</button></section></form></main>`;
  return { status: 200, text: page("Allow access?", body) };
}

export interface Consent {
  readonly approved: boolean;
  readonly orgId: string | null;
  /** An administrator of the org where none is named. */
  readonly userId: string | null;
}

/** Where the browser is sent after the decision; text when the wish cannot be granted. */
export function decideConsent(
  simulation: Simulation,
  query: URLSearchParams,
  consent: Consent,
): { readonly redirectUrl: string } | { readonly problem: string } {
  const wish = readWish(query);
  const fault = faultOfClient(simulation, query, wish);
  if (fault) return { problem: `${fault.error}: ${fault.description}` };
  const refused = faultOfWish(query, wish);
  if (refused) {
    return { redirectUrl: backTo(wish, { error: refused.error, error_description: refused.description }) };
  }
  if (!consent.approved) {
    const told = { error: "access_denied", error_description: "end-user denied authorization" };
    return { redirectUrl: backTo(wish, told) };
  }
  const org = consent.orgId === null ? firstOrg(simulation) : simulation.orgs.get(consent.orgId);
  if (!org) return { problem: `There is no org ${consent.orgId}.` };
  const user = activeUser(org, consent.userId ?? org.adminUserId);
  if (!user) return { problem: `There is no active user ${consent.userId}.` };
  simulation.uninstalled.delete(org.id);
  const scopes = wish.scopes.map((scope) => (scope === "offline_access" ? "refresh_token" : scope));
  const grant: Grant = { orgId: org.id, userId: user.id, scopes, refreshToken: null, revoked: false };
  const code = simulation.grants.issueCode(grant, wish, simulation.now());
  return { redirectUrl: backTo(wish, { code }) };
}

/** `POST /services/oauth2/authorize`: what the buttons of the page do. */
export function consentDecision(simulation: Simulation, incoming: Incoming): Answer {
  const form = readForm(incoming);
  const [orgId, userId] = (form.get("user") ?? "").split("/");
  const decided = decideConsent(simulation, incoming.url.searchParams, {
    approved: form.get("decision") === "allow",
    orgId: orgId || null,
    userId: userId || null,
  });
  if ("problem" in decided) return refusedPage({ error: "invalid_request", description: decided.problem });
  return { status: 302, headers: { location: decided.redirectUrl } };
}
