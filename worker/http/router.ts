import { type ErrorHandler, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { describeFault } from "../app/describe-fault.ts";
import { limitBody, readBodiesToTheirEnd } from "./body-limit.ts";
import type { HttpDependencies, HttpEnv } from "./context.ts";
import { answerUnmatched } from "./known-routes.ts";
import { answerProblem } from "./problem.ts";
import { logRequests } from "./request-log.ts";
import { activityRoutes } from "./routes/activity.ts";
import { adjustmentRoutes } from "./routes/adjustments.ts";
import { boardRoutes } from "./routes/boards.ts";
import { cardRoutes } from "./routes/cards.ts";
import { connectionRoutes } from "./routes/connection.ts";
import { displayRoutes } from "./routes/displays.ts";
import { documentRoutes } from "./routes/documents.ts";
import { hubspotEmbedRoutes } from "./routes/embed-hubspot.ts";
import { salesforceEmbedRoutes } from "./routes/embed-salesforce.ts";
import { liveRoutes } from "./routes/live.ts";
import { memberRoutes } from "./routes/members.ts";
import { openDealRoutes } from "./routes/open-deals.ts";
import { operatorRoutes } from "./routes/operator.ts";
import { personRoutes } from "./routes/person.ts";
import { preflightRoutes } from "./routes/preflight.ts";
import { hubspotQuotaCardRoutes, quotaCardRoutes } from "./routes/quota-card.ts";
import { quotaImportRoutes } from "./routes/quota-import.ts";
import { quotaRoutes } from "./routes/quotas.ts";
import { serviceRoutes } from "./routes/service.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { settingsRoutes } from "./routes/settings.ts";
import { limitRate, refuseForeignOrigins, secureAnswers } from "./security.ts";

const API = "/api/v1";
const BODY_BYTES_MAX = 256 * 1024;
/** A batch of 100 notices with long values. */
const NOTICE_BYTES_MAX = 1024 * 1024;

/** All addresses of the Worker. `more` brings routes that are made elsewhere, such as a CRM's. */
export function createApp(
  dependencies: HttpDependencies,
  more: readonly Hono<HttpEnv>[] = [],
): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(logRequests(dependencies));
  app.use(secureAnswers(dependencies.publicUrl));
  app.use(readBodiesToTheirEnd());
  app.use(limitRate(dependencies));
  app.use(refuseForeignOrigins(dependencies.publicUrl));
  app.use(limitBodies());
  for (const routes of [
    serviceRoutes(dependencies),
    boardRoutes(dependencies),
    activityRoutes(dependencies),
    memberRoutes(dependencies),
    personRoutes(dependencies),
    openDealRoutes(dependencies),
    quotaRoutes(dependencies),
    quotaCardRoutes(dependencies),
    quotaImportRoutes(dependencies),
    adjustmentRoutes(dependencies),
    connectionRoutes(dependencies),
    preflightRoutes(dependencies),
    settingsRoutes(dependencies),
    displayRoutes(dependencies),
    sessionRoutes(dependencies),
    liveRoutes(dependencies),
    documentRoutes(dependencies, () => app),
  ]) {
    app.route(API, routes);
  }
  for (const routes of [
    hubspotEmbedRoutes(dependencies),
    hubspotQuotaCardRoutes(dependencies),
    salesforceEmbedRoutes(dependencies),
    operatorRoutes(dependencies),
    cardRoutes(dependencies),
    ...more,
  ]) {
    app.route("/", routes);
  }
  app.notFound(answerUnmatched(app));
  app.onError(answerFault(dependencies));
  return app;
}

function limitBodies() {
  const [usual, notices] = [limitBody(BODY_BYTES_MAX), limitBody(NOTICE_BYTES_MAX)];
  return (...[c, next]: Parameters<typeof usual>) =>
    c.req.path.startsWith("/webhooks/") ? notices(c, next) : usual(c, next);
}

/** The log gets where it happened; the caller gets the request id. */
function answerFault({ log }: HttpDependencies): ErrorHandler<HttpEnv> {
  return (error, c) => {
    if (error instanceof HTTPException && error.status === 400) return answerProblem(c, "malformed-json");
    log({ event: "fault", requestId: c.get("requestId"), ...describeFault(error) });
    return answerProblem(c, "internal");
  };
}
