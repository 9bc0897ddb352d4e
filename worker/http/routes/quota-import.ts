import { Hono } from "hono";
import { validator } from "hono-openapi";
import { QuotaHistory, QuotaImport } from "../../../shared/contracts/quota-import.ts";
import { loadQuotaHistory } from "../../app/quotas/load-quota-history.ts";
import { type ImportRefusal, loadQuotaImport } from "../../app/quotas/load-quota-import.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { answerCrmFailure } from "../crm-failures.ts";
import { documented } from "../documented.ts";
import { COMPARE_GOALS, READ, requireReady, requireViewer } from "../identity.ts";
import { tagOf } from "../if-match.ts";
import { answerInvalid, QuotaHistoryParameters, QuotaImportParameters } from "../input.ts";
import { answerRefusal, answerResult } from "../refusals.ts";

/** Where quotas come from: the goals of the CRM, and the versions that were saved. */
export function quotaImportRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  const question = { tag: "Quotas", credential: "bearer" } as const;
  return new Hono<HttpEnv>()
    .get(
      "/quotas/import",
      documented({
        ...question,
        summary: "What importing the goals of the CRM would change; for admins and owners",
        description:
          "Reads the goals now and compares them with the quotas that stand. Nothing is written: send the rows you want with `PUT /quotas` and this answer's `ETag`. Without `grain` and `from` all goals are compared, else those within the period.",
        answers: { status: 200, body: ["QuotaImport", QuotaImport] },
        problems: [400, 401, 403, 422, 503],
      }),
      requireViewer(dependencies, COMPARE_GOALS),
      requireReady(dependencies),
      validator("query", QuotaImportParameters, answerInvalid),
      async (c) => {
        const tenant = c.get("tenant");
        const { grain, from } = c.req.valid("query");
        const readGoals = () => dependencies.readGoals(tenant);
        const context = dependencies.queryContext(tenant);
        const { viewer } = c.get("identity");
        const compared = await loadQuotaImport(context, { grain, day: from, readGoals }, viewer);
        return compared.ok
          ? c.json(compared.value, 200, tagOf(compared.value.version))
          : answerImportRefusal(c, compared.error);
      },
    )
    .get(
      "/quotas/history",
      documented({
        ...question,
        summary: "Every version of one quota, newest first",
        description: "For whoever may see the quota: the person, their managers, admins and owners.",
        answers: { status: 200, body: ["QuotaHistory", QuotaHistory] },
        problems: [400, 401, 403, 404, 503],
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", QuotaHistoryParameters, answerInvalid),
      async (c) => {
        const { metric, subject_kind: kind, subject_id: id = null, grain, from } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const asked = { metric, kind, subjectId: id, grain, day: from };
        return answerResult(c, await loadQuotaHistory(context, asked, c.get("identity").viewer));
      },
    );
}

function answerImportRefusal(c: HttpContext, refusal: ImportRefusal): Response {
  return refusal.reason === "crm" ? answerCrmFailure(c, refusal.failure) : answerRefusal(c, refusal);
}
