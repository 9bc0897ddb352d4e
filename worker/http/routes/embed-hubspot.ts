import { Hono } from "hono";
import type * as v from "valibot";
import { EmbedTicket } from "../../../shared/contracts/access.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { identifyEmbedCaller } from "../embed-caller.ts";
import { mintTicket } from "../embed-ticket.ts";
import { answerProblem } from "../problem.ts";

const PAGES_PATH = "/cards/standings/";

/** HubSpot's own servers ask on behalf of whoever looks at the card. */
export function hubspotEmbedRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post(
    "/embed/hubspot/ticket",
    documented({
      tag: "Sessions",
      summary: "A ticket for the person who looks at a card in HubSpot",
      description: "Called through hubspot.fetch, which signs the call (signature v3) and names the person.",
      answers: { status: 200, body: ["EmbedTicket", EmbedTicket] },
      problems: [401, 403, 413],
      credential: "signature",
    }),
    (c) => mintEmbedTicket(c, dependencies),
  );
}

async function mintEmbedTicket(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  const caller = await identifyEmbedCaller(c, dependencies, new Uint8Array(await c.req.arrayBuffer()));
  if (!caller.ok) return answerProblem(c, caller.error);
  const { tenant, viewer } = caller.value;
  const { ticket, expiresAt } = await mintTicket(dependencies, {
    tenantId: tenant.id,
    memberId: viewer.memberId,
    host: "hubspot",
  });
  const url = `${dependencies.publicUrl}${PAGES_PATH}#ticket=${ticket}`;
  const { settings } = dependencies.queryContext(tenant);
  const { inlineFrame } = (await settings.load()).settings;
  return c.json({ ticket, url, expiresAt, inlineFrame } satisfies v.InferOutput<typeof EmbedTicket>);
}
