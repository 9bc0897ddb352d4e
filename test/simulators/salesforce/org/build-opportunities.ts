import type { Dated, Deal } from "../../../organisation/organisation.ts";
import { addDays } from "../../../organisation/zone-clock.ts";
import type { Building } from "./building.ts";
import { put } from "./building.ts";
import { derivedFields } from "./derive.ts";
import { addHistoryRow, addOwnerHistory } from "./history.ts";
import type { FieldValue, OrgRecord } from "./org.ts";
import { dateTimeText } from "./wire-time.ts";

/** Salesforce wants a close date, so a deal without one gets that of a quarter after its making. */
const DAYS_TO_CLOSE = 90;

const TYPES = { newbusiness: "New Business", existingbusiness: "Existing Business" } as const;

function lastBefore<T>(history: readonly Dated<T>[], at: number): T | undefined {
  return history.findLast((entry) => entry.at <= at)?.value;
}

/** In an org of one currency everything is told in it, by the rate of the day of closing. */
function amountOf(building: Building, deal: Deal, minor: number | null): number | null {
  const { org, organisation } = building;
  if (minor === null) return null;
  const currency = deal.currency ?? org.currency;
  if (org.multicurrency || currency === org.currency) return minor / 100;
  const closedAt = deal.closes.at(-1)?.value ?? organisation.today;
  const rate = organisation.rates.findLast(
    ({ from, effectiveAt }) => from === currency && effectiveAt <= closedAt,
  );
  return Math.round(minor * (rate?.rate ?? 1)) / 100;
}

/** What a deal said of itself at a moment. */
function standingAt(building: Building, deal: Deal, at: number): Record<string, FieldValue> {
  const { places, clock } = building;
  const stageId = lastBefore(deal.stages, at) ?? deal.stages[0]?.value ?? "";
  const close = lastBefore(deal.closes, at) ?? null;
  return {
    StageName: places.stages.get(`${deal.pipelineId}/${stageId}`) ?? null,
    Amount: amountOf(building, deal, lastBefore(deal.amounts, at) ?? null),
    CloseDate: close === null ? addDays(clock.dayOf(deal.createdAt), DAYS_TO_CLOSE) : clock.dayOf(close),
  };
}

function momentsOf(deal: Deal): readonly number[] {
  const histories = [deal.stages, deal.amounts, deal.closes].flat();
  return [...new Set([deal.createdAt, ...histories.map(({ at }) => at)])].sort((one, other) => one - other);
}

function ownerIdOf({ org, places }: Building, ownerId: string | null | undefined): string {
  return places.owners.get(ownerId ?? "") ?? org.adminUserId;
}

function opportunityFields(building: Building, deal: Deal): Record<string, FieldValue> {
  const { places, org } = building;
  return {
    Name: deal.name,
    AccountId: places.companies.get(deal.companyId ?? "") ?? null,
    RecordTypeId: places.pipelines.get(deal.pipelineId) ?? null,
    Type: deal.type === null ? null : TYPES[deal.type],
    OwnerId: ownerIdOf(building, deal.owners.at(-1)?.value),
    CurrencyIsoCode: deal.currency ?? org.currency,
    LastStageChangeDate: dateTimeText(deal.stages.at(-1)?.at ?? deal.createdAt),
    ...standingAt(building, deal, Number.POSITIVE_INFINITY),
  };
}

/** When the deal went to the Recycle Bin: by hand, or because another took it in. */
function deletedAtOf(building: Building, deal: Deal): number | null {
  if (deal.mergedIntoId === null) return deal.archivedAt;
  const survivor = building.organisation.deals.find(({ id }) => id === deal.mergedIntoId);
  return survivor?.modifiedAt ?? deal.modifiedAt;
}

function addHistory(building: Building, deal: Deal, opportunity: OrgRecord): void {
  const { org, places } = building;
  const userId = places.users.get(deal.creatorUserId ?? "") ?? org.adminUserId;
  const isDeleted = opportunity.fields.IsDeleted ?? false;
  let previous: Readonly<Record<string, FieldValue>> | null = null;
  for (const at of momentsOf(deal)) {
    const current: Record<string, FieldValue> = standingAt(building, deal, at);
    const derived = derivedFields(org, "Opportunity", { fields: current, given: current, at });
    const standing = { ...current, ...derived, CurrencyIsoCode: opportunity.fields.CurrencyIsoCode ?? null };
    addHistoryRow(org, opportunity.id, { previous, current: standing, at, userId, isDeleted });
    previous = standing;
  }
  const [first, ...later] = deal.owners;
  put(
    building,
    "OpportunityFieldHistory",
    { OpportunityId: opportunity.id, Field: "created", DataType: "Text", IsDeleted: isDeleted },
    { createdAt: deal.createdAt, userId },
  );
  let from = ownerIdOf(building, first?.value);
  for (const { at, value } of later) {
    const to = ownerIdOf(building, value);
    if (to !== from) addOwnerHistory(org, opportunity.id, { from, to, at, userId, isDeleted });
    from = to;
  }
}

function addSplits(building: Building, deal: Deal, opportunity: OrgRecord, splitTypeId: string): void {
  const { Amount: amount, IsDeleted, CurrencyIsoCode } = opportunity.fields;
  const stamps = { createdAt: deal.createdAt, modifiedAt: deletedAtOf(building, deal) ?? deal.modifiedAt };
  const common = { OpportunityId: opportunity.id, CurrencyIsoCode: CurrencyIsoCode ?? null };
  for (const { ownerId, percent } of deal.splits) {
    const owner = ownerIdOf(building, ownerId);
    const split = {
      SplitOwnerId: owner,
      SplitTypeId: splitTypeId,
      SplitPercentage: percent,
      SplitAmount: typeof amount === "number" ? Math.round(amount * percent) / 100 : null,
      IsDeleted: IsDeleted ?? false,
    };
    put(building, "OpportunitySplit", { ...common, ...split }, stamps);
    if (IsDeleted === true) continue;
    const role = owner === opportunity.fields.OwnerId ? "Opportunity Owner" : "Sales Rep";
    put(building, "OpportunityTeamMember", { ...common, UserId: owner, TeamMemberRole: role }, stamps);
  }
}

function addSplitTypes(building: Building): string {
  const type = (name: string, label: string, isTotalValidated: boolean) =>
    put(
      building,
      "OpportunitySplitType",
      {
        DeveloperName: name,
        MasterLabel: label,
        SplitField: "Amount",
        SplitEntity: "Opportunity",
        IsActive: true,
        IsTotalValidated: isTotalValidated,
      },
      { createdAt: building.foundedAt },
    ).id;
  const revenue = type("Revenue", "Revenue", true);
  type("Overlay", "Overlay", false);
  return revenue;
}

/** Deals with their histories and splits. Merging is unknown here: what was taken in is deleted. */
export function buildOpportunities(building: Building): void {
  const { org, organisation, places } = building;
  const revenue = addSplitTypes(building);
  for (const deal of organisation.deals) {
    const given = opportunityFields(building, deal);
    const derived = derivedFields(org, "Opportunity", { fields: given, given, at: deal.createdAt });
    const deletedAt = deletedAtOf(building, deal);
    const fields = { ...given, ...derived, IsDeleted: deletedAt !== null };
    const opportunity = put(building, "Opportunity", fields, {
      createdAt: deal.createdAt,
      modifiedAt: deletedAt ?? deal.modifiedAt,
      userId: places.users.get(deal.creatorUserId ?? "") ?? null,
    });
    places.deals.set(deal.id, opportunity.id);
    addHistory(building, deal, opportunity);
    addSplits(building, deal, opportunity, revenue);
  }
}
