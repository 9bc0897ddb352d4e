import { Hono } from "hono";
import { validator } from "hono-openapi";
import { ActivityHours, ActivityPage } from "../../../shared/contracts/activity-page.ts";
import { loadActivity } from "../../app/activity/load-activity.ts";
import { loadActivityHours } from "../../app/activity/load-activity-hours.ts";
import type { HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireReady, requireViewer } from "../identity.ts";
import { ActivityParameters, answerInvalid } from "../input.ts";
import { answerResult } from "../refusals.ts";

const question = { tag: "Boards", problems: [400, 401, 403, 404, 422, 503], credential: "bearer" } as const;

/** What people did, by day and by hour of the week. */
export function activityRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/activity",
      documented({
        ...question,
        summary: "What each person did, day by day",
        description:
          "With the compared period, and for a member the average of those of their team who are shown, if at least three of them did something.",
        answers: { status: 200, body: ["Activity", ActivityPage] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", ActivityParameters, answerInvalid),
      async (c) => {
        const { team, member, ...query } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const { viewer } = c.get("identity");
        const asked = { ...query, teamId: team, memberId: member };
        return answerResult(c, await loadActivity(context, asked, viewer));
      },
    )
    .get(
      "/activity/hours",
      documented({
        ...question,
        summary: "What people did by weekday and hour, on the account's clock",
        description:
          "Your own, your people's for a manager, everybody's for admins and owners. A member also gets the average of those of their team who are shown, if there are at least three.",
        answers: { status: 200, body: ["ActivityHours", ActivityHours] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", ActivityParameters, answerInvalid),
      async (c) => {
        const { team, member, ...query } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const asked = { ...query, teamId: team, memberId: member };
        return answerResult(c, await loadActivityHours(context, asked, c.get("identity").viewer));
      },
    );
}
