import type { ObjectDefinition } from "./fields.ts";
import {
  choice,
  day,
  defineObject,
  derivedText,
  email,
  flag,
  number,
  reference,
  several,
  text,
  whole,
} from "./fields.ts";

const ORGANIZATION = defineObject(
  { name: "Organization", keyPrefix: "00D", system: "undeletable" },
  several("Name OrganizationType InstanceName NamespacePrefix LanguageLocaleKey", text),
  several("TimeZoneSidKey DefaultLocaleSidKey", text),
  whole("FiscalYearStartMonth"),
  several("UsesStartDateAsFiscalYearName IsSandbox", flag),
);

const FISCAL_YEAR_SETTINGS = defineObject(
  { name: "FiscalYearSettings", keyPrefix: "022", system: "stamp" },
  several("Name Description", text),
  several("StartDate EndDate", day),
  choice("Standard", "Custom")("YearType"),
  flag("IsStandardYear"),
  reference("Period", ["Period"])("PeriodId"),
);

const PERIOD = defineObject(
  { name: "Period", keyPrefix: "026", system: "stamp" },
  reference("FiscalYearSettings", ["FiscalYearSettings"], "Periods")("FiscalYearSettingsId"),
  choice("Month", "Quarter", "Week", "Year")("Type"),
  several("StartDate EndDate", day),
  flag("IsForecastPeriod"),
  several("FullyQualifiedLabel PeriodLabel QuarterLabel", text),
  whole("Number"),
);

const USER = defineObject(
  { name: "User", keyPrefix: "005", system: "undeletable" },
  several("Username FirstName LastName Alias Title Department Division CompanyName", text),
  derivedText("Name"),
  email("Email"),
  flag("IsActive"),
  choice("Standard", "AutomatedProcess")("UserType"),
  several("TimeZoneSidKey LocaleSidKey LanguageLocaleKey EmailEncodingKey", text),
  reference("Profile", ["Profile"], "Users")("ProfileId"),
  reference("UserRole", ["UserRole"], "Users")("UserRoleId"),
  reference("Manager", ["User"], "ManagedUsers")("ManagerId"),
  reference(null, ["Group", "User"])("DelegatedApproverId"),
  flag("ForecastEnabled"),
  text("FederationIdentifier"),
);

const USER_ROLE = defineObject(
  { name: "UserRole", keyPrefix: "00E", system: "modified" },
  several("Name DeveloperName RollupDescription", text),
  reference(null, ["UserRole"])("ParentRoleId"),
  reference(null, ["User"])("ForecastUserId"),
  choice("None")("PortalType"),
);

const GROUP = defineObject(
  { name: "Group", keyPrefix: "00G", system: "undeletable" },
  several("Name DeveloperName", text),
  email("Email"),
  reference("Related", ["UserRole"])("RelatedId"),
  choice("Regular", "Queue", "Role", "RoleAndSubordinates", "Organization")("Type"),
  flag("DoesSendEmailToMembers"),
);

const GROUP_MEMBER = defineObject(
  { name: "GroupMember", keyPrefix: "011", system: "stamp" },
  reference("Group", ["Group"], "GroupMembers")("GroupId"),
  reference(null, ["Group", "User"])("UserOrGroupId"),
);

const PROFILE = defineObject(
  { name: "Profile", keyPrefix: "00e", system: "undeletable" },
  several("Name UserType Description", text),
  flag("PermissionsModifyAllData"),
  flag("PermissionsViewAllData"),
);

const PERMISSION_SET = defineObject(
  { name: "PermissionSet", keyPrefix: "0PS", system: "undeletable" },
  several("Name Label NamespacePrefix", text),
  flag("IsOwnedByProfile"),
  flag("IsCustom"),
  flag("PermissionsViewAllData"),
  reference("Profile", ["Profile"])("ProfileId"),
  choice("Regular", "Profile", "Group")("Type"),
  reference("PermissionSetGroup", ["PermissionSetGroup"])("PermissionSetGroupId"),
);

const PERMISSION_SET_GROUP = defineObject(
  { name: "PermissionSetGroup", keyPrefix: "0PG", system: "undeletable" },
  several("DeveloperName MasterLabel NamespacePrefix", text),
  choice("Updated", "Outdated", "Updating", "Failed")("Status"),
);

const PERMISSION_SET_GROUP_COMPONENT = defineObject(
  { name: "PermissionSetGroupComponent", keyPrefix: "0PM", system: "undeletable" },
  reference("PermissionSetGroup", ["PermissionSetGroup"])("PermissionSetGroupId"),
  reference("PermissionSet", ["PermissionSet"])("PermissionSetId"),
);

const PERMISSION_SET_ASSIGNMENT = defineObject(
  { name: "PermissionSetAssignment", keyPrefix: "0Pa", system: "stamp" },
  reference("PermissionSet", ["PermissionSet"], "Assignments")("PermissionSetId"),
  reference("PermissionSetGroup", ["PermissionSetGroup"], "Assignments")("PermissionSetGroupId"),
  reference("Assignee", ["User"], "PermissionSetAssignments")("AssigneeId"),
  flag("IsActive"),
);

const RECORD_TYPE = defineObject(
  { name: "RecordType", keyPrefix: "012", system: "undeletable" },
  several("Name DeveloperName NamespacePrefix Description", text),
  choice("Opportunity")("SobjectType"),
  flag("IsActive"),
);

const CURRENCY_TYPE = defineObject(
  { name: "CurrencyType", keyPrefix: "01L", system: "undeletable" },
  text("IsoCode"),
  number("ConversionRate"),
  whole("DecimalPlaces"),
  several("IsActive IsCorporate", flag),
);

const DATED_CONVERSION_RATE = defineObject(
  { name: "DatedConversionRate", keyPrefix: "04w", system: "undeletable" },
  text("IsoCode"),
  several("StartDate NextStartDate", day),
  number("ConversionRate"),
);

export const SETUP_OBJECTS: readonly ObjectDefinition[] = [
  ORGANIZATION,
  FISCAL_YEAR_SETTINGS,
  PERIOD,
  USER,
  USER_ROLE,
  GROUP,
  GROUP_MEMBER,
  PROFILE,
  PERMISSION_SET,
  PERMISSION_SET_GROUP,
  PERMISSION_SET_GROUP_COMPONENT,
  PERMISSION_SET_ASSIGNMENT,
  RECORD_TYPE,
];

/** There only where an org has several currencies. */
export const CURRENCY_OBJECTS: readonly ObjectDefinition[] = [CURRENCY_TYPE, DATED_CONVERSION_RATE];

/** The objects whose records carry a CurrencyIsoCode in such an org. */
export const OBJECTS_WITH_CURRENCY: readonly string[] = [
  "Account",
  "Contact",
  "EmailMessage",
  "Event",
  "ForecastingQuota",
  "Lead",
  "Opportunity",
  "OpportunityHistory",
  "OpportunitySplit",
  "OpportunityTeamMember",
  "Task",
  "User",
  "VoiceCall",
];
