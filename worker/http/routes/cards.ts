import { Hono } from "hono";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { answerProblem } from "../problem.ts";
import { cardPolicy } from "../security.ts";

/** Files whose name holds their content's hash never change. */
const HASHED_PATH = "/cards/assets/";
const PAGES_PATH = "/cards/standings/";
/** Where the leaderboard stood by itself: links to it are kept in many places. */
const FORMER_PATHS: readonly string[] = ["/cards/leaderboard", "/cards/leaderboard/"];

/** The pages that the CRM embeds. */
export function cardRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get("/cards/*", (c) => serveCard(c, dependencies));
}

async function serveCard(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  // A browser carries the fragment over, and with it the ticket.
  if (FORMER_PATHS.includes(c.req.path)) return c.redirect(PAGES_PATH + new URL(c.req.url).search, 302);
  const asset = await dependencies.fetchAsset(c.req.raw);
  if (asset.status >= 400) return answerProblem(c, "not-found");
  const answer = new Response(asset.body, asset);
  answer.headers.delete("x-frame-options");
  const framers = await framersOf(c, dependencies);
  answer.headers.set("content-security-policy", cardPolicy(dependencies.publicUrl, framers));
  answer.headers.set(
    "cache-control",
    c.req.path.startsWith(HASHED_PATH) ? "public, max-age=31536000, immutable" : "no-cache",
  );
  return answer;
}

/** A page in Salesforce is framed by the org that its address names alone; every other page by HubSpot. */
async function framersOf(c: HttpContext, dependencies: HttpDependencies): Promise<readonly string[]> {
  if (c.req.query("host") !== "salesforce") return dependencies.hostOrigins;
  const org = c.req.query("org");
  return org === undefined ? [] : dependencies.framersOf(org);
}
