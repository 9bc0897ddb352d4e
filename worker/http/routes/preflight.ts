import type { MiddlewareHandler } from "hono";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { validator } from "hono-openapi";
import {
  type PingKeyMade,
  PingKeyMade as PingKeySchema,
  Preflight,
} from "../../../shared/contracts/preflight.ts";
import { loadPreflight } from "../../app/preflight/load-preflight.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { newSecret } from "../credentials.ts";
import { documented } from "../documented.ts";
import { MEND_CONNECTION, requireViewer, SEE_CONNECTION } from "../identity.ts";
import { answerInvalid, NoParameters } from "../input.ts";
import { answerProblem } from "../problem.ts";

const words = { tag: "Connection", problems: [400, 401, 403, 422], credential: "bearer" } as const;

/** What is left to set up in Salesforce, and the key by which an org signs its notices. */
export function preflightRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/connection/preflight",
      documented({
        ...words,
        summary: "What is set up in Salesforce, step by step; for admins and owners",
        description:
          "Told by what reached Standings; `cannot_tell` where nothing says whether a step was done.",
        answers: { status: 200, body: ["Preflight", Preflight] },
      }),
      requireViewer(dependencies, SEE_CONNECTION),
      validator("query", NoParameters, answerInvalid),
      requireSalesforce,
      (c) => answerPreflight(c, dependencies),
    )
    .post(
      "/connection/preflight",
      documented({
        ...words,
        summary: "Ask Salesforce again, and say what is set up; for admins and owners",
        description:
          "Reads people and permissions, and tries to sign in by key. Answers after 20 seconds at most; `checkedAt` says whether the reading is done.",
        answers: { status: 200, body: ["Preflight", Preflight] },
      }),
      requireViewer(dependencies, MEND_CONNECTION),
      validator("query", NoParameters, answerInvalid),
      requireSalesforce,
      async (c) => {
        await dependencies.recheckAccess(c.get("tenant"));
        return answerPreflight(c, dependencies);
      },
    )
    .post(
      "/connection/ping-key",
      documented({
        ...words,
        summary: "Make the key by which the org signs its change notices; for admins and owners",
        description:
          "Shown once, to be pasted into the package's settings in Salesforce. The key before it is not believed any more.",
        answers: { status: 201, body: ["PingKeyMade", PingKeySchema] },
      }),
      requireViewer(dependencies, MEND_CONNECTION),
      validator("query", NoParameters, answerInvalid),
      requireSalesforce,
      (c) => makePingKey(c, dependencies),
    );
}

const requireSalesforce: MiddlewareHandler<HttpEnv> = createMiddleware<HttpEnv>(async (c, next) => {
  if (c.get("tenant").crm === "salesforce") return next();
  return answerProblem(c, "crm-without-this");
});

async function answerPreflight(c: HttpContext, dependencies: HttpDependencies): Promise<Response> {
  const tenant = c.get("tenant");
  const preflight = await loadPreflight({
    tenant,
    state: dependencies.faultsOf(tenant),
    framing: dependencies.framingOf(tenant),
    readings: dependencies.accessReadingsOf(tenant),
    signsInByKey: dependencies.salesforce?.signsInByKey ?? false,
  });
  return c.json(preflight satisfies Preflight);
}

async function makePingKey(
  c: HttpContext,
  { framingOf, randomBytes, now }: HttpDependencies,
): Promise<Response> {
  const key = newSecret(randomBytes);
  const madeAt = now();
  await framingOf(c.get("tenant")).saveNoticeKey(key, madeAt);
  return c.json({ key, madeAt } satisfies PingKeyMade, 201);
}
