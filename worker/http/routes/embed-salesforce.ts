import { Hono } from "hono";
import * as v from "valibot";
import type { EmbedTicket } from "../../../shared/contracts/access.ts";
import { salesforceInstallPath } from "../../../shared/salesforce/install-path.ts";
import { maySeeDeal } from "../../app/quota-card/deal-sight.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { FrameRequest } from "../../ports/framing.ts";
import type { Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import type { EmbedCaller } from "../embed-caller.ts";
import { mintTicket } from "../embed-ticket.ts";
import { LocaleName } from "../input.ts";
import { answerPage, type NoticePage, wantsHtml } from "../notice-page.ts";
import { answerProblem, describeProblem, type ProblemName } from "../problem.ts";
import { answerSalesforceOff } from "../salesforce-off.ts";

const PATH = "/embed/salesforce";
const PAGES_PATH = "/cards/standings/";
const CARD_PATH = "/cards/quota-card/";
/** Salesforce's prefix of the ids of opportunities. */
const DEAL_PREFIX = "006";
/**
 * How long an envelope is remembered. It says nothing of when it was made, so a copy of one that was forgotten would
 * be taken again: long enough that whoever finds one in an old log comes too late, short enough to be kept.
 */
const ENVELOPE_SECONDS = 30 * 24 * 3600;
/** The sentences of a refusal lead nowhere and know nobody, so every page of Salesforce may show them. */
const ANY_SALESFORCE_PAGE = [
  "https://*.my.salesforce.com",
  "https://*.lightning.force.com",
  "https://*.my.salesforce-setup.com",
  "https://*.vf.force.com",
];

type Salesforce = NonNullable<HttpDependencies["salesforce"]>;

/** Salesforce posts here whoever opens a page of ours, signed with the canvas app's secret. */
export function salesforceEmbedRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  const { salesforce } = dependencies;
  return new Hono<HttpEnv>()
    .post(
      PATH,
      documented({
        tag: "Sessions",
        summary: "Open a page for the person who looks at Salesforce",
        description:
          "The form field `signed_request` of Salesforce's canvas. Leads to the page, with a ticket behind the #; with `Accept: application/json` it answers the ticket, for a page that renews its session. Each signed request lets somebody in once; a browser that posts it again is led to the page without a ticket.",
        answers: { status: 303, body: null },
        problems: [401, 403, 413, 503],
        credential: "none",
      }),
      (c) => (salesforce ? openPage(c, dependencies, salesforce) : answerSalesforceOff(c)),
    )
    .get(
      PATH,
      documented({
        tag: "Sessions",
        summary: "Where Salesforce sends people for whom the app is not approved yet",
        answers: { status: 200, body: null },
        problems: [403, 405, 503],
        credential: "none",
      }),
      (c) => (salesforce ? answerGet(c, salesforce) : answerSalesforceOff(c)),
    );
}

async function openPage(
  c: HttpContext,
  dependencies: HttpDependencies,
  salesforce: Salesforce,
): Promise<Response> {
  const form = new URLSearchParams(new TextDecoder().decode(await c.req.arrayBuffer()));
  const [signed = "", ...more] = form.getAll("signed_request");
  const request = await salesforce.verifySignedRequest(signed);
  if (!request.ok || more.length > 0) return refuse(c, salesforce, "signed-request-refused");
  const caller = await identifyCaller(c, dependencies, request.value);
  if (!caller.ok) return refuse(c, salesforce, caller.error, request.value.instanceUrl);
  const { tenant, viewer } = caller.value;
  const page = await pageFor(dependencies, caller.value, request.value);
  const times = { now: dependencies.now(), expiresAt: secondsAfter(dependencies.now(), ENVELOPE_SECONDS) };
  const framing = dependencies.framingOf(tenant);
  if (!(await framing.takeEnvelope(request.value.digest, times))) return answerUsed(c, salesforce, page);
  if (request.value.place !== null) await framing.noteOpened(request.value.place, dependencies.now());
  const whom = { tenantId: tenant.id, memberId: viewer.memberId, host: "salesforce" } as const;
  const { ticket, expiresAt } = await mintTicket(dependencies, whom);
  const url = `${page}#ticket=${ticket}`;
  if (wantsJson(c)) {
    return c.json({ ticket, url: `${dependencies.publicUrl}${url}`, expiresAt } satisfies EmbedTicket);
  }
  return c.redirect(url, 303);
}

/**
 * An envelope that was taken lets nobody in. Salesforce may post the same one again, when a frame is loaded anew: the
 * page then opens without a ticket and asks the page around it for a request that nobody used, which whoever copied one
 * cannot.
 */
function answerUsed(c: HttpContext, salesforce: Salesforce, page: string): Response | Promise<Response> {
  return wantsHtml(c) ? c.redirect(page, 303) : refuse(c, salesforce, "signed-request-used");
}

async function identifyCaller(
  c: HttpContext,
  { access, tenants }: HttpDependencies,
  request: FrameRequest,
): Promise<Result<EmbedCaller, ProblemName>> {
  const tenant = await tenants.findByCrmId(request.crm, request.crmId);
  if (!tenant) return err("account-unknown");
  c.set("tenantId", tenant.id);
  if (tenant.state === "uninstalled") return err("account-disconnected");
  const person = await access.findPerson(tenant.id, { userId: request.userId, email: null });
  if (!person?.active) return err("person-unknown");
  const { memberId, role } = person;
  return ok({ tenant, viewer: { tenantId: tenant.id, memberId, role, mayWrite: false } });
}

/** Which page, and on which deal: the browser chose both, so neither opens anything that the person may not see. */
async function pageFor(
  dependencies: HttpDependencies,
  { tenant, viewer }: EmbedCaller,
  { place, recordId, locale }: FrameRequest,
): Promise<string> {
  const query = new URLSearchParams({ host: "salesforce", org: tenant.crmId, parent: tenant.crmAppUrl });
  if (locale !== null && v.is(LocaleName, locale)) query.set("locale", locale);
  const isDeal = recordId?.startsWith(DEAL_PREFIX) === true;
  const seen = isDeal && (await seesDeal(dependencies, tenant, { viewer, crmId: recordId }));
  if (seen) query.set("deal", recordId);
  const isCard = seen || place === "record" || place === "home";
  return `${isCard ? CARD_PATH : PAGES_PATH}?${query}`;
}

async function seesDeal(
  dependencies: HttpDependencies,
  tenant: Tenant,
  { viewer, crmId }: { readonly viewer: EmbedCaller["viewer"]; readonly crmId: string },
): Promise<boolean> {
  if (!(await dependencies.hasRules(tenant))) return false;
  const context = { ...dependencies.queryContext(tenant), ...dependencies.cardSources(tenant) };
  return maySeeDeal(context, viewer, crmId);
}

/** Where all users may approve the app themselves, whoever has not comes by GET. */
function answerGet(c: HttpContext, salesforce: Salesforce): Response | Promise<Response> {
  if (c.req.query("_sfdc_canvas_authvalue") === "user_approval_required") {
    return refuse(c, salesforce, "approval-required");
  }
  const headers = { allow: "POST" };
  if (!wantsHtml(c)) return answerProblem(c, "method-not-allowed", { headers });
  return refuse(c, salesforce, "method-not-allowed");
}

const CONNECT = { href: salesforceInstallPath(null), words: "Connect Salesforce", beside: true };

/** What is said to somebody who sees the refusal in a frame of Salesforce. */
const NOTICES: Readonly<Partial<Record<ProblemName, Pick<NoticePage, "title" | "lines" | "next" | "link">>>> =
  {
    "account-unknown": {
      title: "Connect Standings first",
      lines: [
        "This org of Salesforce is not connected to Standings yet. An admin does it once for everybody.",
      ],
      next: [],
      link: CONNECT,
    },
    "account-disconnected": {
      title: "Standings was removed from this org",
      lines: ["An admin can connect it again at any time."],
      next: [],
      link: CONNECT,
    },
    "person-unknown": {
      title: "Standings does not know you yet",
      lines: [
        "People are read from Salesforce once a day. An admin can start a sync on the Connection page.",
      ],
      next: [],
      link: null,
    },
    "approval-required": {
      title: "Standings is not approved for you yet",
      lines: ["An admin of Salesforce approves it for everybody at once:"],
      next: [
        "Setup, External Client App Manager, Standings, Edit Policies",
        "Under OAuth Policies choose “Admin approved users are pre-authorized”",
        "Select the permission set “Standings User” and save",
        "Then reload this page",
      ],
      link: null,
    },
    "method-not-allowed": {
      title: "Open Standings from Salesforce",
      lines: ["This address is opened by Salesforce itself: choose the Standings tab there."],
      next: [],
      link: null,
    },
  };

async function refuse(
  c: HttpContext,
  { loginUrl }: Salesforce,
  name: ProblemName,
  instanceUrl: string | null = null,
): Promise<Response> {
  if (!wantsHtml(c)) return answerProblem(c, name);
  const problem = describeProblem(name, c.get("requestId"));
  const words = NOTICES[name] ?? {
    title: problem.title,
    lines: [problem.action ?? ""],
    next: [],
    link: null,
  };
  return answerPage(problem.status, {
    host: "salesforce",
    tone: "plain",
    ...words,
    link: words.link && { ...words.link, href: salesforceInstallPath(instanceUrl) },
    lines: [...words.lines, `If you ask for help, tell this number: ${problem.requestId}`],
    framedBy: [...ANY_SALESFORCE_PAGE, new URL(loginUrl).origin],
    ...(name === "method-not-allowed" ? { headers: { allow: "POST" } } : {}),
  });
}

function wantsJson(c: HttpContext): boolean {
  const accept = c.req.header("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}
