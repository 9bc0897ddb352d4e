import type { Context } from "hono";
import type { Problem } from "../../shared/contracts/api.ts";
import type { HttpEnv } from "./context.ts";

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What the caller does next. */
  readonly action: string;
}

const ASK_BY_HTTP =
  "Wait as long as `Retry-After` says and open the socket with a new ticket; until then ask by HTTP.";

/** Everything that can be wrong with a request. The names are stable: callers may switch on `type`. */
const PROBLEMS = {
  "malformed-json": {
    status: 400,
    title: "The body is not JSON",
    action: "Send a body that is valid JSON in UTF-8.",
  },
  "input-invalid": {
    status: 400,
    title: "The request is not valid",
    action: "Mend what `errors` names and send the request again.",
  },
  "period-invalid": {
    status: 400,
    title: "The period is not valid",
    action: "Give either `period` or both `from` and `to`, with `from` not after `to`.",
  },
  "consent-state-invalid": {
    status: 400,
    title: "This installation link has expired or was used",
    action: "Begin the installation again.",
  },
  "consent-refused": {
    status: 403,
    title: "The CRM was not connected",
    action: "Begin the installation again and grant access.",
  },
  unauthenticated: {
    status: 401,
    title: "You are not signed in",
    action: "Send `Authorization: Bearer` with a session token or an API key.",
  },
  "session-ended": {
    status: 401,
    title: "The session has ended",
    action: "Ask the host page for a new ticket and exchange it for a session.",
  },
  "ticket-invalid": {
    status: 401,
    title: "The ticket is not valid",
    action: "Ask for a new ticket: each can be used once, within a minute.",
  },
  "display-key-invalid": {
    status: 401,
    title: "This display has been disconnected",
    action: "Ask an admin of Standings for a new address.",
  },
  "signature-refused": {
    status: 401,
    title: "The signature is not valid",
    action: "Sign the request with the app's client secret (signature v3) and a clock that is right.",
  },
  "signed-request-refused": {
    status: 401,
    title: "Salesforce did not sign this request",
    action: "Open Standings from Salesforce again.",
  },
  "signed-request-used": {
    status: 401,
    title: "This request was used before",
    action: "Reload the page in Salesforce: each request lets somebody in once.",
  },
  "approval-required": {
    status: 403,
    title: "Standings is not approved for you yet",
    action: "Ask an admin of Salesforce to approve Standings for your permission set.",
  },
  "not-permitted": {
    status: 403,
    title: "Your role does not allow this",
    action: "Ask an admin of Standings.",
  },
  "read-only-key": {
    status: 403,
    title: "This API key may only read",
    action: "Use an API key that was made with write access.",
  },
  "foreign-origin": {
    status: 403,
    title: "The request came from another site",
    action: "Send it from a page of Standings, or from a server with an API key.",
  },
  "person-unknown": {
    status: 403,
    title: "Standings does not know you yet",
    action: "Ask an admin to run a sync, so that you are found among the people of the CRM.",
  },
  "account-unknown": {
    status: 403,
    title: "This CRM account is not connected",
    action: "Ask an admin of the CRM to install Standings.",
  },
  "account-disconnected": {
    status: 403,
    title: "Standings was uninstalled from this CRM account",
    action: "Ask an admin of the CRM to install Standings again.",
  },
  "not-found": {
    status: 404,
    title: "There is nothing at this address",
    action: "See /api/v1/docs for the addresses there are.",
  },
  "member-unknown": {
    status: 404,
    title: "There is no such member",
    action: "Take the id from GET /api/v1/members.",
  },
  "team-unknown": {
    status: 404,
    title: "There is no such team",
    action: "Take the id from GET /api/v1/members.",
  },
  "filter-unknown": {
    status: 404,
    title: "There is nothing of this kind to filter by",
    action: "Take a value that `errors` names, or leave the parameter out.",
  },
  "tenant-unknown": {
    status: 404,
    title: "There is no such tenant",
    action: "Take the id from GET /operator/tenants.",
  },
  "job-unknown": {
    status: 404,
    title: "There is no such job",
    action: "Take the id from the answer that started the job.",
  },
  "key-unknown": {
    status: 404,
    title: "There is no such API key",
    action: "Take the id from the answer that made the key.",
  },
  "display-key-unknown": {
    status: 404,
    title: "There is no such display key",
    action: "Take the id from GET /api/v1/display-keys.",
  },
  "adjustment-unknown": {
    status: 404,
    title: "There is no such adjustment",
    action: "Take the id from GET /api/v1/adjustments.",
  },
  "method-not-allowed": {
    status: 405,
    title: "This address does not take that method",
    action: "Use a method that the `Allow` header names.",
  },
  "adjustment-differs": {
    status: 409,
    title: "There is another adjustment with this id",
    action: "Choose another `id`, or leave it out.",
  },
  "version-mismatch": {
    status: 412,
    title: "Somebody else changed this in the meantime",
    action: "Get it again, and send your change with the new `ETag` in `If-Match`.",
  },
  "body-too-large": {
    status: 413,
    title: "The body is too large",
    action: "Send less in one request.",
  },
  "media-type-unsupported": {
    status: 415,
    title: "The body has a content type that is not taken here",
    action: "Send `Content-Type: application/json`.",
  },
  "before-connection": {
    status: 422,
    title: "Nothing was known at that time",
    action: "Choose an instant after the CRM was connected.",
  },
  "in-the-future": {
    status: 422,
    title: "That instant lies in the future",
    action: "Choose an instant that has passed, or leave `at` out.",
  },
  "not-explainable": {
    status: 422,
    title: "This figure cannot be traced to records in this way",
    action: "See `detail`.",
  },
  "member-change-invalid": {
    status: 422,
    title: "The person cannot be changed in this way",
    action: "Mend what `errors` names and send the change again: nothing of it was saved.",
  },
  "adjustment-invalid": {
    status: 422,
    title: "Credit cannot be adjusted in this way",
    action: "Mend what `errors` names and send it again: nothing was adjusted.",
  },
  "quota-invalid": {
    status: 422,
    title: "A quota cannot be saved as it is",
    action: "Mend what `errors` names and send all changes again: none of them was saved.",
  },
  "crm-scope-missing": {
    status: 422,
    title: "The CRM does not allow Standings to read this",
    action: "Connect the CRM again and allow what `detail` names.",
  },
  "crm-disconnected": {
    status: 422,
    title: "The CRM is not connected",
    action: "Connect Standings to the CRM again.",
  },
  "crm-refused": {
    status: 422,
    title: "The CRM refused to answer",
    action: "Try again. If it stays, tell support the request id.",
  },
  "display-keys-full": {
    status: 422,
    title: "There are as many display keys as one account can have",
    action: "Revoke one that is no longer used.",
  },
  "settings-invalid": {
    status: 422,
    title: "The settings cannot be changed in this way",
    action: "Mend what `errors` names and send the change again: nothing of it was saved.",
  },
  "crm-without-this": {
    status: 422,
    title: "This CRM does not work in this way",
    action: "Use it with an account of Salesforce.",
  },
  "upgrade-required": {
    status: 426,
    title: "This address speaks WebSocket",
    action: "Open it as a WebSocket with the subprotocols `standings` and `ticket.<ticket>`.",
  },
  "version-required": {
    status: 428,
    title: "The version you changed is missing",
    action: "Get it first, and send its `ETag` in `If-Match`.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many requests",
    action: "Wait as long as `Retry-After` says.",
  },
  internal: {
    status: 500,
    title: "Something went wrong on our side",
    action: "Try again. If it stays, tell support the request id.",
  },
  "not-loaded": {
    status: 503,
    title: "The first data is still on its way",
    action: "Try again in a minute.",
  },
  "live-full": {
    status: 503,
    title: "As many pages follow live as one account can have",
    action: ASK_BY_HTTP,
  },
  "live-unavailable": {
    status: 503,
    title: "Nothing can be followed live at this moment",
    action: ASK_BY_HTTP,
  },
  "crm-unavailable": {
    status: 503,
    title: "The CRM does not answer",
    action: "Try again in a minute.",
  },
  "database-unavailable": {
    status: 503,
    title: "The database does not answer",
    action: "Try again in a minute.",
  },
  "crm-not-configured": {
    status: 503,
    title: "This CRM is not set up here",
    action: "Set the variables that `errors` names, and start again.",
  },
  misconfigured: {
    status: 503,
    title: "Standings is not configured",
    action: "Set the variables that `errors` names, and start again.",
  },
} as const satisfies Record<string, ProblemKind>;

/** The last part of a problem's `type`. */
export type ProblemName = keyof typeof PROBLEMS;

/** What is said of one occurrence beside its kind. */
export interface ProblemDetails {
  /** About this occurrence. Our own words: never the input, a name or a token. */
  readonly detail?: string;
  readonly action?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A problem as data, for places that have no Hono context. */
export function describeProblem(name: ProblemName, requestId: string, details: ProblemDetails = {}): Problem {
  const kind = PROBLEMS[name];
  return {
    type: `/problems/${name}`,
    title: kind.title,
    status: kind.status,
    ...(details.detail === undefined ? {} : { detail: details.detail }),
    action: details.action ?? kind.action,
    requestId,
    ...(details.errors === undefined ? {} : { errors: [...details.errors] }),
  };
}

/** The one way to answer that something is wrong (RFC 9457). */
export function answerProblem(
  c: Context<HttpEnv>,
  name: ProblemName,
  details: ProblemDetails = {},
): Response {
  const problem = describeProblem(name, c.get("requestId"), details);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json; charset=utf-8", ...details.headers },
  });
}

/** Every type with its title and action, for the documentation. */
export function listProblems(): readonly (ProblemKind & { readonly name: string })[] {
  return Object.entries(PROBLEMS).map(([name, kind]) => ({ name, ...kind }));
}
