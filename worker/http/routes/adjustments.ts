import { Hono } from "hono";
import { validator } from "hono-openapi";
import {
  type AdjustmentRequest,
  MadeAdjustment,
  MadeAdjustments,
} from "../../../shared/contracts/adjustments.ts";
import { loadAdjustments } from "../../app/adjustments/load-adjustments.ts";
import { type MakeAdjustmentRefusal, makeAdjustment } from "../../app/adjustments/make-adjustment.ts";
import { withdrawAdjustment } from "../../app/adjustments/withdraw-adjustment.ts";
import { assertNever } from "../../domain/result.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { ADJUST_CREDIT, requireReady, requireViewer, SEE_ADJUSTMENTS } from "../identity.ts";
import {
  AdjustmentBody,
  AdjustmentsParameters,
  answerInvalid,
  IdParameter,
  NoParameters,
  requireJson,
} from "../input.ts";
import { answerProblem } from "../problem.ts";

const words = { tag: "Adjustments", credential: "bearer" } as const;

/** Credit that admins add, move or leave out. */
export function adjustmentRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/adjustments",
      documented({
        ...words,
        summary: "The adjustments of credit, newest first; for admins and owners",
        description: "Those that were withdrawn are among them: figures of then are explained by them.",
        answers: { status: 200, body: ["MadeAdjustments", MadeAdjustments] },
        problems: [400, 401, 403, 503],
      }),
      requireViewer(dependencies, SEE_ADJUSTMENTS),
      requireReady(dependencies),
      validator("query", AdjustmentsParameters, answerInvalid),
      async (c) => {
        const tenant = c.get("tenant");
        const reader = dependencies.adjustmentsOf(tenant).reader;
        return c.json(await loadAdjustments(dependencies.queryContext(tenant), reader, c.req.valid("query")));
      },
    )
    .post(
      "/adjustments",
      documented({
        ...words,
        summary: "Add, move or leave out credit; for admins and owners",
        description:
          "Boards change at once and say so: the figure is explained with the reason and the approver. Counts and amounts are events of their own, so a whole deal is moved with `deal_won` and `revenue_closed`. What is added has an `amount`, in minor units and below 0 to take away, if its event is `revenue_closed` or `pipeline_generated`, and none otherwise. With an `id` of your own it is safe to send twice: the same again answers 200 and changes nothing, anything else under the id 409. Without `approvedBy` the approver is the person who asks; an API key has to name one.",
        answers: { status: 201, againStatus: 200, body: ["MadeAdjustment", MadeAdjustment] },
        problems: [400, 401, 403, 409, 413, 415, 422, 503],
      }),
      requireViewer(dependencies, ADJUST_CREDIT),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      requireJson,
      validator("json", AdjustmentBody, answerInvalid),
      (c) => postAdjustment(c, dependencies, c.req.valid("json")),
    )
    .delete(
      "/adjustments/:id",
      documented({
        ...words,
        summary: "Withdraw an adjustment; for admins and owners",
        description:
          "Boards are from now on as if it had never been; what was shown before stays as it was. Withdrawing again answers the same.",
        answers: { status: 200, body: ["MadeAdjustment", MadeAdjustment] },
        problems: [400, 401, 403, 404, 503],
      }),
      requireViewer(dependencies, ADJUST_CREDIT),
      requireReady(dependencies),
      validator("param", IdParameter, answerInvalid),
      validator("query", NoParameters, answerInvalid),
      (c) => deleteAdjustment(c, dependencies, c.req.valid("param").id),
    );
}

async function postAdjustment(
  c: HttpContext,
  dependencies: HttpDependencies,
  request: AdjustmentRequest,
): Promise<Response> {
  const tenant = c.get("tenant");
  const parts = {
    ...dependencies.adjustmentsOf(tenant),
    context: dependencies.queryContext(tenant),
    newId: dependencies.newId,
    requestId: c.get("requestId"),
  };
  const made = await makeAdjustment(parts, request, c.get("identity").viewer);
  if (!made.ok) return answerRefused(c, made.error);
  return c.json(made.value.adjustment, made.value.isNew ? 201 : 200);
}

async function deleteAdjustment(
  c: HttpContext,
  dependencies: HttpDependencies,
  id: string,
): Promise<Response> {
  const tenant = c.get("tenant");
  const { writer } = dependencies.adjustmentsOf(tenant);
  const parts = { writer, context: dependencies.queryContext(tenant), requestId: c.get("requestId") };
  const withdrawn = await withdrawAdjustment(parts, id, c.get("identity").viewer);
  if (withdrawn.ok) return c.json(withdrawn.value);
  const { reason } = withdrawn.error;
  return answerProblem(c, reason === "not_permitted" ? "not-permitted" : "adjustment-unknown");
}

function answerRefused(c: HttpContext, refusal: MakeAdjustmentRefusal): Response {
  switch (refusal.reason) {
    case "not_permitted":
      return answerProblem(c, "not-permitted");
    case "adjustment_invalid":
      return answerProblem(c, "adjustment-invalid", { errors: refusal.faults });
    case "adjustment_differs":
      return answerProblem(c, "adjustment-differs");
    default:
      return assertNever(refusal);
  }
}
