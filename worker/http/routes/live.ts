import { Hono } from "hono";
import { LiveTicket } from "../../../shared/contracts/access.ts";
import { LiveMessage } from "../../../shared/contracts/live.ts";
import { secondsAfter } from "../../domain/seconds-after.ts";
import type { TicketGrant } from "../../ports/access.ts";
import type { HttpContext, HttpDependencies, HttpEnv, Identity } from "../context.ts";
import { hashOf, newSecret, TICKET_SECONDS } from "../credentials.ts";
import { documented } from "../documented.ts";
import { identifyTicket, READ, refuse, requireViewer } from "../identity.ts";
import { answerProblem } from "../problem.ts";
import { fromOurOwn } from "../security.ts";

const SUBPROTOCOL = "standings";
const TICKET_PREFIX = "ticket.";
/** When a page that got no socket may ask for one again; pages close, and new versions are everywhere within seconds. */
const RETRY_SECONDS = "30";

/** A ticket for the socket, and the socket. */
export function liveRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .post(
      "/live/ticket",
      documented({
        tag: "Live",
        summary: "A ticket for one socket",
        answers: { status: 200, body: ["LiveTicket", LiveTicket] },
        problems: [401, 403],
        credential: "bearer",
      }),
      requireViewer(dependencies, READ),
      (c) => mintLiveTicket(c, dependencies),
    )
    .get(
      "/live",
      documented({
        tag: "Live",
        summary: "Follow boards over a WebSocket",
        description:
          "Open with the subprotocols `standings` and `ticket.<ticket>`. Send `watch` with a board; messages are as the schema says. Where the account has as many pages open as it can have, the socket is refused with 503 and `Retry-After`: the ticket is used by then, so take a new one.",
        answers: { status: 101, body: ["LiveMessage", LiveMessage] },
        problems: [401, 403, 426, 503],
        credential: "none",
      }),
      (c) => openLive(c, dependencies),
    );
}

async function mintLiveTicket(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  const { access, now, randomBytes } = dependencies;
  const ticket = newSecret(randomBytes);
  const expiresAt = secondsAfter(now(), TICKET_SECONDS);
  await Promise.all([
    access.saveTicket(await hashOf(ticket), grantOf(c.get("identity")), { now: now(), expiresAt }),
    dependencies.noteWatched(c.get("tenant")),
  ]);
  return c.json({ ticket, expiresAt } satisfies LiveTicket);
}

function grantOf({ viewer: { tenantId }, credential }: Identity): TicketGrant {
  return credential.kind === "session"
    ? { purpose: "live", tenantId, sessionId: credential.sessionId, endsAt: credential.endsAt }
    : { purpose: "live_key", tenantId, keyId: credential.keyId };
}

async function openLive(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    return answerProblem(c, "upgrade-required", { headers: { upgrade: "websocket" } });
  }
  if (!fromOurOwn(c, new URL(dependencies.publicUrl).origin)) return answerProblem(c, "foreign-origin");
  const ticket = ticketOf(c.req.header("sec-websocket-protocol"));
  const grant = ticket
    ? await dependencies.access.redeemTicket(await hashOf(ticket), ["live", "live_key"], dependencies.now())
    : null;
  if (!grant) return answerProblem(c, "ticket-invalid");
  c.set("tenantId", grant.tenantId);
  const identified = await identifyTicket(dependencies, grant);
  if (!identified.ok) return refuse(c, identified.error);
  const { identity, endsAt } = identified.value;
  const { viewer, credential } = identity;
  const answer = await dependencies.openLive(viewer, endsAt, withoutTicket(c), credential);
  if (answer.status < 400) return answer;
  // A room has no words of its own: it is full, or it is of another version than this Worker for a moment.
  const headers = { "retry-after": RETRY_SECONDS };
  return answerProblem(c, answer.status === 503 ? "live-full" : "live-unavailable", { headers });
}

/** Null unless both subprotocols are there. */
function ticketOf(header: string | undefined): string | null {
  const protocols = (header ?? "").split(",").map((protocol) => protocol.trim());
  const ticket = protocols.find((protocol) => protocol.startsWith(TICKET_PREFIX));
  return ticket && protocols.includes(SUBPROTOCOL) ? ticket.slice(TICKET_PREFIX.length) : null;
}

/** Behind this point nobody needs the ticket, and the request id goes on. */
function withoutTicket(c: HttpContext): Request {
  const request = c.req.raw;
  const headers = new Headers(request.headers);
  headers.set("x-request-id", c.get("requestId"));
  headers.set("sec-websocket-protocol", SUBPROTOCOL);
  headers.delete("authorization");
  headers.delete("cookie");
  return new Request(request.url, { method: request.method, headers });
}
