import { ok, type Result } from "../../../../domain/result.ts";
import type { CrmFailure, CrmGap } from "../../../../ports/crm.ts";
import type { SalesforceContext } from "../api/context.ts";
import type { Rights } from "./rights.ts";

/** What one feature is made of. */
interface Need {
  readonly feature: CrmGap["feature"];
  readonly object: string;
  readonly fields: readonly string[];
  /** What an admin has to grant or switch on, in Salesforce's own words. */
  readonly remedy: string;
}

const NEEDS: readonly Need[] = [
  {
    feature: "deal",
    object: "Opportunity",
    fields: ["Amount", "CloseDate", "StageName", "IsClosed", "IsWon", "OwnerId", "Type"],
    remedy: "Opportunity: View All",
  },
  {
    feature: "stage_history",
    object: "OpportunityHistory",
    fields: ["StageName", "Amount", "CloseDate", "CreatedDate"],
    remedy: "Opportunity: View All",
  },
  {
    feature: "owner_history",
    object: "OpportunityFieldHistory",
    fields: ["Field", "OldValue", "NewValue"],
    remedy: "Opportunity Field History: Owner",
  },
  {
    feature: "splits",
    object: "OpportunitySplit",
    fields: ["SplitOwnerId", "SplitPercentage", "SplitTypeId"],
    remedy: "Opportunity Splits",
  },
  {
    feature: "call",
    object: "Task",
    fields: ["TaskSubtype", "CallType", "CallDurationInSeconds", "CallDisposition"],
    remedy: "Access Activities",
  },
  {
    feature: "task",
    object: "Task",
    fields: ["IsClosed", "CompletedDateTime", "ActivityDate", "OwnerId"],
    remedy: "Access Activities",
  },
  { feature: "communication", object: "Task", fields: ["TaskSubtype", "Type"], remedy: "Access Activities" },
  {
    feature: "meeting",
    object: "Event",
    fields: ["StartDateTime", "EndDateTime", "OwnerId"],
    remedy: "Access Activities",
  },
  {
    feature: "email",
    object: "EmailMessage",
    fields: ["Incoming", "MessageDate", "Status", "FromAddress", "ToAddress"],
    remedy: "Enhanced Email",
  },
  { feature: "contacts", object: "Contact", fields: ["Email"], remedy: "Contact: View All" },
  {
    feature: "goals",
    object: "ForecastingQuota",
    fields: ["QuotaOwnerId", "QuotaAmount", "StartDate"],
    remedy: "View All Forecasts",
  },
];

/** What is hidden from the user we sign in as: by object, by field, and by what they may see. */
export async function findGaps(
  { gateway, insist }: SalesforceContext,
  rights: Rights,
): Promise<Result<readonly CrmGap[], CrmFailure>> {
  const gaps: CrmGap[] = [];
  // Read once a day, and whenever an admin asks whether a field is there now.
  gateway.forgetDescriptions();
  for (const { feature, object, fields, remedy } of NEEDS) {
    const described = await insist(() => gateway.describe(object));
    if (!described.ok) return described;
    const known = described.value;
    const hidden = known === null ? [] : fields.filter((field) => !known.has(field));
    if (known !== null && hidden.length === 0) continue;
    gaps.push({ feature, scopes: [remedy], fields: hidden.map((field) => `${object}.${field}`) });
  }
  if (rights.seesAllData === false) {
    gaps.push({ feature: "complete_activities", scopes: ["View All Data"], fields: [] });
  }
  const ofUsers = [
    ...(rights.adminIds === null ? ["View Setup and Configuration"] : []),
    ...(rights.seesAllUsers === false ? ["View All Users"] : []),
  ];
  if (ofUsers.length > 0) gaps.push({ feature: "users", scopes: ofUsers, fields: [] });
  return ok(gaps);
}
