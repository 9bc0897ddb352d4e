import type { FieldValue, Org } from "./org.ts";
import { tableOf } from "./org.ts";
import { dateTimeText } from "./wire-time.ts";

type Fields = Readonly<Record<string, FieldValue>>;

function rowNamed(org: Org, object: string, name: FieldValue): Fields {
  for (const row of tableOf(org, object).having("ApiName", name)) return row.fields;
  throw new Error(`The org has no ${object} ${name}`);
}

/** The fiscal year and quarter of a day; a year is named after the one in which it ends. */
export function fiscalOf(
  closeDate: string,
  startMonth: number,
): { readonly year: number; readonly quarter: number } {
  const month = Number(closeDate.slice(5, 7));
  const year = Number(closeDate.slice(0, 4)) + (startMonth > 1 && month >= startMonth ? 1 : 0);
  return { year, quarter: Math.floor(((month - startMonth + 12) % 12) / 3) + 1 };
}

function startMonthOf(org: Org): number {
  return Number(tableOf(org, "Organization").get(org.id)?.fields.FiscalYearStartMonth ?? 1);
}

/** What Salesforce works out of the stage, the amount and the close date. A probability that is given stays. */
function deriveOpportunity(org: Org, fields: Fields, given: Fields, at: number): Fields {
  const stage = rowNamed(org, "OpportunityStage", fields.StageName ?? null);
  const isStageNew = "StageName" in given;
  const kept = isStageNew ? stage.DefaultProbability : fields.Probability;
  const probability = given.Probability ?? kept ?? null;
  const fiscal = fiscalOf(String(fields.CloseDate), startMonthOf(org));
  const amount = fields.Amount;
  return {
    IsClosed: stage.IsClosed ?? false,
    IsWon: stage.IsWon ?? false,
    ForecastCategory: stage.ForecastCategory ?? null,
    ForecastCategoryName: given.ForecastCategoryName ?? stage.ForecastCategoryName ?? null,
    Probability: probability,
    ExpectedRevenue:
      typeof amount === "number" && typeof probability === "number"
        ? Math.round(amount * probability) / 100
        : null,
    FiscalYear: fiscal.year,
    FiscalQuarter: fiscal.quarter,
    Fiscal: `${fiscal.year} ${fiscal.quarter}`,
    ...(isStageNew && !("LastStageChangeDate" in given) ? { LastStageChangeDate: dateTimeText(at) } : {}),
  };
}

function deriveTask(org: Org, fields: Fields, given: Fields, at: number): Fields {
  const closed = rowNamed(org, "TaskStatus", fields.Status ?? null).IsClosed ?? false;
  const completion =
    "Status" in given && !("CompletedDateTime" in given)
      ? { CompletedDateTime: closed ? dateTimeText(at) : null }
      : {};
  return { IsClosed: closed, IsHighPriority: fields.Priority === "High", ...completion };
}

function nameOf({ FirstName: first, LastName: last }: Fields): string {
  return [first, last].filter((part) => part !== null && part !== "").join(" ");
}

/** What Salesforce itself writes into a record, given its fields and those of them that are being set. */
export function derivedFields(
  org: Org,
  object: string,
  change: { readonly fields: Fields; readonly given: Fields; readonly at: number },
): Fields {
  const { fields, given, at } = change;
  switch (object) {
    case "Opportunity":
      return deriveOpportunity(org, fields, given, at);
    case "Task":
      return deriveTask(org, fields, given, at);
    case "Event":
      return {
        ActivityDateTime: fields.StartDateTime ?? null,
        IsGroupEvent: fields.GroupEventType === "1" || fields.GroupEventType === "2",
      };
    case "User":
    case "Contact":
    case "Lead":
      return { Name: nameOf(fields) };
    default:
      return {};
  }
}
