import { Hono } from "hono";
import * as v from "valibot";
import { Connection } from "../../../shared/contracts/connection.ts";
import { administers } from "../../../shared/contracts/ids.ts";
import type { Viewer } from "../../app/viewer.ts";
import type { HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { READ, requireViewer } from "../identity.ts";
import { answerProblem } from "../problem.ts";

type ConnectionAnswer = v.InferOutput<typeof Connection>;

/** Faults whose subject is one record or one person. */
const RECORD_FAULTS: readonly string[] = ["record_unreadable", "person_erased"];

const Health = v.object({ status: v.literal("ok") });

/** Whether the service is well, and how the CRM's connection stands. */
export function serviceRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/healthz",
      documented({
        tag: "Service",
        summary: "Whether the service is well",
        answers: { status: 200, body: ["Health", Health] },
        problems: [503],
        credential: "none",
      }),
      async (c) => {
        const well = await dependencies.checkDatabase(c.get("requestId"));
        return well ? c.json({ status: "ok" }) : answerProblem(c, "database-unavailable");
      },
    )
    .get(
      "/connection",
      documented({
        tag: "Connection",
        summary: "State, progress, last sync, allowance and faults of the CRM's connection",
        answers: { status: 200, body: ["Connection", Connection] },
        problems: [401, 403],
        credential: "bearer",
      }),
      requireViewer(dependencies, READ),
      async (c) => {
        const connection = await dependencies.loadConnection(c.get("tenant"));
        return c.json(connectionFor(c.get("identity").viewer, connection));
      },
    );
}

/** Everybody may know how the connection stands; which records are at fault is for those who can mend it. */
function connectionFor({ role }: Viewer, connection: ConnectionAnswer): ConnectionAnswer {
  if (administers(role)) return connection;
  return { ...connection, faults: connection.faults.filter(({ type }) => !RECORD_FAULTS.includes(type)) };
}
