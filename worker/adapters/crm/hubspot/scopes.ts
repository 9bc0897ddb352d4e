import type { CrmGap } from "../../../ports/crm.ts";

/** Without these there is nothing to rank: consent without them is refused by HubSpot. */
export const REQUIRED_SCOPES = ["oauth", "crm.objects.deals.read", "crm.objects.owners.read"] as const;

const CONTACTS = "crm.objects.contacts.read";
const EMAIL_CONTENT = "sales-email-read";
const USERS = "settings.users.read";
const TEAMS = "settings.users.teams.read";
const CURRENCIES = "settings.currencies.read";
const GOALS = "crm.objects.goals.read";
/** Nothing is read with it: HubSpot lets a card stand on a company only where it is granted. */
const COMPANIES = "crm.objects.companies.read";
/** HubSpot has no scope that only reads splits. */
const SPLITS = "crm.dealsplits.read_write";

/** Each switches on one feature; an account that cannot grant one still connects. */
export const OPTIONAL_SCOPES = [
  CONTACTS,
  COMPANIES,
  EMAIL_CONTENT,
  USERS,
  TEAMS,
  CURRENCIES,
  GOALS,
  SPLITS,
] as const;

/** What can be off in HubSpot. */
export type HubSpotFeature = Exclude<
  CrmGap["feature"],
  "stage_history" | "owner_history" | "complete_activities"
>;

/** What a feature needs. One of the listed scopes is enough. */
export const SCOPES_OF_FEATURE: Readonly<Record<HubSpotFeature, readonly string[]>> = {
  deal: ["crm.objects.deals.read"],
  call: [CONTACTS],
  email: [CONTACTS, EMAIL_CONTENT],
  meeting: [CONTACTS],
  task: [CONTACTS],
  communication: [CONTACTS],
  users: [USERS, "crm.objects.users.read"],
  teams: [TEAMS],
  currencies: [CURRENCIES],
  goals: [GOALS],
  email_content: [EMAIL_CONTENT],
  splits: [SPLITS],
  archived_owners: ["crm.objects.owners.read"],
  contacts: [CONTACTS],
};

/** True when the grant allows the feature. A grant that tells no scopes is tried. */
export function allows(granted: readonly string[], feature: HubSpotFeature): boolean {
  return granted.length === 0 || SCOPES_OF_FEATURE[feature].some((scope) => granted.includes(scope));
}

/** What is off because it was not granted. Asking again with these scopes turns it on. */
export function gapsOf(granted: readonly string[]): CrmGap[] {
  return Object.keys(SCOPES_OF_FEATURE)
    .filter(isFeature)
    .filter((feature) => !allows(granted, feature))
    .map((feature) => ({ feature, scopes: SCOPES_OF_FEATURE[feature].slice(0, 1), fields: [] }));
}

function isFeature(name: string): name is HubSpotFeature {
  return name in SCOPES_OF_FEATURE;
}
