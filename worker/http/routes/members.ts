import { Hono } from "hono";
import { validator } from "hono-openapi";
import { MemberChange, MemberDescription } from "../../../shared/contracts/api.ts";
import { LeaveList } from "../../../shared/contracts/leave.ts";
import { type ChangeMemberRefusal, changeMember } from "../../app/people/change-member.ts";
import { loadLeave, saveLeave } from "../../app/people/leave.ts";
import type { HttpContext, HttpDependencies, HttpEnv } from "../context.ts";
import { documented } from "../documented.ts";
import { CHANGE_MEMBERS, READ, requireReady, requireViewer, SET_LEAVE } from "../identity.ts";
import { answerInvalid, IdParameter, NoParameters, requireJson } from "../input.ts";
import { answerProblem } from "../problem.ts";
import { answerRefusal, answerResult } from "../refusals.ts";

/** Changes of people that are made in Standings. */
export function memberRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  return leaveRoutes(dependencies).patch(
    "/members/:id",
    documented({
      tag: "Boards",
      summary: "Change how a person is shown, their role, or the teams they lead",
      description:
        "What is given changes, the rest stays. Everybody sets their own privacy; the rest is for admins and owners. A role that was set stays through the nightly decision; null gives it back to that, and a role with `roleByHand: false` gives it back as that role. Only an owner makes or changes an owner, and the last one whom the night does not take stays.",
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

function leaveRoutes(dependencies: HttpDependencies): Hono<HttpEnv> {
  const body = ["LeaveList", LeaveList] as const;
  const question = { tag: "Boards", credential: "bearer", answers: { status: 200, body } } as const;
  return new Hono<HttpEnv>()
    .get(
      "/members/:id/leave",
      documented({
        ...question,
        summary: "When a person is away",
        description: "For the person, their managers, admins and owners. Peers are not told who is away.",
        problems: [400, 401, 403, 404, 503],
      }),
      requireViewer(dependencies, READ),
      requireReady(dependencies),
      validator("param", IdParameter, answerInvalid),
      validator("query", NoParameters, answerInvalid),
      async (c) => {
        const context = dependencies.queryContext(c.get("tenant"));
        return answerResult(c, await loadLeave(context, c.req.valid("param").id, c.get("identity").viewer));
      },
    )
    .put(
      "/members/:id/leave",
      documented({
        ...question,
        summary: "Say when a person is away, whole; for admins and owners",
        description:
          "Both days are part of an absence, and no `to` leaves its end open. Days of leave are no working days of the person: the status of their quotas pauses, and they are not ranked while they are away. With `relievesQuota` the days are taken out of the quota too. An empty list takes back all of it.",
        problems: [400, 401, 403, 404, 413, 415, 422, 503],
      }),
      requireViewer(dependencies, SET_LEAVE),
      requireReady(dependencies),
      validator("param", IdParameter, answerInvalid),
      validator("query", NoParameters, answerInvalid),
      requireJson,
      validator("json", LeaveList, answerInvalid),
      (c) => putLeave(c, dependencies, { memberId: c.req.valid("param").id, ...c.req.valid("json") }),
    );
}

async function putLeave(
  c: HttpContext,
  dependencies: HttpDependencies,
  asked: { readonly memberId: string } & LeaveList,
): Promise<Response> {
  const tenant = c.get("tenant");
  const parts = {
    context: dependencies.queryContext(tenant),
    people: dependencies.peopleOf(tenant),
    announce: () => dependencies.announceAll(tenant.id, null),
  };
  const saved = await saveLeave(parts, asked, c.get("identity").viewer);
  return saved.ok ? c.json(saved.value) : answerChangeRefusal(c, saved.error);
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
    loadInstaller: () => dependencies.installerOf(tenant),
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
