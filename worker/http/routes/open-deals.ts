import { Hono } from "hono";
import { validator } from "hono-openapi";
import { OpenDeals } from "../../../shared/contracts/open-deals.ts";
import { loadOpenDeals } from "../../app/open-deals/load-open-deals.ts";
import type { HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireReady, requireViewer } from "../identity.ts";
import { answerInvalid, OpenDealsParameters } from "../input.ts";
import { answerResult } from "../refusals.ts";

/** The deals behind what is due and behind the pipeline of a person. */
export function openDealRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get(
    "/deals/open",
    documented({
      tag: "Boards",
      problems: [400, 401, 403, 404, 422, 503],
      credential: "bearer",
      summary: "The open deals of a person, with their number and amount",
      description:
        "For the person, their managers, admins and owners; yourself without `member`. `from` and `to` are close dates, both included. `stage` with its `pipeline` gives one stage; one that there is not is refused with those that there are. They add up to what the quota card says is due and to the stages of the person's page.",
      answers: { status: 200, body: ["OpenDeals", OpenDeals] },
    }),
    requireViewer(dependencies, READ),
    requireReady(dependencies),
    validator("query", OpenDealsParameters, answerInvalid),
    async (c) => {
      const { member, pipeline, stage, ...query } = c.req.valid("query");
      const context = dependencies.queryContext(c.get("tenant"));
      const inStage =
        pipeline === undefined || stage === undefined ? undefined : { pipelineId: pipeline, stageId: stage };
      const asked = { ...query, memberId: member, stage: inStage };
      return answerResult(c, await loadOpenDeals(context, asked, c.get("identity").viewer));
    },
  );
}
