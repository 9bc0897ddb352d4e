import { Hono } from "hono";
import { validator } from "hono-openapi";
import { Look, PersonStanding } from "../../../shared/contracts/person.ts";
import { loadStanding, type StandingParts } from "../../app/person/load-standing.ts";
import { saveLook } from "../../app/person/save-look.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireReady, requireViewer } from "../identity.ts";
import { answerInvalid, IdParameter, NoParameters, StandingParameters } from "../input.ts";
import { answerResult } from "../refusals.ts";

const question = { tag: "Boards", problems: [400, 401, 403, 404, 422, 503], credential: "bearer" } as const;

/** Where one person stands. */
export function personRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/members/:id/standing",
      documented({
        ...question,
        summary: "Where a person stands: figures, places, pipeline, late changes, and what will not count",
        description:
          "For the person, their managers, admins and owners. `sinceLastLooked` compares with the figures as they were known when the page was last open, if that is at most 30 days ago.",
        answers: { status: 200, body: ["PersonStanding", PersonStanding] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("param", IdParameter, answerInvalid),
      validator("query", StandingParameters, answerInvalid),
      async (c) => {
        const asked = { ...c.req.valid("query"), memberId: c.req.valid("param").id };
        const { viewer } = c.get("identity");
        return answerResult(c, await loadStanding(partsOf(c, dependencies), asked, viewer));
      },
    )
    .put(
      "/members/:id/look",
      documented({
        ...question,
        summary: "Remember that you have the page of a person open now",
        description: "What `sinceLastLooked` compares with. Only for people: a key has no page open.",
        answers: { status: 200, body: ["Look", Look] },
        problems: [400, 401, 403, 404, 503],
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("param", IdParameter, answerInvalid),
      validator("query", NoParameters, answerInvalid),
      async (c) => {
        const { viewer } = c.get("identity");
        return answerResult(c, await saveLook(partsOf(c, dependencies), c.req.valid("param").id, viewer));
      },
    );
}

function partsOf(c: HttpContext, dependencies: HttpDependencies): StandingParts {
  const tenant = c.get("tenant");
  return { context: dependencies.queryContext(tenant), looks: dependencies.looksOf(tenant) };
}
