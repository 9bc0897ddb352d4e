import { Hono, type MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import { validator } from "hono-openapi";
import type * as v from "valibot";
import {
  ApiKeyMade,
  ApiKeyRequest,
  ApiKeys,
  ErasureRequest,
  Job,
  JobStarted,
  OperatorTenants,
  PlanRequest,
} from "../../../shared/contracts/access.ts";
import type { JobKind } from "../../ports/sync.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { API_KEY_PREFIX, hashOf, newSecret } from "../credentials.ts";
import { documented } from "../documented.ts";
import { requireOperator } from "../identity.ts";
import { answerInvalid, IdParameter, KeyParameters, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";

/** What only whoever runs Standings may do. */
export function operatorRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .use("/operator/*", requireOperator(dependencies))
    .route("/", tenantRoutes(dependencies))
    .route("/", erasureRoutes(dependencies))
    .route("/", keyRoutes(dependencies))
    .route("/", jobRoutes(dependencies));
}

function tenantRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/operator/tenants",
      documented({
        ...operation,
        summary: "All tenants",
        answers: okWith("OperatorTenants", OperatorTenants),
      }),
      async (c) => c.json(await listTenants(dependencies)),
    )
    .put(
      "/operator/tenants/:id/plan",
      documented({ ...operation, summary: "Set the plan", answers: { status: 204, body: null } }),
      validator("param", IdParameter, answerInvalid),
      requireJson,
      validator("json", PlanRequest, answerInvalid),
      requireTenant(dependencies),
      async (c) => {
        await dependencies.operator.setPlan(c.get("tenant").id, c.req.valid("json").plan);
        return c.body(null, 204);
      },
    )
    .get(
      "/operator/tenants/:id/export",
      documented({
        ...operation,
        summary: "Everything a tenant has, as lines of JSON",
        description: "One row a line, `{table, row}`, table by table. Without tokens and credentials.",
        answers: { status: 200, body: null },
      }),
      validator("param", IdParameter, answerInvalid),
      requireTenant(dependencies),
      (c) => streamLines(dependencies.operator.exportTenant(c.get("tenant").id)),
    );
}

/** Forgetting a whole tenant, or one person in it. */
function erasureRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .delete(
      "/operator/tenants/:id",
      documented({ ...operation, summary: "Erase a tenant", answers: { status: 204, body: null } }),
      validator("param", IdParameter, answerInvalid),
      requireTenant(dependencies),
      async (c) => {
        await dependencies.eraseTenant(c.get("tenant"));
        return c.body(null, 204);
      },
    )
    .post(
      "/operator/tenants/:id/erasures",
      documented({
        ...operation,
        summary: "Erase a person by e-mail address",
        description:
          "Takes out what is derived from the person's correspondence. `contactId` settles the fault that named it.",
        answers: { status: 204, body: null },
      }),
      validator("param", IdParameter, answerInvalid),
      requireJson,
      validator("json", ErasureRequest, answerInvalid),
      requireTenant(dependencies),
      async (c) => {
        await dependencies.erasePerson(c.get("tenant"), c.req.valid("json"));
        return c.body(null, 204);
      },
    );
}

function keyRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/operator/tenants/:id/api-keys",
      documented({ ...operation, summary: "The API keys of a tenant", answers: okWith("ApiKeys", ApiKeys) }),
      validator("param", IdParameter, answerInvalid),
      requireTenant(dependencies),
      async (c) => c.json({ keys: await dependencies.access.listApiKeys(c.get("tenant").id) }),
    )
    .post(
      "/operator/tenants/:id/api-keys",
      documented({
        ...operation,
        summary: "Make an API key",
        description: "The key is shown once. `write: false` makes one that may only read.",
        answers: { status: 201, body: ["ApiKeyMade", ApiKeyMade] },
      }),
      validator("param", IdParameter, answerInvalid),
      requireJson,
      validator("json", ApiKeyRequest, answerInvalid),
      requireTenant(dependencies),
      (c) => makeKey(c, dependencies, c.req.valid("json")),
    )
    .delete(
      "/operator/tenants/:id/api-keys/:keyId",
      documented({ ...operation, summary: "Revoke an API key", answers: { status: 204, body: null } }),
      validator("param", KeyParameters, answerInvalid),
      requireTenant(dependencies),
      async (c) => {
        const { keyId } = c.req.valid("param");
        const revoked = await dependencies.access.revokeApiKey(c.get("tenant").id, keyId);
        return revoked ? c.body(null, 204) : answerProblem(c, "key-unknown");
      },
    );
}

function jobRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  const started = { status: 202, body: ["JobStarted", JobStarted] } as const;
  return new Hono<HttpEnv>()
    .post(
      "/operator/tenants/:id/sync",
      documented({ ...operation, summary: "Sync a tenant now", answers: started }),
      validator("param", IdParameter, answerInvalid),
      requireTenant(dependencies),
      (c) => startJob(c, dependencies, "sync"),
    )
    .post(
      "/operator/tenants/:id/rebuild",
      documented({
        ...operation,
        summary: "Make all sums again from the ledger, and say what differed",
        answers: started,
      }),
      validator("param", IdParameter, answerInvalid),
      requireTenant(dependencies),
      (c) => startJob(c, dependencies, "rebuild"),
    )
    .get(
      "/operator/jobs/:id",
      documented({ ...operation, summary: "How a job stands", answers: okWith("Job", Job) }),
      validator("param", IdParameter, answerInvalid),
      async (c) => {
        const job = await dependencies.findJob(c.req.valid("param").id);
        return job ? c.json(job) : answerProblem(c, "job-unknown");
      },
    );
}

const operation = {
  tag: "Operator",
  problems: [400, 401, 404],
  credential: "operator",
} as const;

/** What is asked of a tenant that does not exist ends here; the others find it in the context. */
function requireTenant({ tenants }: HttpDependencies): MiddlewareHandler<HttpEnv> {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const tenant = await tenants.find(c.req.param("id") ?? "");
    if (!tenant) return answerProblem(c, "tenant-unknown");
    c.set("tenantId", tenant.id);
    c.set("tenant", tenant);
    return next();
  });
}

function okWith(name: string, schema: v.GenericSchema<unknown, unknown>) {
  return { status: 200, body: [name, schema] } as const;
}

async function listTenants(dependencies: HttpDependencies): Promise<v.InferOutput<typeof OperatorTenants>> {
  const overviews = await dependencies.loadOverviews();
  return {
    tenants: overviews.map(({ tenant, progress }) => ({
      id: tenant.id,
      crm: tenant.crm,
      crmId: tenant.crmId,
      name: tenant.name,
      state: tenant.state,
      progress,
    })),
  };
}

async function makeKey(
  c: HttpContext,
  { access, randomBytes, newId, now }: HttpDependencies,
  { role, write }: v.InferOutput<typeof ApiKeyRequest>,
): Promise<Response> {
  const key = `${API_KEY_PREFIX}${newSecret(randomBytes)}`;
  const id = newId();
  const keyHash = await hashOf(key);
  await access.saveApiKey(c.get("tenant").id, { id, role, write, createdAt: now(), keyHash });
  return c.json({ id, key, role, write } satisfies v.InferOutput<typeof ApiKeyMade>, 201);
}

async function startJob(c: HttpContext, dependencies: HttpDependencies, kind: JobKind): Promise<Response> {
  const jobId = await dependencies.startJob(c.get("tenant"), kind, c.get("requestId"));
  return c.json({ jobId }, 202);
}

/** Line by line, so that a large tenant needs no large memory. */
function streamLines(lines: AsyncIterable<string>): Response {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(`${next.value}\n`));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { "content-type": "application/x-ndjson; charset=utf-8" } });
}
