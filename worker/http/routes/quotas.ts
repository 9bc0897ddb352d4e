import { Hono } from "hono";
import { validator } from "hono-openapi";
import type * as v from "valibot";
import { Attainment, type QuotaChanges, QuotaSheet } from "../../../shared/contracts/api.ts";
import { loadAttainment } from "../../app/quotas/load-attainment.ts";
import { loadQuotaSheet } from "../../app/quotas/load-quota-sheet.ts";
import { type SaveQuotasRefusal, saveQuotas } from "../../app/quotas/save-quotas.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireReady, requireViewer, SET_QUOTAS } from "../identity.ts";
import { readVersion, tagOf } from "../if-match.ts";
import {
  AttainmentParameters,
  answerInvalid,
  NoParameters,
  QuotaChangesBody,
  QuotaParameters,
  requireJson,
} from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerRefusal, answerResult } from "../refusals.ts";

const question = { tag: "Quotas", problems: [400, 401, 403, 404, 422, 503], credential: "bearer" } as const;

/** Quotas: read, set, and how far everybody is. */
export function quotaRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/quotas",
      documented({
        ...question,
        summary: "The quotas you may see, with the version to send as `If-Match`",
        answers: { status: 200, body: ["QuotaSheet", QuotaSheet] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", QuotaParameters, answerInvalid),
      async (c) => {
        const context = dependencies.queryContext(c.get("tenant"));
        const sheet = await loadQuotaSheet(context, c.req.valid("query"), c.get("identity").viewer);
        return sheet.ok ? answerSheet(c, sheet.value) : answerRefusal(c, sheet.error);
      },
    )
    .put(
      "/quotas",
      documented({
        ...question,
        summary: "Set quotas, all of them or none; for admins and owners",
        description: "Needs `If-Match` with the `ETag` of `GET /quotas`. A null amount withdraws a quota.",
        answers: { status: 200, body: ["QuotaSheet", QuotaSheet] },
        problems: [...question.problems, 412, 413, 415, 428],
      }),
      requireViewer(dependencies, SET_QUOTAS),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      requireJson,
      validator("json", QuotaChangesBody, answerInvalid),
      (c) => putQuotas(c, dependencies, c.req.valid("json")),
    )
    .get(
      "/quotas/attainment",
      documented({
        ...question,
        summary: "Attainment, pace and status of everybody you may see",
        description:
          "With `at`, results and quotas are those known at that instant; they are judged by today's status limits. The working days of a person are without their days of leave, and the status pauses while they are away.",
        answers: { status: 200, body: ["Attainment", Attainment] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", AttainmentParameters, answerInvalid),
      async (c) => {
        const { team, from, ...query } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const { viewer } = c.get("identity");
        const asked = { ...query, day: from, teamId: team };
        return answerResult(c, await loadAttainment(context, asked, viewer));
      },
    );
}

async function putQuotas(
  c: HttpContext,
  dependencies: HttpDependencies,
  { quotas }: v.InferOutput<typeof QuotaChanges>,
): Promise<Response> {
  const version = readVersion(c);
  if (!version.ok) return answerProblem(c, version.error);
  const context = dependencies.queryContext(c.get("tenant"));
  const saved = await saveQuotas(context, quotas, version.value, c.get("identity").viewer);
  if (saved.ok) await dependencies.announceAll(c.get("tenant").id, null);
  return saved.ok ? answerSheet(c, saved.value) : answerSaveRefusal(c, saved.error);
}

function answerSaveRefusal(c: HttpContext, refusal: SaveQuotasRefusal): Response {
  if (refusal.reason === "version_conflict") return answerProblem(c, "version-mismatch");
  if (refusal.reason === "quotas_invalid") {
    return answerProblem(c, "quota-invalid", { errors: refusal.faults });
  }
  return answerRefusal(c, refusal);
}

function answerSheet(c: HttpContext, sheet: v.InferOutput<typeof QuotaSheet>): Response {
  return c.json(sheet, 200, tagOf(sheet.version));
}
