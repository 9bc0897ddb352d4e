import { Hono } from "hono";
import { validator } from "hono-openapi";
import { JobStarted } from "../../../shared/contracts/access.ts";
import { CheckedRecords, DataChecks } from "../../../shared/contracts/data-checks.ts";
import { ReconciledDeals, ReconciliationAnswer } from "../../../shared/contracts/reconciliation.ts";
import { loadCheckedRecords, loadDataChecks } from "../../app/checks/data-checks.ts";
import { loadReconciledDeals, loadReconciliation } from "../../app/reconcile/load-reconciliation.ts";
import { type RequestedKind, requestJob } from "../../app/sync/request-job.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { MEND_CONNECTION, requireReady, requireViewer, SEE_CONNECTION } from "../identity.ts";
import {
  answerInvalid,
  CheckParameter,
  NoParameters,
  PageParameters,
  ReconciledDealsParameters,
  ReconciliationParameters,
} from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerResult } from "../refusals.ts";

const question = { tag: "Connection", problems: [400, 401, 403, 503], credential: "bearer" } as const;
const started = {
  ...question,
  answers: { status: 202, body: ["JobStarted", JobStarted] },
  problems: [400, 401, 403, 429],
} as const;

/** What admins and owners see and do about the connection, beyond how it stands. */
export function connectionRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .route("/", checkRoutes(dependencies))
    .route("/", reconciliationRoutes(dependencies))
    .post(
      "/connection/sync",
      documented({
        ...started,
        summary: "Sync now; for admins and owners",
        description: "At most once a minute. A sync that is not done yet is answered instead of another.",
      }),
      requireViewer(dependencies, MEND_CONNECTION),
      validator("query", NoParameters, answerInvalid),
      (c) => startJob(c, dependencies, "sync"),
    );
}

function checkRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/connection/checks",
      documented({
        ...question,
        summary: "What is not as it should be in the CRM's data; for admins and owners",
        answers: { status: 200, body: ["DataChecks", DataChecks] },
      }),
      requireViewer(dependencies, SEE_CONNECTION),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      async (c) => answerResult(c, await loadDataChecks(checksOf(c, dependencies))),
    )
    .get(
      "/connection/checks/:check/records",
      documented({
        ...question,
        summary: "The deals, activities, people, pipelines or currencies that a check found",
        answers: { status: 200, body: ["CheckedRecords", CheckedRecords] },
      }),
      requireViewer(dependencies, SEE_CONNECTION),
      requireReady(dependencies),
      validator("param", CheckParameter, answerInvalid),
      validator("query", PageParameters, answerInvalid),
      async (c) => {
        const asked = { ...c.req.valid("query"), ...c.req.valid("param") };
        return answerResult(c, await loadCheckedRecords(checksOf(c, dependencies), asked));
      },
    );
}

function reconciliationRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/reconciliation",
      documented({
        ...question,
        summary: "The CRM's own total of won deals beside ours, with the steps between them",
        description:
          "For admins and owners. The steps add up to the difference exactly; what nothing explains is a step of its own.",
        answers: { status: 200, body: ["ReconciliationAnswer", ReconciliationAnswer] },
      }),
      requireViewer(dependencies, SEE_CONNECTION),
      requireReady(dependencies),
      validator("query", ReconciliationParameters, answerInvalid),
      async (c) => {
        const { period } = c.req.valid("query");
        return answerResult(c, await loadReconciliation(reconciliationOf(c, dependencies), period));
      },
    )
    .get(
      "/reconciliation/records",
      documented({
        ...question,
        summary: "The deals behind a step of a reconciliation",
        answers: { status: 200, body: ["ReconciledDeals", ReconciledDeals] },
      }),
      requireViewer(dependencies, SEE_CONNECTION),
      requireReady(dependencies),
      validator("query", ReconciledDealsParameters, answerInvalid),
      async (c) =>
        answerResult(c, await loadReconciledDeals(reconciliationOf(c, dependencies), c.req.valid("query"))),
    )
    .post(
      "/reconciliation",
      documented({
        ...started,
        summary: "Hold the present and the previous quarter against the CRM now; for admins and owners",
        description: "At most once a minute. `GET /reconciliation` says when it is done.",
      }),
      requireViewer(dependencies, MEND_CONNECTION),
      validator("query", NoParameters, answerInvalid),
      (c) => startJob(c, dependencies, "reconcile"),
    );
}

async function startJob(
  c: HttpContext,
  dependencies: HttpDependencies,
  kind: RequestedKind,
): Promise<Response> {
  const tenant = c.get("tenant");
  const requested = await requestJob(
    {
      tenantId: tenant.id,
      requestId: c.get("requestId"),
      jobs: dependencies.jobs,
      newId: dependencies.newId,
      wakeLane: () => dependencies.wakeLane(tenant),
      now: dependencies.now(),
    },
    kind,
  );
  if (requested.ok) return c.json({ jobId: requested.value }, 202);
  const headers = { "retry-after": String(requested.error.retryAfterSeconds) };
  return answerProblem(c, "too-many-requests", { headers });
}

function checksOf(c: HttpContext, dependencies: HttpDependencies) {
  const tenant = c.get("tenant");
  return { context: dependencies.queryContext(tenant), records: dependencies.recordChecksOf(tenant) };
}

function reconciliationOf(c: HttpContext, dependencies: HttpDependencies) {
  const tenant = c.get("tenant");
  return {
    context: dependencies.queryContext(tenant),
    reconciliations: dependencies.reconciliationsOf(tenant),
    jobs: dependencies.jobs,
  };
}
