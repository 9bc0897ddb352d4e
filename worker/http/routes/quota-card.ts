import { Hono } from "hono";
import { validator } from "hono-openapi";
import * as v from "valibot";
import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import { QuotaCardEnvelope, QuotaCardView } from "../../../shared/contracts/quota-card.ts";
import type { QuotaCardWords } from "../../../shared/messages/quota-card/en.ts";
import { describeFault } from "../../app/describe-fault.ts";
import type { QueryRefusal } from "../../app/queries.ts";
import type { QuotaCardQuery } from "../../app/quota-card/card-scene.ts";
import { wordsFor } from "../../app/quota-card/card-wording.ts";
import { wordQuotaCard } from "../../app/quota-card/quota-card-view.ts";
import { loadQuotaFigures } from "../../app/quota-card/quota-figures.ts";
import type { Viewer } from "../../app/viewer.ts";
import type { Tenant } from "../../ports/tenants.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { identifyEmbedCaller } from "../embed-caller.ts";
import { READ, requireReady, requireViewer } from "../identity.ts";
import { answerInvalid, Id, LocaleName, QuotaCardParameters } from "../input.ts";
import type { ProblemName } from "../problem.ts";
import { answerRefusal } from "../refusals.ts";

/** HubSpot's names of what a deal is. Contacts and companies have the card without a deal. */
const DEAL_TYPES: readonly string[] = ["0-3", "deal"];

/** The quota card for our own pages. */
export function quotaCardRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get(
    "/cards/quota",
    documented({
      tag: "Quotas",
      summary: "The quota card of one person, every text worded",
      description:
        "Your own without `member`; managers ask for their reports, admins and owners for everybody. With `deal` it says what the deal would change if it closed. Without `grain` it is the smallest period that a quota is set for.",
      answers: { status: 200, body: ["QuotaCardView", QuotaCardView] },
      problems: [400, 401, 403, 404, 503],
      credential: "bearer",
    }),
    requireViewer(dependencies, READ),
    requireReady(dependencies),
    validator("query", QuotaCardParameters, answerInvalid),
    async (c) => {
      const { member, deal, grain, locale } = c.req.valid("query");
      const asked = { tenant: c.get("tenant"), viewer: c.get("identity").viewer };
      const figures = await loadCard(dependencies, asked, { memberId: member, dealId: deal, grain });
      return figures.ok ? c.json(wordQuotaCard(figures.value, locale)) : answerRefusal(c, figures.error);
    },
  );
}

/** The quota card for HubSpot's own components, which see no body but that of a 200. */
export function hubspotQuotaCardRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post(
    "/embed/hubspot/quota-card",
    documented({
      tag: "Quotas",
      summary: "The quota card of the person who looks at a record in HubSpot",
      description:
        "Called through hubspot.fetch, which signs the call (signature v3) and names the person. Always 200: what is wrong stands in the body.",
      answers: { status: 200, body: ["QuotaCardEnvelope", QuotaCardEnvelope] },
      problems: [413],
      credential: "signature",
    }),
    async (c) => c.json((await answerEmbed(c, dependencies)) satisfies Envelope),
  );
}

type Envelope = v.InferOutput<typeof QuotaCardEnvelope>;

function loadCard(
  { queryContext, cardSources }: HttpDependencies,
  { tenant, viewer }: { readonly tenant: Tenant; readonly viewer: Viewer },
  query: QuotaCardQuery,
) {
  return loadQuotaFigures({ ...queryContext(tenant), ...cardSources(tenant) }, query, viewer);
}

/** What the card sends. What it does not know is left alone: HubSpot may add to it. */
const EmbedBody = v.object({
  objectType: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(100)))),
  objectId: v.optional(
    v.nullable(v.pipe(v.union([v.string(), v.pipe(v.number(), v.safeInteger())]), v.transform(String), Id)),
  ),
  grain: v.optional(v.nullable(v.picklist(FISCAL_GRAINS))),
  // A browser may name no language, as `en-US@posix` does, and whoever looks at the card cannot mend that.
  locale: v.fallback(v.optional(v.nullable(LocaleName)), null),
});
type EmbedBody = v.InferOutput<typeof EmbedBody>;

async function answerEmbed(c: HttpContext, dependencies: HttpDependencies): Promise<Envelope> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  const body = readBody(bytes);
  const language = body?.locale ?? "en";
  try {
    const caller = await identifyEmbedCaller(c, dependencies, bytes);
    if (!caller.ok) return problemOf(caller.error, language);
    if (body === null) return problemOf("input-invalid", language);
    const { tenant } = caller.value;
    if (tenant.state !== "live" && !(await dependencies.hasRules(tenant))) {
      return problemOf("not-loaded", language);
    }
    const figures = await loadCard(dependencies, caller.value, queryOf(body));
    if (!figures.ok) return problemOf(REFUSED[figures.error.reason] ?? "internal", language);
    return { status: "ok", view: wordQuotaCard(figures.value, language) };
  } catch (error) {
    // HubSpot would show nothing at all of a 500; the log gets what any fault's log gets.
    if (!(error instanceof Error)) throw error;
    dependencies.log({ event: "fault", requestId: c.get("requestId"), ...describeFault(error) });
    return problemOf("internal", language);
  }
}

/** Null for what is not the card's JSON. No body at all is a card without a record. */
function readBody(bytes: Uint8Array): EmbedBody | null {
  if (bytes.length === 0) return {};
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), EmbedBody), new TextDecoder().decode(bytes));
  return parsed.success ? parsed.output : null;
}

function queryOf({ objectType, objectId, grain }: EmbedBody): QuotaCardQuery {
  const isDeal = DEAL_TYPES.includes((objectType ?? "").toLowerCase());
  return { dealId: isDeal ? (objectId ?? undefined) : undefined, grain: grain ?? undefined };
}

const REFUSED: Readonly<Partial<Record<QueryRefusal["reason"], ProblemName>>> = {
  unknown_member: "person-unknown",
  not_permitted: "not-permitted",
  not_loaded: "not-loaded",
};

const PROBLEM_WORDS: Readonly<Partial<Record<ProblemName, keyof QuotaCardWords["problems"]>>> = {
  "signature-refused": "refused",
  "input-invalid": "refused",
  "account-unknown": "accountUnknown",
  "account-disconnected": "disconnected",
  "person-unknown": "personUnknown",
  "not-permitted": "notPermitted",
  "not-loaded": "notLoaded",
};

/** What trying again may mend by itself. */
const RETRIED: readonly ProblemName[] = ["internal", "not-loaded", "signature-refused"];

function problemOf(name: ProblemName, language: string): Envelope {
  const { problems, words } = wordsFor(language);
  return {
    status: "problem",
    type: `/problems/${name}`,
    ...problems[PROBLEM_WORDS[name] ?? "general"],
    retry: RETRIED.includes(name) ? words.retry : null,
  };
}
