import type { ObjectDefinition } from "./fields.ts";
import {
  anyValue,
  choice,
  day,
  defineObject,
  derivedFlag,
  derivedMoment,
  derivedMoney,
  derivedText,
  derivedWhole,
  email,
  flag,
  longText,
  money,
  percent,
  reference,
  several,
  text,
  whole,
} from "./fields.ts";

const FORECAST_CATEGORIES = ["Omitted", "Pipeline", "Best Case", "Most Likely", "Commit", "Closed"] as const;
const toUser = reference("Owner", ["User"]);
const forecastCategory = choice(...FORECAST_CATEGORIES);

const OPPORTUNITY = defineObject(
  { name: "Opportunity", keyPrefix: "006" },
  reference("Account", ["Account"], "Opportunities")("AccountId"),
  reference("RecordType", ["RecordType"])("RecordTypeId"),
  flag("IsPrivate"),
  { ...text("Name"), nillable: false },
  longText("Description"),
  // The choices of the stage are those of the org and stand in the record of each stage.
  { ...text("StageName"), type: "picklist", nillable: false },
  money("Amount"),
  percent("Probability"),
  derivedMoney("ExpectedRevenue"),
  { ...day("CloseDate"), nillable: false },
  choice("New Business", "Existing Business")("Type"),
  choice("Web", "Phone Inquiry", "Partner Referral", "Other")("LeadSource"),
  several("IsClosed IsWon HasOpportunityLineItem", derivedFlag),
  several("ForecastCategory Fiscal", derivedText),
  forecastCategory("ForecastCategoryName"),
  toUser("OwnerId"),
  several("FiscalQuarter FiscalYear PushCount", derivedWhole),
  derivedMoment("LastStageChangeDate"),
  day("LastActivityDate"),
);

const OPPORTUNITY_HISTORY = defineObject(
  { name: "OpportunityHistory", keyPrefix: "008", system: "created" },
  reference("Opportunity", ["Opportunity"], "OpportunityHistories")("OpportunityId"),
  derivedText("StageName"),
  several("Amount PrevAmount ExpectedRevenue", derivedMoney),
  several("CloseDate PrevCloseDate", day),
  percent("Probability"),
  derivedText("ForecastCategory"),
  derivedMoment("SystemModstamp"),
);

const OPPORTUNITY_FIELD_HISTORY = defineObject(
  { name: "OpportunityFieldHistory", keyPrefix: "017", system: "created" },
  reference("Opportunity", ["Opportunity"], "Histories")("OpportunityId"),
  choice("created", "Owner", "StageName", "Amount", "CloseDate")("Field"),
  choice("Text", "EntityId")("DataType"),
  several("OldValue NewValue", anyValue),
);

const OPPORTUNITY_SPLIT = defineObject(
  { name: "OpportunitySplit", keyPrefix: "1OS" },
  reference("Opportunity", ["Opportunity"], "OpportunitySplits")("OpportunityId"),
  reference("SplitOwner", ["User"])("SplitOwnerId"),
  reference("SplitType", ["OpportunitySplitType"], "OpportunitySplits")("SplitTypeId"),
  percent("SplitPercentage"),
  derivedMoney("SplitAmount"),
  text("SplitNote"),
);

const OPPORTUNITY_SPLIT_TYPE = defineObject(
  { name: "OpportunitySplitType", keyPrefix: "149" },
  several("DeveloperName MasterLabel SplitField SplitEntity Language", text),
  several("IsActive IsTotalValidated", flag),
);

const OPPORTUNITY_TEAM_MEMBER = defineObject(
  { name: "OpportunityTeamMember", keyPrefix: "00q" },
  reference("Opportunity", ["Opportunity"], "OpportunityTeamMembers")("OpportunityId"),
  reference("User", ["User"])("UserId"),
  choice("Opportunity Owner", "Sales Rep", "Account Manager")("TeamMemberRole"),
  text("Name"),
);

const OPPORTUNITY_STAGE = defineObject(
  { name: "OpportunityStage", keyPrefix: "01J", system: "undeletable" },
  several("ApiName MasterLabel ForecastCategory Description", derivedText),
  forecastCategory("ForecastCategoryName"),
  whole("SortOrder"),
  percent("DefaultProbability"),
  several("IsActive IsClosed IsWon", derivedFlag),
);

const ACCOUNT = defineObject(
  { name: "Account", keyPrefix: "001" },
  { ...text("Name"), nillable: false },
  several("Website Type Industry AccountNumber", text),
  reference("Parent", ["Account"], "ChildAccounts")("ParentId"),
  money("AnnualRevenue"),
  whole("NumberOfEmployees"),
  longText("Description"),
  toUser("OwnerId"),
);

const PERSON = [
  several("FirstName LastName Title Phone", text),
  derivedText("Name"),
  email("Email"),
  toUser("OwnerId"),
  longText("Description"),
] as const;

const CONTACT = defineObject(
  { name: "Contact", keyPrefix: "003" },
  reference("Account", ["Account"], "Contacts")("AccountId"),
  ...PERSON,
);

const LEAD = defineObject(
  { name: "Lead", keyPrefix: "00Q" },
  ...PERSON,
  several("Company LeadSource Status", text),
  flag("IsConverted"),
  day("ConvertedDate"),
  reference("ConvertedOpportunity", ["Opportunity"])("ConvertedOpportunityId"),
);

const FORECASTING_QUOTA = defineObject(
  { name: "ForecastingQuota", keyPrefix: "0J9", system: "undeletable" },
  reference("QuotaOwner", ["User"])("QuotaOwnerId"),
  reference("Period", ["Period"])("PeriodId"),
  reference("ForecastingType", ["ForecastingType"])("ForecastingTypeId"),
  money("QuotaAmount"),
  { ...money("QuotaQuantity"), type: "double" },
  several("IsAmount IsQuantity", derivedFlag),
  day("StartDate"),
  text("ProductFamily"),
);

const FORECASTING_TYPE = defineObject(
  { name: "ForecastingType", keyPrefix: "0Db", system: "undeletable" },
  several("DeveloperName MasterLabel Language DateType RoleType", text),
  reference("OpportunitySplitType", ["OpportunitySplitType"])("OpportunitySplitTypeId"),
  several("IsActive IsAmount IsQuantity", flag),
);

/** Deals, customers and forecasts. */
export const SALES_OBJECTS: readonly ObjectDefinition[] = [
  OPPORTUNITY,
  OPPORTUNITY_HISTORY,
  OPPORTUNITY_FIELD_HISTORY,
  OPPORTUNITY_SPLIT,
  OPPORTUNITY_SPLIT_TYPE,
  OPPORTUNITY_TEAM_MEMBER,
  OPPORTUNITY_STAGE,
  ACCOUNT,
  CONTACT,
  LEAD,
  FORECASTING_QUOTA,
  FORECASTING_TYPE,
];
