import { type Context, Hono } from "hono";
import type { CrmName } from "../../../shared/contracts/ids.ts";
import { crmLabel } from "../../../shared/wording/crm.ts";
import { beginConsent, endConsent, type InstallParts, type InstallRefusal } from "../../app/sync/install.ts";
import { assertNever } from "../../domain/result.ts";
import type { Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { answerPage, wantsHtml } from "../notice-page.ts";
import { answerProblem, describeProblem, type ProblemName } from "../problem.ts";
import { answerSalesforceOff } from "../salesforce-off.ts";

/**
 * Connecting a CRM: to its consent page, and back. A browser stands before both. Parts that are null say that this
 * Worker has no app there.
 */
export function installRoutes(crm: CrmName, parts: InstallParts | null): Hono<HttpEnv> {
  const label = crmLabel(crm);
  return new Hono<HttpEnv>()
    .get(
      `/install/${crm}`,
      documented({
        tag: "CRM",
        summary: `Begin to connect a ${label} account`,
        description: `Redirects to ${label}'s consent page. The state it carries ends after ten minutes.${SANDBOXES[crm]}`,
        answers: { status: 302, body: null },
        problems: crm === "salesforce" ? [400, 503] : [503],
        credential: "none",
      }),
      (c) => (parts ? begin(c, crm, parts) : answerSalesforceOff(c)),
    )
    .get(
      `/oauth/${crm}/callback`,
      documented({
        tag: "CRM",
        summary: `Where ${label}'s consent page sends the customer back to`,
        answers: { status: 200, body: null },
        problems: [400, 403, 503],
        credential: "none",
      }),
      (c) => (parts ? end(c, crm, parts) : answerSalesforceOff(c)),
    );
}

const SANDBOXES: Readonly<Record<CrmName, string>> = {
  hubspot: "",
  salesforce: " `host` names where a sandbox, or an org with sign-in pages of its own, signs in.",
};

/** Where Salesforce's own sign-in pages are. Consent is never sent to a host that anybody may own. */
const LOGIN_HOST = /^(?:login|test|[a-z0-9][a-z0-9-]{0,79}(?:\.[a-z]{2,16})?\.my)\.salesforce\.com$/;

async function begin(c: Context<HttpEnv>, crm: CrmName, parts: InstallParts): Promise<Response> {
  const host = crm === "salesforce" ? c.req.query("host") : undefined;
  if (host === undefined) return c.redirect(await beginConsent(parts), 302);
  const name = host.replace(/^https:\/\//, "").replace(/\/$/, "");
  if (!LOGIN_HOST.test(name)) {
    const message = "must be test.salesforce.com or a My Domain, such as acme--uat.sandbox.my.salesforce.com";
    return answerProblem(c, "input-invalid", { errors: [{ path: "host", message }] });
  }
  return c.redirect(await beginConsent(parts, `https://${name}`), 302);
}

async function end(c: Context<HttpEnv>, crm: CrmName, parts: InstallParts): Promise<Response> {
  const installed = await endConsent(parts, {
    state: c.req.query("state") ?? null,
    code: c.req.query("code") || null,
    refused: c.req.query("error") !== undefined,
    requestId: c.get("requestId"),
  });
  return installed.ok ? answerInstalled(c, crm, installed.value) : answerRefusal(c, crm, installed.error);
}

async function answerRefusal(c: HttpContext, crm: CrmName, refusal: InstallRefusal): Promise<Response> {
  const name = problemOf(refusal);
  if (!wantsHtml(c)) return answerProblem(c, name);
  const problem = describeProblem(name, c.get("requestId"));
  return answerPage(problem.status, {
    host: crm,
    tone: "plain",
    title: problem.title,
    lines: [problem.action ?? "", `If you ask for help, tell this number: ${problem.requestId}`],
    next: [],
    link: { href: `/install/${crm}`, words: "Begin again" },
  });
}

function problemOf(refusal: InstallRefusal): ProblemName {
  switch (refusal.reason) {
    case "state_invalid":
      return "consent-state-invalid";
    case "consent_refused":
      return "consent-refused";
    case "not_admin":
      return "not-permitted";
    case "crm_failed":
      return problemOfFailure(refusal.failure);
    default:
      return assertNever(refusal);
  }
}

/** A code that the CRM does not take was used before or is too old: beginning again gives another. */
function problemOfFailure(
  failure: Extract<InstallRefusal, { reason: "crm_failed" }>["failure"],
): ProblemName {
  if (failure.reason === "misconfigured") return "misconfigured";
  const isPassing = failure.reason === "unavailable" || failure.reason === "rate_limited";
  return isPassing ? "crm-unavailable" : "consent-state-invalid";
}

/** How an admin goes on, beside what is the same for all CRMs. */
const WHAT_IS_LEFT: Readonly<Record<CrmName, string>> = {
  hubspot:
    "Open Standings in HubSpot, on the Connection tab, to see how far it is and to set the first quotas.",
  salesforce:
    "Open Standings in Salesforce, on the Connection tab: it lists what is left to set up there, step by step.",
};

async function answerInstalled(c: HttpContext, crm: CrmName, tenant: Tenant): Promise<Response> {
  if (!wantsHtml(c)) return c.json({ tenantId: tenant.id, state: "backfilling" });
  const label = crmLabel(crm);
  return answerPage(200, {
    host: crm,
    tone: "good",
    title: `${label} is connected`,
    lines: [`Standings is reading your deals now. It reads only: nothing in ${label} is changed.`],
    next: [
      "Boards open as soon as the deals of this quarter are complete, usually within a minute.",
      `Then a receipt holds our total of the quarter against ${label}'s own, with every deal that differs.`,
      "Everything before it follows. You can close this page: reading goes on without it.",
      WHAT_IS_LEFT[crm],
    ],
    link: { href: tenant.crmAppUrl, words: `Back to ${label}` },
  });
}
