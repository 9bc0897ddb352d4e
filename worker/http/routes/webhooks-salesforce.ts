import { Hono } from "hono";
import type { Instant } from "../../../shared/contracts/time.ts";
import { type NoticeParts, takeNotices } from "../../app/sync/take-notices.ts";
import type { Result } from "../../domain/result.ts";
import type { ChangeNotice, CrmPort } from "../../ports/crm.ts";
import type { FramingStore } from "../../ports/framing.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { answerProblem } from "../problem.ts";
import { answerSalesforceOff } from "../salesforce-off.ts";

/** What Salesforce's notices need beside what every route has. */
export interface SalesforceWebhookParts extends NoticeParts {
  readonly crm: Pick<CrmPort, "readNotice">;
  readonly framingOf: (tenantId: string) => Pick<FramingStore, "loadNoticeKey" | "noteHeard" | "allowHints">;
  /** Reads an outbound message; nothing proves who sent it. */
  readonly readOutbound: (body: Uint8Array, now: Instant) => Result<ChangeNotice, "unreadable">;
  /** What Salesforce takes as "received". */
  readonly acknowledgement: string;
}

type Clocked = Pick<HttpDependencies, "publicUrl" | "now">;

/**
 * Hints that nobody signed, heard from one org in an hour. Each may cost two of the calls that the org has a day, 100,000
 * at least: whoever knows its id must not be able to use them up.
 */
const HINTS_PER_HOUR_MAX = 600;
const HOUR_LENGTH = "YYYY-MM-DDTHH".length;

/**
 * Salesforce tells what changed: by signed pings of our own trigger, and by outbound messages that an admin set up.
 * Both are hints alone. Parts that are null say that this Worker has no app at Salesforce.
 */
export function salesforceWebhookRoutes(
  dependencies: Clocked,
  parts: SalesforceWebhookParts | null,
): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post(
      "/webhooks/salesforce",
      documented({
        tag: "CRM",
        summary: "Change notices from Salesforce",
        description:
          "Ids that changed in one org, sent by the trigger of the package and signed with the org's ping key: base64 of HMAC-SHA256 over the raw body. The records are read again.",
        answers: { status: 204, body: null },
        problems: [400, 401, 413, 503],
        credential: "ping",
      }),
      (c) => (parts ? takePing(c, dependencies, parts) : answerSalesforceOff(c)),
    )
    .post(
      "/webhooks/salesforce/outbound",
      documented({
        tag: "CRM",
        summary: "Outbound messages of Salesforce",
        description:
          "SOAP. Nothing proves who sends them, so they are hints for orgs that are connected, at most 600 an hour each. Every message that can be read is acknowledged, whether its org is known or not.",
        answers: { status: 200, body: null },
        problems: [400, 413, 503],
        credential: "none",
      }),
      (c) => (parts ? takeOutbound(c, dependencies, parts) : answerSalesforceOff(c)),
    );
}

async function takePing(
  c: HttpContext,
  { publicUrl, now }: Clocked,
  parts: SalesforceWebhookParts,
): Promise<Response> {
  const { pathname, search } = new URL(c.req.url);
  const notices = await parts.crm.readNotice({
    method: c.req.method,
    url: `${publicUrl}${pathname}${search}`,
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
    now: now(),
    secretOf: async (orgId) => {
      const tenant = await parts.directory.findByCrmId(parts.crmName, orgId);
      return tenant ? parts.framingOf(tenant.id).loadNoticeKey() : null;
    },
  });
  if (!notices.ok) {
    const name = notices.error === "unreadable" ? "malformed-json" : "signature-refused";
    return answerProblem(c, name, { action: SIGNING[notices.error] });
  }
  await takeNotices(parts, notices.value, c.get("requestId"));
  for (const { crmId } of notices.value) {
    const tenant = await parts.directory.findByCrmId(parts.crmName, crmId);
    if (tenant) await parts.framingOf(tenant.id).noteHeard(now());
  }
  return c.body(null, 204);
}

/** What whoever sets up the trigger does about a refusal. */
const SIGNING = {
  unreadable: "Send the JSON that the package's trigger sends.",
  signature_missing: "Sign the raw body with the ping key, in `X-Standings-Signature`.",
  signature_wrong: "Make a new ping key in Standings and paste it into the package's settings.",
  timestamp_out_of_range: "Send `sentAt` as the present time in milliseconds.",
} as const;

async function takeOutbound(
  c: HttpContext,
  { now }: Clocked,
  parts: SalesforceWebhookParts,
): Promise<Response> {
  const notice = parts.readOutbound(new Uint8Array(await c.req.arrayBuffer()), now());
  if (!notice.ok) {
    return answerProblem(c, "input-invalid", {
      action: "Send an outbound message of Salesforce: SOAP in UTF-8, without a DOCTYPE.",
    });
  }
  if (await isHeard(notice.value, now(), parts)) {
    await takeNotices(parts, [notice.value], c.get("requestId"));
  }
  return new Response(parts.acknowledgement, { headers: { "content-type": "text/xml; charset=utf-8" } });
}

/** More than are heard are acknowledged all the same: the next poll finds what they were about. */
async function isHeard(
  { crmId, hints }: ChangeNotice,
  now: Instant,
  { directory, crmName, framingOf }: SalesforceWebhookParts,
): Promise<boolean> {
  const tenant = hints.length === 0 ? null : await directory.findByCrmId(crmName, crmId);
  if (!tenant) return false;
  const windowFrom = `${now.slice(0, HOUR_LENGTH)}:00:00.000Z`;
  return framingOf(tenant.id).allowHints(hints.length, { most: HINTS_PER_HOUR_MAX, windowFrom });
}
