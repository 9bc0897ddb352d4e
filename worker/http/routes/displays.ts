import { Hono } from "hono";
import { validator } from "hono-openapi";
import {
  DISPLAY_KEYS_MAX,
  Display,
  DisplayKeyMade,
  DisplayKeyRequest,
  DisplayKeys,
} from "../../../shared/contracts/display.ts";
import { loadDisplay } from "../../app/displays/load-display.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { DISPLAY_KEY_PREFIX, hashOf, newSecret } from "../credentials.ts";
import { documented } from "../documented.ts";
import { requireDisplay } from "../identify-display.ts";
import { MANAGE_DISPLAYS, requireReady, requireViewer, SEE_DISPLAYS } from "../identity.ts";
import { answerInvalid, IdParameter, NoParameters, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerResult } from "../refusals.ts";

const PAGE_PATH = "/cards/tv/";

/** Screens on a wall: who may show what, and the board itself. */
export function displayRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().route("/", keyRoutes(dependencies)).get(
    "/display",
    documented({
      tag: "Displays",
      summary: "The board of a display key",
      description:
        "As every member sees it, and nothing more: hidden people are absent, anonymous ones keep a place without a name, and every total is over the people shown.",
      answers: { status: 200, body: ["Display", Display] },
      problems: [400, 401, 403, 404, 503],
      credential: "display",
    }),
    requireDisplay(dependencies),
    requireReady(dependencies),
    validator("query", NoParameters, answerInvalid),
    async (c) => {
      const tenant = c.get("tenant");
      const context = dependencies.queryContext(tenant);
      const { loadKinds } = dependencies.cardSources(tenant);
      return answerResult(c, await loadDisplay(context, { loadKinds }, c.get("display")));
    },
  );
}

function keyRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  const words = { tag: "Displays", credential: "bearer" } as const;
  return new Hono<HttpEnv>()
    .get(
      "/display-keys",
      documented({
        ...words,
        summary: "The display keys there are; for admins and owners",
        answers: { status: 200, body: ["DisplayKeys", DisplayKeys] },
        problems: [400, 401, 403],
      }),
      requireViewer(dependencies, SEE_DISPLAYS),
      validator("query", NoParameters, answerInvalid),
      async (c) => c.json({ keys: await dependencies.displays.listKeys(c.get("tenant").id) }),
    )
    .post(
      "/display-keys",
      documented({
        ...words,
        summary: "Make a display key; for admins and owners",
        description:
          "The key and its address are shown once. Whoever has the address sees the board as every member does.",
        answers: { status: 201, body: ["DisplayKeyMade", DisplayKeyMade] },
        problems: [400, 401, 403, 404, 413, 415, 422],
      }),
      requireViewer(dependencies, MANAGE_DISPLAYS),
      requireJson,
      validator("json", DisplayKeyRequest, answerInvalid),
      (c) => makeKey(c, dependencies, c.req.valid("json")),
    )
    .delete(
      "/display-keys/:id",
      documented({
        ...words,
        summary: "Revoke a display key; for admins and owners",
        description: "Its screens lose the board the next time that they ask, within half a minute.",
        answers: { status: 204, body: null },
        problems: [400, 401, 403, 404],
      }),
      requireViewer(dependencies, MANAGE_DISPLAYS),
      validator("param", IdParameter, answerInvalid),
      async (c) => {
        const revoked = await dependencies.displays.revokeKey(c.get("tenant").id, c.req.valid("param").id);
        return revoked ? c.body(null, 204) : answerProblem(c, "display-key-unknown");
      },
    );
}

async function makeKey(
  c: HttpContext,
  { displays, randomBytes, newId, now, publicUrl, queryContext }: HttpDependencies,
  wanted: DisplayKeyRequest,
): Promise<Response> {
  const tenant = c.get("tenant");
  if (wanted.teamId !== null) {
    const teams = await queryContext(tenant).store.loadTeams();
    if (!teams.some(({ id }) => id === wanted.teamId)) return answerProblem(c, "team-unknown");
  }
  const key = `${DISPLAY_KEY_PREFIX}${newSecret(randomBytes)}`;
  const head = { id: newId(), createdAt: now(), ...wanted };
  const keyHash = await hashOf(key);
  const saved = await displays.saveKey(tenant.id, { ...head, keyHash }, DISPLAY_KEYS_MAX);
  if (!saved) return answerProblem(c, "display-keys-full");
  // Behind the #, which browsers keep to themselves: so it stands in no log.
  const url = `${publicUrl}${PAGE_PATH}#key=${key}`;
  return c.json({ ...head, key, url } satisfies DisplayKeyMade, 201);
}
