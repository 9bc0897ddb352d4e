import type { Quota, QuotaSheet } from "../../../shared/contracts/api.ts";
import type { DaySpan } from "../../../shared/contracts/time.ts";
import { fiscalPeriodOf } from "../../domain/calendar/fiscal.ts";
import { FIRST_DAY, LAST_DAY } from "../../domain/calendar/periods.ts";
import { err, type Result } from "../../domain/result.ts";
import type { CalendarRules } from "../../domain/rules.ts";
import type { InputFault } from "../input-fault.ts";
import type { QueryContext, QueryRefusal } from "../queries.ts";
import { mayAdminister, signatureOf, type Viewer } from "../viewer.ts";
import { loadQuotaSheet } from "./load-quota-sheet.ts";
import { isQuotaDay } from "./quota-period.ts";
import { quotaKey } from "./standing-quotas.ts";

/** Why quotas were not saved. Nothing of them was. */
export type SaveQuotasRefusal =
  | QueryRefusal
  | { readonly reason: "quotas_invalid"; readonly faults: readonly InputFault[] }
  /** Somebody else saved since: read the sheet again. */
  | { readonly reason: "version_conflict" };

const VACANT_ID_LENGTH_MAX = 100;

/** Saves quotas as one new version, all of them or none, and answers with the sheet. */
export async function saveQuotas(
  context: QueryContext,
  changes: readonly Quota[],
  expectedVersion: number,
  viewer: Viewer,
): Promise<Result<QuotaSheet, SaveQuotasRefusal>> {
  if (!mayAdminister(viewer)) return err({ reason: "not_permitted" });
  const faults = await findFaults(context, changes);
  if (faults.length > 0) return err({ reason: "quotas_invalid", faults });
  const version = await context.quotas.save(changes, {
    setBy: signatureOf(viewer),
    expectedVersion,
    now: context.now,
  });
  if (version === null) return err({ reason: "version_conflict" });
  return loadQuotaSheet(context, {}, viewer);
}

/** The people and teams that there are to set a quota for. */
interface Subjects {
  readonly memberIds: ReadonlySet<string>;
  readonly teamIds: ReadonlySet<string>;
}

async function findFaults(context: QueryContext, changes: readonly Quota[]): Promise<readonly InputFault[]> {
  const [members, teams, { rules }] = await Promise.all([
    context.store.loadMembers(),
    context.store.loadTeams(),
    context.store.loadLiveGeneration(),
  ]);
  const subjects: Subjects = {
    memberIds: new Set(members.map(({ id }) => id)),
    teamIds: new Set(teams.map(({ id }) => id)),
  };
  const seen = new Set<string>();
  return changes.flatMap((quota, index) => {
    const key = `${quotaKey(quota)} ${quota.effectiveFrom ?? ""}`;
    const repeated = seen.has(key)
      ? [{ path: "subject", message: "is given twice for the same period" }]
      : [];
    seen.add(key);
    const found = [...repeated, ...subjectFaults(quota, subjects), ...periodFaults(quota, rules.calendar)];
    return found.map(({ path, message }) => ({ path: `quotas.${index}.${path}`, message }));
  });
}

function subjectFaults({ subject }: Quota, { memberIds, teamIds }: Subjects): readonly InputFault[] {
  switch (subject.kind) {
    case "member":
      return memberIds.has(subject.id) ? [] : [{ path: "subject.id", message: "is no member" }];
    case "team":
      return teamIds.has(subject.id) ? [] : [{ path: "subject.id", message: "is no team" }];
    case "default":
      return subject.id === null || teamIds.has(subject.id)
        ? []
        : [{ path: "subject.id", message: "is no team; null is everybody" }];
    case "vacant": {
      const isNamed = subject.id.trim() !== "" && subject.id.length <= VACANT_ID_LENGTH_MAX;
      return [
        ...(isNamed
          ? []
          : [{ path: "subject.id", message: `must have 1 to ${VACANT_ID_LENGTH_MAX} characters` }]),
        ...(teamIds.has(subject.teamId) ? [] : [{ path: "subject.teamId", message: "is no team" }]),
      ];
    }
  }
}

function periodFaults({ period, effectiveFrom }: Quota, calendar: CalendarRules): readonly InputFault[] {
  if (!isQuotaDay(period.from)) {
    return [{ path: "period.from", message: `must be a day from ${FIRST_DAY} to ${LAST_DAY}` }];
  }
  const span = fiscalPeriodOf(period.from, period.grain, calendar);
  if (span.from !== period.from) {
    const message = `is not the first day of a fiscal ${period.grain}; that would be ${span.from}`;
    return [{ path: "period.from", message }];
  }
  return effectiveFaults(effectiveFrom, span);
}

function effectiveFaults(effectiveFrom: string | null, { from, to }: DaySpan): readonly InputFault[] {
  if (effectiveFrom === null) return [];
  if (isQuotaDay(effectiveFrom) && from <= effectiveFrom && effectiveFrom <= to) return [];
  return [{ path: "effectiveFrom", message: `must be a day from ${from} to ${to}` }];
}
