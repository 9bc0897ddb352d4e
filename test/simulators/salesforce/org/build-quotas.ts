import type { Goal } from "../../../organisation/organisation.ts";
import { managerOf } from "./build-people.ts";
import type { Building } from "./building.ts";
import { put } from "./building.ts";

/** `YYYY-MM` from the first month of a goal on; its bounds are midnights of Greenwich. */
function monthsOf(goal: Goal): readonly string[] {
  const count = goal.milestone === "monthly" ? 1 : 3;
  const start = new Date(goal.startsAt);
  return Array.from({ length: count }, (_, place) =>
    new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + place, 1)).toISOString().slice(0, 7),
  );
}

function ownerOf(building: Building, goal: Goal): string | null {
  if (goal.ownerId !== null) return building.places.owners.get(goal.ownerId) ?? null;
  return managerOf(building, goal.teamId);
}

/** Goals as quotas of months. A team's quota is its manager's, and that of a quarter is told in three parts. */
export function buildQuotas(building: Building): void {
  const { organisation, org, foundedAt } = building;
  const type = {
    DeveloperName: "OpportunityRevenue",
    MasterLabel: "Opportunity Revenue",
    IsActive: true,
    IsAmount: true,
    DateType: "CloseDate",
    RoleType: "R",
  };
  const forecastingType = put(building, "ForecastingType", type, { createdAt: foundedAt });
  const periods = new Map<string, string>();
  for (const { id, fields } of org.objects.get("Period")?.having("Type", "Month") ?? []) {
    periods.set(String(fields.StartDate), id);
  }
  for (const goal of organisation.goals) {
    const QuotaOwnerId = ownerOf(building, goal);
    if (QuotaOwnerId === null) continue;
    const months = monthsOf(goal);
    const part = Math.floor(goal.targetMinor / months.length);
    for (const [place, month] of months.entries()) {
      const isLast = place === months.length - 1;
      const StartDate = `${month}-01`;
      const fields = {
        QuotaOwnerId,
        PeriodId: periods.get(StartDate) ?? null,
        ForecastingTypeId: forecastingType.id,
        QuotaAmount: (isLast ? goal.targetMinor - part * (months.length - 1) : part) / 100,
        IsAmount: true,
        StartDate,
      };
      const createdAt = Math.min(goal.startsAt, organisation.today);
      put(building, "ForecastingQuota", fields, { createdAt });
    }
  }
}
