import type { Quota } from "../../../shared/contracts/api.ts";
import { FISCAL_GRAINS } from "../../../shared/contracts/ids.ts";
import type { QuotaImportRow, UnmatchedReason } from "../../../shared/contracts/quota-import.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { AMOUNT_MAX } from "../../../shared/contracts/values.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { compareTexts } from "../../domain/compare-texts.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import type { CrmQuota } from "../../ports/crm.ts";
import type { IdentifiedMember, Team } from "../../ports/tenants.ts";
import { quotaKey } from "./standing-quotas.ts";

/** What goals are compared with. */
export interface GoalComparison {
  readonly members: readonly IdentifiedMember[];
  readonly teams: readonly Team[];
  /** The quotas that stand. */
  readonly standing: readonly Quota[];
  readonly calendar: CalendarRules;
  /** Of the quotas. */
  readonly currency: string;
}

/** A goal with what of it is known here. */
interface PlacedGoal {
  readonly goal: CrmQuota;
  readonly subject: Extract<Quota["subject"], { kind: "member" | "team" }> | null;
  readonly name: string;
  readonly period: Quota["period"] | null;
  readonly reason: UnmatchedReason | null;
}

/**
 * What each goal would change, people first and by name. A goal that cannot be told for certain is named with
 * its reason: of two goals for the same thing none is chosen.
 */
export function compareGoals(
  goals: readonly CrmQuota[],
  comparison: GoalComparison,
): readonly QuotaImportRow[] {
  const placed = withoutSeveral(goals.map((goal) => placeGoal(goal, comparison)));
  const standing = Map.groupBy(comparison.standing, quotaKey);
  return placed.map((each) => toRow(each, standing)).toSorted(bySubjectAndPeriod);
}

/** The goal's subject and period in our terms, or the first reason against it. */
function placeGoal(goal: CrmQuota, comparison: GoalComparison): PlacedGoal {
  const member = memberOf(goal, comparison.members);
  const team =
    goal.ownerId === null ? comparison.teams.find(({ crmId }) => crmId === goal.teamId) : undefined;
  const known = member ? { kind: "member" as const, ...member } : team && { kind: "team" as const, ...team };
  const period = periodOf(goal.span, comparison.calendar);
  const hasLeft = member !== undefined && member.leftOn !== null && member.leftOn < goal.span.from;
  return {
    goal,
    subject: known ? { kind: known.kind, id: known.id } : null,
    name: known?.name ?? goal.name,
    period,
    reason: firstReason([
      ["subject_unknown", known === undefined],
      ["subject_left", hasLeft],
      ["period_unusual", period === null],
      ["other_currency", goal.currency !== null && goal.currency !== comparison.currency],
      ["amount_unusable", goal.amount < 0 || goal.amount > AMOUNT_MAX],
    ]),
  };
}

function memberOf({ ownerId }: CrmQuota, members: readonly IdentifiedMember[]): IdentifiedMember | undefined {
  return ownerId === null ? undefined : members.find(({ ownerIds }) => ownerIds.includes(ownerId));
}

/** The smallest fiscal period with exactly these days. */
function periodOf(span: DaySpan, calendar: CalendarRules): Quota["period"] | null {
  const grain = FISCAL_GRAINS.find((each) => {
    const fiscal = fiscalPeriodOf(span.from, each, calendar);
    return fiscal.from === span.from && fiscal.to === span.to;
  });
  return grain === undefined ? null : { grain, from: span.from };
}

function firstReason(reasons: readonly (readonly [UnmatchedReason, boolean])[]): UnmatchedReason | null {
  return reasons.find(([, holds]) => holds)?.[0] ?? null;
}

function withoutSeveral(placed: readonly PlacedGoal[]): readonly PlacedGoal[] {
  const keyOf = (each: PlacedGoal) => (each.reason === null ? keyOfGoal(each) : null);
  const counts = Map.groupBy(placed, keyOf);
  return placed.map((each) => {
    const key = keyOf(each);
    const isOneOfSeveral = key !== null && (counts.get(key) ?? []).length > 1;
    return isOneOfSeveral ? { ...each, reason: "several_goals" } : each;
  });
}

function keyOfGoal({ goal, subject, period }: PlacedGoal): string | null {
  if (subject === null || period === null) return null;
  return quotaKey({ metric: goal.metric, subject, period, amount: null, effectiveFrom: null });
}

function toRow(placed: PlacedGoal, standing: ReadonlyMap<string, readonly Quota[]>): QuotaImportRow {
  const { goal, subject, name, period, reason } = placed;
  const pieces = standing.get(keyOfGoal(placed) ?? "") ?? [];
  const present = pieces.at(-1)?.amount ?? null;
  const [only] = pieces;
  const isSame = pieces.length === 1 && only?.effectiveFrom === null && only.amount === goal.amount;
  const change = present === null ? "new" : isSame ? "same" : "changed";
  return {
    goalId: goal.crmId,
    metric: goal.metric,
    subject,
    name,
    period,
    from: goal.span.from,
    to: goal.span.to,
    present,
    imported: goal.amount,
    currency: goal.currency,
    change: reason === null ? change : "unmatched",
    reason,
  };
}

function bySubjectAndPeriod(left: QuotaImportRow, right: QuotaImportRow): number {
  return (
    compareTexts(left.subject?.kind ?? "z", right.subject?.kind ?? "z") ||
    compareTexts(left.name, right.name) ||
    compareTexts(left.from, right.from) ||
    compareTexts(left.metric, right.metric) ||
    compareTexts(left.goalId, right.goalId)
  );
}
