import { Hono } from "hono";
import { validator } from "hono-openapi";
import { MemberChange, MemberDescription } from "../../../shared/contracts/api.ts";
import { type ChangeMemberRefusal, changeMember } from "../../app/people/change-member.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { CHANGE_MEMBERS, requireReady, requireViewer } from "../identity.ts";
import { answerInvalid, IdParameter, NoParameters, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerRefusal } from "../refusals.ts";

/** Changes of people that are made in Standings. */
export function memberRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return new Hono<HttpEnv>().patch(
    "/members/:id",
    documented({
      tag: "Boards",
      summary: "Change how a person is shown, their role, or the teams they lead",
      description:
        "What is given changes, the rest stays. Everybody sets their own privacy; the rest is for admins and owners. A role that was set stays through the nightly decision. Only an owner makes or changes an owner, and the last one stays.",
      answers: { status: 200, body: ["MemberDescription", MemberDescription] },
      problems: [400, 401, 403, 404, 413, 415, 422, 503],
      credential: "bearer",
    }),
    requireViewer(dependencies, CHANGE_MEMBERS),
    requireReady(dependencies),
    validator("param", IdParameter, answerInvalid),
    validator("query", NoParameters, answerInvalid),
    requireJson,
    validator("json", MemberChange, answerInvalid),
    (c) => patchMember(c, dependencies, { memberId: c.req.valid("param").id, change: c.req.valid("json") }),
  );
}

async function patchMember(
  c: HttpContext,
  dependencies: HttpDependencies,
  asked: { readonly memberId: string; readonly change: MemberChange },
): Promise<Response> {
  const tenant = c.get("tenant");
  const parts = {
    context: dependencies.queryContext(tenant),
    people: dependencies.peopleOf(tenant),
    announce: (memberId: string) => dependencies.announceAll(tenant.id, memberId),
  };
  const changed = await changeMember(parts, { ...asked, viewer: c.get("identity").viewer });
  return changed.ok ? c.json(changed.value) : answerChangeRefusal(c, changed.error);
}

function answerChangeRefusal(c: HttpContext, refusal: ChangeMemberRefusal): Response {
  if (refusal.reason === "change_invalid") {
    return answerProblem(c, "member-change-invalid", { errors: refusal.faults });
  }
  return answerRefusal(c, refusal);
}
