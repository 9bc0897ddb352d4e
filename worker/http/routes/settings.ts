import { Hono } from "hono";
import { validator } from "hono-openapi";
import { DealFields } from "../../../shared/contracts/counting.ts";
import { SettingsChange, TenantSettings } from "../../../shared/contracts/settings.ts";
import { type ChangeSettingsRefusal, changeSettings } from "../../app/settings/change-settings.ts";
import { loadSettings } from "../../app/settings/load-settings.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { answerCrmFailure } from "../crm-failures.ts";
import { documented } from "../documented.ts";
import { CHANGE_SETTINGS, LIST_FIELDS, READ, requireReady, requireViewer } from "../identity.ts";
import { readVersion, tagOf } from "../if-match.ts";
import { answerInvalid, NoParameters, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerRefusal } from "../refusals.ts";

const answers = { status: 200, body: ["TenantSettings", TenantSettings] } as const;

/** What the tenant chose: how quotas are judged, what boards open with, which pipelines count and how. */
export function settingsRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get(
      "/settings",
      documented({
        tag: "Settings",
        summary: "The settings of the tenant, with the version to send as `If-Match`",
        description:
          "`defaults` is what a board opens with now: the own choice, else the grain of the quotas, and what most wins can be measured by.",
        answers,
        problems: [400, 401, 403, 503],
        credential: "bearer",
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      async (c) => answerSettings(c, await loadSettings(dependencies.queryContext(c.get("tenant")))),
    )
    .patch(
      "/settings",
      documented({
        tag: "Settings",
        summary: "Change settings; for admins and owners",
        description:
          "Needs `If-Match` with the `ETag` of `GET /settings`. What is given changes, the rest stays. Status limits judge every quota at once, past ones included. With other pipelines or another way of counting the records are credited again beside the boards, which go over to them when all is done; until then `counting.pending` is true. `null` takes a choice in `counting.events` back. A field of the CRM that is named for the first time has to be there, and all deals are read with it first.",
        answers,
        problems: [400, 401, 403, 412, 413, 415, 422, 428, 503],
        credential: "bearer",
      }),
      requireViewer(dependencies, CHANGE_SETTINGS),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      requireJson,
      validator("json", SettingsChange, answerInvalid),
      (c) => patchSettings(c, dependencies, c.req.valid("json")),
    )
    .get(
      "/settings/deal-fields",
      documented({
        tag: "Settings",
        summary: "The fields of deals that results can be counted by; for admins and owners",
        description: "Read from the CRM now: fields with money, and fields that name a user.",
        answers: { status: 200, body: ["DealFields", DealFields] },
        problems: [400, 401, 403, 422, 503],
        credential: "bearer",
      }),
      requireViewer(dependencies, LIST_FIELDS),
      requireReady(dependencies),
      validator("query", NoParameters, answerInvalid),
      async (c) => {
        const fields = await dependencies.readDealFields(c.get("tenant"));
        return fields.ok ? c.json({ fields: fields.value }) : answerCrmFailure(c, fields.error);
      },
    );
}

async function patchSettings(
  c: HttpContext,
  dependencies: HttpDependencies,
  change: SettingsChange,
): Promise<Response> {
  const version = readVersion(c);
  if (!version.ok) return answerProblem(c, version.error);
  const tenant = c.get("tenant");
  const parts = {
    context: dependencies.queryContext(tenant),
    announce: () => dependencies.announceAll(tenant.id, null),
    wakeLane: () => dependencies.wakeLane(tenant),
    readFields: () => dependencies.readDealFields(tenant),
  };
  const { viewer } = c.get("identity");
  const saved = await changeSettings(parts, { change, expectedVersion: version.value, viewer });
  return saved.ok ? answerSettings(c, saved.value) : answerChangeRefusal(c, saved.error);
}

function answerChangeRefusal(c: HttpContext, refusal: ChangeSettingsRefusal): Response {
  if (refusal.reason === "version_conflict") return answerProblem(c, "version-mismatch");
  if (refusal.reason === "settings_invalid") {
    return answerProblem(c, "settings-invalid", { errors: refusal.faults });
  }
  return refusal.reason === "crm" ? answerCrmFailure(c, refusal.failure) : answerRefusal(c, refusal);
}

function answerSettings(c: HttpContext, settings: TenantSettings): Response {
  return c.json(settings, 200, tagOf(settings.version));
}
