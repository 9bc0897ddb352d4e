import type { LeaveList } from "../../../shared/contracts/leave.ts";
import type { Leave } from "../../domain/calendar/leave.ts";
import { FIRST_DAY, LAST_DAY } from "../../domain/calendar/periods.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import { err, ok, type Result } from "../../domain/result.ts";
import type { PeopleStore } from "../../ports/people.ts";
import type { Member } from "../../ports/tenants.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { personInFull } from "../scene/person-in-full.ts";
import { loadScene } from "../scene/scene.ts";
import { mayAdminister, signatureOf, type Viewer } from "../viewer.ts";
import type { ChangeMemberRefusal } from "./change-member.ts";

/** What changing somebody's leave needs. Made for a tenant. */
export interface SaveLeaveParts {
  readonly context: QueryContext;
  readonly people: Pick<PeopleStore, "saveLeaves">;
  /** Tells the tenant's open pages that boards and quotas may have changed. */
  readonly announce: () => Promise<void>;
}

/** When somebody is away: for oneself, one's people, and admins and owners. */
export async function loadLeave(
  context: QueryContext,
  memberId: string,
  viewer: Viewer,
): Promise<Result<LeaveList, QueryRefusal>> {
  const scene = await loadScene(context, {}, viewer);
  if (!scene.ok) return scene;
  const person = personInFull(scene.value, memberId);
  return person.ok ? ok(leaveOf(person.value)) : person;
}

/**
 * Saves when somebody is away, all of it or nothing, and answers with it. A list that changes nothing is
 * announced as well: sent again, it makes good what got lost on the way.
 */
export async function saveLeave(
  { context, people, announce }: SaveLeaveParts,
  { memberId, leave }: { readonly memberId: string } & LeaveList,
  viewer: Viewer,
): Promise<Result<LeaveList, ChangeMemberRefusal>> {
  if (!mayAdminister(viewer)) return err({ reason: "not_permitted" });
  const known = await context.store.loadMembers();
  if (!known.some(({ id }) => id === memberId)) return err({ reason: "unknown_member" });
  const faults = findFaults(leave);
  if (faults.length > 0) return err({ reason: "change_invalid", faults });
  await people.saveLeaves(memberId, leave, { setBy: signatureOf(viewer), now: context.now });
  await announce();
  const member = (await context.store.loadMembers()).find(({ id }) => id === memberId);
  return member ? ok(leaveOf(member)) : err({ reason: "unknown_member" });
}

/** What is shown can be sent back as it is. */
function leaveOf({ leaves }: Member): LeaveList {
  return { leave: leaves.map(({ from, to, relievesQuota }) => ({ from, to, relievesQuota })) };
}

function findFaults(leave: readonly Leave[]): readonly InputFault[] {
  const inOrder = leave
    .map((each, index) => ({ ...each, index }))
    .toSorted((left, right) => compareTexts(left.from, right.from) || left.index - right.index);
  const overlapping = inOrder.filter(({ from }, place) => {
    const before = inOrder[place - 1];
    return before !== undefined && (before.to === null || before.to >= from);
  });
  return [
    ...leave.flatMap(dayFaults),
    ...overlapping.map(({ index }) => ({
      path: `leave.${index}`,
      message: "begins before another one has ended",
    })),
  ];
}

function dayFaults({ from, to }: Leave, index: number): readonly InputFault[] {
  const isOutside = (day: string) => day < FIRST_DAY || day > LAST_DAY;
  const outside = [...(isOutside(from) ? ["from"] : []), ...(to !== null && isOutside(to) ? ["to"] : [])];
  if (outside.length > 0) {
    const message = `must be a day from ${FIRST_DAY} to ${LAST_DAY}`;
    return outside.map((name) => ({ path: `leave.${index}.${name}`, message }));
  }
  return to === null || from <= to
    ? []
    : [{ path: `leave.${index}.to`, message: "must not be before `from`" }];
}
