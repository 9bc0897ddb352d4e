import { Hono } from "hono";
import { html } from "hono/html";
import { beginConsent, endConsent, type InstallParts, type InstallRefusal } from "../../app/sync/install.ts";
import { assertNever } from "../../domain/result.ts";
import type { Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { answerProblem, describeProblem, type ProblemName } from "../problem.ts";

/** Connecting HubSpot: to its consent page, and back. A browser stands before both. */
export function hubspotInstallRoutes(parts: InstallParts): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/install/hubspot",
      documented({
        tag: "CRM",
        summary: "Begin to connect a HubSpot account",
        description: "Redirects to HubSpot's consent page. The state it carries ends after ten minutes.",
        answers: { status: 302, body: null },
        problems: [503],
        credential: "none",
      }),
      async (c) => c.redirect(await beginConsent(parts), 302),
    )
    .get(
      "/oauth/hubspot/callback",
      documented({
        tag: "CRM",
        summary: "Where HubSpot's consent page sends the customer back to",
        answers: { status: 200, body: null },
        problems: [400, 403, 503],
        credential: "none",
      }),
      async (c) => {
        const installed = await endConsent(parts, {
          state: c.req.query("state") ?? null,
          code: c.req.query("code") || null,
          refused: c.req.query("error") !== undefined,
        });
        return installed.ok ? answerInstalled(c, installed.value) : answerRefusal(c, installed.error);
      },
    );
}

async function answerRefusal(c: HttpContext, refusal: InstallRefusal): Promise<Response> {
  const name = problemOf(refusal);
  if (!wantsHtml(c)) return answerProblem(c, name);
  const problem = describeProblem(name, c.get("requestId"));
  return answerPage(problem.status, {
    tone: "plain",
    title: problem.title,
    lines: [problem.action ?? "", `If you ask for help, tell this number: ${problem.requestId}`],
    next: [],
    link: { href: "/install/hubspot", words: "Begin again" },
  });
}

function problemOf(refusal: InstallRefusal): ProblemName {
  switch (refusal.reason) {
    case "state_invalid":
      return "consent-state-invalid";
    case "consent_refused":
      return "consent-refused";
    case "crm_failed":
      return problemOfFailure(refusal.failure);
    default:
      return assertNever(refusal);
  }
}

/** A code that HubSpot does not take was used before or is too old: beginning again gives another. */
function problemOfFailure(
  failure: Extract<InstallRefusal, { reason: "crm_failed" }>["failure"],
): ProblemName {
  if (failure.reason === "misconfigured") return "misconfigured";
  const isPassing = failure.reason === "unavailable" || failure.reason === "rate_limited";
  return isPassing ? "crm-unavailable" : "consent-state-invalid";
}

async function answerInstalled(c: HttpContext, tenant: Tenant): Promise<Response> {
  if (!wantsHtml(c)) return c.json({ tenantId: tenant.id, state: "backfilling" });
  return answerPage(200, {
    tone: "good",
    title: "HubSpot is connected",
    lines: ["Standings is reading your deals now. It reads only: nothing in HubSpot is changed."],
    next: [
      "Boards open as soon as the deals of this quarter are complete, usually within a minute.",
      "Then a receipt holds our total of the quarter against HubSpot's own, with every deal that differs.",
      "Everything before it follows. You can close this page: reading goes on without it.",
      "Open Standings in HubSpot, on the Connection tab, to see how far it is and to set the first quotas.",
    ],
    link: { href: tenant.crmAppUrl, words: "Back to HubSpot" },
  });
}

function wantsHtml(c: HttpContext): boolean {
  return (c.req.header("accept") ?? "*/*").includes("text/html");
}

interface Page {
  readonly tone: "good" | "plain";
  readonly title: string;
  readonly lines: readonly string[];
  /** What happens next, in order. */
  readonly next: readonly string[];
  readonly link: { readonly href: string; readonly words: string };
}

/** The build of the cards puts it there. Without it the page is as plain as its sentences. */
const SHEET = "/cards/notice.css";
const POLICY =
  "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** A page without script: all there is to say are a few sentences. */
async function answerPage(status: number, { tone, title, lines, next, link }: Page): Promise<Response> {
  const steps = next.length === 0 ? "" : html`<ol>${next.map((line) => html`<li>${line}</li>`)}</ol>`;
  const page = await html`<!doctype html>
    <html lang="en" data-host="hubspot" data-mode="light">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} · Standings</title>
        <link rel="stylesheet" href="${SHEET}" />
      </head>
      <body>
        <main class="notice">
          <div class="notice-card notice-${tone}">
            <p class="notice-brand">Standings</p>
            <h1>${title}</h1>
            ${lines.map((line) => html`<p>${line}</p>`)} ${steps}
            <p><a class="notice-link" href="${link.href}">${link.words}</a></p>
          </div>
        </main>
      </body>
    </html>`;
  return new Response(String(page), {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
  });
}
