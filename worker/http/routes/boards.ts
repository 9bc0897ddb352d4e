import { Hono } from "hono";
import { validator } from "hono-openapi";
import type { InferOutput } from "valibot";
import {
  Explanation,
  LeaderboardAnswer,
  MemberList,
  MetricList,
  Scorecard,
} from "../../../shared/contracts/api.ts";
import { answerNarrowed } from "../../app/boards/known-filters.ts";
import { loadLeaderboard } from "../../app/boards/load-leaderboard.ts";
import { loadMetrics } from "../../app/boards/load-metrics.ts";
import { loadScorecard } from "../../app/boards/load-scorecard.ts";
import type { ExplanationQuery } from "../../app/explain/explained-figure.ts";
import { loadExplanation } from "../../app/explain/load-explanation.ts";
import { loadMembers } from "../../app/people/load-members.ts";
import { sharedViewer } from "../../app/viewer.ts";
import type { HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireReady, requireViewer } from "../identity.ts";
import {
  answerInvalid,
  ExplainParameters,
  IdParameter,
  LeaderboardParameters,
  NoParameters,
  ScorecardParameters,
} from "../input.ts";
import { answerResult } from "../refusals.ts";

const question = { tag: "Boards", problems: [400, 401, 403, 404, 422, 503], credential: "bearer" } as const;

/** Boards, what is behind their figures, and people. What is shown to whom is decided where each answer is made. */
export function boardRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .route("/", figureRoutes(dependencies))
    .route("/", listRoutes(dependencies))
    .route("/", scorecardRoutes(dependencies));
}

function figureRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/leaderboard",
      documented({
        ...question,
        summary: "Members or teams ranked by a metric in a period",
        description:
          "Give `period`, or `from` and `to` (both included). `at` gives the board as it was known then; `compare=previous` adds the period before; `details=true` adds movement, gaps, weeks, quotas as far as you may see them, and your own standing; `audience=members` gives what every member may see. A `region`, `department` or `segment` that there is not, as far as you may know, is refused with those that there are. Whoever joined later, left before or is away has no rank; what they did is shown to those who see them in full. On a board of `quota_attainment` stand only those whose quota you may see; whoever sees no quota but their own has no rank there.",
        answers: { status: 200, body: ["Leaderboard", LeaderboardAnswer] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", LeaderboardParameters, answerInvalid),
      async (c) => {
        const { team, quota_metric, audience, ...query } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const { viewer: asker } = c.get("identity");
        const viewer = audience === "members" ? sharedViewer(asker.tenantId) : asker;
        const asked = { ...query, teamId: team, quotaMetric: quota_metric };
        const load = () => loadLeaderboard(context, asked, viewer);
        return answerResult(c, await answerNarrowed(load, { context, asked, asker }));
      },
    )
    .get(
      "/explain",
      documented({
        ...question,
        summary: "The records that add up to a figure, and those that were left out",
        description:
          "What has no date is in no period, and so is told apart, in `undated`, each record once. Also what changed late or was dated back, the parts of a product, and the quota that attainment is of. Without `member` it is the total over the people you may see, under the same `team`, `region`, `department`, `segment` and `audience` as the board, and with the same refusals; `of_team` is the row of that team. A deal that several of them share is counted on one of its lines. With `board=activity` it is what the people do together whom Activity shows you, with `first_day` and `last_day` what they did on those days of the period, with `weekday` and `hour` what they did in that hour of the week, and with `also` several metrics as one figure. With `board=compared` it is what a figure of the board of the period is compared with: of the people of that board on the days from `first_day` to `last_day`. With `board=team_quota` it is the quota over the board of the metric, with the people whose quotas it is of. `at` gives the answer as it was known then.",
        answers: { status: 200, body: ["Explanation", Explanation] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", ExplainParameters, answerInvalid),
      async (c) => {
        const { audience, ...query } = c.req.valid("query");
        const context = dependencies.queryContext(c.get("tenant"));
        const { viewer: asker } = c.get("identity");
        const viewer = audience === "members" ? sharedViewer(asker.tenantId) : asker;
        const asked = explanationQuery(query);
        const load = () => loadExplanation(context, asked, viewer);
        return answerResult(c, await answerNarrowed(load, { context, asked, asker }));
      },
    );
}

type Explained = Omit<InferOutput<typeof ExplainParameters>, "audience">;

function explanationQuery(parameters: Explained): ExplanationQuery {
  const { member, quota_metric, team, of_team, ...others } = parameters;
  const { weekday, hour, first_day, last_day, after_counted, after_left_out, after_undated, ...query } =
    others;
  return {
    ...query,
    memberId: member ?? null,
    quotaMetric: quota_metric,
    teamId: team,
    ofTeamId: of_team,
    days: first_day === undefined || last_day === undefined ? undefined : { from: first_day, to: last_day },
    clock: weekday === undefined || hour === undefined ? undefined : { weekday, hour },
    afterCounted: after_counted,
    afterLeftOut: after_left_out,
    afterUndated: after_undated,
  };
}

function listRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/metrics",
      documented({
        ...question,
        summary: "All metrics, with their formulas in words",
        answers: { status: 200, body: ["MetricList", MetricList] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      async (c) => answerResult(c, await loadMetrics(dependencies.queryContext(c.get("tenant")))),
    )
    .get(
      "/members",
      documented({
        ...question,
        summary: "The people you may see by name, and the teams",
        description:
          "`joinedOn` is the first day that the CRM tells of; a count before it is no data, not 0. It is told of oneself, and to a person's managers, admins and owners.",
        answers: { status: 200, body: ["MemberList", MemberList] },
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      async (c) => {
        const context = dependencies.queryContext(c.get("tenant"));
        return answerResult(c, await loadMembers(context, c.get("identity").viewer));
      },
    );
}

function scorecardRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get(
    "/members/:id/scorecard",
    documented({
      ...question,
      summary: "Every metric of one person, for a period and the one before",
      answers: { status: 200, body: ["Scorecard", Scorecard] },
    }),
    requireViewer(dependencies, READ),
    requireReady(dependencies),
    validator("param", IdParameter, answerInvalid),
    validator("query", ScorecardParameters, answerInvalid),
    async (c) => {
      const context = dependencies.queryContext(c.get("tenant"));
      const asked = { ...c.req.valid("query"), memberId: c.req.valid("param").id };
      return answerResult(c, await loadScorecard(context, asked, c.get("identity").viewer));
    },
  );
}
