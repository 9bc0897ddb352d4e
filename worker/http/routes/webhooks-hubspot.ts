import { Hono } from "hono";
import { type NoticeParts, takeNotices } from "../../app/sync/take-notices.ts";
import type { CrmPort } from "../../ports/crm.ts";
import type { HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { answerProblem } from "../problem.ts";

/** What HubSpot's notices need beside what every route has. */
export interface HubSpotWebhookParts extends NoticeParts {
  readonly crm: Pick<CrmPort, "readNotice">;
}

/**
 * HubSpot tells what changed. It waits five seconds and retries what fails, so a notice is only verified and
 * put on the queue here. Whether an account is known is not told: the answer is the same.
 */
export function hubspotWebhookRoutes(
  dependencies: Pick<HttpDependencies, "publicUrl" | "now">,
  parts: HubSpotWebhookParts,
): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post(
    "/webhooks/hubspot",
    documented({
      tag: "CRM",
      summary: "Change notices from HubSpot",
      description: "A batch of hints, signed by HubSpot (signature v3). The records are read again.",
      answers: { status: 200, body: null },
      problems: [400, 401, 413],
      credential: "signature",
    }),
    async (c) => {
      const { pathname, search } = new URL(c.req.url);
      const notices = await parts.crm.readNotice({
        method: c.req.method,
        // As HubSpot called it: behind a proxy or a tunnel the Worker sees another origin.
        url: `${dependencies.publicUrl}${pathname}${search}`,
        headers: c.req.raw.headers,
        body: new Uint8Array(await c.req.arrayBuffer()),
        now: dependencies.now(),
        // HubSpot signs for all accounts with the secret of the app.
        secretOf: async () => null,
      });
      if (!notices.ok) {
        return notices.error === "unreadable"
          ? answerProblem(c, "malformed-json")
          : answerProblem(c, "signature-refused");
      }
      await takeNotices(parts, notices.value, c.get("requestId"));
      return c.body(null, 200);
    },
  );
}
